//! Policies and timetables of groups.

use super::AutoScalingGroup;
use super::update_policy::{number, seconds};
use crate::applicationautoscaling::intervals::{Side, split};
use crate::applicationautoscaling::{
    AdjustmentType, MetricAggregationType, ScalingInterval, Schedule, customized_metric, float,
};
use crate::bag::{bag, flag, opt};
use crate::cfn::autoscaling::{CfnScalingPolicy, CfnScheduledAction};
use crate::cloudwatch::{Alarm, ComparisonOperator, Metric};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A policy that keeps a metric of a group at a value.
///
/// ```
/// use cumulo::autoscaling::AutoScalingGroup;
/// # use cumulo::ec2::{InstanceType, MachineImage, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Fleet").build();
/// # let vpc = Vpc::builder(&stack, "Vpc").build();
/// # let fleet = AutoScalingGroup::builder(&stack, "Fleet")
/// #     .vpc(&vpc)
/// #     .instance_type(InstanceType::new("t3.micro"))
/// #     .machine_image(MachineImage::latest_amazon_linux_2023())
/// #     .max_capacity(5)
/// #     .build();
/// fleet.scale_on_cpu_utilization("Cpu").target_utilization_percent(50).cooldown(Duration::minutes(5)).build();
/// # cumulo::testing::Template::of(&app, "Fleet");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-autoscaling-scalingpolicy.html>
#[derive(Clone, Debug)]
pub struct TargetTrackingScalingPolicy {
    node: Node,
    cfn: Resource<CfnScalingPolicy>,
}

impl TargetTrackingScalingPolicy {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnScalingPolicy> {
        &self.cfn
    }

    /// ARN of the policy.
    pub fn scaling_policy_arn(&self) -> Value<String> {
        self.cfn.reference()
    }
}

/// Policies of a group that change its size in steps, each with its alarm.
///
/// ```
/// use cumulo::applicationautoscaling::ScalingInterval;
/// use cumulo::autoscaling::AutoScalingGroup;
/// use cumulo::sqs::Queue;
/// # use cumulo::ec2::{InstanceType, MachineImage, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Fleet").build();
/// # let vpc = Vpc::builder(&stack, "Vpc").build();
/// # let fleet = AutoScalingGroup::builder(&stack, "Fleet")
/// #     .vpc(&vpc)
/// #     .instance_type(InstanceType::new("t3.micro"))
/// #     .machine_image(MachineImage::latest_amazon_linux_2023())
/// #     .max_capacity(5)
/// #     .build();
/// let queue = Queue::builder(&stack, "Work").build();
/// fleet
///     .scale_on_metric("Backlog")
///     .metric(&queue.metric_approximate_number_of_messages_visible())
///     .scaling_steps([
///         ScalingInterval::below(0.0, -1.0),
///         ScalingInterval::above(100.0, 1.0),
///         ScalingInterval::above(500.0, 5.0),
///     ])
///     .build();
/// # cumulo::testing::Template::of(&app, "Fleet");
/// ```
#[derive(Clone, Debug)]
pub struct StepScalingPolicy {
    node: Node,
    lower_alarm: Option<Alarm>,
    upper_alarm: Option<Alarm>,
}

impl StepScalingPolicy {
    /// The alarm below the values that are fine.
    pub fn lower_alarm(&self) -> Option<&Alarm> {
        self.lower_alarm.as_ref()
    }

    /// The alarm above the values that are fine.
    pub fn upper_alarm(&self) -> Option<&Alarm> {
        self.upper_alarm.as_ref()
    }
}

/// What all target tracking policies may say.
struct Tracking {
    disable_scale_in: Option<bool>,
    cooldown: Option<Duration>,
    warmup: Option<Duration>,
}

