//! What an output may have.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Entry;
use crate::validate::functions::rewrites_object;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule =
    Rule { id: "E6001", level: Level::Error, summary: "An output of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for output in view.outputs.iter().filter(|entry| !rewrites_object(&entry.key)) {
        let Some(entries) = output.value.as_object() else {
            report.add(
                At::Value(&output.value),
                format!("an output is an object, found {}", output.value.kind()),
                None,
            );
            continue;
        };
        unknown(entries, &["Value", "Description", "Export", "Condition"], report);
        if let Some(export) = output.value.get("Export") {
            match export.as_object() {
                Some(entries) => unknown(entries, &["Name"], report),
                None => report.add(
                    At::Value(export),
                    format!("Export is an object, found {}", export.kind()),
                    None,
                ),
            }
        }
        if let Some(text) = output.value.get("Description")
            && text.scalar_text().is_none_or(|text| text.len() > 1024)
        {
            report.add(
                At::Value(text),
                "the description of an output is text of at most 1024 bytes",
                None,
            );
        }
    }
}

fn unknown<'t>(entries: &'t [Entry], known: &[&str], report: &mut Report<'_, 't>) {
    for entry in
        entries.iter().filter(|entry| !known.contains(&&*entry.key) && !rewrites_object(&entry.key))
    {
        let help =
            did_you_mean(&entry.key, known.iter().copied()).or_else(|| list("allowed", known));
        report.add(
            At::Key(entry),
            format!("unknown attribute \"{}\" of an output", entry.key),
            help,
        );
    }
}
