//! Generates the L1 constructs: Rust source for the resource types of a service.
//!
//! The source expects, in the crate that includes it, a module `rt` with the items of `cumulo_core` that it builds on,
//! and a type `Tag`. A build script writes it into `OUT_DIR`; nothing of it is committed.

mod emit;
mod limits;
mod model;
mod names;
mod pointer;
mod resolve;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::store;

/// Services whose modules share a feature with their family, since crates.io allows 300 features a crate.
const FAMILIES: [&str; 10] = [
    "bcm",
    "codeguru",
    "codestar",
    "connect",
    "greengrass",
    "iot",
    "licensemanager",
    "media",
    "pinpoint",
    "workspaces",
];

/// The services and their resource types: module name (`s3`) to type names, both sorted.
pub fn services() -> BTreeMap<String, Vec<&'static str>> {
    let mut services = BTreeMap::<String, Vec<_>>::new();
    for type_name in store::types() {
        services.entry(names::service(type_name)).or_default().push(type_name);
    }
    services
}

/// Cargo feature that switches a service on: its own name, of a few families the name of the family (`iot`).
pub fn feature(service: &str) -> &str {
    FAMILIES.into_iter().find(|family| service.starts_with(family)).unwrap_or(service)
}

/// Rust source of the modules of all services that `wanted` asks for by module name.
pub fn modules(wanted: impl Fn(&str) -> bool) -> String {
    let mut out = String::new();
    for (service, types) in services().into_iter().filter(|(service, _)| wanted(service)) {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "/// Resource types of `{}`.", namespaces(&types).join("` and `"));
        // A type without attributes never reads its node.
        let _ =
            writeln!(out, "#[allow(clippy::all, dead_code)]\npub mod {service} {{\nuse crate::rt;");
        let _ = writeln!(out, "{}}}", source(&types));
    }
    out
}

/// Rust source of some resource types of one service, as it stands in the service's module.
pub fn source(types: &[&str]) -> String {
    let schemas = types.iter().filter_map(|type_name| store::schema(type_name));
    let resources: Vec<_> = schemas.map(|schema| resolve::resource(&schema)).collect();
    let mut out = String::new();
    let _ = emit::service(&mut out, &resources);
    out
}

fn namespaces<'a>(types: &[&'a str]) -> Vec<&'a str> {
    let mut namespaces: Vec<_> =
        types.iter().filter_map(|name| Some(name.rsplit_once("::")?.0)).collect();
    namespaces.dedup();
    namespaces
}
