//! Streams, state machines and batch jobs as targets of rules: services whose resources are known here by their ARNs.

use super::target::{Delivery, RuleTarget, RuleTargetConfig, delivery, event_role};
use super::{Rule, RuleTargetInput};
use crate::bag::number;
use crate::iam::{PolicyStatement, Role};
use crate::{Construct, Expr, IntoValue, Value};

/// What these targets share: the resource, its role, and what it is given.
#[derive(Clone, Debug)]
struct Called {
    arn: Value<String>,
    role: Option<Role>,
    input: Option<RuleTargetInput>,
}

impl Called {
    fn new(arn: impl IntoValue<String>) -> Self {
        Self { arn: arn.into_value(), role: None, input: None }
    }

    /// Lets EventBridge do this with these resources, and says how the target is called.
    #[track_caller]
    fn bind(
        &self,
        rule: &Rule,
        actions: &[&'static str],
        resources: Vec<Value<String>>,
    ) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(rule.node()));
        let actions = actions.iter().copied();
        role.add_to_policy(PolicyStatement::allow().actions(actions).resources(resources));
        RuleTargetConfig::new(self.arn.clone()).role(&role).input(self.input.clone())
    }
}

/// The setters of a target with a field `called`.
macro_rules! called {
    ($input:ident, $what:literal) => {
        #[doc = $what]
        #[must_use]
        pub fn $input(mut self, input: RuleTargetInput) -> Self {
            self.called.input = Some(input);
            self
        }

        /// Role by which EventBridge calls it. Default: one that is made for the rule.
        #[must_use]
        pub fn role(mut self, role: &Role) -> Self {
            self.called.role = Some(role.clone());
            self
        }
    };
}

/// Starts a state machine of Step Functions.
///
/// ```
/// use cumulo::{App, Duration, Stack, events::{Rule, Schedule, SfnStateMachine}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let rule = Rule::builder(&stack, "Daily").schedule(Schedule::rate(Duration::days(1))).build();
/// rule.add_target(&SfnStateMachine::new("arn:aws:states:us-east-1:111111111111:stateMachine:bills"));
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
#[derive(Clone, Debug)]
pub struct SfnStateMachine {
    called: Called,
    delivery: Delivery,
}

impl SfnStateMachine {
    /// The one with this ARN.
    pub fn new(arn: impl IntoValue<String>) -> Self {
        Self { called: Called::new(arn), delivery: Delivery::default() }
    }

    called!(input, "What it is given. Default: the whole event.");
    delivery!();
}

impl RuleTarget for SfnStateMachine {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let arns = vec![self.called.arn.clone()];
        let config = self.called.bind(rule, &["states:StartExecution"], arns);
        self.delivery.apply(rule, config)
    }
}

/// Puts a record into a stream of Kinesis.
///
/// ```
/// use cumulo::{App, Stack, events::{EventPattern, KinesisStream, Rule}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let orders = EventPattern::new().source(["shop.orders"]);
/// let rule = Rule::builder(&stack, "Orders").event_pattern(orders).build();
/// let stream = KinesisStream::new("arn:aws:kinesis:us-east-1:111111111111:stream/orders");
/// rule.add_target(&stream.partition_key_path("$.detail.customer"));
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
#[derive(Clone, Debug)]
pub struct KinesisStream {
    called: Called,
    delivery: Delivery,
    partition_key_path: Option<Value<String>>,
}

impl KinesisStream {
    /// The one with this ARN.
    pub fn new(arn: impl IntoValue<String>) -> Self {
        Self { called: Called::new(arn), delivery: Delivery::default(), partition_key_path: None }
    }

    /// Path of the event's field by which records are spread over shards. Default: the event's id.
    #[must_use]
    pub fn partition_key_path(mut self, path: impl IntoValue<String>) -> Self {
        self.partition_key_path = Some(path.into_value());
        self
    }

    called!(message, "The record. Default: the whole event.");
    delivery!();
}

