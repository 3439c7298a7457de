//! Finds the cause of a failed operation among its events.

use super::follow::{Ended, Followed, path_of};
use super::model::StackEvent;
use crate::host::StackFailure;

/// Tells a failed operation cause first: what failed before all else, and what followed from it.
pub fn explain(followed: &Followed<'_>, ended: &Ended) -> StackFailure {
    let failed = |event: &&StackEvent| !event.is_of_stack() && event.status.ends_with("_FAILED");
    let undoing_since = ended
        .events
        .iter()
        .position(|event| {
            event.stack_id == followed.stack_id
                && event.is_of_stack()
                && event.status.contains("ROLLBACK_IN_PROGRESS")
        })
        .unwrap_or(ended.events.len());
    let (forward, backward) = ended.events.split_at(undoing_since);
    let cause = forward.iter().filter(failed).find(|event| !is_cancelled(event));
    let stack_reason = || {
        let spoken = ended.events.iter().rev().filter(|event| event.is_of_stack());
        let spoken = spoken.filter_map(|event| event.reason.clone());
        spoken.into_iter().next().or_else(|| ended.reason.clone())
    };
    let message = cause
        .and_then(|event| event.reason.clone())
        .or_else(stack_reason)
        .unwrap_or_else(|| "CloudFormation gives no reason".to_owned());
    let rolled_back = ended.status.0.ends_with("ROLLBACK_COMPLETE");
    let stuck = if rolled_back || undoing_since == ended.events.len() {
        Vec::new()
    } else {
        let reason = |event: &StackEvent| {
            event.reason.clone().unwrap_or_else(|| "no reason given".to_owned())
        };
        let stuck = backward.iter().filter(failed);
        stuck.map(|event| (path_of(followed, &ended.events, event), reason(event))).collect()
    };
    StackFailure {
        stack: followed.stack.to_owned(),
        status: ended.status.0.clone(),
        path: cause.map(|event| path_of(followed, &ended.events, event)),
        resource_type: cause.map(|event| event.resource_type.clone()),
        source: cause
            .filter(|event| event.stack_id == followed.stack_id)
            .and_then(|event| followed.names.source(&event.logical_id)),
        missing_permission: missing_permission(&message),
        message,
        rolled_back,
        stuck,
        cancelled: forward.iter().filter(failed).filter(|event| is_cancelled(event)).count(),
        seconds: ended.seconds,
    }
}

/// Whether the resource did not fail by itself: another one did, and CloudFormation gave this one up.
pub fn is_cancelled(event: &StackEvent) -> bool {
    event.reason.as_deref().is_some_and(|reason| reason.contains("cancelled"))
}

/// The IAM action in AWS's usual sentence about a refused call.
pub fn missing_permission(message: &str) -> Option<String> {
    let rest = message.split_once("not authorized to perform: ")?.1;
    let action: String = rest
        .chars()
        .take_while(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ':' | '-' | '*'))
        .collect();
    action.contains(':').then_some(action)
}

#[cfg(test)]
mod tests {
    use super::missing_permission;

    #[test]
    fn the_missing_permission_is_read_from_the_message() {
        let message = "User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: dynamodb:UpdateContinuousBackups on resource: arn:x (Service: DynamoDb, Status Code: 400)";
        assert_eq!(
            missing_permission(message).as_deref(),
            Some("dynamodb:UpdateContinuousBackups")
        );
        assert_eq!(missing_permission("Table already exists"), None);
    }
}
