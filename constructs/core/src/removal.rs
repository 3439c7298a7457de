//! What happens to resources that leave a stack.

use crate::Construct;
use crate::tree::{Arena, Node, NodeId};
use std::borrow::Cow;

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

/// Removal policy of everything in a construct, also of what is made later and of resources with a policy of their own.
///
/// The nearest construct that says something decides, in one construct what it says last. See
/// [`MissingRemovalPolicies`] for a policy that resources' own policies win over.
///
/// ```
/// use cumulo_core::{App, RemovalPolicies, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Review").build();
/// RemovalPolicies::of(&stack).exclude(["AWS::RDS::DBInstance"]).destroy();
/// ```
#[must_use]
#[derive(Clone, Debug)]
pub struct RemovalPolicies {
    node: Node,
    missing: bool,
    include: Vec<Cow<'static, str>>,
    exclude: Vec<Cow<'static, str>>,
}

/// Removal policy of everything in a construct that was given none, also of what is made later.
///
/// The nearest construct that says something decides.
///
/// ```
/// use cumulo_core::{App, MissingRemovalPolicies, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// MissingRemovalPolicies::of(&stack).retain();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MissingRemovalPolicies;

/// What a construct says of the resources in it.
pub(crate) struct RemovalRule {
    policy: RemovalPolicy,
    missing: bool,
    include: Vec<Cow<'static, str>>,
    exclude: Vec<Cow<'static, str>>,
}

impl RemovalPolicies {
    /// The policies of everything in `scope`.
    pub fn of(scope: &dyn Construct) -> Self {
        let node = scope.node().clone();
        Self { node, missing: false, include: Vec::new(), exclude: Vec::new() }
    }

    /// Only resources of these types. Default: all.
    pub fn include(
        mut self,
        types: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.include.extend(types.into_iter().map(Into::into));
        self
    }

    /// No resources of these types.
    pub fn exclude(
        mut self,
        types: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.exclude.extend(types.into_iter().map(Into::into));
        self
    }

    /// They are deleted with their data.
    pub fn destroy(self) {
        self.give(RemovalPolicy::Destroy);
    }

    /// They stay.
    pub fn retain(self) {
        self.give(RemovalPolicy::Retain);
    }

    /// They are deleted after a last snapshot; for types that have snapshots.
    pub fn snapshot(self) {
        self.give(RemovalPolicy::Snapshot);
    }

    /// They stay, unless their creation is rolled back.
    pub fn retain_on_update_or_delete(self) {
        self.give(RemovalPolicy::RetainOnUpdateOrDelete);
    }

    /// Gives everything in `scope` this policy.
    pub fn apply(scope: &dyn Construct, policy: RemovalPolicy) {
        Self::of(scope).give(policy);
    }

    fn give(self, policy: RemovalPolicy) {
        let Self { node, missing, include, exclude } = self;
        node.change(|data| data.removal.push(RemovalRule { policy, missing, include, exclude }));
    }
}

impl MissingRemovalPolicies {
    /// The policies of everything in `scope` that was given none.
    pub fn of(scope: &dyn Construct) -> RemovalPolicies {
        RemovalPolicies { missing: true, ..RemovalPolicies::of(scope) }
    }

    /// Gives everything in `scope` that was given none this policy.
    pub fn apply(scope: &dyn Construct, policy: RemovalPolicy) {
        Self::of(scope).give(policy);
    }
}

/// The policy that scopes around a resource give it: over its own, or where it has none (`missing`).
pub(crate) fn of_scopes(
    arena: &Arena,
    id: NodeId,
    type_name: &str,
    missing: bool,
) -> Option<RemovalPolicy> {
    let fits = |rule: &&RemovalRule| {
        let named = |types: &[Cow<'static, str>]| types.iter().any(|name| name == type_name);
        rule.missing == missing
            && (rule.include.is_empty() || named(&rule.include))
            && !named(&rule.exclude)
    };
    let rule = |scope| arena.node(scope).removal.iter().rev().find(fits);
    arena.ancestors(id).find_map(rule).map(|rule| rule.policy)
}
