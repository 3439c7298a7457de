//! Workers on Fargate that take messages from a queue.

use super::TaskImageOptions;
use super::default_cluster::cluster_or_default;
use super::fargate_task::{ContainerSettings, FargateTask};
use super::work_queue::{WorkQueue, WorkQueueSettings, WorkScaling};
use crate::applicationautoscaling::ScalingInterval;
use crate::ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::ecs::{
    CapacityProviderStrategy, Cluster, ContainerImage, DeploymentCircuitBreaker,
    DeploymentController, FargatePlatformVersion, FargateService, FargateSize,
    FargateTaskDefinition, HealthCheck, LogDriver, PropagatedTagSource, RuntimePlatform,
    ScalableTaskCount, Secret,
};
use crate::iam::{Grantable, Principal};
use crate::sqs::Queue;
use crate::{Construct, Duration, IntoValue, Node, Size, Value};
use bon::bon;

/// Workers on Fargate that take messages from a queue, more of them while more messages wait.
///
/// The container finds the queue's name in `QUEUE_NAME`. Outputs tell name and ARN of the queue and of the one for
/// messages that nobody could handle.
///
/// ```
/// use cumulo::ecs::ContainerImage;
/// use cumulo::ecs_patterns::QueueProcessingFargateService;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let workers = QueueProcessingFargateService::builder(&stack, "Mail")
///     .image(ContainerImage::from_registry("shop/mail:7"))
///     .max_scaling_capacity(10)
///     .build();
/// assert!(workers.dead_letter_queue().is_some());
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct QueueProcessingFargateService {
    node: Node,
    cluster: Cluster,
    work: WorkQueue,
    task_definition: FargateTaskDefinition,
    service: FargateService,
    scaling: ScalableTaskCount,
}

