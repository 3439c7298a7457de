//! A FIFO queue has a FIFO dead-letter queue.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3502",
    level: Level::Error,
    summary: "A queue and its dead-letter queue are of different kinds",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (queue, properties) in view.of_type("AWS::SQS::Queue") {
        let Some(node) =
            properties.get("RedrivePolicy").and_then(|policy| policy.get("deadLetterTargetArn"))
        else {
            continue;
        };
        let Some(letters) =
            view.target(node).filter(|target| target.type_name == "AWS::SQS::Queue")
        else {
            continue;
        };
        if let (Some(first), Some(second)) =
            (is_fifo(Some(properties)), is_fifo(letters.properties()))
            && first != second
        {
            let kind = |fifo| if fifo { "a FIFO" } else { "a standard" };
            let message = format!(
                "{} is {} queue, but its dead-letter queue {} is {} one",
                queue.id,
                kind(first),
                letters.id,
                kind(second)
            );
            report.add(At::Value(node), message, None);
        }
    }
}

fn is_fifo(properties: Option<&Node>) -> Option<bool> {
    match properties.and_then(|properties| properties.get("FifoQueue")) {
        None => Some(false),
        Some(node) => node.scalar_text().map(|text| text == "true"),
    }
}
