//! At most 200 parameters.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule =
    Rule { id: "E2010", level: Level::Error, summary: "More than 200 parameters", check };

const MAX: usize = 200;

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let count = view.parameters.len();
    if count > MAX {
        let message =
            format!("the template has {count} parameters; CloudFormation takes at most {MAX}");
        report.add(At::Top, message, Some("split the stack".to_owned()));
    }
}
