//! A Fargate service needs a Fargate task.

use super::fargate_task::is_fargate;
use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3054",
    level: Level::Error,
    summary: "A Fargate service with a task definition that Fargate cannot run",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::ECS::Service") {
        if properties.get("LaunchType").and_then(|node| node.as_str()) != Some("FARGATE") {
            continue;
        }
        let Some(node) = properties.get("TaskDefinition") else { continue };
        let Some(task) = view.target(node) else { continue };
        let Some(definition) =
            task.properties().filter(|_| task.type_name == "AWS::ECS::TaskDefinition")
        else {
            continue;
        };
        // A function may yield the list.
        let known =
            definition.get("RequiresCompatibilities").is_none_or(|node| node.as_array().is_some());
        if known && !is_fargate(definition) {
            let message = format!(
                "the service runs on Fargate, but {} does not name FARGATE in RequiresCompatibilities",
                task.id
            );
            report.add(At::Value(node), message, None);
        }
    }
}
