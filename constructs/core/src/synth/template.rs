//! The template of one stack, and the construct tree as data.

use super::links::{LIST_DELIMITER, Links};
use super::render::Renderer;
use super::{Findings, patch};
use crate::elements::{ElementKind, ResourceData};
use crate::finding::Source;
use crate::removal::RemovalPolicy;
use crate::tags;
use crate::tree::{Arena, NodeId};
use crate::value::Expr;
use indexmap::IndexMap;
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::cell::Cell;

/// A template, and its elements by logical id with construct path and source line.
pub(super) struct Rendered {
    pub(super) text: String,
    pub(super) elements: Vec<(String, String, String)>,
}

/// Sections in the order in which they are written.
const SECTIONS: [&str; 6] =
    ["Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs"];

pub(super) fn render(arena: &Arena, links: &Links, stack: NodeId, findings: &Findings) -> Rendered {
    let renderer = Renderer { arena, links, stack, extended: Cell::new(false) };
    let mut sections: IndexMap<&str, Map<String, Json>> =
        SECTIONS.iter().map(|section| (*section, Map::new())).collect();
    let mut elements = Vec::new();
    for id in arena.subtree(stack) {
        let Some(element) = arena.element(id) else { continue };
        if arena.stack_of(id) != Some(stack) {
            continue;
        }
        let logical_id = links.logical_id(arena, id);
        let body = match &element.kind {
            ElementKind::Resource(resource) => {
                let expr = resource_expr(arena, links, id, resource, findings);
                renderer.json(&expr)
            }
            ElementKind::Parameter(body)
            | ElementKind::Mapping(body)
            | ElementKind::Condition(body)
            | ElementKind::Rule(body)
            | ElementKind::Output(body) => renderer.json(body),
        };
        check_logical_id(arena, id, &logical_id, &elements, findings);
        sections[element.kind.section()].insert(logical_id.clone(), body);
        elements.push((
            logical_id,
            arena.path(id),
            Source::from(arena.node(id).source).to_string(),
        ));
    }
    add_derived(&renderer, &mut sections);
    let text = assemble(arena, &renderer, sections);
    Rendered { text, elements }
}

/// Adds outputs and parameters that references need.
fn add_derived(renderer: &Renderer<'_>, sections: &mut IndexMap<&str, Map<String, Json>>) {
    let (arena, links, stack) = (renderer.arena, renderer.links, renderer.stack);
    for (name, output) in links.outputs.get(&stack).into_iter().flatten() {
        let value = links.reference(arena, stack, &output.reference);
        let value = as_text(value, output.reference.list);
        let body = match &output.export {
            None => json!({ "Value": value }),
            Some(export) => json!({ "Value": value, "Export": { "Name": export } }),
        };
        sections["Outputs"].insert(name.clone(), body);
    }
    for name in links.parameters.get(&stack).into_iter().flat_map(IndexMap::keys) {
        sections["Parameters"].insert(name.clone(), json!({ "Type": "String" }));
    }
}

/// A list as the text by which it crosses stacks.
fn as_text(value: Json, list: bool) -> Json {
    if list { json!({ "Fn::Join": [LIST_DELIMITER, value] }) } else { value }
}

fn assemble(
    arena: &Arena,
    renderer: &Renderer<'_>,
    sections: IndexMap<&str, Map<String, Json>>,
) -> String {
    let data = arena.stack_data(renderer.stack);
    let mut template = Map::new();
    if let Some(description) = &data.description {
        template.insert("Description".into(), description.clone().into());
    }
    if !data.metadata.is_empty() {
        let metadata = data.metadata.iter();
        let metadata = metadata.map(|(key, value)| (key.clone(), renderer.json(value))).collect();
        template.insert("Metadata".into(), Json::Object(metadata));
    }
    let mut transforms = data.transforms.clone();
    let extensions = "AWS::LanguageExtensions";
    if renderer.extended.get() && transforms.iter().all(|name| name != extensions) {
        transforms.insert(0, extensions.into());
    }
    match transforms.len() {
        0 => {}
        1 => drop(template.insert("Transform".into(), transforms.remove(0).into())),
        _ => drop(template.insert("Transform".into(), transforms.into())),
    }
    for (section, elements) in sections {
        if !elements.is_empty() {
            template.insert(section.to_owned(), Json::Object(elements));
        }
    }
    let mut text = serde_json::to_string_pretty(&template).expect("a map of texts to JSON is JSON");
    text.push('\n');
    text
}

fn check_logical_id(
    arena: &Arena,
    id: NodeId,
    logical_id: &str,
    elements: &[(String, String, String)],
    findings: &Findings,
) {
    if logical_id.is_empty() {
        findings.error(
            arena,
            id,
            "logical-id",
            format!("nothing of the path `{}` can name a resource", arena.path(id)),
            "give the construct an id other than `Default` that has letters or digits",
        );
    } else if let Some((_, path, source)) = elements.iter().find(|(known, ..)| known == logical_id)
    {
        findings.error(
            arena,
            id,
            "duplicate-logical-id",
            format!(
                "`{}` and `{path}` ({source}) both have the logical id `{logical_id}`",
                arena.path(id)
            ),
            "rename one of the constructs, or override the logical id of one only",
        );
    }
}

