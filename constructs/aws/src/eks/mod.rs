//! EKS: Kubernetes clusters, made of CloudFormation resources alone.
//!
//! Nothing here talks to a cluster during a deployment: what runs in it is applied by a pipeline, or by add-ons.

mod access;
mod addon;
mod cluster;
mod fargate_profile;
mod nodegroup;
mod service_account;
mod settings;

pub use access::{AccessEntry, AccessPolicy};
pub use addon::Addon;
pub use cluster::Cluster;
pub use fargate_profile::{FargateProfile, Selector};
pub use nodegroup::{CapacityType, Nodegroup, NodegroupOptions, TaintEffect};
pub use service_account::{IdentityType, ServiceAccount};
pub use settings::{
    ClusterLoggingType, ControlPlaneScalingTier, DefaultCapacity, EndpointAccess, IpFamily,
};
