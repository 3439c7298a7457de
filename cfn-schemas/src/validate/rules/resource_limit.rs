//! At most 500 resources.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule =
    Rule { id: "E3010", level: Level::Error, summary: "More than 500 resources", check };

const MAX: usize = 500;

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let count = view.resources.len();
    if count > MAX {
        let message =
            format!("the template has {count} resources; CloudFormation takes at most {MAX}");
        report.add(At::Top, message, Some("split the stack".to_owned()));
    }
}
