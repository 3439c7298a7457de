//! Names of outputs.

use super::arguments::is_alphanumeric;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::rewrites_object;

pub(super) const RULE: Rule = Rule {
    id: "E6004",
    level: Level::Error,
    summary: "An output whose name has other than letters and digits",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for output in view.outputs.iter().filter(|entry| !rewrites_object(&entry.key)) {
        if !is_alphanumeric(&output.key) || output.key.len() > 255 {
            let message = format!(
                "the output name {} may have letters and digits only, at most 255",
                output.key
            );
            report.add(At::Key(output), message, None);
        }
    }
}
