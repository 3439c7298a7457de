//! Tasks of ECS as targets of schedules.

use super::targets::{ScheduleTarget, TargetConfig};
use crate::bag::{flag, list, number};
use crate::ec2::{SecurityGroup, SubnetSelection};
use crate::ecs::{
    CapacityProviderStrategy, Cluster, Ec2TaskDefinition, FargatePlatformVersion,
    FargateServiceTask, NetworkMode, PlacementConstraint, PlacementStrategy, TaskDefinition,
};
use crate::iam::{PolicyStatement, Role};
use crate::{Construct, Expr, IntoValue, Value, text};

/// Runs tasks of ECS.
///
/// ```
/// use cumulo::ecs::{Cluster, ContainerImage, FargateTaskDefinition};
/// use cumulo::prelude::*;
/// use cumulo::scheduler::{EcsRunTask, Schedule, ScheduleExpression};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Reports").build();
/// let cluster = Cluster::builder(&stack, "Cluster").build();
/// let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// task.add_container("report").image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")).build();
/// Schedule::builder(&stack, "Nightly")
///     .schedule(ScheduleExpression::rate(Duration::hours(24)))
///     .target(&EcsRunTask::fargate(&cluster, &task).task_count(2))
///     .build();
/// # cumulo::testing::Template::of(&app, "Reports");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-scheduler-schedule-ecsparameters.html>
#[derive(Clone, Debug)]
pub struct EcsRunTask {
    cluster: Cluster,
    task: TaskDefinition,
    fargate: bool,
    input: Option<Value<String>>,
    count: Option<u32>,
    subnets: Option<SubnetSelection>,
    groups: Option<Vec<SecurityGroup>>,
    assign_public_ip: Option<bool>,
    platform_version: Option<FargatePlatformVersion>,
    strategies: Vec<CapacityProviderStrategy>,
    placement_constraints: Vec<PlacementConstraint>,
    placement_strategies: Vec<PlacementStrategy>,
    group: Option<Value<String>>,
    reference_id: Option<Value<String>>,
    propagate_tags: bool,
    ecs_managed_tags: Option<bool>,
    execute_command: Option<bool>,
    tags: Vec<(String, Value<String>)>,
}

impl EcsRunTask {
    /// One task on Fargate in private subnets of the cluster's VPC.
    pub fn fargate(cluster: &Cluster, task_definition: &dyn FargateServiceTask) -> Self {
        Self::of(cluster, task_definition.task(), true)
    }

    /// One task on instances of the cluster.
    pub fn ec2(cluster: &Cluster, task_definition: &Ec2TaskDefinition) -> Self {
        Self::of(cluster, task_definition, false)
    }

    fn of(cluster: &Cluster, task: &TaskDefinition, fargate: bool) -> Self {
        Self {
            cluster: cluster.clone(),
            task: task.clone(),
            fargate,
            input: None,
            count: None,
            subnets: None,
            groups: None,
            assign_public_ip: None,
            platform_version: None,
            strategies: Vec::new(),
            placement_constraints: Vec::new(),
            placement_strategies: Vec::new(),
            group: None,
            reference_id: None,
            propagate_tags: false,
            ecs_managed_tags: None,
            execute_command: None,
            tags: Vec::new(),
        }
    }

    /// Overrides of the task as JSON. Default: none.
    #[must_use]
    pub fn input(mut self, text: impl IntoValue<String>) -> Self {
        self.input = Some(text.into_value());
        self
    }

    /// How many tasks run, 1 to 10. Default: 1.
    #[must_use]
    pub fn task_count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Subnets of tasks with a network interface of their own. Default: private ones.
    #[must_use]
    pub fn vpc_subnets(mut self, subnets: SubnetSelection) -> Self {
        self.subnets = Some(subnets);
        self
    }

    /// Security groups of tasks with a network interface of their own. Default: that of the VPC.
    #[must_use]
    pub fn security_groups(mut self, groups: impl IntoIterator<Item = SecurityGroup>) -> Self {
        self.groups = Some(groups.into_iter().collect());
        self
    }

    /// Whether tasks on Fargate get a public address. Default: in public subnets that were chosen.
    #[must_use]
    pub fn assign_public_ip(mut self, assign: bool) -> Self {
        self.assign_public_ip = Some(assign);
        self
    }

    /// Version of Fargate's platform. Default: the newest.
    #[must_use]
    pub fn platform_version(mut self, version: FargatePlatformVersion) -> Self {
        self.platform_version = Some(version);
        self
    }

    /// What tasks run on, in place of Fargate or the cluster's instances.
    #[must_use]
    pub fn capacity_provider_strategies(
        mut self,
        strategies: impl IntoIterator<Item = CapacityProviderStrategy>,
    ) -> Self {
        self.strategies = strategies.into_iter().collect();
        self
    }

    /// Which instances tasks may run on; of EC2 only. Default: any.
    #[must_use]
    pub fn placement_constraints(
        mut self,
        constraints: impl IntoIterator<Item = PlacementConstraint>,
    ) -> Self {
        self.placement_constraints = constraints.into_iter().collect();
        self
    }

