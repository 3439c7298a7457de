//! What patterns do by themselves in a protected stage, and in one that is not.

use crate::logs::{LogGroup, RetentionDays};
use crate::{Node, RemovalPolicy};

/// Whether the construct stands in a stage whose data is guarded; outside of stages it does not.
pub(super) fn is_protected(node: &Node) -> bool {
    node.stage().is_some_and(|stage| stage.is_protected())
}

/// What happens to data that leaves the stack: it is retained in a protected stage, elsewhere destroyed.
pub(super) fn removal_policy(node: &Node) -> RemovalPolicy {
    node.stage().map_or(RemovalPolicy::Destroy, |stage| stage.removal_policy())
}

/// How long logs stay: 90 days in a protected stage, elsewhere 14.
pub(super) fn retention(node: &Node) -> RetentionDays {
    if is_protected(node) { RetentionDays::ThreeMonths } else { RetentionDays::TwoWeeks }
}

/// A log group that keeps its logs as the stage wants it.
#[track_caller]
pub(super) fn log_group(scope: &Node, id: &str, retention: Option<RetentionDays>) -> LogGroup {
    LogGroup::builder(scope, id)
        .retention(retention.unwrap_or_else(|| self::retention(scope)))
        .removal_policy(removal_policy(scope))
        .build()
}
