//! How people reach what stands in private subnets.

use crate::ec2::{
    BastionHostLinux, BlockDevice, Connectable, Connections, EbsVolumeType, InstanceType, Peer,
    Port, SecurityGroup, Vpc,
};
use crate::{Construct, Node, Size};

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
    bastion: BastionHostLinux,
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
        PrivateAccess { node, bastion }
    }

    /// The host.
    pub fn bastion(&self) -> &BastionHostLinux {
        &self.bastion
    }
}

impl Construct for PrivateAccess {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for PrivateAccess {
    /// Those of the host.
    fn connections(&self) -> Connections {
        self.bastion.connections()
    }
}
