//! What crosses stacks: references become outputs and imports, parameters and nested outputs; stacks get their order.

use super::Findings;
use super::depends::{DependsOn, Edge};
use super::render::Renderer;
use crate::elements::{ElementKind, Version};
use crate::finding::{Finding, Level, Related};
use crate::logical_id;
use crate::stack::{environment, stack_name};
use crate::tree::{Arena, Kind, NodeId};
use crate::value::{Expr, Reference, Strength};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};

/// Delimiter by which lists cross stacks, since outputs and parameters are texts.
pub(super) const LIST_DELIMITER: &str = "||";

/// Everything that crosses stacks, found before the first template is rendered.
#[derive(Default)]
pub(super) struct Links {
    /// Outputs that other stacks need, by stack and logical id.
    pub(super) outputs: IndexMap<NodeId, IndexMap<String, DerivedOutput>>,
    /// Parameters that nested stacks need, by nested stack and logical id.
    pub(super) parameters: IndexMap<NodeId, IndexMap<String, Reference>>,
    pub(super) depends: DependsOn,
    edges: BTreeMap<NodeId, BTreeMap<NodeId, Edge>>,
    ids: RefCell<HashMap<NodeId, String>>,
}

/// An output that nobody wrote but a reference needs.
pub(super) struct DerivedOutput {
    pub(super) reference: Reference,
    pub(super) export: Option<String>,
}

impl Links {
    pub(super) fn of(arena: &Arena, root: NodeId, findings: &Findings) -> Self {
        let mut links = Links::default();
        for id in arena.subtree(root) {
            let Some(stack) = arena.stack_of(id) else { continue };
            if arena.element(id).is_some() {
                links.link_element(arena, stack, id, findings);
            }
        }
        let mut edges = Vec::new();
        links.depends = DependsOn::of(arena, root, |edge| edges.push(edge));
        for edge in edges {
            links.add_edge(arena, edge, findings);
        }
        links.check_cycles(arena, findings);
        links
    }

    /// Stacks that `consumer` needs, in the order in which they were made.
    pub(super) fn producers(&self, consumer: NodeId) -> impl Iterator<Item = NodeId> {
        self.edges.get(&consumer).into_iter().flat_map(|edges| edges.keys().copied())
    }

    /// Stacks within `top` that are rendered to files of their own: file name and stack.
    pub(super) fn nested_below(&self, arena: &Arena, top: NodeId) -> Vec<(String, NodeId)> {
        let nested = arena.subtree(top).into_iter().filter(
            |id| matches!(&arena.node(*id).kind, Kind::Stack(data) if data.nested_in.is_some()),
        );
        nested.map(|id| (format!("{}.nested.template.json", unique_id(arena, id)), id)).collect()
    }

    /// The element's logical id: its own, else by its path below its stack.
    pub(super) fn logical_id(&self, arena: &Arena, id: NodeId) -> String {
        if let Some(known) = self.ids.borrow().get(&id) {
            return known.clone();
        }
        let own = arena.element(id).and_then(|element| element.logical_id.clone());
        let mut logical_id = own.unwrap_or_else(|| {
            logical_id::unique_id(&arena.components(id, arena.stack_of(id))).unwrap_or_default()
        });
        let version = arena.element(id).and_then(|element| element.version.as_ref());
        if let (Some(version), Some(stack)) = (version, arena.stack_of(id)) {
            let renderer = Renderer { arena, links: self, stack, extended: Cell::new(false) };
            logical_id.push_str(&version_digest(arena, &renderer, version));
        }
        self.ids.borrow_mut().insert(id, logical_id.clone());
        logical_id
    }

    fn link_element(&mut self, arena: &Arena, stack: NodeId, id: NodeId, findings: &Findings) {
        let mut link = |expr: &Expr| {
            expr.visit(&mut |expr| match expr {
                Expr::Reference(reference) => self.link(arena, stack, id, reference, findings),
                Expr::LogicalId(of) | Expr::LogicalIdEnd(of, _) => {
                    check_same_stack(arena, stack, id, *of, findings);
                }
                Expr::Secret(_) => findings.error(
                    arena,
                    id,
                    "secret-in-template",
                    format!("`{}` would hold a secret as plain text", arena.path(id)),
                    "keep it in Secrets Manager or SSM and use `Secret::secrets_manager` or `Secret::ssm_secure`",
                ),
                _ => {}
            });
        };
        let Some(element) = arena.element(id) else { return };
        match &element.kind {
            ElementKind::Resource(resource) => {
                resource.properties.iter().for_each(|(_, value)| link(value));
                resource.attributes.values().for_each(&mut link);
                resource
                    .patches
                    .iter()
                    .filter_map(|patch| patch.value.as_ref())
                    .for_each(&mut link);
                for scope in arena.ancestors(id) {
                    let scope = arena.node(scope);
                    scope.tags.iter().filter_map(|tag| tag.value()).for_each(&mut link);
                    let defaults = scope.property_defaults.iter();
                    defaults
                        .filter(|default| default.type_name == resource.type_name)
                        .for_each(|default| link(&default.value));
                }
            }
            ElementKind::Parameter(body)
            | ElementKind::Mapping(body)
            | ElementKind::Condition(body)
            | ElementKind::Rule(body)
            | ElementKind::Output(body) => link(body),
        }
    }

