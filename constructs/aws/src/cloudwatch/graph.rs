//! Widgets that draw metrics over time: graphs and gauges.

use super::annotation::axes;
use super::metric_set::{Axis, MetricSet, seconds, text};
use super::widget::{Surroundings, Widget};
use super::{Alarm, AnyMetric, HorizontalAnnotation, Statistic, VerticalAnnotation, YAxis};
use crate::bag::{flag, list, opt};
use crate::{Aws, Duration, Expr, IntoValue, Value};
use bon::bon;

/// How a graph is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GraphWidgetView {
    /// Lines.
    #[default]
    TimeSeries,
    /// Bars.
    Bar,
    /// A pie.
    Pie,
}

impl GraphWidgetView {
    fn name(self) -> &'static str {
        match self {
            Self::TimeSeries => "timeSeries",
            Self::Bar => "bar",
            Self::Pie => "pie",
        }
    }
}

/// Where the legend of a graph stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegendPosition {
    /// Below.
    Bottom,
    /// At the right.
    Right,
    /// Nowhere.
    Hidden,
}

impl LegendPosition {
    pub(super) fn to_expr(self) -> Expr {
        Expr::object([("position", Expr::from(format!("{self:?}").to_lowercase()))])
    }
}

/// The region of a widget: the given one, else its dashboard's.
pub(super) fn region(given: Option<&Value<String>>) -> Expr {
    given.map_or_else(|| Aws::region().into_expr(), Expr::from)
}

/// The metrics of a widget as its dashboard lists them.
pub(super) fn metrics(left: &[AnyMetric], right: &[AnyMetric], around: &Surroundings) -> Expr {
    let mut set = MetricSet::default();
    left.iter().for_each(|metric| set.add(&around.dashboard, metric, Axis::Left));
    right.iter().for_each(|metric| set.add(&around.dashboard, metric, Axis::Right));
    if set.is_empty() { Expr::Null } else { set.graph(&around.stack) }
}

pub(super) fn all<M: Into<AnyMetric>>(metrics: impl IntoIterator<Item = M>) -> Vec<AnyMetric> {
    metrics.into_iter().map(Into::into).collect()
}

