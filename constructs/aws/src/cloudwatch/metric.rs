//! Metrics that services report.

use super::{Alarm, AnyMetric, Statistic};
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::{Construct, Duration, Expr, IntoValue, Node, Value};

/// Unit of a metric's values.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are CloudWatch's own")]
pub enum Unit {
    Seconds,
    Microseconds,
    Milliseconds,
    Bytes,
    Kilobytes,
    Megabytes,
    Gigabytes,
    Terabytes,
    Bits,
    Kilobits,
    Megabits,
    Gigabits,
    Terabits,
    Percent,
    Count,
    BytesPerSecond,
    KilobytesPerSecond,
    MegabytesPerSecond,
    GigabytesPerSecond,
    TerabytesPerSecond,
    BitsPerSecond,
    KilobitsPerSecond,
    MegabitsPerSecond,
    GigabitsPerSecond,
    TerabitsPerSecond,
    CountPerSecond,
    None,
}

impl Unit {
    pub(crate) fn name(self) -> String {
        format!("{self:?}").replace("PerSecond", "/Second")
    }
}

/// A series of numbers that a service or program reports to CloudWatch, and how to look at it.
///
/// It is no resource: it is what alarms watch and dashboards show.
///
/// ```
/// use cumulo::{App, Duration, Stack, cloudwatch::{Metric, Statistic}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let errors = Metric::new("Shop", "Errors").dimension("Service", "cart").statistic(Statistic::SUM);
/// errors.period(Duration::minutes(1)).create_alarm(&stack, "CartErrors", 5.0, 2);
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Where it is used it is checked: findings `metric-statistic`, `metric-period`, `metric-dimensions`, `metric-id`.
#[derive(Clone, Debug)]
pub struct Metric {
    pub(crate) namespace: Value<String>,
    pub(crate) name: Value<String>,
    pub(crate) dimensions: Vec<(String, Value<String>)>,
    pub(crate) statistic: Statistic,
    pub(super) period: Duration,
    pub(crate) unit: Option<Unit>,
    pub(super) label: Option<Value<String>>,
    pub(super) color: Option<String>,
    pub(super) id: Option<String>,
    pub(super) visible: Option<bool>,
    pub(super) account: Option<Value<String>>,
    pub(super) region: Option<Value<String>>,
    /// Account and region of the stack that reports it, as far as they are known.
    pub(super) home: (Option<String>, Option<String>),
}

impl Metric {
    /// The metric with this name in this namespace, such as `AWS/ECS`; its average over five minutes.
    pub fn new(namespace: impl IntoValue<String>, name: impl IntoValue<String>) -> Self {
        Self {
            namespace: namespace.into_value(),
            name: name.into_value(),
            dimensions: Vec::new(),
            statistic: Statistic::AVERAGE,
            period: Duration::minutes(5),
            unit: None,
            label: None,
            color: None,
            id: None,
            visible: None,
            account: None,
            region: None,
            home: (None, None),
        }
    }

    /// Narrows it to the data with this dimension; up to 30. The same name again replaces the value.
    #[must_use]
    pub fn dimension(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        let (name, value) = (name.into(), value.into_value());
        self.dimensions.retain(|(known, _)| *known != name);
        self.dimensions.push((name, value));
        self.dimensions.sort_by(|(a, _), (b, _)| a.cmp(b));
        self
    }

    /// Replaces all dimensions.
    #[must_use]
    pub fn dimensions<N: Into<String>, V: IntoValue<String>>(
        mut self,
        dimensions: impl IntoIterator<Item = (N, V)>,
    ) -> Self {
        self.dimensions.clear();
        dimensions.into_iter().fold(self, |metric, (name, value)| metric.dimension(name, value))
    }

    /// How the values of a period become one. Default: their average.
    #[must_use]
    pub fn statistic(mut self, statistic: impl Into<Statistic>) -> Self {
        self.statistic = statistic.into();
        self
    }

    /// Time that one number stands for: 1, 5, 10 or 30 seconds, or whole minutes. Default: 5 minutes.
    #[must_use]
    pub fn period(mut self, period: Duration) -> Self {
        self.period = period;
        self
    }

    /// Looks only at data that was reported in this unit; dashboards ignore it. Default: all.
    #[must_use]
    pub fn unit(mut self, unit: Unit) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Its name in graphs. Default: the metric's.
    #[must_use]
    pub fn label(mut self, label: impl IntoValue<String>) -> Self {
        self.label = Some(label.into_value());
        self
    }

    /// Its colour in graphs, such as `#d62728`. Default: chosen by CloudWatch.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    /// Id by which expressions of the same dashboard widget name it; starts with a small letter.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Whether graphs show it. Default: true.
    #[must_use]
    pub fn visible(mut self, visible: bool) -> Self {
        self.visible = Some(visible);
        self
    }

