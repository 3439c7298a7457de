//! Topics.

use super::subscriptions::TopicSubscription;
use super::{LoggingConfig, TopicPolicy};
use crate::bag::{bag, flag, list, opt};
use crate::cfn::sns::CfnTopic;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::names::unique_resource_name;
use crate::{CfnType, Construct, Expr, Fn, IntoValue, Node, Resource, Value};
use bon::bon;

/// Whether X-Ray follows messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TracingConfig {
    /// Where their senders ask for it.
    PassThrough,
    /// All.
    Active,
}

/// What a FIFO topic's limit of messages a second is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FifoThroughputScope {
    /// The topic.
    Topic,
    /// Each message group.
    MessageGroup,
}

/// A topic: what is sent to it goes to all its subscribers.
///
/// ```
/// use cumulo::{App, Stack, sns::{EmailSubscription, Topic}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let alerts = Topic::builder(&stack, "Alerts").display_name("Shop alerts").build();
/// alerts.add_subscription(&EmailSubscription::new("ops@example.com"));
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Findings: `topic-fifo` when options of FIFO topics are given to others.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topic.html>
#[derive(Clone, Debug)]
pub struct Topic {
    node: Node,
    cfn: Option<Resource<CfnTopic>>,
    arn: Value<String>,
    name: Value<String>,
    key: Option<Key>,
}

