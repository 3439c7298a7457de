//! Task definitions for instances of EC2.

use super::task_definition::Facts;
use super::{Compatibility, NetworkMode, PidMode, PlacementConstraint, TaskDefinition, Volume};
use crate::bag::list;
use crate::iam::{Grantable, Principal, Role};
use crate::{Construct, Expr, IntoValue, Node, Value};
use bon::bon;
use std::ops::Deref;

/// Whose memory segments and semaphores the containers of a task see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpcMode {
    /// Each its own.
    None,
    /// Those of the host.
    Host,
    /// Those of the task.
    Task,
}

impl IpcMode {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            IpcMode::None => "none",
            IpcMode::Host => "host",
            IpcMode::Task => "task",
        }
    }
}

/// What runs together on instances of a cluster.
///
/// ```
/// use cumulo::ecs::{ContainerImage, Ec2TaskDefinition, PortMapping};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let task = Ec2TaskDefinition::builder(&stack, "Task").build();
/// task.add_container("api")
///     .image(ContainerImage::from_registry("nginx:1.27"))
///     .memory_reservation_mib(256)
///     .port_mappings([PortMapping::tcp(80)])
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html>
#[derive(Clone, Debug)]
pub struct Ec2TaskDefinition {
    task: TaskDefinition,
}

#[bon]
impl Ec2TaskDefinition {
    /// A task definition for instances.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How containers reach the network.
        #[builder(default = NetworkMode::Bridge)]
        network_mode: NetworkMode,
        /// Name that all revisions share. Default: made of the path.
        #[builder(with = |family: impl IntoValue<String>| family.into_value())]
        family: Option<Value<String>>,
        /// Role that the programs in the containers have. Default: a new one.
        task_role: Option<&Role>,
        /// Role by which ECS pulls images, writes logs and reads secrets. Default: a new one, when it is first needed.
        execution_role: Option<&Role>,
        /// Storage that containers can mount.
        #[builder(default, with = |volumes: impl IntoIterator<Item = Volume>| volumes.into_iter().collect())]
        volumes: Vec<Volume>,
        /// On which instances tasks may run. Default: on all.
        #[builder(default, with = |constraints: impl IntoIterator<Item = PlacementConstraint>| constraints.into_iter().collect())]
        placement_constraints: Vec<PlacementConstraint>,
        /// Whose memory segments and semaphores the containers see. Default: what Docker does.
        ipc_mode: Option<IpcMode>,
        /// Whose processes the containers see. Default: each its own.
        pid_mode: Option<PidMode>,
        /// Whether faults may be injected into the tasks. Default: false.
        enable_fault_injection: Option<bool>,
    ) -> Ec2TaskDefinition {
        let node = scope.node().child(id);
        if placement_constraints.contains(&PlacementConstraint::DistinctInstance) {
            node.error(
                "task-placement",
                "a task definition cannot ask for distinct instances",
                "give the constraint to the service",
            );
        }
        let ipc = ipc_mode.map(IpcMode::as_str);
        let constraints = placement_constraints.iter().map(PlacementConstraint::to_expr);
        let facts = Facts {
            compatibility: Compatibility::Ec2,
            network_mode,
            family,
            task_role,
            execution_role,
            volumes,
            pid_mode,
            runtime_platform: None,
            enable_fault_injection,
            more: vec![
                ("IpcMode", ipc.map_or(Expr::Null, Expr::from)),
                ("PlacementConstraints", list(constraints)),
            ],
        };
        Ec2TaskDefinition { task: TaskDefinition::make(&node, facts) }
    }

    /// Adds conditions on the instances that tasks may run on.
    pub fn add_placement_constraint(&self, constraint: &PlacementConstraint) {
        let constraint = constraint.to_expr();
        self.edit(|properties| properties.push("PlacementConstraints", constraint));
    }
}

impl Deref for Ec2TaskDefinition {
    type Target = TaskDefinition;

    fn deref(&self) -> &TaskDefinition {
        &self.task
    }
}

impl Construct for Ec2TaskDefinition {
    fn node(&self) -> &Node {
        self.task.node()
    }
}

impl Grantable for Ec2TaskDefinition {
    fn grant_principal(&self) -> Principal {
        self.task.grant_principal()
    }
}
