//! Numbers of tasks that follow a metric or a timetable.

use super::BaseService;
use crate::applicationautoscaling::{
    AdjustmentType, MetricAggregationType, PredefinedMetric, ScalableTarget, ScalingInterval,
    Schedule, ServiceNamespace, StepScalingPolicy, TargetTrackingScalingPolicy, TrackedMetric,
};
use crate::cloudwatch::Metric;
use crate::elbv2::ApplicationTargetGroup;
use crate::{Construct, Duration, IntoValue, Node, Value, text};
use bon::bon;

/// The number of tasks of a service, between two bounds; made with [`BaseService::auto_scale_task_count`].
///
/// ```
/// # use cumulo::ec2::Vpc;
/// # use cumulo::ecs::{Cluster, ContainerImage, FargateService, FargateTaskDefinition};
/// # use cumulo::prelude::*;
/// # let app = App::new();
/// # let stack = Stack::builder(&app, "Shop").build();
/// # let vpc = Vpc::builder(&stack, "Vpc").build();
/// # let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
/// # let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// # task.add_container("api").image(ContainerImage::from_registry("nginx:1.27")).build();
/// # let service = FargateService::builder(&stack, "Service").cluster(&cluster).task_definition(&task).build();
/// let tasks = service.auto_scale_task_count().min_capacity(2).max_capacity(10).build();
/// tasks.scale_on_cpu_utilization("Cpu").target_utilization_percent(80).build();
/// tasks
///     .scale_on_memory_utilization("Memory")
///     .target_utilization_percent(80)
///     .scale_in_cooldown(Duration::minutes(5))
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct ScalableTaskCount {
    node: Node,
    target: ScalableTarget,
}

#[bon]
impl BaseService {
    /// Lets the number of tasks follow a metric or a timetable.
    ///
    /// # Findings
    /// `duplicate-id` when it was said already; warning `desired-count` when deployments set the number too.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn auto_scale_task_count(
        &self,
        /// How many tasks run at least.
        #[builder(default = 1i64.into_value(), with = |count: impl IntoValue<i64>| count.into_value())]
        min_capacity: Value<i64>,
        /// How many tasks run at most.
        #[builder(with = |count: impl IntoValue<i64>| count.into_value())]
        max_capacity: Value<i64>,
    ) -> ScalableTaskCount {
        let node = self.facts_node().child("TaskCount");
        if self.cfn().with_properties(|properties| properties.get("DesiredCount").is_some()) {
            node.warning(
                "desired-count",
                "each deployment sets the number of tasks back to `desired_count`, whatever scaling made of it",
                "leave `desired_count` out; `min_capacity` says how many tasks run at least",
            );
        }
        self.after_task_role(&node);
        let stack = node.stack();
        // The role belongs to the service and is there in every account that ever scaled a task.
        let role = text!(
            "arn:{}:iam::{}:role/aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
            stack.partition(),
            stack.account()
        );
        let target = ScalableTarget::builder(&node, "Target")
            .service_namespace(ServiceNamespace::Ecs)
            .resource_id(text!("service/{}/{}", self.cluster().cluster_name(), self.service_name()))
            .scalable_dimension("ecs:service:DesiredCount")
            .min_capacity(min_capacity)
            .max_capacity(max_capacity)
            .role_arn(role)
            .build();
        ScalableTaskCount { node, target }
    }

    /// A metric of the service, such as `CPUUtilization`; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/ECS", name.to_owned())
            .dimension("ClusterName", self.cluster().cluster_name())
            .dimension("ServiceName", self.service_name())
            .attached_to(self)
    }

    /// Share of the CPU kept for the tasks that they use, in percent.
    pub fn metric_cpu_utilization(&self) -> Metric {
        self.metric("CPUUtilization")
    }

    /// Share of the memory kept for the tasks that they use, in percent.
    pub fn metric_memory_utilization(&self) -> Metric {
        self.metric("MemoryUtilization")
    }
}

#[bon]
impl ScalableTaskCount {
    /// The bounds.
    pub fn target(&self) -> &ScalableTarget {
        &self.target
    }

