//! EC2: networks, security groups and instances.

mod address_plan;
mod aws_services;
mod bastion_host;
mod block_device;
mod client_vpn_endpoint;
mod connections;
mod flow_log;
mod imported_subnets;
mod instance;
mod instance_requirements;
mod instance_type;
mod key_pair;
mod launch_template;
mod machine_image;
mod multipart_user_data;
mod nat;
mod nat_instances;
mod network_acl;
mod peer;
mod placement_group;
mod port;
mod prefix_list;
mod security_group;
mod subnet;
mod subnet_selection;
mod user_data;
mod volume;
mod vpc;
mod vpc_endpoint;
mod vpc_endpoint_service;
mod vpc_peering;
mod vpc_subnets;
mod vpn;

pub use aws_services::{GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService};
pub use bastion_host::BastionHostLinux;
pub use block_device::{BlockDevice, EbsVolumeType};
pub use client_vpn_endpoint::{
    ClientVpnAuthentication, ClientVpnEndpoint, Network, TransportProtocol,
};
pub use connections::{Connectable, Connections};
pub use flow_log::{
    FlowLog, FlowLogDestination, FlowLogFileFormat, FlowLogResourceType, FlowLogTrafficType,
};
pub use imported_subnets::ImportedSubnets;
pub use instance::Instance;
pub use instance_requirements::{
    CpuManufacturer, InstanceGeneration, InstanceKind, InstanceRequirements,
};
pub use instance_type::{InstanceArchitecture, InstanceClass, InstanceSize, InstanceType};
pub use key_pair::{KeyPair, KeyPairType};
pub use launch_template::{CpuCredits, LaunchTemplate, ShutdownBehavior, SpotOptions};
pub use machine_image::{AmazonLinux2, AmazonLinux2023, MachineImage, MachineImageConfig};
pub use multipart_user_data::MultipartUserData;
pub use nat::{NatGateways, RegionalNatGateway};
pub use nat_instances::{NatInstances, NatTrafficDirection};
pub use network_acl::{
    AclCidr, AclTraffic, Action, NetworkAcl, NetworkAclEntry, SubnetNetworkAclAssociation,
    TrafficDirection,
};
pub use peer::Peer;
pub use placement_group::{PlacementGroup, PlacementGroupSpreadLevel, PlacementGroupStrategy};
pub use port::Port;
pub use prefix_list::{AddressFamily, PrefixList};
pub use security_group::{GroupId, SecurityGroup};
pub use subnet::{RouteTarget, Subnet, SubnetType};
pub use subnet_selection::{SelectedSubnets, SubnetFilter, SubnetSelection};
pub use user_data::{OperatingSystemType, UserData};
pub use volume::Volume;
pub use vpc::{DefaultInstanceTenancy, IpProtocol, Vpc};
pub use vpc_endpoint::{
    GatewayVpcEndpoint, InterfaceVpcEndpoint, VpcEndpointDnsRecordIpType, VpcEndpointIpAddressType,
};
pub use vpc_endpoint_service::VpcEndpointService;
pub use vpc_peering::VpcPeeringConnection;
pub use vpc_subnets::{IpamAllocation, SubnetConfiguration};
pub use vpn::{VpnConnection, VpnGateway, VpnTunnelOption};
