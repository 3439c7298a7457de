//! Clusters.

use super::access::{AccessEntry, AccessPolicy};
use super::fargate_profile::{FargateProfile, Selector};
use super::nodegroup::{Nodegroup, NodegroupOptions};
use super::settings::{
    ClusterLoggingType, ControlPlaneScalingTier, DefaultCapacity, EndpointAccess, IpFamily,
};
use super::{Addon, IdentityType, ServiceAccount, nodegroup};
use crate::bag::{bag, flag, list, opt};
use crate::cfn::eks::CfnCluster;
use crate::cfn::ssm::CfnParameter;
use crate::ec2::{Connectable, Connections, Port, SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{ManagedPolicy, OidcProvider, Principal, Role};
use crate::kms::Key;
use crate::{
    CfnType, Construct, Expr, IntoValue, Node, Output, RemovalPolicy, Resource, Tags, Value, text,
};
use bon::bon;

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
/// # cumulo::testing::Template::of(&app, "Platform");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-eks-cluster.html>
#[derive(Clone, Debug)]
pub struct Cluster {
    node: Node,
    cfn: Option<Resource<CfnCluster>>,
    name: Value<String>,
    arn: Value<String>,
    endpoint: Option<Value<String>>,
    certificate_authority_data: Option<Value<String>>,
    security_group_id: Option<Value<String>>,
    encryption_config_key_arn: Option<Value<String>>,
    issuer_url: Option<Value<String>>,
    provider: Option<OidcProvider>,
    role: Option<Role>,
    vpc: Option<Vpc>,
    ip_family: IpFamily,
    connections: Connections,
}

/// What the tree keeps of a cluster.
#[derive(Default)]
struct State {
    profiles: Vec<Node>,
    entries: Vec<(Expr, AccessEntry)>,
    provider: Option<OidcProvider>,
    agent: Option<Addon>,
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
        /// VPC in which it runs. Default: a new one, `DefaultVpc` below the cluster.
        vpc: Option<&Vpc>,
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
        /// Whether the commands by which the masters' role reaches the cluster become outputs.
        #[builder(default = true)]
        output_config_command: bool,
        /// Addresses of pods and services. A change replaces it.
        #[builder(default)]
        ip_family: IpFamily,
        /// Role of the instances that EKS manages. Default: one that is made for them.
        node_pool_role: Option<&Role>,
        /// Blocks of nodes outside AWS. Default: there are none.
        #[builder(default, with = |blocks: impl IntoIterator<Item = impl std::fmt::Display>| blocks.into_iter().map(|block| block.to_string()).collect())]
        remote_node_networks: Vec<String>,
        /// Blocks of pods on nodes outside AWS. Default: there are none.
        #[builder(default, with = |blocks: impl IntoIterator<Item = impl std::fmt::Display>| blocks.into_iter().map(|block| block.to_string()).collect())]
        remote_pod_networks: Vec<String>,
        /// How much capacity its control plane has at least. Default: as much as EKS sees fit.
        control_plane_scaling_tier: Option<ControlPlaneScalingTier>,
    ) -> Cluster {
        let node = scope.node().child(id);
        let own_vpc;
        let vpc = match vpc {
            Some(vpc) => vpc,
            None => {
                own_vpc = Vpc::builder(&node, "DefaultVpc").build();
                &own_vpc
            }
        };
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
        let compute = compute(&node, id, pools.as_deref(), node_pool_role);
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
        let family = match ip_family {
            IpFamily::IpV4 => "ipv4",
            IpFamily::IpV6 => "ipv6",
        };
        kubernetes.insert("IpFamily".into(), Expr::from(family));
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
        let networks = |blocks: Vec<String>| match blocks.is_empty() {
            true => Expr::Null,
            false => Expr::List(vec![Expr::object([("Cidrs", list(blocks))])]),
        };
        let remote = match (networks(remote_node_networks), networks(remote_pod_networks)) {
            (Expr::Null, Expr::Null) => Expr::Null,
            (nodes, pods) => {
                Expr::object([("RemoteNodeNetworks", nodes), ("RemotePodNetworks", pods)])
            }
        };
        let tier = control_plane_scaling_tier
            .map(|tier| Expr::object([("Tier", Expr::from(tier.name()))]));
        let cfn = bag::<CfnCluster>([
            ("AccessConfig", access),
            ("BootstrapSelfManagedAddons", flag(bootstrap_self_managed_addons)),
            ("ComputeConfig", compute),
            ("ControlPlaneScalingConfig", tier.unwrap_or(Expr::Null)),
            ("EncryptionConfig", list(encryption)),
            ("KubernetesNetworkConfig", Expr::Map(kubernetes)),
            ("Logging", logging),
            ("Name", opt(cluster_name.as_ref())),
            ("RemoteNetworkConfig", remote),
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
        let cluster = Cluster {
            node,
            name: cfn.reference(),
            arn: cfn.attr_arn(),
            endpoint: Some(cfn.attr_endpoint()),
            certificate_authority_data: Some(cfn.attr_certificate_authority_data()),
            security_group_id: Some(cfn.attr_cluster_security_group_id()),
            encryption_config_key_arn: Some(cfn.attr_encryption_config_key_arn()),
            issuer_url: Some(cfn.attr_open_id_connect_issuer_url()),
            provider: None,
            cfn: Some(cfn),
            role: Some(role),
            vpc: Some(vpc.clone()),
            ip_family,
            connections,
        };
        if let Some(role) = masters_role {
            cluster.add_masters(role, output_config_command);
        }
        if let DefaultCapacity::Nodegroup(count @ 1.., instance_type) = &default_capacity {
            let options = NodegroupOptions::new()
                .instance_types([instance_type.clone()])
                .size(*count, *count, *count);
            cluster.add_nodegroup_capacity("DefaultCapacity", options);
        }
        cluster
    }

    /// A cluster that no stack of the program makes.
    ///
    /// ```
    /// use cumulo::eks::{AccessPolicy, Addon, Cluster};
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Tools").build();
    /// let cluster = Cluster::from_cluster_attributes(&stack, "Cluster").cluster_name("shop").build();
    /// Addon::builder(&stack, "Metrics").cluster(&cluster).addon_name("metrics-server").build();
    /// let view = AccessPolicy::of_cluster("AmazonEKSViewPolicy");
    /// cluster.grant_access("Readers", "arn:aws:iam::111111111111:role/readers", [view]);
    /// # cumulo::testing::Template::of(&app, "Tools");
    /// ```
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_cluster_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name of the cluster.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        cluster_name: Value<String>,
        /// Its VPC. Needed by groups of nodes.
        vpc: Option<&Vpc>,
        /// URL of its API.
        #[builder(with = |url: impl IntoValue<String>| url.into_value())]
        cluster_endpoint: Option<Value<String>>,
        /// Certificate of its API, in Base64.
        #[builder(with = |data: impl IntoValue<String>| data.into_value())]
        cluster_certificate_authority_data: Option<Value<String>>,
        /// Id of the security group that EKS makes for control plane and nodes. Needed by connections.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        cluster_security_group_id: Option<Value<String>>,
        /// Ids of further security groups of the control plane. Default: none.
        #[builder(default, with = |ids: impl IntoIterator<Item = impl IntoValue<String>>| ids.into_iter().map(IntoValue::into_value).collect())]
        security_group_ids: Vec<Value<String>>,
        /// ARN of the key that encrypts its secrets.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        cluster_encryption_config_key_arn: Option<Value<String>>,
        /// Its identity provider in IAM. Needed by roles of service accounts.
        open_id_connect_provider: Option<&OidcProvider>,
        /// Addresses of pods and services.
        #[builder(default)]
        ip_family: IpFamily,
    ) -> Cluster {
        let node = scope.node().child(id);
        let import = |id: &str, group: &Value<String>| {
            SecurityGroup::from_security_group_id(&node, id, group).build()
        };
        let mut groups: Vec<SecurityGroup> = (1..)
            .zip(&security_group_ids)
            .map(|(number, group)| import(&format!("SecurityGroup{number}"), group))
            .collect();
        groups.extend(
            cluster_security_group_id.iter().map(|group| import("ClusterSecurityGroup", group)),
        );
        let arn = node.stack().format_arn("eks", text!("cluster/{}", cluster_name));
        Cluster {
            cfn: None,
            arn,
            name: cluster_name,
            endpoint: cluster_endpoint,
            certificate_authority_data: cluster_certificate_authority_data,
            security_group_id: cluster_security_group_id,
            encryption_config_key_arn: cluster_encryption_config_key_arn,
            issuer_url: None,
            provider: open_id_connect_provider.cloned(),
            role: None,
            vpc: vpc.cloned(),
            ip_family,
            connections: Connections::new(groups, Some(Port::https())),
            node,
        }
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
        FargateProfile::builder(&self.node, &format!("fargate-profile-{id}"))
            .cluster(self)
            .selectors(selectors)
            .maybe_fargate_profile_name(fargate_profile_name)
            .maybe_subnet_selection(subnet_selection)
            .maybe_pod_execution_role(pod_execution_role)
            .build()
    }

    /// EKS changes one profile of a cluster at a time: the profile waits for those that came before it.
    pub(super) fn register_profile(&self, profile: &Node) {
        let before = self.node.with_state(|state: &mut State| {
            state.profiles.push(profile.clone());
            let count = state.profiles.len();
            state.profiles[..count - 1].to_vec()
        });
        before.iter().for_each(|earlier| profile.add_dependency(earlier));
        if let Some(barrier) = self.node.find("KubectlReadyBarrier") {
            barrier.add_dependency(profile);
        }
    }

    /// Adds a group of instances that EKS manages.
    #[track_caller]
    pub fn add_nodegroup_capacity(&self, id: &str, options: NodegroupOptions) -> Nodegroup {
        nodegroup::make(&self.node, &format!("Nodegroup{id}"), self, options)
    }

    /// Gives pods with a service account of the cluster a role; grant what they may do to the account.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_service_account(
        &self,
        #[builder(start_fn)] id: &str,
        /// Its name: small letters, digits, `-` and `.`, up to 253. Default: made of the path.
        #[builder(into)]
        name: Option<String>,
        /// Its namespace: small letters, digits and `-`, up to 63. Default: `default`.
        #[builder(into)]
        namespace: Option<String>,
        /// Annotations that it has beside that of its role. Default: none.
        #[builder(default, with = |annotations: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| annotations.into_iter().map(|(key, value)| (key.into(), value.into_value())).collect())]
        annotations: Vec<(String, Value<String>)>,
        /// Labels that it has beside its name. Default: none.
        #[builder(default, with = |labels: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| labels.into_iter().map(|(key, value)| (key.into(), value.into())).collect())]
        labels: Vec<(String, String)>,
        /// How its pods prove that they have it. Default: by the cluster's identity provider.
        identity_type: Option<IdentityType>,
        /// What happens to role and association when they leave the stack. Default: they are deleted.
        removal_policy: Option<RemovalPolicy>,
    ) -> ServiceAccount {
        ServiceAccount::builder(&self.node, id)
            .cluster(self)
            .maybe_name(name)
            .maybe_namespace(namespace)
            .annotations(annotations)
            .labels(labels)
            .maybe_identity_type(identity_type)
            .maybe_removal_policy(removal_policy)
            .build()
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
    fn add_masters(&self, role: &Role, output_commands: bool) {
        self.grant_cluster_admin("mastersRoleAccess", role.role_arn());
        if !output_commands {
            return;
        }
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

    /// Its identity provider in IAM, by which roles trust its service accounts; made at the first call.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported without it.
    #[track_caller]
    pub fn open_id_connect_provider(&self) -> OidcProvider {
        const ID: &str = "OidcProviderNative";
        if let Some(provider) = &self.provider {
            return provider.clone();
        }
        let known = self.node.with_state(|state: &mut State| state.provider.clone());
        known.unwrap_or_else(|| {
            let url = self.known(self.issuer_url.as_ref(), "open_id_connect_provider");
            let provider = OidcProvider::builder(&self.node, ID)
                .url(url)
                .client_ids(["sts.amazonaws.com"])
                .build();
            self.node.with_state(|state: &mut State| state.provider = Some(provider.clone()));
            provider
        })
    }

    /// The agent by which pods on instances get roles through Pod Identity; added at the first call.
    ///
    /// Instances that EKS manages have it already.
    #[track_caller]
    pub fn eks_pod_identity_agent(&self) -> Addon {
        let known = self.node.with_state(|state: &mut State| state.agent.clone());
        known.unwrap_or_else(|| {
            let agent = Addon::builder(&self.node, "EksPodIdentityAgentAddon")
                .cluster(self)
                .addon_name("eks-pod-identity-agent")
                .build();
            self.node.with_state(|state: &mut State| state.agent = Some(agent.clone()));
            agent
        })
    }

    /// The L1; of an imported cluster there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnCluster>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn cluster_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn cluster_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// URL of its API.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported without it.
    pub fn cluster_endpoint(&self) -> Value<String> {
        self.known(self.endpoint.as_ref(), "cluster_endpoint")
    }

    /// Certificate of its API, in Base64.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported without it.
    pub fn cluster_certificate_authority_data(&self) -> Value<String> {
        let data = self.certificate_authority_data.as_ref();
        self.known(data, "cluster_certificate_authority_data")
    }

    /// Id of the security group that EKS makes for control plane and nodes.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported without it.
    pub fn cluster_security_group_id(&self) -> Value<String> {
        self.known(self.security_group_id.as_ref(), "cluster_security_group_id")
    }

    /// ARN of the key that encrypts its secrets.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported without it.
    pub fn cluster_encryption_config_key_arn(&self) -> Value<String> {
        let arn = self.encryption_config_key_arn.as_ref();
        self.known(arn, "cluster_encryption_config_key_arn")
    }

    /// URL of its identity provider, for roles of service accounts.
    ///
    /// # Findings
    /// `cluster-unknown` when the cluster was imported.
    pub fn cluster_open_id_connect_issuer_url(&self) -> Value<String> {
        self.known(self.issuer_url.as_ref(), "open_id_connect_provider")
    }

    /// The role of its control plane; of an imported cluster it is not known.
    pub fn role(&self) -> Option<&Role> {
        self.role.as_ref()
    }

    /// The VPC in which it runs, if it is known.
    pub fn vpc(&self) -> Option<&Vpc> {
        self.vpc.as_ref()
    }

    /// Addresses of its pods and services.
    pub(super) fn ip_family(&self) -> IpFamily {
        self.ip_family
    }

    fn known(&self, value: Option<&Value<String>>, argument: &str) -> Value<String> {
        value.cloned().unwrap_or_else(|| {
            self.node.error(
                "cluster-unknown",
                format!("`{argument}` of this imported cluster is not known"),
                format!("import it with `{argument}`"),
            );
            Value::new(Expr::Null)
        })
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
fn compute(node: &Node, id: &str, pools: Option<&[String]>, role: Option<&Role>) -> Expr {
    let Some(pools) = pools else {
        return Expr::object([("Enabled", Expr::from(false))]);
    };
    // EKS takes a role only together with pools.
    let role = role.cloned().or_else(|| {
        let policies = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"];
        (!pools.is_empty()).then(|| {
            Role::builder(node, &format!("{id}nodePoolRole"))
                .assumed_by(Principal::service("ec2.amazonaws.com"))
                .managed_policies(policies.map(ManagedPolicy::from_aws_managed_policy_name))
                .build()
        })
    });
    Expr::object([
        ("Enabled", Expr::from(true)),
        ("NodePools", Expr::List(pools.iter().cloned().map(Expr::from).collect())),
        ("NodeRoleArn", opt(role.map(|role| role.role_arn()).as_ref())),
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
