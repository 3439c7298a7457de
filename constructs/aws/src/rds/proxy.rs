//! Proxies, which share connections to databases.

use super::{DatabaseCluster, DatabaseEngine, DatabaseInstance};
use crate::bag::{bag, flag, list, number};
use crate::cfn::rds::{CfnDBProxy, CfnDBProxyTargetGroup};
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{Grant, Grantable, PolicyStatement, Principal, Role};
use crate::names::unique_resource_name;
use crate::secretsmanager::Secret;
use crate::{CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// The database behind a proxy.
#[derive(Clone, Debug)]
pub enum ProxyTarget {
    /// A database on an instance of its own.
    Instance(DatabaseInstance),
    /// A cluster.
    Cluster(DatabaseCluster),
}

impl From<&DatabaseInstance> for ProxyTarget {
    fn from(database: &DatabaseInstance) -> Self {
        Self::Instance(database.clone())
    }
}

impl From<&DatabaseCluster> for ProxyTarget {
    fn from(cluster: &DatabaseCluster) -> Self {
        Self::Cluster(cluster.clone())
    }
}

impl ProxyTarget {
    fn engine(&self) -> Option<&dyn DatabaseEngine> {
        match self {
            Self::Instance(database) => database.engine.as_ref().map(|engine| engine as _),
            Self::Cluster(cluster) => cluster.engine.as_ref().map(|engine| engine as _),
        }
    }

    fn connections(&self) -> (Connections, &'static str) {
        match self {
            Self::Instance(database) => (database.connections(), "Instance"),
            Self::Cluster(cluster) => (cluster.connections(), "Cluster"),
        }
    }
}

/// How clients give their password to a proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are RDS's own")]
pub enum ClientPasswordAuthType {
    MysqlNativePassword,
    MysqlCachingSha2Password,
    PostgresScramSha256,
    PostgresMd5,
    SqlServerAuthentication,
}

impl ClientPasswordAuthType {
    fn name(self) -> &'static str {
        match self {
            Self::MysqlNativePassword => "MYSQL_NATIVE_PASSWORD",
            Self::MysqlCachingSha2Password => "MYSQL_CACHING_SHA2_PASSWORD",
            Self::PostgresScramSha256 => "POSTGRES_SCRAM_SHA_256",
            Self::PostgresMd5 => "POSTGRES_MD5",
            Self::SqlServerAuthentication => "SQL_SERVER_AUTHENTICATION",
        }
    }
}

/// A proxy, which keeps connections to a database open and shares them among clients.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::rds::{DatabaseInstance, DatabaseInstanceEngine};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let database = DatabaseInstance::builder(&stack, "Db").vpc(&vpc).engine(DatabaseInstanceEngine::postgres("16")).build();
/// let secret = database.secret().cloned();
/// let proxy = database.add_proxy("Proxy").vpc(&vpc).secrets(secret).build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Findings: `proxy-engine` when the engine has no proxies or is not known; `proxy-secrets` when neither secrets nor IAM
/// say who logs in; `proxy-connections` when shares of connections are not within 1 to 100 percent.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbproxy.html>
#[derive(Clone, Debug)]
pub struct DatabaseProxy {
    node: Node,
    cfn: Option<Resource<CfnDBProxy>>,
    name: Value<String>,
    arn: Value<String>,
    endpoint: Value<String>,
    connections: Connections,
    secrets: Vec<Secret>,
}

