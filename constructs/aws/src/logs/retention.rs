//! How long logs stay.

use serde::de::{self, Deserialize, Deserializer};
use std::fmt;

/// How long a log group keeps its events. CloudWatch Logs knows only these times.
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionDays {
    /// 1 day.
    OneDay,
    /// 3 days.
    ThreeDays,
    /// 5 days.
    FiveDays,
    /// 7 days.
    OneWeek,
    /// 14 days.
    TwoWeeks,
    /// 30 days.
    OneMonth,
    /// 60 days.
    TwoMonths,
    /// 90 days.
    ThreeMonths,
    /// 120 days.
    FourMonths,
    /// 150 days.
    FiveMonths,
    /// 180 days.
    SixMonths,
    /// 365 days.
    OneYear,
    /// 400 days.
    ThirteenMonths,
    /// 545 days.
    EighteenMonths,
    /// 731 days.
    TwoYears,
    /// 1,096 days.
    ThreeYears,
    /// 1,827 days.
    FiveYears,
    /// 2,192 days.
    SixYears,
    /// 2,557 days.
    SevenYears,
    /// 2,922 days.
    EightYears,
    /// 3,288 days.
    NineYears,
    /// 3,653 days.
    TenYears,
    /// For ever.
    Infinite,
}

/// Every limited time, the shortest first.
const LIMITED: &[RetentionDays] = &[
    RetentionDays::OneDay,
    RetentionDays::ThreeDays,
    RetentionDays::FiveDays,
    RetentionDays::OneWeek,
    RetentionDays::TwoWeeks,
    RetentionDays::OneMonth,
    RetentionDays::TwoMonths,
    RetentionDays::ThreeMonths,
    RetentionDays::FourMonths,
    RetentionDays::FiveMonths,
    RetentionDays::SixMonths,
    RetentionDays::OneYear,
    RetentionDays::ThirteenMonths,
    RetentionDays::EighteenMonths,
    RetentionDays::TwoYears,
    RetentionDays::ThreeYears,
    RetentionDays::FiveYears,
    RetentionDays::SixYears,
    RetentionDays::SevenYears,
    RetentionDays::EightYears,
    RetentionDays::NineYears,
    RetentionDays::TenYears,
];

impl RetentionDays {
    /// In days; `None` for ever.
    pub fn days(self) -> Option<i64> {
        Some(match self {
            Self::OneDay => 1,
            Self::ThreeDays => 3,
            Self::FiveDays => 5,
            Self::OneWeek => 7,
            Self::TwoWeeks => 14,
            Self::OneMonth => 30,
            Self::TwoMonths => 60,
            Self::ThreeMonths => 90,
            Self::FourMonths => 120,
            Self::FiveMonths => 150,
            Self::SixMonths => 180,
            Self::OneYear => 365,
            Self::ThirteenMonths => 400,
            Self::EighteenMonths => 545,
            Self::TwoYears => 731,
            Self::ThreeYears => 1_096,
            Self::FiveYears => 1_827,
            Self::SixYears => 2_192,
            Self::SevenYears => 2_557,
            Self::EightYears => 2_922,
            Self::NineYears => 3_288,
            Self::TenYears => 3_653,
            Self::Infinite => return None,
        })
    }
}

/// A number of days for which CloudWatch Logs has no setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownRetention(i64);

impl fmt::Display for UnknownRetention {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<String> =
            LIMITED.iter().filter_map(|it| it.days()).map(|it| it.to_string()).collect();
        write!(f, "logs cannot be kept for {} days, only for {}", self.0, days.join(", "))
    }
}

impl std::error::Error for UnknownRetention {}

impl TryFrom<i64> for RetentionDays {
    type Error = UnknownRetention;

    /// The setting of so many days.
    fn try_from(days: i64) -> Result<Self, UnknownRetention> {
        let known = LIMITED.iter().find(|it| it.days() == Some(days));
        known.copied().ok_or(UnknownRetention(days))
    }
}

/// Reads a number of days, as the values of stages say it.
impl<'de> Deserialize<'de> for RetentionDays {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer)?.try_into().map_err(de::Error::custom)
    }
}
