//! NAT instances: how private subnets of small environments reach the internet.

use super::{
    AmazonLinux2023, Connectable, Connections, CpuCredits, Instance, InstanceType, KeyPair,
    MachineImage, Peer, Port, SecurityGroup, Subnet, SubnetSelection, UserData, Vpc,
};
use crate::{Construct, Node};
use bon::bon;
use std::cell::RefCell;
use std::rc::Rc;

/// Ordinary instances that forward the traffic of private subnets: cheaper than gateways, and kept running by you.
///
/// ```
/// use cumulo::{App, Stack, ec2::{InstanceType, NatInstances, NatTrafficDirection, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let nat = NatInstances::builder(InstanceType::new("t4g.nano"))
///     .default_allowed_traffic(NatTrafficDirection::OutboundOnly)
///     .build();
/// Vpc::builder(&stack, "Vpc").nat_instances(&nat).nat_gateways(1).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/vpc/latest/userguide/VPC_NAT_Instance.html>
#[derive(Clone, Debug)]
pub struct NatInstances(Rc<Settings>);

#[derive(Debug)]
struct Settings {
    instance_type: InstanceType,
    machine_image: MachineImage,
    user_data: UserData,
    traffic: NatTrafficDirection,
    security_group: Option<SecurityGroup>,
    key_pair: Option<KeyPair>,
    credit_specification: Option<CpuCredits>,
    associate_public_ip_address: Option<bool>,
    made: RefCell<Option<(Connections, Vec<Instance>)>>,
}

/// What the security group of NAT instances lets through by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NatTrafficDirection {
    /// Everything that leaves; say what may come in by [`Connectable::allow_from`].
    OutboundOnly,
    /// Everything, in both directions.
    #[default]
    InboundAndOutbound,
    /// Nothing.
    None,
}

#[bon]
impl NatInstances {
    /// NAT instances, made by the VPC that is given them.
    #[builder]
    pub fn new(
        /// Size of the instances; the network's speed depends on it.
        #[builder(start_fn)]
        instance_type: InstanceType,
        /// Image. Default: the newest Amazon Linux 2023 for the instance's architecture.
        #[builder(into)]
        machine_image: Option<MachineImage>,
        /// Script of the first start. Default: one that forwards traffic, for Amazon Linux 2023.
        user_data: Option<UserData>,
        /// What the security group lets through. Default: everything, in both directions.
        #[builder(default)]
        default_allowed_traffic: NatTrafficDirection,
        /// Security group. Default: a new one.
        security_group: Option<&SecurityGroup>,
        /// Key pair for SSH. Default: none.
        key_pair: Option<&KeyPair>,
        /// How instances of the T families pay for more than their share of CPU. Default: by the family.
        credit_specification: Option<CpuCredits>,
        /// Whether instances get public addresses. Default: as the subnet says.
        associate_public_ip_address: Option<bool>,
    ) -> NatInstances {
        let machine_image = machine_image.unwrap_or_else(|| {
            AmazonLinux2023::new().architecture(instance_type.architecture()).into()
        });
        NatInstances(Rc::new(Settings {
            machine_image,
            user_data: user_data.unwrap_or_else(forwarding),
            traffic: default_allowed_traffic,
            security_group: security_group.cloned(),
            key_pair: key_pair.cloned(),
            credit_specification,
            associate_public_ip_address,
            instance_type,
            made: RefCell::new(None),
        }))
    }
}

/// Has the kernel forward packets, and the firewall give them the instance's own address.
fn forwarding() -> UserData {
    UserData::for_linux()
        .command("set -eu")
        .command("dnf install -y nftables")
        .command("echo net.ipv4.ip_forward=1 > /etc/sysctl.d/90-nat.conf")
        .command("sysctl -p /etc/sysctl.d/90-nat.conf")
        .command("device=$(ip -o route show default | cut -d' ' -f5)")
        .command("nft add table ip nat")
        .command("nft add chain ip nat postrouting '{ type nat hook postrouting priority 100; }'")
        .command("nft add rule ip nat postrouting oifname \"$device\" masquerade")
        .command("nft list ruleset > /etc/sysconfig/nftables.conf")
        .command("systemctl enable --now nftables")
}

impl NatInstances {
    /// Makes an instance in each of these subnets.
    #[track_caller]
    pub(super) fn make(&self, vpc: &Vpc, subnets: &[Subnet]) -> Vec<Instance> {
        let settings = &self.0;
        let group = settings.security_group.clone().unwrap_or_else(|| {
            SecurityGroup::builder(vpc, "NatSecurityGroup")
                .vpc(vpc)
                .description("Security Group for NAT instances")
                .allow_all_outbound(settings.traffic != NatTrafficDirection::None)
                .build()
        });
        let connections = Connections::new([group.clone()], None);
        if settings.traffic == NatTrafficDirection::InboundAndOutbound {
            connections.allow_from(&Peer::any_ipv4(), Port::all_traffic());
        }
        let mut instances = Vec::with_capacity(subnets.len());
        for subnet in subnets {
            let instance = Instance::builder(subnet, "NatInstance")
                .vpc(vpc)
                .vpc_subnets(SubnetSelection::subnets([subnet.clone()]))
                .instance_type(settings.instance_type.clone())
                .machine_image(settings.machine_image.clone())
                .user_data(settings.user_data.clone())
                .security_group(&group)
                .source_dest_check(false)
                .maybe_key_pair(settings.key_pair.as_ref())
                .maybe_credit_specification(settings.credit_specification)
                .maybe_associate_public_ip_address(settings.associate_public_ip_address)
                .build();
            instances.push(instance);
        }
        *settings.made.borrow_mut() = Some((connections, instances.clone()));
        instances
    }

    /// The instances; none before a VPC was given them.
    pub fn instances(&self) -> Vec<Instance> {
        self.0.made.borrow().as_ref().map_or_else(Vec::new, |(_, instances)| instances.clone())
    }

    /// Where the first of the instances stands; `None` before a VPC was given them.
    pub fn node(&self) -> Option<Node> {
        self.instances().first().map(|instance| instance.node().clone())
    }
}

impl Connectable for NatInstances {
    /// The connections of the instances; before a VPC was given them there are none.
    fn connections(&self) -> Connections {
        let made = self.0.made.borrow();
        made.as_ref().map_or_else(
            || Connections::new(self.0.security_group.clone(), None),
            |(connections, _)| connections.clone(),
        )
    }
}
