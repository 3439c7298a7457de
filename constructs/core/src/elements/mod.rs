//! Elements of templates: what a stack's template lists by logical id.

mod condition;
mod include;
mod mapping;
mod output;
mod parameter;
mod resource;
mod rule;

pub use condition::Condition;
pub use include::IncludedTemplate;
pub use mapping::Mapping;
pub use output::Output;
pub use parameter::{Parameter, ParameterBuilder, ParameterType};
pub use resource::{CfnType, RawResource, Resource, Tagging};
pub use rule::Rule;

pub(crate) use resource::ResourceData;

use crate::tree::{Kind, Node};
use crate::value::Expr;

/// An element of a template.
pub(crate) struct ElementData {
    /// Logical id that replaces the one from the path.
    pub(crate) logical_id: Option<String>,
    /// What the logical id changes with, if it is to change at all.
    pub(crate) version: Option<Expr>,
    pub(crate) kind: ElementKind,
}

/// The kinds of elements, with what synthesis needs of them.
pub(crate) enum ElementKind {
    Resource(ResourceData),
    Parameter(Expr),
    Mapping(Expr),
    Condition(Expr),
    Rule(Expr),
    Output(Expr),
}

impl ElementKind {
    /// The section of the template in which the element stands.
    pub(crate) fn section(&self) -> &'static str {
        match self {
            ElementKind::Resource(_) => "Resources",
            ElementKind::Parameter(_) => "Parameters",
            ElementKind::Mapping(_) => "Mappings",
            ElementKind::Condition(_) => "Conditions",
            ElementKind::Rule(_) => "Rules",
            ElementKind::Output(_) => "Outputs",
        }
    }
}

/// Makes the node an element.
pub(crate) fn add(node: &Node, kind: ElementKind) {
    let element = ElementData { logical_id: None, version: None, kind };
    node.change(|data| data.kind = Kind::Element(Box::new(element)));
}

impl Node {
    /// Gives the element at this node a logical id of its own: 1 to 255 letters and digits.
    ///
    /// # Findings
    /// `logical-id` when CloudFormation would not take it.
    #[track_caller]
    pub fn override_logical_id(&self, id: &str) {
        if !crate::logical_id::is_valid(id) {
            self.error_here(
                "logical-id",
                format!("`{id}` cannot be a logical id"),
                "use 1 to 255 ASCII letters and digits",
            );
        }
        self.element_mut(|element| element.logical_id = Some(id.to_owned()));
    }

    /// Gives the resource at this node another logical id whenever `content` changes, so that CloudFormation makes a
    /// new one: for parts that take effect only when a resource is made. Later calls win.
    ///
    /// `content` must not refer to the resource itself.
    pub fn replace_on_change(&self, content: impl Into<Expr>) {
        self.element_mut(|element| element.version = Some(content.into()));
    }
}
