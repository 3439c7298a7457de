//! Where functions get events from.

use super::function::seconds;
use super::{Function, LambdaSubscription};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::lambda::CfnEventSourceMapping;
use crate::json_text::json_text;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Json, Node, Resource, Value};
use bon::bon;

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
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Function that handles the records.
        target: &Function,
        /// ARN of the queue or stream.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        event_source_arn: Value<String>,
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
            ("BatchSize", number(batch_size)),
            ("BisectBatchOnFunctionError", flag(bisect_batch_on_error)),
            (
                "DestinationConfig",
                object("OnFailure", object("Destination", opt(on_failure.as_ref()))),
            ),
            ("Enabled", flag(enabled)),
            ("EventSourceArn", event_source_arn.into_expr()),
            ("FilterCriteria", object("Filters", list(patterns))),
            ("FunctionName", target.function_name().into_expr()),
            (
                "FunctionResponseTypes",
                list(report_batch_item_failures.then_some("ReportBatchItemFailures")),
            ),
            ("MaximumBatchingWindowInSeconds", seconds(max_batching_window)),
            ("MaximumRecordAgeInSeconds", seconds(max_record_age)),
            ("MaximumRetryAttempts", number(retry_attempts)),
            ("ParallelizationFactor", number(parallelization_factor)),
            ("ScalingConfig", object("MaximumConcurrency", number(max_concurrency))),
            ("StartingPosition", position.map_or(Expr::Null, Expr::from)),
            ("StartingPositionTimestamp", number(timestamp)),
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

impl Construct for EventSourceMapping {
    fn node(&self) -> &Node {
        &self.node
    }
}

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
            .build();
        self.queue.grant_consume_messages(function);
    }
}

/// Has a function handle the messages of a topic.
#[derive(Clone, Debug)]
pub struct SnsEventSource(Topic);

impl SnsEventSource {
    /// This topic.
    pub fn new(topic: &Topic) -> Self {
        Self(topic.clone())
    }
}

impl EventSource for SnsEventSource {
    #[track_caller]
    fn bind(&self, function: &Function) {
        self.0.add_subscription(&LambdaSubscription::new(function));
    }
}
