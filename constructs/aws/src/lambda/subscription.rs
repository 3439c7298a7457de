//! Functions as subscribers of topics.

use super::{Function, Permission};
use crate::Construct;
use crate::sns::{FilterPolicy, Subscription, SubscriptionProtocol, Topic, TopicSubscription};
use crate::sqs::Queue;

/// Sends messages of a topic to a function.
#[derive(Clone, Debug)]
pub struct LambdaSubscription {
    function: Function,
    filter: Option<FilterPolicy>,
    filter_body: bool,
    dead_letters: Option<Queue>,
}

impl LambdaSubscription {
    /// This function.
    pub fn new(function: &Function) -> Self {
        Self { function: function.clone(), filter: None, filter_body: false, dead_letters: None }
    }

    /// Which messages it gets. Default: all.
    #[must_use]
    pub fn filter_policy(mut self, filter: FilterPolicy) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Which messages it gets, by their bodies, which must be JSON. Default: all.
    #[must_use]
    pub fn filter_policy_with_message_body(mut self, filter: FilterPolicy) -> Self {
        self.filter_body = true;
        self.filter_policy(filter)
    }

    /// Queue of messages that did not reach it. Default: they are lost.
    #[must_use]
    pub fn dead_letter_queue(mut self, queue: &Queue) -> Self {
        self.dead_letters = Some(queue.clone());
        self
    }
}

impl TopicSubscription for LambdaSubscription {
    #[track_caller]
    fn subscribe(&self, topic: &Topic) {
        let id = format!("AllowInvoke:{}", topic.node().unique_id());
        let permission = Permission::service("sns.amazonaws.com").source_arn(topic.topic_arn());
        self.function.permit_once(&id, permission);
        Subscription::builder(&self.function, &topic.node().id())
            .topic(topic)
            .protocol(SubscriptionProtocol::Lambda)
            .endpoint(self.function.function_arn())
            .maybe_filter_policy(self.filter.clone())
            .filter_message_body(self.filter_body)
            .maybe_dead_letter_queue(self.dead_letters.as_ref())
            .build();
    }
}
