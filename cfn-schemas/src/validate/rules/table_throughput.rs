//! Provisioned tables say how much.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3639",
    level: Level::Error,
    summary: "A provisioned table without ProvisionedThroughput",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (resource, properties) in view.of_type("AWS::DynamoDB::Table") {
        let provisioned = match properties.get("BillingMode") {
            None => true,
            Some(mode) => mode.as_str() == Some("PROVISIONED"),
        };
        if provisioned && properties.get("ProvisionedThroughput").is_none() {
            let at = At::properties(resource);
            let help = "add ProvisionedThroughput, or BillingMode PAY_PER_REQUEST".to_owned();
            report.add(
                at,
                "a table with provisioned capacity needs ProvisionedThroughput",
                Some(help),
            );
        }
    }
}
