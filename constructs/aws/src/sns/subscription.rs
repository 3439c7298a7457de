//! Subscriptions of topics.

use super::{DeliveryPolicy, FilterPolicy, Topic};
use crate::bag::{bag, flag, opt};
use crate::cfn::sns::CfnSubscription;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::sqs::Queue;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// How a subscriber is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum SubscriptionProtocol {
    Http,
    Https,
    Email,
    EmailJson,
    Sms,
    Sqs,
    Application,
    Lambda,
    Firehose,
}

impl SubscriptionProtocol {
    fn name(self) -> String {
        match self {
            Self::EmailJson => "email-json".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        }
    }
}

/// A subscriber of a topic; [`Topic::add_subscription`] makes the usual ones.
///
/// ```
/// use cumulo::sns::{FilterPolicy, Subscription, SubscriptionProtocol, Topic};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = Topic::builder(&stack, "Orders").build();
/// Subscription::builder(&stack, "Big")
///     .topic(&orders)
///     .protocol(SubscriptionProtocol::Email)
///     .endpoint("sales@acme.example")
///     .filter_policy(FilterPolicy::new().strings("size", ["big"]))
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-subscription.html>
#[derive(Clone, Debug)]
pub struct Subscription {
    node: Node,
    cfn: Resource<CfnSubscription>,
}

#[bon]
impl Subscription {
    /// Starts to describe a subscriber.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Topic whose messages it gets.
        topic: &Topic,
        /// How it is reached.
        protocol: SubscriptionProtocol,
        /// Where: an ARN, URL, address or number.
        #[builder(with = |endpoint: impl IntoValue<String>| endpoint.into_value())]
        endpoint: Value<String>,
        /// Whether it gets the message alone, without SNS's envelope. Default: false.
        raw_message_delivery: Option<bool>,
        /// Which messages it gets. Default: all.
        filter_policy: Option<FilterPolicy>,
        /// Whether the filter looks at the message's body instead of its attributes. Default: false.
        #[builder(default)]
        filter_message_body: bool,
        /// How often and how fast an HTTP endpoint is tried. Default: as SNS does it.
        delivery_policy: Option<DeliveryPolicy>,
        /// Queue of messages that did not reach it. Default: they are lost.
        dead_letter_queue: Option<&Queue>,
        /// Region of the topic, where it is another one. Default: the stack's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        region: Option<Value<String>>,
        /// Role by which SNS reaches a Firehose stream.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        subscription_role_arn: Option<Value<String>>,
    ) -> Subscription {
        let node = scope.node().child(id);
        let redrive = dead_letter_queue.map(|queue| {
            let send = PolicyStatement::allow()
                .actions(["sqs:SendMessage"])
                .resources([queue.queue_arn()])
                .principals([Principal::service("sns.amazonaws.com")])
                .conditions(from_topic(topic));
            queue.add_to_resource_policy(send);
            Expr::object([("deadLetterTargetArn", queue.queue_arn().into_expr())])
        });
        let scope_of_filter =
            (filter_message_body && filter_policy.is_some()).then(|| Expr::from("MessageBody"));
        let cfn = bag::<CfnSubscription>([
            ("DeliveryPolicy", delivery_policy.map_or(Expr::Null, |policy| policy.to_expr())),
            ("Endpoint", endpoint.into_expr()),
            ("FilterPolicy", filter_policy.map_or(Expr::Null, |filter| filter.to_expr())),
            ("FilterPolicyScope", scope_of_filter.unwrap_or(Expr::Null)),
            ("Protocol", Expr::from(protocol.name())),
            ("RawMessageDelivery", flag(raw_message_delivery)),
            ("RedrivePolicy", redrive.unwrap_or(Expr::Null)),
            ("Region", opt(region.as_ref())),
            ("SubscriptionRoleArn", opt(subscription_role_arn.as_ref())),
            ("TopicArn", topic.topic_arn().into_expr()),
        ])
        .add_to(&node, "Resource");
        Subscription { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnSubscription> {
        &self.cfn
    }

    /// Its ARN.
    pub fn subscription_arn(&self) -> Value<String> {
        self.cfn.reference()
    }
}

/// The condition that a request comes from this topic.
pub(super) fn from_topic(topic: &Topic) -> Conditions {
    Conditions::new().with("ArnEquals", "aws:SourceArn", topic.topic_arn())
}

impl Construct for Subscription {
    fn node(&self) -> &Node {
        &self.node
    }
}
