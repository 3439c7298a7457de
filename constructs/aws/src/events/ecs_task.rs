//! Tasks of ECS as targets of rules.

use super::target::{Delivery, RuleTarget, RuleTargetConfig, delivery, event_role};
use super::{Rule, RuleTargetInput};
use crate::bag::{flag, list, opt};
use crate::ec2::{SecurityGroup, SubnetSelection, SubnetType};
use crate::ecs::{
    Cluster, Compatibility, FargatePlatformVersion, NetworkMode, PropagatedTagSource,
    TaskDefinition,
};
use crate::iam::{Conditions, PolicyStatement, Role};
use crate::{Construct, Expr, IntoValue, Value, text};

/// What a task changes of one of its containers.
#[derive(Clone, Debug)]
pub struct ContainerOverride {
    name: String,
    command: Option<Vec<Value<String>>>,
    environment: Vec<(String, Value<String>)>,
    cpu: Option<u32>,
    memory: Option<u32>,
    memory_reservation: Option<u32>,
}

impl ContainerOverride {
    /// Of the container with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            command: None,
            environment: Vec::new(),
            cpu: None,
            memory: None,
            memory_reservation: None,
        }
    }

    /// Its command; fields of the event may stand in it.
    #[must_use]
    pub fn command(mut self, command: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        self.command = Some(command.into_iter().map(IntoValue::into_value).collect());
        self
    }

    /// An environment variable; fields of the event may stand in it.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.environment.push((name.into(), value.into_value()));
        self
    }

    /// Its CPU units.
    #[must_use]
    pub fn cpu(mut self, units: u32) -> Self {
        self.cpu = Some(units);
        self
    }

    /// Its memory, in MiB.
    #[must_use]
    pub fn memory_limit_mib(mut self, mebibytes: u32) -> Self {
        self.memory = Some(mebibytes);
        self
    }

    /// Its soft limit of memory, in MiB.
    #[must_use]
    pub fn memory_reservation_mib(mut self, mebibytes: u32) -> Self {
        self.memory_reservation = Some(mebibytes);
        self
    }

    fn to_expr(&self) -> Expr {
        let variables = self.environment.iter().map(|(name, value)| {
            Expr::object([("name", Expr::from(name.clone())), ("value", Expr::from(value))])
        });
        Expr::object([
            ("name", Expr::from(self.name.clone())),
            ("command", list(self.command.iter().flatten())),
            ("environment", list(variables)),
            ("cpu", crate::bag::number(self.cpu)),
            ("memory", crate::bag::number(self.memory)),
            ("memoryReservation", crate::bag::number(self.memory_reservation)),
        ])
    }
}

/// Runs tasks.
#[derive(Clone, Debug)]
pub struct EcsTask {
    cluster: Cluster,
    task: TaskDefinition,
    count: u32,
    overrides: Vec<ContainerOverride>,
    subnets: SubnetSelection,
    groups: Option<Vec<SecurityGroup>>,
    public_ip: Option<bool>,
    platform_version: Option<FargatePlatformVersion>,
    propagate_tags: Option<PropagatedTagSource>,
    tags: Vec<(String, Value<String>)>,
    role: Option<Role>,
    execute_command: Option<bool>,
    changes: TaskOverrides,
    delivery: Delivery,
}

/// What tasks change of their definition.
#[derive(Clone, Debug, Default)]
struct TaskOverrides {
    cpu: Option<u32>,
    memory: Option<u32>,
    ephemeral_storage_gib: Option<u32>,
    task_role: Option<Role>,
    execution_role: Option<Role>,
}

impl EcsTask {
    /// One task in this cluster, in private subnets, with a security group that lets everything out.
    pub fn new(cluster: &Cluster, task_definition: &TaskDefinition) -> Self {
        Self {
            cluster: cluster.clone(),
            task: task_definition.clone(),
            count: 1,
            overrides: Vec::new(),
            subnets: SubnetSelection::of_type(SubnetType::PrivateWithEgress),
            groups: None,
            public_ip: None,
            platform_version: None,
            propagate_tags: None,
            tags: Vec::new(),
            role: None,
            execute_command: None,
            changes: TaskOverrides::default(),
            delivery: Delivery::default(),
        }
    }

