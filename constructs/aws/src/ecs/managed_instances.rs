//! Instances that ECS makes, patches and replaces itself.

use super::Cluster;
use crate::bag::{bag, list, number, opt};
use crate::cfn::ecs::CfnCapacityProvider;
use crate::ec2::{Connectable, Connections, InstanceRequirements, SecurityGroup, Subnet};
use crate::iam::{
    InstanceProfile, ManagedPolicy, PolicyDocument, PolicyStatement, Principal, Role,
};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Size, Value};
use bon::bon;
use std::borrow::Borrow;

/// How often metrics of instances come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceMonitoring {
    /// Every five minutes.
    Basic,
    /// Every minute.
    Detailed,
}

/// Whose tags instances get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropagateManagedInstancesTags {
    /// Those of the capacity provider.
    CapacityProvider,
    /// Nobody's.
    None,
}

/// How instances are paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityOptionType {
    /// By use.
    OnDemand,
    /// By use of what others leave, which AWS may take back.
    Spot,
    /// From reserved capacity.
    Reserved,
}

/// Capacity of instances that ECS makes, patches and replaces itself.
///
/// ```
/// use cumulo::{App, Size, Stack};
/// use cumulo::ec2::{InstanceRequirements, SecurityGroup, Vpc};
/// use cumulo::ecs::{Cluster, ManagedInstancesCapacityProvider};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
/// let group = SecurityGroup::builder(&stack, "Hosts").vpc(&vpc).build();
/// let small = InstanceRequirements::builder().v_cpu_count_min(2).memory_min(Size::gibibytes(4)).build();
/// let hosts = ManagedInstancesCapacityProvider::builder(&stack, "Capacity")
///     .subnets(vpc.private_subnets())
///     .security_groups([group])
///     .instance_requirements(small)
///     .build();
/// cluster.add_managed_instances_capacity_provider(&hosts);
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html>
#[derive(Clone, Debug)]
pub struct ManagedInstancesCapacityProvider {
    node: Node,
    cfn: Resource<CfnCapacityProvider>,
    infrastructure_role: Role,
    has_profile: bool,
    connections: Connections,
}

#[bon]
impl ManagedInstancesCapacityProvider {
    /// A capacity provider; [`Cluster::add_managed_instances_capacity_provider`] puts it into a cluster.
    ///
    /// # Findings
    /// `managed-instances` when subnets or security groups are missing, or no cluster has it.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Subnets of the instances.
        #[builder(with = |subnets: impl IntoIterator<Item = impl Borrow<Subnet>>| subnets.into_iter().map(|subnet| subnet.borrow().clone()).collect())]
        subnets: Vec<Subnet>,
        /// Security groups of the instances.
        #[builder(with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Name; not beginning with `aws`, `ecs` or `fargate`. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        capacity_provider_name: Option<Value<String>>,
        /// Role by which ECS makes the instances. Default: a new one.
        infrastructure_role: Option<&Role>,
        /// Role of the instances, as a profile. Default: a new one whose name begins with `ecsInstanceRole`.
        ec2_instance_profile: Option<&InstanceProfile>,
        /// Size of the instances' disks. Default: 80 GiB.
        task_volume_storage: Option<Size>,
        /// How often metrics of instances come. Default: every five minutes.
        monitoring: Option<InstanceMonitoring>,
        /// What instances must be able to do. Default: what the tasks need.
        instance_requirements: Option<InstanceRequirements>,
        /// Whose tags instances get. Default: nobody's.
        propagate_tags: Option<PropagateManagedInstancesTags>,
        /// How instances are paid for. Default: by use.
        capacity_option_type: Option<CapacityOptionType>,
    ) -> ManagedInstancesCapacityProvider {
        let node = scope.node().child(id);
        if subnets.is_empty() || security_groups.is_empty() {
            node.error(
                "managed-instances",
                "nothing says where the instances stand or who reaches them",
                "give at least one of `subnets` and one of `security_groups`",
            );
        }
        let infrastructure_role = infrastructure_role.cloned().unwrap_or_else(|| {
            let policy = ManagedPolicy::from_aws_managed_policy_name(
                "AmazonECSInfrastructureRolePolicyForManagedInstances",
            );
            Role::builder(&node, &format!("{id}Role"))
                .assumed_by(Principal::service("ecs.amazonaws.com"))
                .managed_policies([policy])
                .build()
        });
        let network = Expr::object([
            ("SecurityGroups", list(security_groups.iter().map(SecurityGroup::security_group_id))),
            ("Subnets", list(subnets.iter().map(Subnet::subnet_id))),
        ]);
        let storage = task_volume_storage.map_or(Expr::Null, |size| {
            let size = i64::try_from(size.to_gibibytes()).unwrap_or(i64::MAX);
            Expr::object([("StorageSizeGiB", number(Some(size)))])
        });
        let monitoring = monitoring.map(|monitoring| match monitoring {
            InstanceMonitoring::Basic => "BASIC",
            InstanceMonitoring::Detailed => "DETAILED",
        });
        let option = capacity_option_type.map(|option| match option {
            CapacityOptionType::OnDemand => "ON_DEMAND",
            CapacityOptionType::Spot => "SPOT",
            CapacityOptionType::Reserved => "RESERVED",
        });
        let tags = propagate_tags.map(|tags| match tags {
            PropagateManagedInstancesTags::CapacityProvider => "CAPACITY_PROVIDER",
            PropagateManagedInstancesTags::None => "NONE",
        });
        let requirements = instance_requirements.as_ref().map(InstanceRequirements::to_expr);
        let profile = ec2_instance_profile.map(InstanceProfile::instance_profile_arn);
        let template = Expr::object([
            ("CapacityOptionType", option.map_or(Expr::Null, Expr::from)),
            ("Ec2InstanceProfileArn", opt(profile.as_ref())),
            ("InstanceRequirements", requirements.unwrap_or(Expr::Null)),
            ("Monitoring", monitoring.map_or(Expr::Null, Expr::from)),
            ("NetworkConfiguration", network),
            ("StorageConfiguration", storage),
        ]);
        let provider = Expr::object([
            ("InfrastructureRoleArn", infrastructure_role.role_arn().into()),
            ("InstanceLaunchTemplate", template),
            ("PropagateTags", tags.map_or(Expr::Null, Expr::from)),
        ]);
        let cfn = bag::<CfnCapacityProvider>([
            ("ManagedInstancesProvider", provider),
            ("Name", opt(capacity_provider_name.as_ref())),
        ])
        .add_to(&node, id);
        let bound = cfn.clone();
        node.add_validation(move |node| {
            if bound.with_properties(|properties| properties.get("ClusterName").is_none()) {
                node.error(
                    "managed-instances",
                    "no cluster has the capacity provider",
                    "add it with `add_managed_instances_capacity_provider`",
                );
            }
        });
        ManagedInstancesCapacityProvider {
            node,
            cfn,
            infrastructure_role,
            has_profile: ec2_instance_profile.is_some(),
            connections: Connections::new(security_groups, None),
        }
    }
}

