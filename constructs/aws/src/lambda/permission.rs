//! Who may call a function.

use super::Function;
use crate::bag::{bag, flag, opt};
use crate::cfn::lambda::CfnPermission;
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::{CfnType, Expr, IntoValue, Node, Resource, Value};

/// An entry of a function's own policy: someone may do something with it.
///
/// ```
/// use cumulo::lambda::Permission;
/// let of_s3 = Permission::service("s3.amazonaws.com").source_account("111111111111");
/// ```
#[derive(Clone, Debug)]
pub struct Permission {
    principal: Value<String>,
    action: &'static str,
    source_arn: Option<Value<String>>,
    source_account: Option<Value<String>>,
    organization: Option<Value<String>>,
    url_auth: Option<&'static str>,
    via_url: Option<bool>,
}

impl Permission {
    fn of(principal: Value<String>) -> Self {
        Self {
            principal,
            action: "lambda:InvokeFunction",
            source_arn: None,
            source_account: None,
            organization: None,
            url_auth: None,
            via_url: None,
        }
    }

    /// A service of AWS may call it.
    pub fn service(service: impl IntoValue<String>) -> Self {
        Self::of(service.into_value())
    }

    /// An account may call it.
    pub fn account(account: impl IntoValue<String>) -> Self {
        Self::of(account.into_value())
    }

    /// A role or user may call it, by its ARN.
    pub fn arn(arn: impl IntoValue<String>) -> Self {
        Self::of(arn.into_value())
    }

    /// The accounts of an organization may call it.
    pub fn organization(id: impl IntoValue<String>) -> Self {
        Self { organization: Some(id.into_value()), ..Self::of(Value::new("*")) }
    }

    /// Everybody may call the function's URL.
    pub(super) fn public_url() -> Self {
        let public = Self::of(Value::new("*"));
        Self { action: "lambda:InvokeFunctionUrl", url_auth: Some("NONE"), ..public }
    }

    /// Everybody who comes by the function's URL may call it.
    pub(super) fn public_via_url() -> Self {
        Self { via_url: Some(true), ..Self::of(Value::new("*")) }
    }

    /// Only for this resource of the service, such as a bucket or rule.
    #[must_use]
    pub fn source_arn(mut self, arn: impl IntoValue<String>) -> Self {
        self.source_arn = Some(arn.into_value());
        self
    }

    /// Only for resources of this account.
    #[must_use]
    pub fn source_account(mut self, account: impl IntoValue<String>) -> Self {
        self.source_account = Some(account.into_value());
        self
    }
}

impl Function {
    /// Adds an entry to the function's policy. Findings: `imported-function`.
    #[track_caller]
    pub fn add_permission(
        &self,
        id: &str,
        permission: Permission,
    ) -> Option<Resource<CfnPermission>> {
        self.add_permission_in(&self.node, id, permission)
    }

    /// Adds an entry that stands in another construct, such as the rule that calls the function.
    #[track_caller]
    pub(crate) fn add_permission_in(
        &self,
        scope: &Node,
        id: &str,
        permission: Permission,
    ) -> Option<Resource<CfnPermission>> {
        if !self.mutable {
            self.is_imported("permissions");
            return None;
        }
        let text = |text: Option<&'static str>| text.map_or(Expr::Null, Expr::from);
        let resource = bag::<CfnPermission>([
            ("Action", Expr::from(permission.action)),
            ("FunctionName", self.function_arn().into_expr()),
            ("FunctionUrlAuthType", text(permission.url_auth)),
            ("InvokedViaFunctionUrl", flag(permission.via_url)),
            ("Principal", permission.principal.into_expr()),
            ("PrincipalOrgID", opt(permission.organization.as_ref())),
            ("SourceAccount", opt(permission.source_account.as_ref())),
            ("SourceArn", opt(permission.source_arn.as_ref())),
        ]);
        Some(resource.add_to(scope, id))
    }

    /// Adds the entry that is this child, unless it is there already.
    #[track_caller]
    pub(crate) fn permit_once(&self, id: &str, permission: Permission) {
        if self.node.find(id).is_none() {
            self.add_permission(id, permission);
        }
    }

    /// Lets a role, user or group call the function, by the grantee's own policy.
    ///
    /// A service or account has no policy: give it a [`Permission`] with [`add_permission`](Self::add_permission).
    #[track_caller]
    pub fn grant_invoke(&self, grantee: &dyn Grantable) -> Grant {
        let statement = PolicyStatement::allow()
            .actions(["lambda:InvokeFunction"])
            .resources(self.grant_arns.clone());
        Grant::add_to_principal(&self.node, grantee, statement)
    }
}
