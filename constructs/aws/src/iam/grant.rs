//! Grants: what gives permissions, and what came of it.

use super::{Grantable, PolicyStatement};
use crate::{Construct, Node, Value};

/// What giving a permission came to.
///
/// ```
/// use cumulo::iam::{Principal, Role};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let service = |id| Role::builder(&stack, id).assumed_by(Principal::service("ec2.amazonaws.com")).build();
/// let (deployer, tasks) = (service("Deployer"), service("Tasks"));
/// let grant = tasks.grant_pass_role(&deployer);
/// assert!(grant.success());
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
#[derive(Clone, Debug, Default)]
pub struct Grant {
    success: bool,
    policies: Vec<Node>,
}

/// A resource that has a policy of its own, which can name principals.
pub trait ResourceWithPolicy: Construct {
    /// Account to which the resource belongs.
    fn resource_account(&self) -> Value<String> {
        self.node().stack().account()
    }

    /// Adds a statement to the resource's policy and gives the policy; `None` when it has none that could be changed.
    #[track_caller]
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node>;
}

impl Grant {
    /// Lets `grantee` do what `statement` says, in its own policy.
    ///
    /// A principal without a policy, such as a service, gets nothing: warning `grant-dropped` at `node`.
    #[track_caller]
    pub fn add_to_principal(
        node: &Node,
        grantee: &dyn Grantable,
        statement: PolicyStatement,
    ) -> Grant {
        let grant = Self::to_principal(grantee, statement);
        if !grant.success {
            node.warning(
                "grant-dropped",
                format!(
                    "a grant on `{}` has no effect: who gets it has no policy of its own",
                    node.path()
                ),
                "grant to a role, user or group",
            );
        }
        grant
    }

    /// Lets `grantee` do what `statement` says, in its own policy where that is enough, else in the resource's.
    ///
    /// It is enough when the grantee has a policy and both belong to the same account. Between accounts both policies say it.
    #[track_caller]
    pub fn add_to_principal_or_resource(
        grantee: &dyn Grantable,
        resource: &dyn ResourceWithPolicy,
        statement: PolicyStatement,
        resource_self_arns: Option<Vec<Value<String>>>,
    ) -> Grant {
        let grant = Self::to_principal(grantee, statement.clone());
        if grant.is_enough(grantee, resource) {
            return grant;
        }
        grant.and(Self::on_resource(grantee, resource, statement, resource_self_arns))
    }

    /// Lets `grantee` do what `statement` says, in its own policy and in the resource's.
    #[track_caller]
    pub fn add_to_principal_and_resource(
        grantee: &dyn Grantable,
        resource: &dyn ResourceWithPolicy,
        statement: PolicyStatement,
        resource_self_arns: Option<Vec<Value<String>>>,
    ) -> Grant {
        let grant = Self::to_principal(grantee, statement.clone());
        grant.and(Self::on_resource(grantee, resource, statement, resource_self_arns))
    }

    /// Lets `grantee` do what `statement` says, in its own policy; [`success`](Grant::success) tells whether it has one.
    #[track_caller]
    pub fn to_principal(grantee: &dyn Grantable, statement: PolicyStatement) -> Grant {
        match grantee.grant_principal().add_to_policy(statement) {
            Some(addition) => Grant { success: true, policies: addition.policies },
            None => Grant::default(),
        }
    }

    /// Whether the policy of the resource need not say it too: the grantee has a policy in the same account.
    pub(crate) fn is_enough(
        &self,
        grantee: &dyn Grantable,
        resource: &dyn ResourceWithPolicy,
    ) -> bool {
        let account = grantee.grant_principal().principal_account();
        self.success
            && account.is_some_and(|account| same_account(&account, &resource.resource_account()))
    }

    #[track_caller]
    pub(crate) fn on_resource(
        grantee: &dyn Grantable,
        resource: &dyn ResourceWithPolicy,
        statement: PolicyStatement,
        self_arns: Option<Vec<Value<String>>>,
    ) -> Grant {
        let statement = match self_arns {
            Some(arns) => statement.with_resources(arns),
            None => statement,
        };
        match resource.add_to_resource_policy(statement.principals([grantee])) {
            Some(policy) => Grant { success: true, policies: vec![policy] },
            None => Grant::default(),
        }
    }

    /// A permission that stands at this node.
    pub(crate) fn in_policy(policy: Node) -> Grant {
        Grant { success: true, policies: vec![policy] }
    }

    /// A grant that changed nothing because nothing had to change.
    pub fn nothing_to_do() -> Grant {
        Grant { success: true, policies: Vec::new() }
    }

    /// Whether the permission stands in a policy.
    pub fn success(&self) -> bool {
        self.success
    }

    /// Both grants as one.
    #[must_use]
    pub fn and(mut self, other: Grant) -> Grant {
        self.success |= other.success;
        self.policies.extend(other.policies);
        self
    }

    /// Makes the constructs only once the permission holds.
    #[track_caller]
    pub fn apply_before(&self, constructs: &[&dyn Construct]) {
        for construct in constructs {
            for policy in &self.policies {
                construct.node().add_dependency(policy);
            }
        }
    }
}

/// Whether two accounts are the same, as far as can be told; two that are both open are taken for the stack's own.
fn same_account(a: &Value<String>, b: &Value<String>) -> bool {
    match (a.literal(), b.literal()) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => false,
    }
}
