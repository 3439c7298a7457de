//! Virtual private clouds: a system's own network.

use super::nat::{self, NatGateways};
use super::subnet_selection::{Of, SelectedSubnets, SubnetSelection};
use super::vpc_subnets::{Addresses, Subnets, default_groups, make_subnets, zones};
use super::{
    ImportedSubnets, IpamAllocation, NatInstances, RegionalNatGateway, RouteTarget, Subnet,
    SubnetConfiguration, SubnetType,
};
use crate::cfn::ec2::vpc::VPCInstanceTenancy;
use crate::cfn::ec2::{
    CfnEgressOnlyInternetGateway, CfnInternetGateway, CfnVPC, CfnVPCCidrBlock,
    CfnVPCGatewayAttachment, CfnVPNGateway,
};
use crate::{CfnType, Cidr, Construct, Expr, IntoValue, Node, Resource, Tags, Value, cidr};
use bon::bon;
use std::rc::Rc;

/// A virtual private cloud with subnets in several availability zones, routes and NAT gateways.
///
/// By default it has a public and a private subnet in each of three zones (two, where account and
/// region of the stack are open), and a NAT gateway per zone.
///
/// ```
/// use cumulo::{App, Stack, cidr, ec2::{SubnetConfiguration, SubnetType, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc")
///     .cidr(cidr!("10.20.0.0/16"))
///     .max_azs(2)
///     .nat_gateways(1)
///     .subnet_configuration([
///         SubnetConfiguration::new("ingress", SubnetType::Public).cidr_mask(24),
///         SubnetConfiguration::new("app", SubnetType::PrivateWithEgress),
///         SubnetConfiguration::new("data", SubnetType::PrivateIsolated).cidr_mask(26),
///     ])
///     .build();
/// assert_eq!(vpc.isolated_subnets().len(), 2);
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Zones are `Fn::GetAZs` of the deployment's own region: synthesis looks nothing up, and the same
/// template fits every account.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpc.html>
#[derive(Clone, Debug)]
pub struct Vpc {
    node: Node,
    cfn: Option<Resource<CfnVPC>>,
    facts: Rc<Facts>,
}

#[derive(Debug)]
struct Facts {
    id: Value<String>,
    cidr: Option<Value<String>>,
    zones: Vec<Value<String>>,
    subnets: Subnets,
    vpn_gateway_id: Option<Value<String>>,
}

/// Protocols of a VPC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IpProtocol {
    /// IPv4.
    #[default]
    Ipv4Only,
    /// IPv4 and IPv6: each subnet has a block of public IPv6 addresses too.
    DualStack,
}

/// On whose hardware instances run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DefaultInstanceTenancy {
    /// On hardware that accounts share.
    #[default]
    Default,
    /// On hardware of this account alone.
    Dedicated,
}

