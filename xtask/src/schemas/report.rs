//! What a refresh changes, in the words of a reviewer.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::Context;
use serde_json::Value;

use super::Files;

/// Keywords that list properties by JSON pointer, and how the report calls them.
const POINTER_LISTS: [(&str, &str); 5] = [
    ("conditionalCreateOnlyProperties", "may replace"),
    ("createOnlyProperties", "create-only"),
    ("deprecatedProperties", "deprecated"),
    ("readOnlyProperties", "read-only"),
    ("writeOnlyProperties", "write-only"),
];

/// Statements of one schema by their kind, such as `property` -> `Tag.Key`.
type Statements = BTreeMap<&'static str, BTreeSet<String>>;

/// Types added and removed, and what changed in the others; empty if nothing did.
pub fn changes(old: &Files, new: &Files) -> anyhow::Result<String> {
    let (old, new) = (by_type(old)?, by_type(new)?);
    let added: Vec<_> = new.keys().filter(|name| !old.contains_key(*name)).collect();
    let removed: Vec<_> = old.keys().filter(|name| !new.contains_key(*name)).collect();
    let mut changed = Vec::new();
    for (name, old) in &old {
        if let Some(new) = new.get(name).filter(|new| *new != old) {
            changed.push((name, difference(old, new)));
        }
    }
    let mut text = String::new();
    for (what, names) in [("added", added), ("removed", removed)] {
        if !names.is_empty() {
            writeln!(text, "{} {what}:", count(names.len()))?;
            for name in names {
                writeln!(text, "  {name}")?;
            }
        }
    }
    if !changed.is_empty() {
        writeln!(text, "{} changed:", count(changed.len()))?;
        for (name, lines) in changed {
            writeln!(text, "  {name}")?;
            for line in lines {
                writeln!(text, "    {line}")?;
            }
        }
    }
    Ok(text)
}

fn count(types: usize) -> String {
    format!("{types} {}", if types == 1 { "type" } else { "types" })
}

/// The schemas by the type they describe; a type's folder is part of what can change.
fn by_type(files: &Files) -> anyhow::Result<BTreeMap<String, (&str, Value)>> {
    let mut types = BTreeMap::new();
    for (path, text) in files {
        let schema: Value = serde_json::from_str(text).with_context(|| path.clone())?;
        let name =
            schema["typeName"].as_str().with_context(|| format!("{path} has no typeName"))?;
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        types.insert(name.to_owned(), (folder, schema));
    }
    Ok(types)
}

fn difference((old_folder, old): &(&str, Value), (new_folder, new): &(&str, Value)) -> Vec<String> {
    let mut lines = Vec::new();
    if old_folder != new_folder {
        lines.push(format!("moved from {old_folder} to {new_folder}"));
    }
    let (old_statements, new_statements) = (statements(old), statements(new));
    let none = BTreeSet::new();
    let kinds: BTreeSet<_> = old_statements.keys().chain(new_statements.keys()).collect();
    for kind in kinds {
        let old = old_statements.get(kind).unwrap_or(&none);
        let new = new_statements.get(kind).unwrap_or(&none);
        lines.extend(new.difference(old).map(|what| format!("+ {kind} {what}")));
        lines.extend(old.difference(new).map(|what| format!("- {kind} {what}")));
    }
    if lines.is_empty() {
        lines.push("limits, patterns or permissions only".to_owned());
    }
    lines
}

fn statements(schema: &Value) -> Statements {
    let mut found = Statements::new();
    for (keyword, kind) in POINTER_LISTS {
        for pointer in schema[keyword].as_array().into_iter().flatten().filter_map(Value::as_str) {
            found
                .entry(kind)
                .or_default()
                .insert(pointer.trim_start_matches("/properties/").replace('/', "."));
        }
    }
    collect(schema, "", &mut found);
    if let Value::Object(definitions) = &schema["definitions"] {
        for (name, definition) in definitions {
            collect(definition, name, &mut found);
        }
    }
    found
}

