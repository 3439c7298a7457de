//! Rules: assertions about parameters, checked before a deployment starts.

use super::{ElementKind, add};
use crate::Construct;
use crate::tree::Node;
use crate::value::{Expr, IntoValue};

/// A rule of a template: what parameters must fulfil before the stack is touched.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/rules-section-structure.html>
#[derive(Clone, Debug)]
pub struct Rule {
    node: Node,
}

impl Rule {
    /// A rule without assertions; add them with [`Rule::assert`].
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str) -> Self {
        let node = scope.node().child(id);
        add(&node, ElementKind::Rule(Expr::object([("Assertions", Expr::List(Vec::new()))])));
        Self { node }
    }

    /// Applies the assertions only where `expression` holds. Default: always.
    pub fn condition(&self, expression: impl IntoValue<bool>) -> &Self {
        let expression = expression.into_value().into_expr();
        self.body(|body| body.insert("RuleCondition".into(), expression));
        self
    }

    /// Something that must hold, and what people are told where it does not.
    pub fn assert(&self, expression: impl IntoValue<bool>, description: &str) -> &Self {
        let assertion = Expr::object([
            ("Assert", expression.into_value().into_expr()),
            ("AssertDescription", Expr::from(description.to_owned())),
        ]);
        self.body(|body| match body.get_mut("Assertions") {
            Some(Expr::List(assertions)) => assertions.push(assertion),
            _ => unreachable!("a rule starts with a list of assertions"),
        });
        self
    }

    fn body<R>(
        &self,
        f: impl FnOnce(&mut indexmap::IndexMap<std::borrow::Cow<'static, str>, Expr>) -> R,
    ) {
        self.node.element_mut(|element| {
            if let ElementKind::Rule(Expr::Map(body)) = &mut element.kind {
                f(body);
            }
        });
    }
}

impl Construct for Rule {
    fn node(&self) -> &Node {
        &self.node
    }
}
