//! The metrics of one alarm or widget: each once, with the ids by which expressions name them.

use super::AnyMetric;
use super::math::MathExpression;
use super::metric::Metric;
use crate::bag::{flag, list, number, opt};
use crate::{Duration, Expr, Node, Stack, Value};

/// The axis of a graph on which a metric is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Axis {
    Left,
    Right,
}

/// Metrics in the order in which they were named, and those that expressions use.
#[derive(Default)]
pub(super) struct MetricSet {
    entries: Vec<Entry>,
}

struct Entry {
    metric: AnyMetric,
    /// Where it is drawn; of those that only expressions use nowhere.
    axis: Option<Axis>,
    id: Option<String>,
}

impl MetricSet {
    /// Adds a metric that is shown or watched itself. Findings: `metric-id`.
    pub(super) fn add(&mut self, node: &Node, metric: &AnyMetric, axis: Axis) {
        metric.check(node);
        self.insert(node, metric, Some(axis), None);
    }

    fn insert(&mut self, node: &Node, metric: &AnyMetric, axis: Option<Axis>, id: Option<String>) {
        let at = self.position(node, metric, id.as_deref());
        let at = at.unwrap_or_else(|| {
            self.entries.push(Entry { metric: metric.clone(), axis: None, id: None });
            self.entries.len() - 1
        });
        let entry = &mut self.entries[at];
        entry.axis = entry.axis.or(axis);
        entry.id = entry.id.take().or(id);
        if let AnyMetric::Expression(math) = metric {
            for (id, metric) in math.metrics() {
                self.insert(node, &metric, None, Some(id));
            }
        }
    }

