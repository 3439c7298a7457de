//! Engines of databases.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3691",
    level: Level::Error,
    summary: "A database with an engine that RDS does not offer",
    check,
};

/// Source: <https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html>
const ENGINES: &[&str] = &[
    "postgres",
    "mysql",
    "mariadb",
    "aurora-postgresql",
    "aurora-mysql",
    "oracle-ee",
    "oracle-ee-cdb",
    "oracle-se2",
    "oracle-se2-cdb",
    "sqlserver-ee",
    "sqlserver-ex",
    "sqlserver-se",
    "sqlserver-web",
    "db2-ae",
    "db2-se",
];

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::RDS::DBInstance") {
        let Some(node) = properties.get("Engine") else { continue };
        let Some(name) = node.as_str() else { continue };
        // Custom engines have names of the account's own versions.
        let known = ENGINES.iter().any(|engine| engine.eq_ignore_ascii_case(name));
        if !known && !name.starts_with("custom-") {
            let help = did_you_mean(name, ENGINES.iter().copied())
                .or_else(|| list("allowed", ENGINES));
            report.add(At::Value(node), format!("RDS has no engine \"{name}\""), help);
        }
    }
}
