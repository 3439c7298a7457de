//! Site-to-site connections.

use super::{SubnetSelection, Vpc};
use crate::bag::{bag, number};
use crate::cfn::ec2::{
    CfnCustomerGateway, CfnVPCGatewayAttachment, CfnVPNConnection, CfnVPNConnectionRoute,
    CfnVPNGateway, CfnVPNGatewayRoutePropagation,
};
use crate::{CfnType, Construct, Expr, Node, Resource, Value};
use bon::bon;

/// Gives the VPC a virtual private gateway, from which subnets learn routes.
pub(super) fn enable(vpc: &Vpc, asn: Option<i64>, propagation: Option<&[SubnetSelection]>) {
    let gateway =
        bag::<CfnVPNGateway>([("AmazonSideAsn", number(asn)), ("Type", Expr::from("ipsec.1"))])
            .add_to(vpc, "VpnGateway");
    let attachment = CfnVPCGatewayAttachment::new(vpc.vpc_id())
        .vpn_gateway_id(gateway.reference())
        .add_to(vpc, "VPCVPNGW");
    let default = [SubnetSelection::new()];
    let mut tables: Vec<Expr> = Vec::new();
    for selection in propagation.unwrap_or(&default) {
        for subnet in vpc.select_subnets(selection).subnets() {
            let table = Expr::from(subnet.route_table_id());
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
    }
    if tables.is_empty() {
        vpc.node().error(
            "vpn-no-routes",
            "no subnet learns routes from the virtual private gateway",
            "choose subnets by `vpn_route_propagation`",
        );
        return;
    }
    CfnVPNGatewayRoutePropagation::new(crate::bag::any(tables), gateway.reference())
        .add_to(vpc, "RoutePropagation")
        .depends_on(&attachment);
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
    ) -> VpnConnection {
        let node = self.node().child(id);
        let gateway = self.node().resource::<CfnVPNGateway>("VpnGateway");
        if gateway.is_none() {
            node.error(
                "vpn-no-gateway",
                "the VPC has no virtual private gateway",
                "make the VPC with `vpn_gateway(true)`",
            );
        }
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
            ("VpnGatewayId", gateway.map_or(Expr::Null, |gateway| gateway.reference().into())),
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
