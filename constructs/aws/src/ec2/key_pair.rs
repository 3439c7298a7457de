//! Key pairs for SSH.

use crate::cfn::ec2::CfnKeyPair;
use crate::{CfnType, Construct, IntoValue, Node, Resource, Value};

/// A key pair for SSH. Session Manager needs none; prefer it.
///
/// ```
/// use cumulo::{App, Stack, ec2::KeyPair};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Hosts").build();
/// let key = KeyPair::from_key_pair_name(&stack, "Key", "operations");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-keypair.html>
#[derive(Clone, Debug)]
pub struct KeyPair {
    node: Node,
    cfn: Option<Resource<CfnKeyPair>>,
    name: Value<String>,
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

    /// A key pair made of a public key in OpenSSH's form: the private key never leaves its owner.
    #[track_caller]
    pub fn from_public_key(
        scope: &dyn Construct,
        id: &str,
        public_key: impl IntoValue<String>,
    ) -> Self {
        let node = scope.node().child(id);
        let cfn = CfnKeyPair::new(node.unique_id())
            .public_key_material(public_key)
            .add_to(&node, "Resource");
        Self { node, name: cfn.reference(), cfn: Some(cfn) }
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

impl Construct for KeyPair {
    fn node(&self) -> &Node {
        &self.node
    }
}
