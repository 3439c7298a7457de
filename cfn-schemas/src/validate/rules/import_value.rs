//! `Fn::ImportValue` takes the name of an export.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::functions::Function;
use crate::validate::view::Call;

pub(super) const RULE: Rule = Rule {
    id: "E1016",
    level: Level::Error,
    summary: "Fn::ImportValue with something else than a name",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::ImportValue) {
        arguments::text(call.function, "the name of the export", call.args, report);
        if matches!(crate::validate::functions::call(call.args), Some((Function::GetAtt, _))) {
            report.add(
                At::Value(call.args),
                "the name of an export cannot depend on a resource",
                None,
            );
        }
    }
    for reference in &view.references {
        let resource = view.resource(reference.target).is_some();
        let inside = |call: &&Call| within(call.args, reference.node);
        if resource
            && view.calls(Function::ImportValue).any(|call| inside(&call))
            && reference.via != Function::GetAtt
        {
            report.add(
                At::Value(reference.node),
                "the name of an export cannot depend on a resource",
                None,
            );
        }
    }
}

fn within(outer: &Node, inner: &Node) -> bool {
    outer.span.start <= inner.span.start && inner.span.end <= outer.span.end
}
