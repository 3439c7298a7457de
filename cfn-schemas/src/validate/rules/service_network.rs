//! Tasks in awsvpc mode need subnets.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3052",
    level: Level::Error,
    summary: "A service whose tasks use awsvpc has no NetworkConfiguration",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (resource, properties) in view.of_type("AWS::ECS::Service") {
        let task = properties.get("TaskDefinition").and_then(|node| view.target(node));
        let mode = task.and_then(|task| task.properties()?.get("NetworkMode")?.as_str());
        if mode == Some("awsvpc") && properties.get("NetworkConfiguration").is_none() {
            let at = At::properties(resource);
            let message =
                "the service's tasks use awsvpc: NetworkConfiguration with subnets is needed";
            report.add(at, message, None);
        }
    }
}
