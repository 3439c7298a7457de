//! What holds for the generated code of every resource type.

use std::collections::BTreeSet;

use super::model::{Resource, Struct, TypeDef};
use super::{names, resolve, services};
use crate::store;

fn all_resources() -> impl Iterator<Item = Resource> {
    store::types().map(|name| resolve::resource(&store::schema(name).unwrap()))
}

fn duplicates(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = BTreeSet::new();
    names.into_iter().filter(|name| !seen.insert(name.clone())).collect()
}

fn structs(resource: &Resource) -> impl Iterator<Item = (&str, &Struct)> {
    let types = resource.types.iter().filter_map(|(name, definition)| match definition {
        TypeDef::Struct(properties) => Some((name.as_str(), properties)),
        TypeDef::Enum(_) => None,
    });
    types.chain([("", &resource.root)])
}

#[test]
fn no_two_items_of_a_module_share_a_name() {
    let mut found = Vec::new();
    for resource in all_resources() {
        let type_name = &resource.type_name;
        let found_here = resource.collisions.iter().map(|name| format!("{type_name}: type {name}"));
        found.extend(found_here);
        for (name, item) in structs(&resource) {
            let setters = item.properties.iter().map(|property| names::snake(&property.name));
            found.extend(
                duplicates(setters)
                    .into_iter()
                    .map(|setter| format!("{type_name}.{name}: setter {setter}")),
            );
        }
        let attributes =
            resource.attributes.iter().map(|attribute| names::attribute(&attribute.name));
        found.extend(duplicates(attributes).into_iter().map(|name| format!("{type_name}: {name}")));
        let required = resource.types.keys().map(|name| format!("{name}Required"));
        found.extend(
            required
                .filter(|name| resource.types.contains_key(name))
                .map(|n| format!("{type_name}: {n}")),
        );
    }
    for (service, types) in services() {
        let items = types.iter().flat_map(|name| {
            let resource = names::resource(name);
            [format!("Cfn{resource}"), format!("Cfn{resource}Attributes"), names::snake(&resource)]
        });
        found.extend(duplicates(items).into_iter().map(|name| format!("{service}: {name}")));
    }
    assert!(found.is_empty(), "{}\n{}", found.len(), found.join("\n"));
}

/// A resource with attributes, tags and free-form properties.
#[test]
fn a_queue_as_rust() {
    insta::assert_snapshot!(super::source(&["AWS::SQS::Queue"]));
}

/// Property types, an enumeration, a shared tag.
#[test]
fn a_repository_as_rust() {
    insta::assert_snapshot!(super::source(&["AWS::ECR::Repository"]));
}

/// Three required properties, in a struct.
#[test]
fn a_subscription_filter_as_rust() {
    insta::assert_snapshot!(super::source(&["AWS::Logs::SubscriptionFilter"]));
}
