//! Encrypted listeners need a certificate.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3676",
    level: Level::Error,
    summary: "An HTTPS or TLS listener without a certificate",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::ElasticLoadBalancingV2::Listener") {
        let Some(protocol) = properties.get("Protocol") else { continue };
        let name = protocol.as_str().unwrap_or_default();
        if matches!(name, "HTTPS" | "TLS") && properties.get("Certificates").is_none() {
            report.add(
                At::Value(protocol),
                format!("a listener for {name} needs Certificates"),
                None,
            );
        }
    }
}
