//! Groups of instances.

use super::Cluster;
use super::settings::IpFamily;
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::eks::CfnNodegroup;
use crate::ec2::{
    InstanceArchitecture, InstanceType, LaunchTemplate, SecurityGroup, SubnetSelection, Vpc,
};
use crate::iam::{ManagedPolicy, PolicyStatement, Principal, Role};
use crate::{
    CfnType, Construct, Expr, IntoValue, Node, RemovalPolicies, RemovalPolicy, Resource, Value,
};

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
    min_size: Option<u32>,
    desired_size: Option<u32>,
    max_size: Option<u32>,
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
    force_update: Option<bool>,
    release_version: Option<String>,
    remote_access: Option<(String, Vec<SecurityGroup>)>,
    tags: Vec<(String, String)>,
    launch_template: Option<(Value<String>, Option<Value<String>>)>,
    removal_policy: Option<RemovalPolicy>,
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
        self.min_size = Some(min);
        self.desired_size = Some(desired);
        self.max_size = Some(max);
        self
    }

    /// The smallest number of instances. Default: 1.
    #[must_use]
    pub fn min_size(mut self, min: u32) -> Self {
        self.min_size = Some(min);
        self
    }

    /// The number of instances at first. Default: the smallest one if it is said, else 2.
    #[must_use]
    pub fn desired_size(mut self, desired: u32) -> Self {
        self.desired_size = Some(desired);
        self
    }

    /// The largest number of instances. Default: the number at first.
    #[must_use]
    pub fn max_size(mut self, max: u32) -> Self {
        self.max_size = Some(max);
        self
    }

    /// Whether nodes are replaced though their pods cannot be moved away. Default: true.
    #[must_use]
    pub fn force_update(mut self, force: bool) -> Self {
        self.force_update = Some(force);
        self
    }

    /// Version of the image, such as `1.33.0-20250801`. Default: the newest for the cluster's version.
    #[must_use]
    pub fn release_version(mut self, version: impl Into<String>) -> Self {
        self.release_version = Some(version.into());
        self
    }

    /// Lets SSH reach the nodes by this key, from these security groups; from everywhere where none is named.
    #[must_use]
    pub fn remote_access(
        mut self,
        ssh_key_name: impl Into<String>,
        from: impl IntoIterator<Item = SecurityGroup>,
    ) -> Self {
        self.remote_access = Some((ssh_key_name.into(), from.into_iter().collect()));
        self
    }

    /// A tag of the group; its instances do not get it.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.tags.push((key.into(), value.into()));
        self
    }

    /// Makes the nodes of the newest version of this launch template.
    #[must_use]
    pub fn launch_template(self, template: &LaunchTemplate) -> Self {
        let version = IntoValue::<String>::into_value(template.version_number());
        self.launch_template_spec(template.launch_template_id(), Some(version))
    }

    /// Makes the nodes of a launch template, by its id and version. Default of the version: the template's default one.
    #[must_use]
    pub fn launch_template_spec(
        mut self,
        id: impl IntoValue<String>,
        version: Option<Value<String>>,
    ) -> Self {
        self.launch_template = Some((id.into_value(), version));
        self
    }

    /// What happens to the group when it leaves the stack. Default: it is deleted.
    #[must_use]
    pub fn removal_policy(mut self, policy: RemovalPolicy) -> Self {
        self.removal_policy = Some(policy);
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
        if self.launch_template.is_some() {
            return None;
        }
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
/// ```
/// use cumulo::eks::{CapacityType, Cluster, DefaultCapacity, EndpointAccess, NodegroupOptions};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Platform").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// # let cluster = Cluster::builder(&stack, "Cluster")
/// #     .version("1.33")
/// #     .vpc(&vpc)
/// #     .default_capacity(DefaultCapacity::None)
/// #     .endpoint_access(EndpointAccess::public_and_private().only_from(["203.0.113.0/24"]))
/// #     .build();
/// cluster.add_nodegroup_capacity("Workers", NodegroupOptions::new().size(1, 2, 4).capacity_type(CapacityType::Spot));
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-nodegroup.html>
#[derive(Clone, Debug)]
pub struct Nodegroup {
    node: Node,
    cfn: Resource<CfnNodegroup>,
    role: Role,
}

impl Nodegroup {
    /// A group of instances of a cluster, beside it; [`Cluster::add_nodegroup_capacity`] makes it below the cluster.
    ///
    /// ```
    /// use cumulo::eks::{Cluster, DefaultCapacity, Nodegroup, NodegroupOptions};
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Platform").build();
    /// let capacity = DefaultCapacity::None;
    /// let cluster = Cluster::builder(&stack, "Cluster").version("1.33").default_capacity(capacity).build();
    /// Nodegroup::new(&stack, "Nodes", &cluster, NodegroupOptions::new().min_size(3));
    /// # cumulo::testing::Template::of(&app, "Platform");
    /// ```
    #[track_caller]
    pub fn new(
        scope: &dyn Construct,
        id: &str,
        cluster: &Cluster,
        options: NodegroupOptions,
    ) -> Self {
        make(scope.node(), id, cluster, options)
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnNodegroup> {
        &self.cfn
    }

    /// Its ARN.
    pub fn nodegroup_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Its name.
    pub fn nodegroup_name(&self) -> Value<String> {
        self.cfn.attr_nodegroup_name()
    }

    /// The role of its nodes.
    pub fn role(&self) -> &Role {
        &self.role
    }
}

/// The VPC of a cluster, for what is made in it.
pub(super) fn known_vpc<'a>(node: &Node, cluster: &'a Cluster) -> Option<&'a Vpc> {
    if cluster.vpc().is_none() {
        node.error(
            "cluster-unknown",
            "the VPC of this imported cluster is not known",
            "import it with `vpc`",
        );
    }
    cluster.vpc()
}

