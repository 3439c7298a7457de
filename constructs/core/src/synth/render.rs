//! Expressions as JSON of one template.

use super::json_text::JsonText;
use super::links::Links;
use crate::stack::stack_name;
use crate::tags;
use crate::tree::{Arena, NodeId};
use crate::value::{Expr, Reference, Strength};
use serde_json::{Map, Value as Json, json};
use std::cell::Cell;

/// Transform that some functions need.
pub(super) const LANGUAGE_EXTENSIONS: &str = "AWS::LanguageExtensions";
/// Functions that work only with that transform.
const EXTENSIONS: [&str; 2] = ["Fn::ToJsonString", "Fn::Length"];

/// Renders expressions for the template of one stack.
pub(super) struct Renderer<'a> {
    pub(super) arena: &'a Arena,
    pub(super) links: &'a Links,
    pub(super) stack: NodeId,
    /// Whether a function was met that needs the `AWS::LanguageExtensions` transform.
    pub(super) extended: Cell<bool>,
}

impl Renderer<'_> {
    /// Writes the expression; what is plain JSON already goes straight into the text.
    pub(super) fn write(&self, out: &mut JsonText, expr: &Expr) {
        match expr {
            Expr::String(text) => out.text(text),
            Expr::List(items) => out.list(|out| {
                for item in items {
                    out.item();
                    self.write(out, item);
                }
            }),
            Expr::Map(entries) => out.object(|out| {
                for (key, value) in entries.iter().filter(|(_, value)| !self.is_absent(value)) {
                    out.key(key);
                    self.write(out, value);
                }
            }),
            other => out.value(&self.json(other)),
        }
    }

    /// Whether an entry with this value is left out.
    fn is_absent(&self, value: &Expr) -> bool {
        match value {
            Expr::Null => true,
            Expr::Tags(id, own) => tags::elsewhere(self.arena, *id, own).is_none(),
            _ => false,
        }
    }

    pub(super) fn json(&self, expr: &Expr) -> Json {
        match expr {
            Expr::Null => Json::Null,
            Expr::Bool(value) => Json::Bool(*value),
            Expr::Number(value) => Json::Number(value.clone()),
            Expr::String(text) => Json::String(text.to_string()),
            Expr::List(items) => items.iter().map(|item| self.json(item)).collect(),
            Expr::Set(items) => self.set(items),
            Expr::Map(entries) => {
                let entries = entries.iter().filter(|(_, value)| !self.is_absent(value));
                Json::Object(
                    entries.map(|(key, value)| (key.to_string(), self.json(value))).collect(),
                )
            }
            Expr::Reference(reference) => self.links.reference(self.arena, self.stack, reference),
            Expr::LogicalId(id) if self.arena.get(*id).is_some() => {
                Json::String(self.links.logical_id(self.arena, *id))
            }
            Expr::LogicalIdEnd(id, length) if self.arena.get(*id).is_some() => {
                let id = self.links.logical_id(self.arena, *id);
                // Logical ids are ASCII, so every byte ends a character.
                Json::String(id[id.len().saturating_sub(*length)..].to_owned())
            }
            Expr::StackName(id) => self.stack_name(*id),
            Expr::Tags(id, own) => {
                let tags = tags::elsewhere(self.arena, *id, own);
                tags.map_or(Json::Array(Vec::new()), |tags| self.json(&tags))
            }
            Expr::Pseudo(name) => json!({ "Ref": name }),
            Expr::Function(name, argument) => self.function(name, argument),
            Expr::Concat(parts) => join("", parts.iter().map(|part| self.json(part)).collect()),
            // Reported as findings, which keep the template from being written.
            Expr::LogicalId(_) | Expr::LogicalIdEnd(..) | Expr::Secret(_) => Json::Null,
        }
    }

    fn set(&self, items: &[Expr]) -> Json {
        let mut items: Vec<Json> = items.iter().map(|item| self.json(item)).collect();
        items.sort_by_cached_key(Json::to_string);
        items.dedup();
        if items.len() == 1 { items.remove(0) } else { Json::Array(items) }
    }

    fn function(&self, name: &'static str, argument: &Expr) -> Json {
        if EXTENSIONS.contains(&name) {
            self.extended.set(true);
        }
        let argument = self.json(argument);
        if name == "Fn::Join"
            && let Json::Array(arguments) = &argument
            && let [Json::String(delimiter), Json::Array(items)] = arguments.as_slice()
        {
            return join(delimiter, items.clone());
        }
        let mut call = Map::new();
        call.insert(name.to_owned(), argument);
        Json::Object(call)
    }

    fn stack_name(&self, stack: NodeId) -> Json {
        match self.arena.stack_data(stack).nested_in {
            None => Json::String(stack_name(self.arena, stack)),
            Some(_) if stack == self.stack => json!({ "Ref": "AWS::StackName" }),
            Some(holder) => {
                // The resource's `Ref` is the ARN of the stack, whose second part is the name.
                let reference = Reference {
                    node: holder,
                    attribute: None,
                    list: false,
                    strength: Strength::Weak,
                };
                let arn = self.links.reference(self.arena, self.stack, &reference);
                json!({ "Fn::Select": [1, { "Fn::Split": ["/", arn] }] })
            }
        }
    }
}

/// The shortest form of a join: joins within it that use the same delimiter are opened, neighbouring texts merged.
fn join(delimiter: &str, items: Vec<Json>) -> Json {
    let mut flat: Vec<Json> = Vec::with_capacity(items.len());
    for item in items {
        for part in opened(delimiter, item) {
            let part = match part {
                Json::Number(number) => Json::String(number.to_string()),
                Json::Bool(value) => Json::String(value.to_string()),
                other => other,
            };
            match (flat.last_mut(), part) {
                (Some(Json::String(before)), Json::String(text)) => {
                    before.push_str(delimiter);
                    before.push_str(&text);
                }
                (_, Json::String(text)) if text.is_empty() && delimiter.is_empty() => {}
                (_, part) => flat.push(part),
            }
        }
    }
    match flat.len() {
        0 => Json::String(String::new()),
        1 => flat.remove(0),
        _ => json!({ "Fn::Join": [delimiter, flat] }),
    }
}

/// The items of an inner join with the same delimiter; anything else as it is.
fn opened(delimiter: &str, item: Json) -> Vec<Json> {
    if let Json::Object(call) = &item
        && call.len() == 1
        && let Some(Json::Array(arguments)) = call.get("Fn::Join")
        && let [Json::String(inner), Json::Array(items)] = arguments.as_slice()
        && inner == delimiter
    {
        return items.clone();
    }
    vec![item]
}
