//! `Fn::Equals` takes two values.

use super::{Report, Rule, View, arguments};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule =
    Rule { id: "E8003", level: Level::Error, summary: "Fn::Equals with wrong arguments", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Equals) {
        arguments::list(call, 2, 2, report);
    }
}
