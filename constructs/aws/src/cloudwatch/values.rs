//! Widgets that show metrics as numbers: single values and tables.

use super::annotation::{axes, float};
use super::graph::{all, defaults, metrics, region};
use super::metric_set::{seconds, text};
use super::widget::Widget;
use super::{AnyMetric, Statistic, YAxis};
use crate::bag::{flag, list, opt};
use crate::{Duration, Expr, IntoValue, Value};
use bon::bon;

/// The newest value of each metric.
///
/// ```
/// use cumulo::cloudwatch::{Metric, SingleValueWidget};
/// let orders = SingleValueWidget::builder([Metric::new("Shop", "Orders")]).sparkline(true).build();
/// ```
#[derive(Clone, Debug)]
pub struct SingleValueWidget(Widget);

#[bon]
impl SingleValueWidget {
    /// Starts to describe the widget. Findings: `widget-sparkline` with a value for the whole time range.
    #[builder]
    pub fn new<M: Into<AnyMetric>>(
        /// What it shows.
        #[builder(start_fn)]
        metrics: impl IntoIterator<Item = M>,
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// Whether the value stands for the whole time range. Default: false.
        set_period_to_time_range: Option<bool>,
        /// Whether as many digits as fit are shown. Default: false.
        full_precision: Option<bool>,
        /// Whether a small graph is shown below. Default: false.
        sparkline: Option<bool>,
        /// Whether data of the last minute is shown. Default: false.
        live_data: Option<bool>,
        /// Period of all metrics that have none. Default: 5 minutes.
        period: Option<Duration>,
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
        #[builder(default = 3)]
        height: u32,
    ) -> SingleValueWidget {
        let metrics = all(metrics);
        SingleValueWidget(Widget::leaf("metric", (width, height), move |around| {
            if sparkline == Some(true) && set_period_to_time_range == Some(true) {
                around.dashboard.error(
                    "widget-sparkline",
                    "a value for the whole time range has no sparkline",
                    "leave `sparkline` or `set_period_to_time_range` away",
                );
            }
            let entries = [
                ("view", Expr::from("singleValue")),
                ("title", text(title.as_ref())),
                ("region", self::region(region.as_ref())),
                ("sparkline", flag(sparkline)),
                ("metrics", self::metrics(&metrics, &[], around)),
                ("setPeriodToTimeRange", flag(set_period_to_time_range)),
                ("singleValueFullPrecision", flag(full_precision)),
                ("period", period.map_or(Expr::Null, seconds)),
                ("start", text(start.as_ref())),
                ("end", text(end.as_ref())),
                ("accountId", opt(account_id.as_ref())),
                ("liveData", flag(live_data)),
            ];
            Expr::object(entries)
        }))
    }
}

/// How a table is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableLayout {
    /// Data points in columns.
    #[default]
    Horizontal,
    /// Data points in rows.
    Vertical,
}

/// A column of a table that sums up all data points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableSummaryColumn {
    /// The lowest one.
    Minimum,
    /// The highest one.
    Maximum,
    /// All added.
    Sum,
    /// Their mean.
    Average,
}

impl TableSummaryColumn {
    fn name(self) -> &'static str {
        match self {
            Self::Minimum => "MIN",
            Self::Maximum => "MAX",
            Self::Sum => "SUM",
            Self::Average => "AVG",
        }
    }
}

/// Values whose cells a table colours.
#[derive(Clone, Debug)]
pub struct TableThreshold {
    lower: f64,
    upper: Option<f64>,
    fill: Option<&'static str>,
    color: Option<String>,
}

impl TableThreshold {
    /// Values above this one.
    pub fn above(value: f64) -> Self {
        Self { lower: value, upper: None, fill: Some("above"), color: None }
    }

    /// Values below this one.
    pub fn below(value: f64) -> Self {
        Self { lower: value, upper: None, fill: Some("below"), color: None }
    }

    /// Values between these two.
    pub fn between(lower: f64, upper: f64) -> Self {
        Self { lower, upper: Some(upper), fill: None, color: None }
    }

    /// The colour of the cells.
    #[must_use]
    pub fn color(mut self, color: impl Into<String>) -> Self {
        self.color = Some(color.into());
        self
    }

    fn to_expr(&self) -> Expr {
        let line = Expr::object([
            ("value", float(Some(self.lower))),
            ("color", text(self.color.as_ref())),
            ("fill", self.fill.map_or(Expr::Null, Expr::from)),
        ]);
        match self.upper {
            None => line,
            Some(upper) => Expr::List(vec![line, Expr::object([("value", float(Some(upper)))])]),
        }
    }
}

/// Metrics as a table.
#[derive(Clone, Debug)]
pub struct TableWidget(Widget);

#[bon]
impl TableWidget {
    /// Starts to describe a table.
    #[builder]
    pub fn new<M: Into<AnyMetric>>(
        /// What it shows.
        #[builder(start_fn)]
        metrics: impl IntoIterator<Item = M>,
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// How it is laid out.
        #[builder(default)]
        layout: TableLayout,
        /// Columns that sum up all data points.
        #[builder(default, with = |columns: impl IntoIterator<Item = TableSummaryColumn>| columns.into_iter().collect())]
        summary_columns: Vec<TableSummaryColumn>,
        /// Whether those columns stay when the table is scrolled.
        #[builder(default)]
        sticky_summary: bool,
        /// Whether only those columns are shown.
        #[builder(default)]
        hide_non_summary_columns: bool,
        /// Values whose cells are coloured.
        #[builder(default, with = |thresholds: impl IntoIterator<Item = TableThreshold>| thresholds.into_iter().collect())]
        thresholds: Vec<TableThreshold>,
        /// Whether labels show units. Default: false.
        show_units_in_label: Option<bool>,
        /// Whether data of the last minute is shown. Default: false.
        live_data: Option<bool>,
        /// Whether as many digits as fit are shown. Default: false.
        full_precision: Option<bool>,
        /// Whether values stand for the whole time range. Default: false.
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
    ) -> TableWidget {
        let metrics = all(metrics);
        let table = Expr::object([
            ("layout", Expr::from(format!("{layout:?}").to_lowercase())),
            ("showTimeSeriesData", Expr::from(!hide_non_summary_columns)),
            ("stickySummary", Expr::from(sticky_summary)),
            (
                "summaryColumns",
                Expr::List(summary_columns.iter().map(|c| Expr::from(c.name())).collect()),
            ),
        ]);
        TableWidget(Widget::leaf("metric", (width, height), move |around| {
            let lines = list(thresholds.iter().map(TableThreshold::to_expr));
            let annotations = match lines {
                Expr::Null => Expr::Null,
                lines => Expr::object([("horizontal", lines)]),
            };
            let axis = show_units_in_label.map(|shown| YAxis::new().show_units(shown));
            let title = text(title.as_ref());
            let entries = [
                ("title", title),
                ("view", Expr::from("table")),
                ("table", table.clone()),
                ("region", self::region(region.as_ref())),
                ("metrics", self::metrics(&metrics, &[], around)),
                ("annotations", annotations),
                ("yAxis", axes(axis.as_ref(), None)),
                ("liveData", flag(live_data)),
                ("singleValueFullPrecision", flag(full_precision)),
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

impl From<SingleValueWidget> for Widget {
    fn from(widget: SingleValueWidget) -> Self {
        widget.0
    }
}

impl From<TableWidget> for Widget {
    fn from(widget: TableWidget) -> Self {
        widget.0
    }
}
