//! Tags of a resource.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::HashSet;

pub(super) const RULE: Rule = Rule {
    id: "E3024",
    level: Level::Error,
    summary: "Two tags of a resource have the same key",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        let (Some(schema), Some(properties)) = (&resource.schema, resource.properties()) else {
            continue;
        };
        let Some(tags) = schema.tag_property.as_ref().and_then(|name| properties.get(name)) else {
            continue;
        };
        let mut seen = HashSet::new();
        for key in tags.as_array().unwrap_or_default().iter().filter_map(|tag| tag.get("Key")) {
            if let Some(name) = key.as_str()
                && !seen.insert(name)
            {
                report.add(At::Value(key), format!("the tag \"{name}\" is there twice"), None);
            }
        }
    }
}