#[bon]
impl DatabaseProxy {
    /// Starts to describe a proxy.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// The database.
        #[builder(into)]
        proxy_target: ProxyTarget,
        /// VPC in which it runs.
        vpc: &'a Vpc,
        /// Its subnets. Default: private ones with a way out.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Its security groups. Default: one that is made for it.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Secrets of the users as which it logs in to the database; one at least, unless users of IAM are passed on.
        #[builder(default, with = |secrets: impl IntoIterator<Item = Secret>| secrets.into_iter().collect())]
        secrets: Vec<Secret>,
        /// Role that reads the secrets. Default: one that is made for it.
        role: Option<&'a Role>,
        /// Name in the account. Default: one that is made of the construct's path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        db_proxy_name: Option<Value<String>>,
        /// How long a client waits for a connection, up to 1 hour. Default: 120 seconds.
        borrow_timeout: Option<Duration>,
        /// SQL that is run on each new connection to the database. Default: none.
        #[builder(into)]
        init_query: Option<String>,
        /// Share of the database's connections that it may open, 1 to 100 percent. Default: 100.
        max_connections_percent: Option<u8>,
        /// Share of the database's connections that it keeps idle, percent. Default: 50.
        max_idle_connections_percent: Option<u8>,
        /// What need not pin a client to its connection, such as `EXCLUDE_VARIABLE_SETS`. Default: nothing.
        #[builder(default, with = |filters: impl IntoIterator<Item = impl Into<String>>| filters.into_iter().map(Into::into).collect())]
        session_pinning_filters: Vec<String>,
        /// Whether it logs statements, which may show data. Default: false.
        debug_logging: Option<bool>,
        /// Whether clients must be users of IAM. Default: false.
        #[builder(default)]
        iam_auth: bool,
        /// Whether it logs in to the database as the client's user of IAM, without secrets. Default: false.
        #[builder(default)]
        default_auth_scheme_iam: bool,
        /// How clients give their password. Default: as the engine usually takes it.
        client_password_auth_type: Option<ClientPasswordAuthType>,
        /// How long a client may be silent. Default: 30 minutes.
        idle_client_timeout: Option<Duration>,
        /// Whether clients must use TLS.
        #[builder(default = true)]
        require_tls: bool,
    ) -> DatabaseProxy {
        let node = scope.node().child(id);
        if secrets.is_empty() && !default_auth_scheme_iam {
            node.error(
                "proxy-secrets",
                "nothing says as whom the proxy logs in to the database",
                "give `secrets`, or `default_auth_scheme_iam(true)`",
            );
        }
        let too_much = |share: Option<u8>| share.is_some_and(|share| share > 100);
        if max_connections_percent == Some(0)
            || too_much(max_connections_percent)
            || too_much(max_idle_connections_percent)
        {
            node.error(
                "proxy-connections",
                "a share of the database's connections is not within its limits",
                "choose 1 to 100 percent, of idle ones 0 to 100",
            );
        }
        let role = role.cloned().unwrap_or_else(|| {
            Role::builder(&node, "IAMRole")
                .assumed_by(Principal::service("rds.amazonaws.com"))
                .build()
        });
        for secret in &secrets {
            secret.grant_read(&role);
            if let Some(key) = secret.encryption_key() {
                key.grant_decrypt(&role);
            }
        }
        let groups = if security_groups.is_empty() {
            vec![
                SecurityGroup::builder(&node, "ProxySecurityGroup")
                    .vpc(vpc)
                    .description("SecurityGroup for Database Proxy")
                    .build(),
            ]
        } else {
            security_groups
        };
        let family = engine_family(&node, &proxy_target);
        let (database, what) = proxy_target.connections();
        let connections = Connections::new(groups.clone(), database.default_port().cloned());
        if let Some(port) = database.default_port() {
            let why = format!("Allow connections to the database {what} from the Proxy");
            database.allow_from(&connections, port.clone().described(why));
        }
        let auth = secrets.iter().map(|secret| {
            let client = client_password_auth_type.map(|kind| Expr::from(kind.name()));
            Expr::object([
                ("AuthScheme", Expr::from("SECRETS")),
                ("ClientPasswordAuthType", client.unwrap_or(Expr::Null)),
                ("IAMAuth", Expr::from(if iam_auth { "REQUIRED" } else { "DISABLED" })),
                ("SecretArn", secret.secret_arn().into_expr()),
            ])
        });
        let name = db_proxy_name.unwrap_or_else(|| Value::new(unique_resource_name(&node, "", 60)));
        let scheme = default_auth_scheme_iam.then_some(Expr::from("IAM_AUTH"));
        let seconds = |time: Option<Duration>| {
            number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
        };
        let cfn = bag::<CfnDBProxy>([
            ("Auth", list(auth)),
            ("DBProxyName", name.into_expr()),
            ("DebugLogging", flag(debug_logging)),
            ("DefaultAuthScheme", scheme.unwrap_or(Expr::Null)),
            ("EngineFamily", family),
            ("IdleClientTimeout", seconds(idle_client_timeout)),
            ("RequireTLS", Expr::from(require_tls)),
            ("RoleArn", role.role_arn().into_expr()),
            ("VpcSecurityGroupIds", list(groups.iter().map(SecurityGroup::security_group_id))),
            ("VpcSubnetIds", list(vpc.select_subnets(&vpc_subnets).subnet_ids())),
        ])
        .add_to(&node, "Resource");
        let pool = Expr::object([
            ("ConnectionBorrowTimeout", seconds(borrow_timeout)),
            ("InitQuery", init_query.map_or(Expr::Null, Expr::from)),
            ("MaxConnectionsPercent", number(max_connections_percent)),
            ("MaxIdleConnectionsPercent", number(max_idle_connections_percent)),
            ("SessionPinningFilters", list(session_pinning_filters)),
        ]);
        let (instances, clusters) = match &proxy_target {
            ProxyTarget::Instance(database) => (list([database.instance_identifier()]), Expr::Null),
            ProxyTarget::Cluster(cluster) => (Expr::Null, list([cluster.cluster_identifier()])),
        };
        let targets = bag::<CfnDBProxyTargetGroup>([
            ("ConnectionPoolConfigurationInfo", pool),
            ("DBClusterIdentifiers", clusters),
            ("DBInstanceIdentifiers", instances),
            ("DBProxyName", cfn.reference().into_expr()),
            ("TargetGroupName", Expr::from("default")),
        ])
        .add_to(&node, "ProxyTargetGroup");
        if let ProxyTarget::Cluster(cluster) = &proxy_target {
            after_cluster(&targets, cluster);
        }
        DatabaseProxy {
            name: cfn.reference(),
            arn: cfn.node().attribute("DBProxyArn"),
            endpoint: cfn.node().attribute("Endpoint"),
            connections,
            secrets,
            node,
            cfn: Some(cfn),
        }
    }

    /// A proxy that exists, by what is known of it.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_database_proxy_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        db_proxy_name: Value<String>,
        /// Its ARN.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        db_proxy_arn: Value<String>,
        /// Its name in DNS.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        endpoint: Value<String>,
        /// Its security groups.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
    ) -> DatabaseProxy {
        DatabaseProxy {
            node: scope.node().child(id),
            cfn: None,
            name: db_proxy_name,
            arn: db_proxy_arn,
            endpoint,
            connections: Connections::new(security_groups, None),
            secrets: Vec::new(),
        }
    }

    /// The L1; none of an imported proxy.
    pub fn cfn(&self) -> Option<&Resource<CfnDBProxy>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn db_proxy_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn db_proxy_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name in DNS.
    pub fn endpoint(&self) -> Value<String> {
        self.endpoint.clone()
    }

    /// Lets `grantee` connect as this user of the database.
    #[track_caller]
    pub fn grant_connect(&self, grantee: &dyn Grantable, user: impl IntoValue<String>) -> Grant {
        let id = match self.arn.literal() {
            Some(arn) => Value::new(arn.split(':').nth(6).unwrap_or_default().to_owned()),
            None => Fn::select::<String>(6, Fn::split(":", self.arn.clone())),
        };
        let resource = text!("dbuser:{}/{}", id, user.into_value());
        let arn = self.node.stack().format_arn("rds-db", resource);
        let statement = PolicyStatement::allow().actions(["rds-db:connect"]).resources([arn]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets `grantee` connect as the user of the proxy's only secret.
    ///
    /// # Findings
    /// `proxy-user` when there is not exactly one secret.
    #[track_caller]
    pub fn grant_connect_as_secret_user(&self, grantee: &dyn Grantable) -> Grant {
        let [secret] = self.secrets.as_slice() else {
            self.node.error_here(
                "proxy-user",
                format!(
                    "the proxy has {} secrets, so it is open as whom to connect",
                    self.secrets.len()
                ),
                "name the user: `grant_connect(&role, \"app\")`",
            );
            return Grant::default();
        };
        self.grant_connect(grantee, secret.secret_value_from_json("username"))
    }
}

impl DatabaseInstance {
    /// Starts to describe a proxy of the database, as its child.
    #[track_caller]
    pub fn add_proxy<'a>(
        &'a self,
        id: &'a str,
    ) -> DatabaseProxyBuilder<'a, database_proxy_builder::SetProxyTarget> {
        DatabaseProxy::builder(self, id).proxy_target(self)
    }
}

