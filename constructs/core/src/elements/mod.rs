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

use crate::Construct;
use crate::tree::{Kind, Node, NodeId};
use crate::value::Expr;

/// An element of a template.
pub(crate) struct ElementData {
    /// Logical id that replaces the one from the path.
    pub(crate) logical_id: Option<String>,
    /// What the logical id changes with, if it is to change at all.
    pub(crate) version: Option<Version>,
    pub(crate) kind: ElementKind,
}

/// What a logical id changes with.
pub(crate) enum Version {
    Content(Expr),
    /// The properties of a resource as they are in the end, and further content.
    Properties {
        resource: NodeId,
        counted: CountedProperties,
        also: Vec<Expr>,
    },
}

/// Which properties of a resource count for [`Node::replace_with`], and in which order.
#[derive(Clone, Copy, Debug)]
pub struct CountedProperties {
    /// Those that come first.
    pub first: &'static [&'static str],
    /// Those that come last; others stand between them by name.
    pub last: &'static [&'static str],
    /// Those that do not count.
    pub ignored: &'static [&'static str],
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
        self.element_mut(|element| element.version = Some(Version::Content(content.into())));
    }

    /// Gives the resource at this node another logical id whenever the properties of `resource` change, or `also` does:
    /// texts count as they are, other content by the digest of its JSON. Later calls win.
    ///
    /// Neither may refer to the resource at this node.
    pub fn replace_with(
        &self,
        resource: &dyn Construct,
        counted: CountedProperties,
        also: impl IntoIterator<Item = Expr>,
    ) {
        let resource = resource.node().node_id();
        let also = also.into_iter().collect();
        self.element_mut(|element| {
            element.version = Some(Version::Properties { resource, counted, also });
        });
    }
}
