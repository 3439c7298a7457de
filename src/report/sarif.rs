//! Findings in SARIF 2.1.0, for code scanning.

use super::{Finding, Findings, Place, TemplatePlace};
use cumulo_core::{Level, Source};
use indexmap::IndexSet;
use serde_json::{Value, json};

/// Findings as a SARIF log; a finding in several places is one result.
///
/// Source: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>
pub fn sarif(all: &[Findings]) -> String {
    let findings: Vec<&Finding> = all.iter().flat_map(|findings| &findings.list).collect();
    let rules: IndexSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "cumulo",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(|finding| result(finding, &rules)).collect::<Vec<_>>(),
        }],
    });
    format!("{log:#}\n")
}

fn result(finding: &Finding, rules: &IndexSet<&str>) -> Value {
    let templates: Vec<&TemplatePlace> =
        finding.places.iter().filter_map(|place| place.template.as_ref()).collect();
    let main = match (&finding.source, templates.first()) {
        (Some(source), _) => Some(of_source(source)),
        (None, Some(template)) => Some(of_template(template)),
        (None, None) => None,
    };
    // Where the user's line is known, templates are where the problem shows.
    let mut related: Vec<Value> = finding
        .related
        .iter()
        .map(|related| {
            json!({ "physicalLocation": of_source(&related.source), "message": { "text": related.message } })
        })
        .collect();
    let shown = if finding.source.is_some() { 0 } else { 1 };
    related.extend(templates.iter().skip(shown).map(|template| {
        json!({ "physicalLocation": of_template(template), "message": { "text": template.pointer() } })
    }));
    let logical: Vec<Value> = finding
        .places
        .iter()
        .filter_map(|place| place.construct.as_ref())
        .map(|path| json!({ "fullyQualifiedName": path }))
        .collect();
    let mut location = json!({ "logicalLocations": logical });
    if let Some(main) = main {
        location["physicalLocation"] = main;
    }
    json!({
        "ruleId": finding.rule,
        "ruleIndex": rules.get_index_of(finding.rule.as_str()),
        "level": if finding.level == Level::Error { "error" } else { "warning" },
        "message": { "text": finding.sentence() },
        "locations": [location],
        "relatedLocations": related,
        "partialFingerprints": { "cumulo/v1": fingerprint(finding) },
    })
}

/// What stays the same when lines move and in every stage.
fn fingerprint(finding: &Finding) -> String {
    let place = finding.places.first();
    let of_template = |place: &Place| place.template.as_ref().map(TemplatePlace::pointer);
    let pointer = place.and_then(of_template).unwrap_or_default();
    let construct = place.and_then(|place| place.construct.as_deref()).unwrap_or_default();
    let construct = construct.split_once('/').map_or(construct, |(_, rest)| rest);
    format!("{}:{construct}:{pointer}", finding.rule)
}

fn of_source(source: &Source) -> Value {
    physical(&source.file, source.line as usize, source.column as usize)
}

fn of_template(template: &TemplatePlace) -> Value {
    physical(&template.file, template.line, template.column)
}

fn physical(file: &str, line: usize, column: usize) -> Value {
    json!({
        "artifactLocation": { "uri": file.replace('\\', "/").replace(' ', "%20") },
        "region": { "startLine": line, "startColumn": column },
    })
}
