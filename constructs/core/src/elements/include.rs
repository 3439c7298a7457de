//! Takes over a template that was written by hand.

use super::{CfnType, ElementKind, RawResource, Resource, ResourceData, add};
use crate::Construct;
use crate::tree::Node;
use crate::value::Expr;
use serde_json::Value as Json;

/// The elements of an existing template, with their logical ids, as part of a stack.
///
/// ```
/// use cumulo_core::{App, IncludedTemplate, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Old").build();
/// let template = serde_json::json!({ "Resources": { "Jobs": { "Type": "AWS::SQS::Queue" } } });
/// let old = IncludedTemplate::new(&stack, "Template", template);
/// old.raw_resource("Jobs").unwrap().set_raw("/Properties/DelaySeconds", serde_json::json!(5));
/// ```
#[derive(Clone, Debug)]
pub struct IncludedTemplate {
    node: Node,
}

impl IncludedTemplate {
    /// Adds every element of `template`, a template as JSON, to the stack of `scope`.
    ///
    /// # Findings
    /// `include-template` for what is not an object or has no type.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, template: Json) -> Self {
        let included = Self { node: scope.node().child(id) };
        let Json::Object(sections) = template else {
            included.complain("the template is not an object");
            return included;
        };
        for (section, content) in sections {
            match (section.as_str(), content) {
                ("Transform", transforms) => included.add_transforms(&transforms),
                ("AWSTemplateFormatVersion" | "Description" | "Metadata", _) => {}
                (_, Json::Object(elements)) => {
                    for (logical_id, body) in elements {
                        included.add_element(&section, &logical_id, body);
                    }
                }
                _ => included.complain(&format!("its section `{section}` is not an object")),
            }
        }
        included
    }

    /// The included resource with this logical id, if it is of this type.
    pub fn resource<T: CfnType>(&self, logical_id: &str) -> Option<Resource<T>> {
        self.node.find("Resources")?.resource(logical_id)
    }

    /// The included resource with this logical id, whatever its type.
    pub fn raw_resource(&self, logical_id: &str) -> Option<Resource<RawResource>> {
        let node = self.node.find("Resources")?.find(logical_id)?;
        node.resource_type().map(|_| Resource::from_node(node))
    }

    fn add_element(&self, section: &str, logical_id: &str, body: Json) {
        let group = self.node.find(section).unwrap_or_else(|| self.node.child(section));
        let node = group.child(logical_id);
        match section {
            "Resources" => self.add_resource(&node, logical_id, body),
            "Parameters" => add(&node, ElementKind::Parameter(body.into())),
            "Mappings" => add(&node, ElementKind::Mapping(body.into())),
            "Conditions" => add(&node, ElementKind::Condition(body.into())),
            "Rules" => add(&node, ElementKind::Rule(body.into())),
            "Outputs" => add(&node, ElementKind::Output(body.into())),
            _ => return self.complain(&format!("templates have no section `{section}`")),
        }
        node.element_mut(|element| element.logical_id = Some(logical_id.to_owned()));
    }

    fn add_resource(&self, node: &Node, logical_id: &str, body: Json) {
        let Json::Object(mut body) = body else {
            return self.complain(&format!("resource `{logical_id}` is not an object"));
        };
        let Some(Json::String(type_name)) = body.remove("Type") else {
            return self.complain(&format!("resource `{logical_id}` has no type"));
        };
        let mut resource = RawResource::new(type_name);
        if let Some(Json::Object(properties)) = body.remove("Properties") {
            for (name, value) in properties {
                resource = resource.property(&name, value);
            }
        }
        let mut data = ResourceData::of(resource);
        data.attributes =
            body.into_iter().map(|(name, value)| (name.into(), Expr::from(value))).collect();
        add(node, ElementKind::Resource(data));
    }

    fn add_transforms(&self, transforms: &Json) {
        let stack = self.node.stack();
        match transforms {
            Json::String(name) => stack.add_transform(name),
            Json::Array(names) => {
                names.iter().filter_map(Json::as_str).for_each(|name| stack.add_transform(name));
            }
            _ => self.complain("its `Transform` is neither a name nor a list of names"),
        }
    }

    fn complain(&self, what: &str) {
        self.node.error(
            "include-template",
            format!("the included template cannot be read: {what}"),
            "give a CloudFormation template as JSON",
        );
    }
}

impl Construct for IncludedTemplate {
    fn node(&self) -> &Node {
        &self.node
    }
}