    /// Keeps the tasks' use of CPU at a share.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_cpu_utilization(
        &self,
        #[builder(start_fn)] id: &str,
        /// The share, in percent.
        #[builder(with = |percent: impl IntoValue<f64>| percent.into_value())]
        target_utilization_percent: Value<f64>,
        /// Name of the policy. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Whether the number only goes up. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after going down it does not go down again. Default: 5 minutes.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up it does not go up again. Default: 5 minutes.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let metric = PredefinedMetric::EcsServiceAverageCpuUtilization;
        self.track(
            id,
            metric.into(),
            target_utilization_percent,
            policy_name,
            disable_scale_in,
            [scale_in_cooldown, scale_out_cooldown],
        )
    }

    /// Keeps the tasks' use of memory at a share.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_memory_utilization(
        &self,
        #[builder(start_fn)] id: &str,
        /// The share, in percent.
        #[builder(with = |percent: impl IntoValue<f64>| percent.into_value())]
        target_utilization_percent: Value<f64>,
        /// Name of the policy. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Whether the number only goes up. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after going down it does not go down again. Default: 5 minutes.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up it does not go up again. Default: 5 minutes.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let metric = PredefinedMetric::EcsServiceAverageMemoryUtilization;
        self.track(
            id,
            metric.into(),
            target_utilization_percent,
            policy_name,
            disable_scale_in,
            [scale_in_cooldown, scale_out_cooldown],
        )
    }

    /// Keeps the requests that each task gets in a minute at a number.
    ///
    /// # Findings
    /// `scaling-target-group` when no listener sends requests to the target group yet.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_request_count(
        &self,
        #[builder(start_fn)] id: &str,
        /// The number of requests in a minute.
        #[builder(with = |count: impl IntoValue<f64>| count.into_value())]
        requests_per_target: Value<f64>,
        /// The target group through which they come.
        target_group: &ApplicationTargetGroup,
        /// Name of the policy. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Whether the number only goes up. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after going down it does not go down again. Default: 5 minutes.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up it does not go up again. Default: 5 minutes.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let label = target_group.target_group().resource_label();
        if label.is_none() {
            self.node.error_here(
                "scaling-target-group",
                "no listener sends requests to the target group, so nobody counts them",
                "add the target group to a listener before scaling on its requests",
            );
        }
        self.track(
            id,
            TrackedMetric::Predefined(PredefinedMetric::AlbRequestCountPerTarget, label),
            requests_per_target,
            policy_name,
            disable_scale_in,
            [scale_in_cooldown, scale_out_cooldown],
        )
    }

    /// Keeps a metric at a value; one that goes down when there are more tasks.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_to_track_custom_metric(
        &self,
        #[builder(start_fn)] id: &str,
        /// The metric.
        metric: &Metric,
        /// The value.
        #[builder(with = |value: impl IntoValue<f64>| value.into_value())]
        target_value: Value<f64>,
        /// Name of the policy. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Whether the number only goes up. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after going down it does not go down again. Default: 5 minutes.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up it does not go up again. Default: 5 minutes.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        self.track(
            id,
            metric.into(),
            target_value,
            policy_name,
            disable_scale_in,
            [scale_in_cooldown, scale_out_cooldown],
        )
    }

    #[track_caller]
    fn track(
        &self,
        id: &str,
        metric: TrackedMetric,
        value: Value<f64>,
        name: Option<Value<String>>,
        disable_scale_in: Option<bool>,
        [scale_in, scale_out]: [Option<Duration>; 2],
    ) -> TargetTrackingScalingPolicy {
        self.target
            .scale_to_track_metric(id)
            .metric(metric)
            .target_value(value)
            .maybe_policy_name(name)
            .maybe_disable_scale_in(disable_scale_in)
            .maybe_scale_in_cooldown(scale_in)
            .maybe_scale_out_cooldown(scale_out)
            .build()
    }

    /// Changes the number of tasks in steps when a metric leaves the values that are fine.
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
        /// Values of the metric at which the number changes, and how.
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
        self.target
            .scale_on_metric(id)
            .metric(metric)
            .scaling_steps(scaling_steps)
            .adjustment_type(adjustment_type)
            .maybe_cooldown(cooldown)
            .maybe_min_adjustment_magnitude(min_adjustment_magnitude)
            .evaluation_periods(evaluation_periods)
            .maybe_datapoints_to_alarm(datapoints_to_alarm)
            .maybe_metric_aggregation_type(metric_aggregation_type)
            .build()
    }

    /// Changes the bounds at certain times.
    ///
    /// # Findings
    /// `scaling-schedule` when it changes neither bound.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_schedule(
        &self,
        #[builder(start_fn)] id: &str,
        /// When.
        schedule: Schedule,
        /// How many tasks run at least from then on. Default: as it is.
        min_capacity: Option<u32>,
        /// How many tasks run at most from then on. Default: as it is.
        max_capacity: Option<u32>,
        /// Time from which the schedule counts, such as `2030-01-01T00:00:00Z`. Default: at once.
        #[builder(with = |time: impl IntoValue<String>| time.into_value())]
        start_time: Option<Value<String>>,
        /// Time until which the schedule counts. Default: for ever.
        #[builder(with = |time: impl IntoValue<String>| time.into_value())]
        end_time: Option<Value<String>>,
        /// Time zone of the schedule, such as `Europe/London`. Default: UTC.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        time_zone: Option<Value<String>>,
    ) {
        self.target
            .scale_on_schedule(id)
            .schedule(schedule)
            .maybe_min_capacity(min_capacity)
            .maybe_max_capacity(max_capacity)
            .maybe_start_time(start_time)
            .maybe_end_time(end_time)
            .maybe_time_zone(time_zone)
            .build();
    }
}

impl Construct for ScalableTaskCount {
    fn node(&self) -> &Node {
        &self.node
    }
}
