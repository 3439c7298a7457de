//! Types of parameters.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E2002",
    level: Level::Error,
    summary: "A parameter type that CloudFormation does not know",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for parameter in &view.parameters {
        let Some(node) = parameter.entry.value.get("Type") else { continue };
        let Some(name) = node.as_str() else {
            report.add(
                At::Value(node),
                format!("Type must be a string, found {}", node.kind()),
                None,
            );
            continue;
        };
        if !is_known(name) {
            let names = PLAIN.iter().chain(AWS).copied();
            let help = did_you_mean(name, names).or_else(|| list("allowed", PLAIN));
            report.add(At::Value(node), format!("there is no parameter type {name}"), help);
        }
    }
}

const PLAIN: &[&str] = &["String", "Number", "List<Number>", "List<String>", "CommaDelimitedList"];
const AWS: &[&str] = &[
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
    "AWS::SSM::Parameter::Name",
];

fn is_known(name: &str) -> bool {
    let inside = |prefix: &str| name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
    PLAIN.contains(&name)
        || AWS.contains(&name)
        || inside("List<").is_some_and(|item| AWS.contains(&item))
        || inside("AWS::SSM::Parameter::Value<").is_some_and(|value| {
            let item = value.strip_prefix("List<").and_then(|rest| rest.strip_suffix('>'));
            PLAIN.contains(&value) || AWS.contains(&item.unwrap_or(value))
        })
}
