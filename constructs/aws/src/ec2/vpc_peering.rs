//! Peering connections: two VPCs as one network.

use super::{RouteTarget, SubnetSelection, Vpc};
use crate::bag::{bag, opt};
use crate::cfn::ec2::CfnVPCPeeringConnection;
use crate::{CfnType, Construct, IntoValue, Node, Resource, Value};
use bon::bon;

/// A peering connection: the addresses of two VPCs reach each other once both have routes.
///
/// ```
/// use cumulo::{App, Stack, cidr, ec2::{SubnetSelection, Vpc, VpcPeeringConnection}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let shop = Vpc::builder(&stack, "Shop").cidr(cidr!("10.1.0.0/16")).build();
/// let data = Vpc::builder(&stack, "Data").cidr(cidr!("10.2.0.0/16")).build();
/// let peering = VpcPeeringConnection::builder(&stack, "Peering").vpc(&shop).peer_vpc_id(data.vpc_id()).build();
/// peering.add_routes(&shop, &SubnetSelection::new(), cidr!("10.2.0.0/16"));
/// peering.add_routes(&data, &SubnetSelection::new(), cidr!("10.1.0.0/16"));
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcpeeringconnection.html>
#[derive(Clone, Debug)]
pub struct VpcPeeringConnection {
    node: Node,
    cfn: Resource<CfnVPCPeeringConnection>,
}

#[bon]
impl VpcPeeringConnection {
    /// A peering connection.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC that asks for the connection.
        vpc: &Vpc,
        /// The other VPC, `vpc-…`. Their addresses must not overlap.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        peer_vpc_id: Value<String>,
        /// Account of the other VPC. Default: this one.
        #[builder(with = |account: impl IntoValue<String>| account.into_value())]
        peer_owner_id: Option<Value<String>>,
        /// Region of the other VPC. Default: this one.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        peer_region: Option<Value<String>>,
        /// Role of the other account that accepts the connection. Needed with `peer_owner_id`.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        peer_role_arn: Option<Value<String>>,
    ) -> VpcPeeringConnection {
        let node = scope.node().child(id);
        let cfn = bag::<CfnVPCPeeringConnection>([
            ("PeerOwnerId", opt(peer_owner_id.as_ref())),
            ("PeerRegion", opt(peer_region.as_ref())),
            ("PeerRoleArn", opt(peer_role_arn.as_ref())),
            ("PeerVpcId", peer_vpc_id.into()),
            ("VpcId", vpc.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        VpcPeeringConnection { node, cfn }
    }
}

impl VpcPeeringConnection {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPCPeeringConnection> {
        &self.cfn
    }

    /// Id of the connection, `pcx-…`.
    pub fn peering_connection_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Leads connections from subnets of `vpc` to the other VPC's addresses through the peering.
    #[track_caller]
    pub fn add_routes(
        &self,
        vpc: &Vpc,
        subnets: &SubnetSelection,
        destination: impl IntoValue<String>,
    ) {
        let destination = destination.into_value();
        for subnet in vpc.select_subnets(subnets).subnets() {
            let target = RouteTarget::VpcPeeringConnection(self.peering_connection_id());
            subnet.add_route(&format!("{}Route", self.node.id()), &destination, target);
        }
    }
}

impl Construct for VpcPeeringConnection {
    fn node(&self) -> &Node {
        &self.node
    }
}
