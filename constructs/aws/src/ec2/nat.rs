//! NAT gateways: how private subnets reach the internet.

use super::{RouteTarget, Subnet, SubnetSelection, SubnetType, Vpc};
use crate::{Construct, Value};

/// How many NAT gateways a VPC has. Each costs by the hour and by the gigabyte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NatGateways {
    /// None: private subnets are isolated, or have another way out.
    None,
    /// One for all zones: cheap, and down with its zone.
    One,
    /// One in each zone.
    PerAz,
    /// This many.
    Count(usize),
}

impl NatGateways {
    pub(super) fn count(self, zones: usize) -> usize {
        match self {
            NatGateways::None => 0,
            NatGateways::One => 1,
            NatGateways::PerAz => zones,
            NatGateways::Count(count) => count,
        }
    }
}

impl From<usize> for NatGateways {
    fn from(count: usize) -> Self {
        NatGateways::Count(count)
    }
}

/// Makes the gateways in public subnets, and the default routes of the private ones.
pub(super) fn add_gateways(
    vpc: &Vpc,
    wanted: Option<NatGateways>,
    placement: Option<&SubnetSelection>,
    addresses: Vec<Value<String>>,
) {
    let zones = vpc.availability_zones().len();
    let default = if vpc.private_subnets().is_empty() { 0 } else { zones };
    let count = wanted.map_or(default, |nat| nat.count(zones));
    if count == 0 {
        return;
    }
    if vpc.public_subnets().is_empty() {
        vpc.node().error(
            "vpc-nat-public",
            format!("{count} NAT gateways need a public subnet to stand in, and there is none"),
            "add a group of public subnets, or set `nat_gateways(0)`",
        );
        return;
    }
    let public = SubnetSelection::of_type(SubnetType::Public);
    let chosen = vpc.select_subnets(placement.unwrap_or(&public));
    let is_public =
        |subnet: &&Subnet| vpc.public_subnets().iter().any(|public| public.node() == subnet.node());
    if let Some(subnet) = chosen.subnets().iter().find(|subnet| !is_public(subnet)) {
        vpc.node().error(
            "vpc-nat-public",
            format!("`{}` is chosen for a NAT gateway, but is not public", subnet.node().id()),
            "choose public subnets by `nat_gateway_subnets`",
        );
        return;
    }
    if !addresses.is_empty() && addresses.len() < count.min(chosen.subnets().len()) {
        vpc.node().error(
            "vpc-nat-addresses",
            format!("{count} NAT gateways are to use {} addresses", addresses.len()),
            "give an allocation id for each gateway",
        );
    }
    let mut addresses = addresses.into_iter();
    let mut gateways = Gateways::default();
    for subnet in chosen.subnets().iter().take(count) {
        let gateway = subnet.add_nat_gateway(addresses.next());
        gateways.all.push((subnet.clone(), gateway.reference()));
    }
    for subnet in vpc.private_subnets() {
        if let Some(gateway) = gateways.pick(subnet) {
            subnet.add_internet_route("DefaultRoute", RouteTarget::NatGateway(gateway));
        }
    }
}

/// Deals gateways to subnets: one of the subnet's own zone if there is any, else one after the other.
#[derive(Default)]
struct Gateways {
    all: Vec<(Subnet, Value<String>)>,
    dealt: usize,
}

impl Gateways {
    fn pick(&mut self, subnet: &Subnet) -> Option<Value<String>> {
        let near: Vec<_> = self
            .all
            .iter()
            .filter(|(at, _)| at.zone().is_some_and(|zone| subnet.same_zone(zone)))
            .collect();
        let from = if near.is_empty() { self.all.iter().collect() } else { near };
        let (_, gateway) = from.get(self.dealt % from.len().max(1))?;
        self.dealt += 1;
        Some(gateway.clone())
    }
}