    /// Sees to it that `reference` can be made in `stack`.
    fn link(
        &mut self,
        arena: &Arena,
        stack: NodeId,
        user: NodeId,
        reference: &Reference,
        findings: &Findings,
    ) {
        let Some(owner) = self.owner(arena, user, reference, findings) else { return };
        match route(arena, stack, owner) {
            Route::Same => {}
            Route::Outside(parent) => {
                let name = nested_parameter(arena, reference);
                self.parameters.entry(stack).or_default().entry(name).or_insert(reference.clone());
                self.link(arena, parent, user, reference, findings);
            }
            Route::Inside(nested, holder) => {
                let (name, shown) = shown_by(arena, holder, reference);
                let output = DerivedOutput { reference: reference.clone(), export: None };
                self.outputs.entry(nested).or_default().entry(name).or_insert(output);
                self.link(arena, stack, user, &shown, findings);
            }
            Route::Across(producer) => {
                let consumer = deployed(arena, stack);
                let edge = Edge { consumer, producer, user, used: reference.node, at: None };
                self.check_across(arena, &edge, reference, findings);
                self.add_edge(arena, edge, findings);
                let (name, export) = self.across_names(arena, producer, reference);
                let output = DerivedOutput { reference: reference.clone(), export };
                self.outputs.entry(producer).or_default().entry(name).or_insert(output);
            }
        }
    }

    /// The stack of what is referred to.
    fn owner(
        &self,
        arena: &Arena,
        user: NodeId,
        reference: &Reference,
        findings: &Findings,
    ) -> Option<NodeId> {
        if arena.element(reference.node).is_none() {
            findings.error(
                arena,
                user,
                "reference-to-nothing",
                format!(
                    "`{}` refers to something that is no resource of this app",
                    arena.path(user)
                ),
                "refer to a resource or parameter that was added to this app",
            );
            return None;
        }
        let owner = arena.stack_of(reference.node);
        if owner.is_none() {
            findings.error(
                arena,
                reference.node,
                "no-stack",
                format!("`{}` stands in no stack", arena.path(reference.node)),
                "make it in a `Stack`, or in a construct that stands in one",
            );
        }
        owner
    }

    /// What the reference looks like in the template of `stack`.
    pub(super) fn reference(&self, arena: &Arena, stack: NodeId, reference: &Reference) -> Json {
        let Some(owner) = arena.get(reference.node).and_then(|_| arena.stack_of(reference.node))
        else {
            return Json::Null;
        };
        let value = match route(arena, stack, owner) {
            Route::Same => {
                let id = self.logical_id(arena, reference.node);
                return match &reference.attribute {
                    None => json!({ "Ref": id }),
                    Some(attribute) => json!({ "Fn::GetAtt": [id, attribute] }),
                };
            }
            Route::Outside(_) => json!({ "Ref": nested_parameter(arena, reference) }),
            Route::Inside(_, holder) => {
                self.reference(arena, stack, &shown_by(arena, holder, reference).1)
            }
            Route::Across(producer) => match self.across_names(arena, producer, reference) {
                (_, Some(export)) => json!({ "Fn::ImportValue": export }),
                (name, None) => stack_output(arena, deployed(arena, stack), producer, &name),
            },
        };
        if reference.list { json!({ "Fn::Split": [LIST_DELIMITER, value] }) } else { value }
    }

    /// Name of the output by which `producer` shows the value, and of its export if it is held strongly.
    fn across_names(
        &self,
        arena: &Arena,
        producer: NodeId,
        reference: &Reference,
    ) -> (String, Option<String>) {
        let inside = self.reference(arena, producer, reference);
        let id = format!("Output{inside}").replace('/', "--");
        let scope = match reference.strength {
            Strength::Weak => "Publish",
            Strength::Strong => "Exports",
        };
        let name = logical_id::unique_id(&[scope, &id]).unwrap_or_default();
        let export = (reference.strength == Strength::Strong)
            .then(|| format!("{}:{name}", stack_name(arena, producer)));
        (name, export)
    }

