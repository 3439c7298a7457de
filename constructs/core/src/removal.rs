//! What happens to resources that leave a stack.

use crate::Construct;

/// What CloudFormation does with a resource that leaves its stack or is replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RemovalPolicy {
    /// It is deleted with its data.
    Destroy,
    /// It stays, and no stack knows it any more.
    Retain,
    /// It is deleted after a last snapshot; for types that have snapshots.
    Snapshot,
    /// It stays, unless its creation is rolled back.
    RetainOnUpdateOrDelete,
}

impl RemovalPolicy {
    /// `DeletionPolicy` and `UpdateReplacePolicy`.
    pub(crate) fn attributes(self) -> (&'static str, &'static str) {
        match self {
            RemovalPolicy::Destroy => ("Delete", "Delete"),
            RemovalPolicy::Retain => ("Retain", "Retain"),
            RemovalPolicy::Snapshot => ("Snapshot", "Snapshot"),
            RemovalPolicy::RetainOnUpdateOrDelete => ("RetainExceptOnCreate", "Retain"),
        }
    }
}

/// Removal policy of everything in a construct, also of what is made later.
///
/// The nearest construct that says something decides; a policy that a resource itself was given wins.
#[derive(Clone, Copy, Debug)]
pub struct RemovalPolicies;

impl RemovalPolicies {
    /// Applies `policy` to every resource in `scope`.
    pub fn apply(scope: &dyn Construct, policy: RemovalPolicy) {
        scope.node().change(|data| data.removal = Some(policy));
    }
}
