//! `Fn::FindInMap: [map, key, key]` names what the Mappings section has.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::{Entry, Node};
use crate::validate::functions::Function;
use crate::validate::suggest::did_you_mean;

pub(super) const RULE: Rule = Rule {
    id: "E1011",
    level: Level::Error,
    summary: "Fn::FindInMap looks for something that the mappings do not have",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::FindInMap) {
        let Some([map_node, first, second, options @ ..]) = arguments::list(call, 3, 4, report)
        else {
            continue;
        };
        for (what, node) in
            [("the map", map_node), ("the first key", first), ("the second key", second)]
        {
            arguments::text(call.function, what, node, report);
        }
        // With a default value or a macro a miss is no mistake.
        if !options.is_empty() || view.macros.generates || view.macros.foreign {
            continue;
        }
        let Some(map_name) = map_node.as_str().filter(|name| !name.contains("${")) else {
            continue;
        };
        let Some(map) = find(view.mappings, map_name) else {
            let names = view.mappings.iter().map(|entry| &*entry.key);
            report.add(
                At::Value(map_node),
                format!("there is no mapping {map_name}"),
                did_you_mean(map_name, names),
            );
            continue;
        };
        let inner: Vec<&Node> = match first.scalar_text() {
            None => map.entries().iter().map(|entry| &entry.value).collect(),
            Some(key) => match map.get(&key) {
                Some(inner) => vec![inner],
                None => {
                    let names = map.entries().iter().map(|entry| &*entry.key);
                    let message = format!("the mapping {map_name} has no key {key}");
                    report.add(At::Value(first), message, did_you_mean(&key, names));
                    continue;
                }
            },
        };
        let Some(key) = second.scalar_text() else { continue };
        if !inner.is_empty() && inner.iter().all(|inner| inner.get(&key).is_none()) {
            let names = inner.iter().flat_map(|inner| inner.entries()).map(|entry| &*entry.key);
            let message = format!("the mapping {map_name} has no second-level key {key}");
            report.add(At::Value(second), message, did_you_mean(&key, names));
        }
    }
}

fn find<'t>(mappings: &'t [Entry], name: &str) -> Option<&'t Node> {
    mappings.iter().find(|entry| &*entry.key == name).map(|entry| &entry.value)
}