/// Statistic and period that apply to all metrics of a widget, and the time range that it shows.
pub(super) fn defaults(
    period: Option<Duration>,
    statistic: Option<&Statistic>,
    start: Option<&String>,
    end: Option<&String>,
) -> [(&'static str, Expr); 4] {
    let statistic = statistic.map(|statistic| statistic.as_str().to_owned());
    [
        ("period", period.map_or(Expr::Null, seconds)),
        ("stat", text(statistic.as_ref())),
        ("start", text(start)),
        ("end", text(end)),
    ]
}

/// Metrics drawn over time.
///
/// ```
/// use cumulo::cloudwatch::{GraphWidget, HorizontalAnnotation, Metric, YAxis};
/// let errors = GraphWidget::builder()
///     .title("Errors")
///     .left([Metric::new("Shop", "Errors")])
///     .left_annotations([HorizontalAnnotation::at(5.0).label("limit")])
///     .left_y_axis(YAxis::new().min(0.0))
///     .width(12)
///     .build();
/// ```
#[derive(Clone, Debug)]
pub struct GraphWidget(Widget);

#[bon]
impl GraphWidget {
    /// Starts to describe a graph.
    #[builder]
    pub fn new(
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// Metrics on the left axis.
        #[builder(default, with = |metrics: impl IntoIterator<Item = impl Into<AnyMetric>>| all(metrics))]
        left: Vec<AnyMetric>,
        /// Metrics on the right axis.
        #[builder(default, with = |metrics: impl IntoIterator<Item = impl Into<AnyMetric>>| all(metrics))]
        right: Vec<AnyMetric>,
        /// Lines at values of the left axis.
        #[builder(default, with = |lines: impl IntoIterator<Item = HorizontalAnnotation>| lines.into_iter().collect())]
        left_annotations: Vec<HorizontalAnnotation>,
        /// Lines at values of the right axis.
        #[builder(default, with = |lines: impl IntoIterator<Item = HorizontalAnnotation>| lines.into_iter().collect())]
        right_annotations: Vec<HorizontalAnnotation>,
        /// Marks at moments.
        #[builder(default, with = |marks: impl IntoIterator<Item = VerticalAnnotation>| marks.into_iter().collect())]
        vertical_annotations: Vec<VerticalAnnotation>,
        /// Whether areas are stacked. Default: false.
        stacked: Option<bool>,
        /// The left axis.
        left_y_axis: Option<YAxis>,
        /// The right axis.
        right_y_axis: Option<YAxis>,
        /// Where the legend stands. Default: below.
        legend_position: Option<LegendPosition>,
        /// Whether data of the last minute is shown. Default: false.
        live_data: Option<bool>,
        /// Whether a pie shows labels. Default: false.
        display_labels_on_chart: Option<bool>,
        /// How it is drawn. Default: lines.
        #[builder(default)]
        view: GraphWidgetView,
        /// Whether bars and pies stand for the whole time range. Default: false.
        set_period_to_time_range: Option<bool>,
        /// Period of all metrics that have none. Default: 5 minutes.
        period: Option<Duration>,
        /// Statistic of all metrics that have none.
        #[builder(into)]
        statistic: Option<Statistic>,
        /// Start of the time range that is shown, such as `-PT8H`. Default: the dashboard's.
        #[builder(into)]
        start: Option<String>,
        /// End of that range.
        #[builder(into)]
        end: Option<String>,
        /// Region of the metrics. Default: the dashboard's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        region: Option<Value<String>>,
        /// Account of the metrics. Default: the dashboard's.
        #[builder(with = |account: impl IntoValue<String>| account.into_value())]
        account_id: Option<Value<String>>,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 6)]
        height: u32,
    ) -> GraphWidget {
        GraphWidget(Widget::leaf("metric", (width, height), move |around| {
            if end.is_some() && start.is_none() {
                around.dashboard.error(
                    "dashboard-time",
                    "a widget has an end of its time range, but no start",
                    "give `start` too",
                );
            }
            let labels = display_labels_on_chart
                .map_or(Expr::Null, |shown| Expr::object([("visible", shown.into())]));
            let lines = left_annotations.iter().map(|line| line.to_expr(Some("left")));
            let right_lines = right_annotations.iter().map(|line| line.to_expr(Some("right")));
            let annotations = annotations(
                list(lines.chain(right_lines)),
                list(vertical_annotations.iter().map(VerticalAnnotation::to_expr)),
            );
            let entries = [
                ("view", Expr::from(view.name())),
                ("title", text(title.as_ref())),
                ("region", self::region(region.as_ref())),
                ("stacked", flag(stacked)),
                ("labels", labels),
                ("metrics", metrics(&left, &right, around)),
                ("annotations", annotations),
                ("yAxis", axes(left_y_axis.as_ref(), right_y_axis.as_ref())),
                ("legend", legend_position.map_or(Expr::Null, LegendPosition::to_expr)),
                ("liveData", flag(live_data)),
                ("setPeriodToTimeRange", flag(set_period_to_time_range)),
            ];
            let entries = entries.into_iter().chain(defaults(
                period,
                statistic.as_ref(),
                start.as_ref(),
                end.as_ref(),
            ));
            Expr::object(entries.chain([("accountId", opt(account_id.as_ref()))]))
        }))
    }
}

fn annotations(horizontal: Expr, vertical: Expr) -> Expr {
    match (&horizontal, &vertical) {
        (Expr::Null, Expr::Null) => Expr::Null,
        _ => Expr::object([("horizontal", horizontal), ("vertical", vertical)]),
    }
}

/// Metrics as the hand of a gauge.
#[derive(Clone, Debug)]
pub struct GaugeWidget(Widget);

