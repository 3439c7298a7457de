//! `Fn::ForEach::Name: [variable, list, body]`.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Entry, Node, Value};

pub(super) const RULE: Rule = Rule {
    id: "E1032",
    level: Level::Error,
    summary: "Fn::ForEach without its transform or with wrong arguments",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    visit(view.template.root(), view, report);
}

fn visit<'t>(node: &'t Node, view: &View<'t>, report: &mut Report<'_, 't>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, view, report)),
        Value::Object(entries) => {
            for entry in entries {
                if entry.key.starts_with("Fn::ForEach::") {
                    check_loop(entry, view, report);
                }
                visit(&entry.value, view, report);
            }
        }
        _ => {}
    }
}

fn check_loop<'t>(entry: &'t Entry, view: &View<'t>, report: &mut Report<'_, 't>) {
    if !view.macros.language_extensions && !view.macros.foreign {
        let help = "add `Transform: AWS::LanguageExtensions`".to_owned();
        report.add(
            At::Key(entry),
            format!("{} needs the language extensions", entry.key),
            Some(help),
        );
    }
    let fine = match entry.value.as_array() {
        Some([variable, _, body]) => variable.as_str().is_some() && body.as_object().is_some(),
        _ => false,
    };
    if !fine {
        let message = format!("{} takes [variable, list, object]", entry.key);
        report.add(At::Value(&entry.value), message, None);
    }
}
