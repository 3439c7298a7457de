//! Sections of a template.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Value;
use crate::validate::functions::rewrites_object;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E1001",
    level: Level::Error,
    summary: "An unknown section, or no resources",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let root = view.template.root();
    for entry in root.entries() {
        let name = &*entry.key;
        let globals = view.macros.serverless && name == "Globals";
        let known = globals || SECTIONS.contains(&name) || rewrites_object(name);
        if !known {
            let help =
                did_you_mean(name, SECTIONS.iter().copied()).or_else(|| list("allowed", SECTIONS));
            report.add(At::Key(entry), format!("a template has no section \"{name}\""), help);
        } else if OBJECTS.contains(&name)
            && !matches!(entry.value.value, Value::Object(_) | Value::Null)
        {
            report.add(
                At::Value(&entry.value),
                format!("{name} is an object, found {}", entry.value.kind()),
                None,
            );
        }
    }
    if let Some(version) = root.get("AWSTemplateFormatVersion")
        && version.scalar_text().is_some_and(|text| text != "2010-09-09")
    {
        report.add(
            At::Value(version),
            format!("{} is no template format version", version.brief()),
            Some("allowed: 2010-09-09".to_owned()),
        );
    }
    let rewritten =
        view.macros.foreign || root.entries().iter().any(|entry| rewrites_object(&entry.key));
    match root.entry("Resources") {
        None if rewritten => {}
        None => report.add(
            At::Top,
            "the template has no Resources",
            Some("add at least one resource".to_owned()),
        ),
        Some(entry) if entry.value.as_object().is_some_and(<[_]>::is_empty) => {
            report.add(
                At::Key(entry),
                "Resources is empty",
                Some("add at least one resource".to_owned()),
            );
        }
        Some(_) => {}
    }
}

const SECTIONS: &[&str] = &[
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
    "Hooks",
];
const OBJECTS: &[&str] =
    &["Conditions", "Mappings", "Metadata", "Outputs", "Parameters", "Resources", "Rules", "Hooks"];
