//! Groups of instances.

use super::Cluster;
use crate::bag::{bag, flag, list, number};
use crate::cfn::eks::CfnNodegroup;
use crate::ec2::{InstanceArchitecture, InstanceType, SubnetSelection};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{CfnType, Construct, Expr, Node, Resource, Value};

/// How instances are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityType {
    /// By the hour.
    OnDemand,
    /// Cheaper, until AWS needs them.
    Spot,
}

/// What a taint does with pods that do not tolerate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaintEffect {
    /// They are not put there.
    NoSchedule,
    /// They are put there only where nothing else is free.
    PreferNoSchedule,
    /// They are sent away.
    NoExecute,
}

impl TaintEffect {
    fn name(self) -> &'static str {
        match self {
            Self::NoSchedule => "NO_SCHEDULE",
            Self::PreferNoSchedule => "PREFER_NO_SCHEDULE",
            Self::NoExecute => "NO_EXECUTE",
        }
    }
}

/// What a group of instances is like.
///
/// ```
/// use cumulo::ec2::InstanceType;
/// use cumulo::eks::{CapacityType, NodegroupOptions};
/// let cheap = NodegroupOptions::new()
///     .instance_types([InstanceType::new("t3.large")])
///     .size(1, 2, 4)
///     .capacity_type(CapacityType::Spot);
/// ```
#[derive(Clone, Debug, Default)]
pub struct NodegroupOptions {
    name: Option<String>,
    instance_types: Vec<InstanceType>,
    size: Option<(u32, u32, u32)>,
    disk_size: Option<u32>,
    ami_type: Option<String>,
    capacity_type: Option<CapacityType>,
    labels: Vec<(String, String)>,
    taints: Vec<(String, String, TaintEffect)>,
    max_unavailable: Option<u32>,
    max_unavailable_percentage: Option<u32>,
    auto_repair: Option<bool>,
    role: Option<Role>,
    subnets: SubnetSelection,
}

impl NodegroupOptions {
    /// Two instances of a type that EKS chooses.
    pub fn new() -> Self {
        Self::default()
    }

    /// Name in the cluster. Default: one that CloudFormation makes.
    #[must_use]
    pub fn nodegroup_name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Types of its instances. Default: chosen by EKS.
    #[must_use]
    pub fn instance_types(mut self, types: impl IntoIterator<Item = InstanceType>) -> Self {
        self.instance_types = types.into_iter().collect();
        self
    }

    /// How many instances there are: at least, at first, at most. Default: 1, 2, 2.
    #[must_use]
    pub fn size(mut self, min: u32, desired: u32, max: u32) -> Self {
        self.size = Some((min, desired, max));
        self
    }

    /// Size of their disks, GiB. Default: 20.
    #[must_use]
    pub fn disk_size(mut self, gibibytes: u32) -> Self {
        self.disk_size = Some(gibibytes);
        self
    }

    /// Their image, such as `BOTTLEROCKET_x86_64`. Default: Amazon Linux 2023 for their processors.
    #[must_use]
    pub fn ami_type(mut self, ami_type: impl Into<String>) -> Self {
        self.ami_type = Some(ami_type.into());
        self
    }

    /// How they are paid. Default: by the hour.
    #[must_use]
    pub fn capacity_type(mut self, capacity: CapacityType) -> Self {
        self.capacity_type = Some(capacity);
        self
    }

    /// A label of the nodes.
    #[must_use]
    pub fn label(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.labels.push((key.into(), value.into()));
        self
    }

    /// A taint of the nodes.
    #[must_use]
    pub fn taint(
        mut self,
        key: impl Into<String>,
        value: impl Into<String>,
        effect: TaintEffect,
    ) -> Self {
        self.taints.push((key.into(), value.into(), effect));
        self
    }

    /// How many nodes may be missing during an update. Default: 1.
    #[must_use]
    pub fn max_unavailable(mut self, nodes: u32) -> Self {
        self.max_unavailable = Some(nodes);
        self
    }

    /// How many percent of the nodes may be missing during an update.
    #[must_use]
    pub fn max_unavailable_percentage(mut self, percent: u32) -> Self {
        self.max_unavailable_percentage = Some(percent);
        self
    }

    /// Whether EKS replaces nodes that are not well. Default: false.
    #[must_use]
    pub fn enable_node_auto_repair(mut self, repair: bool) -> Self {
        self.auto_repair = Some(repair);
        self
    }

