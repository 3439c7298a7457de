//! Writes YAML that readers of YAML 1.1 and 1.2 understand alike.
//!
//! Only what every version takes for a text is written plain; all other texts are quoted the way
//! JSON quotes them, which is YAML too.

use serde_json::Value as Json;
use std::fmt::Write;

/// The value as a YAML document.
pub(crate) fn to_string(value: &Json) -> String {
    let mut out = String::new();
    block(&mut out, value, 0);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// Writes a value at the start of a line, or behind a key or dash when it fits on that line.
fn block(out: &mut String, value: &Json, depth: usize) {
    match value {
        Json::Object(entries) if !entries.is_empty() => {
            for (i, (key, value)) in entries.iter().enumerate() {
                if i > 0 {
                    indent(out, depth);
                }
                scalar(out, key);
                out.push(':');
                below(out, value, depth + 1);
            }
        }
        Json::Array(items) if !items.is_empty() => {
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    indent(out, depth);
                }
                out.push_str("- ");
                match item {
                    // A mapping or list in a list starts on the line of its dash.
                    Json::Object(_) | Json::Array(_) => block(out, item, depth + 1),
                    _ => inline(out, item),
                }
            }
        }
        other => inline(out, other),
    }
}

fn below(out: &mut String, value: &Json, depth: usize) {
    let nested = match value {
        Json::Object(entries) => !entries.is_empty(),
        Json::Array(items) => !items.is_empty(),
        _ => false,
    };
    if nested {
        out.push('\n');
        indent(out, depth);
        block(out, value, depth);
    } else {
        out.push(' ');
        inline(out, value);
    }
}

fn inline(out: &mut String, value: &Json) {
    match value {
        Json::String(text) => scalar(out, text),
        // Empty objects and lists, numbers, booleans and null are written as JSON writes them.
        other => {
            let _ = write!(out, "{other}");
        }
    }
    out.push('\n');
}

fn indent(out: &mut String, depth: usize) {
    out.extend(std::iter::repeat_n("  ", depth));
}

fn scalar(out: &mut String, text: &str) {
    if is_plain(text) {
        out.push_str(text);
    } else {
        // JSON leaves characters alone that YAML takes for line breaks or does not take at all.
        for c in Json::from(text).to_string().chars() {
            match c {
                '\u{7f}'..='\u{9f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{feff}'
                | '\u{fffe}'
                | '\u{ffff}' => {
                    let _ = write!(out, "\\u{:04x}", u32::from(c));
                }
                c => out.push(c),
            }
        }
    }
}

/// Whether every version of YAML takes the unquoted text for a text.
fn is_plain(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | ' '))
        && !text.ends_with([':', ' '])
        && !text.contains(": ")
        && !WORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn objects_and_lists_nest_by_indentation() {
        let value =
            json!({ "A": { "B": [1, { "C": "d", "E": [] }, ["x", "y"]] }, "F": {}, "G": null });
        let text = "A:\n  B:\n    - 1\n    - C: d\n      E: []\n    - - x\n      - \"y\"\nF: {}\nG: null\n";
        assert_eq!(to_string(&value), text);
    }

    #[test]
    fn awkward_texts_are_read_back_as_they_were() {
        let awkward = [
            "",
            " ",
            "yes",
            "No",
            "on",
            "OFF",
            "~",
            "null",
            "012",
            "0o14",
            "1_000",
            "12:30:45",
            "2010-09-09",
            "1e3",
            ".5",
            "0x1F",
            "+1",
            "-",
            "- a",
            "?",
            "<<",
            "=",
            "a: b",
            "a #b",
            "#a",
            "a:",
            "&a",
            "*a",
            "!Ref x",
            "%a",
            "@a",
            "`a",
            "{a}",
            "[a]",
            "'a'",
            "\"a\"",
            "a\nb",
            "a\tb",
            "ü",
            "é: x",
            "\u{85}",
            "\u{2028}",
            "\u{feff}x",
            "AWS::S3::Bucket",
            "arn:aws:s3:::b/*",
            "${AWS::Region}",
            ".inf",
            ".nan",
        ];
        for text in awkward {
            let document = json!({ "k": [text, { text: text }] });
            let read: Json = serde_yaml::from_str(&to_string(&document))
                .unwrap_or_else(|error| panic!("{error}\n{}", to_string(&document)));
            assert_eq!(read, document, "{text:?}");
        }
    }
}
