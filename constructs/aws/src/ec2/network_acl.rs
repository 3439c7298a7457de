//! Network ACLs: stateless filters in front of subnets.

use super::{Subnet, SubnetSelection, Vpc};
use crate::bag::{bag, flag};
use crate::cfn::ec2::{CfnNetworkAcl, CfnNetworkAclEntry, CfnSubnetNetworkAclAssociation};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Tags, Value};
use bon::bon;

/// A network ACL: a list of rules for the packets that enter and leave subnets. Without entries it lets nothing through.
///
/// ```
/// use cumulo::{App, Stack, cidr, ec2::{AclCidr, AclTraffic, NetworkAcl, SubnetSelection, TrafficDirection, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let acl = NetworkAcl::builder(&stack, "Acl").vpc(&vpc).subnet_selection(SubnetSelection::public()).build();
/// acl.add_entry("Https").cidr(AclCidr::any_ipv4()).rule_number(100).traffic(AclTraffic::tcp_port(443))
///     .direction(TrafficDirection::Ingress).call();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-networkacl.html>
#[derive(Clone, Debug)]
pub struct NetworkAcl {
    node: Node,
    cfn: Option<Resource<CfnNetworkAcl>>,
    id: Value<String>,
}

#[bon]
impl NetworkAcl {
    /// A network ACL.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in whose subnets it works.
        vpc: &Vpc,
        /// Tag `Name`. Default: its path.
        network_acl_name: Option<&str>,
        /// Subnets that it guards. Default: none yet.
        subnet_selection: Option<SubnetSelection>,
    ) -> NetworkAcl {
        let node = scope.node().child(id);
        let cfn = CfnNetworkAcl::new(vpc.vpc_id()).add_to(&node, "Resource");
        Tags::of(&node).add("Name", network_acl_name.map_or_else(|| node.path(), str::to_owned));
        let acl = NetworkAcl { node, id: cfn.reference(), cfn: Some(cfn) };
        if let Some(selection) = subnet_selection {
            acl.associate_with_subnet("DefaultAssociation", vpc, &selection);
        }
        acl
    }

    /// Adds a rule.
    #[builder]
    #[track_caller]
    pub fn add_entry(
        &self,
        #[builder(start_fn)] id: &str,
        /// Addresses of the other side.
        cidr: AclCidr,
        /// What traffic the rule is about.
        traffic: AclTraffic,
        /// Place in the list, 1 to 32,766: the rule with the lowest number that fits decides.
        rule_number: u16,
        /// Which way the packets go. Default: egress.
        direction: Option<TrafficDirection>,
        /// What happens to them. Default: they pass.
        #[builder(default)]
        rule_action: Action,
    ) -> Resource<CfnNetworkAclEntry> {
        NetworkAclEntry::builder(&self.node, id)
            .network_acl(self)
            .cidr(cidr)
            .traffic(traffic)
            .rule_number(rule_number)
            .maybe_direction(direction)
            .rule_action(rule_action)
            .build()
            .cfn
    }
}

/// An entry of a network ACL, in a scope of its own; [`NetworkAcl::add_entry`] makes one in the ACL.
///
/// ```
/// use cumulo::{App, Stack, ec2::{AclCidr, AclTraffic, NetworkAcl, NetworkAclEntry}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let acl = NetworkAcl::from_network_acl_id(&stack, "Acl", "acl-0123456789abcdef0");
/// NetworkAclEntry::builder(&stack, "Https")
///     .network_acl(&acl)
///     .cidr(AclCidr::any_ipv4())
///     .traffic(AclTraffic::tcp_port(443))
///     .rule_number(100)
///     .build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
#[derive(Clone, Debug)]
pub struct NetworkAclEntry {
    node: Node,
    cfn: Resource<CfnNetworkAclEntry>,
}

#[bon]
impl NetworkAclEntry {
    /// An entry.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The ACL.
        network_acl: &NetworkAcl,
        /// Whose traffic it is about.
        cidr: AclCidr,
        /// Which traffic it is about.
        traffic: AclTraffic,
        /// Place of the entry, 1 to 32,766: the first one that fits decides.
        rule_number: u16,
        /// Direction. Default: into the subnets.
        direction: Option<TrafficDirection>,
        /// What happens to the traffic. Default: it is let through.
        #[builder(default)]
        rule_action: Action,
    ) -> NetworkAclEntry {
        let node = scope.node().child(id);
        let mut entry = vec![
            ("Egress", flag(direction.map(|way| way == TrafficDirection::Egress))),
            ("NetworkAclId", network_acl.network_acl_id().into()),
            ("RuleAction", Expr::from(rule_action.name())),
            ("RuleNumber", Expr::from(i64::from(rule_number))),
            cidr.0,
        ];
        entry.extend(traffic.0);
        let cfn = bag::<CfnNetworkAclEntry>(entry).add_to(&node, "Resource");
        NetworkAclEntry { node, cfn }
    }
}

impl NetworkAclEntry {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnNetworkAclEntry> {
        &self.cfn
    }
}