impl ManagedInstancesCapacityProvider {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnCapacityProvider> {
        &self.cfn
    }

    /// Name of the capacity provider.
    pub fn capacity_provider_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Role by which ECS makes the instances.
    pub fn infrastructure_role(&self) -> &Role {
        &self.infrastructure_role
    }

    #[track_caller]
    fn bind(&self, cluster: &Cluster) {
        self.cfn.edit(|provider| provider.cluster_name(cluster.cluster_name()));
        if self.has_profile {
            return;
        }
        let profile = own_profile(&self.node, cluster);
        self.cfn.edit_properties(|properties| {
            if let Some(Expr::Map(provider)) = properties.get_mut("ManagedInstancesProvider")
                && let Some(Expr::Map(template)) = provider.get_mut("InstanceLaunchTemplate")
            {
                template
                    .insert("Ec2InstanceProfileArn".into(), profile.instance_profile_arn().into());
            }
        });
    }
}

/// What the agent of ECS on an instance may do. The managed policy of the infrastructure lets ECS pass roles whose names
/// begin with `ecsInstanceRole`.
#[track_caller]
fn own_profile(node: &Node, cluster: &Cluster) -> InstanceProfile {
    let stack = node.stack();
    let instances = stack.format_arn("ecs", "container-instance/*");
    let allow = |sid: &str, actions: &[&'static str]| {
        PolicyStatement::allow()
            .sid(format!("ECSAgent{sid}Permissions"))
            .actions(actions.iter().copied())
    };
    let state = ["ecs:SubmitAttachmentStateChanges", "ecs:SubmitTaskStateChange"];
    let telemetry = ["ecs:StartTelemetrySession", "ecs:PutSystemLogEvents"];
    let cluster_arn = cluster.cluster_arn();
    let policy = PolicyDocument::new([
        allow("DiscoverPollEndpoint", &["ecs:DiscoverPollEndpoint"]).all_resources(),
        allow("Register", &["ecs:RegisterContainerInstance"]).resources([&cluster_arn]),
        allow("Poll", &["ecs:Poll"]).resources([&instances]),
        allow("Telemetry", &telemetry).resources([&instances]),
        allow("StateChange", &state).resources([&cluster_arn]),
    ]);
    let name = format!("ecsInstanceRole{}", node.unique_id());
    let role = Role::builder(node, "InstanceRole")
        .assumed_by(Principal::service("ec2.amazonaws.com"))
        .role_name(name.as_str())
        .inline_policies([("ECSInstancePolicy", policy)])
        .build();
    InstanceProfile::builder(node, "InstanceProfile")
        .role(&role)
        .instance_profile_name(name.as_str())
        .build()
}

impl Cluster {
    /// Lets tasks run on instances that ECS manages.
    #[track_caller]
    pub fn add_managed_instances_capacity_provider(
        &self,
        provider: &ManagedInstancesCapacityProvider,
    ) {
        provider.bind(self);
    }
}

impl Construct for ManagedInstancesCapacityProvider {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for ManagedInstancesCapacityProvider {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
