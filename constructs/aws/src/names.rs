//! Physical names that are made from a construct's place in the tree, as the AWS CDK makes them.

use crate::Node;
use md5::{Digest, Md5};

/// A name from the ids of the path with `separator` between them and a hash behind; its middle is left out where it
/// would be longer than `longest`.
pub(crate) fn unique_resource_name(node: &Node, separator: &str, longest: usize) -> String {
    let path = node.path();
    let mut parts: Vec<String> = Vec::new();
    for component in path.split('/').filter(|component| *component != "Default") {
        let repeats = parts.last().is_some_and(|last| last.ends_with(component));
        if component != "Resource" && !repeats {
            parts.push(component.chars().filter(char::is_ascii_alphanumeric).collect());
        }
    }
    parts.retain(|part| !part.is_empty());
    let human = parts.join(separator);
    let hash = node.short_hash();
    let room = longest.saturating_sub(hash.len() + separator.len());
    if human.len() <= room {
        return format!("{human}{separator}{hash}");
    }
    let half = room / 2;
    let (start, end) = (&human[..half], &human[human.len() - half..]);
    format!("{start}{end}{separator}{hash}")
}

/// MD5 of a text as 32 digits, as the AWS CDK uses it to tell things apart; never for safety.
pub(crate) fn md5_hex(text: &str) -> String {
    Md5::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}
