//! CloudWatch: metrics, alarms and dashboards.

mod action;
mod alarm;
mod annotation;
mod composite_alarm;
mod dashboard;
mod graph;
mod math;
mod metric;
mod metric_set;
mod mute_rule;
mod panels;
mod prom_ql_alarm;
mod statistic;
mod values;
mod variable;
mod widget;

pub use action::{AlarmAction, Ec2Action, IncidentAction, OpsItemAction, OpsItemCategory};
pub use alarm::{Alarm, ComparisonOperator, TreatMissingData};
pub use annotation::{Color, HorizontalAnnotation, Shading, VerticalAnnotation, YAxis};
pub use composite_alarm::{AlarmRule, AlarmState, AtLeast, CompositeAlarm};
pub use dashboard::{Dashboard, PeriodOverride};
pub use graph::{AlarmWidget, GaugeWidget, GraphWidget, GraphWidgetView, LegendPosition};
pub use math::{AnyMetric, MathExpression};
pub use metric::{Metric, Unit};
pub use mute_rule::{AlarmMuteRule, MuteSchedule};
pub use panels::{
    AlarmStatusSortBy, AlarmStatusWidget, CustomWidget, LogQueryLanguage, LogQueryView,
    LogQueryWidget, TextWidget, TextWidgetBackground,
};
pub use prom_ql_alarm::PromQlAlarm;
pub use statistic::Statistic;
pub use values::{SingleValueWidget, TableLayout, TableSummaryColumn, TableThreshold, TableWidget};
pub use variable::{DashboardVariable, VariableInput};
pub use widget::Widget;
