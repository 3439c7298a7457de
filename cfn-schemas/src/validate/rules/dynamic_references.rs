//! `{{resolve:service:name:version}}`.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};

pub(super) const RULE: Rule = Rule {
    id: "E1050",
    level: Level::Error,
    summary: "A dynamic reference of the wrong form",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    view.resources
        .iter()
        .filter_map(|resource| resource.properties())
        .for_each(|node| visit(node, report));
}

fn visit<'t>(node: &'t Node, report: &mut Report<'_, 't>) {
    match &node.value {
        Value::String(text) if text.contains("{{resolve:") => check_text(text, node, report),
        Value::Array(items) => items.iter().for_each(|item| visit(item, report)),
        Value::Object(entries) => entries.iter().for_each(|entry| visit(&entry.value, report)),
        _ => {}
    }
}

fn check_text<'t>(text: &'t str, node: &'t Node, report: &mut Report<'_, 't>) {
    for part in text.split("{{resolve:").skip(1) {
        // Without an end the rest is joined from other texts.
        let Some((inside, _)) = part.split_once("}}") else { continue };
        let (service, name) = inside.split_once(':').unwrap_or((inside, ""));
        let problem = match service {
            _ if service.contains("${") => None,
            "ssm" | "ssm-secure" if name.is_empty() => Some("names no parameter".to_owned()),
            "secretsmanager" if name.is_empty() => Some("names no secret".to_owned()),
            "ssm" | "ssm-secure" | "secretsmanager" => None,
            other => Some(format!("asks the unknown service \"{other}\"")),
        };
        if let Some(problem) = problem {
            let help = "allowed: ssm, ssm-secure, secretsmanager".to_owned();
            let message = format!("the dynamic reference {{{{resolve:{inside}}}}} {problem}");
            report.add(At::Word(node, inside), message, Some(help));
        }
    }
}
