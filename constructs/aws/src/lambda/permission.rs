//! Who may call a function.

use super::{Function, Version};
use crate::bag::{bag, flag, opt};
use crate::cfn::lambda::CfnPermission;
use crate::iam::{Grant, Grantable, PolicyStatement, Principal};
use crate::json_text::json_text;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use base64::prelude::{BASE64_STANDARD, Engine as _};
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// An entry of a function's own policy: someone may do something with it.
///
/// ```
/// use cumulo::lambda::Permission;
/// let of_s3 = Permission::service("s3.amazonaws.com").source_account("111111111111");
/// ```
#[derive(Clone, Debug)]
pub struct Permission {
    principal: Value<String>,
    action: Cow<'static, str>,
    event_source_token: Option<Value<String>>,
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
            action: "lambda:InvokeFunction".into(),
            event_source_token: None,
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
        Self { action: "lambda:InvokeFunctionUrl".into(), url_auth: Some("NONE"), ..public }
    }

    /// Everybody who comes by the function's URL may call it.
    pub(super) fn public_via_url() -> Self {
        Self { via_url: Some(true), ..Self::of(Value::new("*")) }
    }

    /// The entry for a principal that has no policy of its own; none for roles and their like.
    fn of_principal(principal: &Principal) -> Option<Self> {
        let conditions = principal.conditions();
        let condition = |operator: &str, key: &str| conditions.get(operator, key).map(Value::new);
        let by_name = principal.policy_name()?;
        Some(Self {
            organization: condition("StringEquals", "aws:PrincipalOrgID"),
            source_account: condition("StringEquals", "aws:SourceAccount"),
            source_arn: condition("ArnLike", "aws:SourceArn")
                .or_else(|| condition("ArnEquals", "aws:SourceArn")),
            ..Self::of(Value::new(by_name))
        })
    }

    /// This action instead of `lambda:InvokeFunction`.
    #[must_use]
    pub fn action(mut self, action: impl Into<Cow<'static, str>>) -> Self {
        self.action = action.into();
        self
    }

    /// Token by which the function knows an Alexa skill.
    #[must_use]
    pub fn event_source_token(mut self, token: impl IntoValue<String>) -> Self {
        self.event_source_token = Some(token.into_value());
        self
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
            ("Action", Expr::String(permission.action)),
            ("EventSourceToken", opt(permission.event_source_token.as_ref())),
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

    /// Lets `grantee` call the function: a role, user or group by its own policy, a service, account or organization
    /// by an entry of the function's.
    #[track_caller]
    pub fn grant_invoke(&self, grantee: &dyn Grantable) -> Grant {
        let principal = grantee.grant_principal();
        if let Some(permission) = Permission::of_principal(&principal) {
            return self.permit(&principal, permission);
        }
        let statement = PolicyStatement::allow()
            .actions(["lambda:InvokeFunction"])
            .resources(self.grant_arns.clone());
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets `grantee` call the function as it is at last, and no version of it.
    #[track_caller]
    pub fn grant_invoke_latest_version(&self, grantee: &dyn Grantable) -> Grant {
        let arns = [self.function_arn(), text!("{}:$LATEST", self.function_arn())];
        self.grant_invoke_of(grantee, arns)
    }

    /// Lets `grantee` call one version of the function.
    #[track_caller]
    pub fn grant_invoke_version(&self, grantee: &dyn Grantable, version: &Version) -> Grant {
        self.grant_invoke_of(grantee, [text!("{}:{}", self.function_arn(), version.version())])
    }

    #[track_caller]
    fn grant_invoke_of<const N: usize>(
        &self,
        grantee: &dyn Grantable,
        arns: [Value<String>; N],
    ) -> Grant {
        let statement = PolicyStatement::allow().actions(["lambda:InvokeFunction"]).resources(arns);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Adds the entry for a principal without a policy of its own, once.
    #[track_caller]
    fn permit(&self, principal: &Principal, permission: Permission) -> Grant {
        let id = format!("Invoke{}", invocation_hash(principal));
        // The tree knows the child by its id without slashes.
        let known =
            self.node.children().into_iter().find(|node| node.id() == id.replace('/', "--"));
        let entry = known.or_else(|| {
            let added = self.add_permission(&id, permission)?;
            Some(added.node().clone())
        });
        entry.map(Grant::in_policy).unwrap_or_default()
    }
}

/// What tells principals and their conditions apart in ids, as the AWS CDK does it.
fn invocation_hash(principal: &Principal) -> String {
    let name = principal.name().unwrap_or_default();
    let conditions = json_text(&principal.conditions().to_expr(), 0);
    let conditions = conditions.literal().unwrap_or("{}");
    let name = serde_json::Value::from(name);
    let text = format!("{{\"principal\":{name},\"conditions\":{conditions}}}");
    BASE64_STANDARD.encode(Sha256::digest(text))
}
