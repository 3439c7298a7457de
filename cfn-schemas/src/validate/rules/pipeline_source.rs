//! Sources stand in the first stage of a pipeline.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3700",
    level: Level::Error,
    summary: "A pipeline with sources elsewhere than in its first stage",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::CodePipeline::Pipeline") {
        let stages = properties.get("Stages").and_then(Node::as_array).unwrap_or_default();
        for (index, stage) in stages.iter().enumerate() {
            for action in stage.get("Actions").and_then(Node::as_array).unwrap_or_default() {
                let Some(node) = action.get("ActionTypeId").and_then(|kind| kind.get("Category"))
                else {
                    continue;
                };
                let Some(category) = node.as_str() else { continue };
                if (category == "Source") != (index == 0) {
                    let message = match index {
                        0 => format!("the first stage has sources only, found {category}"),
                        _ => "sources stand in the first stage only".to_owned(),
                    };
                    report.add(At::Value(node), message, None);
                }
            }
        }
    }
}