#[bon]
impl QueueProcessingFargateService {
    /// Workers, and what they need.
    ///
    /// # Findings
    /// `pattern-task` when it says twice, or not at all, what it runs; `pattern-queue` when a queue is given and said
    /// what a new one is like; `pattern-vpc` when both a cluster and a VPC are given.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster in which it runs. Default: one of the stack that patterns share.
        cluster: Option<&Cluster>,
        /// The VPC of the cluster that patterns share. Default: a new one.
        vpc: Option<&Vpc>,
        /// The image that it runs.
        image: Option<ContainerImage>,
        /// What it runs, instead of `image`.
        task_definition: Option<&FargateTaskDefinition>,
        /// Name of the container.
        #[builder(into, default = "QueueProcessingContainer".to_owned())]
        container_name: String,
        /// What the container runs, instead of the image's command.
        #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
        command: Option<Vec<Value<String>>>,
        /// Environment variables; `QUEUE_NAME` is added.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        environment: Vec<(String, Value<String>)>,
        /// Environment variables that are read from Secrets Manager or Systems Manager when the task starts.
        #[builder(default, with = |secrets: impl IntoIterator<Item = (impl Into<String>, Secret)>| secrets.into_iter().map(|(name, secret)| (name.into(), secret)).collect())]
        secrets: Vec<(String, Secret)>,
        /// Whether the container writes logs.
        #[builder(default = true)]
        enable_logging: bool,
        /// Where the container writes what it prints. Default: CloudWatch Logs, streams that begin with the pattern's id.
        #[builder(into)]
        log_driver: Option<LogDriver>,
        /// A command that tells whether the container is healthy. Default: none.
        health_check: Option<HealthCheck>,
        /// Name that all revisions of the task share. Default: made of the path.
        #[builder(with = |family: impl IntoValue<String>| family.into_value())]
        family: Option<Value<String>>,
        /// CPU and memory. Default: 256 units and 512 MiB.
        #[builder(default)]
        size: FargateSize,
        /// Storage of each task, 21 to 200 GiB. Default: 20 GiB.
        ephemeral_storage: Option<Size>,
        /// Processor and operating system. Default: Linux on 64-bit x86.
        runtime_platform: Option<RuntimePlatform>,
        /// The queue. Default: a new one, and one for messages that nobody could handle.
        queue: Option<&Queue>,
        /// How often a message of the new queue is received until nobody is thought able to handle it. Default: 3.
        max_receive_count: Option<u32>,
        /// How long a received message of the new queue stays hidden, up to 12 hours. Default: 30 seconds.
        visibility_timeout: Option<Duration>,
        /// How long the messages that nobody could handle are kept, 1 minute to 14 days. Default: 14 days.
        retention_period: Option<Duration>,
        /// How many tasks run at least.
        #[builder(default = 1)]
        min_scaling_capacity: u32,
        /// How many tasks run at most.
        #[builder(default = 2)]
        max_scaling_capacity: u32,
        /// Numbers of waiting messages at which the number of tasks changes, and how. Default: one less at 0, one more
        /// from 100, five more from 500.
        #[builder(with = |steps: impl IntoIterator<Item = ScalingInterval>| steps.into_iter().collect())]
        scaling_steps: Option<Vec<ScalingInterval>>,
        /// How long after a change by waiting messages further ones count less. Default: none.
        cooldown: Option<Duration>,
        /// The share of the CPU at which tasks are kept, in percent.
        #[builder(default = 50)]
        cpu_target_utilization_percent: u32,
        /// Whether the use of CPU changes nothing. Default: false.
        #[builder(default)]
        disable_cpu_based_scaling: bool,
        /// Name of the service, unique in the cluster. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        service_name: Option<Value<String>>,
        /// How many tasks may run during a deployment, in percent of the desired count. Default: 200.
        max_healthy_percent: Option<u32>,
        /// How many tasks must run during a deployment, in percent of the desired count. Default: 50.
        min_healthy_percent: Option<u32>,
        /// Whether tasks get public addresses. Default: false.
        #[builder(default)]
        assign_public_ip: bool,
        /// The subnets in which tasks run. Default: private ones, with public addresses public ones.
        task_subnets: Option<SubnetSelection>,
        /// The security groups of the tasks. Default: a new one.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Version of Fargate's platform. Default: the newest.
        platform_version: Option<FargatePlatformVersion>,
        /// Whose tags tasks get. Default: nobody's.
        propagate_tags: Option<PropagatedTagSource>,
        /// Whether tasks are tagged with the names of cluster and service.
        #[builder(default)]
        enable_ecs_managed_tags: bool,
        /// Who replaces tasks. Default: ECS itself.
        deployment_controller: Option<DeploymentController>,
        /// Ends deployments whose tasks do not start. Default: none.
        circuit_breaker: Option<DeploymentCircuitBreaker>,
        /// How tasks are shared out to capacity providers; an empty list takes the cluster's default strategy. Default: all on Fargate.
        #[builder(with = |strategies: impl IntoIterator<Item = CapacityProviderStrategy>| strategies.into_iter().collect())]
        capacity_provider_strategies: Option<Vec<CapacityProviderStrategy>>,
        /// Whether commands can be run in its containers. Default: false.
        enable_execute_command: Option<bool>,
    ) -> QueueProcessingFargateService {
        let node = scope.node().child(id);
        let cluster = cluster_or_default(&node, cluster, vpc);
        let work =
            WorkQueueSettings { queue, max_receive_count, visibility_timeout, retention_period }
                .make(&node);
        let options = image.map(|image| {
            let container = TaskImageOptions::builder()
                .image(image)
                .container_name(container_name)
                .environment(environment)
                .secrets(secrets)
                .enable_logging(enable_logging)
                .maybe_log_driver(log_driver)
                .maybe_command(command)
                .maybe_family(family)
                .build();
            work.told_to(container)
        });
        let container = ContainerSettings { health_check, ..ContainerSettings::default() };
        let task_definition = FargateTask { size, ephemeral_storage, runtime_platform }.definition(
            &node,
            "QueueProcessingTaskDef",
            task_definition,
            options,
            container,
        );
        let service = FargateService::builder(&node, "QueueProcessingFargateService")
            .cluster(&cluster)
            .task_definition(&task_definition)
            .maybe_service_name(service_name)
            .maybe_max_healthy_percent(max_healthy_percent)
            .maybe_min_healthy_percent(min_healthy_percent)
            .assign_public_ip(assign_public_ip)
            .maybe_vpc_subnets(task_subnets)
            .security_groups(security_groups)
            .maybe_platform_version(platform_version)
            .maybe_propagate_tags(propagate_tags)
            .enable_ecs_managed_tags(enable_ecs_managed_tags)
            .maybe_deployment_controller(deployment_controller)
            .maybe_circuit_breaker(circuit_breaker)
            .maybe_capacity_provider_strategies(capacity_provider_strategies)
            .maybe_enable_execute_command(enable_execute_command)
            .build();
        let scaling = WorkScaling {
            min_capacity: min_scaling_capacity,
            max_capacity: max_scaling_capacity,
            steps: scaling_steps,
            cooldown,
            cpu_percent: (!disable_cpu_based_scaling).then_some(cpu_target_utilization_percent),
        }
        .make(&service, &work.queue);
        QueueProcessingFargateService { node, cluster, work, task_definition, service, scaling }
    }

    /// The cluster in which it runs.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// The queue whose messages it handles.
    pub fn queue(&self) -> &Queue {
        &self.work.queue
    }

    /// The queue for messages that nobody could handle; `None` where the queue is given.
    pub fn dead_letter_queue(&self) -> Option<&Queue> {
        self.work.dead_letter_queue.as_ref()
    }

    /// What it runs.
    pub fn task_definition(&self) -> &FargateTaskDefinition {
        &self.task_definition
    }

    /// The service.
    pub fn service(&self) -> &FargateService {
        &self.service
    }

    /// Its number of tasks, for further policies.
    pub fn scaling(&self) -> &ScalableTaskCount {
        &self.scaling
    }
}

impl Construct for QueueProcessingFargateService {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for QueueProcessingFargateService {
    /// The task role.
    fn grant_principal(&self) -> Principal {
        self.service.grant_principal()
    }
}
