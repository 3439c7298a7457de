//! Widgets without metrics: texts, states of alarms, log queries, and those that a function draws.

use super::graph::region;
use super::metric_set::text;
use super::widget::Widget;
use super::{Alarm, AlarmState};
use crate::bag::{list, opt};
use crate::{Expr, IntoValue, Json, Value};
use bon::bon;

/// What stands behind a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextWidgetBackground {
    /// A solid colour.
    Solid,
    /// Nothing.
    #[default]
    Transparent,
}

/// A text in Markdown.
#[derive(Clone, Debug)]
pub struct TextWidget(Widget);

#[bon]
impl TextWidget {
    /// Starts to describe a text.
    #[builder]
    pub fn new(
        /// The text, in Markdown.
        #[builder(start_fn)]
        markdown: impl IntoValue<String>,
        /// What stands behind it.
        #[builder(default)]
        background: TextWidgetBackground,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 2)]
        height: u32,
    ) -> TextWidget {
        let markdown = markdown.into_value();
        TextWidget(Widget::leaf("text", (width, height), move |_| {
            Expr::object([
                ("markdown", Expr::from(&markdown)),
                ("background", format!("{background:?}").to_lowercase().into()),
            ])
        }))
    }
}

/// How the alarms of a widget are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmStatusSortBy {
    /// Raised ones first, then by name.
    Default,
    /// By state, then by when it changed.
    StateUpdatedTimestamp,
    /// By when their state changed.
    Timestamp,
}

/// The states of alarms.
#[derive(Clone, Debug)]
pub struct AlarmStatusWidget(Widget);

#[bon]
impl AlarmStatusWidget {
    /// Starts to describe the widget.
    #[builder]
    pub fn new<'a>(
        /// The alarms.
        #[builder(start_fn)]
        alarms: impl IntoIterator<Item = &'a Alarm>,
        /// Its title.
        #[builder(into, default = "Alarm Status".to_owned())]
        title: String,
        /// Shows only alarms in these states. Default: all.
        #[builder(default, with = |states: impl IntoIterator<Item = AlarmState>| states.into_iter().collect())]
        states: Vec<AlarmState>,
        /// How they are ordered.
        sort_by: Option<AlarmStatusSortBy>,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 3)]
        height: u32,
    ) -> AlarmStatusWidget {
        let alarms: Vec<Value<String>> = alarms.into_iter().map(Alarm::alarm_arn).collect();
        AlarmStatusWidget(Widget::leaf("alarm", (width, height), move |_| {
            let sort_by = sort_by.map(|sort_by| match sort_by {
                AlarmStatusSortBy::Default => "default",
                AlarmStatusSortBy::StateUpdatedTimestamp => "stateUpdatedTimestamp",
                AlarmStatusSortBy::Timestamp => "timestamp",
            });
            Expr::object([
                ("title", Expr::from(title.clone())),
                ("alarms", Expr::List(alarms.iter().map(Expr::from).collect())),
                ("states", list(states.iter().map(|state| state.name()))),
                ("sortBy", sort_by.map_or(Expr::Null, Expr::from)),
            ])
        }))
    }
}

/// How the result of a log query is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LogQueryView {
    /// A table.
    #[default]
    Table,
    /// Lines.
    Line,
    /// Stacked areas.
    StackedArea,
    /// Bars.
    Bar,
    /// A pie.
    Pie,
}

/// Language of a log query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogQueryLanguage {
    /// CloudWatch's own.
    LogsInsights,
    /// OpenSearch SQL.
    Sql,
    /// OpenSearch PPL.
    Ppl,
}

/// The result of a log query.
///
/// ```
/// use cumulo::cloudwatch::LogQueryWidget;
/// let errors = LogQueryWidget::builder(["/app/api"])
///     .query_lines(["fields @message", "filter level = 'error'", "limit 20"])
///     .build();
/// ```
#[derive(Clone, Debug)]
pub struct LogQueryWidget(Widget);

