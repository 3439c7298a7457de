//! Which keys of tables are used most.

use crate::Expr;

/// Whether CloudWatch shows which keys of a table or index are used most; `true` and `false` do for most.
///
/// Source: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/contributorinsights_HowItWorks.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ContributorInsights {
    /// It does not.
    Disabled,
    /// It shows keys as DynamoDB does by default.
    Enabled,
    /// It shows keys that are used, and keys that are throttled.
    AccessedAndThrottledKeys,
    /// It shows keys that are throttled alone, which costs less.
    ThrottledKeys,
}

impl ContributorInsights {
    pub(super) fn to_expr(self) -> Expr {
        let mode = match self {
            Self::Disabled | Self::Enabled => Expr::Null,
            Self::AccessedAndThrottledKeys => Expr::from("ACCESSED_AND_THROTTLED_KEYS"),
            Self::ThrottledKeys => Expr::from("THROTTLED_KEYS"),
        };
        Expr::object([("Enabled", Expr::from(self != Self::Disabled)), ("Mode", mode)])
    }
}

impl From<bool> for ContributorInsights {
    fn from(on: bool) -> Self {
        if on { Self::Enabled } else { Self::Disabled }
    }
}
