//! Periods of alarms.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3615",
    level: Level::Error,
    summary: "An alarm with a period that CloudWatch does not offer",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::CloudWatch::Alarm") {
        let Some(node) = properties.get("Period") else { continue };
        let Some(seconds) = node.scalar_number() else { continue };
        if ![10.0, 20.0, 30.0].contains(&seconds) && (seconds <= 0.0 || seconds % 60.0 != 0.0) {
            let help = "allowed: 10, 20, 30 and multiples of 60 seconds".to_owned();
            report.add(
                At::Value(node),
                format!("an alarm cannot have a period of {seconds} seconds"),
                Some(help),
            );
        }
    }
}
