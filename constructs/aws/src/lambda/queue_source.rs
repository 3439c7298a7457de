//! Queues and topics whose messages functions handle.

use super::{
    EventSource, EventSourceMapping, Function, LambdaSubscription, MetricType, ProvisionedPollers,
};
use crate::kms::Key;
use crate::sns::{FilterPolicy, Topic};
use crate::sqs::Queue;
use crate::{Construct, Duration, IntoValue, Json, Value};

/// Has a function handle the messages of a queue.
#[derive(Clone, Debug)]
pub struct SqsEventSource {
    queue: Queue,
    batch_size: Option<u32>,
    max_batching_window: Option<Duration>,
    report_batch_item_failures: bool,
    max_concurrency: Option<u32>,
    enabled: Option<bool>,
    filters: Vec<Value<Json>>,
    filter_encryption: Option<Key>,
    metrics: Vec<MetricType>,
    pollers: Option<ProvisionedPollers>,
}

impl SqsEventSource {
    /// This queue.
    pub fn new(queue: &Queue) -> Self {
        Self {
            queue: queue.clone(),
            batch_size: None,
            max_batching_window: None,
            report_batch_item_failures: false,
            max_concurrency: None,
            enabled: None,
            filters: Vec::new(),
            filter_encryption: None,
            metrics: Vec::new(),
            pollers: None,
        }
    }

    /// How many messages a call gets at most; more than 10 only with a batching window. Default: 10.
    #[must_use]
    pub fn batch_size(mut self, size: u32) -> Self {
        self.batch_size = Some(size);
        self
    }

    /// How long messages are gathered, up to 5 minutes. Default: not at all.
    #[must_use]
    pub fn max_batching_window(mut self, window: Duration) -> Self {
        self.max_batching_window = Some(window);
        self
    }

    /// Has the function tell which messages of a batch failed.
    #[must_use]
    pub fn report_batch_item_failures(mut self) -> Self {
        self.report_batch_item_failures = true;
        self
    }

    /// How many calls run at once, 2 to 1,000. Default: as many as the function can.
    #[must_use]
    pub fn max_concurrency(mut self, calls: u32) -> Self {
        self.max_concurrency = Some(calls);
        self
    }

    /// Whether the queue is read. Default: true.
    #[must_use]
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = Some(enabled);
        self
    }

    /// Handles only messages that match this pattern, or another one that is given.
    #[must_use]
    pub fn filter(mut self, pattern: impl IntoValue<Json>) -> Self {
        self.filters.push(pattern.into_value());
        self
    }

    /// Key that encrypts the filters. Default: one of AWS.
    #[must_use]
    pub fn filter_encryption(mut self, key: &Key) -> Self {
        self.filter_encryption = Some(key.clone());
        self
    }

    /// What Lambda tells CloudWatch of the queue. Default: nothing.
    #[must_use]
    pub fn metrics(mut self, metrics: impl IntoIterator<Item = MetricType>) -> Self {
        self.metrics = metrics.into_iter().collect();
        self
    }

    /// How many pollers are kept ready. Default: Lambda starts them as they are needed.
    #[must_use]
    pub fn provisioned_pollers(mut self, pollers: ProvisionedPollers) -> Self {
        self.pollers = Some(pollers);
        self
    }
}

impl EventSource for SqsEventSource {
    #[track_caller]
    fn bind(&self, function: &Function) {
        let id = format!("SqsEventSource:{}", self.queue.node().unique_id());
        EventSourceMapping::builder(function, &id)
            .target(function)
            .event_source_arn(self.queue.queue_arn())
            .maybe_batch_size(self.batch_size)
            .maybe_max_batching_window(self.max_batching_window)
            .report_batch_item_failures(self.report_batch_item_failures)
            .maybe_max_concurrency(self.max_concurrency)
            .maybe_enabled(self.enabled)
            .filters(self.filters.clone())
            .maybe_filter_encryption(self.filter_encryption.as_ref())
            .metrics(self.metrics.clone())
            .maybe_provisioned_pollers(self.pollers)
            .build();
        self.queue.grant_consume_messages(function);
    }
}

/// Has a function handle the messages of a topic.
#[derive(Clone, Debug)]
pub struct SnsEventSource {
    topic: Topic,
    filter: Option<FilterPolicy>,
    dead_letters: Option<Queue>,
}

impl SnsEventSource {
    /// This topic.
    pub fn new(topic: &Topic) -> Self {
        Self { topic: topic.clone(), filter: None, dead_letters: None }
    }

    /// Which messages it handles. Default: all.
    #[must_use]
    pub fn filter_policy(mut self, filter: FilterPolicy) -> Self {
        self.filter = Some(filter);
        self
    }

    /// Queue of messages that did not reach it. Default: they are lost.
    #[must_use]
    pub fn dead_letter_queue(mut self, queue: &Queue) -> Self {
        self.dead_letters = Some(queue.clone());
        self
    }
}

impl EventSource for SnsEventSource {
    #[track_caller]
    fn bind(&self, function: &Function) {
        let mut subscription = LambdaSubscription::new(function);
        if let Some(filter) = &self.filter {
            subscription = subscription.filter_policy(filter.clone());
        }
        if let Some(queue) = &self.dead_letters {
            subscription = subscription.dead_letter_queue(queue);
        }
        self.topic.add_subscription(&subscription);
    }
}
