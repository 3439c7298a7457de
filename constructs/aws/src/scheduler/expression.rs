//! When schedules run.

use crate::Duration;
use crate::events::{self, Cron};

/// When a schedule runs.
///
/// ```
/// use cumulo::{Duration, events::Cron, scheduler::ScheduleExpression};
/// let often = ScheduleExpression::rate(Duration::minutes(10));
/// let mornings = ScheduleExpression::cron(Cron::new().minute("0").hour("8")).time_zone("Europe/London");
/// let once = ScheduleExpression::at("2027-11-20T19:20:23");
/// ```
///
/// Source: <https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html>
#[derive(Clone, Debug)]
pub struct ScheduleExpression {
    pub(super) expression: String,
    pub(super) time_zone: String,
}

impl ScheduleExpression {
    fn new(expression: String) -> Self {
        Self { expression, time_zone: "Etc/UTC".to_owned() }
    }

    /// Again and again after this time, which is a whole number of minutes.
    pub fn rate(interval: Duration) -> Self {
        Self::new(events::Schedule::rate(interval).expression().to_owned())
    }

    /// At times that match these fields.
    pub fn cron(cron: Cron) -> Self {
        Self::new(events::Schedule::cron(cron).expression().to_owned())
    }

    /// Once, at this date and time: `2027-11-20T19:20:23`.
    pub fn at(time: &str) -> Self {
        Self::new(format!("at({time})"))
    }

    /// An expression in Scheduler's notation.
    pub fn of(expression: impl Into<String>) -> Self {
        Self::new(expression.into())
    }

    /// Time zone in which it is read, such as `Europe/London`. Default: UTC.
    #[must_use]
    pub fn time_zone(mut self, zone: impl Into<String>) -> Self {
        self.time_zone = zone.into();
        self
    }
}
