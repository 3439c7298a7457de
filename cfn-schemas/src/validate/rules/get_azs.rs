//! `Fn::GetAZs` takes a region.

use super::arguments;
use super::{Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1015",
    level: Level::Error,
    summary: "Fn::GetAZs with something else than a region",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::GetAzs) {
        arguments::text(call.function, "the region", call.args, report);
    }
}