impl Construct for NetworkAclEntry {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// Puts a subnet behind a network ACL, in a scope of its own; see [`NetworkAcl::associate_with_subnet`].
///
/// ```
/// use cumulo::ec2::{NetworkAcl, SubnetNetworkAclAssociation, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let acl = NetworkAcl::builder(&stack, "Acl").vpc(&vpc).build();
/// SubnetNetworkAclAssociation::new(&stack, "First", &vpc.private_subnets()[0], &acl);
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
#[derive(Clone, Debug)]
pub struct SubnetNetworkAclAssociation {
    node: Node,
    cfn: Resource<CfnSubnetNetworkAclAssociation>,
}

impl SubnetNetworkAclAssociation {
    /// Puts `subnet` behind `acl`.
    #[track_caller]
    pub fn new(scope: &dyn Construct, id: &str, subnet: &Subnet, acl: &NetworkAcl) -> Self {
        let node = scope.node().child(id);
        let association =
            CfnSubnetNetworkAclAssociation::new(acl.network_acl_id(), subnet.subnet_id());
        Self { cfn: association.add_to(&node, "Resource"), node }
    }

    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnSubnetNetworkAclAssociation> {
        &self.cfn
    }
}

impl Construct for SubnetNetworkAclAssociation {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl NetworkAcl {
    /// A network ACL that no stack of the program makes, by its id `acl-…`.
    #[track_caller]
    pub fn from_network_acl_id(
        scope: &dyn Construct,
        id: &str,
        acl_id: impl IntoValue<String>,
    ) -> NetworkAcl {
        NetworkAcl { node: scope.node().child(id), cfn: None, id: acl_id.into_value() }
    }

    /// The resource; of an imported one there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnNetworkAcl>> {
        self.cfn.as_ref()
    }

    /// Id of the ACL, `acl-…`.
    pub fn network_acl_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Puts the ACL in front of subnets.
    #[track_caller]
    pub fn associate_with_subnet(&self, id: &str, vpc: &Vpc, selection: &SubnetSelection) {
        for subnet in vpc.select_subnets(selection).subnets() {
            subnet.associate_network_acl(id, self);
        }
    }
}

/// Which way packets go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrafficDirection {
    /// Into the subnet.
    Ingress,
    /// Out of the subnet.
    Egress,
}

/// What happens to packets that a rule fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Action {
    /// They pass.
    #[default]
    Allow,
    /// They are dropped.
    Deny,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Action::Allow => "allow",
            Action::Deny => "deny",
        }
    }
}

/// Addresses of the other side of a rule.
#[derive(Clone, Debug)]
pub struct AclCidr((&'static str, Expr));

impl AclCidr {
    /// A block of IPv4 addresses.
    pub fn ipv4(block: impl IntoValue<String>) -> Self {
        Self(("CidrBlock", block.into_value().into()))
    }

    /// A block of IPv6 addresses.
    pub fn ipv6(block: impl IntoValue<String>) -> Self {
        Self(("Ipv6CidrBlock", block.into_value().into()))
    }

    /// Everyone on IPv4.
    pub fn any_ipv4() -> Self {
        Self::ipv4("0.0.0.0/0")
    }

    /// Everyone on IPv6.
    pub fn any_ipv6() -> Self {
        Self::ipv6("::/0")
    }
}

/// What traffic a rule of a network ACL is about.
#[derive(Clone, Debug)]
pub struct AclTraffic(Vec<(&'static str, Expr)>);

impl AclTraffic {
    /// All traffic of all protocols.
    pub fn all_traffic() -> Self {
        Self::protocol(-1, None)
    }

    /// A TCP port.
    pub fn tcp_port(port: u16) -> Self {
        Self::tcp_port_range(port, port)
    }

    /// TCP ports `from` to `to`, both included.
    pub fn tcp_port_range(from: u16, to: u16) -> Self {
        Self::protocol(6, Some(ports(from, to)))
    }

    /// A UDP port.
    pub fn udp_port(port: u16) -> Self {
        Self::udp_port_range(port, port)
    }

    /// UDP ports `from` to `to`, both included.
    pub fn udp_port_range(from: u16, to: u16) -> Self {
        Self::protocol(17, Some(ports(from, to)))
    }

    /// ICMP messages of a type and code; -1 is all.
    pub fn icmp(kind: i16, code: i16) -> Self {
        Self::protocol(1, Some(icmp(kind, code)))
    }

    /// ICMPv6 messages of a type and code; -1 is all.
    pub fn icmp_v6(kind: i16, code: i16) -> Self {
        Self::protocol(58, Some(icmp(kind, code)))
    }

    fn protocol(number: i64, detail: Option<(&'static str, Expr)>) -> Self {
        Self(std::iter::once(("Protocol", Expr::from(number))).chain(detail).collect())
    }
}

fn ports(from: u16, to: u16) -> (&'static str, Expr) {
    let range = [("From", Expr::from(i64::from(from))), ("To", Expr::from(i64::from(to)))];
    ("PortRange", Expr::object(range))
}

fn icmp(kind: i16, code: i16) -> (&'static str, Expr) {
    let message = [("Code", Expr::from(i64::from(code))), ("Type", Expr::from(i64::from(kind)))];
    ("Icmp", Expr::object(message))
}

impl Construct for NetworkAcl {
    fn node(&self) -> &Node {
        &self.node
    }
}
