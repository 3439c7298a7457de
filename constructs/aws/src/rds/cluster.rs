//! Aurora clusters.

use super::cluster_instance::InstanceOf;
use super::credentials::Credentials;
use super::instance_settings::{days, seconds};
use super::placement::{
    Insights, Placement, Wanted, directory_role, lowercase, monitoring, protection,
};
use super::s3_roles::{S3Access, S3Roles};
use super::snapshot::{FirstUser, credentials_are_ignored};
use super::{
    ClusterInstance, DatabaseClusterEngine, DatabaseEngine, DatabaseInsightsMode, Endpoint,
    ParameterGroup, Snapshot, SubnetGroup,
};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::rds::CfnDBCluster;
use crate::ec2::{Connectable, Connections, Port, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{Grant, Grantable, PolicyStatement, Role};
use crate::kms::Key;
use crate::s3::Bucket;
use crate::secretsmanager::{Secret as StoredSecret, SecretAttachmentTarget};
use crate::{
    CfnType, Construct, Duration, Expr, IntoValue, Node, RemovalPolicy, Resource, Value, text,
};
use bon::bon;

/// How the storage of a cluster is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DBClusterStorageType {
    /// By size and operations.
    Aurora,
    /// By size alone; for clusters with many operations.
    AuroraIopt1,
}

/// An Aurora cluster: a writer and readers over one storage.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::rds::{ClusterInstance, DatabaseCluster, DatabaseClusterEngine};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let cluster = DatabaseCluster::builder(&stack, "Db")
///     .vpc(&vpc)
///     .engine(DatabaseClusterEngine::aurora_postgres("16.4"))
///     .writer(ClusterInstance::serverless_v2("writer"))
///     .readers([ClusterInstance::serverless_v2("reader").scale_with_writer(true)])
///     .serverless_v2_max_capacity(8.0)
///     .storage_encrypted(true)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Its last state is kept as a snapshot when it leaves the stack.
///
/// Findings: `serverless-capacity` when the limits are none that Aurora takes; `cluster-subnets` with less than two
/// subnets; `cluster-parameters` when a group and parameters are both given; `database-monitoring`; `managed-password`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html>
#[derive(Clone, Debug)]
pub struct DatabaseCluster {
    node: Node,
    cfn: Option<Resource<CfnDBCluster>>,
    identifier: Value<String>,
    resource_id: Option<Value<String>>,
    endpoint: Option<Endpoint>,
    read_endpoint: Option<Endpoint>,
    instance_identifiers: Vec<Value<String>>,
    instance_endpoints: Vec<Endpoint>,
    connections: Connections,
    secret: Option<StoredSecret>,
    pub(super) engine: Option<DatabaseClusterEngine>,
    pub(super) place: Option<Placement>,
}

