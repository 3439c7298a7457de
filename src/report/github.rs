//! Findings as workflow commands of GitHub Actions, which shows them beside the lines of a pull request.

use super::{Finding, Findings};
use std::fmt::Write as _;

/// One command per finding.
///
/// Source: <https://docs.github.com/actions/reference/workflow-commands-for-github-actions>
pub fn github(all: &[Findings]) -> String {
    let mut text = String::new();
    for finding in all.iter().flat_map(|findings| &findings.list) {
        let place = position(finding).unwrap_or_default();
        let title = property(&finding.rule);
        let message = finding.sentence();
        let _ = writeln!(text, "::{} {place}title={title}::{}", finding.level, data(&message));
    }
    text
}

fn position(finding: &Finding) -> Option<String> {
    let (file, line, column) = match &finding.source {
        Some(source) => (&source.file, source.line as usize, source.column as usize),
        None => {
            let place = finding.places.first()?.template.as_ref()?;
            (&place.file, place.line, place.column)
        }
    };
    Some(format!("file={},line={line},col={column},", property(file)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
