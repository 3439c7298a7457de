//! Keys.

use super::Alias;
use crate::bag::{bag, flag, opt};
use crate::cfn::kms::CfnKey;
use crate::cfn::kms::key::{KeyKeySpec, KeyKeyUsage};
use crate::iam::{
    Conditions, Grant, Grantable, PolicyDocument, PolicyStatement, Principal, ResourceWithPolicy,
};
use crate::{
    CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, PropType, RemovalPolicy, Resource,
    Value, text,
};
use bon::bon;

/// What a key is made of, such as `KeySpec::RSA_2048`.
pub type KeySpec = KeyKeySpec;
/// What a key is for, such as `KeyUsage::SIGN_VERIFY`.
pub type KeyUsage = KeyKeyUsage;

/// Actions of those who administer a key.
const ADMIN: [&str; 14] = [
    "kms:Create*",
    "kms:Describe*",
    "kms:Enable*",
    "kms:List*",
    "kms:Put*",
    "kms:Update*",
    "kms:Revoke*",
    "kms:Disable*",
    "kms:Get*",
    "kms:Delete*",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:ScheduleKeyDeletion",
    "kms:CancelKeyDeletion",
];
/// Actions of those who encrypt with a key.
const ENCRYPT: [&str; 3] = ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/// An encryption key that nobody ever sees.
///
/// The account's own policies decide who may use it, besides what is granted to services and other accounts in the
/// key's policy. It stays when it leaves the stack, unless another removal policy is given.
///
/// ```
/// use cumulo::iam::{Principal, Role};
/// use cumulo::kms::Key;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let key = Key::builder(&stack, "Key").enable_key_rotation(true).alias("app").build();
/// let role = Role::builder(&stack, "App").assumed_by(Principal::service("ec2.amazonaws.com")).build();
/// key.grant_decrypt(&role);
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-key.html>
#[derive(Clone, Debug)]
pub struct Key {
    node: Node,
    cfn: Option<Resource<CfnKey>>,
    key_arn: Value<String>,
    key_id: Value<String>,
    /// Name of the alias, of which alone an import knows the key.
    by_alias: Option<Value<String>>,
}

#[bon]
impl Key {
    /// A key.
    ///
    /// # Findings
    /// `kms-pending-window` when the window is not 7 to 30 days; `kms-rotation` when the rotation period is not 90 to
    /// 2,560 days, or given for a key that does not rotate.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// First alias of the key; `alias/` in front may be left out. Default: none.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alias: Option<Value<String>>,
        /// What it is for, up to 8,192 characters. Default: none.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Whether it can be used. Default: true.
        enabled: Option<bool>,
        /// Whether KMS makes new key material from time to time. Default: false.
        enable_key_rotation: Option<bool>,
        /// How often, 90 to 2,560 days. Default: 365 days.
        rotation_period: Option<Duration>,
        /// What it is made of. Default: symmetric.
        key_spec: Option<KeySpec>,
        /// What it is for. Default: to encrypt and decrypt.
        key_usage: Option<KeyUsage>,
        /// Whether it can have replicas in other regions. Default: false.
        multi_region: Option<bool>,
        /// How long a deleted key can still be saved, 7 to 30 days. Default: 30 days.
        pending_window: Option<Duration>,
        /// Policy of the key. Default: the account's policies decide.
        policy: Option<PolicyDocument>,
        /// Those who may administer the key. Default: nobody besides the account's administrators.
        #[builder(default, with = |admins: impl IntoIterator<Item = impl Grantable>| admins.into_iter().map(|admin| admin.grant_principal()).collect())]
        admins: Vec<Principal>,
        /// What happens to the key when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> Key {
        let node = scope.node().child(id);
        check_times(&node, enable_key_rotation, rotation_period, pending_window);
        let days = |time: Option<Duration>| {
            time.map_or(Expr::Null, |time| Expr::Number(time.to_days().into()))
        };
        let rotates = enable_key_rotation.or(rotation_period.map(|_| true));
        let cfn = bag::<CfnKey>([
            ("Description", opt(description.as_ref())),
            ("EnableKeyRotation", flag(rotates)),
            ("Enabled", flag(enabled)),
            ("KeySpec", key_spec.map_or(Expr::Null, PropType::into_expr)),
            ("KeyUsage", key_usage.map_or(Expr::Null, PropType::into_expr)),
            ("MultiRegion", flag(multi_region)),
            ("PendingWindowInDays", days(pending_window)),
            ("RotationPeriodInDays", days(rotation_period)),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let key = Key {
            key_arn: cfn.attr_arn(),
            key_id: cfn.reference(),
            node,
            cfn: Some(cfn),
            by_alias: None,
        };
        let policy = policy.unwrap_or_else(|| {
            let all = PolicyStatement::allow().actions(["kms:*"]).all_resources();
            PolicyDocument::new([all.principals([Principal::account_root()])])
        });
        key.set_policy(policy);
        admins.iter().for_each(|admin| {
            key.grant_admin(admin);
        });
        if let Some(alias) = alias {
            key.add_alias(alias);
        }
        key
    }

    /// A key that exists, by its ARN.
    #[track_caller]
    pub fn from_key_arn(scope: &dyn Construct, id: &str, arn: impl IntoValue<String>) -> Key {
        let arn = arn.into_value();
        let key_id = match arn.literal() {
            Some(arn) => arn.rsplit('/').next().unwrap_or_default().into_value(),
            None => {
                let resource = Fn::select::<String>(5, Fn::split(":", &arn));
                Fn::select(1, Fn::split("/", resource))
            }
        };
        Key { node: scope.node().child(id), cfn: None, key_arn: arn, key_id, by_alias: None }
    }

    /// The key behind an alias, which the program does not know: grants hold for whatever key the alias shows.
    pub(super) fn behind_alias(node: Node, alias_name: Value<String>) -> Key {
        let key_arn = node.stack().format_arn("kms", "key/*");
        Key { node, cfn: None, key_arn, key_id: alias_name.clone(), by_alias: Some(alias_name) }
    }

    /// The key in the template; imports have none.
    pub fn cfn(&self) -> Option<&Resource<CfnKey>> {
        self.cfn.as_ref()
    }

    /// ARN of the key.
    pub fn key_arn(&self) -> Value<String> {
        match &self.by_alias {
            Some(alias) => {
                let stack = self.node.stack();
                stack.format_arn("kms", alias)
            }
            None => self.key_arn.clone(),
        }
    }

    /// Id of the key, the last part of its ARN.
    pub fn key_id(&self) -> Value<String> {
        self.key_id.clone()
    }

    /// Gives the key another alias; `alias/` in front may be left out.
    #[track_caller]
    pub fn add_alias(&self, alias_name: impl IntoValue<String>) -> Alias {
        let name = alias_name.into_value();
        let mut id = "Alias".to_owned();
        if self.node.find(&id).is_some() {
            id.push_str(name.literal().unwrap_or_default());
        }
        Alias::builder(&self.node, &id).alias_name(name).target_key(self).build()
    }

    /// Lets `grantee` do these actions with the key.
    ///
    /// Where the grantee has a policy in the same account it stands there, else in the key's policy.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Grant {
        let mut statement =
            PolicyStatement::allow().actions(actions).resources([self.key_arn.clone()]);
        if let Some(alias) = &self.by_alias {
            let operator = "ForAnyValue:StringEquals";
            statement = statement.conditions(Conditions::new().with(
                operator,
                "kms:ResourceAliases",
                alias,
            ));
        }
        Grant::add_to_principal_or_resource(grantee, self, statement, Some(vec!["*".into_value()]))
    }

