//! Where functions get events from.

use super::Function;
use super::function::seconds;
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::lambda::CfnEventSourceMapping;
use crate::iam::{PolicyStatement, Principal, ResourceWithPolicy};
use crate::json_text::json_text;
use crate::kms::Key;
use crate::s3::Bucket;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Json, Node, Resource, Value};
use bon::bon;
use std::borrow::Cow;

/// Something whose events a function handles.
pub trait EventSource {
    /// Connects the function with it.
    fn bind(&self, function: &Function);
}

impl Function {
    /// Has the function handle the events of a source.
    #[track_caller]
    pub fn add_event_source(&self, source: &dyn EventSource) {
        source.bind(self);
    }

    /// Starts to describe what else Lambda reads for the function, as its child.
    #[track_caller]
    pub fn add_event_source_mapping<'a>(
        &'a self,
        id: &'a str,
    ) -> EventSourceMappingBuilder<'a, event_source_mapping_builder::SetTarget> {
        EventSourceMapping::builder(self, id).target(self)
    }
}

/// Where reading of a stream begins.
#[derive(Clone, Debug)]
pub enum StartingPosition {
    /// At its oldest record.
    TrimHorizon,
    /// Behind its newest record.
    Latest,
    /// At this time, in seconds since 1970.
    AtTimestamp(i64),
}

/// How many pollers Lambda keeps ready for a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProvisionedPollers {
    /// The least, 1 to 200.
    pub minimum: Option<u32>,
    /// The most, 1 to 2,000.
    pub maximum: Option<u32>,
}

/// What Lambda tells CloudWatch of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum MetricType {
    EventCount,
    ErrorCount,
    KafkaMetrics,
}

/// How Lambda gets at a source that is no resource of AWS.
#[derive(Clone, Debug)]
pub struct SourceAccess {
    kind: Cow<'static, str>,
    uri: Value<String>,
}

impl SourceAccess {
    /// By user and password, kept in a secret.
    pub fn basic_auth(secret_arn: impl IntoValue<String>) -> Self {
        Self::of("BASIC_AUTH", secret_arn)
    }

    /// By SCRAM with SHA-512, from a secret.
    pub fn sasl_scram_512(secret_arn: impl IntoValue<String>) -> Self {
        Self::of("SASL_SCRAM_512_AUTH", secret_arn)
    }

    /// By SCRAM with SHA-256, from a secret.
    pub fn sasl_scram_256(secret_arn: impl IntoValue<String>) -> Self {
        Self::of("SASL_SCRAM_256_AUTH", secret_arn)
    }

    /// By a client's certificate, from a secret.
    pub fn client_certificate(secret_arn: impl IntoValue<String>) -> Self {
        Self::of("CLIENT_CERTIFICATE_TLS_AUTH", secret_arn)
    }

    /// Trusting a certificate authority, whose certificate is in a secret.
    pub fn server_root_ca(secret_arn: impl IntoValue<String>) -> Self {
        Self::of("SERVER_ROOT_CA_CERTIFICATE", secret_arn)
    }

    /// From this subnet, by its id.
    pub fn vpc_subnet(subnet_id: impl IntoValue<String>) -> Self {
        Self::of("VPC_SUBNET", subnet_id)
    }

    /// With this security group, by its id.
    pub fn vpc_security_group(group_id: impl IntoValue<String>) -> Self {
        Self::of("VPC_SECURITY_GROUP", group_id)
    }

    /// In a way that this crate does not know.
    pub fn of(kind: impl Into<Cow<'static, str>>, uri: impl IntoValue<String>) -> Self {
        Self { kind: kind.into(), uri: uri.into_value() }
    }

    fn to_expr(&self) -> Expr {
        Expr::object([("Type", Expr::String(self.kind.clone())), ("URI", Expr::from(&self.uri))])
    }
}

/// Where records go that a function failed to handle.
#[derive(Clone, Debug)]
pub enum FailureDestination {
    /// To a queue, without the record's data.
    Queue(Queue),
    /// To a topic, without the record's data.
    Topic(Topic),
    /// Into a bucket, with everything.
    Bucket(Bucket),
}

