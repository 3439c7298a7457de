//! `Fn::GetAtt` names a resource and an attribute it has.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;
use crate::validate::suggest::{did_you_mean, list};
use crate::validate::view::{Owner, Reference};

pub(super) const RULE: Rule = Rule {
    id: "E1010",
    level: Level::Error,
    summary: "Fn::GetAtt names a resource or attribute that does not exist",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::GetAtt) {
        let parts = match call.args.as_array() {
            Some([target, attribute]) => target.as_str().is_some() && attribute.kind() != "a list",
            Some(_) => false,
            None => call.args.as_str().is_some_and(|text| text.contains('.')),
        };
        if !parts && !view.macros.language_extensions {
            report.add(
                At::Value(call.node),
                "Fn::GetAtt takes the logical id of a resource and an attribute",
                None,
            );
        }
    }
    for reference in view.references.iter().filter(|reference| reference.via == Function::GetAtt) {
        check_attribute(reference, At::Value(reference.node), view, report);
    }
}

/// Reports a resource or attribute that does not exist. `Fn::Sub` asks the same of `${Resource.Attribute}`.
pub(super) fn check_attribute<'t>(
    reference: &Reference<'t>,
    at: At<'t>,
    view: &View<'t>,
    report: &mut Report<'_, 't>,
) {
    let name = reference.target;
    if matches!(reference.owner, Owner::Condition(_) | Owner::Rule) {
        report.add(
            at,
            "conditions can refer to parameters only, not to attributes of resources",
            None,
        );
        return;
    }
    let Some(resource) = view.resource(name) else {
        if !view.may_appear(name) {
            let names = view.resources.iter().map(|resource| resource.id);
            report.add(at, format!("there is no resource {name}"), did_you_mean(name, names));
        }
        return;
    };
    let (Some(attribute), Some(schema)) = (reference.attribute, &resource.schema) else { return };
    // Outputs of nested stacks are not known here; a prefix may itself be an attribute that is an object.
    let prefixes = attribute.match_indices('.').map(|(at, _)| &attribute[..at]);
    let known = attribute.contains("${")
        || resource.is_custom()
        || (attribute.starts_with("Outputs.") && HAS_OUTPUTS.contains(&resource.type_name))
        || schema.attribute(attribute).is_some()
        || prefixes.into_iter().any(|prefix| schema.attribute(prefix).is_some());
    if known {
        return;
    }
    let names: Vec<&str> = schema.attributes.iter().map(|attribute| &*attribute.name).collect();
    let help =
        did_you_mean(attribute, names.iter().copied()).or_else(|| list("attributes", &names));
    let first = attribute.split('.').next().unwrap_or(attribute);
    let is_property =
        schema.properties().is_some_and(|properties| properties.property(first).is_some());
    if is_property {
        // Several types return properties as well, which their schemas do not tell.
        let message = format!(
            "{attribute} is a property, no documented attribute, of {}",
            resource.type_name
        );
        report.warn(at, message, help);
    } else {
        report.add(at, format!("{} has no attribute {attribute}", resource.type_name), help);
    }
}

const HAS_OUTPUTS: &[&str] =
    &["AWS::CloudFormation::Stack", "AWS::ServiceCatalog::CloudFormationProvisionedProduct"];
