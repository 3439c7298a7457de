//! Queues.

use super::QueuePolicy;
use crate::bag::{bag, flag, number, opt};
use crate::cfn::sqs::CfnQueue;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::{
    Aws, CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, RemovalPolicy, Resource, Size,
    Value, text,
};
use bon::bon;

/// Who encrypts the messages of a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueEncryption {
    /// Nobody.
    Unencrypted,
    /// KMS, with a key of AWS.
    KmsManaged,
    /// KMS, with the key given, or one that is made.
    Kms,
    /// SQS itself.
    SqsManaged,
}

/// Where messages go that nobody could handle.
#[derive(Clone, Debug)]
pub struct DeadLetterQueue {
    queue: Queue,
    max_receive_count: u32,
}

impl DeadLetterQueue {
    /// This queue, after a message was received this many times without being deleted.
    pub fn new(queue: &Queue, max_receive_count: u32) -> Self {
        Self { queue: queue.clone(), max_receive_count }
    }
}

/// Which queues may use this one for their dead letters.
#[derive(Clone, Debug)]
pub enum RedriveAllowPolicy {
    /// All queues of the account and region.
    AllowAll,
    /// None.
    DenyAll,
    /// These, up to 10.
    ByQueue(Vec<Queue>),
}

/// What shares an id of a message that makes it be dropped as a double.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeduplicationScope {
    /// A message group.
    MessageGroup,
    /// The queue.
    Queue,
}

/// What a FIFO queue's limit of messages a second is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FifoThroughputLimit {
    /// The queue.
    PerQueue,
    /// Each message group.
    PerMessageGroupId,
}

/// A queue of messages.
///
/// ```
/// use cumulo::{App, Duration, Stack, sqs::{DeadLetterQueue, Queue}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let dead = Queue::builder(&stack, "Dead").retention_period(Duration::days(14)).build();
/// let jobs = Queue::builder(&stack, "Jobs")
///     .visibility_timeout(Duration::minutes(2))
///     .dead_letter_queue(DeadLetterQueue::new(&dead, 3))
///     .enforce_ssl(true)
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Findings: `queue-encryption`, `queue-fifo`, `queue-range` when values do not fit each other or SQS's limits.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html>
#[derive(Clone, Debug)]
pub struct Queue {
    node: Node,
    cfn: Option<Resource<CfnQueue>>,
    arn: Value<String>,
    name: Value<String>,
    url: Value<String>,
    key: Option<Key>,
    fifo: bool,
}

