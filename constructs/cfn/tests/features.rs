//! The features of this crate are the services of the schemas.

use std::collections::BTreeSet;

use cumulo_schemas::codegen;

/// More features crates.io does not take.
const LIMIT: usize = 300;

#[test]
fn every_service_has_a_feature_and_every_feature_a_service() {
    let services = codegen::services();
    let expected: BTreeSet<&str> =
        services.keys().map(|service| codegen::feature(service)).collect();
    let manifest = include_str!("../Cargo.toml");
    let (_, features) = manifest.split_once("\nall = [\n").unwrap();
    let (all, own) = features.split_once("]\n").unwrap();
    let all = all.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix("\","));
    let own = own.lines().filter_map(|line| line.strip_suffix(" = []"));
    for (place, found) in
        [("the list of `all`", all.collect()), ("lines `<name> = []`", own.collect())]
    {
        let found: BTreeSet<&str> = found;
        let missing: Vec<_> = expected.difference(&found).collect();
        let needless: Vec<_> = found.difference(&expected).collect();
        assert!(
            missing.is_empty() && needless.is_empty(),
            "{place}: add {missing:?}, remove {needless:?}"
        );
    }
    assert!(expected.len() + 2 <= LIMIT, "give a family of services one feature in codegen");
}
