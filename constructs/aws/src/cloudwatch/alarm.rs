//! Alarms: states that follow from metrics.

use super::metric_set::{Axis, MetricSet, foreign_account, seconds};
use super::{AlarmAction, AlarmRule, AnyMetric, HorizontalAnnotation, MathExpression};
use crate::bag::{bag, flag, number, opt};
use crate::cfn::cloudwatch::CfnAlarm;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// How the metric is compared with the threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ComparisonOperator {
    /// At or above it.
    #[default]
    GreaterThanOrEqualToThreshold,
    /// Above it.
    GreaterThanThreshold,
    /// Below it.
    LessThanThreshold,
    /// At or below it.
    LessThanOrEqualToThreshold,
    /// Outside the band of an anomaly detection.
    LessThanLowerOrGreaterThanUpperThreshold,
    /// Above that band.
    GreaterThanUpperThreshold,
    /// Below that band.
    LessThanLowerThreshold,
}

impl ComparisonOperator {
    fn name(self) -> String {
        format!("{self:?}")
    }

    fn symbol(self) -> &'static str {
        match self {
            Self::GreaterThanOrEqualToThreshold => ">=",
            Self::GreaterThanThreshold => ">",
            Self::LessThanThreshold => "<",
            Self::LessThanOrEqualToThreshold => "<=",
            Self::LessThanLowerOrGreaterThanUpperThreshold => "<>",
            Self::GreaterThanUpperThreshold => ">",
            Self::LessThanLowerThreshold => "<",
        }
    }

    fn is_of_anomalies(self) -> bool {
        self.name().contains("Upper") || self.name().contains("Lower")
    }
}

/// What an alarm makes of periods without data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreatMissingData {
    /// They count as bad.
    Breaching,
    /// They count as good.
    NotBreaching,
    /// The alarm keeps its state.
    Ignore,
    /// The alarm's state becomes "insufficient data".
    Missing,
}

impl TreatMissingData {
    fn name(self) -> &'static str {
        match self {
            Self::Breaching => "breaching",
            Self::NotBreaching => "notBreaching",
            Self::Ignore => "ignore",
            Self::Missing => "missing",
        }
    }
}

/// An alarm: is raised while a metric is on the wrong side of a threshold, and does something then.
///
/// ```
/// use cumulo::{App, Stack, cloudwatch::{Alarm, ComparisonOperator, Metric, TreatMissingData}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let alarm = Alarm::builder(&stack, "NoTraffic")
///     .metric(Metric::new("Shop", "Requests"))
///     .comparison_operator(ComparisonOperator::LessThanThreshold)
///     .threshold(1.0)
///     .evaluation_periods(3)
///     .treat_missing_data(TreatMissingData::Breaching)
///     .build();
/// alarm.alarm_arn();
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Findings: `alarm-operator` when the operator does not fit the metric, `alarm-search` when an expression searches in
/// other accounts or regions, and those of [`Metric`](super::Metric).
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html>
#[derive(Clone, Debug)]
pub struct Alarm {
    node: Node,
    cfn: Option<Resource<CfnAlarm>>,
    arn: Value<String>,
    name: Value<String>,
    annotation: Option<HorizontalAnnotation>,
}

