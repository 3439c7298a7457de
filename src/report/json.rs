//! Findings for machines.

use super::{Finding, Findings, Place};
use cumulo_core::Level;
use serde_json::{Value, json};

/// Findings as one JSON object; a finding in several places is listed once for each of them.
pub fn json(all: &[Findings], unreadable: &[(String, String)]) -> String {
    let list: Vec<Value> = all
        .iter()
        .flat_map(|findings| &findings.list)
        .flat_map(|finding| finding.places.iter().map(move |place| entry(finding, place)))
        .collect();
    let count = |level| all.iter().map(|findings| findings.count(level)).sum::<usize>();
    let whole = json!({
        "version": 1,
        "findings": list,
        "unreadable": unreadable.iter().map(|(file, reason)| json!({ "file": file, "reason": reason })).collect::<Vec<_>>(),
        "summary": {
            "errors": count(Level::Error),
            "warnings": count(Level::Warning),
            "templates": all.iter().map(|findings| findings.templates).sum::<usize>(),
            "resources": all.iter().map(|findings| findings.resources).sum::<usize>(),
        },
    });
    format!("{whole:#}\n")
}

fn entry(finding: &Finding, place: &Place) -> Value {
    let template = place.template.as_ref();
    let path = template.map(|template| {
        let segment = |segment: &cumulo_schemas::PathSegment| match segment {
            cumulo_schemas::PathSegment::Key(key) => json!(key),
            cumulo_schemas::PathSegment::Index(index) => json!(index),
        };
        template.path.iter().map(segment).collect::<Vec<Value>>()
    });
    json!({
        "file": template.map(|template| &template.file),
        "rule": finding.rule,
        "level": finding.level,
        "message": finding.message,
        "path": path.unwrap_or_default(),
        "line": template.map(|template| template.line),
        "column": template.map(|template| template.column),
        "resource": template.and_then(|template| template.resource.as_deref()),
        "resourceType": template.and_then(|template| template.resource_type.as_deref()),
        "help": finding.help,
        "construct": place.construct,
        "source": finding.source,
        "related": finding.related,
    })
}
