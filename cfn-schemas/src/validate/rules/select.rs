//! `Fn::Select: [index, list]`.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::{self, Function};
use crate::validate::types::Types;

pub(super) const RULE: Rule =
    Rule { id: "E1017", level: Level::Error, summary: "Fn::Select with wrong arguments", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Select) {
        let Some([index, list]) = arguments::list(call, 2, 2, report) else { continue };
        let number = index.scalar_number();
        let wrong = number.is_none_or(|number| number < 0.0 || number.fract() != 0.0);
        if index.as_object().is_none() && wrong {
            let message =
                format!("the index of Fn::Select is a number from 0, found {}", index.brief());
            report.add(At::Value(index), message, None);
        }
        arguments::items(call.function, "the second argument", list, report);
        if let (Some(number), Some(items)) = (number, list.as_array())
            && number >= items.len() as f64
        {
            let message = format!("Fn::Select asks for item {number} of a list of {}", items.len());
            report.add(At::Value(index), message, Some("the first item is number 0".to_owned()));
        }
        if let Some((function, args)) = functions::call(list)
            && view.yields(function, args) == Types::STRING
        {
            let what = functions::describe(function, args);
            report.add(
                At::Value(list),
                format!("Fn::Select takes a list, but {what} yields a string"),
                None,
            );
        }
    }
}