#[bon]
impl GaugeWidget {
    /// Starts to describe a gauge.
    #[builder]
    pub fn new(
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// What it shows.
        #[builder(with = |metrics: impl IntoIterator<Item = impl Into<AnyMetric>>| all(metrics))]
        metrics: Vec<AnyMetric>,
        /// Marks at values.
        #[builder(default, with = |lines: impl IntoIterator<Item = HorizontalAnnotation>| lines.into_iter().collect())]
        annotations: Vec<HorizontalAnnotation>,
        /// Its ends. Default: 0 and 100.
        #[builder(default = YAxis::new().min(0.0).max(100.0))]
        left_y_axis: YAxis,
        /// Where the legend stands. Default: below.
        legend_position: Option<LegendPosition>,
        /// Whether data of the last minute is shown. Default: false.
        live_data: Option<bool>,
        /// Whether it stands for the whole time range. Default: false.
        set_period_to_time_range: Option<bool>,
        /// Period of all metrics that have none. Default: 5 minutes.
        period: Option<Duration>,
        /// Statistic of all metrics that have none.
        #[builder(into)]
        statistic: Option<Statistic>,
        /// Start of the time range that is shown. Default: the dashboard's.
        #[builder(into)]
        start: Option<String>,
        /// End of that range.
        #[builder(into)]
        end: Option<String>,
        /// Region of the metrics. Default: the dashboard's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        region: Option<Value<String>>,
        /// Account of the metrics. Default: the dashboard's.
        #[builder(with = |account: impl IntoValue<String>| account.into_value())]
        account_id: Option<Value<String>>,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 6)]
        height: u32,
    ) -> GaugeWidget {
        GaugeWidget(Widget::leaf("metric", (width, height), move |around| {
            let lines = list(annotations.iter().map(|line| line.to_expr(None)));
            let entries = [
                ("view", Expr::from("gauge")),
                ("title", text(title.as_ref())),
                ("region", self::region(region.as_ref())),
                ("metrics", self::metrics(&metrics, &[], around)),
                ("annotations", self::annotations(lines, Expr::Null)),
                ("yAxis", axes(Some(&left_y_axis), None)),
                ("legend", legend_position.map_or(Expr::Null, LegendPosition::to_expr)),
                ("liveData", flag(live_data)),
                ("setPeriodToTimeRange", flag(set_period_to_time_range)),
            ];
            let entries = entries.into_iter().chain(defaults(
                period,
                statistic.as_ref(),
                start.as_ref(),
                end.as_ref(),
            ));
            Expr::object(entries.chain([("accountId", opt(account_id.as_ref()))]))
        }))
    }
}

/// The metric of an alarm, with the alarm's threshold.
#[derive(Clone, Debug)]
pub struct AlarmWidget(Widget);

#[bon]
impl AlarmWidget {
    /// Starts to describe an alarm's graph.
    #[builder]
    pub fn new(
        /// The alarm.
        #[builder(start_fn)]
        alarm: &Alarm,
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// The left axis.
        left_y_axis: Option<YAxis>,
        /// Region of the alarm. Default: the dashboard's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        region: Option<Value<String>>,
        /// Account of the alarm. Default: the dashboard's.
        #[builder(with = |account: impl IntoValue<String>| account.into_value())]
        account_id: Option<Value<String>>,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 6)]
        height: u32,
    ) -> AlarmWidget {
        let arn = alarm.alarm_arn();
        AlarmWidget(Widget::leaf("metric", (width, height), move |_| {
            Expr::object([
                ("view", Expr::from("timeSeries")),
                ("title", text(title.as_ref())),
                ("region", self::region(region.as_ref())),
                ("annotations", Expr::object([("alarms", list([&arn]))])),
                ("yAxis", axes(left_y_axis.as_ref(), None)),
                ("accountId", opt(account_id.as_ref())),
            ])
        }))
    }
}

impl From<GraphWidget> for Widget {
    fn from(widget: GraphWidget) -> Self {
        widget.0
    }
}

impl From<GaugeWidget> for Widget {
    fn from(widget: GaugeWidget) -> Self {
        widget.0
    }
}

impl From<AlarmWidget> for Widget {
    fn from(widget: AlarmWidget) -> Self {
        widget.0
    }
}
