//! The walker against the `jsonschema` crate: same schemas, same values, same verdict.

use serde_json::{Map, Value, json};

use super::pattern::Patterns;
use super::schema::TypeSchema;
use super::walker::Walker;
use crate::store;
use crate::template::{Span, Template};

/// Small deterministic random numbers (an LCG), so that a failure comes back.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

/// Keywords that are cfn-lint's own, which `jsonschema` does not know, and one that its dialect dropped.
const FOREIGN: &[&str] = &[
    "requiredXor",
    "requiredOr",
    "dependentExcluded",
    "uniqueKeys",
    "maxUniqueItems",
    "enumCaseInsensitive",
    "dependencies",
];

fn strip(schema: &mut Value, keys: &[&str]) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(|item| strip(item, keys)),
        Value::Object(entries) => {
            // A property may have the name of a keyword: its value is an object then. `&&` means different things.
            let java = |value: &Value| value.as_str().is_some_and(|text| text.contains("&&"));
            entries.retain(|key, value| {
                if key == "pattern" && !value.is_object() {
                    return !keys.contains(&"pattern") && !java(value);
                }
                key == "pattern" || !keys.contains(&key.as_str())
            });
            entries.values_mut().for_each(|value| strip(value, keys));
        }
        _ => {}
    }
}

fn target<'s>(schema: &'s Value, root: &'s Value) -> &'s Value {
    match schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix('#'))
    {
        Some(pointer) => root.pointer(pointer).unwrap_or(&Value::Null),
        None => schema,
    }
}

/// A value that mostly follows the schema and sometimes does not.
fn value(schema: &Value, root: &Value, dice: &mut Dice, depth: usize) -> Value {
    let schema = target(schema, root);
    if dice.roll(40) == 0 {
        return [json!(7), json!("seven"), json!([]), json!({}), json!(true), json!(1.5)]
            [dice.roll(6)]
        .clone();
    }
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array) {
        return allowed[dice.roll(allowed.len())].clone();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(branches) = schema.get(key).and_then(Value::as_array)
            && schema.get("properties").is_none()
        {
            return value(&branches[dice.roll(branches.len())], root, dice, depth);
        }
    }
    let kind = match &schema["type"] {
        Value::String(kind) => kind.as_str(),
        Value::Array(kinds) => kinds[dice.roll(kinds.len())].as_str().unwrap_or_default(),
        _ if schema.get("properties").is_some() => "object",
        _ => "string",
    };
    let bound = |key: &str| schema.get(key).and_then(Value::as_f64);
    match kind {
        "object" => object(schema, root, dice, depth),
        "array" => {
            let least = bound("minItems").unwrap_or(0.0) as usize;
            let count =
                (least + dice.roll(3)).saturating_sub(usize::from(dice.roll(10) == 0)).min(12);
            let item = schema.get("items").cloned().unwrap_or(json!({}));
            let count = if depth > 5 { least.min(count) } else { count };
            (0..count).map(|_| value(&item, root, dice, depth + 1)).collect()
        }
        "boolean" => json!(dice.roll(2) == 0),
        "integer" | "number" => {
            let low = bound("minimum").unwrap_or(0.0);
            let number = low + dice.roll(4) as f64 - f64::from(dice.roll(10) == 0);
            if kind == "number" && dice.roll(4) == 0 {
                json!(number + 0.5)
            } else {
                json!(number as i64)
            }
        }
        "null" => Value::Null,
        _ => {
            let words = [
                "a",
                "my-name",
                "arn:aws:iam::111111111111:role/x",
                "10.0.0.0/16",
                "Abc123",
                "",
                "é€",
            ];
            let word = words[dice.roll(words.len())].to_owned();
            let least = bound("minLength").unwrap_or(0.0).min(300.0) as usize;
            json!(if word.len() < least && dice.roll(8) > 0 {
                format!("{word:a<least$}")
            } else {
                word
            })
        }
    }
}

fn object(schema: &Value, root: &Value, dice: &mut Dice, depth: usize) -> Value {
    let mut made = Map::new();
    let required: Vec<&str> =
        schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let needed = required.contains(&name.as_str());
        let wanted = if needed { dice.roll(30) > 0 } else { depth < 5 && dice.roll(5) == 0 };
        if wanted && depth < 12 {
            made.insert(name.clone(), value(property, root, dice, depth + 1));
        }
    }
    if dice.roll(20) == 0 {
        made.insert("Surprise".to_owned(), json!("x"));
    }
    Value::Object(made)
}

#[test]
fn the_walker_agrees_with_jsonschema() {
    let heavy = [
        "AWS::S3::Bucket",
        "AWS::ECS::TaskDefinition",
        "AWS::WAFv2::WebACL",
        "AWS::Lambda::Function",
    ];
    let sample =
        store::types().enumerate().filter(|(at, name)| at % 6 == 0 || heavy.contains(name));
    let (mut valid, mut invalid) = (0, 0);
    let patterns = Patterns::default();
    for (at, name) in sample {
        let mut schema = store::schema(name).unwrap();
        strip(&mut schema, FOREIGN);
        let oracle = jsonschema::draft202012::new(&schema).or_else(|_| {
            strip(&mut schema, &["pattern", "patternProperties"]); // one bad pattern spoils a whole schema there
            jsonschema::draft202012::new(&schema)
        });
        let Ok(oracle) = oracle else { continue };
        let document = Template::parse(schema.to_string().as_bytes(), "schema.json").unwrap();
        let compiled = TypeSchema::compile(document.root());
        let mut dice = Dice(at as u64);
        for _ in 0..25 {
            let instance = object(&schema, &schema, &mut dice, 0);
            let read = Template::parse(instance.to_string().as_bytes(), "instance.json").unwrap();
            let walker = Walker::new(&compiled, &patterns, None).strict();
            let violations = walker.walk(Vec::new(), false, read.root(), Span::default());
            let expected = oracle.is_valid(&instance);
            let shown: Vec<&str> =
                violations.iter().map(|violation| violation.message.as_str()).collect();
            let reasons: Vec<String> =
                oracle.iter_errors(&instance).map(|error| error.to_string()).collect();
            assert_eq!(
                violations.is_empty(),
                expected,
                "{name}\n{instance}\nours: {shown:?}\noracle: {reasons:?}"
            );
            *(if expected { &mut valid } else { &mut invalid }) += 1;
        }
    }
    assert!(
        valid > 300 && invalid > 300,
        "the values should be mixed: {valid} valid, {invalid} invalid"
    );
}