    /// Which instances are preferred; of EC2 only. Default: any.
    #[must_use]
    pub fn placement_strategies(
        mut self,
        strategies: impl IntoIterator<Item = PlacementStrategy>,
    ) -> Self {
        self.placement_strategies = strategies.into_iter().collect();
        self
    }

    /// Name of the group of the tasks. Default: `family:` and the definition's family.
    #[must_use]
    pub fn group(mut self, group: impl IntoValue<String>) -> Self {
        self.group = Some(group.into_value());
        self
    }

    /// A text by which the tasks can be found. Default: none.
    #[must_use]
    pub fn reference_id(mut self, id: impl IntoValue<String>) -> Self {
        self.reference_id = Some(id.into_value());
        self
    }

    /// Whether tasks get the tags of their definition. Default: false.
    #[must_use]
    pub fn propagate_tags(mut self, propagate: bool) -> Self {
        self.propagate_tags = propagate;
        self
    }

    /// Whether tasks are tagged with the name of the cluster. Default: false.
    #[must_use]
    pub fn enable_ecs_managed_tags(mut self, enable: bool) -> Self {
        self.ecs_managed_tags = Some(enable);
        self
    }

    /// Whether commands can be run in the containers. Default: false.
    #[must_use]
    pub fn enable_execute_command(mut self, enable: bool) -> Self {
        self.execute_command = Some(enable);
        self
    }

    /// A tag of the tasks.
    #[must_use]
    pub fn tag(mut self, key: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.tags.push((key.into(), value.into_value()));
        self
    }

    /// Lets the role run and tag the tasks, and hand them their roles.
    #[track_caller]
    fn permit(&self, role: &Role) {
        self.task.grant_run(role);
        if self.fargate && (self.propagate_tags || !self.tags.is_empty()) {
            let stack = self.cluster.node().stack();
            let tasks = stack.format_arn("ecs", text!("task/{}/*", self.cluster.cluster_name()));
            let tag = PolicyStatement::allow().actions(["ecs:TagResource"]);
            role.add_to_policy(tag.resources([tasks]));
        }
    }

    fn network(&self) -> Expr {
        if self.task.network_mode() != NetworkMode::AwsVpc {
            return Expr::Null;
        }
        let wanted = self.subnets.clone().unwrap_or_default();
        let public = self.subnets.as_ref().is_some_and(SubnetSelection::is_of_public_type);
        let subnets = self.cluster.vpc().select_subnets(&wanted);
        let groups = self.groups.iter().flatten().map(SecurityGroup::security_group_id);
        let address = match self.assign_public_ip.unwrap_or(public) {
            true => Expr::from("ENABLED"),
            false => Expr::from("DISABLED"),
        };
        let configuration = Expr::object([
            ("AssignPublicIp", if self.fargate { address } else { Expr::Null }),
            ("SecurityGroups", list(groups)),
            ("Subnets", list(subnets.subnet_ids())),
        ]);
        Expr::object([("AwsvpcConfiguration", configuration)])
    }
}

impl ScheduleTarget for EcsRunTask {
    fn target_arn(&self) -> Value<String> {
        self.cluster.cluster_arn()
    }

    #[track_caller]
    fn bind(&self, role: &Role) -> TargetConfig {
        self.permit(role);
        let launch = match self.strategies.is_empty() {
            true => Expr::from(if self.fargate { "FARGATE" } else { "EC2" }),
            false => Expr::Null,
        };
        let version = self.platform_version.as_ref().map(FargatePlatformVersion::name);
        let tags = self.tags.iter().map(|(key, value)| {
            Expr::object([("key", Expr::from(key.clone())), ("value", Expr::from(value))])
        });
        let propagate = match self.propagate_tags {
            true => Expr::from("TASK_DEFINITION"),
            false => Expr::Null,
        };
        let parameters = Expr::object([
            (
                "CapacityProviderStrategy",
                list(self.strategies.iter().map(CapacityProviderStrategy::to_expr)),
            ),
            ("EnableECSManagedTags", flag(self.ecs_managed_tags)),
            ("EnableExecuteCommand", flag(self.execute_command)),
            ("Group", crate::bag::opt(self.group.as_ref())),
            ("LaunchType", launch),
            ("NetworkConfiguration", self.network()),
            (
                "PlacementConstraints",
                list(self.placement_constraints.iter().map(PlacementConstraint::to_expr)),
            ),
            (
                "PlacementStrategy",
                list(self.placement_strategies.iter().map(PlacementStrategy::to_expr)),
            ),
            ("PlatformVersion", version.map_or(Expr::Null, Expr::from)),
            ("PropagateTags", propagate),
            ("ReferenceId", crate::bag::opt(self.reference_id.as_ref())),
            ("Tags", list(tags)),
            ("TaskCount", number(self.count)),
            ("TaskDefinitionArn", self.task.task_definition_arn().into()),
        ]);
        TargetConfig::new(self.input.clone()).property("EcsParameters", parameters)
    }
}
