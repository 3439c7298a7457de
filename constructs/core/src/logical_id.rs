//! Logical ids by the AWS CDK's algorithm, so that stacks can move without replacing anything.

use md5::{Digest, Md5};

/// Longest readable part.
const MAX_HUMAN: usize = 240;
/// Longest logical id.
const MAX_LOGICAL_ID: usize = 255;
/// Component that neither part shows.
const HIDDEN: &str = "Default";
/// Component that the readable part does not show.
const HIDDEN_FROM_HUMAN: &str = "Resource";

/// The logical id of an element whose path below its stack is `components`; `None` when nothing of the path is left to name it.
pub(crate) fn unique_id(components: &[&str]) -> Option<String> {
    let components: Vec<&str> =
        components.iter().copied().filter(|component| *component != HIDDEN).collect();
    let (first, rest) = components.split_first()?;
    if rest.is_empty() {
        // One component is used as it is, so that a template can be ported with its ids unchanged.
        let plain = alphanumeric(first);
        if plain.len() <= MAX_LOGICAL_ID {
            return Some(plain);
        }
    }
    let mut human = String::new();
    let mut previous: Option<&str> = None;
    for component in &components {
        if previous.is_some_and(|previous| previous.ends_with(component)) {
            continue;
        }
        previous = Some(component);
        if *component != HIDDEN_FROM_HUMAN {
            human.push_str(&alphanumeric(component));
        }
    }
    human.truncate(MAX_HUMAN);
    human.push_str(&hash(&components));
    Some(human)
}

/// First eight digits of the MD5 of the path.
pub(crate) fn hash(components: &[&str]) -> String {
    let digest = Md5::digest(components.join("/"));
    digest.iter().take(4).map(|byte| format!("{byte:02X}")).collect()
}

/// First sixteen digits of the MD5 of a text, in small letters.
pub(crate) fn digest(text: &str) -> String {
    Md5::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// All digits of the MD5 of a text, in small letters.
pub(crate) fn full_digest(text: &str) -> String {
    Md5::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn alphanumeric(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect()
}

/// Whether CloudFormation takes `id` as a logical id.
pub(crate) fn is_valid(id: &str) -> bool {
    (1..=MAX_LOGICAL_ID).contains(&id.len()) && id.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_path(path: &str) -> Option<String> {
        unique_id(&path.split('/').collect::<Vec<_>>())
    }

    #[test]
    fn ids_equal_those_of_the_aws_cdk() {
        let vectors = [
            ("Bucket/Resource", "Bucket83908E77"),
            ("Vpc/PublicSubnet1/Subnet", "VpcPublicSubnet1Subnet5C2D37C4"),
            ("A/A/B", "AB9913480D"),
            ("Foo/Default/Bar", "FooBarCFC0D4D9"),
            ("Zürich/é", "Zrich1D7B44A2"),
            ("--/++", "074C3C8D"),
            ("Bucket/Default", "Bucket"),
        ];
        for (path, id) in vectors {
            assert_eq!(of_path(path).as_deref(), Some(id), "{path}");
        }
    }

    #[test]
    fn a_path_of_hidden_components_has_no_id() {
        assert_eq!(of_path("Default"), None);
    }

    #[test]
    fn the_readable_part_is_cut_to_240_and_a_single_long_component_is_hashed() {
        let long = "x".repeat(300);
        let id = of_path(&format!("{long}/Resource")).unwrap();
        assert_eq!(id.len(), 248);
        assert_eq!(of_path(&long).unwrap().len(), 248);
        assert_eq!(of_path(&"y".repeat(255)).unwrap().len(), 255);
    }
}
