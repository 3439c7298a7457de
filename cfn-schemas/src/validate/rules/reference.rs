//! `Ref` names a parameter or resource.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;
use crate::validate::suggest::did_you_mean;
use crate::validate::view::{Known, Owner, Reference};

pub(super) const RULE: Rule = Rule {
    id: "E1020",
    level: Level::Error,
    summary: "Ref names something that does not exist",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Ref) {
        if call.args.as_str().is_none() && !view.macros.language_extensions {
            report.add(
                At::Value(call.node),
                format!("Ref takes a name, found {}", call.args.kind()),
                None,
            );
        }
    }
    for reference in view.references.iter().filter(|reference| reference.via == Function::Ref) {
        check_name(reference, At::Value(reference.node), view, report);
    }
}

/// Reports a name that nothing has. `Fn::Sub` asks the same of `${Name}`.
pub(super) fn check_name<'t>(
    reference: &Reference<'t>,
    at: At<'t>,
    view: &View<'t>,
    report: &mut Report<'_, 't>,
) {
    let name = reference.target;
    let only_parameters = matches!(reference.owner, Owner::Condition(_) | Owner::Rule);
    match view.known(name) {
        Known::Resource(resource) if only_parameters => {
            let message =
                format!("conditions can refer to parameters only; {} is a resource", resource.id);
            report.add(at, message, None);
        }
        Known::No => {
            let what = if only_parameters { "parameter" } else { "parameter or resource" };
            if name.trim().is_empty() {
                let help = "put a name between the braces, or write ${!} for the text ${}";
                report.add(at, "a reference to nothing", Some(help.to_owned()));
                return;
            }
            let help = did_you_mean(name, view.names(!only_parameters));
            report.add(at, format!("there is no {what} {name}"), help);
        }
        _ => {}
    }
}
