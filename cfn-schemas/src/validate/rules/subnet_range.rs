//! Subnets lie inside their VPC.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use std::net::Ipv4Addr;

use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3059",
    level: Level::Error,
    summary: "A subnet outside the address range of its VPC",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::EC2::Subnet") {
        let Some(vpc) = properties.get("VpcId").and_then(|node| view.target(node)) else {
            continue;
        };
        // Further ranges may be added to a VPC.
        let extended = view.of_type("AWS::EC2::VPCCidrBlock").next().is_some();
        let Some(whole) = vpc.properties().and_then(|vpc| block(vpc.get("CidrBlock")?)) else {
            continue;
        };
        let Some(node) = properties.get("CidrBlock").filter(|_| !extended) else { continue };
        let Some(part) = block(node) else { continue };
        if part.0 < whole.0 || part.1 > whole.1 {
            report.add(
                At::Value(node),
                format!("{} is not inside the range of {}", node.brief(), vpc.id),
                None,
            );
        }
    }
}

/// First and last address of a plain IPv4 block.
pub(super) fn block(node: &Node) -> Option<(u32, u32)> {
    let (address, mask) = node.as_str()?.split_once('/')?;
    let address = u32::from(address.parse::<Ipv4Addr>().ok()?);
    let mask = mask.parse::<u32>().ok().filter(|mask| *mask <= 32)?;
    let size = u32::MAX.checked_shr(mask).unwrap_or(0);
    Some((address & !size, address | size))
}
