//! A queue hides messages at least as long as its function works.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3505",
    level: Level::Error,
    summary: "A queue hides messages for less time than its function may work",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Lambda::EventSourceMapping") {
        let target = |name: &str| properties.get(name).and_then(|node| view.target(node));
        let (Some(queue), Some(function)) = (target("EventSourceArn"), target("FunctionName"))
        else {
            continue;
        };
        if queue.type_name != "AWS::SQS::Queue" || function.type_name != "AWS::Lambda::Function" {
            continue;
        }
        let (Some(hidden), Some(works)) = (
            seconds(queue.properties(), "VisibilityTimeout", 30.0),
            seconds(function.properties(), "Timeout", 3.0),
        ) else {
            continue;
        };
        if let Some(node) = properties.get("EventSourceArn").filter(|_| hidden < works) {
            let message = format!(
                "{} hides messages for {hidden} seconds, but {} may work {works} seconds",
                queue.id, function.id
            );
            let help = format!(
                "set VisibilityTimeout of {} to {works} or more; six times is usual",
                queue.id
            );
            report.add(At::Value(node), message, Some(help));
        }
    }
}

/// A plain number, or the service's default; nothing for a function.
fn seconds(properties: Option<&Node>, name: &str, default: f64) -> Option<f64> {
    match properties.and_then(|properties| properties.get(name)) {
        None => Some(default),
        Some(node) => node.scalar_number(),
    }
}
