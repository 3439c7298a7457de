//! Clusters.

use super::access::{AccessEntry, AccessPolicy};
use super::fargate_profile::{FargateProfile, Selector};
use super::nodegroup::{Nodegroup, NodegroupOptions};
use crate::bag::{bag, flag, list, opt};
use crate::cfn::eks::CfnCluster;
use crate::cfn::ssm::CfnParameter;
use crate::ec2::{
    Connectable, Connections, InstanceType, Port, SecurityGroup, SubnetSelection, Vpc,
};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::kms::Key;
use crate::{
    CfnType, Construct, Expr, IntoValue, Node, Output, RemovalPolicy, Resource, Tags, Value, text,
};
use bon::bon;

/// Who reaches the API of a cluster.
#[derive(Clone, Debug)]
pub struct EndpointAccess {
    public: bool,
    private: bool,
    cidrs: Vec<String>,
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
    fn name(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Audit => "audit",
            Self::Authenticator => "authenticator",
            Self::ControllerManager => "controllerManager",
            Self::Scheduler => "scheduler",
        }
    }
}

/// A Kubernetes cluster.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::eks::{Addon, Cluster, DefaultCapacity, EndpointAccess, Selector};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Platform").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let cluster = Cluster::builder(&stack, "Cluster")
///     .version("1.33")
///     .vpc(&vpc)
///     .default_capacity(DefaultCapacity::None)
///     .endpoint_access(EndpointAccess::public_and_private().only_from(["203.0.113.0/24"]))
///     .build();
/// cluster.add_fargate_profile("App", [Selector::namespace("app")]).build();
/// Addon::builder(&stack, "Metrics").cluster(&cluster).addon_name("metrics-server").build();
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-cluster.html>
#[derive(Clone, Debug)]
pub struct Cluster {
    node: Node,
    cfn: Resource<CfnCluster>,
    role: Role,
    vpc: Vpc,
    connections: Connections,
}

/// What the tree keeps of a cluster.
#[derive(Default)]
struct State {
    profiles: Vec<Node>,
    entries: Vec<(Expr, AccessEntry)>,
}

