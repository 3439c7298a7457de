//! Resource types exist.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::store;

pub(super) const RULE: Rule = Rule {
    id: "E3006",
    level: Level::Error,
    summary: "A resource type that does not exist",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in &view.resources {
        let name = resource.type_name;
        let Some(node) = resource.body().get("Type").filter(|_| !name.is_empty()) else { continue };
        let elsewhere = resource.schema.is_some()
            || resource.is_custom()
            || resource.is_module()
            || resource.is_serverless();
        let parts = name.split("::").count();
        if elsewhere || (parts == 3 && !name.starts_with("AWS::")) {
            continue; // the account's own registry has types of three parts too
        }
        let help = match view.validator.closest_type(name) {
            Some(closest) => format!("did you mean {closest}?"),
            None => format!("known are the types of {}", store::schema_date()),
        };
        let message = match parts {
            3 => format!("there is no resource type {name}"),
            _ => format!("\"{name}\" is no resource type; it has the form Service::Part::Resource"),
        };
        report.add(At::Value(node), message, Some(help));
    }
}