#[bon]
impl LogQueryWidget {
    /// Starts to describe a log query. Findings: `log-query` without log groups or query.
    #[builder]
    pub fn new<N: IntoValue<String>>(
        /// Names of the log groups.
        #[builder(start_fn)]
        log_group_names: impl IntoIterator<Item = N>,
        /// The query's commands, which are joined by `|`.
        #[builder(with = |lines: impl IntoIterator<Item = impl Into<String>>| {
            lines.into_iter().map(Into::into).collect::<Vec<String>>().join("\n| ")
        })]
        query_lines: String,
        /// Its title.
        #[builder(into)]
        title: Option<String>,
        /// How the result is shown. Default: a table.
        #[builder(default)]
        view: LogQueryView,
        /// Language of the query. Default: CloudWatch's own.
        query_language: Option<LogQueryLanguage>,
        /// Region of the log groups. Default: the dashboard's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        region: Option<Value<String>>,
        /// Account of the log groups. Default: the dashboard's.
        #[builder(with = |account: impl IntoValue<String>| account.into_value())]
        account_id: Option<Value<String>>,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 6)]
        height: u32,
    ) -> LogQueryWidget {
        let groups: Vec<Value<String>> =
            log_group_names.into_iter().map(IntoValue::into_value).collect();
        LogQueryWidget(Widget::leaf("log", (width, height), move |around| {
            if groups.is_empty() || query_lines.is_empty() {
                around.dashboard.error(
                    "log-query",
                    "a log query needs a log group and a query",
                    "name at least one log group, and give `query_lines`",
                );
            }
            let sources = groups.iter().fold(crate::text!(""), |text, group| {
                text.append("SOURCE '").append(group).append("' | ")
            });
            let (view, stacked) = match view {
                LogQueryView::Table => ("table", None),
                LogQueryView::Line => ("timeSeries", Some(false)),
                LogQueryView::StackedArea => ("timeSeries", Some(true)),
                LogQueryView::Bar => ("bar", None),
                LogQueryView::Pie => ("pie", None),
            };
            let language = query_language.map(|language| match language {
                LogQueryLanguage::LogsInsights => "Logs",
                LogQueryLanguage::Sql => "SQL",
                LogQueryLanguage::Ppl => "PPL",
            });
            Expr::object([
                ("view", Expr::from(view)),
                ("title", text(title.as_ref())),
                ("region", self::region(region.as_ref())),
                ("accountId", opt(account_id.as_ref())),
                ("query", sources.append(&query_lines).into_expr()),
                ("queryLanguage", language.map_or(Expr::Null, Expr::from)),
                ("stacked", crate::bag::flag(stacked)),
            ])
        }))
    }
}

/// What a function draws.
#[derive(Clone, Debug)]
pub struct CustomWidget(Widget);

#[bon]
impl CustomWidget {
    /// Starts to describe the widget.
    #[builder]
    pub fn new(
        /// ARN of the function, which answers with HTML or JSON.
        #[builder(start_fn)]
        function_arn: impl IntoValue<String>,
        /// Its title.
        #[builder(into)]
        title: String,
        /// What the function is given.
        #[builder(with = |params: impl IntoValue<Json>| params.into_value())]
        params: Option<Value<Json>>,
        /// Whether it is drawn again when the dashboard is.
        #[builder(default = true)]
        update_on_refresh: bool,
        /// Whether it is drawn again when its size changes.
        #[builder(default = true)]
        update_on_resize: bool,
        /// Whether it is drawn again when the time range changes.
        #[builder(default = true)]
        update_on_time_range_change: bool,
        /// Columns, 1 to 24.
        #[builder(default = 6)]
        width: u32,
        /// Rows.
        #[builder(default = 6)]
        height: u32,
    ) -> CustomWidget {
        let function_arn = function_arn.into_value();
        CustomWidget(Widget::leaf("custom", (width, height), move |_| {
            Expr::object([
                ("endpoint", Expr::from(&function_arn)),
                ("params", opt(params.as_ref())),
                ("title", Expr::from(title.clone())),
                (
                    "updateOn",
                    Expr::object([
                        ("refresh", update_on_refresh.into()),
                        ("resize", update_on_resize.into()),
                        ("timeRange", Expr::from(update_on_time_range_change)),
                    ]),
                ),
            ])
        }))
    }
}

impl From<TextWidget> for Widget {
    fn from(widget: TextWidget) -> Self {
        widget.0
    }
}

impl From<AlarmStatusWidget> for Widget {
    fn from(widget: AlarmStatusWidget) -> Self {
        widget.0
    }
}

impl From<LogQueryWidget> for Widget {
    fn from(widget: LogQueryWidget) -> Self {
        widget.0
    }
}

impl From<CustomWidget> for Widget {
    fn from(widget: CustomWidget) -> Self {
        widget.0
    }
}
