//! When rules run.

use crate::Duration;

/// When something runs.
///
/// ```
/// use cumulo::{Duration, events::{Cron, Schedule}};
/// let often = Schedule::rate(Duration::minutes(5));
/// let nightly = Schedule::cron(Cron::new().minute("0").hour("4"));
/// assert_eq!(nightly.expression(), "cron(0 4 * * ? *)");
/// ```
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule(String);

impl Schedule {
    /// Again and again after this time, which is a whole number of minutes.
    pub fn rate(interval: Duration) -> Self {
        let minutes = interval.to_minutes();
        let (amount, unit) = match minutes {
            0 => (interval.to_seconds(), "second"),
            m if m % (24 * 60) == 0 => (m / (24 * 60), "day"),
            m if m % 60 == 0 => (m / 60, "hour"),
            m => (m, "minute"),
        };
        Self(format!("rate({amount} {unit}{})", if amount == 1 { "" } else { "s" }))
    }

    /// At times that match these fields, in UTC.
    pub fn cron(cron: Cron) -> Self {
        Self(cron.expression())
    }

    /// An expression in EventBridge's notation.
    pub fn of(expression: impl Into<String>) -> Self {
        Self(expression.into())
    }

    /// The expression in EventBridge's notation.
    pub fn expression(&self) -> &str {
        &self.0
    }

    /// Whether EventBridge takes it for a rule: it knows no seconds.
    pub(super) fn is_for_rules(&self) -> bool {
        !self.0.contains("second")
    }
}

/// The fields of a time that comes again; those not given match all.
///
/// A day of the month and a day of the week cannot both be given: the later call counts.
#[derive(Clone, Debug, Default)]
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

    /// Minutes, 0 to 59: `0`, `0/15`, `10,40`.
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

    /// Days of the month, 1 to 31; `L` is the last one.
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

    /// Days of the week, 1 to 7 from Sunday, or `SUN` to `SAT`.
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

    /// The fields in EventBridge's notation.
    pub(crate) fn expression(&self) -> String {
        let field = |field: &Option<String>| field.clone().unwrap_or_else(|| "*".to_owned());
        let day = match (&self.day, &self.week_day) {
            (None, Some(_)) => "?".to_owned(),
            (day, _) => field(day),
        };
        let week_day = self.week_day.clone().unwrap_or_else(|| "?".to_owned());
        let (minute, hour, month) = (field(&self.minute), field(&self.hour), field(&self.month));
        format!("cron({minute} {hour} {day} {month} {week_day} {})", field(&self.year))
    }
}
