//! The value of an output is text.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};
use crate::validate::functions::{Function, call, describe};
use crate::validate::types::Types;

pub(super) const RULE: Rule =
    Rule { id: "E6101", level: Level::Error, summary: "An output whose value is no text", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for value in view.outputs.iter().filter_map(|output| output.value.get("Value")) {
        check_value(value, view, report);
    }
}

fn check_value<'t>(value: &'t Node, view: &View<'t>, report: &mut Report<'_, 't>) {
    match call(value) {
        Some((Function::If, args)) => {
            let branches = args.as_array().unwrap_or_default().iter().skip(1);
            branches.for_each(|branch| check_value(branch, view, report));
        }
        Some((function, args)) if view.yields(function, args) == Types::ARRAY => {
            let what = describe(function, args);
            let help = "join it: Fn::Join: [\",\", …]".to_owned();
            let message = format!("an output is a string, but {what} yields a list");
            report.add(At::Value(value), message, Some(help));
        }
        Some(_) => {}
        None if matches!(value.value, Value::Array(_) | Value::Object(_)) => {
            report.add(
                At::Value(value),
                format!("an output is a string, found {}", value.kind()),
                None,
            );
        }
        None => {}
    }
}
