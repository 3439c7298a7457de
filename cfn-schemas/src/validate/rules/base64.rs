//! `Fn::Base64` takes one text.

use super::arguments;
use super::{Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1021",
    level: Level::Error,
    summary: "Fn::Base64 with something else than one text",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Base64) {
        arguments::text(call.function, "the argument", call.args, report);
    }
}
