//! Keys that sign zones.

use super::HostedZone;
use crate::bag::bag;
use crate::cfn::route53::CfnKeySigningKey;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A key of KMS that signs the keys of a zone, for DNSSEC.
///
/// The KMS key lies in us-east-1, is made of `ECC_NIST_P256` and signs; its policy lets Route 53 use it.
///
/// ```
/// use cumulo::{App, Stack, kms::{Key, KeySpec, KeyUsage}, route53::{HostedZone, KeySigningKey}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").region("us-east-1").build();
/// let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
/// let key = Key::builder(&stack, "Key").key_spec(KeySpec::ECC_NIST_P256).key_usage(KeyUsage::SIGN_VERIFY).build();
/// KeySigningKey::builder(&stack, "SigningKey").hosted_zone(&zone).kms_key(&key).build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-keysigningkey.html>
#[derive(Clone, Debug)]
pub struct KeySigningKey {
    node: Node,
    cfn: Resource<CfnKeySigningKey>,
}

#[bon]
impl KeySigningKey {
    /// A key that signs.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Zone that is signed.
        hosted_zone: &HostedZone,
        /// Key in KMS.
        kms_key: &Key,
        /// Name, 3 to 128 letters, digits and `_`. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        key_signing_key_name: Option<Value<String>>,
        /// Whether it signs. Default: true.
        #[builder(default = true)]
        active: bool,
    ) -> KeySigningKey {
        let node = scope.node().child(id);
        let route53 = || Principal::service("dnssec-route53.amazonaws.com");
        kms_key.add_to_resource_policy(
            PolicyStatement::allow()
                .actions(["kms:DescribeKey", "kms:GetPublicKey", "kms:Sign"])
                .all_resources()
                .principals([route53()])
                .conditions(Conditions::new().with(
                    "ArnEquals",
                    "aws:SourceArn",
                    hosted_zone.hosted_zone_arn(),
                )),
        );
        kms_key.add_to_resource_policy(
            PolicyStatement::allow()
                .actions(["kms:CreateGrant"])
                .all_resources()
                .principals([route53()])
                .conditions(Conditions::new().with("Bool", "kms:GrantIsForAWSResource", true)),
        );
        let name = key_signing_key_name.unwrap_or_else(|| node.unique_id().into_value());
        let cfn = bag::<CfnKeySigningKey>([
            ("HostedZoneId", hosted_zone.hosted_zone_id().into_expr()),
            ("KeyManagementServiceArn", kms_key.key_arn().into_expr()),
            ("Name", name.into_expr()),
            ("Status", Expr::from(if active { "ACTIVE" } else { "INACTIVE" })),
        ])
        .add_to(&node, "Resource");
        KeySigningKey { node, cfn }
    }

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnKeySigningKey> {
        &self.cfn
    }
}

impl Construct for KeySigningKey {
    fn node(&self) -> &Node {
        &self.node
    }
}
