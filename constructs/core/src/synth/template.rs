//! The template of one stack, and the construct tree as data.

use super::json_text::JsonText;
use super::links::{LIST_DELIMITER, Links};
use super::render::{LANGUAGE_EXTENSIONS, Renderer};
use super::{Findings, patch};
use crate::elements::{ElementKind, ResourceData};
use crate::finding::Source;
use crate::removal::{self, RemovalPolicy};
use crate::tags;
use crate::tree::{Arena, NodeId};
use crate::value::Expr;
use indexmap::IndexMap;
use serde_json::json;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::HashMap;

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
    let mut sections: IndexMap<&str, JsonText> =
        SECTIONS.iter().map(|section| (*section, JsonText::new(2))).collect();
    let mut elements: Vec<(String, String, String)> = Vec::new();
    let mut taken: HashMap<String, usize> = HashMap::new();
    for id in arena.subtree(stack) {
        let Some(element) = arena.element(id) else { continue };
        if arena.stack_of(id) != Some(stack) {
            continue;
        }
        let logical_id = links.logical_id(arena, id);
        let twin = taken.insert(logical_id.clone(), elements.len()).map(|at| &elements[at]);
        check_logical_id(arena, id, &logical_id, twin, findings);
        let out = &mut sections[element.kind.section()];
        out.key(&logical_id);
        match &element.kind {
            ElementKind::Resource(resource) => {
                write_resource(&renderer, out, id, resource, findings);
            }
            ElementKind::Parameter(body)
            | ElementKind::Mapping(body)
            | ElementKind::Condition(body)
            | ElementKind::Rule(body)
            | ElementKind::Output(body) => renderer.write(out, body),
        }
        elements.push((
            logical_id,
            arena.path(id),
            Source::from(arena.node(id).source).to_string(),
        ));
    }
    add_derived(&renderer, &mut sections);
    Rendered { text: assemble(&renderer, sections), elements }
}

/// Adds outputs and parameters that references need.
fn add_derived(renderer: &Renderer<'_>, sections: &mut IndexMap<&str, JsonText>) {
    let (arena, links, stack) = (renderer.arena, renderer.links, renderer.stack);
    for (name, output) in links.outputs.get(&stack).into_iter().flatten() {
        let value = links.reference(arena, stack, &output.reference);
        let value = if output.reference.list {
            json!({ "Fn::Join": [LIST_DELIMITER, value] })
        } else {
            value
        };
        let out = &mut sections["Outputs"];
        out.key(name);
        out.value(&match &output.export {
            None => json!({ "Value": value }),
            Some(export) => json!({ "Value": value, "Export": { "Name": export } }),
        });
    }
    for name in links.parameters.get(&stack).into_iter().flat_map(IndexMap::keys) {
        let out = &mut sections["Parameters"];
        out.key(name);
        out.value(&json!({ "Type": "String" }));
    }
}

fn assemble(renderer: &Renderer<'_>, sections: IndexMap<&str, JsonText>) -> String {
    let data = renderer.arena.stack_data(renderer.stack);
    let mut transforms: Vec<&str> = data.transforms.iter().map(String::as_str).collect();
    if renderer.extended.get() && !transforms.contains(&LANGUAGE_EXTENSIONS) {
        transforms.insert(0, LANGUAGE_EXTENSIONS);
    }
    let mut template = JsonText::new(0);
    template.object(|out| {
        if let Some(description) = &data.description {
            out.key("Description");
            out.text(description);
        }
        if !data.metadata.is_empty() {
            out.key("Metadata");
            out.object(|out| {
                for (key, value) in &data.metadata {
                    out.key(key);
                    renderer.write(out, value);
                }
            });
        }
        match transforms.as_slice() {
            [] => {}
            [transform] => {
                out.key("Transform");
                out.text(transform);
            }
            transforms => {
                out.key("Transform");
                out.value(&json!(transforms));
            }
        }
        for (section, elements) in sections.into_iter().filter(|(_, elements)| !elements.is_empty())
        {
            out.key(section);
            out.object(|out| out.entries(&elements.into_string()));
        }
    });
    let mut text = template.into_string();
    text.push('\n');
    text
}

