//! The Transform section.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Node, Value};

pub(super) const RULE: Rule =
    Rule { id: "E1005", level: Level::Error, summary: "A transform of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let Some(transform) = view.template.root().get("Transform") else { return };
    for node in transform.as_array().unwrap_or(std::slice::from_ref(transform)) {
        let named = node.as_str().is_some() || node.get("Name").and_then(Node::as_str).is_some();
        if !named && !matches!(node.value, Value::Null) {
            let message = format!("a transform is the name of a macro, found {}", node.kind());
            report.add(At::Value(node), message, None);
        }
    }
}