#[bon]
impl Cluster {
    /// Starts to describe a cluster.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Version of Kubernetes, such as `1.33`.
        #[builder(into)]
        version: String,
        /// VPC in which it runs.
        vpc: &Vpc,
        /// Subnets of its control plane. Default: all public, then all private ones.
        #[builder(default, with = |subnets: impl IntoIterator<Item = SubnetSelection>| subnets.into_iter().collect())]
        vpc_subnets: Vec<SubnetSelection>,
        /// What it runs pods on at first. Default: instances that EKS manages.
        #[builder(default)]
        default_capacity: DefaultCapacity,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        cluster_name: Option<Value<String>>,
        /// Who reaches its API.
        #[builder(default = EndpointAccess::public_and_private())]
        endpoint_access: EndpointAccess,
        /// Role of its control plane. Default: one that is made for it.
        role: Option<&Role>,
        /// A role that may do everything in it.
        masters_role: Option<&Role>,
        /// Security group of its control plane. Default: one that is made for it.
        security_group: Option<&SecurityGroup>,
        /// Key that encrypts secrets. Default: one of AWS.
        secrets_encryption_key: Option<&Key>,
        /// Logs that go to CloudWatch Logs. Default: none.
        #[builder(default, with = |logs: impl IntoIterator<Item = ClusterLoggingType>| logs.into_iter().collect())]
        cluster_logging: Vec<ClusterLoggingType>,
        /// Addresses of services, such as `172.20.0.0/16`. Default: chosen by EKS.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        service_ipv4_cidr: Option<Value<String>>,
        /// Whether who makes the cluster may do everything in it. Default: true.
        bootstrap_cluster_creator_admin_permissions: Option<bool>,
        /// Whether EKS puts its network add-ons into it at first. Default: true.
        bootstrap_self_managed_addons: Option<bool>,
        /// Tags of the cluster alone; [`Tags`](crate::Tags) reach its roles and groups too.
        #[builder(default, with = |tags: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| {
            tags.into_iter().map(|(key, value)| (key.into(), value.into())).collect()
        })]
        tags: Vec<(String, String)>,
        /// What happens to the cluster when it leaves the stack. Default: it is deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> Cluster {
        let node = scope.node().child(id);
        tag_subnets(vpc);
        let pools = match &default_capacity {
            DefaultCapacity::AutoMode(pools) => Some(pools.clone()),
            _ => None,
        };
        let role = role.cloned().unwrap_or_else(|| control_plane_role(&node, pools.is_some()));
        let group = security_group.cloned().unwrap_or_else(|| {
            SecurityGroup::builder(&node, "ControlPlaneSecurityGroup")
                .vpc(vpc)
                .description("EKS Control Plane Security Group")
                .build()
        });
        let compute = compute(&node, id, pools.as_deref());
        let subnets = match vpc_subnets.as_slice() {
            [] => vec![SubnetSelection::public(), SubnetSelection::private_with_egress()],
            given => given.to_vec(),
        };
        let subnets: Vec<Value<String>> =
            subnets.iter().flat_map(|one| vpc.select_subnets(one).subnet_ids()).collect();
        let network = Expr::object([
            ("EndpointPrivateAccess", Expr::from(endpoint_access.private)),
            ("EndpointPublicAccess", Expr::from(endpoint_access.public)),
            ("PublicAccessCidrs", list(endpoint_access.cidrs)),
            ("SecurityGroupIds", list([group.security_group_id()])),
            ("SubnetIds", list(subnets)),
        ]);
        let enabled = |key: &'static str| {
            Expr::object([(key, Expr::object([("Enabled", Expr::from(pools.is_some()))]))])
        };
        let Expr::Map(mut kubernetes) = enabled("ElasticLoadBalancing") else {
            unreachable!("objects are maps")
        };
        kubernetes.insert("IpFamily".into(), Expr::from("ipv4"));
        kubernetes.insert("ServiceIpv4Cidr".into(), opt(service_ipv4_cidr.as_ref()));
        let encryption = secrets_encryption_key.map(|key| {
            let provider = Expr::object([("KeyArn", key.key_arn().into_expr())]);
            Expr::object([("Provider", provider), ("Resources", list(["secrets"]))])
        });
        let logs = cluster_logging.iter().map(|log| Expr::object([("Type", log.name().into())]));
        let logging = match list(logs) {
            Expr::Null => Expr::Null,
            types => {
                let enabled = Expr::object([("EnabledTypes", types)]);
                Expr::object([("ClusterLogging", enabled)])
            }
        };
        let access = Expr::object([
            ("AuthenticationMode", Expr::from("API")),
            (
                "BootstrapClusterCreatorAdminPermissions",
                flag(bootstrap_cluster_creator_admin_permissions),
            ),
        ]);
        let tags = tags.into_iter().map(|(key, value)| {
            Expr::object([("Key", Expr::from(key)), ("Value", Expr::from(value))])
        });
        let cfn = bag::<CfnCluster>([
            ("AccessConfig", access),
            ("BootstrapSelfManagedAddons", flag(bootstrap_self_managed_addons)),
            ("ComputeConfig", compute),
            ("EncryptionConfig", list(encryption)),
            ("KubernetesNetworkConfig", Expr::Map(kubernetes)),
            ("Logging", logging),
            ("Name", opt(cluster_name.as_ref())),
            ("ResourcesVpcConfig", network),
            ("RoleArn", role.role_arn().into_expr()),
            ("StorageConfig", enabled("BlockStorage")),
            ("Tags", list(tags)),
            ("Version", Expr::from(version)),
        ])
        .add_to(&node, "Resource");
        if endpoint_access.private {
            cfn.depends_on(vpc);
        }
        let barrier = bag::<CfnParameter>([
            ("Type", Expr::from("String")),
            ("Value", Expr::from("aws:cdk:eks:kubectl-ready")),
        ])
        .add_to(&node, "KubectlReadyBarrier");
        barrier.depends_on(&cfn);
        if let Some(policy) = removal_policy {
            crate::RemovalPolicies::apply(&node, policy);
        }
        let own = cfn.attr_cluster_security_group_id();
        let own_group =
            SecurityGroup::from_security_group_id(&node, "ClusterSecurityGroup", own).build();
        let connections = Connections::new([own_group, group], Some(Port::https()));
        let cluster = Cluster { node, cfn, role, vpc: vpc.clone(), connections };
        if let Some(role) = masters_role {
            cluster.add_masters(role);
        }
        if let DefaultCapacity::Nodegroup(count @ 1.., instance_type) = &default_capacity {
            let options = NodegroupOptions::new()
                .instance_types([instance_type.clone()])
                .size(*count, *count, *count);
            cluster.add_nodegroup_capacity("DefaultCapacity", options);
        }
        cluster
    }

    /// Runs the pods that one of these selectors matches on Fargate.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_fargate_profile(
        &self,
        #[builder(start_fn)] id: &str,
        /// Which pods, up to 5 kinds.
        #[builder(start_fn)]
        selectors: impl IntoIterator<Item = Selector>,
        /// Name in the cluster. Default: one that CloudFormation makes.
        #[builder(into)]
        fargate_profile_name: Option<String>,
        /// Subnets of the pods. Default: private ones with a way out, chosen by EKS.
        subnet_selection: Option<SubnetSelection>,
        /// Role that gets images and writes logs. Default: one that is made for it.
        pod_execution_role: Option<&Role>,
    ) -> FargateProfile {
        let selectors: Vec<Selector> = selectors.into_iter().collect();
        let subnets = subnet_selection.map(|selection| self.vpc.select_subnets(&selection));
        let subnets = subnets.map(|subnets| subnets.subnet_ids()).unwrap_or_default();
        let profile = FargateProfile::of(
            self,
            &format!("fargate-profile-{id}"),
            &selectors,
            fargate_profile_name,
            subnets,
            pod_execution_role,
        );
        // EKS changes one profile of a cluster at a time.
        let before = self.node.with_state(|state: &mut State| {
            state.profiles.push(profile.node().clone());
            let count = state.profiles.len();
            state.profiles[..count - 1].to_vec()
        });
        before.iter().for_each(|earlier| profile.node().add_dependency(earlier));
        if let Some(barrier) = self.node.find("KubectlReadyBarrier") {
            barrier.add_dependency(profile.node());
        }
        profile
    }

    /// Adds a group of instances that EKS manages.
    #[track_caller]
    pub fn add_nodegroup_capacity(&self, id: &str, options: NodegroupOptions) -> Nodegroup {
        Nodegroup::of(self, &format!("Nodegroup{id}"), options)
    }

    /// Gives a principal, by its ARN, permissions in the cluster; a second time adds to the first.
    #[track_caller]
    pub fn grant_access(
        &self,
        id: &str,
        principal_arn: impl IntoValue<String>,
        policies: impl IntoIterator<Item = AccessPolicy>,
    ) -> AccessEntry {
        let principal = principal_arn.into_value();
        let known = self.node.with_state(|state: &mut State| {
            let entry = state.entries.iter().find(|(arn, _)| arn == principal.expr());
            entry.map(|(_, entry)| entry.clone())
        });
        if let Some(entry) = known {
            entry.add_access_policies(policies);
            return entry;
        }
        let entry = AccessEntry::builder(&self.node, id)
            .cluster(self)
            .principal(&principal)
            .access_policies(policies)
            .build();
        self.node.with_state(|state: &mut State| {
            state.entries.push((principal.into_expr(), entry.clone()));
        });
        entry
    }

    /// Lets a principal, by its ARN, do everything in the cluster.
    #[track_caller]
    pub fn grant_cluster_admin(
        &self,
        id: &str,
        principal_arn: impl IntoValue<String>,
    ) -> AccessEntry {
        let admin = AccessPolicy::of_cluster("AmazonEKSClusterAdminPolicy");
        self.grant_access(id, principal_arn, [admin])
    }

    /// The administrators' access, and the commands by which they reach the cluster as outputs.
    #[track_caller]
    fn add_masters(&self, role: &Role) {
        self.grant_cluster_admin("mastersRoleAccess", role.role_arn());
        let (name, region) = (self.cluster_name(), self.node.stack().region());
        let options = text!("{} --region {} --role-arn {}", name, region, role.role_arn());
        Output::new(
            &self.node,
            "ConfigCommand",
            text!("aws eks update-kubeconfig --name {}", options),
        );
        Output::new(
            &self.node,
            "GetTokenCommand",
            text!("aws eks get-token --cluster-name {}", options),
        );
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnCluster> {
        &self.cfn
    }

    /// Its name.
    pub fn cluster_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Its ARN.
    pub fn cluster_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// URL of its API.
    pub fn cluster_endpoint(&self) -> Value<String> {
        self.cfn.attr_endpoint()
    }

    /// Certificate of its API, in Base64.
    pub fn cluster_certificate_authority_data(&self) -> Value<String> {
        self.cfn.attr_certificate_authority_data()
    }

    /// Id of the security group that EKS makes for control plane and nodes.
    pub fn cluster_security_group_id(&self) -> Value<String> {
        self.cfn.attr_cluster_security_group_id()
    }

    /// URL of its identity provider, for roles of service accounts.
    pub fn cluster_open_id_connect_issuer_url(&self) -> Value<String> {
        self.cfn.attr_open_id_connect_issuer_url()
    }

    /// The role of its control plane.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The VPC in which it runs.
    pub fn vpc(&self) -> &Vpc {
        &self.vpc
    }
}

