//! A PostgreSQL database.

use super::by_stage::{is_protected, removal_policy};
use crate::ec2::{
    Connectable, Connections, InstanceClass, InstanceSize, InstanceType, Port, SecurityGroup,
    SubnetSelection, Vpc,
};
use crate::rds::{
    Credentials, DatabaseInstance, DatabaseInstanceEngine, DatabaseInstanceReadReplica, Endpoint,
    StorageType, SubnetGroup,
};
use crate::secretsmanager::Secret;
use crate::{Construct, Duration, Node};
use bon::bon;

/// How often the machine of a guarded database is measured.
const MEASURED: Duration = Duration::seconds(60);

/// A PostgreSQL database in isolated subnets, encrypted, whose password RDS makes, keeps and changes.
///
/// - Only what [`allow_from`](PostgresDatabase::allow_from) names reaches it; it reaches nothing itself.
/// - Its disk grows by itself; minor versions are taken by themselves; users of IAM may be let in.
/// - In a protected stage a copy runs in another zone, backups are kept 7 days, its logs go to CloudWatch, machine and
///   queries are measured, and it is neither deleted by accident nor with its stack. Elsewhere it is small and goes
///   away with its backups.
///
/// ```
/// use cumulo::patterns::{Network, PostgresDatabase};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let network = Network::builder(&stack, "Network").isolated_subnets(true).build();
/// let orders = PostgresDatabase::builder(&stack, "Orders").vpc(network.vpc()).database_name("orders").build();
/// Output::new(&stack, "Host", orders.endpoint().hostname);
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// A service gets address, name, user and password by
/// [`use_database`](super::NetworkedFargateService::use_database).
#[derive(Clone, Debug)]
pub struct PostgresDatabase {
    node: Node,
    vpc: Vpc,
    subnet_group: SubnetGroup,
    instance_type: InstanceType,
    database_name: String,
    instance: DatabaseInstance,
}