#[bon]
impl Alarm {
    /// Starts to describe an alarm.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What it watches.
        #[builder(into)]
        metric: AnyMetric,
        /// Value with which the metric is compared; the band of an anomaly detection has its own.
        #[builder(default)]
        threshold: f64,
        /// How many periods are looked at.
        evaluation_periods: u32,
        /// How many of them must be bad. Default: all.
        datapoints_to_alarm: Option<u32>,
        /// How metric and threshold are compared. Default: at or above it; of an anomaly band: outside it.
        comparison_operator: Option<ComparisonOperator>,
        /// What periods without data count as. Default: missing.
        treat_missing_data: Option<TreatMissingData>,
        /// Whether percentiles of too few data points are evaluated: `ignore`, or `evaluate`. Default: evaluate.
        #[builder(into)]
        evaluate_low_sample_count_percentile: Option<String>,
        /// Whether the actions are done. Default: true.
        actions_enabled: Option<bool>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alarm_name: Option<Value<String>>,
        /// What it means, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        alarm_description: Option<Value<String>>,
    ) -> Alarm {
        let node = scope.node().child(id);
        let is_band = metric.is_anomaly_band();
        let operator = comparison_operator.unwrap_or(match is_band {
            true => ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold,
            false => ComparisonOperator::default(),
        });
        check(&node, &metric, operator);
        let mut entries = vec![
            ("ActionsEnabled", flag(actions_enabled)),
            ("AlarmDescription", opt(alarm_description.as_ref())),
            ("AlarmName", opt(alarm_name.as_ref())),
            ("ComparisonOperator", Expr::from(operator.name())),
            ("DatapointsToAlarm", number(datapoints_to_alarm)),
            (
                "EvaluateLowSampleCountPercentile",
                evaluate_low_sample_count_percentile.map_or(Expr::Null, Expr::from),
            ),
            ("EvaluationPeriods", number(Some(evaluation_periods))),
            (
                "TreatMissingData",
                treat_missing_data.map_or(Expr::Null, |treat| Expr::from(treat.name())),
            ),
        ];
        entries.extend(watched(&node, &metric, is_band));
        if !is_band {
            entries.push(("Threshold", threshold.into_value().into_expr()));
        }
        let cfn = bag::<CfnAlarm>(entries).add_to(&node, "Resource");
        let annotation = annotation(
            &metric,
            operator,
            threshold,
            datapoints_to_alarm.unwrap_or(evaluation_periods),
            evaluation_periods,
        );
        Alarm { annotation: Some(annotation), ..Self::of_resource(node, cfn) }
    }

    /// The alarm whose L1 stands at this place.
    pub(super) fn of_resource(node: Node, cfn: Resource<CfnAlarm>) -> Alarm {
        Alarm { arn: cfn.attr_arn(), name: cfn.reference(), cfn: Some(cfn), annotation: None, node }
    }

    /// An alarm that exists already, by its ARN.
    #[track_caller]
    pub fn from_alarm_arn(scope: &dyn Construct, id: &str, arn: impl IntoValue<String>) -> Alarm {
        let arn = arn.into_value();
        let name = match arn.literal() {
            Some(text) => Value::new(text.rsplit(':').next().unwrap_or_default().to_owned()),
            None => crate::Fn::select(6, crate::Fn::split(":", &arn)),
        };
        Alarm { node: scope.node().child(id), cfn: None, arn, name, annotation: None }
    }

    /// An alarm of this account and region that exists already, by its name.
    #[track_caller]
    pub fn from_alarm_name(scope: &dyn Construct, id: &str, name: impl IntoValue<String>) -> Alarm {
        let name = name.into_value();
        let node = scope.node().child(id);
        let arn = node.stack().format_arn("cloudwatch", text!("alarm:{}", name));
        Alarm { node, cfn: None, arn, name, annotation: None }
    }

    /// Makes an alarm that is raised when a metric leaves the band in which CloudWatch expects it, given by the width
    /// of the band in standard deviations (2 is usual).
    #[track_caller]
    pub fn of_anomalies(
        scope: &dyn Construct,
        id: &str,
        metric: impl Into<AnyMetric>,
        standard_deviations: f64,
        evaluation_periods: u32,
    ) -> Alarm {
        Alarm::builder(scope, id)
            .metric(MathExpression::anomaly_detection_band(metric, standard_deviations))
            .evaluation_periods(evaluation_periods)
            .build()
    }

    /// The L1; none of an imported alarm.
    pub fn cfn(&self) -> Option<&Resource<CfnAlarm>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn alarm_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn alarm_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Does this when the alarm is raised. Findings: `imported-alarm`.
    #[track_caller]
    pub fn add_alarm_action(&self, action: &dyn AlarmAction) {
        self.add_action("AlarmActions", action);
    }

    /// Does this when the alarm is over. Findings: `imported-alarm`.
    #[track_caller]
    pub fn add_ok_action(&self, action: &dyn AlarmAction) {
        self.add_action("OKActions", action);
    }

    /// Does this when data is missing. Findings: `imported-alarm`.
    #[track_caller]
    pub fn add_insufficient_data_action(&self, action: &dyn AlarmAction) {
        self.add_action("InsufficientDataActions", action);
    }

    #[track_caller]
    fn add_action(&self, property: &'static str, action: &dyn AlarmAction) {
        let Some(cfn) = &self.cfn else {
            self.node.error_here(
                "imported-alarm",
                "an alarm that exists already cannot be given actions",
                "add the action where the alarm is made",
            );
            return;
        };
        let arn = action.bind(&self.node, &self.alarm_arn());
        cfn.edit_properties(|properties| properties.push(property, arn));
    }

    /// The threshold as a line for graphs; none of an imported alarm.
    pub fn to_annotation(&self) -> Option<HorizontalAnnotation> {
        self.annotation.clone()
    }
}

