//! The usual subscribers of topics.

use super::subscription::from_topic;
use super::{DeliveryPolicy, FilterPolicy, Subscription, SubscriptionProtocol, Topic};
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy, Role};
use crate::sqs::Queue;
use crate::{Construct, IntoValue, Node, Value};

/// Something that can get the messages of a topic.
pub trait TopicSubscription {
    /// Makes the subscription and what it needs.
    fn subscribe(&self, topic: &Topic);
}

/// What all subscribers of this module share.
#[derive(Clone, Debug, Default)]
struct Options {
    raw: Option<bool>,
    filter: Option<FilterPolicy>,
    filter_body: bool,
    delivery: Option<DeliveryPolicy>,
    dead_letters: Option<Queue>,
}

macro_rules! options {
    () => {
        /// Which messages it gets. Default: all.
        #[must_use]
        pub fn filter_policy(mut self, filter: FilterPolicy) -> Self {
            self.options.filter = Some(filter);
            self
        }

        /// Which messages it gets, by their bodies, which must be JSON. Default: all.
        #[must_use]
        pub fn filter_policy_with_message_body(mut self, filter: FilterPolicy) -> Self {
            self.options.filter_body = true;
            self.filter_policy(filter)
        }

        /// Queue of messages that did not reach it. Default: they are lost.
        #[must_use]
        pub fn dead_letter_queue(mut self, queue: &Queue) -> Self {
            self.options.dead_letters = Some(queue.clone());
            self
        }
    };
}

macro_rules! raw {
    () => {
        /// Whether it gets the message alone, without SNS's envelope. Default: false.
        #[must_use]
        pub fn raw_message_delivery(mut self, raw: bool) -> Self {
            self.options.raw = Some(raw);
            self
        }
    };
}

/// Sends messages to an address, which must confirm.
#[derive(Clone, Debug)]
pub struct EmailSubscription {
    address: Value<String>,
    json: bool,
    options: Options,
}

impl EmailSubscription {
    /// This address.
    pub fn new(address: impl IntoValue<String>) -> Self {
        Self { address: address.into_value(), json: false, options: Options::default() }
    }

    /// Whether the mail is JSON, for programs. Default: false.
    #[must_use]
    pub fn json(mut self, json: bool) -> Self {
        self.json = json;
        self
    }

    options!();
}

impl TopicSubscription for EmailSubscription {
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        let protocol = match self.json {
            true => SubscriptionProtocol::EmailJson,
            false => SubscriptionProtocol::Email,
        };
        by_address(topic, &self.address, protocol, &self.options);
    }
}

/// Sends messages to a URL, which must confirm.
#[derive(Clone, Debug)]
pub struct UrlSubscription {
    url: Value<String>,
    protocol: Option<SubscriptionProtocol>,
    options: Options,
}

impl UrlSubscription {
    /// This URL; how it is reached is read from its beginning.
    pub fn new(url: impl IntoValue<String>) -> Self {
        Self { url: url.into_value(), protocol: None, options: Options::default() }
    }

    /// How it is reached, where the URL is a token.
    #[must_use]
    pub fn protocol(mut self, protocol: SubscriptionProtocol) -> Self {
        self.protocol = Some(protocol);
        self
    }

    /// How often and how fast it is tried. Default: as SNS does it.
    #[must_use]
    pub fn delivery_policy(mut self, policy: DeliveryPolicy) -> Self {
        self.options.delivery = Some(policy);
        self
    }

    options!();
    raw!();
}

impl TopicSubscription for UrlSubscription {
    /// Findings: `topic-url` when the URL begins neither with `http://` nor with `https://`.
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        let url = self.url.literal().unwrap_or_default();
        let protocol = self.protocol.unwrap_or_else(|| match url {
            url if url.starts_with("http:") => SubscriptionProtocol::Http,
            url => {
                if !url.starts_with("https:") {
                    topic.node().error_here(
                        "topic-url",
                        "how the URL of a subscription is reached cannot be told",
                        "begin it with `https://`, or say so with `protocol`",
                    );
                }
                SubscriptionProtocol::Https
            }
        });
        by_address(topic, &self.url, protocol, &self.options);
    }
}

/// Sends messages to a telephone.
#[derive(Clone, Debug)]
pub struct SmsSubscription {
    number: Value<String>,
    options: Options,
}

impl SmsSubscription {
    /// This number, such as `+15551234567`.
    pub fn new(number: impl IntoValue<String>) -> Self {
        Self { number: number.into_value(), options: Options::default() }
    }

    options!();
}

impl TopicSubscription for SmsSubscription {
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        by_address(topic, &self.number, SubscriptionProtocol::Sms, &self.options);
    }
}

