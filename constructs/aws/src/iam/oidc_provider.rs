//! OpenID Connect providers.

use super::{Conditions, Principal};
use crate::cfn::iam::CfnOIDCProvider;
use crate::{CfnType, Construct, Fn, IntoValue, Node, Resource, Value};
use bon::bon;

/// An OpenID Connect provider, whose users may assume roles: GitHub Actions, GitLab, the pods of a cluster.
///
/// An account has one provider for each URL: import it where it exists.
///
/// ```
/// use cumulo::iam::{Conditions, OidcProvider, Principal, Role};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let github = OidcProvider::builder(&stack, "GitHub")
///     .url("https://token.actions.githubusercontent.com")
///     .client_ids(["sts.amazonaws.com"])
///     .build();
/// let issuer = "token.actions.githubusercontent.com";
/// let main_branch = Conditions::new()
///     .string_equals(format!("{issuer}:aud"), "sts.amazonaws.com")
///     .string_like(format!("{issuer}:sub"), "repo:acme/shop:ref:refs/heads/main");
/// let ci = Principal::open_id_connect(&github, main_branch);
/// Role::builder(&stack, "Ci").assumed_by(ci).build();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-oidcprovider.html>
#[derive(Clone, Debug)]
pub struct OidcProvider {
    node: Node,
    cfn: Option<Resource<CfnOIDCProvider>>,
    arn: Value<String>,
}

#[bon]
impl OidcProvider {
    /// An OpenID Connect provider.
    ///
    /// # Findings
    /// `oidc-url` when the URL does not begin with `https://`.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// URL of the issuer, beginning with `https://`.
        #[builder(with = |url: impl IntoValue<String>| url.into_value())]
        url: Value<String>,
        /// Audiences that its tokens may be for, up to 100. Default: none.
        #[builder(default, with = |ids: impl IntoIterator<Item = impl IntoValue<String>>| ids.into_iter().map(IntoValue::into_value).collect())]
        client_ids: Vec<Value<String>>,
        /// SHA-1 thumbprints of its certificate authorities, 40 hexadecimal digits each. Default: none, AWS knows them.
        #[builder(default, with = |prints: impl IntoIterator<Item = impl Into<String>>| prints.into_iter().map(Into::into).collect())]
        thumbprints: Vec<String>,
    ) -> OidcProvider {
        let node = scope.node().child(id);
        if url.literal().is_some_and(|url| !url.starts_with("https://")) {
            node.error(
                "oidc-url",
                "the URL of the OpenID Connect provider does not begin with https://",
                "give the issuer's URL as its tokens name it",
            );
        }
        let mut cfn = CfnOIDCProvider::new().url(url);
        if !client_ids.is_empty() {
            cfn = cfn.client_id_list(client_ids);
        }
        if !thumbprints.is_empty() {
            cfn = cfn.thumbprint_list(thumbprints);
        }
        let cfn = cfn.add_to(&node, "Resource");
        OidcProvider { arn: cfn.reference(), node, cfn: Some(cfn) }
    }

    /// A provider that exists in the account, by its ARN.
    #[track_caller]
    pub fn from_oidc_provider_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> OidcProvider {
        OidcProvider { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// Those whose tokens are for this audience and have one of these subjects, in which `*` and `?` stand for any text.
    pub(super) fn jobs(&self, issuer: &str, audience: &str, subjects: &[String]) -> Principal {
        let pattern = subjects.iter().any(|subject| subject.contains(['*', '?']));
        let operator = if pattern { "StringLike" } else { "StringEquals" };
        let subjects = match subjects {
            [one] => serde_json::Value::from(one.as_str()),
            several => serde_json::Value::from(several),
        };
        let conditions = Conditions::new()
            .string_equals(format!("{issuer}:aud"), audience.to_owned())
            .with(operator, format!("{issuer}:sub"), subjects);
        Principal::open_id_connect(self, conditions)
    }

    /// The provider in the template; imports have none.
    pub fn cfn(&self) -> Option<&Resource<CfnOIDCProvider>> {
        self.cfn.as_ref()
    }

    /// ARN of the provider.
    pub fn oidc_provider_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// The issuer without `https://`, as the keys of conditions name it.
    pub fn oidc_provider_issuer(&self) -> Value<String> {
        const BEFORE: &str = ":oidc-provider/";
        match self.arn.literal() {
            Some(arn) => arn.split_once(BEFORE).map_or(arn, |(_, issuer)| issuer).into_value(),
            None => Fn::select(1, Fn::split(BEFORE, &self.arn)),
        }
    }
}

impl Construct for OidcProvider {
    fn node(&self) -> &Node {
        &self.node
    }
}
