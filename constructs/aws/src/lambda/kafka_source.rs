//! Topics of Kafka whose records functions handle.

use super::{
    EventSource, EventSourceMapping, FailureDestination, Function, ProvisionedPollers,
    SourceAccess, StartingPosition,
};
use crate::ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{ManagedPolicy, PolicyStatement};
use crate::secretsmanager::Secret;
use crate::{Construct, Duration, IntoValue, Json, Value};
use md5::{Digest, Md5};

/// What both kinds of clusters share.
#[derive(Clone, Debug)]
struct Topic {
    name: String,
    starting_position: StartingPosition,
    batch_size: u32,
    max_batching_window: Option<Duration>,
    consumer_group_id: Option<String>,
    secret: Option<Secret>,
    enabled: Option<bool>,
    filters: Vec<Value<Json>>,
    on_failure: Option<FailureDestination>,
    pollers: Option<ProvisionedPollers>,
}

impl Topic {
    fn new(name: &str, starting_position: StartingPosition) -> Self {
        Self {
            name: name.to_owned(),
            starting_position,
            batch_size: 100,
            max_batching_window: None,
            consumer_group_id: None,
            secret: None,
            enabled: None,
            filters: Vec::new(),
            on_failure: None,
            pollers: None,
        }
    }

    #[track_caller]
    fn bind(
        &self,
        function: &Function,
        id: &str,
        cluster_arn: Option<Value<String>>,
        servers: &[String],
        access: Vec<SourceAccess>,
    ) {
        let on_failure = self.on_failure.as_ref().map(|to| to.allow(function));
        EventSourceMapping::builder(function, id)
            .target(function)
            .maybe_event_source_arn(cluster_arn)
            .kafka_bootstrap_servers(servers.to_vec())
            .kafka_topic(self.name.clone())
            .maybe_kafka_consumer_group_id(self.consumer_group_id.clone())
            .source_access_configurations(access)
            .starting_position(self.starting_position.clone())
            .batch_size(self.batch_size)
            .maybe_max_batching_window(self.max_batching_window)
            .maybe_enabled(self.enabled)
            .filters(self.filters.clone())
            .maybe_on_failure(on_failure)
            .maybe_provisioned_pollers(self.pollers)
            .build();
    }
}

/// The setters of a source with a field `topic`.
macro_rules! topic {
    () => {
        /// How many records a call gets at most, 1 to 10,000. Default: 100.
        #[must_use]
        pub fn batch_size(mut self, size: u32) -> Self {
            self.topic.batch_size = size;
            self
        }

        /// How long records are gathered, up to 5 minutes. Default: half a second.
        #[must_use]
        pub fn max_batching_window(mut self, window: Duration) -> Self {
            self.topic.max_batching_window = Some(window);
            self
        }

        /// Consumer group as which the topic is read. Default: a new one.
        #[must_use]
        pub fn consumer_group_id(mut self, id: impl Into<String>) -> Self {
            self.topic.consumer_group_id = Some(id.into());
            self
        }

        /// Secret with what Lambda signs in by.
        #[must_use]
        pub fn secret(mut self, secret: &Secret) -> Self {
            self.topic.secret = Some(secret.clone());
            self
        }

        /// Whether the topic is read. Default: true.
        #[must_use]
        pub fn enabled(mut self, enabled: bool) -> Self {
            self.topic.enabled = Some(enabled);
            self
        }

        /// Handles only records that match this pattern, or another one that is given.
        #[must_use]
        pub fn filter(mut self, pattern: impl IntoValue<Json>) -> Self {
            self.topic.filters.push(pattern.into_value());
            self
        }

        /// Where records go that the function failed to handle. Default: they are lost.
        #[must_use]
        pub fn on_failure(mut self, to: impl Into<FailureDestination>) -> Self {
            self.topic.on_failure = Some(to.into());
            self
        }

        /// How many pollers are kept ready. Default: Lambda starts them as they are needed.
        #[must_use]
        pub fn provisioned_pollers(mut self, pollers: ProvisionedPollers) -> Self {
            self.topic.pollers = Some(pollers);
            self
        }
    };
}

/// Has a function handle the records of a topic of a cluster of Amazon MSK.
///
/// ```
/// use cumulo::lambda::{Code, Function, ManagedKafkaEventSource, Runtime, StartingPosition};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let clicks = Function::builder(&stack, "Clicks")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .build();
/// let cluster = "arn:aws:kafka:us-east-1:111111111111:cluster/shop/0f0e0d0c-0000-0000-0000-000000000000-1";
/// let source = ManagedKafkaEventSource::new(cluster, "clicks", StartingPosition::TrimHorizon);
/// clicks.add_event_source(&source.batch_size(500));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct ManagedKafkaEventSource {
    cluster_arn: Value<String>,
    topic: Topic,
}

impl ManagedKafkaEventSource {
    /// This topic of the cluster with this ARN.
    pub fn new(
        cluster_arn: impl IntoValue<String>,
        topic: &str,
        starting_position: StartingPosition,
    ) -> Self {
        Self { cluster_arn: cluster_arn.into_value(), topic: Topic::new(topic, starting_position) }
    }

    topic!();
}