/// The properties that say what is watched.
fn watched(node: &Node, metric: &AnyMetric, is_band: bool) -> Vec<(&'static str, Expr)> {
    let stack = node.stack();
    if let AnyMetric::Metric(single) = metric
        && single.label.is_none()
        && matches!(foreign_account(single, &stack), Expr::Null)
    {
        single.check(node);
        let statistic = Expr::from(single.statistic.as_str().to_owned());
        let property = if single.statistic.is_simple() { "Statistic" } else { "ExtendedStatistic" };
        return vec![
            ("Dimensions", single.dimension_list()),
            ("MetricName", Expr::from(&single.name)),
            ("Namespace", Expr::from(&single.namespace)),
            ("Period", seconds(single.period)),
            (property, statistic),
            ("Unit", single.unit.map_or(Expr::Null, |unit| Expr::from(unit.name()))),
        ];
    }
    let mut metrics = MetricSet::default();
    metrics.add(node, metric, Axis::Left);
    if is_band {
        let metrics = metrics.alarm(&stack, "m0");
        return vec![("Metrics", metrics), ("ThresholdMetricId", Expr::from("expr_1"))];
    }
    vec![("Metrics", metrics.alarm(&stack, ""))]
}

fn check(node: &Node, metric: &AnyMetric, operator: ComparisonOperator) {
    let is_band = metric.is_anomaly_band();
    if is_band != operator.is_of_anomalies() {
        let help = match is_band {
            true => "choose one that names the lower or upper threshold, or none",
            false => "choose one without a lower or upper threshold, or use Alarm::of_anomalies",
        };
        node.error("alarm-operator", format!("{} does not fit the metric", operator.name()), help);
    }
    if let AnyMetric::Expression(math) = metric
        && (math.search_account.is_some() || math.search_region.is_some())
    {
        node.error(
            "alarm-search",
            "alarms cannot watch expressions with a search account or region",
            "make the alarm in that account and region",
        );
    }
}

fn annotation(
    metric: &AnyMetric,
    operator: ComparisonOperator,
    threshold: f64,
    datapoints: u32,
    periods: u32,
) -> HorizontalAnnotation {
    let time = match metric.period().to_seconds() * u64::from(periods) {
        60 => "1 minute".to_owned(),
        seconds @ 0..60 => format!("{seconds} seconds"),
        seconds => format!("{} minutes", minutes(seconds)),
    };
    let symbol = operator.symbol();
    let rest = format!(" {symbol} {threshold} for {datapoints} datapoints within {time}");
    HorizontalAnnotation::of_alarm(threshold, metric.title().append(rest))
}

#[allow(clippy::cast_precision_loss, reason = "alarms look at days, not at ages")]
fn minutes(seconds: u64) -> f64 {
    seconds as f64 / 60.0
}

impl From<&Alarm> for AlarmRule {
    fn from(alarm: &Alarm) -> Self {
        AlarmRule::in_alarm(alarm.alarm_arn())
    }
}

impl Construct for Alarm {
    fn node(&self) -> &Node {
        &self.node
    }
}
