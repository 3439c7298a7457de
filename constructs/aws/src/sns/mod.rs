//! Simple Notification Service: topics and their subscriptions.

mod action;
mod subscription;
mod subscriptions;
mod topic;
mod topic_policy;

pub use action::SnsAction;
pub use subscription::{FilterPolicy, Subscription, SubscriptionProtocol};
pub use subscriptions::{
    EmailSubscription, SmsSubscription, SqsSubscription, TopicSubscription, UrlSubscription,
};
pub use topic::{FifoThroughputScope, Topic, TracingConfig};
pub use topic_policy::TopicPolicy;
