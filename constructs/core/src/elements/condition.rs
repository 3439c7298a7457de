//! Conditions.

use super::{ElementKind, add};
use crate::Construct;
use crate::tree::{Node, NodeId};
use crate::value::{IntoValue, Value};

/// A condition of a template, decided when the stack is deployed.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html>
#[derive(Clone, Debug)]
pub struct Condition {
    node: Node,
}

impl Condition {
    /// A condition that holds when `expression` does; see [`Fn::equals`](crate::Fn::equals) and its like.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, expression: impl IntoValue<bool>) -> Self {
        let node = scope.node().child(id);
        add(&node, ElementKind::Condition(expression.into_value().into_expr()));
        Self { node }
    }

    /// The condition as part of another one.
    pub fn value(&self) -> Value<bool> {
        Condition::reference(self.node_id())
    }

    pub(crate) fn node_id(&self) -> NodeId {
        self.node.node_id()
    }
}

impl Construct for Condition {
    fn node(&self) -> &Node {
        &self.node
    }
}
