//! Rules of security groups need ports for most protocols.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3687",
    level: Level::Error,
    summary: "A security group rule without the ports that its protocol needs",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::EC2::SecurityGroup") {
        for name in ["SecurityGroupIngress", "SecurityGroupEgress"] {
            for rule in properties.get(name).and_then(Node::as_array).unwrap_or_default() {
                check_rule(rule, At::Value(rule), report);
            }
        }
    }
    for name in ["AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"] {
        for (resource, properties) in view.of_type(name) {
            let at = At::properties(resource);
            check_rule(properties, at, report);
        }
    }
}

fn check_rule<'t>(rule: &'t Node, at: At<'t>, report: &mut Report<'_, 't>) {
    let Some(protocol) = rule.get("IpProtocol").and_then(Node::scalar_text) else { return };
    let needs_ports = ["tcp", "udp", "icmp", "icmpv6", "6", "17", "1", "58"];
    if !needs_ports.contains(&protocol.to_ascii_lowercase().as_str()) {
        return;
    }
    for name in ["FromPort", "ToPort"] {
        if rule.get(name).is_none() {
            report.add(at, format!("a rule for {protocol} needs {name}"), None);
        }
    }
}