#[bon]
impl Queue {
    /// Starts to describe a queue.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name; of a FIFO queue it ends in `.fifo`. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        queue_name: Option<Value<String>>,
        /// How long messages are kept, 1 minute to 14 days. Default: 4 days.
        retention_period: Option<Duration>,
        /// How long a message stays unseen at first, up to 15 minutes. Default: not at all.
        delivery_delay: Option<Duration>,
        /// Size of the largest message, 1 KiB to 1 MiB. Default: 1 MiB.
        max_message_size: Option<Size>,
        /// How long receivers wait for a message, up to 20 seconds. Default: not at all.
        receive_message_wait_time: Option<Duration>,
        /// How long a received message is hidden, up to 12 hours. Default: 30 seconds.
        visibility_timeout: Option<Duration>,
        /// Where messages go that nobody could handle. Default: they stay until they are too old.
        dead_letter_queue: Option<DeadLetterQueue>,
        /// Which queues may use this one for their dead letters. Default: all.
        redrive_allow_policy: Option<RedriveAllowPolicy>,
        /// Who encrypts the messages. Default: SQS; KMS where a key is given.
        encryption: Option<QueueEncryption>,
        /// The key.
        encryption_master_key: Option<&Key>,
        /// How long a data key is used before KMS is asked again, 1 minute to 24 hours. Default: 5 minutes.
        data_key_reuse: Option<Duration>,
        /// Whether messages keep their order and come once. Default: false, unless the name ends in `.fifo`.
        fifo: Option<bool>,
        /// Whether messages with equal bodies are doubles; only of FIFO queues.
        content_based_deduplication: Option<bool>,
        /// What is searched for doubles; only of FIFO queues.
        deduplication_scope: Option<DeduplicationScope>,
        /// What the limit of messages a second is for; only of FIFO queues.
        fifo_throughput_limit: Option<FifoThroughputLimit>,
        /// Refuses requests without TLS. Default: false.
        #[builder(default)]
        enforce_ssl: bool,
        /// What happens to the queue when it leaves the stack. Default: it is deleted.
        #[builder(default = RemovalPolicy::Destroy)]
        removal_policy: RemovalPolicy,
    ) -> Queue {
        let node = scope.node().child(id);
        check_range(&node, "retention period", retention_period, 60, 1_209_600);
        check_range(&node, "delivery delay", delivery_delay, 0, 900);
        check_range(&node, "receive wait time", receive_message_wait_time, 0, 20);
        check_range(&node, "visibility timeout", visibility_timeout, 0, 43_200);
        check_range(&node, "data key reuse", data_key_reuse, 60, 86_400);
        let is_fifo = fifo.unwrap_or_else(|| {
            let named = queue_name.as_ref().and_then(|name| name.literal()).unwrap_or_default();
            named.ends_with(".fifo")
                || content_based_deduplication.is_some()
                || deduplication_scope.is_some()
                || fifo_throughput_limit.is_some()
        });
        check_fifo(&node, queue_name.as_ref(), is_fifo);
        let (key, encryption) =
            self::encryption(&node, encryption, encryption_master_key, data_key_reuse);
        let mut entries = vec![
            ("ContentBasedDeduplication", flag(content_based_deduplication)),
            (
                "DeduplicationScope",
                deduplication_scope.map_or(Expr::Null, |scope| match scope {
                    DeduplicationScope::MessageGroup => "messageGroup".into(),
                    DeduplicationScope::Queue => "queue".into(),
                }),
            ),
            ("DelaySeconds", seconds(delivery_delay)),
            ("FifoQueue", flag(is_fifo.then_some(true))),
            (
                "FifoThroughputLimit",
                fifo_throughput_limit.map_or(Expr::Null, |limit| match limit {
                    FifoThroughputLimit::PerQueue => "perQueue".into(),
                    FifoThroughputLimit::PerMessageGroupId => "perMessageGroupId".into(),
                }),
            ),
            (
                "MaximumMessageSize",
                number(max_message_size.and_then(|size| i64::try_from(size.to_bytes()).ok())),
            ),
            ("MessageRetentionPeriod", seconds(retention_period)),
            ("QueueName", opt(queue_name.as_ref())),
            ("ReceiveMessageWaitTimeSeconds", seconds(receive_message_wait_time)),
            ("RedriveAllowPolicy", redrive_allow_policy.as_ref().map_or(Expr::Null, redrive_allow)),
            (
                "RedrivePolicy",
                dead_letter_queue.as_ref().map_or(Expr::Null, |dead| {
                    Expr::object([
                        ("deadLetterTargetArn", dead.queue.queue_arn().into_expr()),
                        ("maxReceiveCount", i64::from(dead.max_receive_count).into()),
                    ])
                }),
            ),
            ("VisibilityTimeout", seconds(visibility_timeout)),
        ];
        entries.extend(encryption);
        let cfn = bag::<CfnQueue>(entries).add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let queue = Queue {
            arn: cfn.attr_arn(),
            name: cfn.attr_queue_name(),
            url: cfn.reference(),
            cfn: Some(cfn),
            key,
            fifo: is_fifo,
            node,
        };
        if enforce_ssl {
            let insecure = Conditions::new().bool("aws:SecureTransport", false);
            let deny = PolicyStatement::deny()
                .actions(["sqs:*"])
                .principals([Principal::any()])
                .resources([queue.queue_arn()]);
            queue.add_to_resource_policy(deny.conditions(insecure));
        }
        queue
    }

    /// A queue that exists already, by its ARN.
    #[track_caller]
    pub fn from_queue_arn(scope: &dyn Construct, id: &str, arn: impl IntoValue<String>) -> Queue {
        let arn = arn.into_value();
        let part = |index: usize| match arn.literal() {
            Some(text) => Value::new(text.split(':').nth(index).unwrap_or_default().to_owned()),
            None => {
                let index = u32::try_from(index).unwrap_or_default();
                Fn::select(index, Fn::split(":", &arn))
            }
        };
        let name: Value<String> = part(5);
        let url = text!("https://sqs.{}.{}/{}/{}", part(3), Aws::url_suffix(), part(4), name);
        let fifo = name.literal().is_some_and(|name| name.ends_with(".fifo"));
        Queue {
            node: scope.node().child(id),
            cfn: None,
            arn: arn.clone(),
            name,
            url,
            key: None,
            fifo,
        }
    }

    /// A queue that exists already, by its ARN, its URL and the ARN of the key that encrypts its messages.
    #[track_caller]
    pub fn from_queue_attributes(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
        url: Option<Value<String>>,
        key_arn: Option<Value<String>>,
    ) -> Queue {
        let queue = Self::from_queue_arn(scope, id, arn);
        let key = key_arn.map(|arn| Key::from_key_arn(&queue.node, "Key", arn));
        Queue { url: url.unwrap_or_else(|| queue.url.clone()), key, ..queue }
    }

    /// The L1; none of an imported queue.
    pub fn cfn(&self) -> Option<&Resource<CfnQueue>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn queue_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn queue_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its URL, by which programs call it.
    pub fn queue_url(&self) -> Value<String> {
        self.url.clone()
    }

    /// Whether messages keep their order.
    pub fn is_fifo(&self) -> bool {
        self.fifo
    }

    /// The key that encrypts the messages, if it is one of the account.
    pub fn encryption_master_key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// Lets `grantee` send messages.
    #[track_caller]
    pub fn grant_send_messages(&self, grantee: &dyn Grantable) -> Grant {
        let grant =
            self.grant(grantee, ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"]);
        if let Some(key) = &self.key {
            key.grant_encrypt_decrypt(grantee);
        }
        grant
    }

    /// Lets `grantee` receive, hide and delete messages.
    #[track_caller]
    pub fn grant_consume_messages(&self, grantee: &dyn Grantable) -> Grant {
        let grant = self.grant(
            grantee,
            [
                "sqs:ReceiveMessage",
                "sqs:ChangeMessageVisibility",
                "sqs:GetQueueUrl",
                "sqs:DeleteMessage",
                "sqs:GetQueueAttributes",
            ],
        );
        if let Some(key) = &self.key {
            key.grant_decrypt(grantee);
        }
        grant
    }

    /// Lets `grantee` delete all messages at once.
    #[track_caller]
    pub fn grant_purge(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["sqs:PurgeQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"])
    }

    /// Lets `grantee` do these actions with the queue.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Grant {
        let statement = PolicyStatement::allow().actions(actions).resources([self.queue_arn()]);
        Grant::add_to_principal_or_resource(grantee, self, statement, None)
    }
}