    /// Role of the nodes. Default: one that is made for them.
    #[must_use]
    pub fn node_role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    /// Their subnets. Default: private ones with a way out.
    #[must_use]
    pub fn subnets(mut self, subnets: SubnetSelection) -> Self {
        self.subnets = subnets;
        self
    }

    /// The image that fits the instances, where none is given.
    fn default_ami_type(&self) -> Option<&'static str> {
        let first = self.instance_types.first()?;
        let family = first.family();
        let has_gpu = ["g4", "g5", "g6", "p2", "p3", "p4", "p5"];
        if has_gpu.iter().any(|prefix| family.starts_with(prefix)) {
            return Some("AL2_x86_64_GPU");
        }
        Some(match first.architecture() {
            InstanceArchitecture::Arm64 => "AL2023_ARM_64_STANDARD",
            InstanceArchitecture::X86_64 => "AL2023_x86_64_STANDARD",
        })
    }
}

/// A group of instances that EKS manages; [`Cluster::add_nodegroup_capacity`] makes it.
///
/// Findings: `nodegroup-size` when the sizes do not fit each other.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-nodegroup.html>
#[derive(Clone, Debug)]
pub struct Nodegroup {
    node: Node,
    cfn: Resource<CfnNodegroup>,
    role: Role,
}

impl Nodegroup {
    #[track_caller]
    pub(super) fn of(cluster: &Cluster, id: &str, options: NodegroupOptions) -> Self {
        let node = cluster.node().child(id);
        let (min, desired, max) = options.size.unwrap_or((1, 2, 2));
        if min > desired || desired > max {
            node.error(
                "nodegroup-size",
                format!("the sizes {min}, {desired} and {max} do not grow"),
                "give the smallest, the first and the largest size, in this order",
            );
        }
        let role = options.role.clone().unwrap_or_else(|| node_role(&node));
        let subnets = cluster.vpc().select_subnets(&options.subnets).subnet_ids();
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let ami_type =
            options.ami_type.clone().or_else(|| options.default_ami_type().map(str::to_owned));
        let labels = match options.labels.is_empty() {
            true => Expr::Null,
            false => Expr::object(
                options.labels.iter().map(|(key, value)| (key.clone(), value.clone().into())),
            ),
        };
        let taints = options.taints.iter().map(|(key, value, effect)| {
            Expr::object([
                ("Effect", Expr::from(effect.name())),
                ("Key", key.clone().into()),
                ("Value", value.clone().into()),
            ])
        });
        let update = match (options.max_unavailable, options.max_unavailable_percentage) {
            (None, None) => Expr::Null,
            (nodes, percent) => Expr::object([
                ("MaxUnavailable", number(nodes)),
                ("MaxUnavailablePercentage", number(percent)),
            ]),
        };
        let repair = options
            .auto_repair
            .map_or(Expr::Null, |repair| Expr::object([("Enabled", flag(Some(repair)))]));
        let capacity = options.capacity_type.map_or(Expr::Null, |capacity| match capacity {
            CapacityType::OnDemand => "ON_DEMAND".into(),
            CapacityType::Spot => "SPOT".into(),
        });
        let sizes = Expr::object([
            ("DesiredSize", number(Some(desired))),
            ("MaxSize", number(Some(max))),
            ("MinSize", number(Some(min))),
        ]);
        let cfn = bag::<CfnNodegroup>([
            ("AmiType", text(ami_type)),
            ("CapacityType", capacity),
            ("ClusterName", cluster.cluster_name().into_expr()),
            ("DiskSize", number(options.disk_size)),
            ("ForceUpdateEnabled", Expr::from(true)),
            ("InstanceTypes", list(options.instance_types.iter().map(|one| one.name().to_owned()))),
            ("Labels", labels),
            ("NodeRepairConfig", repair),
            ("NodeRole", role.role_arn().into_expr()),
            ("NodegroupName", text(options.name.clone())),
            ("ScalingConfig", sizes),
            ("Subnets", list(subnets)),
            ("Taints", list(taints)),
            ("UpdateConfig", update),
        ])
        .add_to(&node, "Resource");
        Self { node, cfn, role }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnNodegroup> {
        &self.cfn
    }

    /// Its ARN.
    pub fn nodegroup_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// The role of its nodes.
    pub fn role(&self) -> &Role {
        &self.role
    }
}

#[track_caller]
fn node_role(node: &Node) -> Role {
    let policies =
        ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"];
    Role::builder(node, "NodeGroupRole")
        .assumed_by(Principal::service("ec2.amazonaws.com"))
        .managed_policies(policies.map(ManagedPolicy::from_aws_managed_policy_name))
        .build()
}

impl Construct for Nodegroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
