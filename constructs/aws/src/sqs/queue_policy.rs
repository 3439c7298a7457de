//! Policies of queues.

use crate::bag::bag;
use crate::cfn::sqs::CfnQueuePolicy;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::{CfnType, Construct, Expr, Node, Resource};

/// The policy of a queue. Queues make theirs when something is added to it.
///
/// ```
/// use cumulo::iam::{PolicyStatement, Principal, ResourceWithPolicy};
/// use cumulo::sqs::Queue;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = Queue::builder(&stack, "Orders").build();
/// orders.add_to_resource_policy(
///     PolicyStatement::allow()
///         .principals([Principal::account("222222222222")])
///         .actions(["sqs:SendMessage"])
///         .resources([orders.queue_arn()]),
/// );
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html>
#[derive(Clone, Debug)]
pub struct QueuePolicy {
    node: Node,
    cfn: Resource<CfnQueuePolicy>,
}

impl QueuePolicy {
    /// The policy that is this child of `queue`, which is made if need be.
    #[track_caller]
    pub(super) fn of(queue: &Node, url: impl Into<Expr>) -> Self {
        let node = queue.find("Policy").unwrap_or_else(|| queue.child("Policy"));
        let cfn = node.resource("Resource").unwrap_or_else(|| {
            let document = PolicyDocument::default().to_value(&node.stack());
            bag::<CfnQueuePolicy>([
                ("PolicyDocument", document.into_expr()),
                ("Queues", Expr::List(vec![url.into()])),
            ])
            .add_to(&node, "Resource")
        });
        Self { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnQueuePolicy> {
        &self.cfn
    }

    /// Adds a statement.
    #[track_caller]
    pub fn add_statement(&self, statement: PolicyStatement) {
        statement.check_for_resource(&self.node);
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements([statement]);
            document.to_value(&stack)
        });
        self.cfn.edit(|policy| policy.policy_document(document));
    }
}

impl Construct for QueuePolicy {
    fn node(&self) -> &Node {
        &self.node
    }
}
