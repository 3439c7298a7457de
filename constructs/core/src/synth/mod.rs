//! Synthesis: a pure function from the finished tree to templates.
//!
//! [`links`] finds what crosses stacks, [`template`] renders one stack, [`write`] puts the assembly
//! on disk. None of them changes the tree.

mod depends;
mod json_text;
mod links;
mod patch;
mod render;
mod template;
mod write;

pub(crate) use write::write_findings;
pub use write::{Format, WriteError};

use crate::finding::{Finding, Level};
use crate::stack::{environment, stack_name};
use crate::tree::{Arena, Kind, Node, NodeId};
use crate::value::Expr;
use indexmap::IndexMap;
use links::Links;
use std::cell::{Cell, RefCell};

/// The expression as the template of `stack` would hold it, before the tree is finished.
pub(crate) fn preview(stack: &Node, expr: &Expr) -> serde_json::Value {
    let (arena, links) = (stack.tree().borrow(), Links::default());
    let extended = Cell::new(false);
    render::Renderer { arena: &arena, links: &links, stack: stack.node_id(), extended }.json(expr)
}

/// Templates of an app, and what the tools need to know of its stacks.
#[derive(Clone, Debug)]
pub struct Synthesis {
    /// Stages in the order in which they were made. Stacks outside every stage stand in one without a name, which comes first.
    pub stages: Vec<SynthesizedStage>,
    /// Warnings; errors make synthesis fail.
    pub findings: Vec<Finding>,
    tree: String,
}

/// One stage of an app.
#[derive(Clone, Debug, Default)]
pub struct SynthesizedStage {
    /// Name, if it is a stage at all.
    pub name: Option<String>,
    /// Account as twelve digits, if it is known.
    pub account: Option<String>,
    /// Home region, if it is known.
    pub region: Option<String>,
    /// Whether the stage's data is guarded.
    pub protected: bool,
    /// Stacks in the order in which they were made.
    pub stacks: Vec<SynthesizedStack>,
}

/// One stack of an app.
#[derive(Clone, Debug)]
pub struct SynthesizedStack {
    /// Id in its stage: its ids below the stage with `-` between them.
    pub id: String,
    /// Construct path.
    pub path: String,
    /// Name in CloudFormation.
    pub name: String,
    /// Account as twelve digits, if it is known.
    pub account: Option<String>,
    /// Region, if it is known.
    pub region: Option<String>,
    /// Tags that CloudFormation hands on to the resources.
    pub tags: IndexMap<String, String>,
    /// Whether CloudFormation refuses to delete it; `None` where nobody said.
    pub termination_protection: Option<bool>,
    /// Policy that guards its resources against updates.
    pub stack_policy: Option<serde_json::Value>,
    /// Topics that are told of its events.
    pub notification_arns: Vec<String>,
    /// Ids of stacks of the same stage that are deployed before it.
    pub dependencies: Vec<String>,
    /// The template as pretty JSON.
    pub template: String,
    /// Templates of stacks within it: the logical id of the resource, the file's name, the template.
    pub nested: Vec<(String, String, String)>,
    /// Elements by logical id, with construct path and source line.
    pub elements: Vec<(String, String, String)>,
}

impl Synthesis {
    /// The template of the stack with this construct path, parsed.
    pub fn template(&self, path: &str) -> Option<serde_json::Value> {
        let stack = self.stacks().find(|stack| stack.path == path)?;
        serde_json::from_str(&stack.template).ok()
    }

    /// All stacks of all stages.
    pub fn stacks(&self) -> impl Iterator<Item = &SynthesizedStack> {
        self.stages.iter().flat_map(|stage| &stage.stacks)
    }
}

/// Findings while the tree is only read.
#[derive(Default)]
struct Findings(RefCell<Vec<Finding>>);

impl Findings {
    fn error(&self, arena: &Arena, node: NodeId, id: &str, message: String, help: &str) {
        self.0.borrow_mut().push(Finding {
            id: id.to_owned(),
            level: Level::Error,
            message,
            help: Some(help.to_owned()),
            construct: arena.path(node),
            source: arena.node(node).source.into(),
            related: Vec::new(),
        });
    }

