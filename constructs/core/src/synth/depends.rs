//! Dependencies that the program states: `DependsOn` within a template, order between stacks.

use super::links::stacks_around;
use crate::elements::ElementKind;
use crate::tree::{Arena, Kind, NodeId};
use std::collections::{BTreeSet, HashMap};
use std::panic::Location;

/// Resources that come first, by resource.
#[derive(Default)]
pub(super) struct DependsOn(HashMap<NodeId, BTreeSet<NodeId>>);

/// One stack needs another.
#[derive(Clone)]
pub(super) struct Edge {
    pub(super) consumer: NodeId,
    pub(super) producer: NodeId,
    /// The construct that needs something.
    pub(super) user: NodeId,
    /// What it needs.
    pub(super) used: NodeId,
    /// The line that says so, if it is not the user's own.
    pub(super) at: Option<&'static Location<'static>>,
}

impl DependsOn {
    pub(super) fn of(arena: &Arena, root: NodeId, mut across: impl FnMut(Edge)) -> Self {
        let mut depends = Self::default();
        for id in arena.subtree(root) {
            for dependency in &arena.node(id).dependencies {
                if arena.get(dependency.on).is_none() {
                    continue;
                }
                for source in ends(arena, id) {
                    for target in ends(arena, dependency.on) {
                        let edge = depends.add(arena, source, target);
                        if let Some((consumer, producer)) = edge {
                            let at = Some(dependency.source);
                            across(Edge { consumer, producer, user: id, used: dependency.on, at });
                        }
                    }
                }
            }
        }
        depends
    }

    /// Resources that are made before `resource`, in the order of the program.
    pub(super) fn before(&self, resource: NodeId) -> impl Iterator<Item = NodeId> {
        self.0.get(&resource).into_iter().flatten().copied()
    }

    /// Adds one pair; answers consumer and producer when they are deployed apart.
    fn add(&mut self, arena: &Arena, source: End, target: End) -> Option<(NodeId, NodeId)> {
        let around_source: Vec<NodeId> = stacks_around(arena, source.stack).collect();
        let around_target: Vec<NodeId> = stacks_around(arena, target.stack).collect();
        let common = around_source.iter().copied().find(|id| around_target.contains(id));
        let Some(common) = common else {
            return Some((*around_source.last()?, *around_target.last()?));
        };
        let source = lift(arena, source, &around_source, common)?;
        let target = lift(arena, target, &around_target, common)?;
        if source != target {
            self.0.entry(source).or_default().insert(target);
        }
        None
    }
}

/// One end of a dependency: a resource, or a whole stack.
#[derive(Clone, Copy)]
struct End {
    stack: NodeId,
    resource: Option<NodeId>,
}

/// The resources of a construct; of a stack that is deployed by itself the stack as one.
fn ends(arena: &Arena, id: NodeId) -> Vec<End> {
    if let Kind::Stack(data) = &arena.node(id).kind
        && data.nested_in.is_none()
    {
        return vec![End { stack: id, resource: None }];
    }
    let resources = arena.subtree(id).into_iter().filter(|id| {
        arena.element(*id).is_some_and(|element| matches!(element.kind, ElementKind::Resource(_)))
    });
    resources
        .filter_map(|resource| {
            Some(End { stack: arena.stack_of(resource)?, resource: Some(resource) })
        })
        .collect()
}

/// The resource that stands for `end` in the template of `common`.
fn lift(arena: &Arena, end: End, around: &[NodeId], common: NodeId) -> Option<NodeId> {
    let at = around.iter().position(|id| *id == common)?;
    match at {
        0 => end.resource,
        _ => arena.stack_data(around[at - 1]).nested_in,
    }
}
