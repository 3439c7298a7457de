//! Which properties an object has, also where a schema spreads them over `oneOf` branches.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::pointer::deref;

/// Branches of branches that are looked into.
const DEPTH: u8 = 6;

/// Settable parts of an object.
#[derive(Debug, Default)]
pub(super) struct Shape<'a> {
    pub properties: BTreeMap<String, Cow<'a, Value>>,
    /// Required in every branch.
    pub required: BTreeSet<String>,
}

/// The shape of a schema, or `None` if it is not an object with known keys.
pub(super) fn shape<'a>(root: &'a Value, schema: &'a Value) -> Option<Shape<'a>> {
    let mut shape = collect(root, schema, DEPTH)?;
    let empty_object =
        schema["additionalProperties"] == false && schema["patternProperties"].is_null();
    shape.required.retain(|name| shape.properties.contains_key(name));
    (!shape.properties.is_empty() || (is_object(schema) && empty_object)).then_some(shape)
}

/// The types that a schema allows, without `null`.
pub(super) fn types(schema: &Value) -> Vec<&str> {
    let types = match &schema["type"] {
        Value::String(name) => vec![name.as_str()],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    types.into_iter().filter(|name| *name != "null").collect()
}

/// Branches of a keyword such as `oneOf`.
pub(super) fn branches<'a>(schema: &'a Value, keyword: &str) -> &'a [Value] {
    schema[keyword].as_array().map_or(&[], Vec::as_slice)
}

/// An object of any content, or JSON text.
pub(super) fn is_free_form(schema: &Value) -> bool {
    is_object(schema)
        && ["properties", "patternProperties", "oneOf", "anyOf", "allOf", "additionalProperties"]
            .iter()
            .all(|keyword| schema[keyword].is_null() || schema[keyword] == true)
}

fn is_object(schema: &Value) -> bool {
    types(schema).contains(&"object")
}

fn collect<'a>(root: &'a Value, schema: &'a Value, depth: u8) -> Option<Shape<'a>> {
    let schema = deref(root, schema);
    if depth == 0 || !(is_object(schema) || types(schema).is_empty()) {
        return None;
    }
    let mut shape = Shape::default();
    if let Some(properties) = schema["properties"].as_object() {
        shape
            .properties
            .extend(properties.iter().map(|(name, schema)| (name.clone(), Cow::Borrowed(schema))));
    }
    let own = !shape.properties.is_empty();
    shape.required = names(&schema["required"]);
    for branch in branches(schema, "allOf") {
        if let Some(branch) = collect(root, branch, depth - 1) {
            shape.required.extend(branch.required);
            add(root, &mut shape.properties, branch.properties, own);
        }
    }
    for keyword in ["oneOf", "anyOf"] {
        let mut in_all: Option<BTreeSet<String>> = None;
        for branch in branches(schema, keyword) {
            let branch = deref(root, branch);
            if is_free_form(branch) && branch["required"].is_null() {
                continue;
            }
            let Some(branch) = collect(root, branch, depth - 1)
                .filter(|branch| own || !branch.properties.is_empty())
            else {
                if own {
                    in_all = Some(BTreeSet::new());
                    continue;
                }
                return None;
            };
            in_all = Some(match in_all {
                None => branch.required,
                Some(names) => names.intersection(&branch.required).cloned().collect(),
            });
            add(root, &mut shape.properties, branch.properties, own);
        }
        shape.required.extend(in_all.unwrap_or_default());
    }
    Some(shape)
}

fn names(required: &Value) -> BTreeSet<String> {
    required.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Adds a branch's properties. What the object describes itself stays; branches only narrow it.
fn add<'a>(
    root: &Value,
    known: &mut BTreeMap<String, Cow<'a, Value>>,
    branch: BTreeMap<String, Cow<'a, Value>>,
    own: bool,
) {
    for (name, schema) in branch {
        match known.get_mut(&name) {
            None => {
                known.insert(name, schema);
            }
            Some(known) if !own && *known != schema => {
                *known = Cow::Owned(either(root, known, &schema))
            }
            Some(_) => {}
        }
    }
}

/// A schema for what two branches describe differently.
fn either(root: &Value, a: &Value, b: &Value) -> Value {
    let (a, b) = (deref(root, a), deref(root, b));
    match (allowed(a), allowed(b)) {
        (Some(mut values), Some(more)) => {
            values.extend(more);
            values.dedup();
            json!({"type": "string", "enum": values})
        }
        _ if types(a) == types(b) && !types(a).contains(&"object") && a["items"] == b["items"] => {
            json!({"type": a["type"], "items": a["items"]})
        }
        _ => json!({}),
    }
}

/// The texts that a schema allows, if it lists them.
pub(super) fn allowed(schema: &Value) -> Option<Vec<&str>> {
    let values = match (&schema["enum"], &schema["enumCaseInsensitive"], &schema["const"]) {
        (Value::Array(values), _, _) | (_, Value::Array(values), _) => values.iter().collect(),
        (_, _, value @ Value::String(_)) => vec![value],
        _ => return None,
    };
    values.into_iter().map(Value::as_str).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys<'a>(shape: &'a Shape) -> Vec<&'a str> {
        shape.properties.keys().map(String::as_str).collect()
    }

    #[test]
    fn branches_of_an_object_that_has_only_branches_are_merged() {
        let schema = json!({"type": "object", "oneOf": [
            {"type": "object", "properties": {"Kind": {"const": "A"}, "A": {"type": "string"}}, "required": ["Kind", "A"]},
            {"type": "object", "properties": {"Kind": {"const": "B"}, "B": {"type": "string"}}, "required": ["Kind", "B"]},
        ]});
        let shape = shape(&schema, &schema).unwrap();
        assert_eq!(keys(&shape), ["A", "B", "Kind"]);
        assert_eq!(shape.required, BTreeSet::from(["Kind".to_owned()]));
        assert_eq!(*shape.properties["Kind"], json!({"type": "string", "enum": ["A", "B"]}));
    }

    #[test]
    fn branches_that_only_require_change_nothing() {
        let schema = json!({
            "type": "object",
            "properties": {"A": {"type": "string"}, "B": {"type": "string"}},
            "anyOf": [{"required": ["A"]}, {"required": ["B"]}],
        });
        let shape = shape(&schema, &schema).unwrap();
        assert_eq!(keys(&shape), ["A", "B"]);
        assert!(shape.required.is_empty());
    }

    #[test]
    fn a_choice_between_an_object_and_a_list_is_no_object() {
        let schema =
            json!({"oneOf": [{"type": "object", "properties": {"A": {}}}, {"type": "array"}]});
        assert!(shape(&schema, &schema).is_none());
    }

    #[test]
    fn an_object_that_allows_no_key_has_no_properties() {
        let schema = json!({"type": "object", "additionalProperties": false});
        assert!(shape(&schema, &schema).unwrap().properties.is_empty());
        assert!(shape(&schema, &json!({"type": "object"})).is_none());
    }
}
