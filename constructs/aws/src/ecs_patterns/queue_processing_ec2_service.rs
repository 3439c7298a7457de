//! Workers on instances of a cluster that take messages from a queue.

use super::TaskImageOptions;
use super::default_cluster::cluster_or_default;
use super::ec2_task::ec2_task;
use super::fargate_task::ContainerSettings;
use super::work_queue::{WorkQueue, WorkQueueSettings, WorkScaling};
use crate::applicationautoscaling::ScalingInterval;
use crate::ec2::Vpc;
use crate::ecs::{
    CapacityProviderStrategy, Cluster, ContainerImage, DeploymentCircuitBreaker,
    DeploymentController, Ec2Service, Ec2TaskDefinition, LogDriver, PlacementConstraint,
    PlacementStrategy, PropagatedTagSource, ScalableTaskCount, Secret,
};
use crate::iam::{Grantable, Principal};
use crate::sqs::Queue;
use crate::{Construct, Duration, IntoValue, Node, Value};
use bon::bon;

/// Workers on instances of a cluster that take messages from a queue, more of them while more messages wait.
///
/// The container finds the queue's name in `QUEUE_NAME`. Outputs tell name and ARN of the queue and of the one for
/// messages that nobody could handle.
///
/// ```
/// use cumulo::ec2::{InstanceType, Vpc};
/// use cumulo::ecs::{Cluster, ContainerImage};
/// use cumulo::ecs_patterns::QueueProcessingEc2Service;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
/// cluster.add_capacity("Hosts").instance_type(InstanceType::new("t3.small")).build();
/// QueueProcessingEc2Service::builder(&stack, "Mail")
///     .cluster(&cluster)
///     .image(ContainerImage::from_registry("shop/mail:7"))
///     .memory_limit_mib(512)
///     .max_scaling_capacity(10)
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct QueueProcessingEc2Service {
    node: Node,
    cluster: Cluster,
    work: WorkQueue,
    task_definition: Ec2TaskDefinition,
    service: Ec2Service,
    scaling: ScalableTaskCount,
}

#[bon]
impl QueueProcessingEc2Service {
    /// Workers, and what they need.
    ///
    /// # Findings
    /// `pattern-queue` when a queue is given and said what a new one is like; `pattern-vpc` when both a cluster and a
    /// VPC are given.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The cluster in which it runs; it needs instances. Default: one of the stack that patterns share.
        cluster: Option<&Cluster>,
        /// The VPC of the cluster that patterns share. Default: a new one.
        vpc: Option<&Vpc>,
        /// The image that it runs.
        image: ContainerImage,
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
        /// Name that all revisions of the task share. Default: made of the path.
        #[builder(with = |family: impl IntoValue<String>| family.into_value())]
        family: Option<Value<String>>,
        /// CPU units that the container has at least. Default: none.
        cpu: Option<u32>,
        /// MiB of memory beyond which the container is killed; this or `memory_reservation_mib` is needed.
        memory_limit_mib: Option<u32>,
        /// MiB of memory that are kept for the container. Default: none.
        memory_reservation_mib: Option<u32>,
        /// How many graphics processors the container has for itself. Default: none.
        gpu_count: Option<u32>,
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
        /// Which instances are preferred. Default: ECS spreads tasks over zones.
        #[builder(default, with = |strategies: impl IntoIterator<Item = PlacementStrategy>| strategies.into_iter().collect())]
        placement_strategies: Vec<PlacementStrategy>,
        /// On which instances tasks may run. Default: on all.
        #[builder(default, with = |constraints: impl IntoIterator<Item = PlacementConstraint>| constraints.into_iter().collect())]
        placement_constraints: Vec<PlacementConstraint>,
        /// Whose tags tasks get. Default: nobody's.
        propagate_tags: Option<PropagatedTagSource>,
        /// Whether tasks are tagged with the names of cluster and service.
        #[builder(default)]
        enable_ecs_managed_tags: bool,
        /// Who replaces tasks. Default: ECS itself.
        deployment_controller: Option<DeploymentController>,
        /// Ends deployments whose tasks do not start. Default: none.
        circuit_breaker: Option<DeploymentCircuitBreaker>,
        /// How tasks are shared out to capacity providers; an empty list takes the cluster's default strategy. Default: over all instances.
        #[builder(with = |strategies: impl IntoIterator<Item = CapacityProviderStrategy>| strategies.into_iter().collect())]
        capacity_provider_strategies: Option<Vec<CapacityProviderStrategy>>,
        /// Whether commands can be run in its containers. Default: false.
        enable_execute_command: Option<bool>,
    ) -> QueueProcessingEc2Service {
        let node = scope.node().child(id);
        let cluster = cluster_or_default(&node, cluster, vpc);
        let work =
            WorkQueueSettings { queue, max_receive_count, visibility_timeout, retention_period }
                .make(&node);
        let options = TaskImageOptions::builder()
            .image(image)
            .container_name(container_name)
            .environment(environment)
            .secrets(secrets)
            .enable_logging(enable_logging)
            .maybe_log_driver(log_driver)
            .maybe_command(command)
            .maybe_family(family)
            .build();
        let container = ContainerSettings {
            cpu,
            memory: memory_limit_mib,
            memory_reservation: memory_reservation_mib,
            gpu_count,
            ..ContainerSettings::default()
        };
        let options = Some(work.told_to(options));
        let task_definition = ec2_task(&node, "QueueProcessingTaskDef", None, options, container);
        let service = Ec2Service::builder(&node, "QueueProcessingService")
            .cluster(&cluster)
            .task_definition(&task_definition)
            .maybe_service_name(service_name)
            .maybe_max_healthy_percent(max_healthy_percent)
            .maybe_min_healthy_percent(min_healthy_percent)
            .placement_strategies(placement_strategies)
            .placement_constraints(placement_constraints)
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
        QueueProcessingEc2Service { node, cluster, work, task_definition, service, scaling }
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
    pub fn task_definition(&self) -> &Ec2TaskDefinition {
        &self.task_definition
    }

    /// The service.
    pub fn service(&self) -> &Ec2Service {
        &self.service
    }

    /// Its number of tasks, for further policies.
    pub fn scaling(&self) -> &ScalableTaskCount {
        &self.scaling
    }
}

impl Construct for QueueProcessingEc2Service {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for QueueProcessingEc2Service {
    /// The task role.
    fn grant_principal(&self) -> Principal {
        self.service.grant_principal()
    }
}
