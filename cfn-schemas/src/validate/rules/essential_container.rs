//! A task stops when an essential container stops: one must be.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3042",
    level: Level::Error,
    summary: "A task definition without an essential container",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::ECS::TaskDefinition") {
        let Some(node) = properties.get("ContainerDefinitions") else { continue };
        let Some(containers) = node.as_array() else { continue };
        let inessential = |container: &Node| {
            container
                .get("Essential")
                .and_then(Node::scalar_text)
                .is_some_and(|text| text == "false")
        };
        if containers.iter().all(inessential) {
            let help = "leave out `Essential: false` of one container".to_owned();
            report.add(
                At::Value(node),
                "a task needs at least one essential container",
                Some(help),
            );
        }
    }
}
