//! Permissions boundaries of everything in a scope.

use super::ManagedPolicyRef;
use crate::cfn::iam::{CfnRole, CfnUser};
use crate::{CfnType, Construct, Expr};

/// The permissions boundary of all roles and users in a construct, also of those made later.
///
/// One that a role or user was given itself stays; of several scopes the nearest decides.
///
/// ```
/// use cumulo::iam::{ManagedPolicy, PermissionsBoundary, User};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// PermissionsBoundary::of(&stack).apply(ManagedPolicy::from_aws_managed_policy_name("PowerUserAccess"));
/// User::builder(&stack, "Operator").build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
#[derive(Clone, Copy)]
#[must_use]
pub struct PermissionsBoundary<'a>(&'a dyn Construct);

impl<'a> PermissionsBoundary<'a> {
    /// The boundary of everything in `scope`.
    pub fn of(scope: &'a dyn Construct) -> Self {
        Self(scope)
    }

    /// Sets it.
    pub fn apply(self, policy: impl Into<ManagedPolicyRef>) {
        let arn = policy.into().managed_policy_arn();
        for type_name in [CfnRole::TYPE_NAME, CfnUser::TYPE_NAME] {
            self.0.node().default_property(type_name, "PermissionsBoundary", &arn);
        }
    }

    /// Takes away what constructs further out say.
    pub fn clear(self) {
        for type_name in [CfnRole::TYPE_NAME, CfnUser::TYPE_NAME] {
            self.0.node().default_property(type_name, "PermissionsBoundary", Expr::Null);
        }
    }
}
