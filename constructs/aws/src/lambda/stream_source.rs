//! Streams whose records functions handle.

use super::{
    EventSource, EventSourceMapping, FailureDestination, Function, MetricType, StartingPosition,
};
use crate::dynamodb::{Table, TableV2};
use crate::iam::PolicyStatement;
use crate::kms::Key;
use crate::{Construct, Duration, IntoValue, Json, Value};

/// What sources that are streams share.
#[derive(Clone, Debug)]
struct Stream {
    starting_position: StartingPosition,
    batch_size: u32,
    max_batching_window: Option<Duration>,
    bisect_batch_on_error: Option<bool>,
    enabled: Option<bool>,
    filters: Vec<Value<Json>>,
    filter_encryption: Option<Key>,
    max_record_age: Option<Duration>,
    metrics: Vec<MetricType>,
    on_failure: Option<FailureDestination>,
    parallelization_factor: Option<u32>,
    report_batch_item_failures: bool,
    retry_attempts: Option<u32>,
    tumbling_window: Option<Duration>,
}

impl Stream {
    fn new(starting_position: StartingPosition) -> Self {
        Self {
            starting_position,
            batch_size: 100,
            max_batching_window: None,
            bisect_batch_on_error: None,
            enabled: None,
            filters: Vec::new(),
            filter_encryption: None,
            max_record_age: None,
            metrics: Vec::new(),
            on_failure: None,
            parallelization_factor: None,
            report_batch_item_failures: false,
            retry_attempts: None,
            tumbling_window: None,
        }
    }

    #[track_caller]
    fn bind(&self, function: &Function, id: &str, arn: Value<String>) {
        let on_failure = self.on_failure.as_ref().map(|to| to.allow(function));
        EventSourceMapping::builder(function, id)
            .target(function)
            .event_source_arn(arn)
            .starting_position(self.starting_position.clone())
            .batch_size(self.batch_size)
            .maybe_max_batching_window(self.max_batching_window)
            .maybe_bisect_batch_on_error(self.bisect_batch_on_error)
            .maybe_enabled(self.enabled)
            .filters(self.filters.clone())
            .maybe_filter_encryption(self.filter_encryption.as_ref())
            .maybe_max_record_age(self.max_record_age)
            .metrics(self.metrics.clone())
            .maybe_on_failure(on_failure)
            .maybe_parallelization_factor(self.parallelization_factor)
            .report_batch_item_failures(self.report_batch_item_failures)
            .maybe_retry_attempts(self.retry_attempts)
            .maybe_tumbling_window(self.tumbling_window)
            .build();
    }
}

/// The setters of a source with a field `stream`.
macro_rules! stream {
    () => {
        /// How many records a call gets at most, 1 to 10,000. Default: 100.
        #[must_use]
        pub fn batch_size(mut self, size: u32) -> Self {
            self.stream.batch_size = size;
            self
        }

        /// How long records are gathered, up to 5 minutes. Default: not at all.
        #[must_use]
        pub fn max_batching_window(mut self, window: Duration) -> Self {
            self.stream.max_batching_window = Some(window);
            self
        }

        /// Whether a batch that failed is cut in two. Default: false.
        #[must_use]
        pub fn bisect_batch_on_error(mut self, bisect: bool) -> Self {
            self.stream.bisect_batch_on_error = Some(bisect);
            self
        }

        /// Whether the stream is read. Default: true.
        #[must_use]
        pub fn enabled(mut self, enabled: bool) -> Self {
            self.stream.enabled = Some(enabled);
            self
        }

        /// Handles only records that match this pattern, or another one that is given.
        #[must_use]
        pub fn filter(mut self, pattern: impl IntoValue<Json>) -> Self {
            self.stream.filters.push(pattern.into_value());
            self
        }

        /// Key that encrypts the filters. Default: one of AWS.
        #[must_use]
        pub fn filter_encryption(mut self, key: &Key) -> Self {
            self.stream.filter_encryption = Some(key.clone());
            self
        }

        /// How old a record may become, 1 minute to 7 days. Default: as old as the stream keeps it.
        #[must_use]
        pub fn max_record_age(mut self, age: Duration) -> Self {
            self.stream.max_record_age = Some(age);
            self
        }

        /// What Lambda tells CloudWatch of the stream. Default: nothing.
        #[must_use]
        pub fn metrics(mut self, metrics: impl IntoIterator<Item = MetricType>) -> Self {
            self.stream.metrics = metrics.into_iter().collect();
            self
        }

        /// Where records go that the function failed to handle. Default: they are lost.
        #[must_use]
        pub fn on_failure(mut self, to: impl Into<FailureDestination>) -> Self {
            self.stream.on_failure = Some(to.into());
            self
        }

        /// How many calls run at once for a shard, 1 to 10. Default: 1.
        #[must_use]
        pub fn parallelization_factor(mut self, calls: u32) -> Self {
            self.stream.parallelization_factor = Some(calls);
            self
        }

        /// Has the function tell which records of a batch failed.
        #[must_use]
        pub fn report_batch_item_failures(mut self) -> Self {
            self.stream.report_batch_item_failures = true;
            self
        }

        /// How often a batch is tried again, up to 10,000 times. Default: while the stream keeps it.
        #[must_use]
        pub fn retry_attempts(mut self, attempts: u32) -> Self {
            self.stream.retry_attempts = Some(attempts);
            self
        }

        /// Time over which results are summed up, up to 15 minutes. Default: none.
        #[must_use]
        pub fn tumbling_window(mut self, window: Duration) -> Self {
            self.stream.tumbling_window = Some(window);
            self
        }
    };
}

