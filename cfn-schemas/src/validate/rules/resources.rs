//! What a resource may have.

use super::arguments::is_alphanumeric;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Value;
use crate::validate::functions::rewrites_object;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule =
    Rule { id: "E3001", level: Level::Error, summary: "A resource of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        if !is_alphanumeric(resource.id) || resource.id.len() > 255 {
            let message = format!(
                "the logical id {} may have letters and digits only, at most 255",
                resource.id
            );
            report.add(At::Key(resource.entry), message, None);
        }
        let body = resource.body();
        let Some(entries) = body.as_object() else {
            report.add(
                At::Value(body),
                format!("a resource is an object, found {}", body.kind()),
                None,
            );
            continue;
        };
        match body.get("Type") {
            None => report.add(
                At::Key(resource.entry),
                format!("the resource {} has no Type", resource.id),
                None,
            ),
            Some(node) if node.as_str().is_none() => {
                report.add(
                    At::Value(node),
                    format!("Type must be a string, found {}", node.kind()),
                    None,
                );
            }
            Some(_) => {}
        }
        if let Some(node) = body
            .get("Properties")
            .filter(|node| !matches!(node.value, Value::Object(_) | Value::Null))
        {
            report.add(
                At::Value(node),
                format!("Properties is an object, found {}", node.kind()),
                None,
            );
        }
        let serverless = view.macros.serverless || view.macros.foreign;
        for entry in entries {
            let known = KEYS.contains(&&*entry.key)
                || (&*entry.key == "Version" && resource.is_custom())
                || (serverless && SERVERLESS_KEYS.contains(&&*entry.key))
                || rewrites_object(&entry.key);
            if !known {
                let help = did_you_mean(&entry.key, KEYS.iter().copied())
                    .or_else(|| list("allowed", KEYS));
                report.add(
                    At::Key(entry),
                    format!("unknown attribute \"{}\" of a resource", entry.key),
                    help,
                );
            }
        }
    }
}

const KEYS: &[&str] = &[
    "Condition",
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
];
const SERVERLESS_KEYS: &[&str] = &["Connectors", "IgnoreGlobals"];
