//! `Fn::GetStackOutput: {StackName, OutputName}`.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;
use crate::validate::suggest::list;

pub(super) const RULE: Rule = Rule {
    id: "E1033",
    level: Level::Error,
    summary: "Fn::GetStackOutput with wrong arguments",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::GetStackOutput) {
        let Some(entries) = call.args.as_object() else {
            report.add(At::Value(call.node), "Fn::GetStackOutput takes an object", help());
            continue;
        };
        for entry in entries {
            if KEYS.contains(&&*entry.key) {
                arguments::text(call.function, &entry.key, &entry.value, report);
            } else {
                report.add(
                    At::Key(entry),
                    format!("Fn::GetStackOutput knows no \"{}\"", entry.key),
                    help(),
                );
            }
        }
        for name in ["StackName", "OutputName"] {
            if call.args.get(name).is_none() {
                report.add(
                    At::Value(call.node),
                    format!("Fn::GetStackOutput needs {name}"),
                    help(),
                );
            }
        }
    }
}

const KEYS: [&str; 4] = ["StackName", "OutputName", "Region", "RoleArn"];

fn help() -> Option<String> {
    list("allowed", &KEYS)
}
