//! At most 200 outputs.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule =
    Rule { id: "E6010", level: Level::Error, summary: "More than 200 outputs", check };

const MAX: usize = 200;

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let count = view.outputs.len();
    if count > MAX {
        let message =
            format!("the template has {count} outputs; CloudFormation takes at most {MAX}");
        report.add(At::Top, message, Some("split the stack".to_owned()));
    }
}