fn check_logical_id(
    arena: &Arena,
    id: NodeId,
    logical_id: &str,
    twin: Option<&(String, String, String)>,
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
    } else if let Some((_, path, source)) = twin {
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

/// Entries of an object that is only looked at, or made for this template.
type Entries<'a> = Vec<(Cow<'a, str>, Cow<'a, Expr>)>;

/// Writes everything about a resource: properties with tags and defaults, attributes, raw changes.
fn write_resource(
    renderer: &Renderer<'_>,
    out: &mut JsonText,
    id: NodeId,
    resource: &ResourceData,
    findings: &Findings,
) {
    let (arena, links) = (renderer.arena, renderer.links);
    let properties = properties(arena, links, id, resource);
    let mut attributes: Entries<'_> = Vec::new();
    let mut add =
        |name: &'static str, value: Expr| attributes.push((name.into(), Cow::Owned(value)));
    let before: Vec<Expr> = links.depends.before(id).map(Expr::LogicalId).collect();
    if !before.is_empty() {
        add("DependsOn", Expr::List(before));
    }
    if let Some(condition) = resource.condition {
        add("Condition", Expr::LogicalId(condition));
    }
    let removal = removal_policy(arena, id, resource).map(RemovalPolicy::attributes);
    if let Some((deletion, replacement)) = removal {
        add("UpdateReplacePolicy", Expr::from(replacement));
        add("DeletionPolicy", Expr::from(deletion));
    }
    attributes.extend(
        resource
            .attributes
            .iter()
            .map(|(name, value)| (Cow::Borrowed(name.as_ref()), Cow::Borrowed(value))),
    );
    if resource.patches.is_empty() {
        out.object(|out| {
            out.key("Type");
            out.text(&resource.type_name);
            if !properties.is_empty() {
                out.key("Properties");
                out.object(|out| write_entries(renderer, out, &properties));
            }
            write_entries(renderer, out, &attributes);
        });
    } else {
        let mut body = vec![("Type".to_owned(), Expr::String(resource.type_name.clone()))];
        if !properties.is_empty() {
            body.push(("Properties".to_owned(), Expr::object(owned(properties))));
        }
        body.extend(owned(attributes));
        let mut body = Expr::object(body);
        apply_patches(arena, id, resource, &mut body, findings);
        renderer.write(out, &body);
    }
}

fn write_entries(renderer: &Renderer<'_>, out: &mut JsonText, entries: &Entries<'_>) {
    for (name, value) in entries.iter().filter(|(_, value)| !matches!(**value, Expr::Null)) {
        out.key(name);
        renderer.write(out, value);
    }
}

fn owned(entries: Entries<'_>) -> impl Iterator<Item = (String, Expr)> {
    entries.into_iter().map(|(name, value)| (name.into_owned(), value.into_owned()))
}

fn apply_patches(
    arena: &Arena,
    id: NodeId,
    resource: &ResourceData,
    body: &mut Expr,
    findings: &Findings,
) {
    for change in &resource.patches {
        if let Err(reason) = patch::apply(body, &change.pointer, change.value.clone()) {
            findings.error(
                arena,
                id,
                "raw-pointer",
                format!("`{}` does not fit `{}`: {reason}", change.pointer, arena.path(id)),
                "compare the pointer with the resource in the template",
            );
        }
    }
}

/// The properties of a resource: its own, defaults of the scopes around it, tags, and what a nested stack asks for.
fn properties<'a>(
    arena: &'a Arena,
    links: &Links,
    id: NodeId,
    resource: &'a ResourceData,
) -> Entries<'a> {
    let own = resource.properties.iter();
    let mut properties: Entries<'a> =
        own.map(|(name, value)| (Cow::Borrowed(name), Cow::Borrowed(value))).collect();
    for scope in arena.ancestors(id) {
        for default in &arena.node(scope).property_defaults {
            let fits = default.type_name == resource.type_name;
            if fits && properties.iter().all(|(name, _)| *name != default.property) {
                properties.push((Cow::Borrowed(&default.property), Cow::Borrowed(&default.value)));
            }
        }
    }
    if let Some(property) = resource.tagging.property() {
        let at = properties.iter().position(|(name, _)| name == property);
        let own = at.map(|at| properties[at].1.as_ref());
        let tags = tags::rendered(arena, id, &resource.type_name, resource.tagging, own);
        match (at, tags) {
            (Some(at), Some(tags)) => properties[at].1 = Cow::Owned(tags),
            (None, Some(tags)) => properties.push((property.into(), Cow::Owned(tags))),
            (_, None) => {}
        }
    }
    if let Some(derived) = nested_parameters(arena, links, id) {
        match properties.iter_mut().find(|(name, _)| name == "Parameters") {
            Some((_, own)) => *own = Cow::Owned(merged(own, derived)),
            None => properties.push(("Parameters".into(), Cow::Owned(derived))),
        }
    }
    properties
}

