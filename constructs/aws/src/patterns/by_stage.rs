//! What patterns do by themselves in a protected stage, and in one that is not.

use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::logs::{LogGroup, RetentionDays};
use crate::{Construct, Node, RemovalPolicy, text};

/// Whether the construct stands in a stage whose data is guarded; outside of stages it does not.
pub(super) fn is_protected(node: &Node) -> bool {
    node.stage().is_some_and(|stage| stage.is_protected())
}

/// What happens to data that leaves the stack: it is retained in a protected stage, elsewhere destroyed.
/// A first deployment that fails leaves nothing behind: there is no data yet.
pub(super) fn removal_policy(node: &Node) -> RemovalPolicy {
    match is_protected(node) {
        true => RemovalPolicy::RetainOnUpdateOrDelete,
        false => RemovalPolicy::Destroy,
    }
}

/// How long logs stay: 90 days in a protected stage, elsewhere 14.
pub(super) fn retention(node: &Node) -> RetentionDays {
    if is_protected(node) { RetentionDays::ThreeMonths } else { RetentionDays::TwoWeeks }
}

/// The key of the stack that encrypts logs and messages about alarms, made when it is first needed; none outside of
/// protected stages, where AWS's own keys do.
#[track_caller]
pub(super) fn key(node: &Node) -> Option<Key> {
    if !is_protected(node) {
        return None;
    }
    let stack = node.stack();
    let known = stack.node().with_state(|key: &mut Option<Key>| key.clone());
    if known.is_some() {
        return known;
    }
    let key = Key::builder(&stack, "OperationsKey")
        .description(text!("Logs and alarms of {}", stack.stack_name()))
        .enable_key_rotation(true)
        .removal_policy(removal_policy(node))
        .build();
    let logs = stack.format_arn("logs", "*");
    key.add_to_resource_policy(
        PolicyStatement::allow()
            .principals([Principal::service_of_name(text!(
                "logs.{}.amazonaws.com",
                stack.region()
            ))])
            .actions([
                "kms:Decrypt",
                "kms:DescribeKey",
                "kms:Encrypt",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
            ])
            .all_resources()
            .conditions(Conditions::new().arn_like("kms:EncryptionContext:aws:logs:arn", logs)),
    );
    key.add_to_resource_policy(
        PolicyStatement::allow()
            .principals([Principal::service("cloudwatch.amazonaws.com")])
            .actions(["kms:Decrypt", "kms:GenerateDataKey*"])
            .all_resources(),
    );
    stack.node().with_state(|known| *known = Some(key.clone()));
    Some(key)
}

/// A log group that keeps its logs as the stage wants it.
#[track_caller]
pub(super) fn log_group(scope: &Node, id: &str, retention: Option<RetentionDays>) -> LogGroup {
    LogGroup::builder(scope, id)
        .retention(retention.unwrap_or_else(|| self::retention(scope)))
        .maybe_encryption_key(key(scope).as_ref())
        .removal_policy(removal_policy(scope))
        .build()
}
