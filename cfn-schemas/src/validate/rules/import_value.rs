//! `Fn::ImportValue` takes the name of an export.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1016",
    level: Level::Error,
    summary: "Fn::ImportValue with something else than a name",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::ImportValue) {
        arguments::text(call.function, "the name of the export", call.args, report);
        let named = view.references.iter().filter(|reference| call.owner == reference.owner);
        for reference in named.filter(|reference| within(call.args, reference.node)) {
            if view.resource(reference.target).is_some() {
                let message = format!(
                    "the name of an export cannot depend on the resource {}",
                    reference.target
                );
                report.add(At::Value(reference.node), message, None);
            }
        }
    }
}

/// Whether the inner value stands inside the outer one.
fn within(outer: &Node, inner: &Node) -> bool {
    outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}
