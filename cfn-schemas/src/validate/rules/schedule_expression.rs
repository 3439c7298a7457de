//! Rates and cron expressions of rules of EventBridge.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3027",
    level: Level::Error,
    summary: "A schedule that EventBridge does not read",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Events::Rule") {
        let Some(node) = properties.get("ScheduleExpression") else { continue };
        let Some(text) = node.as_str() else { continue };
        let inside = |name| text.strip_prefix(name)?.strip_suffix(')');
        let wrong = match (inside("rate("), inside("cron(")) {
            (Some(rate), _) => rate_fault(rate),
            (_, Some(cron)) => cron_fault(cron),
            _ => None, // the schema's pattern tells
        };
        if let Some((message, help)) = wrong {
            report.add(At::Value(node), message, Some(help.to_owned()));
        }
    }
}

type Fault = (String, &'static str);

fn rate_fault(rate: &str) -> Option<Fault> {
    let words: Vec<&str> = rate.split_whitespace().collect();
    let form = "write rate(1 minute), rate(5 minutes), and so with hours and days";
    let [number, unit] = words[..] else {
        return Some((format!("a rate is a number and a unit, found \"{rate}\""), form));
    };
    let Some(number) = number.parse::<u64>().ok().filter(|number| *number > 0) else {
        return Some((format!("a rate is a whole number from 1 on, found \"{number}\""), form));
    };
    let units = if number == 1 { ["minute", "hour", "day"] } else { ["minutes", "hours", "days"] };
    let message = || format!("the unit after {number} is one of {}, found \"{unit}\"", units.join(", "));
    (!units.contains(&unit)).then(|| (message(), form))
}

fn cron_fault(cron: &str) -> Option<Fault> {
    let fields: Vec<&str> = cron.split_whitespace().collect();
    let [_, _, day, _, weekday, _] = fields[..] else {
        let help = "minutes, hours, day of month, month, day of week, year: cron(0 8 * * ? *)";
        return Some((format!("a cron expression has 6 fields, found {}", fields.len()), help));
    };
    let help = "write ? for the one that does not matter: cron(0 8 * * ? *), cron(0 8 ? * MON *)";
    let message = match (day == "?", weekday == "?") {
        (false, false) => "day of month and day of week cannot both be given",
        (true, true) => "day of month and day of week cannot both be ?",
        _ => return None,
    };
    Some((message.to_owned(), help))
}
