//! Policies that keep a metric at a value.

use super::ScalableTarget;
use crate::bag::{bag, flag, opt};
use crate::cfn::applicationautoscaling::CfnScalingPolicy;
use crate::cloudwatch::Metric;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A metric that Application Auto Scaling computes by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the metrics")]
pub enum PredefinedMetric {
    EcsServiceAverageCpuUtilization,
    EcsServiceAverageMemoryUtilization,
    AlbRequestCountPerTarget,
    DynamoDbReadCapacityUtilization,
    DynamoDbWriteCapacityUtilization,
    RdsReaderAverageCpuUtilization,
    RdsReaderAverageDatabaseConnections,
    LambdaProvisionedConcurrencyUtilization,
    /// One that is not in this list, by its name.
    Other(String),
}

impl PredefinedMetric {
    fn name(&self) -> String {
        match self {
            PredefinedMetric::EcsServiceAverageCpuUtilization => "ECSServiceAverageCPUUtilization",
            PredefinedMetric::EcsServiceAverageMemoryUtilization => {
                "ECSServiceAverageMemoryUtilization"
            }
            PredefinedMetric::AlbRequestCountPerTarget => "ALBRequestCountPerTarget",
            PredefinedMetric::DynamoDbReadCapacityUtilization => "DynamoDBReadCapacityUtilization",
            PredefinedMetric::DynamoDbWriteCapacityUtilization => {
                "DynamoDBWriteCapacityUtilization"
            }
            PredefinedMetric::RdsReaderAverageCpuUtilization => "RDSReaderAverageCPUUtilization",
            PredefinedMetric::RdsReaderAverageDatabaseConnections => {
                "RDSReaderAverageDatabaseConnections"
            }
            PredefinedMetric::LambdaProvisionedConcurrencyUtilization => {
                "LambdaProvisionedConcurrencyUtilization"
            }
            PredefinedMetric::Other(name) => name,
        }
        .to_owned()
    }
}

/// What a policy keeps at its value.
#[derive(Clone, Debug)]
pub enum TrackedMetric {
    /// A metric that Application Auto Scaling computes by itself, and the resource it is about where the metric needs one.
    Predefined(PredefinedMetric, Option<Value<String>>),
    /// Any metric that goes down when capacity goes up.
    Custom(Box<Metric>),
}

impl From<PredefinedMetric> for TrackedMetric {
    fn from(metric: PredefinedMetric) -> Self {
        TrackedMetric::Predefined(metric, None)
    }
}

impl From<&Metric> for TrackedMetric {
    fn from(metric: &Metric) -> Self {
        TrackedMetric::Custom(Box::new(metric.clone()))
    }
}

/// A policy that keeps a metric at a value, as a thermostat does.
///
/// ```
/// use cumulo::applicationautoscaling::{
///     PredefinedMetric, ScalableTarget, ServiceNamespace, TargetTrackingScalingPolicy,
/// };
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let writes = ScalableTarget::builder(&stack, "Writes")
///     .service_namespace(ServiceNamespace::DynamoDb)
///     .resource_id("table/orders")
///     .scalable_dimension("dynamodb:table:WriteCapacityUnits")
///     .min_capacity(5)
///     .max_capacity(50)
///     .build();
/// TargetTrackingScalingPolicy::builder(&stack, "Utilization")
///     .scaling_target(&writes)
///     .metric(PredefinedMetric::DynamoDbWriteCapacityUtilization)
///     .target_value(70)
///     .scale_in_cooldown(Duration::minutes(5))
///     .build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-applicationautoscaling-scalingpolicy.html>
#[derive(Clone, Debug)]
pub struct TargetTrackingScalingPolicy {
    node: Node,
    cfn: Resource<CfnScalingPolicy>,
}

#[bon]
impl TargetTrackingScalingPolicy {
    /// A policy of a target.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What it scales.
        scaling_target: &ScalableTarget,
        /// What it keeps at the value.
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
        /// How long after going down capacity does not go down again. Default: the service's, 5 minutes for ECS.
        scale_in_cooldown: Option<Duration>,
        /// How long after going up capacity does not go up again. Default: the service's, 5 minutes for ECS.
        scale_out_cooldown: Option<Duration>,
    ) -> TargetTrackingScalingPolicy {
        let node = scope.node().child(id);
        let name = policy_name.unwrap_or_else(|| node.unique_id().into_value());
        let (predefined, custom) = match &metric {
            TrackedMetric::Predefined(metric, resource) => (
                Expr::object([
                    ("PredefinedMetricType", Expr::from(metric.name())),
                    ("ResourceLabel", opt(resource.as_ref())),
                ]),
                Expr::Null,
            ),
            TrackedMetric::Custom(metric) => (Expr::Null, customized(metric)),
        };
        let configuration = Expr::object([
            ("CustomizedMetricSpecification", custom),
            ("DisableScaleIn", flag(disable_scale_in)),
            ("PredefinedMetricSpecification", predefined),
            ("ScaleInCooldown", scale_in_cooldown.map_or(Expr::Null, seconds)),
            ("ScaleOutCooldown", scale_out_cooldown.map_or(Expr::Null, seconds)),
            ("TargetValue", target_value.into()),
        ]);
        let cfn = bag::<CfnScalingPolicy>([
            ("PolicyName", name.into()),
            ("PolicyType", Expr::from("TargetTrackingScaling")),
            ("ScalingTargetId", scaling_target.scalable_target_id().into()),
            ("TargetTrackingScalingPolicyConfiguration", configuration),
        ])
        .add_to(&node, "Resource");
        TargetTrackingScalingPolicy { node, cfn }
    }

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnScalingPolicy> {
        &self.cfn
    }

    /// ARN of the policy.
    pub fn scaling_policy_arn(&self) -> Value<String> {
        self.cfn.reference()
    }
}

/// A metric as target tracking policies describe it.
pub(crate) fn customized(metric: &Metric) -> Expr {
    let dimensions = metric.dimensions.iter().map(|(name, value)| {
        Expr::object([("Name", Expr::from(name.clone())), ("Value", Expr::from(value))])
    });
    Expr::object([
        ("Dimensions", crate::bag::list(dimensions)),
        ("MetricName", Expr::from(&metric.name)),
        ("Namespace", Expr::from(&metric.namespace)),
        ("Statistic", Expr::from(metric.statistic.as_str().to_owned())),
        ("Unit", metric.unit.map_or(Expr::Null, |unit| Expr::from(unit.name()))),
    ])
}

pub(crate) fn seconds(duration: Duration) -> Expr {
    Expr::from(i64::try_from(duration.to_seconds()).unwrap_or(i64::MAX))
}

impl Construct for TargetTrackingScalingPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
