//! The subnets of a VPC: groups, zones and addresses.

use super::address_plan::plan;
use super::{Subnet, SubnetType};
use crate::cfn::ec2::{CfnVPC, CfnVPCCidrBlock};
use crate::{Cidr, Construct, Fn, IntoValue, Node, Resource, Tags, Value};

/// Zones that are used where account and region of the stack are open, as the AWS CDK does it.
const OPEN_ZONES: usize = 2;

/// A group of alike subnets, one in each zone.
#[derive(Clone, Debug)]
pub struct SubnetConfiguration {
    pub(super) name: String,
    pub(super) subnet_type: SubnetType,
    pub(super) cidr_mask: Option<u8>,
    pub(super) reserved: bool,
    pub(super) map_public_ip_on_launch: Option<bool>,
    pub(super) ipv6_assign_address_on_creation: Option<bool>,
}

impl SubnetConfiguration {
    /// A group with this name, which its subnets' ids and tags carry.
    pub fn new(name: &str, subnet_type: SubnetType) -> Self {
        Self {
            name: name.to_owned(),
            subnet_type,
            cidr_mask: None,
            reserved: false,
            map_public_ip_on_launch: None,
            ipv6_assign_address_on_creation: None,
        }
    }

    /// Size of each subnet: 16 (65,536 addresses) to 28 (16 addresses). Default: an even part of what other groups leave.
    #[must_use]
    pub fn cidr_mask(mut self, mask: u8) -> Self {
        self.cidr_mask = Some(mask);
        self
    }

    /// Only keeps addresses free for subnets that may come later. Default: false.
    #[must_use]
    pub fn reserved(mut self, reserved: bool) -> Self {
        self.reserved = reserved;
        self
    }

    /// Whether network interfaces get a public address; for public subnets only. Default: true there.
    #[must_use]
    pub fn map_public_ip_on_launch(mut self, map: bool) -> Self {
        self.map_public_ip_on_launch = Some(map);
        self
    }

    /// Whether workloads in subnets of a dual-stack VPC get IPv6 addresses by themselves. Default: true.
    #[must_use]
    pub fn ipv6_assign_address_on_creation(mut self, assign: bool) -> Self {
        self.ipv6_assign_address_on_creation = Some(assign);
        self
    }
}

/// The subnets by type, each in the order of groups and zones.
#[derive(Debug, Default)]
pub(super) struct Subnets {
    pub(super) public: Vec<Subnet>,
    pub(super) private: Vec<Subnet>,
    pub(super) isolated: Vec<Subnet>,
}

/// Addresses that VPC IP Address Manager hands out when the VPC is made.
#[derive(Clone, Debug)]
pub struct IpamAllocation {
    pub(super) pool: Value<String>,
    pub(super) mask: u8,
    subnet_mask: u8,
}

impl IpamAllocation {
    /// A block of a pool, `ipam-pool-…`, with this mask, 16 to 28; each subnet gets a part with `subnet_mask`.
    pub fn new(pool_id: impl IntoValue<String>, mask: u8, subnet_mask: u8) -> Self {
        Self { pool: pool_id.into_value(), mask, subnet_mask }
    }

    /// A block for each subnet of each group, one behind the other; `None` when they do not fit.
    fn blocks(
        &self,
        vpc: &Resource<CfnVPC>,
        groups: &[SubnetConfiguration],
        in_group: usize,
    ) -> Option<Vec<Vec<Value<String>>>> {
        let mut next = 0u64;
        let mut one = |mask: u8| {
            let bits = mask.checked_sub(self.mask).filter(|_| mask <= 32)?;
            let size = 1u64 << (32 - mask);
            let start = next.next_multiple_of(size);
            next = start + size;
            let index = u32::try_from(start / size).ok().filter(|index| *index < 1 << bits)?;
            Some(part(vpc.node().attribute("CidrBlock"), index, 1 << bits, 32 - mask))
        };
        let mut group = |group: &SubnetConfiguration| {
            let mask = group.cidr_mask.unwrap_or(self.subnet_mask);
            (0..in_group).map(|_| one(mask)).collect::<Option<Vec<_>>>()
        };
        groups.iter().map(&mut group).collect()
    }
}

/// One of `count` parts of a block, each with these many bits for hosts; in two steps where `Fn::Cidr` cannot cut so many.
fn part(block: Value<String>, index: u32, count: u32, host_bits: u8) -> Value<String> {
    const MOST: u32 = 256;
    let cut = |block, index, count: u32, bits| {
        Fn::select(index, Fn::cidr(block, u16::try_from(count).unwrap_or(u16::MAX), bits))
    };
    if count <= MOST {
        return cut(block, index, count, host_bits);
    }
    let large = cut(block, index / MOST, count / MOST, host_bits + 8);
    cut(large, index % MOST, MOST, host_bits)
}

