//! Outputs have a value, exports a name.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::rewrites_object;

pub(super) const RULE: Rule = Rule {
    id: "E6002",
    level: Level::Error,
    summary: "An output without Value or an export without Name",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for output in view.outputs.iter().filter(|entry| !rewrites_object(&entry.key)) {
        if output.value.as_object().is_some() && output.value.get("Value").is_none() {
            report.add(At::Key(output), format!("the output {} has no Value", output.key), None);
        }
        if let Some(export) = output.value.entry("Export")
            && export.value.as_object().is_some_and(|_| export.value.get("Name").is_none())
        {
            report.add(At::Key(export), format!("the export of {} has no Name", output.key), None);
        }
    }
}