/// Everything about a resource in one expression: properties with tags and defaults, attributes, raw changes.
fn resource_expr(
    arena: &Arena,
    links: &Links,
    id: NodeId,
    resource: &ResourceData,
    findings: &Findings,
) -> Expr {
    let mut properties: IndexMap<Cow<'static, str>, Expr> = resource
        .properties
        .iter()
        .map(|(name, value)| (Cow::Owned(name.to_owned()), value.clone()))
        .collect();
    add_defaults(arena, id, resource, &mut properties);
    if let Some(property) = resource.tagging.property() {
        let own = properties.get(property);
        if let Some(tags) = tags::rendered(arena, id, &resource.type_name, resource.tagging, own) {
            properties.insert(property.into(), tags);
        }
    }
    add_nested_parameters(arena, links, id, &mut properties);
    let mut body: IndexMap<Cow<'static, str>, Expr> = IndexMap::new();
    body.insert("Type".into(), Expr::String(resource.type_name.clone()));
    if !properties.is_empty() {
        body.insert("Properties".into(), Expr::Map(properties));
    }
    let mut before = links.depends.before(id).map(Expr::LogicalId).peekable();
    if before.peek().is_some() {
        body.insert("DependsOn".into(), Expr::List(before.collect()));
    }
    if let Some(condition) = resource.condition {
        body.insert("Condition".into(), Expr::LogicalId(condition));
    }
    body.extend(resource.attributes.iter().map(|(name, value)| (name.clone(), value.clone())));
    if let Some(policy) = removal_policy(arena, id, resource) {
        let (deletion, replacement) = policy.attributes();
        body.insert("UpdateReplacePolicy".into(), Expr::from(replacement));
        body.insert("DeletionPolicy".into(), Expr::from(deletion));
    }
    let mut body = Expr::Map(body);
    for change in &resource.patches {
        if let Err(reason) = patch::apply(&mut body, &change.pointer, change.value.clone()) {
            findings.error(
                arena,
                id,
                "raw-pointer",
                format!("`{}` does not fit `{}`: {reason}", change.pointer, arena.path(id)),
                "compare the pointer with the resource in the template",
            );
        }
    }
    body
}

/// The resource's own policy, else that of the nearest scope, else the construct's default.
fn removal_policy(arena: &Arena, id: NodeId, resource: &ResourceData) -> Option<RemovalPolicy> {
    let scoped = || arena.ancestors(id).find_map(|scope| arena.node(scope).removal);
    resource.removal.or_else(scoped).or(resource.default_removal)
}

fn add_defaults(
    arena: &Arena,
    id: NodeId,
    resource: &ResourceData,
    properties: &mut IndexMap<Cow<'static, str>, Expr>,
) {
    for scope in arena.ancestors(id) {
        for default in &arena.node(scope).property_defaults {
            if default.type_name == resource.type_name
                && !properties.contains_key(default.property.as_ref())
            {
                properties.insert(default.property.clone(), default.value.clone());
            }
        }
    }
}

/// Hands a nested stack what its template asks for.
fn add_nested_parameters(
    arena: &Arena,
    links: &Links,
    id: NodeId,
    properties: &mut IndexMap<Cow<'static, str>, Expr>,
) {
    let nested =
        links.parameters.iter().find(|(stack, _)| arena.stack_data(**stack).nested_in == Some(id));
    let Some((_, parameters)) = nested else { return };
    let values = parameters.iter().map(|(name, reference)| {
        let value = Expr::Reference(reference.clone());
        let value = if reference.list {
            Expr::function("Fn::Join", Expr::List(vec![Expr::from(LIST_DELIMITER), value]))
        } else {
            value
        };
        (name.clone(), value)
    });
    properties.insert("Parameters".into(), Expr::object(values));
}

/// The construct tree in the published form.
pub(super) fn tree(arena: &Arena, id: NodeId) -> Json {
    let node = arena.node(id);
    let mut entry = Map::new();
    let is_root = node.parent.is_none();
    entry.insert("id".into(), if is_root { "App".into() } else { node.id.clone().into() });
    entry.insert("path".into(), arena.path(id).into());
    if !node.children.is_empty() {
        let children = node
            .children
            .values()
            .map(|child| (arena.node(*child).id.clone(), tree(arena, *child)));
        entry.insert("children".into(), Json::Object(children.collect()));
    }
    let resource = arena.element(id).and_then(|element| match &element.kind {
        ElementKind::Resource(resource) => Some(resource.type_name.as_ref()),
        _ => None,
    });
    let mut attributes = Map::new();
    if let Some(type_name) = resource {
        attributes.insert("aws:cdk:cloudformation:type".into(), type_name.into());
    }
    attributes.insert("cumulo:source".into(), Source::from(node.source).to_string().into());
    entry.insert("attributes".into(), Json::Object(attributes));
    Json::Object(entry)
}
