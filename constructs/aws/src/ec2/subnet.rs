//! Subnets: a VPC's addresses in one availability zone, with a route table of their own.

use super::{NetworkAcl, SubnetNetworkAclAssociation};
use crate::bag::{bag, flag, opt};
use crate::cfn::ec2::eip::EIPDomain;
use crate::cfn::ec2::{
    CfnEIP, CfnNatGateway, CfnRoute, CfnRouteTable, CfnSubnet, CfnSubnetRouteTableAssociation,
};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Tags, Value};
use bon::bon;

/// What a subnet can reach, and what can reach it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubnetType {
    /// Routes to and from the internet; for load balancers and NAT gateways.
    Public,
    /// Connections to the internet go out through a NAT gateway; none come in.
    PrivateWithEgress,
    /// No routes but those of the VPC; for databases.
    PrivateIsolated,
}

impl SubnetType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            SubnetType::Public => "Public",
            SubnetType::PrivateWithEgress => "Private",
            SubnetType::PrivateIsolated => "Isolated",
        }
    }
}

/// A subnet. [`Vpc`](super::Vpc) makes those of its configuration; further ones can be made by hand.
///
/// ```
/// use cumulo::{App, Stack, cidr, ec2::{Subnet, SubnetConfiguration, SubnetType, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc")
///     .subnet_configuration([SubnetConfiguration::new("web", SubnetType::Public).cidr_mask(24)])
///     .build();
/// let zone = vpc.availability_zones()[0].clone();
/// let extra = Subnet::builder(&stack, "Extra").vpc_id(vpc.vpc_id()).availability_zone(zone).cidr_block(cidr!("10.0.100.0/24")).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-subnet.html>
#[derive(Clone, Debug)]
pub struct Subnet {
    node: Node,
    cfn: Option<Resource<CfnSubnet>>,
    id: Value<String>,
    availability_zone: Option<Value<String>>,
    cidr_block: Option<Value<String>>,
    route_table_id: Option<Value<String>>,
}

/// Ids of the routes that make the internet reachable.
#[derive(Default)]
struct InternetRoutes {
    ids: Vec<String>,
    /// What is made after the routes, also after those that are added later.
    dependents: Vec<Node>,
}

#[bon]
impl Subnet {
    /// A subnet with a route table that has no routes of its own.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which it stands, `vpc-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        vpc_id: Value<String>,
        /// Zone in which it stands, such as `eu-west-1a`.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Value<String>,
        /// Its addresses, a part of the VPC's, /16 to /28.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        cidr_block: Value<String>,
        /// Whether network interfaces get a public address. Default: false.
        map_public_ip_on_launch: Option<bool>,
        /// Its IPv6 addresses, a /64 part of the VPC's. Default: none.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        ipv6_cidr_block: Option<Value<String>>,
        /// Whether network interfaces get an IPv6 address. Default: false.
        assign_ipv6_address_on_creation: Option<bool>,
    ) -> Subnet {
        let node = scope.node().child(id);
        Tags::of(&node).add("Name", node.path());
        let cfn = bag::<CfnSubnet>([
            ("AssignIpv6AddressOnCreation", flag(assign_ipv6_address_on_creation)),
            ("AvailabilityZone", Expr::from(&availability_zone)),
            ("CidrBlock", Expr::from(&cidr_block)),
            ("Ipv6CidrBlock", opt(ipv6_cidr_block.as_ref())),
            ("MapPublicIpOnLaunch", flag(map_public_ip_on_launch)),
            ("VpcId", Expr::from(&vpc_id)),
        ])
        .add_to(&node, "Subnet");
        let table = CfnRouteTable::new(&vpc_id).add_to(&node, "RouteTable");
        CfnSubnetRouteTableAssociation::new(table.reference(), cfn.reference())
            .add_to(&node, "RouteTableAssociation");
        Subnet {
            id: cfn.reference(),
            node,
            cfn: Some(cfn),
            availability_zone: Some(availability_zone),
            cidr_block: Some(cidr_block),
            route_table_id: Some(table.reference()),
        }
    }

    /// A subnet that no stack of the program makes.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_subnet_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Id of the subnet, `subnet-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        subnet_id: Value<String>,
        /// Zone in which it stands. Needed to choose one subnet per zone.
        #[builder(with = |zone: impl IntoValue<String>| zone.into_value())]
        availability_zone: Option<Value<String>>,
        /// Its addresses.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        cidr_block: Option<Value<String>>,
        /// Its route table, `rtb-…`. Needed for gateway endpoints and routes.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        route_table_id: Option<Value<String>>,
    ) -> Subnet {
        Subnet {
            node: scope.node().child(id),
            cfn: None,
            id: subnet_id,
            availability_zone,
            cidr_block,
            route_table_id,
        }
    }
}