/// Tells controllers of load balancers which subnets are for which.
fn tag_subnets(vpc: &Vpc) {
    for subnet in vpc.public_subnets() {
        Tags::of(subnet).add("kubernetes.io/role/elb", "1");
    }
    for subnet in vpc.private_subnets() {
        Tags::of(subnet).add("kubernetes.io/role/internal-elb", "1");
    }
}

#[track_caller]
fn control_plane_role(node: &Node, auto_mode: bool) -> Role {
    let mut policies = vec!["AmazonEKSClusterPolicy"];
    let mut principal = Principal::service("eks.amazonaws.com");
    if auto_mode {
        principal = principal.with_session_tags();
        policies.extend([
            "AmazonEKSComputePolicy",
            "AmazonEKSBlockStoragePolicy",
            "AmazonEKSLoadBalancingPolicy",
            "AmazonEKSNetworkingPolicy",
        ]);
    }
    Role::builder(node, "Role")
        .assumed_by(principal)
        .managed_policies(
            policies.iter().map(|name| ManagedPolicy::from_aws_managed_policy_name(name)),
        )
        .build()
}

/// `ComputeConfig`: the pools of instances that EKS manages, and their role.
#[track_caller]
fn compute(node: &Node, id: &str, pools: Option<&[String]>) -> Expr {
    let Some(pools) = pools else {
        return Expr::object([("Enabled", Expr::from(false))]);
    };
    let policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"];
    let role = Role::builder(node, &format!("{id}nodePoolRole"))
        .assumed_by(Principal::service("ec2.amazonaws.com"))
        .managed_policies(policies.map(ManagedPolicy::from_aws_managed_policy_name))
        .build();
    Expr::object([
        ("Enabled", Expr::from(true)),
        ("NodePools", list(pools.iter().cloned())),
        ("NodeRoleArn", role.role_arn().into_expr()),
    ])
}

impl Connectable for Cluster {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl Construct for Cluster {
    fn node(&self) -> &Node {
        &self.node
    }
}