    /// Account that reports it. Default: the stack's.
    #[must_use]
    pub fn account(mut self, account: impl IntoValue<String>) -> Self {
        self.account = Some(account.into_value());
        self
    }

    /// Region in which it is reported. Default: the stack's.
    #[must_use]
    pub fn region(mut self, region: impl IntoValue<String>) -> Self {
        self.region = Some(region.into_value());
        self
    }

    /// Lets `grantee` report metrics of its own, of whatever name.
    #[track_caller]
    pub fn grant_put_metric_data(scope: &dyn Construct, grantee: &dyn Grantable) -> Grant {
        let put = PolicyStatement::allow().actions(["cloudwatch:PutMetricData"]).all_resources();
        Grant::add_to_principal(scope.node(), grantee, put)
    }

    /// Says that a construct of this stack reports it, so that dashboards of other regions name the region.
    #[must_use]
    pub fn attached_to(mut self, construct: &dyn Construct) -> Self {
        let stack = construct.node().stack();
        let known = |value: Value<String>| value.literal().map(str::to_owned);
        self.home = (known(stack.account()), known(stack.region()));
        self
    }

    /// Makes an alarm that is raised when the metric is at or above `threshold` for this many periods.
    ///
    /// [`Alarm::builder`] knows everything else that alarms can do.
    #[track_caller]
    pub fn create_alarm(
        &self,
        scope: &dyn Construct,
        id: &str,
        threshold: f64,
        evaluation_periods: u32,
    ) -> Alarm {
        Alarm::builder(scope, id)
            .metric(self)
            .threshold(threshold)
            .evaluation_periods(evaluation_periods)
            .build()
    }

    /// Reports what CloudWatch would refuse.
    pub(super) fn check(&self, node: &Node) {
        let name = self.name.literal().unwrap_or("the metric").to_owned();
        if !self.statistic.is_known() {
            node.error(
                "metric-statistic",
                format!("`{}` of {name} is not a statistic", self.statistic.as_str()),
                "use one of Statistic's, such as Statistic::SUM or Statistic::percentile(99.0)",
            );
        }
        let seconds = self.period.to_seconds();
        if ![1, 5, 10, 30].contains(&seconds) && (seconds == 0 || !seconds.is_multiple_of(60)) {
            node.error(
                "metric-period",
                format!("the period of {name} is {}", self.period),
                "choose 1, 5, 10 or 30 seconds, or whole minutes",
            );
        }
        if self.dimensions.len() > 30 {
            node.error(
                "metric-dimensions",
                format!("{name} has {} dimensions", self.dimensions.len()),
                "CloudWatch takes up to 30",
            );
        }
        for (dimension, value) in &self.dimensions {
            if value.literal().is_some_and(|text| text.is_empty() || text.len() > 255) {
                node.error(
                    "metric-dimensions",
                    format!("the value of dimension `{dimension}` of {name} does not have 1 to 255 characters"),
                    "leave the dimension away, or give it a value",
                );
            }
        }
        if let Some(id) = &self.id {
            check_id(node, id);
        }
    }

    /// `Dimensions` of alarms.
    pub(super) fn dimension_list(&self) -> Expr {
        let entry = |(name, value): &(String, Value<String>)| {
            Expr::object([("Name", Expr::from(name.clone())), ("Value", Expr::from(value))])
        };
        crate::bag::list(self.dimensions.iter().map(entry))
    }

    /// Whether it is the same data, however it is shown.
    pub(super) fn is_same(&self, other: &Metric) -> bool {
        let key = |metric: &Metric| {
            (
                metric.namespace.expr().clone(),
                metric.name.expr().clone(),
                metric.dimension_list(),
                metric.statistic.clone(),
                metric.period,
                metric.account.as_ref().map(Expr::from),
                metric.region.as_ref().map(Expr::from),
                metric.home.clone(),
            )
        };
        key(self) == key(other)
    }
}

/// Reports an id that expressions cannot name.
pub(super) fn check_id(node: &Node, id: &str) {
    let mut chars = id.chars();
    let fine = chars.next().is_some_and(|c| c.is_ascii_lowercase())
        && chars.all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !fine {
        node.error(
            "metric-id",
            format!("`{id}` cannot be the id of a metric"),
            "start with a small letter, go on with letters, digits and underscores",
        );
    }
}

impl From<Metric> for AnyMetric {
    fn from(metric: Metric) -> Self {
        AnyMetric::Metric(Box::new(metric))
    }
}

impl From<&Metric> for AnyMetric {
    fn from(metric: &Metric) -> Self {
        metric.clone().into()
    }
}