    /// Lets `grantee` decrypt.
    #[track_caller]
    pub fn grant_decrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:Decrypt"])
    }

    /// Lets `grantee` encrypt.
    #[track_caller]
    pub fn grant_encrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ENCRYPT)
    }

    /// Lets `grantee` encrypt and decrypt.
    #[track_caller]
    pub fn grant_encrypt_decrypt(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, [&["kms:Decrypt"], &ENCRYPT[..]].concat())
    }

    /// Lets `grantee` administer the key.
    #[track_caller]
    pub fn grant_admin(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ADMIN)
    }

    /// Lets `grantee` sign.
    #[track_caller]
    pub fn grant_sign(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:Sign"])
    }

    /// Lets `grantee` verify signatures.
    #[track_caller]
    pub fn grant_verify(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:Verify"])
    }

    /// Lets `grantee` sign and verify.
    #[track_caller]
    pub fn grant_sign_verify(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:Sign", "kms:Verify"])
    }

    /// Lets `grantee` make message authentication codes.
    #[track_caller]
    pub fn grant_generate_mac(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:GenerateMac"])
    }

    /// Lets `grantee` verify message authentication codes.
    #[track_caller]
    pub fn grant_verify_mac(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["kms:VerifyMac"])
    }

    fn set_policy(&self, policy: PolicyDocument) {
        let Some(cfn) = &self.cfn else { return };
        let value = policy.to_value(&self.node.stack());
        self.node.with_state::<PolicyDocument, _>(|document| *document = policy);
        cfn.edit(|key| key.key_policy(value));
    }
}

fn check_times(
    node: &Node,
    rotation: Option<bool>,
    period: Option<Duration>,
    window: Option<Duration>,
) {
    if let Some(window) = window
        && !(7..=30).contains(&window.to_days())
    {
        node.error(
            "kms-pending-window",
            format!("a deleted key cannot wait for {window}"),
            "let `pending_window` be 7 to 30 days",
        );
    }
    let Some(period) = period else { return };
    if rotation == Some(false) {
        node.error(
            "kms-rotation",
            "the key has a rotation period and does not rotate",
            "set `enable_key_rotation(true)`, or leave `rotation_period` away",
        );
    }
    if !(90..=2_560).contains(&period.to_days()) {
        node.error(
            "kms-rotation",
            format!("a key cannot rotate every {period}"),
            "let `rotation_period` be 90 to 2,560 days",
        );
    }
}

impl ResourceWithPolicy for Key {
    fn resource_account(&self) -> Value<String> {
        match (&self.cfn, self.key_arn.literal()) {
            (None, Some(arn)) => arn.split(':').nth(4).unwrap_or_default().into_value(),
            _ => self.node.stack().account(),
        }
    }

    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        let cfn = self.cfn.as_ref()?;
        statement.check_for_resource(&self.node);
        let mut policy = self.node.with_state::<PolicyDocument, _>(|document| document.clone());
        policy.add_statements([statement]);
        self.set_policy(policy);
        Some(cfn.node().clone())
    }
}

impl Construct for Key {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// The name with `alias/` in front.
pub(super) fn full_alias(name: &Value<String>) -> Value<String> {
    match name.literal() {
        Some(literal) if literal.starts_with("alias/") => name.clone(),
        Some(_) => text!("alias/{}", name),
        None => name.clone(),
    }
}