    fn push(&self, finding: Finding) {
        let mut findings = self.0.borrow_mut();
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
}

/// Synthesizes the app whose root is `root`.
pub(crate) fn synthesize(root: &Node) -> Result<Synthesis, Vec<Finding>> {
    run_validations(root);
    let mut findings = root.tree().take_findings();
    let arena = root.tree().borrow();
    let found = Findings::default();
    let stages = stages(&arena, root.node_id(), &found);
    findings.extend(found.0.into_inner());
    findings.sort_by_key(|finding| finding.level);
    if findings.iter().any(|finding| finding.level == Level::Error) {
        return Err(findings);
    }
    let tree = template::tree(&arena, root.node_id());
    Ok(Synthesis { stages, findings, tree })
}

fn run_validations(root: &Node) {
    for node in root.descendants() {
        let validations = node.read(|data| data.validations.clone());
        for check in validations {
            check(&node);
        }
    }
}

fn stages(arena: &Arena, root: NodeId, findings: &Findings) -> Vec<SynthesizedStage> {
    let links = Links::of(arena, root, findings);
    let mut stages: IndexMap<Option<NodeId>, SynthesizedStage> = IndexMap::new();
    for id in arena.subtree(root) {
        match &arena.node(id).kind {
            Kind::Stage(data) => {
                let stage = SynthesizedStage {
                    name: Some(arena.node(id).id.clone()),
                    account: data.account.clone(),
                    region: data.regions.first().cloned(),
                    protected: data.protected,
                    stacks: Vec::new(),
                };
                stages.insert(Some(id), stage);
            }
            Kind::Stack(data) if data.nested_in.is_none() => {
                let stack = stack(arena, &links, id, findings);
                stages.entry(arena.stage_of(id)).or_default().stacks.push(stack);
            }
            _ => {}
        }
    }
    // Stacks outside every stage come first, as the outer manifest lists them.
    stages.sort_by(|a, _, b, _| a.cmp(b));
    stages.into_values().collect()
}

fn stack(arena: &Arena, links: &Links, id: NodeId, findings: &Findings) -> SynthesizedStack {
    let data = arena.stack_data(id);
    let stage = arena.stage_of(id).and_then(|stage| match &arena.node(stage).kind {
        Kind::Stage(data) => Some(data),
        _ => None,
    });
    let (account, region) = environment(arena, id);
    let name = stack_name(arena, id);
    check_name(arena, id, &name, findings);
    let mut tags: IndexMap<String, String> =
        stage.map(|stage| stage.tags.iter().cloned().collect()).unwrap_or_default();
    tags.extend(data.tags.clone());
    let rendered = template::render(arena, links, id, findings);
    let mut elements = rendered.elements;
    let mut nested = Vec::new();
    for (file, stack) in links.nested_below(arena, id) {
        let inner = template::render(arena, links, stack, findings);
        let holder = arena.stack_data(stack).nested_in.unwrap_or(stack);
        nested.push((links.logical_id(arena, holder), file, inner.text));
        elements.extend(inner.elements);
    }
    SynthesizedStack {
        id: artifact_id(arena, id),
        path: arena.path(id),
        name,
        account,
        region,
        tags,
        termination_protection: data
            .termination_protection
            .or_else(|| stage.map(|stage| stage.protected)),
        stack_policy: data.stack_policy.clone(),
        notification_arns: data.notification_arns.clone(),
        dependencies: links.producers(id).map(|producer| artifact_id(arena, producer)).collect(),
        template: rendered.text,
        nested,
        elements,
    }
}

fn artifact_id(arena: &Arena, stack: NodeId) -> String {
    arena.components(stack, arena.stage_of(stack)).join("-")
}

fn check_name(arena: &Arena, stack: NodeId, name: &str, findings: &Findings) {
    let fits = name.len() <= 128
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !fits {
        findings.error(
            arena,
            stack,
            "stack-name",
            format!("CloudFormation does not take `{name}` as the name of a stack"),
            "use up to 128 letters, digits and hyphens, a letter first; `stack_name` sets one",
        );
    }
}
