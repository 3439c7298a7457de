//! Statistics: how the data points of a period become one number.

use std::borrow::Cow;

/// How the data points of a period become one number: `Sum`, `p99`, `TM(10%:90%)` …
///
/// ```
/// use cumulo::cloudwatch::Statistic;
/// assert_eq!(Statistic::percentile(99.9).as_str(), "p99.9");
/// assert_eq!(Statistic::from("avg"), Statistic::AVERAGE);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statistic(Cow<'static, str>);

impl Statistic {
    /// How many data points there are.
    pub const SAMPLE_COUNT: Self = Self(Cow::Borrowed("SampleCount"));
    /// Their mean value.
    pub const AVERAGE: Self = Self(Cow::Borrowed("Average"));
    /// All values added.
    pub const SUM: Self = Self(Cow::Borrowed("Sum"));
    /// The lowest value.
    pub const MINIMUM: Self = Self(Cow::Borrowed("Minimum"));
    /// The highest value.
    pub const MAXIMUM: Self = Self(Cow::Borrowed("Maximum"));
    /// Mean of the middle half of the values.
    pub const INTERQUARTILE_MEAN: Self = Self(Cow::Borrowed("IQM"));

    /// The value below which this part of the values lies, 0 to 100 percent.
    pub fn percentile(percent: f64) -> Self {
        Self(format!("p{percent}").into())
    }

    /// Mean of the values, the highest ones left out: `90` keeps the lowest 90 percent.
    pub fn trimmed_mean(percent: f64) -> Self {
        Self(format!("tm{percent}").into())
    }

    /// Mean of the values, the highest ones replaced by the value at this percentile.
    pub fn winsorized_mean(percent: f64) -> Self {
        Self(format!("wm{percent}").into())
    }

    /// How many values lie below this percentile.
    pub fn trimmed_count(percent: f64) -> Self {
        Self(format!("tc{percent}").into())
    }

    /// Sum of the values below this percentile.
    pub fn trimmed_sum(percent: f64) -> Self {
        Self(format!("ts{percent}").into())
    }

    /// Percentage of the values that lie between two bounds.
    pub fn percentile_rank(from: f64, to: f64) -> Self {
        Self(format!("PR({from}:{to})").into())
    }

    /// The statistic in CloudWatch's notation.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is one of the five that alarms call `Statistic`, not `ExtendedStatistic`.
    pub(super) fn is_simple(&self) -> bool {
        SIMPLE.iter().any(|(name, _)| *name == self.0)
    }

    /// Whether CloudWatch's notation allows it.
    pub(super) fn is_known(&self) -> bool {
        let text = self.0.as_ref();
        let digits =
            |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c == '.');
        let in_brackets = || {
            let (name, bounds) = text.split_once('(')?;
            let bounds = bounds.strip_suffix(')')?;
            let fine = bounds.chars().all(|c| c.is_ascii_digit() || ".:%".contains(c));
            Some(BRACKETED.contains(&name) && bounds.contains(':') && fine)
        };
        self.is_simple()
            || text == "IQM"
            || text.strip_prefix('p').is_some_and(digits)
            || ["tm", "wm", "tc", "ts"].iter().any(|p| text.strip_prefix(p).is_some_and(digits))
            || in_brackets().unwrap_or(false)
    }
}

/// The simple statistics, and their short names.
const SIMPLE: [(&str, &str); 5] = [
    ("SampleCount", "n"),
    ("Average", "avg"),
    ("Sum", "sum"),
    ("Minimum", "min"),
    ("Maximum", "max"),
];

/// Statistics that take bounds in brackets.
const BRACKETED: [&str; 5] = ["PR", "TM", "WM", "TC", "TS"];

impl From<&str> for Statistic {
    /// Reads CloudWatch's notation in any case: `avg`, `Average`, `P99`, `tm(10%:90%)`.
    fn from(text: &str) -> Self {
        let lower = text.to_lowercase();
        let simple =
            SIMPLE.iter().find(|(name, short)| lower == *short || lower == name.to_lowercase());
        Self(match simple {
            Some((name, _)) => Cow::Borrowed(name),
            None if lower == "iqm" || lower.contains('(') => text.to_uppercase().into(),
            None => lower.into(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_and_other_cases_are_understood() {
        let read = |text: &str| Statistic::from(text).as_str().to_owned();
        assert_eq!(read("n"), "SampleCount");
        assert_eq!(read("maximum"), "Maximum");
        assert_eq!(read("P99.9"), "p99.9");
        assert_eq!(read("tm(10%:90%)"), "TM(10%:90%)");
        assert_eq!(read("TM90"), "tm90");
    }

    #[test]
    fn what_cloudwatch_would_refuse_is_told() {
        assert!(Statistic::from("ts(80%:)").is_known());
        assert!(Statistic::from("pr(10:)").is_known());
        assert!(!Statistic::from("foo").is_known());
        assert!(!Statistic::from("p").is_known());
    }
}
