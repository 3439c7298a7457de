//! Site-to-site connections.

use super::{SubnetSelection, Vpc};
use crate::bag::{bag, list, number, opt};
use crate::cfn::ec2::{
    CfnCustomerGateway, CfnVPCGatewayAttachment, CfnVPNConnection, CfnVPNConnectionRoute,
    CfnVPNGateway, CfnVPNGatewayRoutePropagation,
};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Secret, Value};
use bon::bon;

/// A virtual private gateway that belongs to no VPC yet; [`Vpc::enable_vpn_gateway`] makes one for a VPC.
///
/// ```
/// use cumulo::{App, Stack, ec2::VpnGateway};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// VpnGateway::builder(&stack, "Gateway").amazon_side_asn(65_001).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpngateway.html>
#[derive(Clone, Debug)]
pub struct VpnGateway {
    cfn: Resource<CfnVPNGateway>,
}

#[bon]
impl VpnGateway {
    /// A virtual private gateway.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Autonomous system number of Amazon's side. Default: AWS chooses one.
        amazon_side_asn: Option<i64>,
    ) -> VpnGateway {
        let kind = ("Type", Expr::from("ipsec.1"));
        let cfn = bag::<CfnVPNGateway>([("AmazonSideAsn", number(amazon_side_asn)), kind]);
        // Stands at the construct's own place, as the AWS CDK does it.
        VpnGateway { cfn: cfn.add_to(&scope.node().child(id), "Default") }
    }
}

impl VpnGateway {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPNGateway> {
        &self.cfn
    }

    /// Id of the gateway, `vgw-…`.
    pub fn gateway_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for VpnGateway {
    fn node(&self) -> &Node {
        self.cfn.node()
    }
}

impl Vpc {
    /// Gives the VPC a virtual private gateway, from which these subnets learn routes: private ones, else isolated, where none are given.
    ///
    /// # Findings
    /// `vpn-no-routes` when no subnet fits.
    #[track_caller]
    pub fn enable_vpn_gateway(&self, asn: Option<i64>, propagation: Option<&[SubnetSelection]>) {
        let gateway = VpnGateway::builder(self, "VpnGateway").maybe_amazon_side_asn(asn).build();
        let attachment = CfnVPCGatewayAttachment::new(self.vpc_id())
            .vpn_gateway_id(gateway.gateway_id())
            .add_to(self, "VPCVPNGW");
        let default = [SubnetSelection::new()];
        let mut tables: Vec<Expr> = Vec::new();
        for selection in propagation.unwrap_or(&default) {
            for subnet in self.select_subnets(selection).subnets() {
                let table = Expr::from(subnet.route_table_id());
                if !tables.contains(&table) {
                    tables.push(table);
                }
            }
        }
        if tables.is_empty() {
            self.node().error(
                "vpn-no-routes",
                "no subnet learns routes from the virtual private gateway",
                "choose subnets by `vpn_route_propagation`",
            );
            return;
        }
        CfnVPNGatewayRoutePropagation::new(crate::bag::any(tables), gateway.gateway_id())
            .add_to(self, "RoutePropagation")
            .depends_on(&attachment);
    }
}

/// One of the two tunnels of a connection.
#[derive(Clone, Debug, Default)]
pub struct VpnTunnelOption {
    /// Key that both sides know, 8 to 64 letters, digits, `_` and `.`. Default: AWS makes one.
    pub pre_shared_key: Option<Secret>,
    /// Addresses within the tunnel, a `/30` block of `169.254.0.0/16`. Default: AWS chooses one.
    pub tunnel_inside_cidr: Option<String>,
}

/// A connection between a VPC and another network, through the internet, by IPsec.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").vpn_gateway(true).build();
/// vpc.add_vpn_connection("Office", "203.0.113.7").static_routes(["192.168.10.0/24"]).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpnconnection.html>
#[derive(Clone, Debug)]
pub struct VpnConnection {
    node: Node,
    cfn: Resource<CfnVPNConnection>,
}

#[bon]
impl Vpc {
    /// Connects the VPC with the network behind this address; needs `vpn_gateway`.
    ///
    /// # Findings
    /// `vpn-no-gateway` when the VPC has no virtual private gateway.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_vpn_connection(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn, into)] ip: String,
        /// Autonomous system number of the other side. Default: 65,000.
        #[builder(default = 65_000)]
        asn: u32,
        /// Blocks of the other network. Default: its router tells them by BGP.
        #[builder(default, with = |blocks: impl IntoIterator<Item = impl Into<String>>| blocks.into_iter().map(Into::into).collect())]
        static_routes: Vec<String>,
        /// Settings of the tunnels, up to two. Default: AWS chooses them.
        #[builder(default, with = |tunnels: impl IntoIterator<Item = VpnTunnelOption>| tunnels.into_iter().collect())]
        tunnel_options: Vec<VpnTunnelOption>,
    ) -> VpnConnection {
        let node = self.node().child(id);
        let gateway = self.vpn_gateway_id();
        if gateway.is_none() {
            node.error(
                "vpn-no-gateway",
                "the VPC has no virtual private gateway",
                "make the VPC with `vpn_gateway(true)`",
            );
        }
        let tunnels = tunnel_options.into_iter().map(|tunnel| {
            let key = tunnel.pre_shared_key.map(IntoValue::into_value);
            let block = tunnel.tunnel_inside_cidr.map_or(Expr::Null, Expr::from);
            Expr::object([("PreSharedKey", opt(key.as_ref())), ("TunnelInsideCidr", block)])
        });
        let customer = bag::<CfnCustomerGateway>([
            ("BgpAsn", number(Some(asn))),
            ("IpAddress", Expr::from(ip)),
            ("Type", Expr::from("ipsec.1")),
        ])
        .add_to(&node, "CustomerGateway");
        let cfn = bag::<CfnVPNConnection>([
            ("CustomerGatewayId", customer.reference().into()),
            ("StaticRoutesOnly", Expr::from(!static_routes.is_empty())),
            ("Type", Expr::from("ipsec.1")),
            ("VpnGatewayId", opt(gateway.as_ref())),
            ("VpnTunnelOptionsSpecifications", list(tunnels)),
        ])
        .add_to(&node, "Resource");
        for block in static_routes {
            let id = format!("Route{}", block.replace(['.', '/'], ""));
            CfnVPNConnectionRoute::new(block, cfn.reference()).add_to(&node, &id);
        }
        VpnConnection { node, cfn }
    }
}

impl VpnConnection {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPNConnection> {
        &self.cfn
    }

    /// Id of the connection, `vpn-…`.
    pub fn vpn_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for VpnConnection {
    fn node(&self) -> &Node {
        &self.node
    }
}