    /// The entry of the same metric, if one stands for it already.
    fn position(&self, node: &Node, metric: &AnyMetric, id: Option<&str>) -> Option<usize> {
        let named = |entry: &Entry| id.is_some() && entry.id.as_deref() == id;
        if let Some(at) = self.entries.iter().position(named) {
            if !self.entries[at].metric.is_same(metric) {
                node.error(
                    "metric-id",
                    format!("two different metrics have the id `{}`", id.unwrap_or_default()),
                    "give one of them another id in its expression",
                );
            }
            return Some(at);
        }
        let fits =
            |entry: &Entry| (id.is_none() || entry.id.is_none()) && entry.metric.is_same(metric);
        self.entries.iter().position(fits)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The metrics as widgets of this stack's dashboards list them.
    pub(super) fn graph(&self, stack: &Stack) -> Expr {
        list(self.entries.iter().map(|entry| match &entry.metric {
            AnyMetric::Metric(metric) => graph_metric(metric, entry, stack),
            AnyMetric::Expression(math) => graph_expression(math, entry),
        }))
    }

    /// The metrics as alarms of this stack list them; `returned` says which ones carry data besides the watched one.
    pub(super) fn alarm(&self, stack: &Stack, returned: &str) -> Expr {
        let mut unnamed = 0;
        list(self.entries.iter().map(|entry| {
            let id = entry.id.clone().unwrap_or_else(|| {
                unnamed += 1;
                match entry.metric {
                    AnyMetric::Metric(_) => format!("m{unnamed}"),
                    AnyMetric::Expression(_) => format!("expr_{unnamed}"),
                }
            });
            let shown = Expr::from(entry.axis.is_some() || id == returned);
            match &entry.metric {
                AnyMetric::Metric(metric) => alarm_metric(metric, id, shown, stack),
                AnyMetric::Expression(math) => Expr::object([
                    ("Expression", Expr::from(&math.expression)),
                    ("Id", Expr::from(id)),
                    ("Label", opt(math.label.as_ref())),
                    (
                        "Period",
                        if math.using.is_empty() { seconds(math.period) } else { Expr::Null },
                    ),
                    ("ReturnData", shown),
                ]),
            }
        }))
    }
}

fn alarm_metric(metric: &Metric, id: String, shown: Expr, stack: &Stack) -> Expr {
    Expr::object([
        ("AccountId", foreign_account(metric, stack)),
        ("Id", Expr::from(id)),
        ("Label", opt(metric.label.as_ref())),
        (
            "MetricStat",
            Expr::object([
                (
                    "Metric",
                    Expr::object([
                        ("Dimensions", metric.dimension_list()),
                        ("MetricName", Expr::from(&metric.name)),
                        ("Namespace", Expr::from(&metric.namespace)),
                    ]),
                ),
                ("Period", seconds(metric.period)),
                ("Stat", Expr::from(metric.statistic.as_str().to_owned())),
                ("Unit", metric.unit.map_or(Expr::Null, |unit| Expr::from(unit.name()))),
            ]),
        ),
        ("ReturnData", shown),
    ])
}

/// The account of a metric, where it is not the stack's own.
pub(super) fn foreign_account(metric: &Metric, stack: &Stack) -> Expr {
    let own = stack.account();
    match &metric.account {
        Some(account) if account.expr() != own.expr() => Expr::from(account),
        Some(_) => Expr::Null,
        None => foreign(metric.home.0.as_deref(), &own),
    }
}

/// What is known and differs from the stack's own.
fn foreign(home: Option<&str>, own: &Value<String>) -> Expr {
    match home {
        Some(home) if own.literal() != Some(home) => Expr::from(home.to_owned()),
        _ => Expr::Null,
    }
}

fn graph_metric(metric: &Metric, entry: &Entry, stack: &Stack) -> Expr {
    let place = |given: &Option<Value<String>>, home: Option<&str>, own: Value<String>| match given
    {
        Some(value) => Expr::from(value),
        None => foreign(home, &own),
    };
    let statistic = metric.statistic.as_str();
    let id = entry.id.clone().or_else(|| metric.id.clone());
    let options = Expr::object([
        ("color", text(metric.color.as_ref())),
        ("label", opt(metric.label.as_ref())),
        ("id", text(id.as_ref())),
        ("visible", if entry.axis.is_none() { false.into() } else { flag(metric.visible) }),
        ("accountId", place(&metric.account, metric.home.0.as_deref(), stack.account())),
        ("region", place(&metric.region, metric.home.1.as_deref(), stack.region())),
        ("period", odd_period(metric.period)),
        ("stat", if statistic == "Average" { Expr::Null } else { statistic.to_owned().into() }),
        ("yAxis", axis(entry)),
    ]);
    let mut row = vec![Expr::from(&metric.namespace), Expr::from(&metric.name)];
    for (name, value) in &metric.dimensions {
        row.extend([Expr::from(name.clone()), Expr::from(value)]);
    }
    push_options(&mut row, options);
    Expr::List(row)
}

fn graph_expression(math: &MathExpression, entry: &Entry) -> Expr {
    let shown = entry.axis.is_some() && math.visible != Some(false);
    // Without a label CloudWatch would show an id that it makes up.
    let label = match &math.label {
        Some(label) if label.literal() != Some("") => Expr::from(label),
        None if shown => Expr::from(&math.expression),
        _ => Expr::Null,
    };
    let options = Expr::object([
        ("label", label),
        ("color", text(math.color.as_ref())),
        ("visible", if entry.axis.is_none() { false.into() } else { flag(math.visible) }),
        ("expression", Expr::from(&math.expression)),
        ("accountId", opt(math.search_account.as_ref())),
        ("region", opt(math.search_region.as_ref())),
        ("period", odd_period(math.period)),
        ("yAxis", axis(entry)),
        ("id", text(entry.id.as_ref())),
    ]);
    Expr::List(vec![options])
}

fn axis(entry: &Entry) -> Expr {
    if entry.axis == Some(Axis::Right) { Expr::from("right") } else { Expr::Null }
}

fn push_options(row: &mut Vec<Expr>, options: Expr) {
    if matches!(&options, Expr::Map(entries) if !entries.is_empty()) {
        row.push(options);
    }
}

/// The period, where it is not the widgets' own.
fn odd_period(period: Duration) -> Expr {
    if period == Duration::minutes(5) { Expr::Null } else { seconds(period) }
}

pub(super) fn seconds(period: Duration) -> Expr {
    number(i64::try_from(period.to_seconds()).ok())
}

pub(super) fn text(value: Option<&String>) -> Expr {
    value.map_or(Expr::Null, |value| Expr::from(value.clone()))
}
