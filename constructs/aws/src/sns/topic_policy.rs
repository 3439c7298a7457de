//! Policies of topics.

use crate::bag::bag;
use crate::cfn::sns::CfnTopicPolicy;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::{CfnType, Construct, Expr, Node, Resource};

/// The policy of a topic. Topics make theirs when something is added to it.
///
/// ```
/// use cumulo::iam::{PolicyStatement, Principal, ResourceWithPolicy};
/// use cumulo::sns::Topic;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = Topic::builder(&stack, "Orders").build();
/// orders.add_to_resource_policy(
///     PolicyStatement::allow()
///         .principals([Principal::account("222222222222")])
///         .actions(["sns:Subscribe"])
///         .resources([orders.topic_arn()]),
/// );
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html>
#[derive(Clone, Debug)]
pub struct TopicPolicy {
    node: Node,
    cfn: Resource<CfnTopicPolicy>,
}

impl TopicPolicy {
    /// The policy that is this child of `topic`, which is made if need be.
    #[track_caller]
    pub(super) fn of(topic: &Node, arn: impl Into<Expr>) -> Self {
        let node = topic.find("Policy").unwrap_or_else(|| topic.child("Policy"));
        let cfn = node.resource("Resource").unwrap_or_else(|| {
            let document = PolicyDocument::default().to_value(&node.stack());
            bag::<CfnTopicPolicy>([
                ("PolicyDocument", document.into_expr()),
                ("Topics", Expr::List(vec![arn.into()])),
            ])
            .add_to(&node, "Resource")
        });
        Self { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnTopicPolicy> {
        &self.cfn
    }

    /// Adds a statement; SNS wants names of all, so those without get a number.
    #[track_caller]
    pub fn add_statement(&self, statement: PolicyStatement) {
        statement.check_for_resource(&self.node);
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements([statement]);
            document.to_value(&stack)
        });
        let document = numbered(document.into_expr());
        self.cfn.edit_properties(|properties| properties.set("PolicyDocument", document));
    }
}

/// The document with a number as `Sid` of each statement that has none.
fn numbered(mut document: Expr) -> Expr {
    if let Expr::Map(entries) = &mut document
        && let Some(Expr::List(statements)) = entries.get_mut("Statement")
    {
        let mut next = 0;
        for statement in statements {
            let Expr::Map(statement) = statement else { continue };
            if !statement.contains_key("Sid") {
                statement.insert("Sid".into(), Expr::from(next.to_string()));
                next += 1;
            }
        }
    }
    document
}

impl Construct for TopicPolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
