//! EC2: networks, security groups and instances.

mod address_plan;
mod bastion_host;
mod block_device;
mod connections;
mod flow_log;
mod imported_subnets;
mod instance;
mod instance_type;
mod key_pair;
mod launch_template;
mod machine_image;
mod nat;
mod network_acl;
mod peer;
mod port;
mod security_group;
mod subnet;
mod subnet_selection;
mod user_data;
mod vpc;
mod vpc_endpoint;
mod vpc_peering;
mod vpc_subnets;
mod vpn;

pub use bastion_host::BastionHostLinux;
pub use block_device::{BlockDevice, EbsVolumeType};
pub use connections::{Connectable, Connections};
pub use flow_log::{FlowLog, FlowLogDestination, FlowLogResourceType, FlowLogTrafficType};
pub use imported_subnets::ImportedSubnets;
pub use instance::Instance;
pub use instance_type::{InstanceArchitecture, InstanceClass, InstanceSize, InstanceType};
pub use key_pair::{KeyPair, KeyPairType};
pub use launch_template::{CpuCredits, LaunchTemplate, ShutdownBehavior, SpotOptions};
pub use machine_image::{AmazonLinux2023, MachineImage, MachineImageConfig};
pub use nat::NatGateways;
pub use network_acl::{AclCidr, AclTraffic, Action, NetworkAcl, TrafficDirection};
pub use peer::Peer;
pub use port::Port;
pub use security_group::{GroupId, SecurityGroup};
pub use subnet::{RouteTarget, Subnet, SubnetType};
pub use subnet_selection::{SelectedSubnets, SubnetFilter, SubnetSelection};
pub use user_data::{OperatingSystemType, UserData};
pub use vpc::{DefaultInstanceTenancy, IpProtocol, Vpc};
pub use vpc_endpoint::{
    GatewayVpcEndpoint, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint,
    InterfaceVpcEndpointAwsService,
};
pub use vpc_peering::VpcPeeringConnection;
pub use vpc_subnets::{IpamAllocation, SubnetConfiguration};
pub use vpn::VpnConnection;
