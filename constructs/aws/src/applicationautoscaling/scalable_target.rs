//! What Application Auto Scaling scales.

use super::{
    AdjustmentType, MetricAggregationType, ScalingInterval, Schedule, StepScalingPolicy,
    TargetTrackingScalingPolicy, TrackedMetric,
};
use crate::bag::{bag, number, opt};
use crate::cfn::applicationautoscaling::CfnScalableTarget;
use crate::cloudwatch::Metric;
use crate::iam::{Principal, Role};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// The service whose capacity is scaled.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the services")]
pub enum ServiceNamespace {
    Ecs,
    DynamoDb,
    Rds,
    Lambda,
    AppStream,
    ElastiCache,
    ElasticMapReduce,
    Kafka,
    SageMaker,
    /// What answers at an address of the account's own.
    CustomResource,
    /// One that is not in this list, by its name.
    Other(String),
}

impl ServiceNamespace {
    fn name(&self) -> &str {
        match self {
            ServiceNamespace::Ecs => "ecs",
            ServiceNamespace::DynamoDb => "dynamodb",
            ServiceNamespace::Rds => "rds",
            ServiceNamespace::Lambda => "lambda",
            ServiceNamespace::AppStream => "appstream",
            ServiceNamespace::ElastiCache => "elasticache",
            ServiceNamespace::ElasticMapReduce => "elasticmapreduce",
            ServiceNamespace::Kafka => "kafka",
            ServiceNamespace::SageMaker => "sagemaker",
            ServiceNamespace::CustomResource => "custom-resource",
            ServiceNamespace::Other(name) => name,
        }
    }
}

/// A capacity that Application Auto Scaling changes between two bounds.
///
/// ```
/// use cumulo::applicationautoscaling::{PredefinedMetric, ScalableTarget, ServiceNamespace};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let reads = ScalableTarget::builder(&stack, "Reads")
///     .service_namespace(ServiceNamespace::DynamoDb)
///     .resource_id("table/orders")
///     .scalable_dimension("dynamodb:table:ReadCapacityUnits")
///     .min_capacity(5)
///     .max_capacity(50)
///     .build();
/// reads
///     .scale_to_track_metric("Utilization")
///     .metric(PredefinedMetric::DynamoDbReadCapacityUtilization)
///     .target_value(70)
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalabletarget.html>
#[derive(Clone, Debug)]
pub struct ScalableTarget {
    node: Node,
    cfn: Resource<CfnScalableTarget>,
}

#[bon]
impl ScalableTarget {
    /// A capacity that is scaled.
    ///
    /// # Findings
    /// `scaling-bounds` when the least capacity is above the largest.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The service whose capacity it is.
        service_namespace: ServiceNamespace,
        /// What is scaled, such as `service/cluster/name`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        resource_id: Value<String>,
        /// Which of its capacities, such as `ecs:service:DesiredCount`.
        #[builder(with = |dimension: impl IntoValue<String>| dimension.into_value())]
        scalable_dimension: Value<String>,
        /// The least capacity.
        #[builder(with = |capacity: impl IntoValue<i64>| capacity.into_value())]
        min_capacity: Value<i64>,
        /// The largest capacity.
        #[builder(with = |capacity: impl IntoValue<i64>| capacity.into_value())]
        max_capacity: Value<i64>,
        /// ARN of the role by which it is scaled. Default: a new role, `Role` below the target.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        role_arn: Option<Value<String>>,
    ) -> ScalableTarget {
        let node = scope.node().child(id);
        if let (Some(min), Some(max)) = (min_capacity.literal(), max_capacity.literal())
            && min > max
        {
            node.error(
                "scaling-bounds",
                format!("the least capacity, {min}, is above the largest, {max}"),
                "raise `max_capacity` or lower `min_capacity`",
            );
        }
        let role_arn = role_arn.unwrap_or_else(|| {
            let scaling = Principal::service("application-autoscaling.amazonaws.com");
            Role::builder(&node, "Role").assumed_by(scaling).build().role_arn()
        });
        let cfn = bag::<CfnScalableTarget>([
            ("MaxCapacity", max_capacity.into()),
            ("MinCapacity", min_capacity.into()),
            ("ResourceId", resource_id.into()),
            ("RoleARN", role_arn.into()),
            ("ScalableDimension", scalable_dimension.into()),
            ("ServiceNamespace", Expr::from(service_namespace.name().to_owned())),
        ])
        .add_to(&node, "Resource");
        ScalableTarget { node, cfn }
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
        /// The least capacity from then on. Default: as it is.
        min_capacity: Option<u32>,
        /// The largest capacity from then on. Default: as it is.
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
        if min_capacity.is_none() && max_capacity.is_none() {
            self.node.error_here(
                "scaling-schedule",
                format!("scheduled action `{id}` changes neither bound"),
                "set `min_capacity`, `max_capacity` or both",
            );
        }
        let action = Expr::object([
            ("MaxCapacity", number(max_capacity)),
            ("MinCapacity", number(min_capacity)),
        ]);
        let scheduled = Expr::object([
            ("EndTime", opt(end_time.as_ref())),
            ("ScalableTargetAction", action),
            ("Schedule", Expr::from(schedule.as_str().to_owned())),
            ("ScheduledActionName", Expr::from(id.to_owned())),
            ("StartTime", opt(start_time.as_ref())),
            ("Timezone", opt(time_zone.as_ref())),
        ]);
        self.cfn.edit_properties(|properties| properties.push("ScheduledActions", scheduled));
    }

    /// Keeps a metric at a value.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_to_track_metric(
        &self,
        #[builder(start_fn)] id: &str,
        /// What is kept at the value.
        #[builder(into)]
        metric: TrackedMetric,
        /// The value.
        #[builder(with = |value: impl IntoValue<f64>| value.into_value())]
        target_value: Value<f64>,
        /// Name of the policy. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        policy_name: Option<Value<String>>,
        /// Whether capacity only goes up. Default: false.
        disable_scale_in: Option<bool>,
        /// How long after going down capacity does not go down again. Default: the service's.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up capacity does not go up again. Default: the service's.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        TargetTrackingScalingPolicy::builder(self, id)
            .scaling_target(self)
            .metric(metric)
            .target_value(target_value)
            .maybe_policy_name(policy_name)
            .maybe_disable_scale_in(disable_scale_in)
            .maybe_scale_in_cooldown(scale_in_cooldown)
            .maybe_scale_out_cooldown(scale_out_cooldown)
            .build()
    }

    /// Changes capacity in steps when a metric leaves the values that are fine.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn scale_on_metric(
        &self,
        #[builder(start_fn)] id: &str,
        /// What is watched.
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
        StepScalingPolicy::builder(self, id)
            .scaling_target(self)
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

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnScalableTarget> {
        &self.cfn
    }

    /// Id of the target.
    pub fn scalable_target_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for ScalableTarget {
    fn node(&self) -> &Node {
        &self.node
    }
}
