//! Mappings that nothing uses.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::collections::HashSet;

use crate::validate::functions::Function;

pub(super) const RULE: Rule =
    Rule { id: "W7001", level: Level::Warning, summary: "A mapping that nothing uses", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let names = view
        .calls(Function::FindInMap)
        .map(|call| call.args.as_array().and_then(|items| items.first()));
    let mut used: HashSet<&str> = HashSet::new();
    for name in names {
        match name.and_then(|name| name.as_str()) {
            Some(name) => used.insert(name),
            None => return, // the name is computed: any mapping may be meant
        };
    }
    if view.macros.foreign || view.macros.generates || view.macros.serverless {
        return;
    }
    for entry in view.mappings.iter().filter(|entry| !used.contains(&*entry.key)) {
        report.add(At::Key(entry), format!("nothing uses the mapping {}", entry.key), None);
    }
}