#[track_caller]
pub(super) fn make(
    scope: &Node,
    id: &str,
    cluster: &Cluster,
    options: NodegroupOptions,
) -> Nodegroup {
    let node = scope.child(id);
    let min = options.min_size.unwrap_or(1);
    let desired = options.desired_size.or(options.min_size).unwrap_or(2);
    let max = options.max_size.unwrap_or(desired);
    if min > desired || desired > max {
        node.error(
            "nodegroup-size",
            format!("the sizes {min}, {desired} and {max} do not grow"),
            "give the smallest, the first and the largest size, in this order",
        );
    }
    let role = options.role.clone().unwrap_or_else(|| node_role(&node, cluster.ip_family()));
    let subnets = known_vpc(&node, cluster)
        .map(|vpc| vpc.select_subnets(&options.subnets).subnet_ids())
        .unwrap_or_default();
    let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
    let ami_type =
        options.ami_type.clone().or_else(|| options.default_ami_type().map(str::to_owned));
    let map = |pairs: &[(String, String)]| match pairs.is_empty() {
        true => Expr::Null,
        false => Expr::object(pairs.iter().map(|(key, value)| (key.clone(), value.clone().into()))),
    };
    let remote = options.remote_access.as_ref().map(|(key, groups)| {
        let groups = groups.iter().map(|group| group.security_group_id());
        Expr::object([
            ("Ec2SshKey", Expr::from(key.clone())),
            ("SourceSecurityGroups", list(groups)),
        ])
    });
    let template = options.launch_template.as_ref().map(|(id, version)| {
        Expr::object([("Id", Expr::from(id)), ("Version", opt(version.as_ref()))])
    });
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
        ("ForceUpdateEnabled", Expr::from(options.force_update.unwrap_or(true))),
        ("InstanceTypes", list(options.instance_types.iter().map(|one| one.name().to_owned()))),
        ("Labels", map(&options.labels)),
        ("LaunchTemplate", template.unwrap_or(Expr::Null)),
        ("NodeRepairConfig", repair),
        ("NodeRole", role.role_arn().into_expr()),
        ("NodegroupName", text(options.name.clone())),
        ("ReleaseVersion", text(options.release_version.clone())),
        ("RemoteAccess", remote.unwrap_or(Expr::Null)),
        ("ScalingConfig", sizes),
        ("Subnets", list(subnets)),
        ("Tags", map(&options.tags)),
        ("Taints", list(taints)),
        ("UpdateConfig", update),
    ])
    .add_to(&node, "Resource");
    if let Some(policy) = options.removal_policy {
        RemovalPolicies::apply(&node, policy);
    }
    Nodegroup { node, cfn, role }
}

#[track_caller]
fn node_role(node: &Node, family: IpFamily) -> Role {
    let policies =
        ["AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"];
    let role = Role::builder(node, "NodeGroupRole")
        .assumed_by(Principal::service("ec2.amazonaws.com"))
        .managed_policies(policies.map(ManagedPolicy::from_aws_managed_policy_name))
        .build();
    if family == IpFamily::IpV6 {
        // The managed policy of the network add-on does not hand out IPv6 addresses.
        let addresses = PolicyStatement::allow()
            .actions(["ec2:AssignIpv6Addresses", "ec2:UnassignIpv6Addresses"])
            .resources(["arn:aws:ec2:*:*:network-interface/*"]);
        role.add_to_policy(addresses);
    }
    role
}

impl Construct for Nodegroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
