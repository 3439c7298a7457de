//! Walks the JSON pointers by which a schema lists create-only and read-only properties.

use serde_json::Value;

/// The schema behind `$ref`s.
pub(super) fn deref<'a>(root: &'a Value, mut schema: &'a Value) -> &'a Value {
    for _ in 0..16 {
        match schema["$ref"].as_str().and_then(|pointer| root.pointer(pointer.strip_prefix('#')?)) {
            Some(target) => schema = target,
            None => break,
        }
    }
    schema
}

/// The schema of the property that a pointer such as `/properties/Endpoint/Address` names.
///
/// Lists are stepped into with or without `*` or `items`, as schemas write it either way.
pub(super) fn property<'a>(root: &'a Value, pointer: &str) -> Option<&'a Value> {
    let mut at = root;
    for segment in pointer.trim_start_matches('/').split('/') {
        let holder = deref(root, at);
        at = match segment {
            "properties" if holder["properties"]["properties"].is_null() => holder,
            "*" | "items" => items(root, holder)?,
            name => {
                named(root, holder, name).or_else(|| named(root, items(root, holder)?, name))?
            }
        };
    }
    Some(at)
}

fn named<'a>(root: &'a Value, holder: &'a Value, name: &str) -> Option<&'a Value> {
    let holder = deref(root, holder);
    if let Some(property) = holder["properties"].get(name) {
        return Some(property);
    }
    let branches =
        ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|keyword| holder[keyword].as_array());
    branches.flatten().find_map(|branch| deref(root, branch)["properties"].get(name))
}

/// Items of a list, or values of an object with free keys.
fn items<'a>(root: &'a Value, holder: &'a Value) -> Option<&'a Value> {
    let holder = deref(root, holder);
    holder.get("items").or_else(|| holder["patternProperties"].as_object()?.values().next())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_goes_through_references_and_lists() {
        let root = json!({
            "definitions": {"Rule": {"properties": {"Id": {"type": "string"}}}},
            "properties": {"Rules": {"items": {"$ref": "#/definitions/Rule"}, "type": "array"}},
        });
        let id = &root["definitions"]["Rule"]["properties"]["Id"];
        for pointer in [
            "/properties/Rules/*/Id",
            "/properties/Rules/Id",
            "/properties/Rules/items/properties/Id",
        ] {
            assert_eq!(property(&root, pointer), Some(id), "{pointer}");
        }
        assert_eq!(property(&root, "/properties/Rules/Name"), None);
    }
}
