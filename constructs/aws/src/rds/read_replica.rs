//! Copies of databases that can be read.

use super::DatabaseInstance;
use super::instance::{Place, instance_class};
use crate::bag::{flag, opt};
use crate::ec2::{Connectable, Connections, InstanceType, SecurityGroup, SubnetSelection, Vpc};
use crate::kms::Key;
use crate::{Construct, Expr, Node, RemovalPolicy};
use bon::bon;
use std::ops::Deref;

/// A copy of a database that can be read, and promoted to a database of its own.
///
/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReadRepl.html>
#[derive(Clone, Debug)]
pub struct DatabaseInstanceReadReplica(DatabaseInstance);

#[bon]
impl DatabaseInstanceReadReplica {
    /// Starts to describe a copy.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The database that is copied; its backups must be kept.
        source: &DatabaseInstance,
        /// VPC in which it runs.
        vpc: &Vpc,
        /// Its machine.
        instance_type: InstanceType,
        /// Its subnets. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Key that encrypts its disk. Default: the source's.
        storage_encryption_key: Option<&Key>,
        /// Whether a copy of it runs in another zone. Default: false.
        multi_az: Option<bool>,
        /// Whether RDS refuses to delete it. Default: true where the removal policy is to retain it.
        deletion_protection: Option<bool>,
        /// What happens to it when it leaves the stack. Default: a last snapshot stays.
        #[builder(default = RemovalPolicy::Snapshot)]
        removal_policy: RemovalPolicy,
    ) -> DatabaseInstanceReadReplica {
        let node = scope.node().child(id);
        let place = Place::new(&node, vpc, &vpc_subnets, None, security_groups, removal_policy);
        let protect =
            deletion_protection.or((removal_policy == RemovalPolicy::Retain).then_some(true));
        let mut entries = vec![
            ("CopyTagsToSnapshot", Expr::from(true)),
            ("DBInstanceClass", instance_class(&instance_type)),
            ("DeletionProtection", flag(protect)),
            ("KmsKeyId", opt(storage_encryption_key.map(Key::key_arn).as_ref())),
            ("MultiAZ", flag(multi_az)),
            ("SourceDBInstanceIdentifier", source.instance_arn().into_expr()),
            ("StorageType", Expr::from("gp2")),
        ];
        entries.extend(place.properties());
        let replica = DatabaseInstance::make(node, entries, &place, removal_policy, None);
        DatabaseInstanceReadReplica(replica)
    }
}

impl Deref for DatabaseInstanceReadReplica {
    type Target = DatabaseInstance;

    fn deref(&self) -> &DatabaseInstance {
        &self.0
    }
}

impl Connectable for DatabaseInstanceReadReplica {
    fn connections(&self) -> Connections {
        self.0.connections()
    }
}

impl Construct for DatabaseInstanceReadReplica {
    fn node(&self) -> &Node {
        self.0.node()
    }
}