impl Subnet {
    /// A subnet by its id, of which nothing else is known.
    #[track_caller]
    pub fn from_subnet_id(
        scope: &dyn Construct,
        id: &str,
        subnet_id: impl IntoValue<String>,
    ) -> Subnet {
        Subnet::from_subnet_attributes(scope, id).subnet_id(subnet_id).build()
    }

    /// The resource; of an imported subnet there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnSubnet>> {
        self.cfn.as_ref()
    }

    /// Id of the subnet, `subnet-…`.
    pub fn subnet_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Zone in which the subnet stands.
    ///
    /// # Findings
    /// `subnet-zone-unknown` when it was imported without its zone.
    pub fn availability_zone(&self) -> Value<String> {
        self.known(&self.availability_zone, "subnet-zone-unknown", "availability_zone")
    }

    /// Addresses of the subnet.
    ///
    /// # Findings
    /// `subnet-addresses-unknown` when it was imported without them.
    pub fn cidr_block(&self) -> Value<String> {
        self.known(&self.cidr_block, "subnet-addresses-unknown", "cidr_block")
    }

    /// Route table of the subnet, `rtb-…`.
    ///
    /// # Findings
    /// `subnet-route-table-unknown` when it was imported without its table.
    pub fn route_table_id(&self) -> Value<String> {
        self.known(&self.route_table_id, "subnet-route-table-unknown", "route_table_id")
    }

    fn known(&self, value: &Option<Value<String>>, finding: &str, argument: &str) -> Value<String> {
        value.clone().unwrap_or_else(|| {
            self.node.error(
                finding,
                format!("`{argument}` of this imported subnet is not known"),
                format!("import it by `from_subnet_attributes` with `{argument}`"),
            );
            Value::new(Expr::Null)
        })
    }

    /// Routes that must be there before the subnet's network interfaces reach the internet, for `add_dependency`.
    pub fn internet_connectivity_established(&self) -> Vec<Node> {
        let routes = self.node.with_state(|routes: &mut InternetRoutes| routes.ids.clone());
        let association = ["RouteTableAssociation".to_owned()];
        association.iter().chain(&routes).filter_map(|id| self.node.find(id)).collect()
    }

    /// Adds a route: connections to `destination` take `target`.
    #[track_caller]
    pub fn add_route(
        &self,
        id: &str,
        destination: impl IntoValue<String>,
        target: RouteTarget,
    ) -> Resource<CfnRoute> {
        self.route(id, "DestinationCidrBlock", destination.into_value(), target)
    }

    /// Sends traffic to an IPv6 block, such as `::/0`, to a target.
    #[track_caller]
    pub fn add_ipv6_route(
        &self,
        id: &str,
        destination: impl IntoValue<String>,
        target: RouteTarget,
    ) -> Resource<CfnRoute> {
        self.route(id, "DestinationIpv6CidrBlock", destination.into_value(), target)
    }

    #[track_caller]
    fn route(
        &self,
        id: &str,
        kind: &'static str,
        destination: Value<String>,
        target: RouteTarget,
    ) -> Resource<CfnRoute> {
        let (property, router) = target.property();
        bag::<CfnRoute>([
            (kind, destination.into()),
            (property, router.into()),
            ("RouteTableId", self.route_table_id().into()),
        ])
        .add_to(&self.node, id)
    }

    /// Routes everything to the internet gateway, once it is attached.
    #[track_caller]
    pub fn add_default_internet_route(
        &self,
        gateway_id: impl IntoValue<String>,
        attachment: &dyn Construct,
    ) {
        let target = RouteTarget::InternetGateway(gateway_id.into_value());
        self.add_internet_route("DefaultRoute", target).depends_on(attachment);
    }

    /// Routes everything to the NAT gateway.
    #[track_caller]
    pub fn add_default_nat_route(&self, nat_gateway_id: impl IntoValue<String>) {
        self.add_internet_route(
            "DefaultRoute",
            RouteTarget::NatGateway(nat_gateway_id.into_value()),
        );
    }

    #[track_caller]
    pub(super) fn add_internet_route(&self, id: &str, target: RouteTarget) -> Resource<CfnRoute> {
        let route = self.add_route(id, "0.0.0.0/0", target);
        self.connects(&route);
        route
    }

    /// Routes everything over IPv6.
    #[track_caller]
    pub(super) fn add_ipv6_internet_route(&self, target: RouteTarget) -> Resource<CfnRoute> {
        let id = "DefaultRoute6";
        let route = self.add_ipv6_route(id, "::/0", target);
        self.connects(&route);
        route
    }

    /// Makes a NAT gateway in this subnet, which must be public.
    ///
    /// `eip` is the allocation id of its address, `eipalloc-…`; by default it gets a new one.
    #[track_caller]
    pub fn add_nat_gateway(&self, eip: Option<Value<String>>) -> Resource<CfnNatGateway> {
        let address = eip.unwrap_or_else(|| {
            CfnEIP::new().domain(EIPDomain::VPC).add_to(&self.node, "EIP").attr_allocation_id()
        });
        let gateway = CfnNatGateway::new()
            .allocation_id(address)
            .subnet_id(self.subnet_id())
            .add_to(&self.node, "NATGateway");
        self.connect_first(&gateway);
        gateway
    }

    /// Has something made only once the internet can be reached from the subnet, by routes known now or added later.
    #[track_caller]
    pub fn connect_first(&self, dependent: &dyn Construct) {
        let node = dependent.node();
        self.node.with_state(|routes: &mut InternetRoutes| routes.dependents.push(node.clone()));
        for route in self.internet_connectivity_established() {
            node.add_dependency(&route);
        }
    }

    /// Says that the route leads to the internet.
    #[track_caller]
    fn connects(&self, route: &Resource<CfnRoute>) {
        let waiting = self.node.with_state(|routes: &mut InternetRoutes| {
            routes.ids.push(route.node().id());
            routes.dependents.clone()
        });
        for dependent in waiting {
            dependent.add_dependency(route);
        }
    }

    /// Puts a network ACL in front of the subnet.
    #[track_caller]
    pub fn associate_network_acl(&self, id: &str, acl: &NetworkAcl) {
        let id = format!("{id}{}", self.node.unique_id());
        SubnetNetworkAclAssociation::new(acl, &id, self, acl);
    }

    pub(super) fn same_zone(&self, zone: &Value<String>) -> bool {
        self.availability_zone.as_ref().is_some_and(|own| own.expr() == zone.expr())
    }

    pub(super) fn zone(&self) -> Option<&Value<String>> {
        self.availability_zone.as_ref()
    }

    pub(super) fn block(&self) -> Option<crate::Cidr> {
        self.cidr_block.as_ref()?.literal()?.parse().ok()
    }
}