#[bon]
impl Vpc {
    /// A VPC.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its addresses, /16 to /28. Default: 10.0.0.0/16.
        #[builder(default = cidr!("10.0.0.0/16"))]
        cidr: Cidr,
        /// Has VPC IP Address Manager choose the addresses; `cidr` and masks of groups then say nothing.
        ipam: Option<IpamAllocation>,
        /// Protocols. Default: IPv4 only.
        #[builder(default)]
        ip_protocol: IpProtocol,
        /// In how many zones it has subnets at most. Default: 3. Where account and region of the stack
        /// are open it is 2 at most, which every account can use everywhere.
        max_azs: Option<usize>,
        /// For how many further zones addresses are kept free. Default: 0.
        #[builder(default)]
        reserved_azs: usize,
        /// The zones themselves, such as `eu-west-1a`; not together with `max_azs`. Default: the region's first ones.
        #[builder(with = |zones: impl IntoIterator<Item = impl IntoValue<String>>| zones.into_iter().map(IntoValue::into_value).collect())]
        availability_zones: Option<Vec<Value<String>>>,
        /// Groups of subnets. Default: `Public` and `Private`, without NAT gateways `Public` and `Isolated`.
        #[builder(with = |groups: impl IntoIterator<Item = SubnetConfiguration>| groups.into_iter().collect())]
        subnet_configuration: Option<Vec<SubnetConfiguration>>,
        /// NAT gateways: a number, or a [`NatGateways`]. Default: one per zone if there are private subnets with egress.
        #[builder(into)]
        nat_gateways: Option<NatGateways>,
        /// Public subnets that the NAT gateways stand in. Default: the first ones.
        nat_gateway_subnets: Option<SubnetSelection>,
        /// Addresses that the NAT gateways use, by allocation id, `eipalloc-…`. Default: new ones.
        #[builder(default, with = |ids: impl IntoIterator<Item = impl IntoValue<String>>| ids.into_iter().map(IntoValue::into_value).collect())]
        nat_gateway_eips: Vec<Value<String>>,
        /// Instances that stand where NAT gateways would. Default: gateways.
        nat_instances: Option<&NatInstances>,
        /// One gateway for all zones, which stands in no subnet. Default: gateways in public subnets.
        regional_nat_gateway: Option<RegionalNatGateway>,
        /// Whether there is an internet gateway when any subnet has a way to the internet. Default: true.
        #[builder(default = true)]
        create_internet_gateway: bool,
        /// Whether instances with public addresses get public names. Default: true.
        #[builder(default = true)]
        enable_dns_hostnames: bool,
        /// Whether the VPC resolves names. Default: true.
        #[builder(default = true)]
        enable_dns_support: bool,
        /// On whose hardware instances run.
        #[builder(default)]
        default_instance_tenancy: DefaultInstanceTenancy,
        /// Tag `Name` of the VPC. Default: its path.
        vpc_name: Option<&str>,
        /// Whether there is a virtual private gateway for site-to-site connections. Default: false, true with `vpn_gateway_asn`.
        #[builder(default)]
        vpn_gateway: bool,
        /// Autonomous system number of Amazon's side of the virtual private gateway.
        vpn_gateway_asn: Option<i64>,
        /// Subnets that learn routes from the virtual private gateway.
        /// Default: the private ones with egress, else the isolated ones, else the public ones.
        vpn_route_propagation: Option<Vec<SubnetSelection>>,
    ) -> Vpc {
        let node = scope.node().child(id);
        Tags::of(&node).add("Name", vpc_name.map_or_else(|| node.path(), str::to_owned));
        let zones = zones(&node, max_azs, availability_zones);
        let no_nat = nat_gateways.is_some_and(|nat| nat.count(zones.len()) == 0);
        let groups = subnet_configuration.unwrap_or_else(|| default_groups(no_nat));
        let cfn = match &ipam {
            None => CfnVPC::new().cidr_block(cidr),
            Some(ipam) => {
                CfnVPC::new().ipv4_ipam_pool_id(&ipam.pool).ipv4_netmask_length(ipam.mask)
            }
        };
        let cfn = cfn
            .enable_dns_hostnames(enable_dns_hostnames)
            .enable_dns_support(enable_dns_support)
            .instance_tenancy(match default_instance_tenancy {
                DefaultInstanceTenancy::Default => VPCInstanceTenancy::DEFAULT,
                DefaultInstanceTenancy::Dedicated => VPCInstanceTenancy::DEDICATED,
            })
            .add_to(&node, "Resource");
        let ipv6 = (ip_protocol == IpProtocol::DualStack).then(|| {
            CfnVPCCidrBlock::new(cfn.reference())
                .amazon_provided_ipv6_cidr_block(true)
                .add_to(&node, "ipv6cidr")
        });
        let addresses = Addresses {
            ipv4: cidr,
            ipam: ipam.as_ref(),
            ipv6: ipv6.as_ref(),
            reserved_zones: reserved_azs,
        };
        let subnets = make_subnets(&node, &cfn, &addresses, &groups, &zones);
        let vpc = Vpc {
            facts: Rc::new(Facts {
                id: cfn.reference(),
                cidr: Some(cfn.node().attribute("CidrBlock")),
                zones,
                subnets,
                vpn_gateway_id: None,
            }),
            node,
            cfn: Some(cfn),
        };
        let open = groups
            .iter()
            .any(|group| group.subnet_type != SubnetType::PrivateIsolated && !group.reserved);
        if open && create_internet_gateway {
            vpc.add_internet_gateway(ipv6.is_some());
        }
        match regional_nat_gateway {
            Some(gateway) => gateway.make(&vpc),
            None => nat::add_gateways(
                &vpc,
                nat_gateways,
                nat_gateway_subnets.as_ref(),
                nat_gateway_eips,
                nat_instances,
            ),
        }
        if vpn_gateway || vpn_gateway_asn.is_some() {
            vpc.enable_vpn_gateway(vpn_gateway_asn, vpn_route_propagation.as_deref());
        }
        vpc
    }

    /// A VPC that no stack of the program makes.
    ///
    /// Subnets are given in the order of their groups and in each group in the order of the zones.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_vpc_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Id of the VPC, `vpc-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        vpc_id: Value<String>,
        /// The zones of its subnets.
        #[builder(with = |zones: impl IntoIterator<Item = impl IntoValue<String>>| zones.into_iter().map(IntoValue::into_value).collect())]
        availability_zones: Vec<Value<String>>,
        /// Its addresses. Needed by interface endpoints.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        vpc_cidr_block: Option<Value<String>>,
        /// Its public subnets.
        #[builder(default, into)]
        public_subnets: ImportedSubnets,
        /// Its private subnets with egress.
        #[builder(default, into)]
        private_subnets: ImportedSubnets,
        /// Its isolated subnets.
        #[builder(default, into)]
        isolated_subnets: ImportedSubnets,
        /// Id of its virtual private gateway, `vgw-…`. Default: none.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        vpn_gateway_id: Option<Value<String>>,
    ) -> Vpc {
        let node = scope.node().child(id);
        let zones = &availability_zones;
        let subnets = Subnets {
            public: public_subnets.make(&node, zones, "Public"),
            private: private_subnets.make(&node, zones, "Private"),
            isolated: isolated_subnets.make(&node, zones, "Isolated"),
        };
        Vpc {
            node,
            cfn: None,
            facts: Rc::new(Facts {
                id: vpc_id,
                cidr: vpc_cidr_block,
                zones: availability_zones,
                subnets,
                vpn_gateway_id,
            }),
        }
    }
}

