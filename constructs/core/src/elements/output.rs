//! Outputs.

use super::{Condition, ElementKind, add};
use crate::Construct;
use crate::tree::Node;
use crate::value::{Expr, IntoValue};

/// A value that a stack shows once it is deployed.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/outputs-section-structure.html>
#[derive(Clone, Debug)]
pub struct Output {
    node: Node,
}

impl Output {
    /// An output that shows `value`; the id is its name where it stands directly in the stack.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, value: impl IntoValue<String>) -> Self {
        let node = scope.node().child(id);
        let body = Expr::object([("Value", value.into_value().into_expr())]);
        add(&node, ElementKind::Output(body));
        Self { node }
    }

    /// What the value is, for people.
    pub fn description(&self, text: &str) -> &Self {
        self.set("Description", Expr::from(text.to_owned()))
    }

    /// Name under which other stacks of the account and region can import the value, unique there.
    pub fn export_name(&self, name: impl IntoValue<String>) -> &Self {
        let name = name.into_value().into_expr();
        self.set("Export", Expr::object([("Name", name)]))
    }

    /// Shows the output only where the condition holds.
    pub fn condition(&self, condition: &Condition) -> &Self {
        self.set("Condition", Expr::LogicalId(condition.node_id()))
    }

    fn set(&self, key: &'static str, value: Expr) -> &Self {
        self.node.element_mut(|element| {
            if let ElementKind::Output(Expr::Map(body)) = &mut element.kind {
                body.insert(key.into(), value);
            }
        });
        self
    }
}

impl Construct for Output {
    fn node(&self) -> &Node {
        &self.node
    }
}
