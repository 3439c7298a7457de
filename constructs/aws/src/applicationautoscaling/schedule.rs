//! When scheduled actions happen.

use crate::{Duration, Node};

/// When a scheduled action happens.
///
/// ```
/// use cumulo::applicationautoscaling::{Cron, Schedule};
/// use cumulo::Duration;
/// let mornings = Schedule::cron(Cron::new().hour("8").minute("0").week_day("MON-FRI"));
/// let often = Schedule::rate(Duration::minutes(10));
/// ```
///
/// Source: <https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    expression: String,
    cron: Option<Cron>,
}

impl Schedule {
    /// An expression as it is: `cron(…)`, `rate(…)` or `at(…)`.
    pub fn expression(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), cron: None }
    }

    /// Again and again after this time, whole minutes.
    pub fn rate(duration: Duration) -> Self {
        Self::expression(format!("rate({duration})"))
    }

    /// Once, at a time such as `2030-01-01T00:00:00`, in UTC or the schedule's time zone.
    pub fn at(time: impl std::fmt::Display) -> Self {
        Self::expression(format!("at({time})"))
    }

    /// At all times that fit.
    pub fn cron(cron: Cron) -> Self {
        Self { expression: cron.expression(), cron: Some(cron) }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.expression
    }

    /// The five fields of Unix, as Auto Scaling groups want them.
    ///
    /// Findings: `group-schedule` when it is no such pattern.
    pub(crate) fn unix_expression(&self, node: &Node) -> String {
        if let Some(cron) = &self.cron {
            return cron.unix_expression();
        }
        if self.expression.split_whitespace().count() != 5 {
            node.error(
                "group-schedule",
                format!("`{}` is no schedule of Auto Scaling groups", self.expression),
                "use `Schedule::cron`, or an expression of the five fields of Unix, such as `0 8 * * *`",
            );
        }
        self.expression.clone()
    }
}

/// Times that fit a pattern. What is not set fits always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cron {
    minute: Option<String>,
    hour: Option<String>,
    day: Option<String>,
    month: Option<String>,
    week_day: Option<String>,
    year: Option<String>,
}

impl Cron {
    /// Every minute.
    pub fn new() -> Self {
        Self::default()
    }

    /// Minutes, 0 to 59.
    #[must_use]
    pub fn minute(mut self, minute: impl Into<String>) -> Self {
        self.minute = Some(minute.into());
        self
    }

    /// Hours, 0 to 23.
    #[must_use]
    pub fn hour(mut self, hour: impl Into<String>) -> Self {
        self.hour = Some(hour.into());
        self
    }

    /// Days of the month, 1 to 31. Takes the place of days of the week.
    #[must_use]
    pub fn day(mut self, day: impl Into<String>) -> Self {
        self.day = Some(day.into());
        self.week_day = None;
        self
    }

    /// Months, 1 to 12 or `JAN` to `DEC`.
    #[must_use]
    pub fn month(mut self, month: impl Into<String>) -> Self {
        self.month = Some(month.into());
        self
    }

    /// Days of the week, 1 (Sunday) to 7 or `SUN` to `SAT`. Takes the place of days of the month.
    #[must_use]
    pub fn week_day(mut self, day: impl Into<String>) -> Self {
        self.week_day = Some(day.into());
        self.day = None;
        self
    }

    /// Years.
    #[must_use]
    pub fn year(mut self, year: impl Into<String>) -> Self {
        self.year = Some(year.into());
        self
    }

    fn expression(&self) -> String {
        let part = |part: &Option<String>, or: &str| part.clone().unwrap_or_else(|| or.to_owned());
        let any_day = if self.week_day.is_some() { "?" } else { "*" };
        format!(
            "cron({} {} {} {} {} {})",
            part(&self.minute, "*"),
            part(&self.hour, "*"),
            part(&self.day, any_day),
            part(&self.month, "*"),
            part(&self.week_day, "?"),
            part(&self.year, "*"),
        )
    }

    fn unix_expression(&self) -> String {
        let part = |part: &Option<String>| part.clone().unwrap_or_else(|| "*".to_owned());
        format!(
            "{} {} {} {} {}",
            part(&self.minute),
            part(&self.hour),
            part(&self.day),
            part(&self.month),
            part(&self.week_day),
        )
    }
}
