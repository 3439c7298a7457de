//! `Fn::Sub` and its variables.

use super::{At, Report, Rule, View};
use super::{arguments, get_att, reference};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1019",
    level: Level::Error,
    summary: "Fn::Sub with wrong arguments or a variable that nothing has",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Sub) {
        match call.args.as_array() {
            None if call.args.as_str().is_some() => {}
            Some([text, variables])
                if text.as_str().is_some() && variables.as_object().is_some() =>
            {
                for entry in variables.entries() {
                    arguments::text(
                        call.function,
                        &format!("the variable {}", entry.key),
                        &entry.value,
                        report,
                    );
                }
            }
            _ => {
                report.add(
                    At::Value(call.node),
                    "Fn::Sub takes a string, or [string, object of variables]",
                    None,
                );
            }
        }
    }
    for reference in view.references.iter().filter(|reference| reference.via == Function::Sub) {
        let at = At::Word(reference.node, reference.target);
        match reference.attribute {
            Some(_) => get_att::check_attribute(reference, at, view, report),
            None => reference::check_name(reference, at, view, report),
        }
    }
}
