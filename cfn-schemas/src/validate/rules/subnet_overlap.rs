//! Subnets of a VPC do not overlap.

use super::subnet_range::block;
use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule =
    Rule { id: "E3060", level: Level::Error, summary: "Two subnets of a VPC overlap", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let mut known: Vec<(&str, &str, (u32, u32))> = Vec::new();
    for (subnet, properties) in view.of_type("AWS::EC2::Subnet") {
        let Some(vpc) = properties.get("VpcId").and_then(|node| view.target(node)) else {
            continue;
        };
        let Some(node) = properties.get("CidrBlock") else { continue };
        // Under a condition only one of the two may exist.
        let (Some(part), false) = (block(node), subnet.body().get("Condition").is_some()) else {
            continue;
        };
        let overlap = known
            .iter()
            .find(|(other, _, range)| *other == vpc.id && part.0 <= range.1 && range.0 <= part.1);
        if let Some((_, other, _)) = overlap {
            report.add(
                At::Value(node),
                format!("{} overlaps the subnet {other}", node.brief()),
                None,
            );
        }
        known.push((vpc.id, subnet.id, part));
    }
}
