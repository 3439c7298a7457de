//! A parameter's default obeys the parameter's own constraints.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value, parse_number};
use crate::validate::pattern::{Pattern, Patterns};
use crate::validate::suggest::list;
use crate::validate::types::Types;
use crate::validate::view::Parameter;

pub(super) const RULE: Rule = Rule {
    id: "E2015",
    level: Level::Error,
    summary: "A default that the parameter itself does not allow",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for parameter in &view.parameters {
        let Some(default) = parameter.default else { continue };
        let Some(text) = default.scalar_text() else {
            if !matches!(default.value, Value::Null) {
                report.add(
                    At::Value(default),
                    format!("Default must be a string, found {}", default.kind()),
                    None,
                );
            }
            continue;
        };
        // Each item of a list is held against the allowed values.
        let parts: Vec<&str> = match parameter.types() == Types::ARRAY {
            true => text.split(',').map(str::trim).collect(),
            false => vec![&text],
        };
        let is_path = parameter.type_name.starts_with("AWS::SSM::Parameter::Value");
        for part in parts {
            check_value(parameter, default, part, is_path, report);
        }
    }
}

fn check_value<'t>(
    parameter: &Parameter<'t>,
    default: &'t Node,
    text: &str,
    is_path: bool,
    report: &mut Report<'_, 't>,
) {
    let at = At::Value(default);
    let body = &parameter.entry.value;
    let limit = |name: &str| body.get(name).and_then(Node::scalar_number);
    let allowed: Vec<_> = parameter.allowed.iter().filter_map(Node::scalar_text).collect();
    if !allowed.is_empty() && !allowed.iter().any(|allowed| *allowed == text) {
        let names: Vec<&str> = allowed.iter().map(AsRef::as_ref).collect();
        report.add(
            at,
            format!("the default \"{text}\" is not among the AllowedValues"),
            list("allowed", &names),
        );
    }
    if is_path {
        return;
    }
    let numeric = parameter.type_name.contains("Number");
    match (parse_number(text), numeric) {
        (None, true) => report.add(at, format!("the default \"{text}\" is no number"), None),
        (Some(number), true) => {
            if limit("MinValue").is_some_and(|min| number < min)
                || limit("MaxValue").is_some_and(|max| number > max)
            {
                report.add(
                    at,
                    format!("the default {text} is outside MinValue and MaxValue"),
                    None,
                );
            }
        }
        (_, false) => {
            let count = text.chars().count() as f64;
            if limit("MinLength").is_some_and(|min| count < min)
                || limit("MaxLength").is_some_and(|max| count > max)
            {
                let message = format!(
                    "the default \"{text}\" has {count} characters, outside MinLength and MaxLength"
                );
                report.add(at, message, None);
            }
        }
    }
    if let Some(pattern) = body.get("AllowedPattern").and_then(Node::as_str) {
        // The whole value has to match.
        let whole = Pattern::new(&format!("^(?:{pattern})$"));
        if whole.matches(text, &Patterns::default()) == Some(false) {
            report.add(
                at,
                format!("the default \"{text}\" does not match the AllowedPattern {pattern}"),
                None,
            );
        }
    }
}
