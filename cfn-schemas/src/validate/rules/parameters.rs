//! What a parameter may have.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule =
    Rule { id: "E2001", level: Level::Error, summary: "A parameter of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for parameter in &view.parameters {
        let body = &parameter.entry.value;
        let Some(entries) = body.as_object() else {
            report.add(
                At::Value(body),
                format!("a parameter is an object, found {}", body.kind()),
                None,
            );
            continue;
        };
        if body.get("Type").is_none() {
            report.add(
                At::Key(parameter.entry),
                format!("the parameter {} has no Type", parameter.name),
                list("allowed", &["String", "Number", "CommaDelimitedList", "…"]),
            );
        }
        for entry in entries {
            if !KEYS.contains(&&*entry.key) {
                let help = did_you_mean(&entry.key, KEYS.iter().copied())
                    .or_else(|| list("allowed", KEYS));
                report.add(
                    At::Key(entry),
                    format!("unknown attribute \"{}\" of a parameter", entry.key),
                    help,
                );
            }
        }
        if let Some(node) = body.get("AllowedValues").filter(|node| node.as_array().is_none()) {
            report.add(
                At::Value(node),
                format!("AllowedValues is a list, found {}", node.kind()),
                None,
            );
        }
        if let Some(node) = body.get("NoEcho").filter(|node| !is_boolean(node)) {
            let message = format!("NoEcho is true or false, found {}", node.brief());
            report.add(At::Value(node), message, None);
        }
        for name in ["MinLength", "MaxLength", "MinValue", "MaxValue"] {
            if let Some(node) = body.get(name).filter(|node| node.scalar_number().is_none()) {
                report.add(
                    At::Value(node),
                    format!("{name} is a number, found {}", node.brief()),
                    None,
                );
            }
        }
    }
}

fn is_boolean(node: &Node) -> bool {
    matches!(node.value, Value::Bool(_))
        || node.as_str().is_some_and(|text| matches!(&*text.to_ascii_lowercase(), "true" | "false"))
}

const KEYS: &[&str] = &[
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Default",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
    "Type",
];