/// Where a route leads.
#[derive(Clone, Debug)]
pub enum RouteTarget {
    /// An internet gateway or virtual private gateway, by its id.
    InternetGateway(Value<String>),
    /// A NAT gateway.
    NatGateway(Value<String>),
    /// An EC2 instance, such as a NAT instance.
    Instance(Value<String>),
    /// A network interface.
    NetworkInterface(Value<String>),
    /// A VPC peering connection.
    VpcPeeringConnection(Value<String>),
    /// A transit gateway.
    TransitGateway(Value<String>),
    /// A gateway load balancer endpoint.
    VpcEndpoint(Value<String>),
    /// An egress-only internet gateway, for IPv6.
    EgressOnlyInternetGateway(Value<String>),
    /// A carrier gateway.
    CarrierGateway(Value<String>),
    /// An Outposts local gateway.
    LocalGateway(Value<String>),
}

impl RouteTarget {
    fn property(self) -> (&'static str, Value<String>) {
        match self {
            RouteTarget::InternetGateway(id) => ("GatewayId", id),
            RouteTarget::NatGateway(id) => ("NatGatewayId", id),
            RouteTarget::Instance(id) => ("InstanceId", id),
            RouteTarget::NetworkInterface(id) => ("NetworkInterfaceId", id),
            RouteTarget::VpcPeeringConnection(id) => ("VpcPeeringConnectionId", id),
            RouteTarget::TransitGateway(id) => ("TransitGatewayId", id),
            RouteTarget::VpcEndpoint(id) => ("VpcEndpointId", id),
            RouteTarget::EgressOnlyInternetGateway(id) => ("EgressOnlyInternetGatewayId", id),
            RouteTarget::CarrierGateway(id) => ("CarrierGatewayId", id),
            RouteTarget::LocalGateway(id) => ("LocalGatewayId", id),
        }
    }
}

impl Construct for Subnet {
    fn node(&self) -> &Node {
        &self.node
    }
}
