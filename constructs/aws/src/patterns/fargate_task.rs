//! What patterns without a load balancer run on Fargate.

use super::by_stage::log_group;
use super::networked_fargate_service::{make_cluster, task_group};
use crate::ec2::{SecurityGroup, Vpc};
use crate::ecs::{
    Cluster, ContainerDefinition, ContainerImage, FargateSize, FargateTaskDefinition, LogDriver,
    MountPoint, Secret, Volume,
};
use crate::logs::{LogGroup, RetentionDays};
use crate::{Node, Value};

/// What is told of a task.
pub(super) struct Settings<'a> {
    pub(super) vpc: Option<&'a Vpc>,
    pub(super) cluster: Option<&'a Cluster>,
    pub(super) image: ContainerImage,
    pub(super) size: FargateSize,
    pub(super) command: Option<Vec<Value<String>>>,
    pub(super) environment: Vec<(String, Value<String>)>,
    pub(super) secrets: Vec<(String, Secret)>,
    pub(super) writable_paths: Vec<String>,
    pub(super) open_egress: bool,
    pub(super) log_retention: Option<RetentionDays>,
}

/// A task of one container that may write to the given folders only, and open HTTPS connections only.
#[derive(Clone, Debug)]
pub(super) struct FargateTask {
    pub(super) cluster: Cluster,
    pub(super) group: SecurityGroup,
    pub(super) definition: FargateTaskDefinition,
    pub(super) container: ContainerDefinition,
    pub(super) logs: LogGroup,
}

impl Settings<'_> {
    #[track_caller]
    pub(super) fn make(self, node: &Node) -> FargateTask {
        let cluster = make_cluster(node, self.vpc, self.cluster, None);
        let group = task_group(node, cluster.vpc(), self.open_egress);
        let logs = log_group(node, "Logs", self.log_retention);
        let definition = FargateTaskDefinition::builder(node, "Task").size(self.size).build();
        let container = definition
            .add_container("app")
            .image(self.image)
            .environment(self.environment)
            .secrets(self.secrets)
            .maybe_command(self.command)
            .readonly_root_filesystem(true)
            .logging(LogDriver::aws_logs("app").log_group(&logs))
            .build();
        for (path, number) in self.writable_paths.into_iter().zip(1..) {
            let volume = format!("writable-{number}");
            definition.add_volume(Volume::new(&volume));
            container.add_mount_points([MountPoint::new(volume, path)]);
        }
        FargateTask { cluster, group, definition, container, logs }
    }
}
