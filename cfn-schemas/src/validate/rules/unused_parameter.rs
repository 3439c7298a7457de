//! Parameters that nothing uses.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::HashSet;

pub(super) const RULE: Rule =
    Rule { id: "W2001", level: Level::Warning, summary: "A parameter that nothing uses", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    // Macros and loops may use what is not seen here; rule functions name parameters as plain text.
    let rules = view.template.root().get("Rules").is_some();
    let macros = view.macros;
    if rules
        || macros.foreign
        || macros.generates
        || macros.serverless
        || macros.language_extensions
    {
        return;
    }
    let used: HashSet<&str> = view.references.iter().map(|reference| reference.target).collect();
    for parameter in view.parameters.iter().filter(|parameter| !used.contains(parameter.name)) {
        report.add(
            At::Key(parameter.entry),
            format!("nothing uses the parameter {}", parameter.name),
            None,
        );
    }
}
