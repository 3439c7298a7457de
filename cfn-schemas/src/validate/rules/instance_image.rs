//! An instance needs an image.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::rewrites_object;

pub(super) const RULE: Rule = Rule {
    id: "E3673",
    level: Level::Error,
    summary: "An instance without ImageId and LaunchTemplate",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (resource, properties) in view.of_type("AWS::EC2::Instance") {
        let rewritten = properties.entries().iter().any(|entry| rewrites_object(&entry.key));
        let given = ["ImageId", "LaunchTemplate"].iter().any(|name| properties.get(name).is_some());
        if !given && !rewritten {
            let at = At::properties(resource);
            report.add(at, "an instance needs ImageId or a LaunchTemplate", None);
        }
    }
}
