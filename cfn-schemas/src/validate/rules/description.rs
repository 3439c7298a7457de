//! The template's description.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Value;

pub(super) const RULE: Rule = Rule {
    id: "E1004",
    level: Level::Error,
    summary: "A description that is no text or too long",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let Some(node) = view.template.root().get("Description") else { return };
    match node.scalar_text() {
        None if matches!(node.value, Value::Null) => {}
        None => report.add(
            At::Value(node),
            format!("Description must be a string, found {}", node.kind()),
            None,
        ),
        Some(text) if text.len() > MAX_BYTES => {
            let message = format!("Description has {} bytes; at most {MAX_BYTES}", text.len());
            report.add(At::Value(node), message, None);
        }
        Some(_) => {}
    }
}

const MAX_BYTES: usize = 1024;
