//! Network ACLs of a network's tiers.

use super::{Network, Tier};
use crate::Construct;
use crate::ec2::{AclCidr, AclTraffic, Action, NetworkAcl, Subnet, TrafficDirection};

/// Ports at which Linux hosts await answers; network ACLs know no connections, so answers need a rule.
const ANSWERS: (u16, u16) = (32_768, 65_535);

/// Lets connections into private subnets come from public and private ones only, into isolated ones
/// from private and isolated ones only. Answers may come from everywhere.
#[track_caller]
pub(super) fn private_from_public_only(network: &Network) {
    guard(network, Tier::Private, &[Tier::Public, Tier::Private], &[Tier::Isolated]);
    guard(network, Tier::Isolated, &[Tier::Private, Tier::Isolated], &[]);
}

#[track_caller]
fn guard(network: &Network, tier: Tier, callers: &[Tier], answering: &[Tier]) {
    if network.subnets(tier).is_empty() {
        return;
    }
    let vpc = network.vpc();
    let acl = NetworkAcl::builder(network, &format!("{tier:?}Acl"))
        .vpc(vpc)
        .subnet_selection(network.selection(tier))
        .build();
    let answers = || AclTraffic::tcp_port_range(ANSWERS.0, ANSWERS.1);
    let enter = |id: &str, from: AclCidr, traffic: AclTraffic, number: u16, action: Action| {
        acl.add_entry(id)
            .cidr(from)
            .traffic(traffic)
            .rule_number(number)
            .direction(TrafficDirection::Ingress)
            .rule_action(action)
            .call();
    };
    let subnets = |tiers: &[Tier]| -> Vec<Subnet> {
        tiers.iter().flat_map(|tier| network.subnets(*tier)).collect()
    };
    for (subnet, number) in subnets(callers).into_iter().zip(101..) {
        let from = AclCidr::ipv4(subnet.cidr_block());
        let id = format!("From{}", subnet.node().id());
        enter(&id, from, AclTraffic::all_traffic(), number, Action::Allow);
    }
    for (subnet, number) in subnets(answering).into_iter().zip(201..) {
        let from = AclCidr::ipv4(subnet.cidr_block());
        let id = format!("AnswersOf{}", subnet.node().id());
        enter(&id, from, answers(), number, Action::Allow);
    }
    let rest = AclCidr::ipv4(vpc.vpc_cidr_block());
    enter("NoneElseOfTheVpc", rest, AclTraffic::all_traffic(), 300, Action::Deny);
    enter("Answers", AclCidr::any_ipv4(), answers(), 400, Action::Allow);
    acl.add_entry("Out")
        .cidr(AclCidr::any_ipv4())
        .traffic(AclTraffic::all_traffic())
        .rule_number(100)
        .direction(TrafficDirection::Egress)
        .call();
}
