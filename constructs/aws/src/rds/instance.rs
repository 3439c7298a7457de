//! Databases on an instance of their own.

use super::credentials::Credentials;
use super::instance_settings::InstanceSettings;
use super::placement::{Placement, Wanted};
use super::s3_roles::{S3Access, S3Roles};
use super::snapshot::{FirstUser, credentials_are_ignored};
use super::{
    DatabaseEngine, DatabaseInsightsMode, DatabaseInstanceEngine, Endpoint, OptionGroup,
    ParameterGroup, Snapshot, SubnetGroup,
};
use crate::bag::{bag, flag, opt};
use crate::cfn::rds::CfnDBInstance;
use crate::ec2::{
    Connectable, Connections, InstanceClass, InstanceSize, InstanceType, Port, SecurityGroup,
    SubnetSelection, Vpc,
};
use crate::iam::{Grant, Grantable, PolicyStatement, Role};
use crate::kms::Key;
use crate::s3::Bucket;
use crate::secretsmanager::{Secret as StoredSecret, SecretAttachmentTarget};
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
    pub(super) fn name(self) -> String {
        format!("{self:?}").to_lowercase()
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
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Its last state is kept as a snapshot when it leaves the stack.
///
/// Findings: `database-monitoring` when the monitoring interval is none that RDS takes; `managed-password` when RDS is to
/// manage the password and one is given; `s3-not-supported` when the engine has no roles for buckets.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html>
#[derive(Clone, Debug)]
pub struct DatabaseInstance {
    node: Node,
    cfn: Option<Resource<CfnDBInstance>>,
    identifier: Value<String>,
    resource_id: Option<Value<String>>,
    endpoint: Endpoint,
    connections: Connections,
    secret: Option<StoredSecret>,
    pub(super) engine: Option<DatabaseInstanceEngine>,
    pub(super) place: Option<Placement>,
}

#[bon]
impl DatabaseInstance {
    /// Starts to describe a database.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// What it is made from; [`DatabaseInstanceFromSnapshot`] sets it.
        #[builder(setters(vis = "pub(super)"))]
        snapshot: Option<Snapshot>,
        /// VPC in which it runs.
        vpc: &'a Vpc,
        /// Its engine.
        engine: DatabaseInstanceEngine,
        /// Its machine.
        #[builder(default = InstanceType::of(InstanceClass::M5, InstanceSize::Large))]
        instance_type: InstanceType,
        /// Its first user. Default: the engine's usual one, with a password that is made.
        credentials: Option<Credentials>,
        /// Its subnets. Default: private ones with a way out.
        vpc_subnets: Option<SubnetSelection>,
        /// Group of its subnets. Default: one that is made for it.
        subnet_group: Option<&'a SubnetGroup>,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Parameters of its engine. Default: the engine's own.
        parameter_group: Option<&'a ParameterGroup>,
        /// The same, for a group that is made for it.
        #[builder(default, with = |parameters: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| {
            parameters.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect()
        })]
        parameters: Vec<(String, Value<String>)>,
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
        storage_encryption_key: Option<&'a Key>,
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
        /// Options of its engine. Default: the engine's own.
        option_group: Option<&'a OptionGroup>,
        /// Whether RDS makes and keeps the password of its first user. Default: false.
        #[builder(default)]
        manage_master_user_password: bool,
        /// Directory that it joins, `d-…`. Default: none.
        #[builder(into)]
        domain: Option<String>,
        /// Role by which it joins. Default: one that is made for it.
        domain_role: Option<&'a Role>,
        /// Buckets from which it imports. Default: none.
        #[builder(default, with = |buckets: impl IntoIterator<Item = Bucket>| buckets.into_iter().collect())]
        s3_import_buckets: Vec<Bucket>,
        /// Role by which it imports from S3. Default: one that is made for the buckets.
        s3_import_role: Option<&'a Role>,
        /// Buckets to which it exports. Default: none.
        #[builder(default, with = |buckets: impl IntoIterator<Item = Bucket>| buckets.into_iter().collect())]
        s3_export_buckets: Vec<Bucket>,
        /// Role by which it exports to S3. Default: one that is made for the buckets.
        s3_export_role: Option<&'a Role>,
        /// License of Oracle and SQL Server: `license-included` or `bring-your-own-license`.
        #[builder(into)]
        license_model: Option<String>,
        /// Time zone of SQL Server and Db2.
        #[builder(into)]
        timezone: Option<String>,
        /// Character set of Oracle.
        #[builder(into)]
        character_set_name: Option<String>,
        /// Whether RDS goes on with an engine's version after its end, for money:
        /// `open-source-rds-extended-support` or `open-source-rds-extended-support-disabled`.
        #[builder(into)]
        engine_lifecycle_support: Option<String>,
        /// How much Database Insights shows. Default: standard.
        database_insights_mode: Option<DatabaseInsightsMode>,
        /// How often its machine is measured: 1, 5, 10, 15, 30 or 60 seconds. Default: not.
        monitoring_interval: Option<Duration>,
        /// Role that measures. Default: one that is made for it.
        monitoring_role: Option<&'a Role>,
        /// Whether RDS keeps how queries perform. Default: true where its retention or key is given.
        enable_performance_insights: Option<bool>,
        /// How many days it keeps that: 7, months of 31 days, or 731. Default: 7.
        performance_insight_retention: Option<u32>,
        /// Key that encrypts it. Default: one of AWS.
        performance_insight_encryption_key: Option<&'a Key>,
        /// Logs that go to CloudWatch Logs, such as `postgresql`.
        #[builder(default, with = |logs: impl IntoIterator<Item = impl Into<String>>| logs.into_iter().map(Into::into).collect())]
        cloudwatch_logs_exports: Vec<String>,
        /// Whether users of IAM can connect. Default: false.
        iam_authentication: Option<bool>,
        /// Whether minor versions are taken by themselves. Default: true.
        auto_minor_version_upgrade: Option<bool>,
        /// Whether another major version may be given. Default: false.
        allow_major_version_upgrade: Option<bool>,
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
    ) -> DatabaseInstance {
        let node = scope.node().child(id);
        let wanted = Wanted {
            vpc,
            subnets: vpc_subnets,
            subnet_group,
            groups: security_groups,
            ..Wanted::of_instance(&node, vpc, removal_policy)
        };
        let place = Placement::new(&node, wanted);
        let roles = s3_roles(
            &node,
            &engine,
            S3Access { role: s3_import_role.cloned(), buckets: s3_import_buckets },
            S3Access { role: s3_export_role.cloned(), buckets: s3_export_buckets },
        );
        let parameter_group = parameter_group.cloned().or_else(|| {
            (!parameters.is_empty()).then(|| {
                ParameterGroup::builder(&node, "ParameterGroup")
                    .engine(&engine)
                    .parameters(parameters)
                    .build()
            })
        });
        let user = match &snapshot {
            Some(_) if credentials.is_some() => {
                credentials_are_ignored(&node);
                FirstUser::none()
            }
            Some(snapshot) => FirstUser::of_snapshot(snapshot, &node),
            None if manage_master_user_password => {
                FirstUser::of_login(Credentials::render_managed(credentials, &engine, &node))
            }
            None => FirstUser::of_login(Credentials::render(credentials, &engine, &node)),
        };
        let key = user.managed_key.clone();
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let mut entries = vec![
            ("AllowMajorVersionUpgrade", flag(allow_major_version_upgrade)),
            ("AssociatedRoles", roles),
            ("CharacterSetName", text(character_set_name)),
            ("DBName", opt(database_name.as_ref())),
            ("Engine", Expr::from(engine.engine_type())),
            ("EngineVersion", Expr::from(engine.version().to_owned())),
            ("LicenseModel", text(license_model)),
            ("Timezone", text(timezone)),
        ];
        entries.extend(snapshot.as_ref().map(Snapshot::instance_property));
        entries.extend(user.properties);
        let settings = InstanceSettings {
            allocated_storage: Some(allocated_storage),
            auto_minor_version_upgrade,
            apply_immediately,
            processor_features,
            availability_zone,
            backup_retention,
            ca_certificate,
            cloudwatch_logs_exports,
            copy_tags_to_snapshot: Some(copy_tags_to_snapshot),
            database_insights_mode,
            delete_automated_backups,
            deletion_protection,
            domain,
            domain_role,
            enable_performance_insights,
            engine_lifecycle_support,
            iam_authentication,
            instance_identifier,
            instance_type: Some(instance_type),
            iops,
            max_allocated_storage,
            monitoring_interval,
            monitoring_role,
            multi_az,
            network_type,
            option_group,
            parameter_group,
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
        };
        entries.extend(settings.properties(&node, &place, removal_policy));
        let mut instance = Self::make(node, entries, place, removal_policy);
        instance.engine = Some(engine);
        instance.secret = user.secret.map(|secret| secret.attach(&instance));
        if manage_master_user_password && snapshot.is_none() {
            let arn = instance.attribute("MasterUserSecret.SecretArn");
            instance.secret =
                arn.map(|arn| StoredSecret::managed(&instance.node, arn, key.as_ref()));
        }
        instance
    }

    /// A database that exists, by what is known of it.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_database_instance_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        instance_identifier: Value<String>,
        /// Its name in DNS.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        instance_endpoint_address: Value<String>,
        /// Its port.
        #[builder(with = |port: impl IntoValue<i64>| port.into_value())]
        port: Value<i64>,
        /// Its security groups.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Its engine, which proxies must know.
        engine: Option<DatabaseInstanceEngine>,
        /// Its immutable id, `db-…`, which grants to connect name.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        instance_resource_id: Option<Value<String>>,
    ) -> DatabaseInstance {
        let connections = Connections::new(security_groups, Some(Port::tcp(port.clone())));
        DatabaseInstance {
            node: scope.node().child(id),
            cfn: None,
            identifier: instance_identifier,
            resource_id: instance_resource_id,
            endpoint: Endpoint { hostname: instance_endpoint_address, port },
            connections,
            secret: None,
            engine,
            place: None,
        }
    }

    #[track_caller]
    pub(super) fn make(
        node: Node,
        entries: Vec<(&'static str, Expr)>,
        place: Placement,
        removal_policy: RemovalPolicy,
    ) -> DatabaseInstance {
        let cfn = bag::<CfnDBInstance>(entries).add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let at = cfn.node();
        let port: Value<i64> = at.attribute("Endpoint.Port");
        let endpoint = Endpoint { hostname: at.attribute("Endpoint.Address"), port };
        let default_port = Port::tcp(endpoint.port.clone());
        DatabaseInstance {
            identifier: cfn.reference(),
            resource_id: Some(at.attribute("DbiResourceId")),
            connections: Connections::new(place.groups.clone(), Some(default_port)),
            endpoint,
            secret: None,
            engine: None,
            place: Some(place),
            node,
            cfn: Some(cfn),
        }
    }

    /// The L1; none of an imported database.
    pub fn cfn(&self) -> Option<&Resource<CfnDBInstance>> {
        self.cfn.as_ref()
    }

    fn attribute(&self, name: &'static str) -> Option<Value<String>> {
        self.cfn.as_ref().map(|cfn| cfn.node().attribute(name))
    }

    /// Its name.
    pub fn instance_identifier(&self) -> Value<String> {
        self.identifier.clone()
    }

    /// Its ARN.
    pub fn instance_arn(&self) -> Value<String> {
        let resource = text!("db:{}", self.identifier);
        self.node.stack().format_arn("rds", resource)
    }

    /// Where it is reached.
    pub fn instance_endpoint(&self) -> Endpoint {
        self.endpoint.clone()
    }

    /// The secret with its first user, host, port and engine, if there is one; or the one that RDS keeps.
    pub fn secret(&self) -> Option<&StoredSecret> {
        self.secret.as_ref()
    }

    /// Lets `grantee` connect as this user of the database; users of IAM must be allowed to.
    ///
    /// # Findings
    /// `import-unknown` for imports without their immutable id.
    #[track_caller]
    pub fn grant_connect(&self, grantee: &dyn Grantable, user: &str) -> Grant {
        let Some(id) = &self.resource_id else {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported without its immutable id", self.node.path()),
                "give `instance_resource_id` where it is imported",
            );
            return Grant::default();
        };
        if let Some(cfn) = &self.cfn {
            cfn.edit_properties(|properties| {
                properties.set("EnableIAMDatabaseAuthentication", true);
            });
        }
        let arn = self.node.stack().format_arn("rds-db", text!("dbuser:{}/{}", id, user));
        let statement = PolicyStatement::allow().actions(["rds-db:connect"]).resources([arn]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }
}

