//! `Fn::Join: [delimiter, list]`.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::{self, Function};
use crate::validate::types::Types;

pub(super) const RULE: Rule =
    Rule { id: "E1022", level: Level::Error, summary: "Fn::Join with wrong arguments", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Join) {
        let Some([delimiter, parts]) = arguments::list(call, 2, 2, report) else { continue };
        if delimiter.as_str().is_none() {
            let message =
                format!("the delimiter of Fn::Join must be a string, found {}", delimiter.kind());
            report.add(At::Value(delimiter), message, None);
        }
        arguments::items(call.function, "the second argument", parts, report);
        for part in parts.as_array().unwrap_or_default() {
            arguments::text(call.function, "an item", part, report);
        }
        if let Some((function, args)) = functions::call(parts)
            && view.yields(function, args) == Types::STRING
        {
            let what = functions::describe(function, args);
            report.add(
                At::Value(parts),
                format!("Fn::Join joins a list, but {what} yields a string"),
                None,
            );
        }
    }
}