#[track_caller]
fn by_address(
    topic: &Topic,
    address: &Value<String>,
    protocol: SubscriptionProtocol,
    options: &Options,
) {
    let id = address.literal().map_or_else(|| "TokenSubscription".to_owned(), str::to_owned);
    let id = if address.is_token() { numbered(topic.node(), &id) } else { id };
    Subscription::builder(topic, &id)
        .topic(topic)
        .protocol(protocol)
        .endpoint(address)
        .maybe_raw_message_delivery(options.raw)
        .maybe_filter_policy(options.filter.clone())
        .filter_message_body(options.filter_body)
        .maybe_delivery_policy(options.delivery.clone())
        .maybe_dead_letter_queue(options.dead_letters.as_ref())
        .build();
}

/// The id with the first number for which there is no child yet.
fn numbered(node: &Node, id: &str) -> String {
    let taken = node.children().iter().filter(|child| child.id().starts_with(id)).count();
    format!("{id}:{}", taken + 1)
}

/// Sends messages to a queue.
#[derive(Clone, Debug)]
pub struct SqsSubscription {
    queue: Queue,
    options: Options,
}

impl SqsSubscription {
    /// This queue.
    pub fn new(queue: &Queue) -> Self {
        Self { queue: queue.clone(), options: Options::default() }
    }

    options!();
    raw!();
}

impl TopicSubscription for SqsSubscription {
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        let service = Principal::service("sns.amazonaws.com");
        let send = PolicyStatement::allow()
            .actions(["sqs:SendMessage"])
            .resources([self.queue.queue_arn()])
            .principals([&service])
            .conditions(from_topic(topic));
        let policy = self.queue.add_to_resource_policy(send);
        if let Some(key) = self.queue.encryption_master_key() {
            let decrypt = PolicyStatement::allow()
                .actions(["kms:Decrypt", "kms:GenerateDataKey"])
                .all_resources()
                .principals([&service]);
            let from = Conditions::new().with("ArnEquals", "aws:SourceArn", topic.topic_arn());
            key.add_to_resource_policy(decrypt.conditions(from));
        }
        let subscription = Subscription::builder(&self.queue, &topic.node().unique_id())
            .topic(topic)
            .protocol(SubscriptionProtocol::Sqs)
            .endpoint(self.queue.queue_arn())
            .maybe_raw_message_delivery(self.options.raw)
            .maybe_filter_policy(self.options.filter.clone())
            .filter_message_body(self.options.filter_body)
            .maybe_dead_letter_queue(self.options.dead_letters.as_ref())
            .build();
        if let Some(policy) = policy {
            subscription.node().add_dependency(&policy);
        }
    }
}

/// Sends messages to a delivery stream of Firehose.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::sns::{FirehoseSubscription, Topic};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = Topic::builder(&stack, "Orders").build();
/// let lake = "arn:aws:firehose:us-east-1:111111111111:deliverystream/lake";
/// orders.add_subscription(&FirehoseSubscription::new("Lake", lake).raw_message_delivery(true));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct FirehoseSubscription {
    id: String,
    arn: Value<String>,
    role: Option<Role>,
    options: Options,
}

impl FirehoseSubscription {
    /// The stream with this ARN; `id` tells it apart from other subscribers of the topic.
    pub fn new(id: impl Into<String>, stream_arn: impl IntoValue<String>) -> Self {
        let (id, arn) = (id.into(), stream_arn.into_value());
        Self { id, arn, role: None, options: Options::default() }
    }

    /// Role by which SNS puts messages there. Default: one that is made for the subscription.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    options!();
    raw!();
}

impl TopicSubscription for FirehoseSubscription {
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        let node = topic.node().child(&self.id);
        let role = self.role.clone().unwrap_or_else(|| {
            let sns = Principal::service("sns.amazonaws.com");
            Role::builder(&node, "TopicSubscriptionRole").assumed_by(sns).build()
        });
        role.add_to_policy(
            PolicyStatement::allow()
                .actions([
                    "firehose:DescribeDeliveryStream",
                    "firehose:ListDeliveryStreams",
                    "firehose:ListTagsForDeliveryStream",
                    "firehose:PutRecord",
                    "firehose:PutRecordBatch",
                ])
                .resources([&self.arn]),
        );
        Subscription::builder(&node, &topic.node().unique_id())
            .topic(topic)
            .protocol(SubscriptionProtocol::Firehose)
            .endpoint(&self.arn)
            .subscription_role_arn(role.role_arn())
            .maybe_raw_message_delivery(self.options.raw)
            .maybe_filter_policy(self.options.filter.clone())
            .filter_message_body(self.options.filter_body)
            .maybe_dead_letter_queue(self.options.dead_letters.as_ref())
            .build();
    }
}
