//! Access keys of users.

use super::User;
use crate::cfn::iam::CfnAccessKey;
use crate::{CfnType, Construct, Node, Resource, Secret, Value};
use bon::bon;

/// Credentials of a user that last until someone deletes them.
///
/// The secret stands where it is used and in the state of CloudFormation; put it into Secrets Manager.
///
/// ```
/// use cumulo::iam::{AccessKey, User};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "People").build();
/// let user = User::builder(&stack, "Mailer").build();
/// AccessKey::builder(&stack, "Key").user(&user).serial(1).build();
/// # cumulo::testing::Template::of(&app, "People");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-accesskey.html>
#[derive(Clone, Debug)]
pub struct AccessKey {
    node: Node,
    cfn: Resource<CfnAccessKey>,
}

#[bon]
impl AccessKey {
    /// An access key.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// User whose key it is.
        user: &User,
        /// A number that makes a new key when it grows. Default: none.
        serial: Option<u32>,
        /// Whether the key can be used. Default: true.
        active: Option<bool>,
    ) -> AccessKey {
        let node = scope.node().child(id);
        let mut cfn = CfnAccessKey::new(user.user_name());
        if let Some(serial) = serial {
            cfn = cfn.serial(serial);
        }
        if let Some(active) = active {
            cfn = cfn.status(if active { "Active" } else { "Inactive" });
        }
        let cfn = cfn.add_to(&node, "Resource");
        AccessKey { node, cfn }
    }

    /// The key in the template.
    pub fn cfn(&self) -> &Resource<CfnAccessKey> {
        &self.cfn
    }

    /// Id of the key.
    pub fn access_key_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// The secret that belongs to the id.
    pub fn secret_access_key(&self) -> Secret {
        Secret::from_token(self.cfn.attr_secret_access_key())
    }
}

impl Construct for AccessKey {
    fn node(&self) -> &Node {
        &self.node
    }
}