/// The entries of both objects.
fn merged(own: &Expr, derived: Expr) -> Expr {
    match (own, derived) {
        (Expr::Map(own), Expr::Map(derived)) => {
            let own = own.iter().map(|(name, value)| (name.clone(), value.clone()));
            Expr::object(own.chain(derived))
        }
        (_, derived) => derived,
    }
}

/// What scopes say of all, else the resource's own policy, else what scopes say of others, else the construct's default.
fn removal_policy(arena: &Arena, id: NodeId, resource: &ResourceData) -> Option<RemovalPolicy> {
    let scoped = |missing| removal::of_scopes(arena, id, &resource.type_name, missing);
    let own = || resource.removal;
    scoped(false).or_else(own).or_else(|| scoped(true)).or(resource.default_removal)
}

/// What a nested stack's template asks for, if a nested stack stands behind the resource.
fn nested_parameters(arena: &Arena, links: &Links, id: NodeId) -> Option<Expr> {
    let (_, parameters) = links
        .parameters
        .iter()
        .find(|(stack, _)| arena.stack_data(**stack).nested_in == Some(id))?;
    let values = parameters.iter().map(|(name, reference)| {
        let value = Expr::Reference(reference.clone());
        let value = if reference.list {
            Expr::function("Fn::Join", Expr::List(vec![Expr::from(LIST_DELIMITER), value]))
        } else {
            value
        };
        (name.clone(), value)
    });
    Some(Expr::object(values))
}

/// The construct tree in the published form.
pub(super) fn tree(arena: &Arena, root: NodeId) -> String {
    let mut text = JsonText::new(0);
    text.object(|out| {
        out.key("version");
        out.text("tree-0.1");
        out.key("tree");
        write_tree(out, arena, root, "");
    });
    text.into_string()
}

fn write_tree(out: &mut JsonText, arena: &Arena, id: NodeId, path: &str) {
    let node = arena.node(id);
    out.object(|out| {
        out.key("id");
        out.text(if node.parent.is_none() { "App" } else { &node.id });
        out.key("path");
        out.text(path);
        if !node.children.is_empty() {
            out.key("children");
            out.object(|out| {
                for (name, child) in &node.children {
                    out.key(name);
                    let path =
                        if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
                    write_tree(out, arena, *child, &path);
                }
            });
        }
        out.key("attributes");
        out.object(|out| {
            let element = arena.element(id).map(|element| &element.kind);
            if let Some(ElementKind::Resource(resource)) = element {
                out.key("aws:cdk:cloudformation:type");
                out.text(&resource.type_name);
            }
            out.key("cumulo:source");
            out.text(&Source::from(node.source).to_string());
        });
    });
}
