//! Code in the template is JavaScript or Python.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3677",
    level: Level::Error,
    summary: "Lambda code in the template for a runtime that takes none",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Lambda::Function") {
        let inline = properties.get("Code").is_some_and(|code| code.get("ZipFile").is_some());
        let Some(node) = properties.get("Runtime").filter(|_| inline) else { continue };
        if let Some(runtime) = node.as_str()
            && !runtime.starts_with("nodejs")
            && !runtime.starts_with("python")
        {
            let message = format!("ZipFile takes nodejs and python code, not {runtime}");
            report.add(At::Value(node), message, None);
        }
    }
}
