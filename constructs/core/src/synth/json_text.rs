//! Writes pretty JSON straight into a text, without a value tree in between.

use serde_json::Value as Json;
use std::fmt::Write;

/// JSON that is being written, two spaces a level, as `serde_json` writes it.
pub(super) struct JsonText {
    out: String,
    depth: usize,
    /// Whether nothing stands in the current object or list yet.
    empty: bool,
}

impl JsonText {
    /// Nothing yet; what comes is indented as if it stood this deep.
    pub(super) fn new(depth: usize) -> Self {
        Self { out: String::new(), depth, empty: true }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub(super) fn into_string(self) -> String {
        self.out
    }

    pub(super) fn object(&mut self, entries: impl FnOnce(&mut Self)) {
        self.nest('{', '}', entries);
    }

    pub(super) fn list(&mut self, items: impl FnOnce(&mut Self)) {
        self.nest('[', ']', items);
    }

    fn nest(&mut self, open: char, close: char, content: impl FnOnce(&mut Self)) {
        self.out.push(open);
        self.depth += 1;
        self.empty = true;
        content(self);
        self.depth -= 1;
        if !self.empty {
            self.line();
        }
        self.out.push(close);
        self.empty = false;
    }

    /// Starts an item of a list.
    pub(super) fn item(&mut self) {
        if !self.empty {
            self.out.push(',');
        }
        self.line();
        self.empty = false;
    }

    /// Starts an entry of an object.
    pub(super) fn key(&mut self, key: &str) {
        self.item();
        self.text(key);
        self.out.push_str(": ");
    }

    /// Puts a text that was written at this depth where entries of an object stand.
    pub(super) fn entries(&mut self, entries: &str) {
        self.out.push_str(entries);
        self.empty = false;
    }

    pub(super) fn text(&mut self, text: &str) {
        let plain = text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\');
        if plain {
            self.out.push('"');
            self.out.push_str(text);
            self.out.push('"');
        } else {
            let _ = write!(self.out, "{}", Json::from(text));
        }
    }

    pub(super) fn value(&mut self, value: &Json) {
        match value {
            Json::String(text) => self.text(text),
            Json::Array(items) => self.list(|out| {
                for item in items {
                    out.item();
                    out.value(item);
                }
            }),
            Json::Object(entries) => self.object(|out| {
                for (key, value) in entries {
                    out.key(key);
                    out.value(value);
                }
            }),
            other => {
                let _ = write!(self.out, "{other}");
            }
        }
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_is_what_serde_json_writes() {
        let value = json!({ "a": [1, { "b\"": "c\n" }, [], {}], "d": { "e": null, "f": [true] } });
        let mut text = JsonText::new(0);
        text.value(&value);
        assert_eq!(text.into_string(), serde_json::to_string_pretty(&value).unwrap());
    }
}