/// Properties, required ones and enum values at and below `at`.
fn collect(schema: &Value, at: &str, found: &mut Statements) {
    let Value::Object(schema) = schema else { return };
    let below = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
    for (keyword, value) in schema {
        match (keyword.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, property) in properties {
                    found.entry("property").or_default().insert(below(name));
                    collect(property, &below(name), found);
                }
            }
            ("required", Value::Array(names)) => {
                let names = names.iter().filter_map(Value::as_str).map(below);
                found.entry("required").or_default().extend(names);
            }
            ("enum", Value::Array(values)) => {
                let values = values.iter().map(|value| format!("{at} {value}"));
                found.entry("allowed value").or_default().extend(values);
            }
            ("items" | "additionalProperties", inner) => collect(inner, &below("*"), found),
            ("oneOf" | "anyOf" | "allOf", Value::Array(branches)) => {
                branches.iter().for_each(|branch| collect(branch, at, found));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn files(schemas: &[Value]) -> Files {
        let file =
            |schema: &Value| (format!("us-east-1/{}", schema["typeName"]), schema.to_string());
        schemas.iter().map(file).collect()
    }

    #[test]
    fn equal_schemas_report_nothing() {
        let files =
            files(&[json!({"typeName": "A::B::C", "properties": {"X": {"type": "string"}}})]);
        assert_eq!(changes(&files, &files).unwrap(), "");
    }

    #[test]
    fn a_type_that_comes_and_one_that_goes_are_named() {
        let old = files(&[json!({"typeName": "A::B::C"})]);
        let new = files(&[json!({"typeName": "A::B::D"})]);
        assert_eq!(
            changes(&old, &new).unwrap(),
            "1 type added:\n  A::B::D\n1 type removed:\n  A::B::C\n"
        );
    }

    #[test]
    fn a_changed_type_names_properties_values_and_what_replaces() {
        let old = files(&[json!({
            "typeName": "A::B::C",
            "createOnlyProperties": ["/properties/Name"],
            "properties": {"Name": {"type": "string"}, "Mode": {"enum": ["a", "b"]}},
            "required": ["Name"],
        })]);
        let new = files(&[json!({
            "typeName": "A::B::C",
            "createOnlyProperties": ["/properties/Name", "/properties/Rule/Id"],
            "definitions": {"Rule": {"properties": {"Id": {"type": "string"}}, "required": ["Id"]}},
            "properties": {"Mode": {"enum": ["a", "c"]}, "Rules": {"items": {"enum": ["x"]}}},
        })]);
        let expected = "1 type changed:
  A::B::C
    + allowed value Mode \"c\"
    + allowed value Rules.* \"x\"
    - allowed value Mode \"b\"
    + create-only Rule.Id
    + property Rule.Id
    + property Rules
    - property Name
    + required Rule.Id
    - required Name
";
        assert_eq!(changes(&old, &new).unwrap(), expected);
    }

    #[test]
    fn a_new_limit_alone_is_one_line() {
        let limited = |limit| {
            files(&[json!({"typeName": "A::B::C", "properties": {"X": {"maxLength": limit}}})])
        };
        let expected = "1 type changed:\n  A::B::C\n    limits, patterns or permissions only\n";
        assert_eq!(changes(&limited(1), &limited(2)).unwrap(), expected);
    }

    #[test]
    fn a_type_that_reaches_the_main_region_has_moved() {
        let text = r#"{"typeName": "A::B::C"}"#.to_owned();
        let old = Files::from([("other-regions/c.json".to_owned(), text.clone())]);
        let new = Files::from([("us-east-1/c.json".to_owned(), text)]);
        let expected = "1 type changed:\n  A::B::C\n    moved from other-regions to us-east-1\n";
        assert_eq!(changes(&old, &new).unwrap(), expected);
    }
}
