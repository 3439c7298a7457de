//! Keeps what a schema states and drops what it tells: descriptions, examples, links.

use serde_json::{Map, Value};

/// Keywords whose value is prose, or says nothing about templates.
const PROSE: [&str; 9] = [
    "$comment",
    "$schema",
    "description",
    "documentationUrl",
    "examples",
    "resourceLink",
    "sourceUrl",
    "title",
    "typeConfiguration",
];

/// Keywords whose value maps names to schemas, so that a key there is never a keyword.
const NAMES: [&str; 4] = ["definitions", "dependencies", "patternProperties", "properties"];

/// Keywords whose value is data to compare with, not a schema.
const DATA: [&str; 4] = ["const", "default", "enum", "enumCaseInsensitive"];

/// The facts of a schema, keys sorted.
pub fn facts(schema: Value) -> Value {
    let mut facts = strip(schema);
    facts.sort_all_objects();
    facts
}

fn strip(schema: Value) -> Value {
    match schema {
        Value::Object(object) => Value::Object(
            object
                .into_iter()
                .filter(|(key, _)| !PROSE.contains(&key.as_str()))
                .map(|(key, value)| {
                    let value = match key.as_str() {
                        key if NAMES.contains(&key) => strip_each(value),
                        key if DATA.contains(&key) => value,
                        "handlers" => handlers(value),
                        _ => strip(value),
                    };
                    (key, value)
                })
                .collect(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(strip).collect()),
        other => other,
    }
}

fn strip_each(names: Value) -> Value {
    match names {
        Value::Object(names) => {
            Value::Object(names.into_iter().map(|(name, schema)| (name, strip(schema))).collect())
        }
        other => other,
    }
}

/// Of a handler, the permissions it needs and how long it may take.
fn handlers(handlers: Value) -> Value {
    let Value::Object(mut handlers) = handlers else {
        return Value::Object(Map::new());
    };
    for handler in handlers.values_mut() {
        if let Value::Object(handler) = handler {
            handler.retain(|key, _| key == "permissions" || key == "timeoutInMinutes");
        }
    }
    Value::Object(handlers)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_property_called_description_is_not_prose() {
        let schema = json!({
            "description": "A thing.",
            "properties": {"Description": {"type": "string"}, "description": {"description": "x", "type": "string"}},
            "definitions": {"title": {"title": "T", "enum": ["title"]}},
        });
        let expected = json!({
            "definitions": {"title": {"enum": ["title"]}},
            "properties": {"Description": {"type": "string"}, "description": {"type": "string"}},
        });
        assert_eq!(facts(schema), expected);
    }

    #[test]
    fn a_default_keeps_its_keys() {
        let schema = json!({"default": {"description": "kept"}});
        assert_eq!(facts(schema.clone()), schema);
    }

    #[test]
    fn a_handler_keeps_permissions_and_timeout() {
        let schema = json!({"handlers": {"list": {
            "handlerSchema": {"properties": {}}, "permissions": ["s3:ListBuckets"], "timeoutInMinutes": 5,
        }}});
        let expected = json!({"handlers": {"list": {"permissions": ["s3:ListBuckets"], "timeoutInMinutes": 5}}});
        assert_eq!(facts(schema), expected);
    }
}
