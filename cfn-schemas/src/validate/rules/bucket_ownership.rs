//! Access control lists need ownership controls.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3045",
    level: Level::Error,
    summary: "A bucket with AccessControl and no OwnershipControls",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::S3::Bucket") {
        let Some(entry) = properties.entry("AccessControl") else { continue };
        let private = entry.value.as_str().is_none_or(|name| name == "Private");
        if !private && properties.get("OwnershipControls").is_none() {
            let help =
                "add OwnershipControls with ObjectOwnership BucketOwnerPreferred or ObjectWriter"
                    .to_owned();
            report.add(At::Key(entry), "new buckets refuse access control lists", Some(help));
        }
    }
}
