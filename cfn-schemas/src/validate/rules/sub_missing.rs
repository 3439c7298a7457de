//! A variable in a text without `Fn::Sub`.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};
use crate::validate::functions::{Function, call, sub_variables};
use crate::validate::view::Known;

pub(super) const RULE: Rule = Rule {
    id: "E1029",
    level: Level::Warning,
    summary: "A variable in a text that Fn::Sub does not surround",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for properties in view.resources.iter().filter_map(|resource| resource.properties()) {
        visit(properties, view, report);
    }
}

fn visit<'t>(node: &'t Node, view: &View<'t>, report: &mut Report<'_, 't>) {
    match (&node.value, call(node)) {
        (_, Some((Function::Sub, _))) => {}
        (Value::String(text), _) if text.contains("${") => {
            // Other languages write variables like this too: only names of this template count.
            let name =
                sub_variables(text).map(|(_, name)| name).find(|name| match name.split_once('.') {
                    Some((resource, _)) => view.resource(resource).is_some(),
                    None => {
                        name.starts_with("AWS::")
                            && !matches!(view.known(name), Known::No | Known::Perhaps)
                    }
                });
            if let Some(name) = name {
                let message = format!("${{{name}}} stays as it is: the text is not inside Fn::Sub");
                report.add(
                    At::Word(node, name),
                    message,
                    Some("put Fn::Sub around the text".to_owned()),
                );
            }
        }
        (Value::Array(items), _) => items.iter().for_each(|item| visit(item, view, report)),
        (Value::Object(entries), _) => {
            entries.iter().for_each(|entry| visit(&entry.value, view, report))
        }
        _ => {}
    }
}