#[bon]
impl Topic {
    /// Starts to describe a topic.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name; of a FIFO topic `.fifo` is added. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        topic_name: Option<Value<String>>,
        /// Name in texts to people, up to 100 characters.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        display_name: Option<Value<String>>,
        /// Key that encrypts messages. Default: they are not encrypted.
        master_key: Option<&Key>,
        /// Refuses messages that are sent without TLS. Default: false.
        #[builder(default)]
        enforce_ssl: bool,
        /// Whether messages keep their order and come once. Default: false.
        #[builder(default)]
        fifo: bool,
        /// Whether messages with equal bodies are doubles; only of FIFO topics.
        content_based_deduplication: Option<bool>,
        /// What the limit of messages a second is for; only of FIFO topics.
        fifo_throughput_scope: Option<FifoThroughputScope>,
        /// Days that messages are kept to be sent again, 1 to 365; only of FIFO topics.
        message_retention_period_in_days: Option<u32>,
        /// Version of the signatures of messages: `1` (SHA1) or `2` (SHA256). Default: 1.
        #[builder(into)]
        signature_version: Option<String>,
        /// Whether X-Ray follows messages. Default: pass through.
        tracing_config: Option<TracingConfig>,
        /// What it logs of its deliveries. Default: nothing.
        #[builder(default, with = |configs: impl IntoIterator<Item = LoggingConfig>| configs.into_iter().collect())]
        logging_configs: Vec<LoggingConfig>,
    ) -> Topic {
        let node = scope.node().child(id);
        let only_fifo = content_based_deduplication.is_some()
            || fifo_throughput_scope.is_some()
            || message_retention_period_in_days.is_some();
        if only_fifo && !fifo {
            node.error(
                "topic-fifo",
                "options of FIFO topics are given to another topic",
                "say `fifo(true)`, or leave them away",
            );
        }
        let topic_name = if fifo { Some(fifo_name(&node, topic_name)) } else { topic_name };
        let archive = message_retention_period_in_days
            .map(|days| Expr::object([("MessageRetentionPeriod", i64::from(days).into())]));
        let cfn = bag::<CfnTopic>([
            ("ArchivePolicy", archive.unwrap_or(Expr::Null)),
            ("ContentBasedDeduplication", flag(content_based_deduplication)),
            ("DeliveryStatusLogging", list(logging_configs.iter().map(LoggingConfig::to_expr))),
            ("DisplayName", opt(display_name.as_ref())),
            (
                "FifoThroughputScope",
                fifo_throughput_scope.map_or(Expr::Null, |scope| format!("{scope:?}").into()),
            ),
            ("FifoTopic", flag(fifo.then_some(true))),
            ("KmsMasterKeyId", opt(master_key.map(Key::key_arn).as_ref())),
            ("SignatureVersion", signature_version.map_or(Expr::Null, Expr::from)),
            ("TopicName", opt(topic_name.as_ref())),
            (
                "TracingConfig",
                tracing_config.map_or(Expr::Null, |tracing| format!("{tracing:?}").into()),
            ),
        ])
        .add_to(&node, "Resource");
        let topic = Topic {
            arn: cfn.reference(),
            name: cfn.attr_topic_name(),
            cfn: Some(cfn),
            key: master_key.cloned(),
            node,
        };
        if enforce_ssl {
            let insecure = Conditions::new().bool("aws:SecureTransport", false);
            let deny = PolicyStatement::deny()
                .sid("AllowPublishThroughSSLOnly")
                .actions(["sns:Publish"])
                .principals([Principal::star()])
                .resources([topic.topic_arn()]);
            topic.add_to_resource_policy(deny.conditions(insecure));
        }
        topic
    }

    /// A topic that exists already, by its ARN.
    #[track_caller]
    pub fn from_topic_arn(scope: &dyn Construct, id: &str, arn: impl IntoValue<String>) -> Topic {
        let arn = arn.into_value();
        let name = match arn.literal() {
            Some(text) => Value::new(text.rsplit(':').next().unwrap_or_default().to_owned()),
            None => Fn::select(5, Fn::split(":", &arn)),
        };
        Topic { node: scope.node().child(id), cfn: None, arn, name, key: None }
    }

    /// A topic that exists already, by its ARN and that of the key that encrypts its messages.
    #[track_caller]
    pub fn from_topic_attributes(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
        key_arn: impl IntoValue<String>,
    ) -> Topic {
        let topic = Self::from_topic_arn(scope, id, arn);
        let key = Key::from_key_arn(&topic.node, "Key", key_arn);
        Topic { key: Some(key), ..topic }
    }

    /// The L1; none of an imported topic.
    pub fn cfn(&self) -> Option<&Resource<CfnTopic>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn topic_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn topic_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// The key that encrypts messages, if there is one.
    pub fn master_key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Sends what comes to the topic on to someone.
    #[track_caller]
    pub fn add_subscription(&self, subscription: &dyn TopicSubscription) {
        subscription.subscribe(self);
    }

    /// Lets `grantee` send messages.
    #[track_caller]
    pub fn grant_publish(&self, grantee: &dyn Grantable) -> Grant {
        let grant = self.grant(grantee, "sns:Publish");
        if let Some(key) = &self.key {
            key.grant(grantee, ["kms:Decrypt", "kms:GenerateDataKey*"]);
        }
        grant
    }

    /// Lets `grantee` subscribe.
    #[track_caller]
    pub fn grant_subscribe(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, "sns:Subscribe")
    }

    #[track_caller]
    fn grant(&self, grantee: &dyn Grantable, action: &str) -> Grant {
        let statement = PolicyStatement::allow().actions([action]).resources([self.topic_arn()]);
        Grant::add_to_principal_or_resource(grantee, self, statement, None)
    }

    /// Logs deliveries to some kind of subscribers. Findings: `imported-topic`.
    #[track_caller]
    pub fn add_logging_config(&self, config: &LoggingConfig) {
        let Some(cfn) = &self.cfn else {
            return self.node.error_here(
                "imported-topic",
                "a topic that exists already cannot be told here what it logs",
                "say it where the topic is made",
            );
        };
        cfn.edit_properties(|properties| {
            properties.push("DeliveryStatusLogging", config.to_expr())
        });
    }
}

/// The name of a FIFO topic, which CloudFormation does not make itself.
fn fifo_name(node: &Node, given: Option<Value<String>>) -> Value<String> {
    match given {
        Some(name) if name.literal().is_some_and(|name| name.ends_with(".fifo")) => name,
        Some(name) => name.append(".fifo"),
        None => Value::new(format!("{}.fifo", unique_resource_name(node, "-", 256 - 5))),
    }
}

impl ResourceWithPolicy for Topic {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        self.cfn.as_ref()?;
        let policy = TopicPolicy::of(&self.node, &self.arn);
        policy.add_statement(statement);
        Some(policy.node().clone())
    }
}

impl Construct for Topic {
    fn node(&self) -> &Node {
        &self.node
    }
}
