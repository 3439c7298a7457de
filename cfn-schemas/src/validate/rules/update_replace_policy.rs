//! `UpdateReplacePolicy` of a resource.

use super::TAKES_SNAPSHOTS;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::call;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3036",
    level: Level::Error,
    summary: "UpdateReplacePolicy with a value that CloudFormation does not know",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        let Some(node) = resource.body().get("UpdateReplacePolicy") else { continue };
        let Some(policy) = node.as_str() else {
            // Functions are allowed with the language extensions only.
            if call(node).is_none() || !view.macros.language_extensions {
                report.add(
                    At::Value(node),
                    format!("UpdateReplacePolicy must be a string, found {}", node.kind()),
                    None,
                );
            }
            continue;
        };
        let mut allowed = vec!["Delete", "Retain"];
        if TAKES_SNAPSHOTS.contains(&resource.type_name) {
            allowed.push("Snapshot");
        }
        if !allowed.contains(&policy) {
            let message =
                format!("\"{policy}\" is no UpdateReplacePolicy of {}", resource.type_name);
            let help =
                did_you_mean(policy, allowed.iter().copied()).or_else(|| list("allowed", &allowed));
            report.add(At::Value(node), message, help);
        }
    }
}
