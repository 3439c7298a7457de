//! Plain YAML scalars that read differently from how they look.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};

pub(super) const RULE: Rule = Rule {
    id: "C1001",
    level: Level::Warning,
    summary: "A plain YAML scalar that reads differently from how it looks",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    visit(view.template.root(), view, report);
}

fn visit<'t>(node: &'t Node, view: &View<'t>, report: &mut Report<'_, 't>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, view, report)),
        Value::Object(entries) => {
            entries.iter().for_each(|entry| visit(&entry.value, view, report))
        }
        Value::Int(number) => {
            let source = view.template.source(node.span).trim();
            let octal = source.len() > 1
                && source.starts_with('0')
                && source.bytes().all(|b| b.is_ascii_digit());
            if octal || source.contains(':') {
                let message = format!("YAML 1.1 reads {source} as the number {number}");
                report.add(
                    At::Value(node),
                    message,
                    Some(format!("if text is meant, write '{source}'")),
                );
            }
        }
        _ => {}
    }
}
