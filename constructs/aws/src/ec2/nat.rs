//! NAT gateways: how private subnets reach the internet.

use super::{NatInstances, RouteTarget, Subnet, SubnetSelection, SubnetType, Vpc};
use crate::bag::{bag, number, opt};
use crate::cfn::ec2::{CfnInternetGateway, CfnNatGateway};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Value};
use bon::Builder;

/// One NAT gateway for all zones of a VPC, which follows the workloads into their zones by itself.
///
/// ```
/// use cumulo::{App, Stack, ec2::{RegionalNatGateway, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// Vpc::builder(&stack, "Vpc").regional_nat_gateway(RegionalNatGateway::builder().build()).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateways-regional.html>
#[derive(Builder, Clone, Debug)]
pub struct RegionalNatGateway {
    /// Allocation id of its address, `eipalloc-…`. Default: AWS provides addresses.
    #[builder(with = |id: impl IntoValue<String>| id.into_value())]
    allocation_id: Option<Value<String>>,
    /// Time that connections have to end when an address goes, 1 to 4,000 seconds. Default: 350 seconds.
    max_drain_duration: Option<Duration>,
    /// Zones, each with the allocation ids of its addresses; these win over `allocation_id`. Default: all that need it.
    #[builder(default, with = |zones: impl IntoIterator<Item = (impl IntoValue<String>, Vec<String>)>| zones.into_iter().map(|(zone, ids)| (zone.into_value(), ids)).collect())]
    availability_zone_addresses: Vec<(Value<String>, Vec<String>)>,
}

impl RegionalNatGateway {
    /// Makes the gateway, and the default routes of the private subnets.
    #[track_caller]
    pub(super) fn make(&self, vpc: &Vpc) {
        let zones = self.availability_zone_addresses.iter().map(|(zone, ids)| {
            let ids = ids.iter().map(|id| Expr::from(id.clone())).collect();
            Expr::object([("AllocationIds", Expr::List(ids)), ("AvailabilityZone", zone.into())])
        });
        let one = match self.availability_zone_addresses.is_empty() {
            true => opt(self.allocation_id.as_ref()),
            false => Expr::Null,
        };
        let seconds = |time: Duration| i64::try_from(time.to_seconds()).unwrap_or(i64::MAX);
        let gateway = bag::<CfnNatGateway>([
            ("AllocationId", one),
            ("AvailabilityMode", Expr::from("regional")),
            ("AvailabilityZoneAddresses", crate::bag::list(zones)),
            ("ConnectivityType", Expr::from("public")),
            ("MaxDrainDurationSeconds", number(self.max_drain_duration.map(seconds))),
            ("VpcId", vpc.vpc_id().into()),
        ])
        .add_to(vpc, "RegionalNatGateway");
        if let Some(internet) = vpc.node().resource::<CfnInternetGateway>("IGW") {
            gateway.depends_on(&internet);
        }
        for subnet in vpc.private_subnets() {
            let target = RouteTarget::NatGateway(gateway.attr_nat_gateway_id());
            subnet.add_internet_route("DefaultRoute", target);
        }
    }
}

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
#[track_caller]
pub(super) fn add_gateways(
    vpc: &Vpc,
    wanted: Option<NatGateways>,
    placement: Option<&SubnetSelection>,
    addresses: Vec<Value<String>>,
    instances: Option<&NatInstances>,
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
    let chosen = &chosen.subnets()[..count.min(chosen.subnets().len())];
    let mut gateways = Gateways::default();
    if let Some(instances) = instances {
        for (subnet, instance) in chosen.iter().zip(instances.make(vpc, chosen)) {
            let target = RouteTarget::Instance(instance.instance_id());
            gateways.all.push((subnet.clone(), target));
        }
    } else {
        let mut addresses = addresses.into_iter();
        for subnet in chosen {
            let gateway = subnet.add_nat_gateway(addresses.next());
            gateways.all.push((subnet.clone(), RouteTarget::NatGateway(gateway.reference())));
        }
    }
    for subnet in vpc.private_subnets() {
        if let Some(gateway) = gateways.pick(subnet) {
            subnet.add_internet_route("DefaultRoute", gateway);
        }
    }
}

/// Deals gateways to subnets: one of the subnet's own zone if there is any, else one after the other.
#[derive(Default)]
struct Gateways {
    all: Vec<(Subnet, RouteTarget)>,
    dealt: usize,
}

impl Gateways {
    fn pick(&mut self, subnet: &Subnet) -> Option<RouteTarget> {
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
