//! Conditions that `Condition` and the logical functions name must exist.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;
use crate::validate::suggest::did_you_mean;

pub(super) const RULE: Rule =
    Rule { id: "E8002", level: Level::Error, summary: "A condition that is not defined", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Condition) {
        match call.args.as_str() {
            Some(name) if view.has_condition(name) => {}
            Some(name) => {
                let names = view.conditions.iter().map(|entry| &*entry.key);
                report.add(
                    At::Value(call.args),
                    format!("there is no condition {name}"),
                    did_you_mean(name, names),
                );
            }
            None => {
                report.add(At::Value(call.args), "Condition takes the name of a condition", None)
            }
        }
    }
}
