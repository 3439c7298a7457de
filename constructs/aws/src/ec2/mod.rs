//! EC2: networks, security groups and instances.

mod address_plan;
mod connections;
mod nat;
mod network_acl;
mod peer;
mod port;
mod security_group;
mod subnet;
mod subnet_selection;
mod vpc;
mod vpn;

pub use connections::{Connectable, Connections};
pub use nat::NatGateways;
pub use network_acl::{AclCidr, AclTraffic, Action, NetworkAcl, TrafficDirection};
pub use peer::Peer;
pub use port::Port;
pub use security_group::{GroupId, SecurityGroup};
pub use subnet::{RouteTarget, Subnet, SubnetType};
pub use subnet_selection::{SelectedSubnets, SubnetFilter, SubnetSelection};
pub use vpc::{DefaultInstanceTenancy, ImportedSubnets, SubnetConfiguration, Vpc};