impl DatabaseCluster {
    /// Starts to describe a proxy of the cluster, as its child.
    #[track_caller]
    pub fn add_proxy<'a>(
        &'a self,
        id: &'a str,
    ) -> DatabaseProxyBuilder<'a, database_proxy_builder::SetProxyTarget> {
        DatabaseProxy::builder(self, id).proxy_target(self)
    }
}

#[track_caller]
fn engine_family(node: &Node, target: &ProxyTarget) -> Expr {
    let family = target.engine().and_then(|engine| engine.facts().proxy_family());
    if family.is_none() {
        node.error(
            "proxy-engine",
            "the database's engine is not known, or has no proxies",
            "proxies are for MySQL, MariaDB, PostgreSQL and SQL Server; imports must name their engine",
        );
    }
    family.map_or(Expr::Null, Expr::from)
}

/// The targets come after the cluster and its instances, which are children beside the proxy itself.
#[track_caller]
fn after_cluster(targets: &Resource<CfnDBProxyTargetGroup>, cluster: &DatabaseCluster) {
    for resource in cluster.database_resources() {
        targets.node().add_dependency(&resource);
    }
}

impl Connectable for DatabaseProxy {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Construct for DatabaseProxy {
    fn node(&self) -> &Node {
        &self.node
    }
}
