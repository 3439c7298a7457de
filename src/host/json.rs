//! The host for programs: one JSON object per line on standard output.

use super::{Answer, Event, Host, Question, clock};
use crate::deploy::changes::Counts;
use crate::output;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// Version of the lines. Fields are only ever added within one version.
const VERSION: u64 = 1;

/// Writes each event as a line of JSON; never asks.
pub struct JsonHost;

impl Host for JsonHost {
    fn emit(&self, event: Event) {
        match event {
            // A line per stack, so that readers need not hold a whole run.
            Event::Plan(plan) => {
                for stack in &plan.stacks {
                    let counts = Counts::of(&stack.changes);
                    write([
                        &json!({ "kind": "plan", "stage": plan.stage }),
                        &value(stack),
                        &value(&counts),
                    ]);
                }
            }
            event => write([&value(&event)]),
        }
    }

    fn ask(&self, _: &Question) -> Answer {
        Answer::NobodyThere
    }
}

/// The last line of a run.
pub fn result(exit: u8, message: Option<&str>) {
    write([&json!({
        "kind": "result",
        "ok": exit == 0,
        "exit": exit,
        "rolledBack": exit == 5,
        "message": message,
    })]);
}

fn value(part: &impl Serialize) -> Value {
    // Data of this crate has string keys only and cannot fail.
    serde_json::to_value(part).unwrap_or(Value::Null)
}

/// Writes the fields of all parts as one line.
fn write<'a>(parts: impl IntoIterator<Item = &'a Value>) {
    let mut line = Map::new();
    line.insert("v".to_owned(), VERSION.into());
    line.insert("t".to_owned(), clock::timestamp().into());
    for part in parts.into_iter().filter_map(Value::as_object) {
        line.extend(part.clone());
    }
    // A reader that went away misses nothing but the rest.
    let _ = output::data(&format!("{}\n", Value::Object(line)));
}
