//! Mappings are two levels deep.

use super::arguments::is_alphanumeric;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::rewrites_object;

pub(super) const RULE: Rule =
    Rule { id: "E7001", level: Level::Error, summary: "A mapping of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for map in view.mappings.iter().filter(|entry| !rewrites_object(&entry.key)) {
        if !is_alphanumeric(&map.key) {
            report.add(
                At::Key(map),
                format!("the mapping name {} may have letters and digits only", map.key),
                None,
            );
        }
        let Some(first_level) = map.value.as_object() else {
            report.add(
                At::Value(&map.value),
                format!("a mapping is an object, found {}", map.value.kind()),
                None,
            );
            continue;
        };
        for first in first_level.iter().filter(|entry| !rewrites_object(&entry.key)) {
            let Some(second_level) = first.value.as_object() else {
                let message = format!(
                    "{} of mapping {} must be an object, found {}",
                    first.key,
                    map.key,
                    first.value.kind()
                );
                report.add(At::Value(&first.value), message, None);
                continue;
            };
            for second in second_level {
                let scalars = match second.value.as_array() {
                    Some(items) => items.iter().all(|item| item.scalar_text().is_some()),
                    None => second.value.scalar_text().is_some(),
                };
                if !scalars && !rewrites_object(&second.key) {
                    let message = format!(
                        "values of a mapping are strings or lists of strings, found {}",
                        second.value.kind()
                    );
                    report.add(At::Value(&second.value), message, None);
                }
            }
        }
    }
}