    fn check_across(&self, arena: &Arena, edge: &Edge, reference: &Reference, findings: &Findings) {
        let (consumer_account, consumer_region) = environment(arena, edge.consumer);
        let (producer_account, producer_region) = environment(arena, edge.producer);
        let differ = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
        let other_account = differ(&consumer_account, &producer_account);
        let other_region = differ(&consumer_region, &producer_region);
        let (from, to) = (arena.path(edge.user), arena.path(edge.used));
        if reference.strength == Strength::Strong && (other_account || other_region) {
            let where_to = if other_account { "account" } else { "region" };
            findings.error(
                arena,
                edge.user,
                "strong-reference",
                format!(
                    "`{from}` imports `{to}` from another {where_to}, where exports do not reach"
                ),
                "leave the reference weak: do not call `strong()`",
            );
        } else if other_account && arena.stack_data(edge.producer).output_reader_role.is_none() {
            findings.error(
                arena,
                edge.user,
                "cross-account-reference",
                format!(
                    "`{from}` refers to `{to}` in another account, whose outputs it may not read"
                ),
                "name a role of that account with `Stack::builder(..).output_reader_role(..)`",
            );
        }
    }

    fn add_edge(&mut self, arena: &Arena, edge: Edge, findings: &Findings) {
        if arena.stage_of(edge.consumer) != arena.stage_of(edge.producer) {
            findings.error(
                arena,
                edge.user,
                "reference-across-stages",
                format!(
                    "`{}` needs `{}`, which belongs to another stage",
                    arena.path(edge.user),
                    arena.path(edge.used)
                ),
                "stages are deployed apart: hand the value over in `cumulo.yaml` or an SSM parameter",
            );
            return;
        }
        self.edges.entry(edge.consumer).or_default().entry(edge.producer).or_insert(edge);
    }

    /// Reports the first way by which stacks need each other.
    fn check_cycles(&self, arena: &Arena, findings: &Findings) {
        let mut done = Vec::new();
        for &start in self.edges.keys() {
            let mut path = Vec::new();
            if let Some(cycle) = self.cycle_from(start, &mut path, &mut done) {
                findings.push(cycle_finding(arena, &cycle));
                return;
            }
        }
    }

    fn cycle_from<'a>(
        &'a self,
        stack: NodeId,
        path: &mut Vec<&'a Edge>,
        done: &mut Vec<NodeId>,
    ) -> Option<Vec<&'a Edge>> {
        if done.contains(&stack) {
            return None;
        }
        if let Some(start) = path.iter().position(|edge| edge.consumer == stack) {
            return Some(path[start..].to_vec());
        }
        for (producer, edge) in self.edges.get(&stack).into_iter().flatten() {
            path.push(edge);
            let cycle = self.cycle_from(*producer, path, done);
            if cycle.is_some() {
                return cycle;
            }
            path.pop();
        }
        done.push(stack);
        None
    }
}

fn cycle_finding(arena: &Arena, cycle: &[&Edge]) -> Finding {
    let names: Vec<String> =
        cycle.iter().map(|edge| format!("`{}`", arena.path(edge.consumer))).collect();
    let related = cycle.iter().flat_map(|edge| {
        let source = edge.at.unwrap_or(arena.node(edge.user).source);
        [
            Related {
                message: format!("`{}` needs `{}`", arena.path(edge.user), arena.path(edge.used)),
                source: source.into(),
            },
            Related {
                message: format!("`{}` is made here", arena.path(edge.used)),
                source: arena.node(edge.used).source.into(),
            },
        ]
    });
    let first = cycle[0];
    Finding {
        id: "stack-cycle".into(),
        level: Level::Error,
        message: format!(
            "stacks {} need each other, so none can be deployed first",
            names.join(" and ")
        ),
        help: Some("move one of the constructs to the other stack, or both to a third one".into()),
        construct: arena.path(first.user),
        source: first.at.unwrap_or(arena.node(first.user).source).into(),
        related: related.collect(),
    }
}

/// How a stack gets at what another one owns.
enum Route {
    /// It is its own.
    Same,
    /// It stands in a stack around this one; the next of them.
    Outside(NodeId),
    /// It stands in this nested stack, which the resource shows to the stack around it.
    Inside(NodeId, NodeId),
    /// It stands in another deployed stack.
    Across(NodeId),
}

