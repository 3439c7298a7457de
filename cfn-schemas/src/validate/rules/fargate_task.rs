//! What Fargate asks of a task definition.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3048",
    level: Level::Error,
    summary: "A task definition that Fargate cannot run",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (resource, properties) in view.of_type("AWS::ECS::TaskDefinition") {
        if !is_fargate(properties) {
            continue;
        }
        let at = At::properties(resource);
        for name in ["Cpu", "Memory"] {
            if properties.get(name).is_none() {
                report.add(at, format!("a Fargate task needs {name}"), None);
            }
        }
        match properties.get("NetworkMode") {
            None => report.add(at, "a Fargate task needs NetworkMode awsvpc", None),
            Some(mode) if mode.as_str().is_some_and(|mode| mode != "awsvpc") => {
                let message =
                    format!("a Fargate task needs NetworkMode awsvpc, found {}", mode.brief());
                report.add(At::Value(mode), message, None);
            }
            Some(_) => {}
        }
    }
}

/// Whether a task definition asks for Fargate.
pub(super) fn is_fargate(properties: &Node) -> bool {
    let compatible = properties.get("RequiresCompatibilities").and_then(Node::as_array);
    compatible.unwrap_or_default().iter().any(|item| item.as_str() == Some("FARGATE"))
}