    /// How many tasks run. Default: 1.
    #[must_use]
    pub fn task_count(mut self, count: u32) -> Self {
        self.count = count;
        self
    }

    /// What tasks change of a container.
    #[must_use]
    pub fn container_override(mut self, container: ContainerOverride) -> Self {
        self.overrides.push(container);
        self
    }

    /// Subnets of the tasks, where they have network interfaces of their own. Default: private ones.
    #[must_use]
    pub fn subnet_selection(mut self, subnets: SubnetSelection) -> Self {
        self.subnets = subnets;
        self
    }

    /// Their security groups. Default: one that is made for the task definition.
    #[must_use]
    pub fn security_groups(mut self, groups: impl IntoIterator<Item = SecurityGroup>) -> Self {
        self.groups = Some(groups.into_iter().collect());
        self
    }

    /// Whether they get public addresses. Default: in public subnets.
    #[must_use]
    pub fn assign_public_ip(mut self, assign: bool) -> Self {
        self.public_ip = Some(assign);
        self
    }

    /// Version of Fargate's platform. Default: the newest.
    #[must_use]
    pub fn platform_version(mut self, version: FargatePlatformVersion) -> Self {
        self.platform_version = Some(version);
        self
    }

    /// Whose tags they get. Default: nobody's.
    #[must_use]
    pub fn propagate_tags(mut self, source: PropagatedTagSource) -> Self {
        self.propagate_tags = Some(source);
        self
    }

    /// Tags of the tasks. Default: none.
    #[must_use]
    pub fn tags(
        mut self,
        tags: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        let tags = tags.into_iter().map(|(key, value)| (key.into(), value.into_value()));
        self.tags.extend(tags);
        self
    }

    /// Role by which EventBridge runs them. Default: one that is made for the task definition.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    /// Whether commands can be run in them. Default: not.
    #[must_use]
    pub fn enable_execute_command(mut self, enable: bool) -> Self {
        self.execute_command = Some(enable);
        self
    }

    /// CPU units of the whole task, instead of its definition's.
    #[must_use]
    pub fn cpu(mut self, units: u32) -> Self {
        self.changes.cpu = Some(units);
        self
    }

    /// Memory of the whole task in MiB, instead of its definition's.
    #[must_use]
    pub fn memory_mib(mut self, mebibytes: u32) -> Self {
        self.changes.memory = Some(mebibytes);
        self
    }

    /// Storage of the task in GiB, 21 to 200, instead of its definition's.
    #[must_use]
    pub fn ephemeral_storage_gib(mut self, gibibytes: u32) -> Self {
        self.changes.ephemeral_storage_gib = Some(gibibytes);
        self
    }

    /// Role of what runs in the task, instead of its definition's.
    #[must_use]
    pub fn task_role(mut self, role: &Role) -> Self {
        self.changes.task_role = Some(role.clone());
        self
    }

    /// Role by which the task is started, instead of its definition's.
    #[must_use]
    pub fn execution_role(mut self, role: &Role) -> Self {
        self.changes.execution_role = Some(role.clone());
        self
    }

    delivery!();

    /// What the task is given: what it changes of its definition.
    fn input(&self) -> RuleTargetInput {
        let text = |number: Option<u32>| number.map_or(Expr::Null, |n| n.to_string().into());
        let arn = |role: &Option<Role>| opt(role.as_ref().map(Role::role_arn).as_ref());
        let changes = &self.changes;
        let storage = changes
            .ephemeral_storage_gib
            .map(|size| Expr::object([("sizeInGiB", Expr::from(i64::from(size)))]));
        RuleTargetInput::from_object(Expr::object([
            ("containerOverrides", list(self.overrides.iter().map(ContainerOverride::to_expr))),
            ("cpu", text(changes.cpu)),
            ("ephemeralStorage", storage.unwrap_or(Expr::Null)),
            ("executionRole", arn(&changes.execution_role)),
            ("memory", text(changes.memory)),
            ("taskRole", arn(&changes.task_role)),
        ]))
    }