fn route(arena: &Arena, stack: NodeId, owner: NodeId) -> Route {
    let mut around = stacks_around(arena, stack).skip(1);
    match (around.next(), arena.stack_data(owner).nested_in) {
        _ if stack == owner => Route::Same,
        (Some(parent), _) if parent == owner || around.any(|id| id == owner) => {
            Route::Outside(parent)
        }
        (_, Some(holder)) => Route::Inside(owner, holder),
        _ => Route::Across(owner),
    }
}

/// The output of a nested stack for what it holds, and the reference by which the stack around it sees that.
fn shown_by(arena: &Arena, holder: NodeId, reference: &Reference) -> (String, Reference) {
    let name = nested_output(arena, reference);
    let attribute = Some(format!("Outputs.{name}").into());
    (name, Reference { node: holder, attribute, list: false, ..reference.clone() })
}

/// The stack that is deployed by itself, of this one and those around it.
fn deployed(arena: &Arena, stack: NodeId) -> NodeId {
    stacks_around(arena, stack).last().unwrap_or(stack)
}

/// The stack and those around it, innermost first; the last one is deployed by itself.
pub(super) fn stacks_around(arena: &Arena, stack: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(stack), |id| {
        arena.stack_data(*id).nested_in?;
        arena.stack_of(arena.node(*id).parent?)
    })
}

fn stack_output(arena: &Arena, stack: NodeId, producer: NodeId, output: &str) -> Json {
    let (account, region) = environment(arena, producer);
    let mut arguments = serde_json::Map::new();
    arguments.insert("StackName".into(), stack_name(arena, producer).into());
    let region = region.map_or_else(|| json!({ "Ref": "AWS::Region" }), Json::from);
    arguments.insert("Region".into(), region);
    if account != environment(arena, stack).0
        && let Some(role) = &arena.stack_data(producer).output_reader_role
    {
        arguments.insert("RoleArn".into(), role.clone().into());
    }
    arguments.insert("OutputName".into(), output.into());
    json!({ "Fn::GetStackOutput": arguments })
}

fn unique_id(arena: &Arena, id: NodeId) -> String {
    logical_id::unique_id(&arena.components(id, None)).unwrap_or_default()
}

fn display_name(reference: &Reference) -> String {
    reference.attribute.as_deref().unwrap_or("Ref").replace('.', "")
}

fn nested_output(arena: &Arena, reference: &Reference) -> String {
    format!("{}{}", unique_id(arena, reference.node), display_name(reference))
}

fn nested_parameter(arena: &Arena, reference: &Reference) -> String {
    format!("referenceto{}", nested_output(arena, reference))
}

/// What is added to a logical id that changes with something.
fn version_digest(arena: &Arena, renderer: &Renderer<'_>, version: &Version) -> String {
    let (resource, counted, also) = match version {
        Version::Content(content) => {
            return logical_id::digest(&renderer.json(content).to_string());
        }
        Version::Properties { resource, counted, also } => (*resource, counted, also),
    };
    let place = |name: &str| {
        let first = counted.first.iter().position(|known| *known == name);
        let last = counted.last.iter().position(|known| *known == name);
        match (first, last) {
            (Some(at), _) => (0, at),
            (None, Some(at)) => (2, at),
            (None, None) => (1, 0),
        }
    };
    let mut properties: Vec<(&str, &Expr)> = match arena.element(resource).map(|it| &it.kind) {
        Some(ElementKind::Resource(data)) => data.properties.iter().collect(),
        _ => Vec::new(),
    };
    properties.retain(|(name, _)| !counted.ignored.contains(name));
    properties.sort_by_key(|(name, _)| (place(name), *name));
    let properties = properties.into_iter().map(|(name, value)| (name.to_owned(), value.clone()));
    let mut text = renderer.json(&Expr::object(properties)).to_string();
    for content in also {
        match content {
            Expr::String(content) => text.push_str(content),
            content => text.push_str(&logical_id::full_digest(&renderer.json(content).to_string())),
        }
    }
    logical_id::full_digest(&text)
}

/// Conditions, mappings and plain logical ids mean something only in their own template.
fn check_same_stack(arena: &Arena, stack: NodeId, user: NodeId, of: NodeId, findings: &Findings) {
    if arena.get(of).is_none() || arena.stack_of(of) != Some(stack) {
        let named = arena.get(of).map_or_else(
            || "an element of another app".into(),
            |_| format!("`{}`", arena.path(of)),
        );
        findings.error(
            arena,
            user,
            "element-of-other-stack",
            format!("`{}` names {named}, which its template does not hold", arena.path(user)),
            "make the condition, mapping or resource in the same stack",
        );
    }
}
