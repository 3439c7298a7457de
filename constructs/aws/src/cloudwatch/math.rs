//! Metrics that are computed from others.

use super::Metric;
use super::metric::check_id;
use crate::{Duration, IntoValue, Node, Value};

/// What alarms watch and widgets show: a metric, or an expression over metrics.
#[derive(Clone, Debug)]
pub enum AnyMetric {
    /// A metric that a service or program reports.
    Metric(Box<Metric>),
    /// One that CloudWatch computes.
    Expression(Box<MathExpression>),
}

/// A series of numbers that CloudWatch computes from others.
///
/// ```
/// use cumulo::cloudwatch::{MathExpression, Metric, Statistic};
/// let count = |name: &str| Metric::new("AWS/ApplicationELB", name).statistic(Statistic::SUM);
/// let rate = MathExpression::new("100 * failed / all")
///     .using("failed", count("HTTPCode_ELB_5XX_Count"))
///     .using("all", count("RequestCount"))
///     .label("failed requests, %");
/// ```
///
/// The periods of the metrics in it are replaced by its own. Two metrics of one widget or alarm that share an id are
/// finding `metric-id`.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html>
#[derive(Clone, Debug)]
pub struct MathExpression {
    pub(super) expression: Value<String>,
    pub(super) using: Vec<(String, AnyMetric)>,
    pub(super) label: Option<Value<String>>,
    pub(super) color: Option<String>,
    pub(super) visible: Option<bool>,
    pub(super) period: Duration,
    pub(super) search_account: Option<Value<String>>,
    pub(super) search_region: Option<Value<String>>,
    pub(super) anomaly_band: bool,
}

impl MathExpression {
    /// The expression, in which metrics go by the ids that [`using`](Self::using) gives them; over five minutes.
    ///
    /// A `SEARCH(…)` finds its metrics itself; it cannot be watched by an alarm.
    pub fn new(expression: impl IntoValue<String>) -> Self {
        Self {
            expression: expression.into_value(),
            using: Vec::new(),
            label: None,
            color: None,
            visible: None,
            period: Duration::minutes(5),
            search_account: None,
            search_region: None,
            anomaly_band: false,
        }
    }

    /// The band in which CloudWatch expects the metric to be, this many standard deviations wide.
    pub fn anomaly_detection_band(metric: impl Into<AnyMetric>, standard_deviations: f64) -> Self {
        let metric = metric.into();
        let period = metric.period();
        let mut band = Self::new(format!("ANOMALY_DETECTION_BAND(m0, {standard_deviations})"))
            .using("m0", metric)
            .label("Anomaly Detection Band")
            .period(period);
        band.anomaly_band = true;
        band
    }

    /// Names a metric by an id, which starts with a small letter.
    #[must_use]
    pub fn using(mut self, id: impl Into<String>, metric: impl Into<AnyMetric>) -> Self {
        self.using.push((id.into(), metric.into()));
        self
    }

    /// Its name in graphs. Default: the expression.
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

    /// Whether graphs show it. Default: true.
    #[must_use]
    pub fn visible(mut self, visible: bool) -> Self {
        self.visible = Some(visible);
        self
    }

    /// Time that one number stands for, also of the metrics in it. Default: 5 minutes.
    #[must_use]
    pub fn period(mut self, period: Duration) -> Self {
        self.period = period;
        self
    }

    /// Account in which a search looks. Default: the stack's.
    #[must_use]
    pub fn search_account(mut self, account: impl IntoValue<String>) -> Self {
        self.search_account = Some(account.into_value());
        self
    }

    /// Region in which a search looks. Default: the stack's.
    #[must_use]
    pub fn search_region(mut self, region: impl IntoValue<String>) -> Self {
        self.search_region = Some(region.into_value());
        self
    }

    /// The metrics in it, with their periods replaced by its own.
    pub(super) fn metrics(&self) -> Vec<(String, AnyMetric)> {
        let with_period = |(id, metric): &(String, AnyMetric)| {
            let metric = match metric.clone() {
                AnyMetric::Metric(metric) => metric.period(self.period).into(),
                AnyMetric::Expression(math) => math.period(self.period).into(),
            };
            (id.clone(), metric)
        };
        self.using.iter().map(with_period).collect()
    }

    fn is_same(&self, other: &MathExpression) -> bool {
        let (ours, theirs) = (self.metrics(), other.metrics());
        self.expression.expr() == other.expression.expr()
            && self.search_account.as_ref().map(Value::expr)
                == other.search_account.as_ref().map(Value::expr)
            && self.search_region.as_ref().map(Value::expr)
                == other.search_region.as_ref().map(Value::expr)
            && ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(|((a, x), (b, y))| a == b && x.is_same(y))
    }
}

impl AnyMetric {
    /// Time that one of its numbers stands for.
    pub fn period(&self) -> Duration {
        match self {
            AnyMetric::Metric(metric) => metric.period,
            AnyMetric::Expression(math) => math.period,
        }
    }

    /// How it is called where it has no label: the metric's name or the expression.
    pub(super) fn title(&self) -> Value<String> {
        match self {
            AnyMetric::Metric(metric) => {
                metric.label.clone().unwrap_or_else(|| metric.name.clone())
            }
            AnyMetric::Expression(math) => {
                math.label.clone().unwrap_or_else(|| math.expression.clone())
            }
        }
    }

    /// Whether it is the band of an anomaly detection.
    pub(super) fn is_anomaly_band(&self) -> bool {
        match self {
            AnyMetric::Metric(_) => false,
            AnyMetric::Expression(math) => {
                let text = math.expression.literal().unwrap_or_default();
                math.anomaly_band || text.contains("ANOMALY_DETECTION_BAND")
            }
        }
    }

    pub(super) fn is_same(&self, other: &AnyMetric) -> bool {
        match (self, other) {
            (AnyMetric::Metric(a), AnyMetric::Metric(b)) => a.is_same(b),
            (AnyMetric::Expression(a), AnyMetric::Expression(b)) => a.is_same(b),
            _ => false,
        }
    }

    pub(super) fn check(&self, node: &Node) {
        match self {
            AnyMetric::Metric(metric) => metric.check(node),
            AnyMetric::Expression(math) => {
                for (id, metric) in &math.using {
                    check_id(node, id);
                    metric.check(node);
                }
            }
        }
    }
}

impl From<MathExpression> for AnyMetric {
    fn from(math: MathExpression) -> Self {
        AnyMetric::Expression(Box::new(math))
    }
}

impl From<&MathExpression> for AnyMetric {
    fn from(math: &MathExpression) -> Self {
        math.clone().into()
    }
}

impl From<&AnyMetric> for AnyMetric {
    fn from(metric: &AnyMetric) -> Self {
        metric.clone()
    }
}