#[bon]
impl DatabaseCluster {
    /// Starts to describe a cluster.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// What it is made from; [`DatabaseClusterFromSnapshot`] sets it.
        #[builder(setters(vis = "pub(super)"))]
        snapshot: Option<Snapshot>,
        /// VPC in which it runs.
        vpc: &'a Vpc,
        /// Its engine.
        engine: DatabaseClusterEngine,
        /// The instance that reads and writes.
        writer: ClusterInstance,
        /// Instances that only read. Default: none.
        #[builder(default, with = |readers: impl IntoIterator<Item = ClusterInstance>| readers.into_iter().collect())]
        readers: Vec<ClusterInstance>,
        /// Least capacity of serverless instances, 0 to 256 in steps of 0.5, each about 2 GiB of memory. Default: 0.5.
        #[builder(default = 0.5)]
        serverless_v2_min_capacity: f64,
        /// Most capacity of serverless instances, 1 to 256 in steps of 0.5. Default: 2.
        #[builder(default = 2.0)]
        serverless_v2_max_capacity: f64,
        /// Time without connections after which serverless instances pause, 5 minutes to 1 day; with a least capacity of 0.
        serverless_v2_auto_pause_duration: Option<Duration>,
        /// Its first user. Default: the engine's usual one, with a password that is made.
        credentials: Option<Credentials>,
        /// Whether RDS makes and keeps the password of its first user. Default: false.
        #[builder(default)]
        manage_master_user_password: bool,
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
        default_database_name: Option<Value<String>>,
        /// Name in the account, which RDS keeps in small letters. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        cluster_identifier: Option<Value<String>>,
        /// Its port. Default: the engine's.
        port: Option<u16>,
        /// How long backups are kept, 1 to 35 days. Default: 1 day.
        backup_retention: Option<Duration>,
        /// When backups are made, in UTC: `01:00-02:00`.
        #[builder(into)]
        preferred_backup_window: Option<String>,
        /// When it may be changed, in UTC: `sun:03:00-sun:04:00`.
        #[builder(into)]
        preferred_maintenance_window: Option<String>,
        /// How far MySQL can be wound back, up to 72 hours. Default: not.
        backtrack_window: Option<Duration>,
        /// Whether backups are deleted with it. Default: true.
        delete_automated_backups: Option<bool>,
        /// Whether snapshots get its tags.
        #[builder(default = true)]
        copy_tags_to_snapshot: bool,
        /// Logs that go to CloudWatch Logs, such as `postgresql`.
        #[builder(default, with = |logs: impl IntoIterator<Item = impl Into<String>>| logs.into_iter().map(Into::into).collect())]
        cloudwatch_logs_exports: Vec<String>,
        /// How often its machines are measured: 1, 5, 10, 15, 30 or 60 seconds. Default: not.
        monitoring_interval: Option<Duration>,
        /// Role that measures. Default: one that is made for it.
        monitoring_role: Option<&'a Role>,
        /// Whether the cluster says how machines are measured, not each instance. Default: false.
        #[builder(default)]
        enable_cluster_level_enhanced_monitoring: bool,
        /// Whether RDS keeps how queries perform. Default: true where its retention or key is given.
        enable_performance_insights: Option<bool>,
        /// How many days it keeps that: 7, months of 31 days, or 731. Default: 7.
        performance_insight_retention: Option<u32>,
        /// Key that encrypts it. Default: one of AWS.
        performance_insight_encryption_key: Option<&'a Key>,
        /// How much Database Insights shows. Default: standard.
        database_insights_mode: Option<DatabaseInsightsMode>,
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
        /// Whether users of IAM can connect. Default: false.
        iam_authentication: Option<bool>,
        /// Whether its storage is encrypted. Default: true where a key is given.
        storage_encrypted: Option<bool>,
        /// Key that encrypts its storage. Default: one of AWS.
        storage_encryption_key: Option<&'a Key>,
        /// How its storage is paid. Default: by size and operations.
        storage_type: Option<DBClusterStorageType>,
        /// `IPV4` or `DUAL`. Default: IPv4.
        #[builder(into)]
        network_type: Option<String>,
        /// Directory that it joins, `d-…`. Default: none.
        #[builder(into)]
        domain: Option<String>,
        /// Role by which it joins. Default: one that is made for it.
        domain_role: Option<&'a Role>,
        /// Whether it takes SQL over HTTPS. Default: false, until something is granted that.
        enable_data_api: Option<bool>,
        /// Whether readers hand writes on. Default: false.
        enable_local_write_forwarding: Option<bool>,
        /// Whether minor versions are taken by themselves. Default: true.
        auto_minor_version_upgrade: Option<bool>,
        /// Whether RDS goes on with an engine's version after its end, for money:
        /// `open-source-rds-extended-support` or `open-source-rds-extended-support-disabled`.
        #[builder(into)]
        engine_lifecycle_support: Option<String>,
        /// Cluster in another region whose copy it is, by its ARN. Default: none.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        replication_source_identifier: Option<Value<String>>,
        /// Whether RDS refuses to delete it. Default: true where the removal policy is to retain it.
        deletion_protection: Option<bool>,
        /// What happens to it when it leaves the stack. Default: a last snapshot stays.
        #[builder(default = RemovalPolicy::Snapshot)]
        removal_policy: RemovalPolicy,
    ) -> DatabaseCluster {
        let node = scope.node().child(id);
        let wanted = Wanted {
            vpc,
            subnets: vpc_subnets,
            subnet_group,
            groups: security_groups,
            subnet_group_id: "Subnets",
            subnet_group_description: format!("Subnets for {} database", node.id()),
            group_description: "RDS security group".to_owned(),
            removal_policy,
        };
        let place = Placement::new(&node, wanted);
        let selected = vpc.select_subnets(&place.subnets);
        if selected.subnets().len() < 2 {
            node.error(
                "cluster-subnets",
                format!("the cluster would stand in {} subnet(s)", selected.subnets().len()),
                "choose two subnets at least, in different zones",
            );
        }
        let roles = S3Roles::new(
            &node,
            S3Access { role: s3_import_role.cloned(), buckets: s3_import_buckets },
            S3Access { role: s3_export_role.cloned(), buckets: s3_export_buckets },
            !engine.is_postgres() && engine.facts().major_version() != "5.7",
        );
        let features = engine.is_postgres().then_some(("s3Import", "s3Export"));
        let associated = roles.associated(features);
        let parameter_group =
            cluster_parameters(&node, &engine, parameter_group, parameters, &roles);
        let user = match &snapshot {
            Some(_) if credentials.is_some() => {
                credentials_are_ignored(&node);
                FirstUser::none()
            }
            Some(_) if manage_master_user_password => FirstUser {
                properties: vec![("ManageMasterUserPassword", Expr::from(true))],
                ..FirstUser::none()
            },
            Some(snapshot) => FirstUser::of_snapshot(snapshot, &node),
            None if manage_master_user_password => {
                FirstUser::of_login(Credentials::render_managed(credentials, &engine, &node))
            }
            None => {
                let user = FirstUser::of_login(Credentials::render(credentials, &engine, &node));
                match replication_source_identifier {
                    // The first user comes with the data.
                    Some(_) => FirstUser { properties: Vec::new(), ..user },
                    None => user,
                }
            }
        };
        let monitoring_role = monitoring(&node, monitoring_interval, monitoring_role);
        let monitored_by_cluster = enable_cluster_level_enhanced_monitoring;
        let directory = domain
            .as_ref()
            .map(|_| directory_role(&node, "RDSClusterDirectoryServiceRole", domain_role));
        let advanced = database_insights_mode == Some(DatabaseInsightsMode::Advanced);
        let insights = Insights::new(
            enable_performance_insights,
            performance_insight_retention,
            performance_insight_encryption_key.is_some() || advanced,
        );
        let scaling = scaling(
            &node,
            readers.iter().chain([&writer]).any(ClusterInstance::is_serverless),
            serverless_v2_min_capacity,
            serverless_v2_max_capacity,
            serverless_v2_auto_pause_duration,
        );
        let port = port.or(engine.is_postgres().then_some(5432));
        let encrypted = storage_encrypted.or(storage_encryption_key.map(|_| true));
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let storage = storage_type.map(|kind| match kind {
            DBClusterStorageType::Aurora => "aurora".to_owned(),
            DBClusterStorageType::AuroraIopt1 => "aurora-iopt1".to_owned(),
        });
        let role_arn = monitoring_role.as_ref().map(Role::role_arn);
        let by_cluster = |value: Expr| if monitored_by_cluster { value } else { Expr::Null };
        let insights_key = performance_insight_encryption_key.map(Key::key_arn);
        let mut entries = vec![
            ("AssociatedRoles", associated),
            ("AutoMinorVersionUpgrade", flag(auto_minor_version_upgrade)),
            ("BacktrackWindow", seconds(backtrack_window)),
            ("BackupRetentionPeriod", days(backup_retention)),
            ("CopyTagsToSnapshot", Expr::from(copy_tags_to_snapshot)),
            ("DatabaseInsightsMode", text(database_insights_mode.map(|mode| mode.name().into()))),
            ("DatabaseName", opt(default_database_name.as_ref())),
            ("DBClusterIdentifier", opt(cluster_identifier.map(lowercase).as_ref())),
            ("DBClusterParameterGroupName", parameter_group.into_expr()),
            ("DBSubnetGroupName", Expr::from(&place.subnet_group)),
            ("DeleteAutomatedBackups", flag(delete_automated_backups)),
            ("DeletionProtection", flag(protection(deletion_protection, removal_policy))),
            ("Domain", text(domain)),
            ("DomainIAMRoleName", opt(directory.as_ref())),
            ("EnableCloudwatchLogsExports", list(cloudwatch_logs_exports)),
            ("EnableHttpEndpoint", flag(enable_data_api)),
            ("EnableIAMDatabaseAuthentication", flag(iam_authentication)),
            ("EnableLocalWriteForwarding", flag(enable_local_write_forwarding)),
            ("Engine", Expr::from(engine.engine_type())),
            ("EngineLifecycleSupport", text(engine_lifecycle_support)),
            ("EngineVersion", Expr::from(engine.version().to_owned())),
            ("KmsKeyId", opt(storage_encryption_key.map(Key::key_arn).as_ref())),
            ("MonitoringInterval", by_cluster(seconds(monitoring_interval))),
            ("MonitoringRoleArn", by_cluster(opt(role_arn.as_ref()))),
            ("NetworkType", text(network_type)),
            ("PerformanceInsightsEnabled", flag(insights.enabled)),
            ("PerformanceInsightsKmsKeyId", opt(insights_key.as_ref())),
            ("PerformanceInsightsRetentionPeriod", number(insights.days)),
            ("Port", number(port)),
            ("PreferredBackupWindow", text(preferred_backup_window)),
            ("PreferredMaintenanceWindow", text(preferred_maintenance_window)),
            ("ReplicationSourceIdentifier", opt(replication_source_identifier.as_ref())),
            ("ServerlessV2ScalingConfiguration", scaling),
            ("StorageEncrypted", flag(encrypted)),
            ("StorageType", text(storage)),
            ("VpcSecurityGroupIds", place.group_ids()),
        ];
        entries.extend(snapshot.as_ref().map(Snapshot::cluster_property));
        entries.extend(user.properties);
        let cfn = bag::<CfnDBCluster>(entries).add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let at = cfn.node();
        let port: Value<i64> = at.attribute("Endpoint.Port");
        let endpoint =
            |name: &'static str| Endpoint { hostname: at.attribute(name), port: port.clone() };
        let mut cluster = DatabaseCluster {
            identifier: cfn.reference(),
            resource_id: Some(at.attribute("DBClusterResourceId")),
            endpoint: Some(endpoint("Endpoint.Address")),
            read_endpoint: Some(endpoint("ReadEndpoint.Address")),
            instance_identifiers: Vec::new(),
            instance_endpoints: Vec::new(),
            connections: Connections::new(place.groups.clone(), Some(Port::tcp(port.clone()))),
            secret: None,
            node,
            cfn: Some(cfn.clone()),
            engine: None,
            place: None,
        };
        cluster.secret = user.secret.map(|secret| secret.attach(&cluster));
        if manage_master_user_password {
            let arn = cfn.node().attribute("MasterUserSecret.SecretArn");
            let key = user.managed_key.as_ref();
            cluster.secret = Some(StoredSecret::managed(&cluster.node, arn, key));
        }
        let of = InstanceOf {
            cluster: &cluster.node,
            cluster_identifier: cluster.identifier.clone(),
            engine: &engine,
            monitoring_interval: monitoring_interval.filter(|_| !monitored_by_cluster),
            monitoring_role: monitoring_role.as_ref().filter(|_| !monitored_by_cluster),
            public: place.public,
            // Instances hold no data: nothing of theirs is worth a snapshot.
            removal_policy: match removal_policy {
                RemovalPolicy::Snapshot => RemovalPolicy::Destroy,
                policy => policy,
            },
        };
        let mut first: Option<Node> = None;
        for (position, instance) in [writer].into_iter().chain(readers).enumerate() {
            let id = instance.id.clone();
            let resource = instance.add_to(&of, position == 0);
            selected.connect_first(&resource);
            let hostname = resource.node().attribute("Endpoint.Address");
            cluster.instance_identifiers.push(resource.reference());
            cluster.instance_endpoints.push(Endpoint { hostname, port: port.clone() });
            let node = cluster.node.find(&id.replace('/', "--"));
            match (&first, node) {
                (None, node) => first = node,
                // The first instance that is made becomes the writer.
                (Some(writer), Some(reader)) => reader.add_dependency(writer),
                (Some(_), None) => {}
            }
        }
        cluster.engine = Some(engine);
        cluster.place = Some(place);
        cluster
    }

    /// A cluster that exists, by what is known of it.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_database_cluster_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        cluster_identifier: Value<String>,
        /// Its immutable id, `cluster-…`, which grants to connect name.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        cluster_resource_identifier: Option<Value<String>>,
        /// Its port.
        #[builder(with = |port: impl IntoValue<i64>| port.into_value())]
        port: Option<Value<i64>>,
        /// Name in DNS of its writer.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        cluster_endpoint_address: Option<Value<String>>,
        /// Name in DNS of its readers.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        reader_endpoint_address: Option<Value<String>>,
        /// Names of its instances.
        #[builder(default, with = |names: impl IntoIterator<Item = impl IntoValue<String>>| names.into_iter().map(IntoValue::into_value).collect())]
        instance_identifiers: Vec<Value<String>>,
        /// Names in DNS of its instances.
        #[builder(default, with = |names: impl IntoIterator<Item = impl IntoValue<String>>| names.into_iter().map(IntoValue::into_value).collect())]
        instance_endpoint_addresses: Vec<Value<String>>,
        /// Its security groups.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Its engine, which proxies must know.
        engine: Option<DatabaseClusterEngine>,
        /// Secret with its first user.
        secret: Option<&StoredSecret>,
    ) -> DatabaseCluster {
        let endpoint =
            |hostname: Value<String>| port.clone().map(|port| Endpoint { hostname, port });
        DatabaseCluster {
            node: scope.node().child(id),
            cfn: None,
            identifier: cluster_identifier,
            resource_id: cluster_resource_identifier,
            endpoint: cluster_endpoint_address.and_then(endpoint),
            read_endpoint: reader_endpoint_address.and_then(endpoint),
            instance_identifiers,
            instance_endpoints: instance_endpoint_addresses
                .into_iter()
                .filter_map(endpoint)
                .collect(),
            connections: Connections::new(security_groups, port.clone().map(Port::tcp)),
            secret: secret.cloned(),
            engine,
            place: None,
        }
    }

    /// The L1; none of an imported cluster.
    pub fn cfn(&self) -> Option<&Resource<CfnDBCluster>> {
        self.cfn.as_ref()
    }

    /// The cluster's own resource and those of its instances.
    pub(super) fn database_resources(&self) -> Vec<Node> {
        let of_database = |node: &Node| {
            node.resource_type()
                .is_some_and(|kind| kind == "AWS::RDS::DBCluster" || kind == "AWS::RDS::DBInstance")
        };
        self.node.descendants().into_iter().filter(of_database).collect()
    }

    /// Its name.
    pub fn cluster_identifier(&self) -> Value<String> {
        self.identifier.clone()
    }

    /// Its ARN.
    pub fn cluster_arn(&self) -> Value<String> {
        self.node.stack().format_arn("rds", text!("cluster:{}", self.identifier))
    }

    /// Where it is read and written; none of an import that does not say.
    pub fn cluster_endpoint(&self) -> Option<Endpoint> {
        self.endpoint.clone()
    }

    /// Where it is read; none of an import that does not say.
    pub fn cluster_read_endpoint(&self) -> Option<Endpoint> {
        self.read_endpoint.clone()
    }

    /// Names of its instances, the writer first.
    pub fn instance_identifiers(&self) -> &[Value<String>] {
        &self.instance_identifiers
    }

    /// Where its instances are reached, the writer first.
    pub fn instance_endpoints(&self) -> &[Endpoint] {
        &self.instance_endpoints
    }

    /// The secret with its first user, host, port and engine, if there is one; or the one that RDS keeps.
    pub fn secret(&self) -> Option<&StoredSecret> {
        self.secret.as_ref()
    }

    /// Lets `grantee` connect as this user of the database; users of IAM must be allowed to, by `iam_authentication`.
    ///
    /// # Findings
    /// `import-unknown` for imports without their immutable id.
    #[track_caller]
    pub fn grant_connect(&self, grantee: &dyn Grantable, user: &str) -> Grant {
        let Some(id) = &self.resource_id else {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported without its immutable id", self.node.path()),
                "give `cluster_resource_identifier` where it is imported",
            );
            return Grant::default();
        };
        let arn = self.node.stack().format_arn("rds-db", text!("dbuser:{}/{}", id, user));
        let statement = PolicyStatement::allow().actions(["rds-db:connect"]).resources([arn]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets `grantee` send SQL over HTTPS, which the cluster then takes, and read the secret with the first user.
    #[track_caller]
    pub fn grant_data_api_access(&self, grantee: &dyn Grantable) -> Grant {
        if let Some(cfn) = &self.cfn {
            cfn.edit_properties(|properties| properties.set("EnableHttpEndpoint", true));
        }
        let statement = PolicyStatement::allow()
            .actions([
                "rds-data:BatchExecuteStatement",
                "rds-data:BeginTransaction",
                "rds-data:CommitTransaction",
                "rds-data:ExecuteStatement",
                "rds-data:RollbackTransaction",
            ])
            .resources([self.cluster_arn()]);
        let grant = Grant::add_to_principal(&self.node, grantee, statement);
        if let Some(secret) = &self.secret {
            secret.grant_read(grantee);
        }
        grant
    }
}

