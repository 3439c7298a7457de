//! Key pairs for SSH.

use crate::bag::{bag, opt};
use crate::cfn::ec2::CfnKeyPair;
use crate::ssm::StringParameter;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// A key pair for SSH. Session Manager needs none; prefer it.
///
/// ```
/// use cumulo::{App, Stack, ec2::{KeyPair, KeyPairType}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Hosts").build();
/// let key = KeyPair::builder(&stack, "Key").key_type(KeyPairType::Ed25519).build();
/// let existing = KeyPair::from_key_pair_name(&stack, "Existing", "operations");
/// # cumulo::testing::Template::of(&app, "Hosts");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html>
#[derive(Clone, Debug)]
pub struct KeyPair {
    node: Node,
    cfn: Option<Resource<CfnKeyPair>>,
    name: Value<String>,
}

/// Kind of a new key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyPairType {
    /// RSA with 2,048 bits; also for Windows.
    #[default]
    Rsa,
    /// Ed25519.
    Ed25519,
}

#[bon]
impl KeyPair {
    /// A new key pair, whose private key is kept as an SSM parameter; or one of a public key.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, unique in account and region. Default: made of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        key_pair_name: Option<Value<String>>,
        /// Kind of the new key.
        #[builder(default)]
        key_type: KeyPairType,
        /// Public key in OpenSSH's form: the private key then never leaves its owner. Default: AWS makes the key.
        #[builder(with = |key: impl IntoValue<String>| key.into_value())]
        public_key_material: Option<Value<String>>,
        /// Form of the private key: `true` for PuTTY's instead of PEM.
        #[builder(default)]
        putty: bool,
    ) -> KeyPair {
        let node = scope.node().child(id);
        let name = key_pair_name.unwrap_or_else(|| node.unique_id().into_value());
        let kind = match key_type {
            KeyPairType::Rsa => "rsa",
            KeyPairType::Ed25519 => "ed25519",
        };
        let cfn = bag::<CfnKeyPair>([
            ("KeyFormat", Expr::from(if putty { "ppk" } else { "pem" })),
            ("KeyName", name.into()),
            ("KeyType", Expr::from(kind)),
            ("PublicKeyMaterial", opt(public_key_material.as_ref())),
        ])
        .add_to(&node, "Resource");
        KeyPair { node, name: cfn.reference(), cfn: Some(cfn) }
    }
}

impl KeyPair {
    /// A key pair that no stack of the program makes, by its name.
    #[track_caller]
    pub fn from_key_pair_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Self {
        Self { node: scope.node().child(id), cfn: None, name: name.into_value() }
    }

    /// The resource; of an imported key pair there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnKeyPair>> {
        self.cfn.as_ref()
    }

    /// Name of the key pair.
    pub fn key_pair_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl KeyPair {
    /// The parameter of Systems Manager with the private key; AWS makes one where no public key was given.
    ///
    /// # Findings
    /// `import-unknown` when the key pair is imported.
    #[track_caller]
    pub fn private_key(&self) -> StringParameter {
        let id = self.cfn.as_ref().map(|cfn| cfn.attr_key_pair_id());
        let id = id.unwrap_or_else(|| {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported and does not know its private key", self.node.path()),
                "import the parameter with the private key by its name",
            );
            self.key_pair_name()
        });
        let name = text!("/ec2/keypair/{}", id);
        match self.node.find("PrivateKeyParameter") {
            Some(known) => StringParameter::secure(known, name),
            None => StringParameter::secure(self.node.child("PrivateKeyParameter"), name),
        }
    }
}

impl Construct for KeyPair {
    fn node(&self) -> &Node {
        &self.node
    }
}
