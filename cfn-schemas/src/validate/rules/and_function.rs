//! `Fn::And` takes two to ten conditions.

use super::{Report, Rule, View, arguments, conditions};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule =
    Rule { id: "E8004", level: Level::Error, summary: "Fn::And with wrong arguments", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::And) {
        let items = arguments::list(call, 2, 10, report).unwrap_or_default();
        if call.owner.is_condition() {
            items.iter().for_each(|item| conditions::logical(item, report));
        }
    }
}
