//! Resources that wait for each other, the whole circle named.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::VecDeque;

use crate::template::Node;
use crate::validate::view::Owner;

pub(super) const RULE: Rule = Rule {
    id: "E3004",
    level: Level::Error,
    summary: "Resources depend on each other in a circle",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let edges = edges(view);
    for circle in circles(&edges) {
        let names: Vec<&str> = circle
            .iter()
            .chain(circle.first())
            .map(|(resource, _)| view.resources[*resource].id)
            .collect();
        let Some((first, link)) = circle.first().copied() else { continue };
        let at = link.map_or(At::Key(view.resources[first].entry), At::Value);
        let message = match circle.len() {
            1 => format!("{} depends on itself", names[0]),
            _ => format!("resources depend on each other in a circle: {}", names.join(" -> ")),
        };
        report.add(
            at,
            message,
            Some("remove one of these references or DependsOn entries".to_owned()),
        );
    }
}

/// Per resource the resources that it needs, with the place that says so.
type Edges<'t> = Vec<Vec<(usize, &'t Node)>>;

fn edges<'t>(view: &View<'t>) -> Edges<'t> {
    let mut edges: Edges = vec![Vec::new(); view.resources.len()];
    for reference in &view.references {
        if let (Owner::Resource(from), Some(to)) =
            (reference.owner, view.resource_at(reference.target))
        {
            edges[from].push((to, reference.node));
        }
    }
    for (from, resource) in view.resources.iter().enumerate() {
        let Some(depends) = resource.body().get("DependsOn") else { continue };
        let names = depends.as_array().unwrap_or(std::slice::from_ref(depends));
        for node in names {
            if let Some(to) = node.as_str().and_then(|name| view.resource_at(name)) {
                edges[from].push((to, node));
            }
        }
    }
    edges
}

/// A resource in a circle and the place where it names the next one.
type Link<'t> = (usize, Option<&'t Node>);

/// One circle per group of resources that reach each other: a shortest one, from the group's first resource.
fn circles<'t>(edges: &Edges<'t>) -> Vec<Vec<Link<'t>>> {
    let mut found = Vec::new();
    let mut done = vec![false; edges.len()];
    let cyclic = in_circles(edges);
    for start in (0..edges.len()).filter(|at| cyclic[*at]) {
        if done[start] {
            continue;
        }
        if let Some(circle) = shortest_circle(start, edges, &cyclic) {
            circle.iter().for_each(|(resource, _)| done[*resource] = true);
            found.push(circle);
        }
    }
    found
}

/// Whether a resource can be part of a circle: what neither needs nor serves anything else drops out, again and again.
fn in_circles(edges: &Edges) -> Vec<bool> {
    let mut alive = vec![true; edges.len()];
    let mut reverse = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        targets.iter().for_each(|(to, _)| reverse[*to].push(from));
    }
    let mut waiting: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut ready: Vec<usize> = (0..edges.len()).filter(|at| waiting[*at] == 0).collect();
    while let Some(at) = ready.pop() {
        alive[at] = false;
        for from in &reverse[at] {
            waiting[*from] -= 1;
            if waiting[*from] == 0 {
                ready.push(*from);
            }
        }
    }
    alive
}

fn shortest_circle<'t>(start: usize, edges: &Edges<'t>, cyclic: &[bool]) -> Option<Vec<Link<'t>>> {
    let mut came: Vec<Option<(usize, &'t Node)>> = vec![None; edges.len()];
    let mut queue = VecDeque::from([start]);
    while let Some(at) = queue.pop_front() {
        for (to, node) in edges[at].iter().filter(|(to, _)| cyclic[*to]) {
            if *to == start {
                let mut circle = vec![(at, Some(*node))];
                let mut back = at;
                while let Some((from, node)) = came[back].filter(|_| back != start) {
                    circle.push((from, Some(node)));
                    back = from;
                }
                circle.reverse();
                return Some(circle);
            }
            if came[*to].is_none() {
                came[*to] = Some((at, node));
                queue.push_back(*to);
            }
        }
    }
    None
}