/// A table, of either kind.
#[derive(Clone, Debug)]
enum Source {
    Table(Table),
    Global(TableV2),
}

/// Has a function handle the changes of a table of DynamoDB.
///
/// ```
/// use cumulo::dynamodb::{Attribute, StreamViewType, Table};
/// use cumulo::lambda::{Code, DynamoEventSource, Function, Runtime, StartingPosition};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = Table::builder(&stack, "Orders")
///     .partition_key(Attribute::string("id"))
///     .stream(StreamViewType::NewImage)
///     .build();
/// let bills = Function::builder(&stack, "Bills")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .build();
/// bills.add_event_source(&DynamoEventSource::new(&orders, StartingPosition::Latest));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct DynamoEventSource {
    source: Source,
    stream: Stream,
}

impl DynamoEventSource {
    /// The stream of this table.
    pub fn new(table: &Table, starting_position: StartingPosition) -> Self {
        Self { source: Source::Table(table.clone()), stream: Stream::new(starting_position) }
    }

    /// The stream of this global table.
    pub fn of_table_v2(table: &TableV2, starting_position: StartingPosition) -> Self {
        Self { source: Source::Global(table.clone()), stream: Stream::new(starting_position) }
    }

    stream!();
}

impl EventSource for DynamoEventSource {
    /// Findings: `dynamodb-stream` where the table has no stream.
    #[track_caller]
    fn bind(&self, function: &Function) {
        let (node, arn) = match &self.source {
            Source::Table(table) => (table.node(), table.table_stream_arn()),
            Source::Global(table) => (table.node(), table.table_stream_arn()),
        };
        if let Some(arn) = arn {
            let id = format!("DynamoDBEventSource:{}", node.unique_id());
            self.stream.bind(function, &id, arn);
        }
        match &self.source {
            Source::Table(table) => table.grant_stream_read(function),
            Source::Global(table) => table.grant_stream_read(function),
        };
    }
}

/// Has a function handle the records of a stream of Kinesis.
///
/// ```
/// use cumulo::lambda::{Code, Function, KinesisEventSource, Runtime, StartingPosition};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let clicks = Function::builder(&stack, "Clicks")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .build();
/// let stream = "arn:aws:kinesis:us-east-1:111111111111:stream/clicks";
/// clicks.add_event_source(&KinesisEventSource::new("Clicks", stream, StartingPosition::TrimHorizon));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct KinesisEventSource {
    id: String,
    arn: Value<String>,
    stream: Stream,
}

impl KinesisEventSource {
    /// The stream with this ARN; `id` tells it apart from other streams of the function.
    pub fn new(
        id: &str,
        stream_arn: impl IntoValue<String>,
        starting_position: StartingPosition,
    ) -> Self {
        Self {
            id: id.to_owned(),
            arn: stream_arn.into_value(),
            stream: Stream::new(starting_position),
        }
    }

    stream!();
}

impl EventSource for KinesisEventSource {
    #[track_caller]
    fn bind(&self, function: &Function) {
        self.stream.bind(function, &format!("KinesisEventSource:{}", self.id), self.arn.clone());
        function.add_to_role_policy(
            PolicyStatement::allow()
                .actions([
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                    "kinesis:SubscribeToShard",
                    "kinesis:DescribeStream",
                    "kinesis:ListStreams",
                    "kinesis:DescribeStreamConsumer",
                ])
                .resources([&self.arn]),
        );
    }
}
