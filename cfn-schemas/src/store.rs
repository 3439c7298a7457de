//! The vendored resource schemas, inflated one type at a time.
//!
//! They are the facts (no descriptions) of the CloudFormation provider schemas as cfn-lint publishes them, with its
//! corrections; `SOURCE.json` names the version.

use serde_json::Value;

/// Names nearer to the asked one than this (0 to 1, Jaro-Winkler) are worth a "did you mean".
const LIKE: f64 = 0.85;

struct Entry {
    name: &'static str,
    main_region: bool,
    /// Bytes of the inflated JSON.
    size: usize,
    start: usize,
    end: usize,
}

include!(concat!(env!("OUT_DIR"), "/schema_index.rs"));
static SCHEMAS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/schemas.bin"));
static SOURCE: &str = include_str!("../SOURCE.json");

/// Names of all resource types, such as `AWS::S3::Bucket`, sorted.
///
/// Includes the few that exist only outside of us-east-1 ([`in_us_east_1`]).
pub fn types() -> impl ExactSizeIterator<Item = &'static str> + Clone {
    INDEX.iter().map(|entry| entry.name)
}

/// Whether there is a schema for this type.
pub fn contains(type_name: &str) -> bool {
    entry(type_name).is_some()
}

/// The provider schema of a type, or `None` for a type that has none, such as a custom resource.
///
/// Inflates and parses anew at each call (0.1 to 2 ms): keep the result.
pub fn schema(type_name: &str) -> Option<Value> {
    serde_json::from_slice(&schema_json(type_name)?).ok()
}

/// The provider schema of a type as minified JSON text, keys sorted.
pub fn schema_json(type_name: &str) -> Option<Vec<u8>> {
    let entry = entry(type_name)?;
    miniz_oxide::inflate::decompress_to_vec_with_limit(
        SCHEMAS.get(entry.start..entry.end)?,
        entry.size,
    )
    .ok()
}

/// Whether us-east-1 has the type. `None` for an unknown type.
///
/// SAM's `AWS::Serverless::*` types are no region's: a transform expands them.
pub fn in_us_east_1(type_name: &str) -> Option<bool> {
    entry(type_name).map(|entry| entry.main_region)
}

/// The type that was probably meant: equal but for case, or similar in spelling.
pub fn closest(type_name: &str) -> Option<&'static str> {
    let asked = type_name.to_lowercase();
    types()
        .map(|name| (strsim::jaro_winkler(&asked, &name.to_lowercase()), name))
        .filter(|(likeness, _)| *likeness > LIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// When the schemas were collected, as `2026-10-20T22:11:15Z`.
pub fn schema_date() -> String {
    source("schema_date")
}

/// Version of the cfn-lint package that the schemas come from, as `1.58.0`.
pub fn package_version() -> String {
    source("version")
}

fn source(key: &str) -> String {
    let source: Value = serde_json::from_str(SOURCE).unwrap_or_default();
    source[key].as_str().unwrap_or_default().to_owned()
}

fn entry(type_name: &str) -> Option<&'static Entry> {
    INDEX.binary_search_by(|entry| entry.name.cmp(type_name)).ok().map(|at| &INDEX[at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_inflates_to_its_own_schema() {
        for name in types() {
            let schema = schema(name).unwrap_or_else(|| panic!("{name} cannot be read"));
            assert_eq!(schema["typeName"], name);
        }
    }

    #[test]
    fn the_store_holds_as_many_types_as_the_source_says() {
        let source: Value = serde_json::from_str(SOURCE).unwrap();
        let counts =
            source["types"].as_object().unwrap().values().map(|count| count.as_u64().unwrap());
        assert_eq!(counts.sum::<u64>(), types().len() as u64);
        assert_eq!(schema_date().len(), "2026-10-20T22:11:15Z".len());
        assert_eq!(package_version(), source["version"].as_str().unwrap());
    }

    #[test]
    fn an_unknown_type_has_no_schema() {
        assert!(schema("AWS::S3::Buckett").is_none());
        assert!(!contains("Custom::Thing"));
        assert_eq!(in_us_east_1("Custom::Thing"), None);
    }

    #[test]
    fn a_type_of_another_region_is_known_as_such() {
        assert_eq!(in_us_east_1("AWS::DeviceFarm::Project"), Some(false));
        assert_eq!(in_us_east_1("AWS::S3::Bucket"), Some(true));
    }

    #[test]
    fn a_misspelt_type_finds_the_one_that_was_meant() {
        assert_eq!(closest("AWS::S3::Buckett"), Some("AWS::S3::Bucket"));
        assert_eq!(closest("AWS::Ec2::Vpc"), Some("AWS::EC2::VPC"));
        assert_eq!(closest("AWS::Lambda::Fonction"), Some("AWS::Lambda::Function"));
        assert_eq!(closest("Terraform"), None);
    }
}
