//! Policies that change capacity in steps when a metric leaves the values that are fine.

use super::intervals::{Side, split};
use super::target_tracking::seconds;
use super::{ScalableTarget, ScalingInterval};
use crate::bag::{bag, number};
use crate::cfn::applicationautoscaling::CfnScalingPolicy;
use crate::cloudwatch::{Alarm, ComparisonOperator, Metric};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// What the change of a step means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AdjustmentType {
    /// So many more or less.
    #[default]
    ChangeInCapacity,
    /// So many percent more or less.
    PercentChangeInCapacity,
    /// So many.
    ExactCapacity,
}

impl AdjustmentType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            AdjustmentType::ChangeInCapacity => "ChangeInCapacity",
            AdjustmentType::PercentChangeInCapacity => "PercentChangeInCapacity",
            AdjustmentType::ExactCapacity => "ExactCapacity",
        }
    }
}

/// How the values of a metric in a period become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricAggregationType {
    /// Their average.
    Average,
    /// The smallest.
    Minimum,
    /// The largest.
    Maximum,
}

impl MetricAggregationType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            MetricAggregationType::Average => "Average",
            MetricAggregationType::Minimum => "Minimum",
            MetricAggregationType::Maximum => "Maximum",
        }
    }

    /// The one that fits how the metric itself is computed.
    pub(crate) fn of(metric: &Metric) -> Self {
        match metric.statistic.as_str() {
            "Minimum" => MetricAggregationType::Minimum,
            "Maximum" => MetricAggregationType::Maximum,
            _ => MetricAggregationType::Average,
        }
    }
}

/// Policies that change capacity in steps, one below and one above the values that are fine, each with its alarm.
///
/// ```
/// use cumulo::applicationautoscaling::{ScalableTarget, ScalingInterval, ServiceNamespace, StepScalingPolicy};
/// use cumulo::sqs::Queue;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let queue = Queue::builder(&stack, "Work").build();
/// let tasks = ScalableTarget::builder(&stack, "Tasks")
///     .service_namespace(ServiceNamespace::Ecs)
///     .resource_id("service/jobs/worker")
///     .scalable_dimension("ecs:service:DesiredCount")
///     .min_capacity(0)
///     .max_capacity(10)
///     .build();
/// StepScalingPolicy::builder(&stack, "Backlog")
///     .scaling_target(&tasks)
///     .metric(&queue.metric_approximate_number_of_messages_visible())
///     .scaling_steps([
///         ScalingInterval::below(0.0, -1.0),
///         ScalingInterval::above(1.0, 1.0),
///         ScalingInterval::above(500.0, 5.0),
///     ])
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html>
#[derive(Clone, Debug)]
pub struct StepScalingPolicy {
    node: Node,
    lower: Option<(Resource<CfnScalingPolicy>, Alarm)>,
    upper: Option<(Resource<CfnScalingPolicy>, Alarm)>,
}

#[bon]
impl StepScalingPolicy {
    /// Policies of a target.
    ///
    /// # Findings
    /// `scaling-intervals` when there are less than two intervals, when they overlap, or when nothing happens in more
    /// than one range between them.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What they scale.
        scaling_target: &ScalableTarget,
        /// What they watch.
        metric: &Metric,
        /// Values of the metric at which capacity changes, and how.
        #[builder(with = |steps: impl IntoIterator<Item = ScalingInterval>| steps.into_iter().collect())]
        scaling_steps: Vec<ScalingInterval>,
        /// What the change of a step means.
        #[builder(default)]
        adjustment_type: AdjustmentType,
        /// How long after a change further ones count less. Default: none.
        cooldown: Option<Duration>,
        /// The least change where changes are in percent. Default: 1.
        min_adjustment_magnitude: Option<u32>,
        /// Over how many periods the metric is looked at.
        #[builder(default = 1)]
        evaluation_periods: u32,
        /// In how many of them it must be beyond the threshold. Default: in all.
        datapoints_to_alarm: Option<u32>,
        /// How the values of a period become one. Default: as in the metric.
        metric_aggregation_type: Option<MetricAggregationType>,
    ) -> StepScalingPolicy {
        let node = scope.node().child(id);
        let absolute = adjustment_type == AdjustmentType::ExactCapacity;
        let sides = split(&node, &scaling_steps, absolute);
        let aggregation =
            metric_aggregation_type.unwrap_or_else(|| MetricAggregationType::of(metric));
        let make = |side: &Side, word: &str, operator: ComparisonOperator| {
            let policy_node = node.child(&format!("{word}Policy"));
            let steps = side.steps.iter().map(|step| {
                Expr::object([
                    ("MetricIntervalLowerBound", float(step.lower)),
                    ("MetricIntervalUpperBound", float(step.upper)),
                    ("ScalingAdjustment", float(Some(step.change))),
                ])
            });
            let configuration = Expr::object([
                ("AdjustmentType", Expr::from(adjustment_type.name())),
                ("Cooldown", cooldown.map_or(Expr::Null, seconds)),
                ("MetricAggregationType", Expr::from(aggregation.name())),
                ("MinAdjustmentMagnitude", number(min_adjustment_magnitude)),
                ("StepAdjustments", Expr::List(steps.collect())),
            ]);
            let policy = bag::<CfnScalingPolicy>([
                ("PolicyName", Expr::from(policy_node.unique_id())),
                ("PolicyType", Expr::from("StepScaling")),
                ("ScalingTargetId", scaling_target.scalable_target_id().into()),
                ("StepScalingPolicyConfiguration", configuration),
            ])
            .add_to(&policy_node, "Resource");
            let alarm = Alarm::builder(&node, &format!("{word}Alarm"))
                .metric(metric)
                .threshold(side.threshold)
                .evaluation_periods(evaluation_periods)
                .maybe_datapoints_to_alarm(datapoints_to_alarm)
                .comparison_operator(operator)
                .alarm_description(format!("{word} threshold scaling alarm"))
                .build();
            alarm.add_alarm_action(&policy.reference());
            (policy, alarm)
        };
        let lower = sides
            .lower
            .map(|side| make(&side, "Lower", ComparisonOperator::LessThanOrEqualToThreshold));
        let upper = sides
            .upper
            .map(|side| make(&side, "Upper", ComparisonOperator::GreaterThanOrEqualToThreshold));
        StepScalingPolicy { node, lower, upper }
    }

    /// ARN of the policy below the values that are fine.
    pub fn lower_policy_arn(&self) -> Option<Value<String>> {
        self.lower.as_ref().map(|(policy, _)| policy.reference())
    }

    /// The alarm that starts it.
    pub fn lower_alarm(&self) -> Option<&Alarm> {
        self.lower.as_ref().map(|(_, alarm)| alarm)
    }

    /// ARN of the policy above the values that are fine.
    pub fn upper_policy_arn(&self) -> Option<Value<String>> {
        self.upper.as_ref().map(|(policy, _)| policy.reference())
    }

    /// The alarm that starts it.
    pub fn upper_alarm(&self) -> Option<&Alarm> {
        self.upper.as_ref().map(|(_, alarm)| alarm)
    }
}

pub(crate) fn float(value: Option<f64>) -> Expr {
    value.map_or(Expr::Null, |value| IntoValue::<f64>::into_value(value).into())
}

impl Construct for StepScalingPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
