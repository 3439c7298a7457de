//! JSON with tokens as one text: bodies of dashboards, build specs, event patterns.

use crate::{Expr, Value};
use serde_json::Value as Json;

/// The expression as JSON text, tokens in its places; `indent` spaces a level, on one line where it is 0.
pub(crate) fn json_text(expr: &Expr, indent: usize) -> Value<String> {
    let mut out = Writer { parts: Vec::new(), text: String::new(), indent };
    out.value(expr, 0);
    out.flush();
    let parts = out.parts.into_iter();
    parts.fold(Value::new(""), |text, part| text.append(part))
}

struct Writer {
    parts: Vec<Expr>,
    text: String,
    indent: usize,
}

impl Writer {
    fn value(&mut self, expr: &Expr, depth: usize) {
        match expr {
            Expr::Null => self.text.push_str("null"),
            Expr::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Expr::Number(number) => self.text.push_str(&number.to_string()),
            Expr::String(text) => self.text.push_str(&Json::from(text.as_ref()).to_string()),
            Expr::Set(items) if items.len() == 1 => self.value(&items[0], depth),
            Expr::List(items) | Expr::Set(items) => {
                self.nested('[', ']', depth, items, |out, item| out.value(item, depth + 1));
            }
            Expr::Map(entries) => {
                let entries = entries.iter().filter(|(_, value)| !matches!(value, Expr::Null));
                let entries: Vec<_> = entries.collect();
                self.nested('{', '}', depth, &entries, |out, (key, value)| {
                    out.text.push_str(&Json::from(key.as_ref()).to_string());
                    out.text.push_str(if out.indent == 0 { ":" } else { ": " });
                    out.value(value, depth + 1);
                });
            }
            token => {
                self.text.push('"');
                self.inside_text(token);
                self.text.push('"');
            }
        }
    }

    /// What stands between the quotes of a text.
    fn inside_text(&mut self, expr: &Expr) {
        match expr {
            Expr::Concat(parts) => parts.iter().for_each(|part| self.inside_text(part)),
            Expr::String(text) => {
                let quoted = Json::from(text.as_ref()).to_string();
                self.text.push_str(&quoted[1..quoted.len() - 1]);
            }
            token => {
                self.flush();
                self.parts.push(token.clone());
            }
        }
    }

    fn nested<T>(
        &mut self,
        open: char,
        close: char,
        depth: usize,
        items: &[T],
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.text.push(open);
        for (i, item) in items.iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            self.line(depth + 1);
            write(self, item);
        }
        if !items.is_empty() {
            self.line(depth);
        }
        self.text.push(close);
    }

    fn line(&mut self, depth: usize) {
        if self.indent > 0 {
            self.text.push('\n');
            self.text.extend(std::iter::repeat_n(' ', depth * self.indent));
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.parts.push(Expr::from(std::mem::take(&mut self.text)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Aws, text};
    use serde_json::json;

    #[test]
    fn plain_json_is_written_as_serde_json_does() {
        let value = json!({ "a": [1, "x\"y", {}], "b": [], "c": true });
        let expr = Expr::from(value.clone());
        assert_eq!(json_text(&expr, 0).literal(), Some(value.to_string().as_str()));
        let pretty = serde_json::to_string_pretty(&value).unwrap();
        assert_eq!(json_text(&expr, 2).literal(), Some(pretty.as_str()));
    }

    #[test]
    fn tokens_stand_between_quotes_and_texts_around_them_are_escaped() {
        let expr = Expr::object([("k", text!("a\"{}\n", Aws::region()).into_expr())]);
        let Expr::Concat(parts) = json_text(&expr, 0).into_expr() else {
            panic!("a text with a token is a join")
        };
        let texts: Vec<Option<&str>> = parts.iter().map(Expr::as_str).collect();
        assert_eq!(texts, [Some("{\"k\":\"a\\\""), None, Some("\\n\"}")]);
    }
}
