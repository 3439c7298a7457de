//! The Conditions section: every condition is built of logical functions, none of itself.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::HashSet;

use crate::template::Node;
use crate::validate::functions::{Function, call, rewrites_object};
use crate::validate::view::Owner;

pub(super) const RULE: Rule = Rule {
    id: "E8001",
    level: Level::Error,
    summary: "A condition that is not built of condition functions",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for entry in view.conditions.iter().filter(|entry| !rewrites_object(&entry.key)) {
        logical(&entry.value, report);
        if reaches(view, &entry.key, &entry.key, &mut HashSet::new()) {
            report.add(
                At::Key(entry),
                format!("the condition {} depends on itself", entry.key),
                None,
            );
        }
    }
}

/// Reports what is no truth value.
pub(super) fn logical<'t>(node: &'t Node, report: &mut Report<'_, 't>) {
    let fine = match call(node) {
        Some((function, _)) => {
            matches!(
                function,
                Function::And
                    | Function::Or
                    | Function::Not
                    | Function::Equals
                    | Function::Condition
                    | Function::Transform
            )
        }
        None => node.entries().iter().any(|entry| rewrites_object(&entry.key)),
    };
    if !fine {
        let found =
            call(node).map_or_else(|| node.brief(), |(function, _)| function.key().to_owned());
        let message = format!("expected a condition function, found {found}");
        let help = "allowed: Fn::And, Fn::Equals, Fn::Not, Fn::Or, Condition".to_owned();
        report.add(At::Value(node), message, Some(help));
    }
}

/// Whether a condition names, over other conditions, the target.
fn reaches<'t>(view: &View<'t>, from: &str, target: &str, seen: &mut HashSet<&'t str>) -> bool {
    let named = view.calls(Function::Condition).filter(
        |call| matches!(call.owner, Owner::Condition(at) if &*view.conditions[at].key == from),
    );
    for name in named.filter_map(|call| call.args.as_str()) {
        if name == target || (seen.insert(name) && reaches(view, name, target, seen)) {
            return true;
        }
    }
    false
}
