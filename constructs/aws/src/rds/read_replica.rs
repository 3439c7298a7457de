//! Copies of databases that can be read.

use super::instance::StorageType;
use super::instance_settings::InstanceSettings;
use super::placement::{Placement, Wanted};
use super::{DatabaseInsightsMode, DatabaseInstance, ParameterGroup, SubnetGroup};
use crate::ec2::{Connectable, Connections, InstanceType, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::Role;
use crate::kms::Key;
use crate::{Construct, Duration, IntoValue, Node, RemovalPolicy, Value};
use bon::bon;
use std::ops::Deref;

/// A copy of a database that can be read, and promoted to a database of its own.
///
/// ```
/// use cumulo::ec2::{InstanceClass, InstanceSize, InstanceType, Vpc};
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstance, DatabaseInstanceEngine, DatabaseInstanceReadReplica};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let main = DatabaseInstance::builder(&stack, "Main").vpc(&vpc).engine(DatabaseInstanceEngine::postgres("16")).build();
/// DatabaseInstanceReadReplica::builder(&stack, "Reports")
///     .source(&main)
///     .vpc(&vpc)
///     .instance_type(InstanceType::of(InstanceClass::T4g, InstanceSize::Medium))
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
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
        vpc_subnets: Option<SubnetSelection>,
        /// Group of its subnets. Default: one that is made for it.
        subnet_group: Option<&SubnetGroup>,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Parameters of its engine. Default: the engine's own.
        parameter_group: Option<&ParameterGroup>,
        /// Name in the account, which RDS keeps in small letters. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        instance_identifier: Option<Value<String>>,
        /// Size of its disk, GiB. Default: the source's.
        allocated_storage: Option<u32>,
        /// Size up to which its disk grows by itself, GiB. Default: it does not grow.
        max_allocated_storage: Option<u32>,
        /// Kind of its disk. Default: gp2.
        #[builder(default)]
        storage_type: StorageType,
        /// Operations of its disk, a second. Default: 1,000 of io1 and io2.
        iops: Option<u32>,
        /// Throughput of its disk, MiB a second; of gp3 only.
        storage_throughput: Option<u32>,
        /// Whether its disk is encrypted. Default: as the source's.
        storage_encrypted: Option<bool>,
        /// Key that encrypts its disk, needed where source and copy are in different regions. Default: the source's.
        storage_encryption_key: Option<&Key>,
        /// Whether a copy of it runs in another zone. Default: false.
        multi_az: Option<bool>,
        /// Zone in which it runs. Default: any.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Option<Value<String>>,
        /// Whether it is reached from the internet. Default: where it stands in public subnets.
        publicly_accessible: Option<bool>,
        /// Its port. Default: the engine's.
        port: Option<u16>,
        /// How long backups are kept, up to 35 days. Default: none are made.
        backup_retention: Option<Duration>,
        /// When backups are made, in UTC: `01:00-02:00`.
        #[builder(into)]
        preferred_backup_window: Option<String>,
        /// When it may be changed, in UTC: `sun:03:00-sun:04:00`.
        #[builder(into)]
        preferred_maintenance_window: Option<String>,
        /// Whether snapshots get its tags. Default: true.
        copy_tags_to_snapshot: Option<bool>,
        /// Whether backups are deleted with it.
        delete_automated_backups: Option<bool>,
        /// How often its machine is measured: 1, 5, 10, 15, 30 or 60 seconds. Default: not.
        monitoring_interval: Option<Duration>,
        /// Role that measures. Default: one that is made for it.
        monitoring_role: Option<&Role>,
        /// Whether RDS keeps how queries perform. Default: true where its retention or key is given.
        enable_performance_insights: Option<bool>,
        /// How many days it keeps that: 7, months of 31 days, or 731. Default: 7.
        performance_insight_retention: Option<u32>,
        /// Key that encrypts it. Default: one of AWS.
        performance_insight_encryption_key: Option<&Key>,
        /// How much Database Insights shows. Default: standard.
        database_insights_mode: Option<DatabaseInsightsMode>,
        /// Logs that go to CloudWatch Logs, such as `postgresql`.
        #[builder(default, with = |logs: impl IntoIterator<Item = impl Into<String>>| logs.into_iter().map(Into::into).collect())]
        cloudwatch_logs_exports: Vec<String>,
        /// Whether users of IAM can connect. Default: false.
        iam_authentication: Option<bool>,
        /// Whether minor versions are taken by themselves. Default: true.
        auto_minor_version_upgrade: Option<bool>,
        /// Processor cores, and threads of each, where they differ from what the machine has.
        #[builder(with = |cores: u32, threads_per_core: u32| (cores, threads_per_core))]
        processor_features: Option<(u32, u32)>,
        /// Whether changes wait for no maintenance window.
        apply_immediately: Option<bool>,
        /// Certificate authority of its certificate, such as `rds-ca-rsa2048-g1`.
        #[builder(into)]
        ca_certificate: Option<String>,
        /// `IPV4` or `DUAL`. Default: IPv4.
        #[builder(into)]
        network_type: Option<String>,
        /// Whether RDS refuses to delete it. Default: true where the removal policy is to retain it.
        deletion_protection: Option<bool>,
        /// What happens to it when it leaves the stack. Default: a last snapshot stays.
        #[builder(default = RemovalPolicy::Snapshot)]
        removal_policy: RemovalPolicy,
    ) -> DatabaseInstanceReadReplica {
        let node = scope.node().child(id);
        let wanted = Wanted {
            subnets: vpc_subnets,
            subnet_group,
            groups: security_groups,
            ..Wanted::of_instance(&node, vpc, removal_policy)
        };
        let place = Placement::new(&node, wanted);
        let settings = InstanceSettings {
            allocated_storage,
            auto_minor_version_upgrade,
            apply_immediately,
            processor_features,
            availability_zone,
            backup_retention,
            ca_certificate,
            cloudwatch_logs_exports,
            copy_tags_to_snapshot,
            database_insights_mode,
            delete_automated_backups,
            deletion_protection,
            enable_performance_insights,
            iam_authentication,
            instance_identifier,
            instance_type: Some(instance_type),
            iops,
            max_allocated_storage,
            monitoring_interval,
            monitoring_role,
            multi_az,
            network_type,
            parameter_group: parameter_group.cloned(),
            performance_insight_encryption_key,
            performance_insight_retention,
            port,
            preferred_backup_window,
            preferred_maintenance_window,
            publicly_accessible,
            storage_encrypted,
            storage_encryption_key,
            storage_throughput,
            storage_type,
            ..InstanceSettings::default()
        };
        let mut entries = settings.properties(&node, &place, removal_policy);
        entries.push(("SourceDBInstanceIdentifier", source.instance_arn().into_expr()));
        let mut replica = DatabaseInstance::make(node, entries, place, removal_policy);
        replica.engine = source.engine.clone();
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
