//! A table defines the attributes of its keys, and no others.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3039",
    level: Level::Error,
    summary: "Attributes of a table that its keys do not match",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::DynamoDB::Table") {
        let Some(node) = properties.get("AttributeDefinitions") else { continue };
        let Some(defined) = names(node) else { continue };
        let lists = ["GlobalSecondaryIndexes", "LocalSecondaryIndexes"];
        let lists: Option<Vec<&[Node]>> =
            lists.iter().filter_map(|name| properties.get(name)).map(Node::as_array).collect();
        let Some(lists) = lists else { continue };
        let holders = std::iter::once(properties).chain(lists.into_iter().flatten());
        let keys: Option<Vec<_>> =
            holders.map(|holder| holder.get("KeySchema").and_then(names)).collect();
        let Some(keys) = keys.map(|keys| keys.concat()) else { continue };
        // Vector indexes may use attributes of their own.
        if properties.get("VectorIndexes").is_some() {
            continue;
        }
        for (name, at) in
            keys.iter().filter(|(name, _)| !defined.iter().any(|(known, _)| known == name))
        {
            report.add(
                At::Value(at),
                format!("the key {name} is not among the AttributeDefinitions"),
                None,
            );
        }
        for (name, at) in
            defined.iter().filter(|(name, _)| !keys.iter().any(|(known, _)| known == name))
        {
            let help = "only attributes of keys are defined".to_owned();
            report.add(At::Value(at), format!("no key uses the attribute {name}"), Some(help));
        }
    }
}

/// The plain attribute names of a list; nothing if a function provides one.
fn names(list: &Node) -> Option<Vec<(&str, &Node)>> {
    list.as_array()?
        .iter()
        .map(|item| item.get("AttributeName").and_then(|name| Some((name.as_str()?, name))))
        .collect()
}
