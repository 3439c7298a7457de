//! Code in the template needs a runtime and a handler.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3678",
    level: Level::Error,
    summary: "Lambda code in the template without a runtime or handler",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Lambda::Function") {
        let Some(code) = properties.get("Code").and_then(|code| code.entry("ZipFile")) else {
            continue;
        };
        for name in ["Runtime", "Handler"] {
            if properties.get(name).is_none() {
                report.add(At::Key(code), format!("a function with ZipFile needs {name}"), None);
            }
        }
    }
}