impl Vpc {
    /// The resource; of an imported VPC there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnVPC>> {
        self.cfn.as_ref()
    }

    /// Id of the VPC, `vpc-…`.
    pub fn vpc_id(&self) -> Value<String> {
        self.facts.id.clone()
    }

    /// Addresses of the VPC.
    ///
    /// # Findings
    /// `vpc-addresses-unknown` when it was imported without them.
    pub fn vpc_cidr_block(&self) -> Value<String> {
        self.facts.cidr.clone().unwrap_or_else(|| {
            self.node.error(
                "vpc-addresses-unknown",
                "the addresses of this imported VPC are not known",
                "import it with `vpc_cidr_block`",
            );
            Value::new(Expr::Null)
        })
    }

    /// Zones in which the VPC has subnets.
    pub fn availability_zones(&self) -> &[Value<String>] {
        &self.facts.zones
    }

    /// The public subnets.
    pub fn public_subnets(&self) -> &[Subnet] {
        &self.facts.subnets.public
    }

    /// The private subnets with egress.
    pub fn private_subnets(&self) -> &[Subnet] {
        &self.facts.subnets.private
    }

    /// The isolated subnets.
    pub fn isolated_subnets(&self) -> &[Subnet] {
        &self.facts.subnets.isolated
    }

    /// Id of the internet gateway, if there is one.
    pub fn internet_gateway_id(&self) -> Option<Value<String>> {
        self.node.resource::<CfnInternetGateway>("IGW").map(|gateway| gateway.reference())
    }

    /// What must be there before the VPC reaches the internet, for `add_dependency`.
    pub fn internet_connectivity_established(&self) -> Option<Node> {
        self.node.find("IGW")
    }

    /// Id of the virtual private gateway, if there is one.
    pub fn vpn_gateway_id(&self) -> Option<Value<String>> {
        let own = || self.node.find("VpnGateway")?.resource::<CfnVPNGateway>("Default");
        self.facts.vpn_gateway_id.clone().or_else(|| Some(own()?.reference()))
    }

    /// The subnets of a selection.
    ///
    /// # Findings
    /// `no-subnets` when the VPC has none of that group or type.
    pub fn select_subnets(&self, selection: &SubnetSelection) -> SelectedSubnets {
        let Subnets { public, private, isolated } = &self.facts.subnets;
        let candidates = match &selection.of {
            Of::These(subnets) => subnets.clone(),
            Of::Any => [private, isolated, public]
                .into_iter()
                .find(|some| !some.is_empty())
                .cloned()
                .unwrap_or_default(),
            Of::Type(SubnetType::Public) => self.some(public, "public"),
            Of::Type(SubnetType::PrivateWithEgress) => self.some(private, "private"),
            Of::Type(SubnetType::PrivateIsolated) => self.some(isolated, "isolated"),
            Of::Group(name) => {
                let all = self.subnets();
                let found: Vec<Subnet> =
                    all.into_iter().filter(|subnet| group_of(subnet) == *name).collect();
                self.some(&found, &format!("`{name}`"))
            }
        };
        let subnets = selection.narrow(candidates);
        let has_public =
            subnets.iter().any(|one| public.iter().any(|other| other.node() == one.node()));
        SelectedSubnets { subnets, has_public }
    }

    fn some(&self, subnets: &[Subnet], what: &str) -> Vec<Subnet> {
        if subnets.is_empty() {
            let mut groups: Vec<String> = self.subnets().iter().map(group_of).collect();
            groups.dedup();
            self.node.error(
                "no-subnets",
                format!("the VPC has no {what} subnets"),
                format!("choose one of its groups: {}", groups.join(", ")),
            );
        }
        subnets.to_vec()
    }

    /// All subnets: public, private, isolated.
    pub(super) fn subnets(&self) -> Vec<Subnet> {
        let Subnets { public, private, isolated } = &self.facts.subnets;
        [public, private, isolated].into_iter().flatten().cloned().collect()
    }

    fn add_internet_gateway(&self, ipv6: bool) {
        let gateway = CfnInternetGateway::new().add_to(&self.node, "IGW");
        let attachment = CfnVPCGatewayAttachment::new(self.vpc_id())
            .internet_gateway_id(gateway.reference())
            .add_to(&self.node, "VPCGW");
        for subnet in self.public_subnets() {
            let target = RouteTarget::InternetGateway(gateway.reference());
            subnet.add_internet_route("DefaultRoute", target.clone()).depends_on(&attachment);
            if ipv6 {
                subnet.add_ipv6_internet_route(target).depends_on(&attachment);
            }
        }
        if ipv6 && !self.private_subnets().is_empty() {
            let gateway =
                CfnEgressOnlyInternetGateway::new(self.vpc_id()).add_to(&self.node, "EIGW6");
            for subnet in self.private_subnets() {
                let target = RouteTarget::EgressOnlyInternetGateway(gateway.reference());
                subnet.add_ipv6_internet_route(target);
            }
        }
    }
}

/// Name of the group: the construct id without `Subnet` and number.
fn group_of(subnet: &Subnet) -> String {
    let id = subnet.node().id();
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    name.strip_suffix("Subnet").unwrap_or(&id).to_owned()
}

impl Construct for Vpc {
    fn node(&self) -> &Node {
        &self.node
    }
}
