//! Parameters and resources share one name space.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3007",
    level: Level::Error,
    summary: "A parameter and a resource have the same name",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        if view.parameter(resource.id).is_some() {
            report.add(
                At::Key(resource.entry),
                format!("{} is a parameter too", resource.id),
                None,
            );
        }
    }
}
