//! `Fn::If: [condition, value, value]` names a condition.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;
use crate::validate::suggest::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "E1028",
    level: Level::Error,
    summary: "Fn::If with wrong arguments or a condition that is not defined",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::If) {
        let Some([condition, ..]) = arguments::list(call, 3, 3, report) else { continue };
        match condition.as_str() {
            Some(name) if view.has_condition(name) || name.contains("${") => {}
            Some(name) => {
                let names = view.conditions.iter().map(|entry| &*entry.key);
                report.add(
                    At::Value(condition),
                    format!("there is no condition {name}"),
                    did_you_mean(name, names),
                );
            }
            None => {
                let message = format!(
                    "Fn::If takes the name of a condition first, found {}",
                    condition.kind()
                );
                report.add(At::Value(condition), message, None);
            }
        }
    }
}
