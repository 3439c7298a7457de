//! `DependsOn` names resources of the template.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::suggest::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "E3005",
    level: Level::Error,
    summary: "DependsOn names a resource that does not exist",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        let Some(depends) = resource.body().get("DependsOn") else { continue };
        for node in depends.as_array().unwrap_or(std::slice::from_ref(depends)) {
            match node.as_str() {
                Some(name) if view.resource(name).is_some() || view.may_appear(name) => {}
                Some(name) => {
                    let names = view.resources.iter().map(|resource| resource.id);
                    let message = format!("DependsOn names {name}, but there is no such resource");
                    report.add(At::Value(node), message, did_you_mean(name, names));
                }
                None => {
                    let message = format!("DependsOn takes logical ids, found {}", node.kind());
                    report.add(At::Value(node), message, None);
                }
            }
        }
    }
}
