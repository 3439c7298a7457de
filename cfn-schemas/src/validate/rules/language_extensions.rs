//! Functions that only `AWS::LanguageExtensions` brings.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1031",
    level: Level::Error,
    summary: "A function of the language extensions without their transform",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    if view.macros.language_extensions || view.macros.foreign {
        return;
    }
    for call in view.calls(Function::Length).chain(view.calls(Function::ToJsonString)) {
        let message = format!("{} needs the language extensions", call.function.key());
        report.add(
            At::Value(call.node),
            message,
            Some("add `Transform: AWS::LanguageExtensions`".to_owned()),
        );
    }
}