#[bon]
impl PostgresDatabase {
    /// A database.
    ///
    /// # Findings
    /// Those of [`DatabaseInstance`].
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The VPC in which it runs.
        vpc: &Vpc,
        /// Version, full or major: `18.4`, `18`. Default: 18.
        #[builder(default = "18")]
        version: &str,
        /// Name of the first database in it. Default: `app`.
        #[builder(into, default = "app".to_owned())]
        database_name: String,
        /// Its first user. Default: `postgres`.
        #[builder(default = "postgres")]
        username: &str,
        /// Its machine. Default: `t4g.micro`, in a protected stage `t4g.medium`.
        instance_type: Option<InstanceType>,
        /// Its subnets. Default: isolated ones, else private ones.
        vpc_subnets: Option<SubnetSelection>,
        /// Size of its disk, 20 to 65,536 GiB.
        #[builder(default = 20)]
        allocated_storage: u32,
        /// Size up to which its disk grows by itself, GiB.
        #[builder(default = 100)]
        max_allocated_storage: u32,
        /// How long backups are kept, 1 to 35 days. Default: 1 day, in a protected stage 7.
        backup_retention: Option<Duration>,
        /// Whether a copy runs in another zone, which takes over. Default: in a protected stage.
        multi_az: Option<bool>,
    ) -> PostgresDatabase {
        let node = scope.node().child(id);
        let protected = is_protected(&node);
        let subnets = vpc_subnets.unwrap_or_else(|| match vpc.isolated_subnets() {
            [] => SubnetSelection::new(),
            _ => SubnetSelection::isolated(),
        });
        let size = if protected { InstanceSize::Medium } else { InstanceSize::Micro };
        let instance_type =
            instance_type.unwrap_or_else(|| InstanceType::of(InstanceClass::T4g, size));
        let days = Duration::days(if protected { 7 } else { 1 });
        let logs: &[&str] = if protected { &["postgresql", "upgrade"] } else { &[] };
        let subnet_group = SubnetGroup::builder(&node, "Subnets")
            .vpc(vpc)
            .description(format!("Database {}", node.path()))
            .vpc_subnets(subnets)
            .removal_policy(removal_policy(&node))
            .build();
        let instance = DatabaseInstance::builder(&node, "Instance")
            .vpc(vpc)
            .subnet_group(&subnet_group)
            .security_groups([security_group(&node, vpc)])
            .publicly_accessible(false)
            .engine(DatabaseInstanceEngine::postgres(version))
            .instance_type(instance_type.clone())
            .database_name(&database_name)
            .credentials(Credentials::from_username(username))
            .manage_master_user_password(true)
            .iam_authentication(true)
            .storage_type(StorageType::Gp3)
            .storage_encrypted(true)
            .allocated_storage(allocated_storage)
            .max_allocated_storage(max_allocated_storage)
            .multi_az(multi_az.unwrap_or(protected))
            .backup_retention(backup_retention.unwrap_or(days))
            .delete_automated_backups(!protected)
            .auto_minor_version_upgrade(true)
            .cloudwatch_logs_exports(logs.iter().copied())
            .maybe_monitoring_interval(protected.then_some(MEASURED))
            .maybe_enable_performance_insights(protected.then_some(true))
            .deletion_protection(protected)
            .removal_policy(removal_policy(&node))
            .build();
        let vpc = vpc.clone();
        PostgresDatabase { node, vpc, subnet_group, instance_type, database_name, instance }
    }

    /// Adds a copy that can be read.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_read_replica(
        &self,
        #[builder(start_fn)] id: &str,
        /// Its machine. Default: as large as the database's.
        instance_type: Option<InstanceType>,
    ) -> DatabaseInstanceReadReplica {
        let protected = is_protected(&self.node);
        DatabaseInstanceReadReplica::builder(&self.node, id)
            .source(&self.instance)
            .vpc(&self.vpc)
            .subnet_group(&self.subnet_group)
            .security_groups(self.connections().security_groups())
            .publicly_accessible(false)
            .instance_type(instance_type.unwrap_or_else(|| self.instance_type.clone()))
            .storage_type(StorageType::Gp3)
            .iam_authentication(true)
            .auto_minor_version_upgrade(true)
            .maybe_monitoring_interval(protected.then_some(MEASURED))
            .deletion_protection(protected)
            // The data is the source's; a copy can be made again.
            .removal_policy(crate::RemovalPolicy::Destroy)
            .build()
    }
}

#[track_caller]
fn security_group(node: &Node, vpc: &Vpc) -> SecurityGroup {
    let group = SecurityGroup::builder(node, "SecurityGroup")
        .vpc(vpc)
        .description(format!("Database {}", node.path()))
        .allow_all_outbound(false)
        .build();
    if let Some(cfn) = group.cfn() {
        // It cannot go as long as the database has it.
        cfn.apply_removal_policy(removal_policy(node));
    }
    group
}

impl PostgresDatabase {
    /// The instance.
    pub fn instance(&self) -> &DatabaseInstance {
        &self.instance
    }

    /// The subnets in which it and its copies stand.
    pub fn subnet_group(&self) -> &SubnetGroup {
        &self.subnet_group
    }

    /// Where it is reached.
    pub fn endpoint(&self) -> Endpoint {
        self.instance.instance_endpoint()
    }

    /// Name of the first database in it.
    pub fn database_name(&self) -> &str {
        &self.database_name
    }

    /// The secret with `username` and `password` of its first user.
    pub fn secret(&self) -> Option<&Secret> {
        self.instance.secret()
    }

    /// Lets `other` connect.
    pub fn allow_from(&self, other: &dyn Connectable) {
        self.connections().allow_from(other, Port::postgres());
    }
}

impl Construct for PostgresDatabase {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for PostgresDatabase {
    fn connections(&self) -> Connections {
        self.instance.connections()
    }
}
