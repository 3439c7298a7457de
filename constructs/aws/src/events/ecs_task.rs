//! Tasks of ECS as targets of rules.

use super::target::{Delivery, RuleTarget, RuleTargetConfig, delivery, event_role};
use super::{Rule, RuleTargetInput};
use crate::bag::list;
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
}

impl ContainerOverride {
    /// Of the container with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), command: None, environment: Vec::new(), cpu: None, memory: None }
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
    delivery: Delivery,
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

    delivery!();

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
        if self.task.compatibility() == Compatibility::Fargate {
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
            _ => Expr::from("EC2"),
        };
        let version = self.platform_version.as_ref().map(FargatePlatformVersion::name);
        let tags_of = self.propagate_tags.and_then(PropagatedTagSource::name);
        let tags = self.tags.iter().map(|(key, value)| {
            Expr::object([("Key", Expr::from(key.clone())), ("Value", Expr::from(value))])
        });
        let parameters = Expr::object([
            ("LaunchType", launch),
            ("NetworkConfiguration", if own_network { self.network() } else { Expr::Null }),
            ("PlatformVersion", version.map_or(Expr::Null, Expr::from)),
            ("PropagateTags", tags_of.map_or(Expr::Null, Expr::from)),
            ("TagList", list(tags)),
            ("TaskCount", i64::from(self.count).into()),
            ("TaskDefinitionArn", self.task.task_definition_arn().into_expr()),
        ]);
        let overrides = list(self.overrides.iter().map(ContainerOverride::to_expr));
        let overrides = Expr::object([("containerOverrides", overrides)]);
        let config = RuleTargetConfig::new(self.cluster.cluster_arn())
            .role(&role)
            .input(Some(RuleTargetInput::from_object(overrides)))
            .property("EcsParameters", parameters);
        self.delivery.apply(rule, config)
    }
}
