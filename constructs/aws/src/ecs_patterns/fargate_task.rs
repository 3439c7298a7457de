//! The task of a pattern on Fargate.

use super::TaskImageOptions;
use crate::ecs::{
    ContainerDefinition, FargateSize, FargateTaskDefinition, HealthCheck, LogDriver, PortMapping,
    RuntimePlatform, TaskDefinition,
};
use crate::{Node, Size};

/// What a pattern says of its task.
pub(super) struct FargateTask {
    pub(super) size: FargateSize,
    pub(super) ephemeral_storage: Option<Size>,
    pub(super) runtime_platform: Option<RuntimePlatform>,
}

/// What a pattern says of its container beside the image.
#[derive(Default)]
pub(super) struct ContainerSettings {
    pub(super) cpu: Option<u32>,
    pub(super) memory: Option<u32>,
    pub(super) memory_reservation: Option<u32>,
    pub(super) gpu_count: Option<u32>,
    pub(super) health_check: Option<HealthCheck>,
}

impl FargateTask {
    /// The task definition that is given, or a new one below `node`, with the container.
    #[track_caller]
    pub(super) fn definition(
        self,
        node: &Node,
        id: &str,
        given: Option<&FargateTaskDefinition>,
        options: Option<TaskImageOptions>,
        container: ContainerSettings,
    ) -> FargateTaskDefinition {
        check_options(node, given.is_some(), options.is_some());
        if let (Some(task), None) = (given, &options) {
            return task.clone();
        }
        let role = |role: fn(&TaskImageOptions) -> &Option<crate::iam::Role>| {
            options.as_ref().and_then(|options| role(options).as_ref())
        };
        let definition = FargateTaskDefinition::builder(node, id)
            .size(self.size)
            .maybe_ephemeral_storage(self.ephemeral_storage)
            .maybe_runtime_platform(self.runtime_platform)
            .maybe_task_role(role(|options| &options.task_role))
            .maybe_execution_role(role(|options| &options.execution_role))
            .maybe_family(options.as_ref().and_then(|options| options.family.clone()))
            .build();
        if let Some(options) = options {
            container.add(node, &definition, options);
        }
        definition
    }
}

/// Finds a pattern that says twice, or not at all, what it runs.
pub(super) fn check_options(node: &Node, has_task: bool, has_options: bool) {
    if has_task == has_options {
        node.error(
            "pattern-task",
            match has_task {
                true => "both a task definition and an image are given",
                false => "there is neither a task definition nor an image",
            },
            "give the one or the other",
        );
    }
}

impl ContainerSettings {
    /// Adds the container to the task; its log's streams begin with the pattern's id.
    #[track_caller]
    pub(super) fn add(
        self,
        node: &Node,
        task: &TaskDefinition,
        options: TaskImageOptions,
    ) -> ContainerDefinition {
        let usual = || LogDriver::from(LogDriver::aws_logs(node.id()));
        let logging = options.log_driver.or_else(|| options.enable_logging.then(usual));
        task.add_container(&options.container_name)
            .image(options.image)
            .maybe_cpu(self.cpu)
            .maybe_memory_limit_mib(self.memory)
            .maybe_memory_reservation_mib(self.memory_reservation)
            .maybe_gpu_count(self.gpu_count)
            .maybe_health_check(self.health_check)
            .maybe_logging(logging)
            .environment(options.environment)
            .secrets(options.secrets)
            .docker_labels(options.docker_labels)
            .maybe_command(options.command)
            .maybe_entry_point(options.entry_point)
            .port_mappings(
                options
                    .container_port
                    .into_iter()
                    .chain(options.container_ports)
                    .map(PortMapping::tcp),
            )
            .build()
    }
}
