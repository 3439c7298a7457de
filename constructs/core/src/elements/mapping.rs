//! Mappings.

use super::{ElementKind, add};
use crate::Construct;
use crate::tree::{Node, NodeId};
use crate::value::Expr;
use std::borrow::Cow;

/// A table of texts in a template, looked up by [`Fn::find_in_map`](crate::Fn::find_in_map).
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/mappings-section-structure.html>
#[derive(Clone, Debug)]
pub struct Mapping {
    node: Node,
}

impl Mapping {
    /// A mapping of top keys to second keys to values.
    ///
    /// ```
    /// use cumulo_core::{App, Mapping, Stack};
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Web").build();
    /// Mapping::new(&stack, "Sizes", [("us-east-1", [("count", "2")]), ("eu-west-1", [("count", "1")])]);
    /// ```
    #[track_caller]
    pub fn new<Top, Second, Key, Text>(
        scope: &dyn Construct,
        id: &str,
        entries: impl IntoIterator<Item = (Top, Second)>,
    ) -> Self
    where
        Top: Into<String>,
        Second: IntoIterator<Item = (Key, Text)>,
        Key: Into<Cow<'static, str>>,
        Text: Into<Cow<'static, str>>,
    {
        let node = scope.node().child(id);
        let entries = entries.into_iter().map(|(top, second)| {
            let second = second.into_iter().map(|(key, text)| (key, Expr::String(text.into())));
            (top.into(), Expr::object(second))
        });
        add(&node, ElementKind::Mapping(Expr::object(entries)));
        Self { node }
    }

    /// The mapping that stands in `scope` with this id already.
    pub fn existing(scope: &dyn Construct, id: &str) -> Option<Self> {
        let node = scope.node().find(id)?;
        node.element_mut(|element| matches!(element.kind, ElementKind::Mapping(_)))
            .is_some_and(|is_mapping| is_mapping)
            .then_some(Self { node })
    }

    pub(crate) fn node_id(&self) -> NodeId {
        self.node.node_id()
    }
}

impl Construct for Mapping {
    fn node(&self) -> &Node {
        &self.node
    }
}
