//! What targets of rules are given.

use crate::json_text::json_text;
use crate::{Expr, IntoValue, Json, Value};
use std::collections::BTreeSet;

/// Name of the function that marks a field of the event; it stands in no template.
const FIELD: &str = "EventField";

/// Fields of an event, for what targets are given.
#[derive(Clone, Copy, Debug)]
pub struct EventField;

impl EventField {
    /// The field at this JSON path: `$.detail.state`.
    pub fn from_path(path: impl Into<String>) -> Value<String> {
        Value::new(Expr::function(FIELD, path.into()))
    }

    /// Account in which the event happened.
    pub fn account() -> Value<String> {
        Self::from_path("$.account")
    }

    /// Region in which it happened.
    pub fn region() -> Value<String> {
        Self::from_path("$.region")
    }

    /// When it happened.
    pub fn time() -> Value<String> {
        Self::from_path("$.time")
    }

    /// Its id.
    pub fn event_id() -> Value<String> {
        Self::from_path("$.id")
    }

    /// Where it comes from.
    pub fn source() -> Value<String> {
        Self::from_path("$.source")
    }

    /// Its kind.
    pub fn detail_type() -> Value<String> {
        Self::from_path("$.detail-type")
    }
}

/// What a target is given instead of the whole event.
///
/// ```
/// use cumulo::{Expr, events::{EventField, RuleTargetInput}, text};
/// let mail = RuleTargetInput::from_text(text!("{} stopped", EventField::from_path("$.detail.group")));
/// let call = RuleTargetInput::from_object(Expr::object([("at", EventField::time().into_expr())]));
/// ```
#[derive(Clone, Debug)]
pub struct RuleTargetInput(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Object(Expr),
    Text(Vec<Value<String>>),
    Path(String),
}

impl RuleTargetInput {
    /// This JSON, in which fields of the event may stand.
    pub fn from_object(object: impl IntoValue<Json>) -> Self {
        Self(Kind::Object(object.into_value().into_expr()))
    }

    /// This text, in which fields of the event may stand.
    pub fn from_text(text: impl IntoValue<String>) -> Self {
        Self(Kind::Text(vec![text.into_value()]))
    }

    /// These lines; the target gets each as an input of its own.
    pub fn from_lines(lines: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self(Kind::Text(lines.into_iter().map(IntoValue::into_value).collect()))
    }

    /// A part of the event, by its JSON path: `$.detail`.
    pub fn from_event_path(path: impl Into<String>) -> Self {
        Self(Kind::Path(path.into()))
    }

    /// The properties of a target that say this.
    pub(super) fn properties(&self) -> Vec<(&'static str, Expr)> {
        let (template, fields) = match &self.0 {
            Kind::Path(path) => return vec![("InputPath", path.clone().into())],
            Kind::Object(object) => rendered(object),
            Kind::Text(lines) => {
                let mut fields = Vec::new();
                let mut text = Value::new("");
                for (i, line) in lines.iter().enumerate() {
                    let (line, of_line) = rendered(line.expr());
                    let line =
                        if line.is_token() || of_line.is_empty() { line } else { quoted(line) };
                    text = if i > 0 { text.append("\n") } else { text }.append(line);
                    fields.extend(of_line);
                }
                (text, fields)
            }
        };
        if fields.is_empty() {
            return vec![("Input", template.into_expr())];
        }
        let paths = fields.into_iter().map(|(name, path)| (name, Expr::from(path)));
        let transformer = Expr::object([
            ("InputPathsMap", Expr::object(paths)),
            ("InputTemplate", template.into_expr()),
        ]);
        vec![("InputTransformer", transformer)]
    }
}

/// A text that is only a field is given in quotes all the same.
fn quoted(line: Value<String>) -> Value<String> {
    match line.literal() {
        Some(text) if text.starts_with('<') => Value::new(format!("\"{text}\"")),
        _ => line,
    }
}

/// The expression as JSON text with `<name>` for fields, and those fields' names and paths.
fn rendered(expr: &Expr) -> (Value<String>, Vec<(String, String)>) {
    let mut fields = Vec::new();
    let marked = marked(expr, false, &mut fields);
    let text = json_text(&marked, 0);
    let text = match text.literal() {
        Some(text) => Value::new(unquoted(text)),
        None => match text.into_expr() {
            Expr::Concat(parts) => Value::new(Expr::Concat(
                parts
                    .into_iter()
                    .map(|part| match part {
                        Expr::String(text) => Expr::from(unquoted(&text)),
                        other => other,
                    })
                    .collect(),
            )),
            other => Value::new(other),
        },
    };
    (text, fields)
}

/// Characters that stand around a value that is only a field, so that its quotes can be taken away.
const WHOLE: (char, char) = ('\u{e000}', '\u{e001}');

fn unquoted(text: &str) -> String {
    text.replace(&format!("\"{}", WHOLE.0), "").replace(&format!("{}\"", WHOLE.1), "")
}

fn marked(expr: &Expr, inside: bool, fields: &mut Vec<(String, String)>) -> Expr {
    match expr {
        Expr::Function(FIELD, path) => {
            let path = path.as_str().unwrap_or_default().to_owned();
            let name = name_of(&path, fields);
            let place = format!("<{name}>");
            let place = if inside { place } else { format!("{}{place}{}", WHOLE.0, WHOLE.1) };
            Expr::from(place)
        }
        Expr::Concat(parts) => {
            let parts: Vec<Expr> = parts.iter().map(|part| marked(part, true, fields)).collect();
            let text = parts.into_iter().map(Value::<String>::new);
            text.fold(Value::new(""), Value::append).into_expr()
        }
        Expr::List(items) => {
            Expr::List(items.iter().map(|item| marked(item, false, fields)).collect())
        }
        Expr::Map(entries) => Expr::Map(
            entries
                .iter()
                .map(|(key, value)| (key.clone(), marked(value, false, fields)))
                .collect(),
        ),
        other => other.clone(),
    }
}

/// The name of a field, which is noted if need be.
fn name_of(path: &str, fields: &mut Vec<(String, String)>) -> String {
    if let Some((name, _)) = fields.iter().find(|(_, known)| known == path) {
        return name.clone();
    }
    let plain = path.trim_start_matches("$.").replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let taken: BTreeSet<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let mut name = plain.clone();
    for n in 2.. {
        if !taken.contains(name.as_str()) {
            break;
        }
        name = format!("{plain}{n}");
    }
    fields.push((name.clone(), path.to_owned()));
    name
}
