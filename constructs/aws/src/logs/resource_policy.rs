//! Policies that let services write logs.

use crate::bag::bag;
use crate::cfn::logs::CfnResourcePolicy;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::json_text::json_text;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A policy of the account's logs in this region, which says what services and other accounts may do with them.
///
/// A region has at most ten of them.
///
/// ```
/// use cumulo::iam::{PolicyStatement, Principal};
/// use cumulo::logs::ResourcePolicy;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// let statement = PolicyStatement::allow()
///     .actions(["logs:PutLogEvents"])
///     .all_resources()
///     .principals([Principal::service("es.amazonaws.com")]);
/// ResourcePolicy::builder(&stack, "Search").policy_statements([statement]).build();
/// # cumulo::testing::Template::of(&app, "Web");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-resourcepolicy.html>
#[derive(Clone, Debug)]
pub struct ResourcePolicy {
    node: Node,
    cfn: Resource<CfnResourcePolicy>,
}

#[bon]
impl ResourcePolicy {
    /// A policy of logs.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, unique in the region. Default: of the path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        resource_policy_name: Option<Value<String>>,
        /// Statements to start with. Default: none.
        #[builder(default, with = |items: impl IntoIterator<Item = PolicyStatement>| items.into_iter().collect())]
        policy_statements: Vec<PolicyStatement>,
    ) -> ResourcePolicy {
        let node = scope.node().child(id);
        let name = resource_policy_name.unwrap_or_else(|| node.unique_id().into_value());
        let cfn = bag::<CfnResourcePolicy>([("PolicyName", name.into_expr())])
            .add_to(&node, "ResourcePolicy");
        let policy = ResourcePolicy { node, cfn };
        policy.add_statements(policy_statements);
        policy
    }

    /// The policy that an earlier call made as this child.
    pub(super) fn existing(scope: &Node, id: &str) -> Option<Self> {
        let node = scope.find(id)?;
        let cfn = node.resource("ResourcePolicy")?;
        Some(Self { node, cfn })
    }

    /// The policy in the template.
    pub fn cfn(&self) -> &Resource<CfnResourcePolicy> {
        &self.cfn
    }

    /// Adds statements.
    #[track_caller]
    pub fn add_statements(&self, statements: impl IntoIterator<Item = PolicyStatement>) {
        let stack = self.node.stack();
        let statements: Vec<_> = statements.into_iter().collect();
        statements.iter().for_each(|statement| statement.check_for_resource(&self.node));
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements(statements);
            document.to_value(&stack)
        });
        let text: Expr = json_text(document.expr(), 0).into_expr();
        self.cfn.edit_properties(|bag| bag.set("PolicyDocument", text));
    }
}

impl Construct for ResourcePolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