pub(super) fn zones(
    node: &Node,
    max_azs: Option<usize>,
    named: Option<Vec<Value<String>>>,
) -> Vec<Value<String>> {
    if let Some(named) = named {
        if max_azs.is_some() {
            node.error(
                "vpc-zones",
                "`availability_zones` and `max_azs` are both given",
                "keep one of them",
            );
        }
        return named;
    }
    let stack = node.stack();
    let open = stack.account().is_token() || stack.region().is_token();
    let wanted = max_azs.unwrap_or(3);
    // New accounts see two of the region's zones.
    let small = stack.region().literal() == Some("us-west-1");
    let count = if open || small { wanted.min(OPEN_ZONES) } else { wanted };
    if count < wanted && max_azs.is_some() {
        let (why, help) = match small {
            true => (
                "us-west-1 has no more",
                "lower `max_azs`, or name the zones by `availability_zones`",
            ),
            false => (
                "the stack's account and region are open",
                "give the stage an account and a region, or name the zones by `availability_zones`",
            ),
        };
        node.warning(
            "vpc-zones",
            format!("{count} zones are used instead of {wanted}: {why}"),
            help,
        );
    }
    // No region has more zones than this; a larger number would only fail in the deployment.
    let count = u32::try_from(count).unwrap_or(u32::MAX).min(8);
    (0..count).map(|zone| Fn::select(zone, Fn::get_azs(None))).collect()
}

pub(super) fn default_groups(no_nat: bool) -> Vec<SubnetConfiguration> {
    let second = if no_nat { SubnetType::PrivateIsolated } else { SubnetType::PrivateWithEgress };
    [SubnetType::Public, second].map(|of| SubnetConfiguration::new(of.name(), of)).into()
}

/// What subnets get their addresses from.
pub(super) struct Addresses<'a> {
    pub(super) ipv4: Cidr,
    pub(super) ipam: Option<&'a IpamAllocation>,
    pub(super) ipv6: Option<&'a Resource<CfnVPCCidrBlock>>,
    pub(super) reserved_zones: usize,
}

impl Addresses<'_> {
    /// One block per group and zone.
    fn ipv4_blocks(
        &self,
        vpc: &Resource<CfnVPC>,
        groups: &[SubnetConfiguration],
        in_group: usize,
    ) -> Result<Vec<Vec<Value<String>>>, String> {
        let Some(ipam) = self.ipam else {
            let blocks = plan(self.ipv4, groups, in_group).map_err(|error| error.0)?;
            let text = |block: Cidr| block.into_value();
            return Ok(blocks
                .into_iter()
                .map(|blocks| blocks.into_iter().map(text).collect())
                .collect());
        };
        ipam.blocks(vpc, groups, in_group).ok_or_else(|| {
            format!(
                "a /{} block has no room for {} subnets, of /{} where groups say nothing",
                ipam.mask,
                groups.len() * in_group,
                ipam.subnet_mask
            )
        })
    }

    /// The block number `index` of as many /64 blocks as there are subnets.
    fn ipv6_block(
        &self,
        vpc: &Resource<CfnVPC>,
        index: usize,
        count: usize,
    ) -> Option<Value<String>> {
        self.ipv6?;
        let all: Value<String> = Fn::select(0, vpc.attr_ipv6_cidr_blocks());
        let index = u32::try_from(index).ok()?;
        Some(Fn::select(index, Fn::cidr(all, u16::try_from(count).ok()?, 64)))
    }
}

pub(super) fn make_subnets(
    node: &Node,
    vpc: &Resource<CfnVPC>,
    addresses: &Addresses<'_>,
    groups: &[SubnetConfiguration],
    zones: &[Value<String>],
) -> Subnets {
    let mut subnets = Subnets::default();
    let in_group = zones.len() + addresses.reserved_zones;
    let blocks = addresses.ipv4_blocks(vpc, groups, in_group).unwrap_or_else(|error| {
        node.error(
            "vpc-addresses",
            error,
            "give the VPC a larger block, the groups a larger mask, or fewer zones",
        );
        Vec::new()
    });
    let numbered = groups.iter().zip(blocks).enumerate();
    for (number, (group, blocks)) in numbered.filter(|(_, (group, _))| !group.reserved) {
        let SubnetConfiguration { name, subnet_type, .. } = group;
        let public = *subnet_type == SubnetType::Public;
        if !public && group.map_public_ip_on_launch.is_some() {
            node.error(
                "vpc-public-addresses",
                format!("`map_public_ip_on_launch` is set for group `{name}`, which is not public"),
                "leave it out, or make the group public",
            );
        }
        // Of two protocols the second one brings public addresses by itself.
        let map_public = public && addresses.ipv6.is_none();
        for (at, (zone, block)) in zones.iter().zip(blocks).enumerate() {
            let ipv6 = addresses.ipv6_block(vpc, number * in_group + at, groups.len() * in_group);
            let subnet = Subnet::builder(node, &format!("{name}Subnet{}", at + 1))
                .vpc_id(vpc.reference())
                .availability_zone(zone)
                .cidr_block(block)
                .map_public_ip_on_launch(group.map_public_ip_on_launch.unwrap_or(map_public))
                .maybe_assign_ipv6_address_on_creation(
                    ipv6.is_some().then_some(group.ipv6_assign_address_on_creation.unwrap_or(true)),
                )
                .maybe_ipv6_cidr_block(ipv6)
                .build();
            if let Some(block) = addresses.ipv6 {
                subnet.node().add_dependency(block);
            }
            let only_subnets = || Tags::of(&subnet).include(["AWS::EC2::Subnet"]);
            only_subnets().add("aws-cdk:subnet-name", name.as_str());
            only_subnets().add("aws-cdk:subnet-type", subnet_type.name());
            match subnet_type {
                SubnetType::Public => subnets.public.push(subnet),
                SubnetType::PrivateWithEgress => subnets.private.push(subnet),
                SubnetType::PrivateIsolated => subnets.isolated.push(subnet),
            }
        }
    }
    subnets
}
