//! `Fn::Split: [delimiter, text]`.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::{self, Function};
use crate::validate::types::Types;

pub(super) const RULE: Rule =
    Rule { id: "E1018", level: Level::Error, summary: "Fn::Split with wrong arguments", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Split) {
        let Some([delimiter, text]) = arguments::list(call, 2, 2, report) else { continue };
        if delimiter.as_str().is_none_or(str::is_empty) {
            report.add(
                At::Value(delimiter),
                "the delimiter of Fn::Split is a string that is not empty",
                None,
            );
        }
        arguments::text(call.function, "the second argument", text, report);
        if let Some((function, args)) = functions::call(text)
            && function != Function::GetAzs
            && view.yields(function, args) == Types::ARRAY
        {
            report.add(
                At::Value(text),
                format!("Fn::Split takes a string, but {} yields a list", function.key()),
                None,
            );
        }
    }
}