/// Name of the cluster's parameter group: the one that is given or made, else the engine's own.
#[track_caller]
fn cluster_parameters(
    node: &Node,
    engine: &DatabaseClusterEngine,
    given: Option<&ParameterGroup>,
    parameters: Vec<(String, Value<String>)>,
    roles: &S3Roles,
) -> Value<String> {
    if given.is_some() && !parameters.is_empty() {
        node.error(
            "cluster-parameters",
            "`parameter_group` and `parameters` are both given",
            "keep one of them",
        );
    }
    let make = |id: &str, parameters: Vec<(String, Value<String>)>| {
        ParameterGroup::builder(node, id).engine(engine).parameters(parameters).build()
    };
    let mut group = given
        .cloned()
        .or_else(|| (!parameters.is_empty()).then(|| make("ParameterGroup", parameters)));
    if !engine.is_postgres() {
        for (name, role) in roles.parameters(engine) {
            let group = group.get_or_insert_with(|| make("ClusterParameterGroup", Vec::new()));
            group.add_parameter(name, role.role_arn());
        }
    }
    match group {
        Some(group) => group.bind_to_cluster(),
        None => Value::new(format!("default.{}", engine.parameter_group_family())),
    }
}

/// Limits of the serverless instances, if there are any.
fn scaling(node: &Node, serverless: bool, min: f64, max: f64, pause: Option<Duration>) -> Expr {
    let is_half_step = |capacity: f64| (capacity * 2.0).fract().abs() < f64::EPSILON;
    let fits = (0.0..=256.0).contains(&min) && (1.0..=256.0).contains(&max) && min <= max;
    if !fits || !is_half_step(min) || !is_half_step(max) {
        node.error(
            "serverless-capacity",
            format!("serverless instances are to have a capacity of {min} to {max}"),
            "choose 0 to 256 and 1 to 256, in steps of 0.5, the least first",
        );
    }
    if pause.is_some() && min > 0.0 {
        node.error(
            "serverless-capacity",
            format!("serverless instances with a least capacity of {min} never pause"),
            "set `serverless_v2_min_capacity(0.0)`, or leave the time to pause out",
        );
    }
    if !serverless {
        return Expr::Null;
    }
    let capacity = |capacity: f64| {
        let value: Value<f64> = capacity.into_value();
        value.into_expr()
    };
    Expr::object([
        ("MaxCapacity", capacity(max)),
        ("MinCapacity", capacity(min)),
        ("SecondsUntilAutoPause", seconds(pause)),
    ])
}