impl FailureDestination {
    /// Lets the function send there, and gives the ARN.
    #[track_caller]
    pub(super) fn allow(&self, function: &Function) -> Value<String> {
        match self {
            FailureDestination::Queue(queue) => {
                queue.grant_send_messages(function);
                queue.queue_arn()
            }
            FailureDestination::Topic(topic) => {
                topic.grant_publish(function);
                topic.topic_arn()
            }
            FailureDestination::Bucket(bucket) => {
                bucket.grant_read_write(function);
                bucket.bucket_arn()
            }
        }
    }
}

impl From<&Queue> for FailureDestination {
    fn from(queue: &Queue) -> Self {
        FailureDestination::Queue(queue.clone())
    }
}

impl From<&Topic> for FailureDestination {
    fn from(topic: &Topic) -> Self {
        FailureDestination::Topic(topic.clone())
    }
}

impl From<&Bucket> for FailureDestination {
    fn from(bucket: &Bucket) -> Self {
        FailureDestination::Bucket(bucket.clone())
    }
}

/// What Lambda reads for a function: a queue, stream or topic of records.
///
/// ```
/// use cumulo::lambda::{Code, Function, Runtime, SqsEventSource};
/// use cumulo::sqs::Queue;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// # let function = Function::builder(&stack, "Import")
/// #     .runtime(Runtime::PYTHON_3_13)
/// #     .handler("index.handler")
/// #     .code(Code::from_inline("def handler(event, context): return 1"))
/// #     .build();
/// let work = Queue::builder(&stack, "Work").build();
/// function.add_event_source(&SqsEventSource::new(&work).batch_size(5).report_batch_item_failures());
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html>
#[derive(Clone, Debug)]
pub struct EventSourceMapping {
    node: Node,
    cfn: Resource<CfnEventSourceMapping>,
}