/// The key, and the properties that say who encrypts.
fn encryption(
    node: &Node,
    encryption: Option<QueueEncryption>,
    key: Option<&Key>,
    data_key_reuse: Option<Duration>,
) -> (Option<Key>, Vec<(&'static str, Expr)>) {
    if key.is_some() && encryption.is_some_and(|encryption| encryption != QueueEncryption::Kms) {
        node.error(
            "queue-encryption",
            "a key is given, but another kind of encryption",
            "leave `encryption` away, or say QueueEncryption::Kms",
        );
    }
    let reuse = ("KmsDataKeyReusePeriodSeconds", seconds(data_key_reuse));
    let encryption = encryption.or(key.map(|_| QueueEncryption::Kms));
    match encryption {
        None => (None, Vec::new()),
        Some(QueueEncryption::Unencrypted) => (None, vec![("SqsManagedSseEnabled", false.into())]),
        Some(QueueEncryption::SqsManaged) => (None, vec![("SqsManagedSseEnabled", true.into())]),
        Some(QueueEncryption::KmsManaged) => {
            (None, vec![("KmsMasterKeyId", "alias/aws/sqs".into()), reuse])
        }
        Some(QueueEncryption::Kms) => {
            let key = key.cloned().unwrap_or_else(|| {
                let description = format!("Created by {}", node.path());
                Key::builder(node, "Key").description(description).build()
            });
            let arn = key.key_arn().into_expr();
            (Some(key), vec![("KmsMasterKeyId", arn), reuse])
        }
    }
}

fn redrive_allow(policy: &RedriveAllowPolicy) -> Expr {
    let (permission, queues) = match policy {
        RedriveAllowPolicy::AllowAll => ("allowAll", Expr::Null),
        RedriveAllowPolicy::DenyAll => ("denyAll", Expr::Null),
        RedriveAllowPolicy::ByQueue(queues) => {
            ("byQueue", Expr::List(queues.iter().map(|queue| queue.arn.expr().clone()).collect()))
        }
    };
    Expr::object([("redrivePermission", Expr::from(permission)), ("sourceQueueArns", queues)])
}

fn check_range(node: &Node, what: &str, value: Option<Duration>, from: u64, to: u64) {
    if let Some(value) = value
        && !(from..=to).contains(&value.to_seconds())
    {
        node.error(
            "queue-range",
            format!("the {what} is {value}"),
            format!("SQS takes {} to {}", Duration::seconds(from), Duration::seconds(to)),
        );
    }
}

fn check_fifo(node: &Node, name: Option<&Value<String>>, is_fifo: bool) {
    let Some(name) = name.and_then(|name| name.literal()) else { return };
    if is_fifo != name.ends_with(".fifo") {
        node.error(
            "queue-fifo",
            format!("`{name}` does not fit a queue with `fifo` {is_fifo}"),
            "names of FIFO queues end in `.fifo`, those of other queues do not",
        );
    }
}

fn seconds(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
}

impl ResourceWithPolicy for Queue {
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        self.cfn.as_ref()?;
        let policy = QueuePolicy::of(&self.node, &self.url);
        policy.add_statement(statement);
        Some(policy.node().clone())
    }
}

impl Construct for Queue {
    fn node(&self) -> &Node {
        &self.node
    }
}
