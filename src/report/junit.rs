//! Findings as JUnit XML, which most build servers show as test results.

use super::{Finding, Findings};
use cumulo_core::Level;
use std::fmt::Write as _;

/// A suite per app: a failed case per error, a passed one with a remark per warning.
pub fn junit(all: &[(String, Findings)]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"cumulo validate\">\n",
    );
    for (name, findings) in all {
        let name = if name.is_empty() { "templates" } else { name };
        let _ = writeln!(
            text,
            "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\">",
            escaped(name),
            findings.list.len().max(1),
            findings.count(Level::Error)
        );
        if findings.list.is_empty() {
            let _ = writeln!(text, "    <testcase name=\"no findings\"/>");
        }
        findings.list.iter().for_each(|finding| case(finding, &mut text));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(finding: &Finding, text: &mut String) {
    let place = finding.position();
    let (open, close) = match finding.level {
        Level::Error => {
            (format!("<failure message=\"{}\">", escaped(&finding.message)), "</failure>")
        }
        Level::Warning => ("<system-out>".to_owned(), "</system-out>"),
    };
    let _ = writeln!(
        text,
        "    <testcase classname=\"{}\" name=\"{}\">{open}{}{close}</testcase>",
        escaped(&finding.rule),
        escaped(&place),
        escaped(&format!("{place}: {}", finding.sentence()))
    );
}

/// Text as XML takes it; control characters have no place there at all.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            c if c.is_control() => safe.push('\u{fffd}'),
            c => safe.push(c),
        }
    }
    safe
}