#[bon]
impl EventSourceMapping {
    /// Starts to describe what is read.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// Function that handles the records.
        target: &'a Function,
        /// ARN of the queue, stream or cluster. Default: none, for a Kafka cluster of your own.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        event_source_arn: Option<Value<String>>,
        /// Servers of a Kafka cluster of your own, such as `kafka-1.example.com:9092`.
        #[builder(default, with = |servers: impl IntoIterator<Item = impl Into<String>>| servers.into_iter().map(Into::into).collect())]
        kafka_bootstrap_servers: Vec<String>,
        /// Topic of Kafka that is read.
        #[builder(into)]
        kafka_topic: Option<String>,
        /// Consumer group as which Kafka is read. Default: a new one.
        #[builder(into)]
        kafka_consumer_group_id: Option<String>,
        /// How Lambda gets at a source that is no resource of AWS.
        #[builder(default, with = |access: impl IntoIterator<Item = SourceAccess>| access.into_iter().collect())]
        source_access_configurations: Vec<SourceAccess>,
        /// Key that encrypts the filters. Default: one of AWS.
        filter_encryption: Option<&'a Key>,
        /// What Lambda tells CloudWatch of the source. Default: nothing.
        #[builder(default, with = |metrics: impl IntoIterator<Item = MetricType>| metrics.into_iter().collect())]
        metrics: Vec<MetricType>,
        /// How many pollers are kept ready. Default: Lambda starts them as they are needed.
        provisioned_pollers: Option<ProvisionedPollers>,
        /// How many records a call gets at most.
        batch_size: Option<u32>,
        /// How long records are gathered, up to 5 minutes.
        max_batching_window: Option<Duration>,
        /// Whether a failed batch of a stream is cut in two.
        bisect_batch_on_error: Option<bool>,
        /// Whether it is read. Default: true.
        enabled: Option<bool>,
        /// Which records are handled: patterns as JSON, of which one must match.
        #[builder(default, with = |filters: impl IntoIterator<Item = impl IntoValue<Json>>| filters.into_iter().map(IntoValue::into_value).collect())]
        filters: Vec<Value<Json>>,
        /// Whether the function tells which records of a batch failed. Default: false.
        #[builder(default)]
        report_batch_item_failures: bool,
        /// How many calls run at once for a queue, 2 to 1,000.
        max_concurrency: Option<u32>,
        /// How old a record of a stream may become.
        max_record_age: Option<Duration>,
        /// How often a batch of a stream is tried again.
        retry_attempts: Option<u32>,
        /// How many calls run at once for a shard, 1 to 10.
        parallelization_factor: Option<u32>,
        /// Where reading begins; streams must say it.
        starting_position: Option<StartingPosition>,
        /// Time over which results of a stream are summed up, up to 15 minutes.
        tumbling_window: Option<Duration>,
        /// ARN of the queue or topic of records that failed.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        on_failure: Option<Value<String>>,
    ) -> EventSourceMapping {
        let node = scope.node().child(id);
        let object = |key: &'static str, value: Expr| match value {
            Expr::Null => Expr::Null,
            value => Expr::object([(key, value)]),
        };
        check_source(&node, event_source_arn.is_some(), &kafka_bootstrap_servers);
        if let Some(key) = filter_encryption {
            let decrypt = PolicyStatement::allow().actions(["kms:Decrypt"]).all_resources();
            let lambda = Principal::service("lambda.amazonaws.com");
            key.add_to_resource_policy(decrypt.principals([lambda]));
        }
        let group =
            object("ConsumerGroupId", kafka_consumer_group_id.map_or(Expr::Null, Expr::from));
        let own_kafka = !kafka_bootstrap_servers.is_empty();
        let (managed_group, own_group) =
            if own_kafka { (Expr::Null, group) } else { (group, Expr::Null) };
        let servers = object("KafkaBootstrapServers", list(kafka_bootstrap_servers));
        let pollers = provisioned_pollers.map(|pollers| {
            Expr::object([
                ("MaximumPollers", number(pollers.maximum)),
                ("MinimumPollers", number(pollers.minimum)),
            ])
        });
        let patterns = filters
            .iter()
            .map(|filter| Expr::object([("Pattern", json_text(filter.expr(), 0).into_expr())]));
        let (position, timestamp) = match starting_position {
            None => (None, None),
            Some(StartingPosition::TrimHorizon) => (Some("TRIM_HORIZON"), None),
            Some(StartingPosition::Latest) => (Some("LATEST"), None),
            Some(StartingPosition::AtTimestamp(time)) => (Some("AT_TIMESTAMP"), Some(time)),
        };
        let cfn = bag::<CfnEventSourceMapping>([
            ("AmazonManagedKafkaEventSourceConfig", managed_group),
            ("BatchSize", number(batch_size)),
            ("BisectBatchOnFunctionError", flag(bisect_batch_on_error)),
            (
                "DestinationConfig",
                object("OnFailure", object("Destination", opt(on_failure.as_ref()))),
            ),
            ("Enabled", flag(enabled)),
            ("EventSourceArn", opt(event_source_arn.as_ref())),
            ("FilterCriteria", object("Filters", list(patterns))),
            ("FunctionName", target.function_name().into_expr()),
            (
                "FunctionResponseTypes",
                list(report_batch_item_failures.then_some("ReportBatchItemFailures")),
            ),
            ("KmsKeyArn", opt(filter_encryption.map(Key::key_arn).as_ref())),
            ("MaximumBatchingWindowInSeconds", seconds(max_batching_window)),
            ("MaximumRecordAgeInSeconds", seconds(max_record_age)),
            ("MaximumRetryAttempts", number(retry_attempts)),
            (
                "MetricsConfig",
                object("Metrics", list(metrics.iter().map(|metric| format!("{metric:?}")))),
            ),
            ("ParallelizationFactor", number(parallelization_factor)),
            ("ProvisionedPollerConfig", pollers.unwrap_or(Expr::Null)),
            ("ScalingConfig", object("MaximumConcurrency", number(max_concurrency))),
            ("SelfManagedEventSource", object("Endpoints", servers)),
            ("SelfManagedKafkaEventSourceConfig", own_group),
            (
                "SourceAccessConfigurations",
                list(source_access_configurations.iter().map(SourceAccess::to_expr)),
            ),
            ("StartingPosition", position.map_or(Expr::Null, Expr::from)),
            ("StartingPositionTimestamp", number(timestamp)),
            ("Topics", list(kafka_topic)),
            ("TumblingWindowInSeconds", seconds(tumbling_window)),
        ])
        .add_to(&node, "Resource");
        EventSourceMapping { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnEventSourceMapping> {
        &self.cfn
    }

    /// Its id in Lambda.
    pub fn event_source_mapping_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

fn check_source(node: &Node, has_arn: bool, servers: &[String]) {
    if has_arn == servers.is_empty() {
        return;
    }
    node.error(
        "event-source",
        "what is read has neither an ARN nor servers of Kafka, or both",
        "give `event_source_arn` or `kafka_bootstrap_servers`",
    );
}

impl Construct for EventSourceMapping {
    fn node(&self) -> &Node {
        &self.node
    }
}
