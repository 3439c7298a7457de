//! Policies of secrets.

use super::Secret;
use crate::bag::bag;
use crate::cfn::secretsmanager::CfnResourcePolicy;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::{CfnType, Construct, Node, Resource};
use bon::bon;

/// The policy of a secret. Secrets make theirs when something is added to it; few programs name this type.
///
/// ```
/// use cumulo::prelude::*;
/// use cumulo::secretsmanager;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let secret = secretsmanager::Secret::builder(&stack, "Secret").build();
/// secretsmanager::ResourcePolicy::builder(&stack, "Policy").secret(&secret).build();
/// # cumulo::testing::Template::of(&app, "Data");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-resourcepolicy.html>
#[derive(Clone, Debug)]
pub struct ResourcePolicy {
    node: Node,
    cfn: Resource<CfnResourcePolicy>,
}

#[bon]
impl ResourcePolicy {
    /// A policy without statements.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Secret whose policy it is.
        secret: &Secret,
    ) -> ResourcePolicy {
        let node = scope.node().child(id);
        let empty = PolicyDocument::default().to_value(&node.stack());
        let cfn = bag::<CfnResourcePolicy>([
            ("ResourcePolicy", empty.into_expr()),
            ("SecretId", secret.secret_arn().into_expr()),
        ])
        .add_to(&node, "Resource");
        ResourcePolicy { node, cfn }
    }

    /// The policy in the template.
    pub fn cfn(&self) -> &Resource<CfnResourcePolicy> {
        &self.cfn
    }

    /// The policy that an earlier call made as this child.
    pub(super) fn existing(scope: &Node, id: &str) -> Option<Self> {
        let node = scope.find(id)?;
        let cfn = node.resource("Resource")?;
        Some(Self { node, cfn })
    }

    /// Adds statements.
    #[track_caller]
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        let statements: Vec<_> = statements.into_iter().collect();
        statements.iter().for_each(|statement| statement.check_for_resource(&self.node));
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements(statements);
            document.to_value(&stack)
        });
        self.cfn.edit(|policy| policy.resource_policy(document));
    }
}

impl Construct for ResourcePolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
