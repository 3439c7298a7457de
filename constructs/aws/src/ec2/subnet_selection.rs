//! Which subnets of a VPC something stands in.

use super::{Subnet, SubnetType};
use crate::{Cidr, Construct, IntoValue, Node, Value};

/// A choice of subnets. Without a type, group or list: private ones with egress if there are any,
/// else isolated ones, else public ones.
///
/// ```
/// use cumulo::ec2::SubnetSelection;
/// let one_each = SubnetSelection::private_with_egress().one_per_az();
/// let data = SubnetSelection::group("data");
/// ```
#[derive(Clone, Debug, Default)]
pub struct SubnetSelection {
    pub(super) of: Of,
    one_per_az: bool,
    zones: Vec<Value<String>>,
    filters: Vec<SubnetFilter>,
}

#[derive(Clone, Debug, Default)]
pub(super) enum Of {
    #[default]
    Any,
    Type(SubnetType),
    Group(String),
    These(Vec<Subnet>),
}

impl SubnetSelection {
    /// The VPC's private subnets with egress, else its isolated ones, else its public ones.
    pub fn new() -> Self {
        Self::default()
    }

    /// All subnets of a type.
    pub fn of_type(subnet_type: SubnetType) -> Self {
        Self { of: Of::Type(subnet_type), ..Self::default() }
    }

    /// The public subnets.
    pub fn public() -> Self {
        Self::of_type(SubnetType::Public)
    }

    /// The private subnets whose connections go out through a NAT gateway.
    pub fn private_with_egress() -> Self {
        Self::of_type(SubnetType::PrivateWithEgress)
    }

    /// The isolated subnets.
    pub fn isolated() -> Self {
        Self::of_type(SubnetType::PrivateIsolated)
    }

    /// Whether the choice names the public type itself.
    pub(crate) fn is_of_public_type(&self) -> bool {
        matches!(self.of, Of::Type(SubnetType::Public))
    }

    /// The subnets of a group of the VPC's configuration, by its name.
    pub fn group(name: &str) -> Self {
        Self { of: Of::Group(name.to_owned()), ..Self::default() }
    }

    /// These subnets.
    pub fn subnets(subnets: impl IntoIterator<Item = Subnet>) -> Self {
        Self { of: Of::These(subnets.into_iter().collect()), ..Self::default() }
    }

    /// At most one of them in each zone.
    #[must_use]
    pub fn one_per_az(mut self) -> Self {
        self.one_per_az = true;
        self
    }

    /// Only those in these zones.
    #[must_use]
    pub fn availability_zones(
        mut self,
        zones: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        self.zones.extend(zones.into_iter().map(IntoValue::into_value));
        self
    }

    /// Only those that pass the filter; several filters must all be passed.
    #[must_use]
    pub fn filter(mut self, filter: SubnetFilter) -> Self {
        self.filters.push(filter);
        self
    }

    /// What of the candidates remains.
    pub(super) fn narrow(&self, mut subnets: Vec<Subnet>) -> Vec<Subnet> {
        if !self.zones.is_empty() {
            subnets.retain(|subnet| self.zones.iter().any(|zone| subnet.same_zone(zone)));
        }
        for filter in &self.filters {
            filter.apply(&mut subnets);
        }
        if self.one_per_az { one_per_zone(subnets) } else { subnets }
    }
}

/// A condition on subnets.
#[derive(Clone, Debug)]
pub enum SubnetFilter {
    /// Their ids are these.
    Ids(Vec<Value<String>>),
    /// Their zones are these.
    AvailabilityZones(Vec<Value<String>>),
    /// They hold one of these addresses.
    ContainsIpAddresses(Vec<std::net::Ipv4Addr>),
    /// Their blocks have this mask, such as 24.
    CidrMask(u8),
    /// They lie in one of these blocks.
    CidrRanges(Vec<Cidr>),
    /// At most one of them in each zone.
    OnePerAz,
}

impl SubnetFilter {
    fn apply(&self, subnets: &mut Vec<Subnet>) {
        let holds = |subnet: &Subnet, test: &dyn Fn(Cidr) -> bool| subnet.block().is_some_and(test);
        match self {
            SubnetFilter::Ids(ids) => {
                subnets.retain(|subnet| ids.iter().any(|id| id.expr() == subnet.subnet_id().expr()))
            }
            SubnetFilter::AvailabilityZones(zones) => {
                subnets.retain(|subnet| zones.iter().any(|zone| subnet.same_zone(zone)));
            }
            SubnetFilter::ContainsIpAddresses(addresses) => subnets.retain(|subnet| {
                holds(subnet, &|block| {
                    let range = block.first()..=block.last();
                    addresses.iter().any(|address| range.contains(&u32::from(*address)))
                })
            }),
            SubnetFilter::CidrMask(mask) => {
                subnets.retain(|subnet| holds(subnet, &|block| block.prefix() == *mask));
            }
            SubnetFilter::CidrRanges(ranges) => subnets.retain(|subnet| {
                holds(subnet, &|block| ranges.iter().any(|range| range.contains(block)))
            }),
            SubnetFilter::OnePerAz => *subnets = one_per_zone(std::mem::take(subnets)),
        }
    }
}

fn one_per_zone(subnets: Vec<Subnet>) -> Vec<Subnet> {
    let mut chosen: Vec<Subnet> = Vec::new();
    for subnet in subnets {
        let taken = subnet.zone().is_some_and(|zone| chosen.iter().any(|one| one.same_zone(zone)));
        if !taken {
            chosen.push(subnet);
        }
    }
    chosen
}

/// Subnets that were chosen.
#[derive(Clone, Debug)]
pub struct SelectedSubnets {
    pub(super) subnets: Vec<Subnet>,
    pub(super) has_public: bool,
}

impl SelectedSubnets {
    /// The subnets.
    pub fn subnets(&self) -> &[Subnet] {
        &self.subnets
    }

    /// Their ids.
    pub fn subnet_ids(&self) -> Vec<Value<String>> {
        self.subnets.iter().map(Subnet::subnet_id).collect()
    }

    /// Their zones.
    pub fn availability_zones(&self) -> Vec<Value<String>> {
        self.subnets.iter().map(Subnet::availability_zone).collect()
    }

    /// Whether any of them is public.
    pub fn has_public(&self) -> bool {
        self.has_public
    }

    /// Routes that must be there before the subnets reach the internet, for `add_dependency`.
    pub fn internet_connectivity_established(&self) -> Vec<Node> {
        self.subnets.iter().flat_map(Subnet::internet_connectivity_established).collect()
    }

    /// Makes `dependent` after the routes to the internet.
    #[track_caller]
    pub fn connect_first(&self, dependent: &dyn Construct) {
        for route in self.internet_connectivity_established() {
            dependent.node().add_dependency(&route);
        }
    }
}
