//! `CreationPolicy` of a resource.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::{call, rewrites_object};
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3055",
    level: Level::Error,
    summary: "CreationPolicy with entries that the resource type does not know",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in view.resources.iter().filter(|resource| !resource.is_serverless()) {
        let Some(entry) = resource.body().entry("CreationPolicy") else { continue };
        let known = TYPES.iter().find(|(name, _)| *name == resource.type_name);
        let Some((_, keys)) = known else {
            let message = format!("CreationPolicy has no effect on {}", resource.type_name);
            report.warn(At::Key(entry), message, None);
            continue;
        };
        for inner in entry.value.entries() {
            if !keys.contains(&&*inner.key)
                && call(&entry.value).is_none()
                && !rewrites_object(&inner.key)
            {
                let help = did_you_mean(&inner.key, keys.iter().copied())
                    .or_else(|| list("allowed", keys));
                report.add(
                    At::Key(inner),
                    format!("unknown entry \"{}\" of CreationPolicy", inner.key),
                    help,
                );
            }
        }
    }
}

/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-creationpolicy.html>
const TYPES: &[(&str, &[&str])] = &[
    ("AWS::AutoScaling::AutoScalingGroup", &["AutoScalingCreationPolicy", "ResourceSignal"]),
    ("AWS::EC2::Instance", &["ResourceSignal"]),
    ("AWS::CloudFormation::WaitCondition", &["ResourceSignal"]),
    ("AWS::AppStream::Fleet", &["StartFleet"]),
];
