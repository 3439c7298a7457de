//! Names of parameters.

use super::arguments::is_alphanumeric;
use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E2003",
    level: Level::Error,
    summary: "A parameter whose name has other than letters and digits",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for parameter in &view.parameters {
        if !is_alphanumeric(parameter.name) || parameter.name.len() > 255 {
            let message = format!(
                "the parameter name {} may have letters and digits only, at most 255",
                parameter.name
            );
            report.add(At::Key(parameter.entry), message, None);
        }
    }
}
