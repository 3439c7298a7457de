//! A schema's limits as sentences for documentation.

use serde_json::Value;

use super::pointer::deref;
use super::shape::allowed;

/// More allowed values than this are left to the documentation of their type.
const VALUES: usize = 12;
/// Longer patterns say nothing to a reader.
const PATTERN: usize = 120;

/// Sentences about allowed values, lengths, ranges and patterns; empty if there are none.
pub(super) fn limits(root: &Value, schema: &Value) -> String {
    let schema = deref(root, schema);
    let mut sentences = Vec::new();
    sentences.extend(values(schema));
    for (least, most, what) in [
        ("minLength", "maxLength", "Characters"),
        ("minItems", "maxItems", "Items"),
        ("minProperties", "maxProperties", "Entries"),
        ("minimum", "maximum", "Range"),
    ] {
        sentences.extend(range(schema, least, most).map(|range| format!("{what}: {range}.")));
    }
    if schema["uniqueItems"] == true {
        sentences.push("No item twice.".to_owned());
    }
    if let Some(pattern) = schema["pattern"].as_str().filter(|pattern| pattern.len() <= PATTERN) {
        sentences.push(format!("Pattern: {}.", code(pattern)));
    }
    if !schema["default"].is_null() && !schema["default"].is_object() {
        sentences.push(format!("Default: {}.", code(&schema["default"].to_string())));
    }
    let items = deref(root, &schema["items"]);
    sentences.extend(values(items).map(|values| values.replacen("Allowed", "Allowed items", 1)));
    sentences.join(" ")
}

fn values(schema: &Value) -> Option<String> {
    let texts = allowed(schema).map(|texts| texts.into_iter().map(str::to_owned).collect());
    let values: Vec<String> = match texts {
        Some(texts) => texts,
        None => schema["enum"].as_array()?.iter().map(Value::to_string).collect(),
    };
    (values.len() <= VALUES).then(|| {
        let values: Vec<_> = values.iter().map(|value| code(value)).collect();
        format!("Allowed: {}.", values.join(", "))
    })
}

fn range(schema: &Value, least: &str, most: &str) -> Option<String> {
    match (&schema[least], &schema[most]) {
        (Value::Number(least), Value::Number(most)) if least == most => Some(least.to_string()),
        (Value::Number(least), Value::Number(most)) => Some(format!("{least} to {most}")),
        (Value::Number(least), _) if least.as_f64() == Some(0.0) => None,
        (Value::Number(least), _) => Some(format!("at least {least}")),
        (_, Value::Number(most)) => Some(format!("at most {most}")),
        _ => None,
    }
}

/// Markdown code on one line, whatever the text holds.
pub(super) fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if text.trim().is_empty() {
        return format!("`{text:?}`");
    }
    if text.contains('`') { format!("``` {text} ```") } else { format!("`{text}`") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn limits_read_as_sentences() {
        let root = json!({"definitions": {"Name": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^a`b$"}}});
        let text = |schema| limits(&root, &schema);
        assert_eq!(
            text(json!({"$ref": "#/definitions/Name"})),
            "Characters: 1 to 5. Pattern: ``` ^a`b$ ```."
        );
        assert_eq!(text(json!({"enum": ["a", "b"]})), "Allowed: `a`, `b`.");
        assert_eq!(
            text(json!({"minimum": 0, "maximum": 9, "default": 3})),
            "Range: 0 to 9. Default: `3`."
        );
        assert_eq!(text(json!({"minLength": 0})), "");
        let list = json!({"maxItems": 2, "uniqueItems": true, "items": {"enum": [1, 2]}});
        assert_eq!(text(list), "Items: at most 2. No item twice. Allowed items: `1`, `2`.");
    }
}
