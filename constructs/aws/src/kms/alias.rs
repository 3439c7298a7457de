//! Aliases of keys.

use super::Key;
use super::key::full_alias;
use crate::bag::bag;
use crate::cfn::kms::CfnAlias;
use crate::iam::{Grant, Grantable};
use crate::{CfnType, Construct, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// A name of a key, which may show another key later.
///
/// ```
/// use cumulo::kms::{Alias, Key};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let key = Key::builder(&stack, "Key").build();
/// Alias::builder(&stack, "Name").alias_name("app").target_key(&key).build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html>
#[derive(Clone, Debug)]
pub struct Alias {
    node: Node,
    cfn: Resource<CfnAlias>,
    key: Key,
}

#[bon]
impl Alias {
    /// An alias.
    ///
    /// # Findings
    /// `kms-alias` when the name is empty, begins with `alias/aws/`, or holds something else than letters, digits and `/_-`.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name; `alias/` in front may be left out.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alias_name: Value<String>,
        /// Key that it shows.
        target_key: &Key,
        /// What happens to the alias when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> Alias {
        let node = scope.node().child(id);
        let name = full_alias(&alias_name);
        check_name(&node, &name);
        let cfn = bag::<CfnAlias>([
            ("AliasName", name.into_expr()),
            ("TargetKeyId", target_key.key_arn().into_expr()),
        ])
        .add_to(&node, "Resource");
        if let Some(policy) = removal_policy {
            cfn.apply_removal_policy(policy);
        }
        Alias { node, cfn, key: target_key.clone() }
    }

    /// The key behind an alias that exists in the account and region of `scope`.
    ///
    /// What is granted holds for whatever key the alias shows when it is used.
    #[track_caller]
    pub fn from_alias_name(
        scope: &dyn Construct,
        id: &str,
        alias_name: impl IntoValue<String>,
    ) -> Key {
        let name = full_alias(&alias_name.into_value());
        Key::behind_alias(scope.node().child(id), name)
    }

    /// The alias in the template.
    pub fn cfn(&self) -> &Resource<CfnAlias> {
        &self.cfn
    }

    /// Name of the alias, with `alias/` in front; made before what uses it.
    pub fn alias_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// ARN of the alias.
    pub fn alias_arn(&self) -> Value<String> {
        self.node.stack().format_arn("kms", self.alias_name())
    }

    /// The key that it shows.
    pub fn target_key(&self) -> &Key {
        &self.key
    }
}

fn check_name(node: &Node, name: &Value<String>) {
    let Some(name) = name.literal() else { return };
    let short = name.strip_prefix("alias/").unwrap_or(name);
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-');
    if short.is_empty() || short.starts_with("aws/") || !short.chars().all(fits) {
        node.error(
            "kms-alias",
            format!("`{name}` cannot be an alias of a key"),
            "use letters, digits and /_-, and do not begin with aws/, which AWS keeps to itself",
        );
    }
}

impl Alias {
    /// Allows what these actions say with the key; see [`Key::grant`].
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Grant {
        self.key.grant(grantee, actions)
    }

    /// Allows to decrypt with the key.
    #[track_caller]
    pub fn grant_decrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.key.grant_decrypt(grantee)
    }

    /// Allows to encrypt with the key.
    #[track_caller]
    pub fn grant_encrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.key.grant_encrypt(grantee)
    }

    /// Allows both.
    #[track_caller]
    pub fn grant_encrypt_decrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.key.grant_encrypt_decrypt(grantee)
    }
}

impl Construct for Alias {
    fn node(&self) -> &Node {
        &self.node
    }
}
