//! Databases on an instance of their own.

use super::credentials::Credentials;
use super::{DatabaseInstanceEngine, ParameterGroup, SubnetGroup};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::rds::CfnDBInstance;
use crate::ec2::{
    Connectable, Connections, InstanceClass, InstanceSize, InstanceType, Port, SecurityGroup,
    SubnetSelection, Vpc,
};
use crate::iam::{Grant, Grantable, ManagedPolicy, PolicyStatement, Principal, Role};
use crate::kms::Key;
use crate::secretsmanager::Secret as StoredSecret;
use crate::{
    CfnType, Construct, Duration, Expr, IntoValue, Node, RemovalPolicy, Resource, Value, text,
};
use bon::bon;

/// Kind of a database's disk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are RDS's own")]
pub enum StorageType {
    Standard,
    #[default]
    Gp2,
    Gp3,
    Io1,
    Io2,
}

impl StorageType {
    fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// Where a database is reached.
#[derive(Clone, Debug)]
pub struct Endpoint {
    /// Its name in DNS.
    pub hostname: Value<String>,
    /// Its port.
    pub port: Value<i64>,
}

impl Endpoint {
    /// `hostname:port`.
    pub fn socket_address(&self) -> Value<String> {
        text!("{}:{}", self.hostname, self.port)
    }
}

/// A database on an instance of its own, with a copy in another zone if wanted.
///
/// ```
/// use cumulo::ec2::{InstanceClass, InstanceSize, InstanceType, Vpc};
/// use cumulo::rds::{Credentials, DatabaseInstance, DatabaseInstanceEngine};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let database = DatabaseInstance::builder(&stack, "Db")
///     .vpc(&vpc)
///     .engine(DatabaseInstanceEngine::postgres("16"))
///     .instance_type(InstanceType::of(InstanceClass::T4g, InstanceSize::Micro))
///     .credentials(Credentials::from_generated_secret("app"))
///     .storage_encrypted(true)
///     .build();
/// ```
///
/// Its last state is kept as a snapshot when it leaves the stack.
///
/// Findings: `database-monitoring` when the monitoring interval is none that RDS takes.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html>
#[derive(Clone, Debug)]
pub struct DatabaseInstance {
    node: Node,
    cfn: Resource<CfnDBInstance>,
    connections: Connections,
    secret: Option<StoredSecret>,
}

#[bon]
impl DatabaseInstance {
    /// Starts to describe a database.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which it runs.
        vpc: &Vpc,
        /// Its engine.
        engine: DatabaseInstanceEngine,
        /// Its machine.
        #[builder(default = InstanceType::of(InstanceClass::M5, InstanceSize::Large))]
        instance_type: InstanceType,
        /// Its first user. Default: the engine's usual one, with a password that is made.
        credentials: Option<Credentials>,
        /// Its subnets. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Group of its subnets. Default: one that is made for it.
        subnet_group: Option<&SubnetGroup>,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Parameters of its engine. Default: the engine's own.
        parameter_group: Option<&ParameterGroup>,
        /// The same, for a group that is made for it.
        #[builder(default, with = |parameters: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| {
            parameters.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
        })]
        parameters: Vec<(String, String)>,
        /// Name of the first database in it. Default: none is made.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        database_name: Option<Value<String>>,
        /// Name in the account, which RDS keeps in small letters. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        instance_identifier: Option<Value<String>>,
        /// Size of its disk, GiB.
        #[builder(default = 100)]
        allocated_storage: u32,
        /// Size up to which its disk grows by itself, GiB. Default: it does not grow.
        max_allocated_storage: Option<u32>,
        /// Kind of its disk. Default: gp2.
        #[builder(default)]
        storage_type: StorageType,
        /// Operations of its disk, a second.
        iops: Option<u32>,
        /// Throughput of its disk, MiB a second; of gp3 only.
        storage_throughput: Option<u32>,
        /// Whether its disk is encrypted. Default: true where a key is given.
        storage_encrypted: Option<bool>,
        /// Key that encrypts its disk. Default: one of AWS.
        storage_encryption_key: Option<&Key>,
        /// Whether a copy runs in another zone. Default: false.
        multi_az: Option<bool>,
        /// Zone in which it runs. Default: any.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Option<Value<String>>,
        /// Whether it is reached from the internet. Default: where it stands in public subnets.
        publicly_accessible: Option<bool>,
        /// Its port. Default: the engine's.
        port: Option<u16>,
        /// How long backups are kept, up to 35 days. Default: 1 day.
        backup_retention: Option<Duration>,
        /// When backups are made, in UTC: `01:00-02:00`.
        #[builder(into)]
        preferred_backup_window: Option<String>,
        /// When it may be changed, in UTC: `sun:03:00-sun:04:00`.
        #[builder(into)]
        preferred_maintenance_window: Option<String>,
        /// Whether snapshots get its tags.
        #[builder(default = true)]
        copy_tags_to_snapshot: bool,
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
        /// Logs that go to CloudWatch Logs, such as `postgresql`.
        #[builder(default, with = |logs: impl IntoIterator<Item = impl Into<String>>| logs.into_iter().map(Into::into).collect())]
        cloudwatch_logs_exports: Vec<String>,
        /// Whether users of IAM can connect. Default: false.
        iam_authentication: Option<bool>,
        /// Whether minor versions are taken by themselves. Default: true.
        auto_minor_version_upgrade: Option<bool>,
        /// Whether another major version may be given. Default: false.
        allow_major_version_upgrade: Option<bool>,
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
    ) -> DatabaseInstance {
        let node = scope.node().child(id);
        let place =
            Place::new(&node, vpc, &vpc_subnets, subnet_group, security_groups, removal_policy);
        let monitoring_role = monitoring(&node, monitoring_interval, monitoring_role);
        let parameter_group = parameter_group.cloned().or_else(|| {
            (!parameters.is_empty()).then(|| {
                ParameterGroup::builder(&node, "ParameterGroup")
                    .engine(&engine)
                    .parameters(parameters)
                    .build()
            })
        });
        let credentials =
            credentials.unwrap_or_else(|| Credentials::of_engine(engine.default_username()));
        let login = credentials.render(&node);
        let insights = enable_performance_insights.or((performance_insight_retention.is_some()
            || performance_insight_encryption_key.is_some())
        .then_some(true));
        let retention = match insights {
            Some(true) => Some(performance_insight_retention.unwrap_or(7)),
            _ => None,
        };
        let protect =
            deletion_protection.or((removal_policy == RemovalPolicy::Retain).then_some(true));
        let encrypted = storage_encrypted.or(storage_encryption_key.map(|_| true));
        let lower = |name: Value<String>| match name.literal() {
            Some(text) => Value::new(text.to_lowercase()),
            None => name,
        };
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let password: Value<String> = login.password.into_value();
        let mut entries = vec![
            ("AllocatedStorage", Expr::from(allocated_storage.to_string())),
            ("AllowMajorVersionUpgrade", flag(allow_major_version_upgrade)),
            ("ApplyImmediately", flag(apply_immediately)),
            ("AutoMinorVersionUpgrade", flag(auto_minor_version_upgrade)),
            ("AvailabilityZone", opt(availability_zone.as_ref())),
            ("BackupRetentionPeriod", days(backup_retention)),
            ("CACertificateIdentifier", text(ca_certificate)),
            ("CopyTagsToSnapshot", Expr::from(copy_tags_to_snapshot)),
            ("DBInstanceClass", instance_class(&instance_type)),
            ("DBInstanceIdentifier", opt(instance_identifier.map(lower).as_ref())),
            ("DBName", opt(database_name.as_ref())),
            (
                "DBParameterGroupName",
                opt(parameter_group.map(|group| group.parameter_group_name()).as_ref()),
            ),
            ("DeleteAutomatedBackups", flag(delete_automated_backups)),
            ("DeletionProtection", flag(protect)),
            ("EnableCloudwatchLogsExports", list(cloudwatch_logs_exports)),
            ("EnableIAMDatabaseAuthentication", flag(iam_authentication)),
            ("EnablePerformanceInsights", flag(insights)),
            ("Engine", Expr::from(engine.engine_type())),
            ("EngineVersion", Expr::from(engine.version().to_owned())),
            ("Iops", number(iops)),
            ("KmsKeyId", opt(storage_encryption_key.map(Key::key_arn).as_ref())),
            ("MasterUserPassword", password.into_expr()),
            ("MasterUsername", login.username.into_expr()),
            ("MaxAllocatedStorage", number(max_allocated_storage)),
            ("MonitoringInterval", seconds(monitoring_interval)),
            ("MonitoringRoleArn", opt(monitoring_role.map(|role| role.role_arn()).as_ref())),
            ("MultiAZ", flag(multi_az)),
            ("NetworkType", text(network_type)),
            (
                "PerformanceInsightsKMSKeyId",
                opt(performance_insight_encryption_key.map(Key::key_arn).as_ref()),
            ),
            ("PerformanceInsightsRetentionPeriod", number(retention)),
            ("Port", text(port.map(|port| port.to_string()))),
            ("PreferredBackupWindow", text(preferred_backup_window)),
            ("PreferredMaintenanceWindow", text(preferred_maintenance_window)),
            ("PubliclyAccessible", flag(publicly_accessible)),
            ("StorageEncrypted", flag(encrypted)),
            ("StorageThroughput", number(storage_throughput)),
            ("StorageType", Expr::from(storage_type.name())),
        ];
        entries.extend(place.properties());
        Self::make(node, entries, &place, removal_policy, login.secret)
    }

    #[track_caller]
    pub(super) fn make(
        node: Node,
        entries: Vec<(&'static str, Expr)>,
        place: &Place,
        removal_policy: RemovalPolicy,
        secret: Option<StoredSecret>,
    ) -> DatabaseInstance {
        let cfn = bag::<CfnDBInstance>(entries).add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let port: Value<i64> = cfn.node().attribute("Endpoint.Port");
        let connections = Connections::new(place.groups.clone(), Some(Port::tcp(port)));
        let secret = secret.map(|secret| secret.attach(cfn.reference(), "AWS::RDS::DBInstance"));
        DatabaseInstance { node, cfn, connections, secret }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnDBInstance> {
        &self.cfn
    }

    /// Its name.
    pub fn instance_identifier(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Its ARN.
    pub fn instance_arn(&self) -> Value<String> {
        let resource = text!("db:{}", self.instance_identifier());
        self.node.stack().format_arn("rds", resource)
    }

    /// Where it is reached.
    pub fn instance_endpoint(&self) -> Endpoint {
        Endpoint {
            hostname: self.cfn.node().attribute("Endpoint.Address"),
            port: self.cfn.node().attribute("Endpoint.Port"),
        }
    }

    /// The secret with its first user, host, port and engine, if there is one.
    pub fn secret(&self) -> Option<&StoredSecret> {
        self.secret.as_ref()
    }

    /// Lets `grantee` connect as this user of the database; users of IAM must be allowed to.
    #[track_caller]
    pub fn grant_connect(&self, grantee: &dyn Grantable, user: &str) -> Grant {
        let id: Value<String> = self.cfn.node().attribute("DbiResourceId");
        let arn = self.node.stack().format_arn("rds-db", text!("dbuser:{}/{}", id, user));
        self.cfn.edit_properties(|properties| {
            properties.set("EnableIAMDatabaseAuthentication", true);
        });
        let statement = PolicyStatement::allow().actions(["rds-db:connect"]).resources([arn]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }
}

/// Where a database runs.
pub(super) struct Place {
    groups: Vec<SecurityGroup>,
    subnet_group: Value<String>,
}

impl Place {
    #[track_caller]
    pub(super) fn new(
        node: &Node,
        vpc: &Vpc,
        subnets: &SubnetSelection,
        subnet_group: Option<&SubnetGroup>,
        groups: Vec<SecurityGroup>,
        removal_policy: RemovalPolicy,
    ) -> Self {
        let subnet_group = subnet_group.cloned().unwrap_or_else(|| {
            let kept = removal_policy == RemovalPolicy::Retain;
            SubnetGroup::builder(node, "SubnetGroup")
                .vpc(vpc)
                .description(format!("Subnet group for {} database", node.id()))
                .vpc_subnets(subnets.clone())
                .maybe_removal_policy(kept.then_some(RemovalPolicy::Retain))
                .build()
        });
        let groups = if groups.is_empty() {
            let description = format!("Security group for {} database", node.id());
            vec![
                SecurityGroup::builder(node, "SecurityGroup")
                    .vpc(vpc)
                    .description(description)
                    .build(),
            ]
        } else {
            groups
        };
        Self { groups, subnet_group: subnet_group.subnet_group_name() }
    }

    pub(super) fn properties(&self) -> [(&'static str, Expr); 2] {
        [
            ("DBSubnetGroupName", Expr::from(&self.subnet_group)),
            ("VPCSecurityGroups", list(self.groups.iter().map(SecurityGroup::security_group_id))),
        ]
    }
}

#[track_caller]
fn monitoring(node: &Node, interval: Option<Duration>, role: Option<&Role>) -> Option<Role> {
    let interval = interval?.to_seconds();
    if ![0, 1, 5, 10, 15, 30, 60].contains(&interval) {
        node.error(
            "database-monitoring",
            format!("the monitoring interval is {interval} seconds"),
            "choose 1, 5, 10, 15, 30 or 60 seconds",
        );
    }
    if interval == 0 {
        return None;
    }
    Some(role.cloned().unwrap_or_else(|| {
        let policy = ManagedPolicy::from_aws_managed_policy_name(
            "service-role/AmazonRDSEnhancedMonitoringRole",
        );
        Role::builder(node, "MonitoringRole")
            .assumed_by(Principal::service("monitoring.rds.amazonaws.com"))
            .managed_policies([policy])
            .build()
    }))
}

pub(super) fn instance_class(instance_type: &InstanceType) -> Expr {
    Expr::from(format!("db.{}", instance_type.name()))
}

fn seconds(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
}

fn days(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_days()).ok()))
}

impl Connectable for DatabaseInstance {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Construct for DatabaseInstance {
    fn node(&self) -> &Node {
        &self.node
    }
}