impl RuleTarget for KinesisStream {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let arns = vec![self.called.arn.clone()];
        let mut config = self.called.bind(rule, &["kinesis:PutRecord", "kinesis:PutRecords"], arns);
        if let Some(path) = &self.partition_key_path {
            let path = Expr::object([("PartitionKeyPath", Expr::from(path))]);
            config = config.property("KinesisParameters", path);
        }
        self.delivery.apply(rule, config)
    }
}

/// Puts a record into a delivery stream of Firehose.
///
/// ```
/// use cumulo::{App, Stack, events::{EventPattern, FirehoseDeliveryStream, Rule}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let orders = EventPattern::new().source(["shop.orders"]);
/// let rule = Rule::builder(&stack, "Orders").event_pattern(orders).build();
/// let lake = "arn:aws:firehose:us-east-1:111111111111:deliverystream/lake";
/// rule.add_target(&FirehoseDeliveryStream::new(lake));
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
#[derive(Clone, Debug)]
pub struct FirehoseDeliveryStream {
    called: Called,
    delivery: Delivery,
}

impl FirehoseDeliveryStream {
    /// The one with this ARN.
    pub fn new(arn: impl IntoValue<String>) -> Self {
        Self { called: Called::new(arn), delivery: Delivery::default() }
    }

    called!(message, "The record. Default: the whole event.");
    delivery!();
}

impl RuleTarget for FirehoseDeliveryStream {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let arns = vec![self.called.arn.clone()];
        let config =
            self.called.bind(rule, &["firehose:PutRecord", "firehose:PutRecordBatch"], arns);
        self.delivery.apply(rule, config)
    }
}

/// Submits a job to AWS Batch.
///
/// ```
/// use cumulo::{App, Duration, Stack, events::{BatchJob, Rule, Schedule}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let rule = Rule::builder(&stack, "Daily").schedule(Schedule::rate(Duration::days(1))).build();
/// let queue = "arn:aws:batch:us-east-1:111111111111:job-queue/nightly";
/// let definition = "arn:aws:batch:us-east-1:111111111111:job-definition/bills:1";
/// rule.add_target(&BatchJob::new(queue, definition, "bills").attempts(3));
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
#[derive(Clone, Debug)]
pub struct BatchJob {
    called: Called,
    delivery: Delivery,
    definition: Value<String>,
    name: Value<String>,
    attempts: Option<u32>,
    size: Option<u32>,
}

impl BatchJob {
    /// A job of this name and definition in this queue, both by their ARNs.
    pub fn new(
        queue_arn: impl IntoValue<String>,
        definition_arn: impl IntoValue<String>,
        name: impl IntoValue<String>,
    ) -> Self {
        Self {
            called: Called::new(queue_arn),
            delivery: Delivery::default(),
            definition: definition_arn.into_value(),
            name: name.into_value(),
            attempts: None,
            size: None,
        }
    }

    /// How often the job is tried, 1 to 10 times. Default: once.
    #[must_use]
    pub fn attempts(mut self, attempts: u32) -> Self {
        self.attempts = Some(attempts);
        self
    }

    /// Makes it an array of this many jobs, 2 to 10,000.
    #[must_use]
    pub fn size(mut self, jobs: u32) -> Self {
        self.size = Some(jobs);
        self
    }

    called!(event, "What the job is given. Default: the whole event.");
    delivery!();
}

impl RuleTarget for BatchJob {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let of = |key: &'static str, value: Option<u32>| match value {
            None => Expr::Null,
            value => Expr::object([(key, number(value))]),
        };
        let parameters = Expr::object([
            ("ArrayProperties", of("Size", self.size)),
            ("JobDefinition", Expr::from(&self.definition)),
            ("JobName", Expr::from(&self.name)),
            ("RetryStrategy", of("Attempts", self.attempts)),
        ]);
        let arns = vec![self.definition.clone(), self.called.arn.clone()];
        let config = self.called.bind(rule, &["batch:SubmitJob"], arns);
        self.delivery.apply(rule, config.property("BatchParameters", parameters))
    }
}