#[bon]
impl AutoScalingGroup {
    /// Keeps the instances' use of CPU at a share.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_cpu_utilization(
        &self,
        #[builder(start_fn)] id: &str,
        /// The share, in percent.
        #[builder(with = |percent: impl IntoValue<f64>| percent.into_value())]
        target_utilization_percent: Value<f64>,
        /// Whether the group only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after a change there is no further one. Default: the group's.
        cooldown: Option<Duration>,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let tracking = Tracking { disable_scale_in, cooldown, warmup: estimated_instance_warmup };
        self.track(
            id,
            predefined("ASGAverageCPUUtilization", None),
            target_utilization_percent,
            tracking,
        )
    }

    /// Keeps what each instance receives at a rate.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_incoming_bytes(
        &self,
        #[builder(start_fn)] id: &str,
        /// The rate, in bytes a second.
        #[builder(with = |rate: impl IntoValue<f64>| rate.into_value())]
        target_bytes_per_second: Value<f64>,
        /// Whether the group only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after a change there is no further one. Default: the group's.
        cooldown: Option<Duration>,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let tracking = Tracking { disable_scale_in, cooldown, warmup: estimated_instance_warmup };
        self.track(id, predefined("ASGAverageNetworkIn", None), target_bytes_per_second, tracking)
    }

    /// Keeps what each instance sends at a rate.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_outgoing_bytes(
        &self,
        #[builder(start_fn)] id: &str,
        /// The rate, in bytes a second.
        #[builder(with = |rate: impl IntoValue<f64>| rate.into_value())]
        target_bytes_per_second: Value<f64>,
        /// Whether the group only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after a change there is no further one. Default: the group's.
        cooldown: Option<Duration>,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let tracking = Tracking { disable_scale_in, cooldown, warmup: estimated_instance_warmup };
        self.track(id, predefined("ASGAverageNetworkOut", None), target_bytes_per_second, tracking)
    }

    /// Keeps the requests that each instance gets in a minute at a number; the group must be a target of an application load balancer.
    ///
    /// # Findings
    /// `scaling-target-group` when it is not yet.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_request_count(
        &self,
        #[builder(start_fn)] id: &str,
        /// The number of requests in a minute.
        #[builder(with = |count: impl IntoValue<f64>| count.into_value())]
        target_requests_per_minute: Value<f64>,
        /// Whether the group only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after a change there is no further one. Default: the group's.
        cooldown: Option<Duration>,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let group = self.target_group();
        let label = group.as_ref().and_then(|group| group.resource_label());
        if label.is_none() {
            self.node().error_here(
                "scaling-target-group",
                "no listener sends requests to the group, so nobody counts them",
                "add the group to the targets of an application load balancer's listener before",
            );
        }
        let tracking = Tracking { disable_scale_in, cooldown, warmup: estimated_instance_warmup };
        let metric = predefined("ALBRequestCountPerTarget", label.as_ref());
        let policy = self.track(id, metric, target_requests_per_minute, tracking);
        if let Some(group) = group {
            group.load_balancer_attached_before(&policy);
        }
        policy
    }

    /// Keeps a metric at a value; one that goes down when there are more instances.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_to_track_metric(
        &self,
        #[builder(start_fn)] id: &str,
        /// The metric.
        metric: &Metric,
        /// The value.
        #[builder(with = |value: impl IntoValue<f64>| value.into_value())]
        target_value: Value<f64>,
        /// Whether the group only grows. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after a change there is no further one. Default: the group's.
        cooldown: Option<Duration>,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let tracking = Tracking { disable_scale_in, cooldown, warmup: estimated_instance_warmup };
        let metric = ("CustomizedMetricSpecification", customized_metric(metric));
        self.track(id, metric, target_value, tracking)
    }

    #[track_caller]
    fn track(
        &self,
        id: &str,
        metric: (&'static str, Expr),
        value: Value<f64>,
        tracking: Tracking,
    ) -> TargetTrackingScalingPolicy {
        let node = self.node().child(&format!("ScalingPolicy{id}"));
        let cooldown = tracking.cooldown.map(|time| Expr::from(time.to_seconds().to_string()));
        let cfn = bag::<CfnScalingPolicy>([
            ("AutoScalingGroupName", self.auto_scaling_group_name().into()),
            ("Cooldown", cooldown.unwrap_or(Expr::Null)),
            ("EstimatedInstanceWarmup", tracking.warmup.map_or(Expr::Null, seconds)),
            ("PolicyType", Expr::from("TargetTrackingScaling")),
            (
                "TargetTrackingConfiguration",
                Expr::object([
                    metric,
                    ("DisableScaleIn", flag(tracking.disable_scale_in)),
                    ("TargetValue", value.into()),
                ]),
            ),
        ])
        .add_to(&node, "Resource");
        TargetTrackingScalingPolicy { node, cfn }
    }

    /// Changes the size of the group in steps when a metric leaves the values that are fine.
    ///
    /// # Findings
    /// `scaling-intervals` when the steps do not make sense together.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_metric(
        &self,
        #[builder(start_fn)] id: &str,
        /// The metric.
        metric: &Metric,
        /// Values of the metric at which the size changes, and how.
        #[builder(with = |steps: impl IntoIterator<Item = ScalingInterval>| steps.into_iter().collect())]
        scaling_steps: Vec<ScalingInterval>,
        /// What the change of a step means.
        #[builder(default)]
        adjustment_type: AdjustmentType,
        /// Time until a new instance counts. Default: the group's.
        estimated_instance_warmup: Option<Duration>,
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
        let node = self.node().child(id);
        let absolute = adjustment_type == AdjustmentType::ExactCapacity;
        let sides = split(&node, &scaling_steps, absolute);
        let aggregation =
            metric_aggregation_type.unwrap_or_else(|| MetricAggregationType::of(metric));
        let make = |side: Side, word: &str, operator: ComparisonOperator| {
            let steps = side.steps.iter().map(|step| {
                Expr::object([
                    ("MetricIntervalLowerBound", float(step.lower)),
                    ("MetricIntervalUpperBound", float(step.upper)),
                    ("ScalingAdjustment", float(Some(step.change))),
                ])
            });
            let policy_node = node.child(&format!("{word}Policy"));
            let policy = bag::<CfnScalingPolicy>([
                ("AdjustmentType", Expr::from(adjustment_type.name())),
                ("AutoScalingGroupName", self.auto_scaling_group_name().into()),
                ("EstimatedInstanceWarmup", estimated_instance_warmup.map_or(Expr::Null, seconds)),
                ("MetricAggregationType", Expr::from(aggregation.name())),
                ("MinAdjustmentMagnitude", min_adjustment_magnitude.map_or(Expr::Null, number)),
                ("PolicyType", Expr::from("StepScaling")),
                ("StepAdjustments", Expr::List(steps.collect())),
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
            alarm
        };
        let lower_alarm = sides
            .lower
            .map(|side| make(side, "Lower", ComparisonOperator::LessThanOrEqualToThreshold));
        let upper_alarm = sides
            .upper
            .map(|side| make(side, "Upper", ComparisonOperator::GreaterThanOrEqualToThreshold));
        StepScalingPolicy { node, lower_alarm, upper_alarm }
    }

    /// Changes the bounds or the size of the group at certain times, as child `ScheduledAction<id>`.
    ///
    /// # Findings
    /// `scaling-schedule` when it changes nothing.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_schedule(
        &self,
        #[builder(start_fn)] id: &str,
        /// When; [`Schedule::cron`] only.
        schedule: Schedule,
        /// The least size from then on. Default: as it is.
        min_capacity: Option<u32>,
        /// The largest size from then on. Default: as it is.
        max_capacity: Option<u32>,
        /// The size from then on. Default: as it is.
        desired_capacity: Option<u32>,
        /// Time from which the schedule counts, such as `2030-01-01T00:00:00Z`. Default: at once.
        #[builder(with = |time: impl IntoValue<String>| time.into_value())]
        start_time: Option<Value<String>>,
        /// Time until which the schedule counts. Default: for ever.
        #[builder(with = |time: impl IntoValue<String>| time.into_value())]
        end_time: Option<Value<String>>,
        /// Time zone of the schedule, such as `Europe/London`. Default: UTC.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        time_zone: Option<Value<String>>,
    ) -> Resource<CfnScheduledAction> {
        let node = self.node().child(&format!("ScheduledAction{id}"));
        let sizes = [min_capacity, max_capacity, desired_capacity];
        if sizes.iter().all(Option::is_none) {
            node.error(
                "scaling-schedule",
                format!("scheduled action `{id}` changes nothing"),
                "set `min_capacity`, `max_capacity` or `desired_capacity`",
            );
        }
        let [min, max, desired] = sizes.map(|size| size.map_or(Expr::Null, number));
        bag::<CfnScheduledAction>([
            ("AutoScalingGroupName", self.auto_scaling_group_name().into()),
            ("DesiredCapacity", desired),
            ("EndTime", opt(end_time.as_ref())),
            ("MaxSize", max),
            ("MinSize", min),
            ("Recurrence", Expr::from(schedule.unix_expression(&node))),
            ("StartTime", opt(start_time.as_ref())),
            ("TimeZone", opt(time_zone.as_ref())),
        ])
        .add_to(&node, "Resource")
    }
}

fn predefined(name: &'static str, label: Option<&Value<String>>) -> (&'static str, Expr) {
    let metric =
        Expr::object([("PredefinedMetricType", Expr::from(name)), ("ResourceLabel", opt(label))]);
    ("PredefinedMetricSpecification", metric)
}

impl Construct for TargetTrackingScalingPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Construct for StepScalingPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
