//! Settings of clusters.

use crate::ec2::InstanceType;

/// Who reaches the API of a cluster.
#[derive(Clone, Debug)]
pub struct EndpointAccess {
    pub(super) public: bool,
    pub(super) private: bool,
    pub(super) cidrs: Vec<String>,
}

impl EndpointAccess {
    /// Everybody on the internet, and the VPC by the internet too.
    pub fn public() -> Self {
        Self { public: true, private: false, cidrs: Vec::new() }
    }

    /// The VPC alone.
    pub fn private() -> Self {
        Self { public: false, private: true, cidrs: Vec::new() }
    }

    /// Everybody on the internet, and the VPC without it.
    pub fn public_and_private() -> Self {
        Self { public: true, private: true, cidrs: Vec::new() }
    }

    /// From the internet only these blocks.
    #[must_use]
    pub fn only_from(mut self, blocks: impl IntoIterator<Item = impl std::fmt::Display>) -> Self {
        self.cidrs = blocks.into_iter().map(|block| block.to_string()).collect();
        self
    }

    /// Whether everybody on the internet reaches the API.
    pub(crate) fn is_open(&self) -> bool {
        self.public
            && (self.cidrs.is_empty() || self.cidrs.iter().any(|block| block.ends_with("/0")))
    }
}

/// What a cluster runs pods on at first.
#[derive(Clone, Debug)]
pub enum DefaultCapacity {
    /// Instances that EKS chooses and manages, from these pools: `system`, `general-purpose`.
    AutoMode(Vec<String>),
    /// A group of this many instances; none where it is 0.
    Nodegroup(u32, InstanceType),
    /// Nothing: Fargate profiles or groups are added.
    None,
}

impl Default for DefaultCapacity {
    fn default() -> Self {
        Self::AutoMode(vec!["system".to_owned(), "general-purpose".to_owned()])
    }
}

/// Logs of a cluster's control plane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are EKS's own")]
pub enum ClusterLoggingType {
    Api,
    Audit,
    Authenticator,
    ControllerManager,
    Scheduler,
}

impl ClusterLoggingType {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Audit => "audit",
            Self::Authenticator => "authenticator",
            Self::ControllerManager => "controllerManager",
            Self::Scheduler => "scheduler",
        }
    }
}

/// Addresses of pods and services.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IpFamily {
    /// IPv4.
    #[default]
    IpV4,
    /// IPv6; the nodes' roles may then hand out such addresses.
    IpV6,
}

/// How much capacity a control plane has at least.
///
/// Source: <https://docs.aws.amazon.com/eks/latest/userguide/eks-provisioned-control-plane.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ControlPlaneScalingTier {
    /// As much as EKS sees fit.
    Standard,
    /// Extra large.
    TierXl,
    /// Twice extra large.
    Tier2xl,
    /// Four times extra large.
    Tier4xl,
    /// Eight times extra large.
    Tier8xl,
    /// A tier by its name.
    Custom(String),
}

impl ControlPlaneScalingTier {
    pub(super) fn name(&self) -> String {
        match self {
            ControlPlaneScalingTier::Standard => "standard",
            ControlPlaneScalingTier::TierXl => "tier-xl",
            ControlPlaneScalingTier::Tier2xl => "tier-2xl",
            ControlPlaneScalingTier::Tier4xl => "tier-4xl",
            ControlPlaneScalingTier::Tier8xl => "tier-8xl",
            ControlPlaneScalingTier::Custom(name) => name,
        }
        .to_owned()
    }
}
