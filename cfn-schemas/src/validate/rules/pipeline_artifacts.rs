//! Actions of a pipeline use artifacts that earlier ones made.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3701",
    level: Level::Error,
    summary: "A pipeline action uses an artifact that nothing before it makes",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::CodePipeline::Pipeline") {
        let mut made: Vec<&str> = Vec::new();
        let stages = properties.get("Stages").and_then(Node::as_array).unwrap_or_default();
        for action in stages.iter().flat_map(|stage| items(stage, "Actions")) {
            let names =
                |list: &str| items(action, list).iter().filter_map(|artifact| artifact.get("Name"));
            for input in names("InputArtifacts") {
                if let Some(name) = input.as_str()
                    && !made.contains(&name)
                {
                    let help = did_you_mean(name, made.iter().copied())
                        .or_else(|| list("made so far", &made));
                    report.add(
                        At::Value(input),
                        format!("no action before this one makes the artifact {name}"),
                        help,
                    );
                }
            }
            for output in names("OutputArtifacts") {
                let Some(name) = output.as_str() else { continue };
                if made.contains(&name) {
                    report.add(
                        At::Value(output),
                        format!("an earlier action makes the artifact {name} too"),
                        None,
                    );
                }
                made.push(name);
            }
        }
    }
}

fn items<'t>(node: &'t Node, name: &str) -> &'t [Node] {
    node.get(name).and_then(Node::as_array).unwrap_or_default()
}
