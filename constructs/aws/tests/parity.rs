//! Every parity scenario equals the template that aws-cdk-lib makes of the same stack.

#[path = "../examples/parity/scenarios/mod.rs"]
mod scenarios;

use serde_json::{Map, Value as Json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Sections that are compared; metadata, descriptions and rules are not.
const SECTIONS: [&str; 5] = ["Parameters", "Mappings", "Conditions", "Resources", "Outputs"];

fn expected_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/parity")
}

#[test]
fn templates_equal_those_of_the_aws_cdk() {
    let mut differences = Vec::new();
    for (name, build) in scenarios::all() {
        let templates =
            scenarios::templates(build).unwrap_or_else(|error| panic!("{name}: {error}"));
        for (file, template) in templates {
            let path = expected_folder().join(name).join(&file);
            let text = std::fs::read_to_string(&path)
                .unwrap_or_else(|error| panic!("{name}/{file}: {error}"));
            let expected =
                normalized(&serde_json::from_str(&text).expect("the expected template is JSON"));
            let actual =
                normalized(&serde_json::from_str(&template).expect("the template is JSON"));
            compare(&expected, &actual, &format!("{name}/{file}"), &mut differences);
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_expected_template_has_its_scenario() {
    let made: BTreeSet<&str> = scenarios::all().into_iter().map(|(name, _)| name).collect();
    let folders = std::fs::read_dir(expected_folder()).expect("the expected templates are there");
    let expected: BTreeSet<String> =
        folders.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let missing: Vec<&String> =
        expected.iter().filter(|name| !made.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "no scenario writes {missing:?}");
}

/// The compared sections, in a form in which equal templates are equal values.
fn normalized(template: &Json) -> Json {
    let sections = SECTIONS.iter().map(|section| {
        let mut elements = template[section].as_object().cloned().unwrap_or_default();
        elements.remove("BootstrapVersion");
        let elements = elements.iter().map(|(id, body)| (id.clone(), normal(body, None)));
        ((*section).to_owned(), Json::Object(elements.collect()))
    });
    Json::Object(sections.collect())
}

fn normal(value: &Json, key: Option<&str>) -> Json {
    match value {
        Json::Object(entries) => {
            let mut out: Map<String, Json> = Map::new();
            for (key, value) in entries.iter().filter(|(key, _)| *key != "Metadata") {
                let is_empty = key == "Properties" && value.as_object().is_some_and(Map::is_empty);
                if !is_empty {
                    out.insert(key.clone(), normal(value, Some(key)));
                }
            }
            Json::Object(out)
        }
        Json::Array(items) => {
            let mut items: Vec<Json> = items.iter().map(|item| normal(item, None)).collect();
            let unordered = matches!(key, Some("DependsOn" | "Action" | "NotAction"));
            if unordered && items.iter().all(Json::is_string) {
                items.sort_by(|a, b| a.as_str().cmp(&b.as_str()));
            }
            Json::Array(items)
        }
        Json::String(_) if key == Some("DependsOn") => Json::Array(vec![value.clone()]),
        Json::Number(number) => number.as_f64().map_or_else(|| value.clone(), Json::from),
        other => other.clone(),
    }
}

fn compare(expected: &Json, actual: &Json, at: &str, differences: &mut Vec<String>) {
    match (expected, actual) {
        (Json::Object(a), Json::Object(b)) => {
            for (key, value) in a {
                match b.get(key) {
                    Some(other) => compare(value, other, &format!("{at}.{key}"), differences),
                    None => differences.push(format!("{at}.{key}: missing, expected {value}")),
                }
            }
            for key in b.keys().filter(|key| !a.contains_key(*key)) {
                differences.push(format!("{at}.{key}: not expected, got {}", b[key]));
            }
        }
        (Json::Array(a), Json::Array(b)) if a.len() == b.len() => {
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                compare(a, b, &format!("{at}[{i}]"), differences);
            }
        }
        (a, b) if a == b => {}
        (a, b) => differences.push(format!("{at}: expected {a} got {b}")),
    }
}
