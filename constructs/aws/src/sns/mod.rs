//! Simple Notification Service: topics and their subscriptions.

mod action;
mod delivery;
mod filter_policy;
mod metrics;
mod subscription;
mod subscriptions;
mod topic;
mod topic_policy;

pub use action::SnsAction;
pub use delivery::{BackoffFunction, DeliveryPolicy, LoggingConfig, LoggingProtocol, RetryPolicy};
pub use filter_policy::FilterPolicy;
pub use subscription::{Subscription, SubscriptionProtocol};
pub use subscriptions::{
    EmailSubscription, FirehoseSubscription, SmsSubscription, SqsSubscription, TopicSubscription,
    UrlSubscription,
};
pub use topic::{FifoThroughputScope, Topic, TracingConfig};
pub use topic_policy::TopicPolicy;
