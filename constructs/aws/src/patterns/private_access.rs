//! How people reach what stands in private subnets.

use super::by_stage::log_group;
use crate::ec2::{
    BastionHostLinux, BlockDevice, ClientVpnAuthentication, ClientVpnEndpoint, Connectable,
    Connections, EbsVolumeType, InstanceType, Peer, Port, SecurityGroup, Vpc,
};
use crate::{Cidr, Construct, IntoValue, Node, Size, Value};
use bon::bon;

/// A way for people into a private network, for work on databases and the like.
///
/// ```
/// use cumulo::ec2::{Connectable, Port, SecurityGroup};
/// use cumulo::patterns::{Network, PrivateAccess};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let network = Network::builder(&stack, "Network").build();
/// let access = PrivateAccess::ssm_bastion(&stack, "Access", network.vpc());
/// let data = SecurityGroup::builder(&stack, "Data").vpc(network.vpc()).build();
/// data.allow_from(&access, Port::postgres());
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
#[derive(Clone, Debug)]
pub struct PrivateAccess {
    node: Node,
    way: Way,
}

#[derive(Clone, Debug)]
enum Way {
    Bastion(Box<BastionHostLinux>),
    ClientVpn(Box<ClientVpnEndpoint>),
}

impl PrivateAccess {
    /// A small host in a private subnet that people reach through Session Manager: no open port, no key, no public
    /// address; IAM decides who may, and CloudTrail tells who did.
    ///
    /// `aws ssm start-session --target <id> --document-name AWS-StartPortForwardingSessionToRemoteHost` leads on to a
    /// database. The host needs a way to the internet, or endpoints of SSM; it reaches HTTPS and what connections name.
    #[track_caller]
    pub fn ssm_bastion(scope: &dyn Construct, id: &str, vpc: &Vpc) -> PrivateAccess {
        let node = scope.node().child(id);
        let group = SecurityGroup::builder(&node, "SecurityGroup")
            .vpc(vpc)
            .description("people who come through Session Manager")
            .allow_all_outbound(false)
            .build();
        let https = Port::https().described("HTTPS, which Session Manager speaks");
        group.add_egress_rule(&Peer::any_ipv4(), https);
        let bastion = BastionHostLinux::builder(&node, "Bastion")
            .vpc(vpc)
            .instance_type(InstanceType::new("t4g.nano"))
            .security_group(&group)
            .block_devices([BlockDevice::ebs("/dev/xvda", Size::gibibytes(8))
                .volume_type(EbsVolumeType::Gp3)
                .encrypted(true)])
            .require_imdsv2(true)
            .build();
        PrivateAccess { node, way: Way::Bastion(Box::new(bastion)) }
    }

    /// The host, where the way is one.
    pub fn bastion(&self) -> Option<&BastionHostLinux> {
        match &self.way {
            Way::Bastion(bastion) => Some(bastion),
            Way::ClientVpn(_) => None,
        }
    }

    /// The VPN endpoint, where the way is one.
    pub fn endpoint(&self) -> Option<&ClientVpnEndpoint> {
        match &self.way {
            Way::Bastion(_) => None,
            Way::ClientVpn(endpoint) => Some(endpoint),
        }
    }
}

#[bon]
impl PrivateAccess {
    /// A VPN endpoint to which people connect their computers; only traffic to the VPC goes through it.
    ///
    /// Connections are logged, and end after a working day. It costs by the hour, subnet and connection.
    ///
    /// ```
    /// use cumulo::ec2::ClientVpnAuthentication;
    /// use cumulo::patterns::{Network, PrivateAccess};
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Network").build();
    /// let network = Network::builder(&stack, "Network").build();
    /// PrivateAccess::client_vpn(&stack, "Vpn")
    ///     .vpc(network.vpc())
    ///     .cidr(cidr!("10.100.0.0/22"))
    ///     .server_certificate_arn("arn:aws:acm:us-east-1:111111111111:certificate/server")
    ///     .authentication(ClientVpnAuthentication::mutual("arn:aws:acm:us-east-1:111111111111:certificate/client"))
    ///     .build();
    /// # cumulo::testing::Template::of(&app, "Network");
    /// ```
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn client_vpn(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The VPC that people reach.
        vpc: &Vpc,
        /// Addresses of the computers, /12 to /22, which the VPC does not use.
        cidr: Cidr,
        /// Certificate of the endpoint, in Certificate Manager.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        server_certificate_arn: Value<String>,
        /// How people show who they are.
        authentication: ClientVpnAuthentication,
    ) -> PrivateAccess {
        let node = scope.node().child(id);
        let logs = log_group(&node, "Connections", None);
        let endpoint = ClientVpnEndpoint::builder(&node, "Endpoint")
            .vpc(vpc)
            .cidr(cidr)
            .server_certificate_arn(server_certificate_arn)
            .authentication([authentication])
            .log_group(&logs)
            .split_tunnel(true)
            .session_timeout_hours(8)
            .build();
        PrivateAccess { node, way: Way::ClientVpn(Box::new(endpoint)) }
    }
}

impl Construct for PrivateAccess {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for PrivateAccess {
    /// Those of the host or the endpoint.
    fn connections(&self) -> Connections {
        match &self.way {
            Way::Bastion(bastion) => bastion.connections(),
            Way::ClientVpn(endpoint) => endpoint.connections(),
        }
    }
}