/// Makes clusters from snapshots, with the settings of other clusters.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::rds::{ClusterInstance, DatabaseClusterEngine, DatabaseClusterFromSnapshot, Snapshot};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// DatabaseClusterFromSnapshot::builder(&stack, "Db", Snapshot::of("shop-monday"))
///     .vpc(&vpc)
///     .engine(DatabaseClusterEngine::aurora_postgres("16.4"))
///     .writer(ClusterInstance::serverless_v2("writer"))
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Findings: `snapshot-credentials` when credentials are given beside the snapshot.
#[derive(Clone, Copy, Debug)]
pub struct DatabaseClusterFromSnapshot;

impl DatabaseClusterFromSnapshot {
    /// Starts to describe a cluster that is made from `snapshot`.
    #[track_caller]
    pub fn builder<'a>(
        scope: &'a dyn Construct,
        id: &'a str,
        snapshot: Snapshot,
    ) -> DatabaseClusterBuilder<'a, database_cluster_builder::SetSnapshot> {
        DatabaseCluster::builder(scope, id).snapshot(snapshot)
    }
}

impl SecretAttachmentTarget for DatabaseCluster {
    fn attachment_target_id(&self) -> Value<String> {
        self.cluster_identifier()
    }

    fn attachment_target_type(&self) -> &'static str {
        "AWS::RDS::DBCluster"
    }
}

impl Connectable for DatabaseCluster {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Construct for DatabaseCluster {
    fn node(&self) -> &Node {
        &self.node
    }
}
