//! Site-to-site connections.

use super::{SubnetSelection, Vpc};
use crate::bag::{bag, number};
use crate::cfn::ec2::{CfnVPCGatewayAttachment, CfnVPNGateway, CfnVPNGatewayRoutePropagation};
use crate::{CfnType, Construct, Expr};

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