impl EventSource for ManagedKafkaEventSource {
    #[track_caller]
    fn bind(&self, function: &Function) {
        let id = format!("KafkaEventSource:{}{}", function.node().unique_id(), self.topic.name);
        let secret = self.topic.secret.as_ref();
        let access = secret.map(|secret| SourceAccess::sasl_scram_512(secret.secret_arn()));
        let access = access.into_iter().collect();
        self.topic.bind(function, &id, Some(self.cluster_arn.clone()), &[], access);
        if let Some(secret) = secret {
            secret.grant_read(function);
        }
        function.add_to_role_policy(
            PolicyStatement::allow()
                .actions([
                    "kafka:DescribeCluster",
                    "kafka:GetBootstrapBrokers",
                    "kafka:ListScramSecrets",
                ])
                .resources([&self.cluster_arn]),
        );
        if let Some(role) = function.role() {
            let policy = "service-role/AWSLambdaMSKExecutionRole";
            role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name(policy));
        }
    }
}

/// How Lambda signs in to a Kafka cluster of your own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthenticationMethod {
    /// By SCRAM with SHA-512.
    #[default]
    SaslScram512,
    /// By SCRAM with SHA-256.
    SaslScram256,
    /// By user and password.
    Basic,
    /// By a client's certificate.
    ClientCertificate,
}

/// Has a function handle the records of a topic of a Kafka cluster of your own.
///
/// ```
/// use cumulo::lambda::{Code, Function, Runtime, SelfManagedKafkaEventSource, StartingPosition};
/// use cumulo::prelude::*;
/// use cumulo::secretsmanager::Secret;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let login = Secret::builder(&stack, "Login").build();
/// let clicks = Function::builder(&stack, "Clicks")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .build();
/// let servers = ["kafka-1.example.com:9092"];
/// let source = SelfManagedKafkaEventSource::new(servers, "clicks", StartingPosition::TrimHorizon);
/// clicks.add_event_source(&source.secret(&login));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct SelfManagedKafkaEventSource {
    servers: Vec<String>,
    topic: Topic,
    method: AuthenticationMethod,
    root_ca: Option<Secret>,
    network: Option<(Vpc, SubnetSelection, SecurityGroup)>,
}

impl SelfManagedKafkaEventSource {
    /// This topic of the cluster with these servers, such as `kafka-1.example.com:9092`.
    pub fn new(
        bootstrap_servers: impl IntoIterator<Item = impl Into<String>>,
        topic: &str,
        starting_position: StartingPosition,
    ) -> Self {
        Self {
            servers: bootstrap_servers.into_iter().map(Into::into).collect(),
            topic: Topic::new(topic, starting_position),
            method: AuthenticationMethod::default(),
            root_ca: None,
            network: None,
        }
    }

    /// How Lambda signs in with the secret. Default: by SCRAM with SHA-512.
    #[must_use]
    pub fn authentication_method(mut self, method: AuthenticationMethod) -> Self {
        self.method = method;
        self
    }

    /// Secret with the certificate of the authority that the servers' certificates come from.
    #[must_use]
    pub fn root_ca_certificate(mut self, secret: &Secret) -> Self {
        self.root_ca = Some(secret.clone());
        self
    }

    /// Reaches the servers from these subnets of a VPC, with this security group. Default: over the internet.
    #[must_use]
    pub fn vpc(mut self, vpc: &Vpc, subnets: SubnetSelection, group: &SecurityGroup) -> Self {
        self.network = Some((vpc.clone(), subnets, group.clone()));
        self
    }

    topic!();

    fn access(&self) -> Vec<SourceAccess> {
        let mut access = Vec::new();
        if let Some(secret) = &self.topic.secret {
            let arn = secret.secret_arn();
            access.push(match self.method {
                AuthenticationMethod::SaslScram512 => SourceAccess::sasl_scram_512(arn),
                AuthenticationMethod::SaslScram256 => SourceAccess::sasl_scram_256(arn),
                AuthenticationMethod::Basic => SourceAccess::basic_auth(arn),
                AuthenticationMethod::ClientCertificate => SourceAccess::client_certificate(arn),
            });
        }
        if let Some(secret) = &self.root_ca {
            access.push(SourceAccess::server_root_ca(secret.secret_arn()));
        }
        if let Some((vpc, subnets, group)) = &self.network {
            access.push(SourceAccess::vpc_security_group(group.security_group_id()));
            let subnets = vpc.select_subnets(subnets).subnet_ids();
            access.extend(subnets.into_iter().map(SourceAccess::vpc_subnet));
        }
        access
    }
}

impl EventSource for SelfManagedKafkaEventSource {
    /// Findings: `event-source` where Lambda could neither sign in to the servers nor reach them in a VPC.
    #[track_caller]
    fn bind(&self, function: &Function) {
        if self.topic.secret.is_none() && self.network.is_none() {
            function.node().error_here(
                "event-source",
                "Lambda can neither sign in to the servers of Kafka nor reach them in a VPC",
                "give `secret`, `vpc`, or both",
            );
        }
        // What the AWS CDK tells clusters apart by.
        let servers = serde_json::Value::from(self.servers.clone()).to_string();
        let hash: String = Md5::digest(servers).iter().map(|byte| format!("{byte:02x}")).collect();
        let id = format!("KafkaEventSource:{hash}:{}", self.topic.name);
        self.topic.bind(function, &id, None, &self.servers, self.access());
        if let Some(secret) = &self.topic.secret {
            secret.grant_read(function);
        }
    }
}
