//! Tasks on servers outside AWS, by ECS Anywhere.

use super::base_service::Facts;
use super::{
    BaseService, Cluster, Compatibility, DeploymentAlarms, DeploymentCircuitBreaker,
    DeploymentController, NetworkMode, PropagatedTagSource, TaskDefinition, TaskDefinitionRevision,
    Volume,
};
use crate::ec2::{Connectable, Connections, SecurityGroup};
use crate::iam::{Grantable, Principal, Role};
use crate::{Construct, Expr, IntoValue, Node, Value};
use bon::bon;
use std::ops::Deref;

/// What runs together on servers outside AWS, registered with the cluster by ECS Anywhere.
///
/// ```
/// use cumulo::ecs::{ContainerImage, ExternalTaskDefinition};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Factory").build();
/// let task = ExternalTaskDefinition::builder(&stack, "Task").build();
/// let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27");
/// task.add_container("web").image(image).memory_limit_mib(256).build();
/// # cumulo::testing::Template::of(&app, "Factory");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-anywhere.html>
#[derive(Clone, Debug)]
pub struct ExternalTaskDefinition {
    task: TaskDefinition,
}

#[bon]
impl ExternalTaskDefinition {
    /// A task definition.
    ///
    /// # Findings
    /// `task-compatibility` when the network mode is `awsvpc`, which servers outside AWS do not have.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How tasks reach the network: `bridge`, `host` or `none`.
        #[builder(default = NetworkMode::Bridge)]
        network_mode: NetworkMode,
        /// Name of the family, whose revisions count up. Default: made of the construct's path.
        #[builder(with = |family: impl IntoValue<String>| family.into_value())]
        family: Option<Value<String>>,
        /// What containers may do. Default: a new role.
        task_role: Option<&Role>,
        /// What ECS may do to start the task. Default: a new role once it is needed.
        execution_role: Option<&Role>,
        /// Volumes that containers can mount.
        #[builder(default, with = |volumes: impl IntoIterator<Item = Volume>| volumes.into_iter().collect())]
        volumes: Vec<Volume>,
    ) -> ExternalTaskDefinition {
        let task = TaskDefinition::builder(scope, id)
            .compatibility(Compatibility::External)
            .network_mode(network_mode)
            .maybe_family(family)
            .maybe_task_role(task_role)
            .maybe_execution_role(execution_role)
            .volumes(volumes)
            .build();
        ExternalTaskDefinition { task }
    }
}

impl Deref for ExternalTaskDefinition {
    type Target = TaskDefinition;

    fn deref(&self) -> &TaskDefinition {
        &self.task
    }
}

impl Construct for ExternalTaskDefinition {
    fn node(&self) -> &Node {
        self.task.node()
    }
}

impl Grantable for ExternalTaskDefinition {
    fn grant_principal(&self) -> Principal {
        self.task.grant_principal()
    }
}

/// Tasks that are kept running on servers outside AWS.
///
/// ```
/// use cumulo::ecs::{Cluster, ContainerImage, ExternalService, ExternalTaskDefinition};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Factory").build();
/// let cluster = Cluster::builder(&stack, "Cluster").build();
/// let task = ExternalTaskDefinition::builder(&stack, "Task").build();
/// let image = ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27");
/// task.add_container("web").image(image).memory_limit_mib(256).build();
/// ExternalService::builder(&stack, "Service").cluster(&cluster).task_definition(&task).daemon(true).build();
/// # cumulo::testing::Template::of(&app, "Factory");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html>
#[derive(Clone, Debug)]
pub struct ExternalService {
    service: BaseService,
}

#[bon]
impl ExternalService {
    /// A service.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster with which the servers are registered.
        cluster: &Cluster,
        /// What runs.
        task_definition: &ExternalTaskDefinition,
        /// How many tasks run. Default: 1 at first, then as it is.
        desired_count: Option<u32>,
        /// Whether one task runs on each server. Default: false.
        #[builder(default)]
        daemon: bool,
        /// Name of the service. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        service_name: Option<Value<String>>,
        /// How many tasks there may be during a deployment, in percent of the desired number.
        #[builder(default = 100)]
        max_healthy_percent: u32,
        /// How many tasks there must be during a deployment, in percent of the desired number.
        #[builder(default = 0)]
        min_healthy_percent: u32,
        /// Security groups of the servers, for rules of others. Default: none.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whose tags tasks get. Default: nobody's.
        propagate_tags: Option<PropagatedTagSource>,
        /// Whether tasks are tagged with the names of cluster and service.
        #[builder(default)]
        enable_ecs_managed_tags: bool,
        /// Who deploys. Default: ECS.
        deployment_controller: Option<DeploymentController>,
        /// What ends a deployment whose tasks do not come up. Default: nothing.
        circuit_breaker: Option<DeploymentCircuitBreaker>,
        /// Alarms that end a deployment. Default: none.
        deployment_alarms: Option<DeploymentAlarms>,
        /// Which revision of the task definition runs. Default: the one of this template.
        task_definition_revision: Option<TaskDefinitionRevision>,
    ) -> ExternalService {
        let node = scope.node().child(id);
        let scheduling = if daemon { Expr::from("DAEMON") } else { Expr::Null };
        let service = BaseService::make(
            &node,
            Facts {
                cluster,
                task: task_definition,
                launch_type: "EXTERNAL",
                desired_count,
                service_name,
                max_healthy_percent,
                min_healthy_percent,
                health_check_grace_period: None,
                cloud_map_options: None,
                propagate_tags,
                enable_ecs_managed_tags,
                deployment_controller,
                circuit_breaker,
                deployment_alarms,
                capacity_provider_strategies: None,
                enable_execute_command: None,
                service_connect: None,
                revision: task_definition_revision,
                deployment_strategy: None,
                bake_time: None,
                lifecycle_hooks: Vec::new(),
                force_new_deployment: None,
                rebalancing: None,
                more: vec![("SchedulingStrategy", scheduling)],
            },
        );
        for group in &security_groups {
            service.connections().add_security_group(group);
        }
        ExternalService { service }
    }
}

impl Deref for ExternalService {
    type Target = BaseService;

    fn deref(&self) -> &BaseService {
        &self.service
    }
}

impl Construct for ExternalService {
    fn node(&self) -> &Node {
        self.service.node()
    }
}

impl Connectable for ExternalService {
    fn connections(&self) -> Connections {
        self.service.connections()
    }
}

impl Grantable for ExternalService {
    fn grant_principal(&self) -> Principal {
        self.service.grant_principal()
    }
}
