//! Conditions that nothing uses.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::HashSet;

use crate::validate::functions::Function;

pub(super) const RULE: Rule =
    Rule { id: "W8001", level: Level::Warning, summary: "A condition that nothing uses", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    if view.macros.foreign || view.macros.generates {
        return;
    }
    let mut used: HashSet<&str> = HashSet::new();
    for call in &view.calls {
        match call.function {
            Function::If => {
                used.extend(call.args.as_array().and_then(|items| items.first()?.as_str()))
            }
            Function::Condition => used.extend(call.args.as_str()),
            _ => {}
        }
    }
    let bodies = view.resources.iter().map(|resource| resource.body());
    let bodies = bodies.chain(view.outputs.iter().map(|output| &output.value));
    used.extend(bodies.filter_map(|body| body.get("Condition")?.as_str()));
    for entry in view.conditions.iter().filter(|entry| !used.contains(&*entry.key)) {
        report.add(At::Key(entry), format!("nothing uses the condition {}", entry.key), None);
    }
}
