//! `DeletionPolicy` of a resource.

use super::TAKES_SNAPSHOTS;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::call;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3035",
    level: Level::Error,
    summary: "DeletionPolicy with a value that CloudFormation does not know",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        let Some(node) = resource.body().get("DeletionPolicy") else { continue };
        let Some(policy) = node.as_str() else {
            // Functions are allowed with the language extensions only.
            if call(node).is_none() || !view.macros.language_extensions {
                report.add(
                    At::Value(node),
                    format!("DeletionPolicy must be a string, found {}", node.kind()),
                    None,
                );
            }
            continue;
        };
        let mut allowed = vec!["Delete", "Retain", "RetainExceptOnCreate"];
        if TAKES_SNAPSHOTS.contains(&resource.type_name) {
            allowed.push("Snapshot");
        }
        if !allowed.contains(&policy) {
            let message = format!("\"{policy}\" is no DeletionPolicy of {}", resource.type_name);
            let help =
                did_you_mean(policy, allowed.iter().copied()).or_else(|| list("allowed", &allowed));
            report.add(At::Value(node), message, help);
        }
    }
}
