//! How long logs stay.

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