impl<'a> Wanted<'a> {
    /// The place of an instance, before the program says anything.
    pub(super) fn of_instance(node: &Node, vpc: &'a Vpc, removal_policy: RemovalPolicy) -> Self {
        Self {
            vpc,
            subnets: None,
            subnet_group: None,
            groups: Vec::new(),
            subnet_group_id: "SubnetGroup",
            subnet_group_description: format!("Subnet group for {} database", node.id()),
            group_description: format!("Security group for {} database", node.id()),
            removal_policy,
        }
    }
}

/// `AssociatedRoles` of an instance.
#[track_caller]
fn s3_roles(
    node: &Node,
    engine: &DatabaseInstanceEngine,
    import: S3Access,
    export: S3Access,
) -> Expr {
    if import.is_empty() && export.is_empty() {
        return Expr::Null;
    }
    if engine.facts().proxy_family() != Some("POSTGRESQL") {
        node.error(
            "s3-not-supported",
            format!("roles for S3 are known of PostgreSQL, not of {}", engine.engine_type()),
            "set `AssociatedRoles` and the engine's options by `cfn()`",
        );
    }
    S3Roles::new(node, import, export, false).associated(Some(("s3Import", "s3Export")))
}

/// Makes databases from snapshots, with the settings of other databases.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstanceEngine, DatabaseInstanceFromSnapshot, Snapshot};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// DatabaseInstanceFromSnapshot::builder(&stack, "Db", Snapshot::of("shop-monday"))
///     .vpc(&vpc)
///     .engine(DatabaseInstanceEngine::postgres("16"))
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Findings: `snapshot-credentials` when credentials are given beside the snapshot.
#[derive(Clone, Copy, Debug)]
pub struct DatabaseInstanceFromSnapshot;

impl DatabaseInstanceFromSnapshot {
    /// Starts to describe a database that is made from `snapshot`.
    #[track_caller]
    pub fn builder<'a>(
        scope: &'a dyn Construct,
        id: &'a str,
        snapshot: Snapshot,
    ) -> DatabaseInstanceBuilder<'a, database_instance_builder::SetSnapshot> {
        DatabaseInstance::builder(scope, id).snapshot(snapshot)
    }
}

impl SecretAttachmentTarget for DatabaseInstance {
    fn attachment_target_id(&self) -> Value<String> {
        self.instance_identifier()
    }

    fn attachment_target_type(&self) -> &'static str {
        "AWS::RDS::DBInstance"
    }
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
