//! The condition of a resource exists.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::suggest::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "E3015",
    level: Level::Error,
    summary: "A resource has a condition that is not defined",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for node in view
        .resources
        .iter()
        .map(|resource| resource.body())
        .filter_map(|body| body.get("Condition"))
    {
        match node.as_str() {
            Some(name) if view.has_condition(name) => {}
            Some(name) => {
                let names = view.conditions.iter().map(|entry| &*entry.key);
                report.add(
                    At::Value(node),
                    format!("there is no condition {name}"),
                    did_you_mean(name, names),
                );
            }
            None => report.add(
                At::Value(node),
                format!("Condition takes a name, found {}", node.kind()),
                None,
            ),
        }
    }
}
