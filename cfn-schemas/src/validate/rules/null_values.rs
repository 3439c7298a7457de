//! CloudFormation takes no `null`.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};

pub(super) const RULE: Rule =
    Rule { id: "E0000", level: Level::Error, summary: "A null value", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    visit(view.template.root(), report);
}

fn visit<'t>(node: &'t Node, report: &mut Report<'_, 't>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| visit(item, report)),
        Value::Object(entries) => {
            for entry in entries {
                match entry.value.value {
                    Value::Null => {
                        report.add(At::Key(entry), format!("\"{}\" is null", entry.key), help())
                    }
                    _ => visit(&entry.value, report),
                }
            }
        }
        Value::Null => report.add(At::Value(node), "an item is null", help()),
        _ => {}
    }
}

fn help() -> Option<String> {
    Some(
        "CloudFormation takes no null; leave it out, or use AWS::NoValue under a condition"
            .to_owned(),
    )
}
