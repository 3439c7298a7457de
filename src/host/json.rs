//! The host for programs: one JSON object per line on standard output.

use super::{Answer, Event, Host, Question, clock};
use crate::output;
use serde_json::{Value, json};

/// Version of the lines. Fields are only ever added within one version.
const VERSION: u64 = 1;

/// Writes each event as a line of JSON; never asks.
pub struct JsonHost;

impl Host for JsonHost {
    fn emit(&self, event: Event) {
        write(serde_json::to_value(&event).unwrap_or(Value::Null));
    }

    fn ask(&self, _: &Question) -> Answer {
        Answer::NobodyThere
    }
}

/// The last line of a run.
pub fn result(exit: u8, message: Option<&str>) {
    write(json!({
        "kind": "result",
        "ok": exit == 0,
        "exit": exit,
        "rolledBack": exit == 5,
        "message": message,
    }));
}

fn write(fields: Value) {
    let mut line = json!({ "v": VERSION, "t": clock::timestamp() });
    if let (Value::Object(line), Value::Object(fields)) = (&mut line, fields) {
        line.extend(fields);
    }
    // A reader that went away misses nothing but the rest.
    let _ = output::data(&format!("{line}\n"));
}
