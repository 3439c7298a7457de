//! Properties that only AWS sets.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3040",
    level: Level::Warning,
    summary: "A property that AWS sets is given",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    // What a custom resource takes is its owner's to say.
    for resource in view.resources.iter().filter(|resource| !resource.is_custom()) {
        let (Some(schema), Some(properties)) = (&resource.schema, resource.properties()) else {
            continue;
        };
        for entry in properties.entries() {
            if schema.attribute(&entry.key).is_some_and(|attribute| attribute.read_only) {
                let message = format!(
                    "{} of {} is set by AWS; the value is ignored",
                    entry.key, resource.type_name
                );
                report.add(At::Key(entry), message, Some("remove it".to_owned()));
            }
        }
    }
}