    /// Lets the role run the task and hand over its roles.
    #[track_caller]
    fn permit(&self, role: &Role, rule: &Rule) {
        let in_cluster =
            Conditions::new().with("ArnEquals", "ecs:cluster", self.cluster.cluster_arn());
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["ecs:RunTask"])
                .resources([self.task.task_definition_arn()])
                .conditions(in_cluster),
        );
        let stack = rule.node().stack();
        let tasks = text!(
            "arn:{}:ecs:{}:*:task/{}/*",
            stack.partition(),
            stack.region(),
            self.cluster.cluster_name()
        );
        role.add_to_policy(
            PolicyStatement::allow().actions(["ecs:TagResource"]).resources([tasks]),
        );
        let pass = |role: &Role| {
            PolicyStatement::allow().actions(["iam:PassRole"]).resources([role.role_arn()])
        };
        if let Some(execution) = self.task.execution_role() {
            role.add_to_policy(pass(&execution));
        }
        if self.task.compatibility().is_fargate() {
            role.add_to_policy(pass(self.task.task_role()));
        }
    }

    #[track_caller]
    fn network(&self) -> Expr {
        let groups = self.groups.clone().unwrap_or_else(|| vec![self.own_group()]);
        let subnets = self.cluster.vpc().select_subnets(&self.subnets);
        let public_ip = self.public_ip.unwrap_or(self.subnets.is_of_public_type());
        let configuration = Expr::object([
            ("AssignPublicIp", Expr::from(if public_ip { "ENABLED" } else { "DISABLED" })),
            ("SecurityGroups", list(groups.iter().map(SecurityGroup::security_group_id))),
            ("Subnets", list(subnets.subnet_ids())),
        ]);
        Expr::object([("AwsVpcConfiguration", configuration)])
    }

    /// The group of the task definition, which its first target makes.
    #[track_caller]
    fn own_group(&self) -> SecurityGroup {
        #[derive(Default)]
        struct Own(Option<SecurityGroup>);
        let node = self.task.node();
        if let Some(group) = node.with_state(|own: &mut Own| own.0.clone()) {
            return group;
        }
        let group = SecurityGroup::builder(node, "SecurityGroup").vpc(self.cluster.vpc()).build();
        node.with_state(|own: &mut Own| own.0 = Some(group.clone()));
        group
    }
}

impl RuleTarget for EcsTask {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(self.task.node()));
        self.permit(&role, rule);
        let own_network = self.task.network_mode() == NetworkMode::AwsVpc;
        let launch = match self.task.compatibility() {
            Compatibility::Fargate => Expr::from("FARGATE"),
            _ => Expr::Null,
        };
        let version = self.platform_version.as_ref().map(FargatePlatformVersion::name);
        let tags_of = self.propagate_tags.and_then(PropagatedTagSource::name);
        let tags = self.tags.iter().map(|(key, value)| {
            Expr::object([("Key", Expr::from(key.clone())), ("Value", Expr::from(value))])
        });
        let parameters = Expr::object([
            ("EnableExecuteCommand", flag(self.execute_command)),
            ("LaunchType", launch),
            ("NetworkConfiguration", if own_network { self.network() } else { Expr::Null }),
            ("PlatformVersion", version.map_or(Expr::Null, Expr::from)),
            ("PropagateTags", tags_of.map_or(Expr::Null, Expr::from)),
            ("TagList", list(tags)),
            ("TaskCount", i64::from(self.count).into()),
            ("TaskDefinitionArn", self.task.task_definition_arn().into_expr()),
        ]);
        let config = RuleTargetConfig::new(self.cluster.cluster_arn())
            .role(&role)
            .input(Some(self.input()))
            .property("EcsParameters", parameters);
        self.delivery.apply(rule, config)
    }
}
