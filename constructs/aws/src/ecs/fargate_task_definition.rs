//! Task definitions for Fargate.

use super::task_definition::Facts;
use super::{
    Compatibility, FargateSize, NetworkMode, PidMode, RuntimePlatform, TaskDefinition, Volume,
};
use crate::iam::{Grantable, Principal, Role};
use crate::{Construct, Expr, IntoValue, Node, Size, Value};
use bon::bon;
use std::ops::Deref;

/// What runs together on Fargate: containers, their CPU and memory, and their roles.
///
/// ```
/// use cumulo::ecs::{ContainerImage, FargateSize, FargateTaskDefinition, Memory512};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let task = FargateTaskDefinition::builder(&stack, "Task")
///     .size(FargateSize::Cpu512(Memory512::Gb1))
///     .build();
/// task.add_container("api").image(ContainerImage::from_registry("nginx:1.27")).build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html>
#[derive(Clone, Debug)]
pub struct FargateTaskDefinition {
    task: TaskDefinition,
    size: FargateSize,
}

#[bon]
impl FargateTaskDefinition {
    /// A task definition for Fargate.
    ///
    /// # Findings
    /// `fargate-storage` when there is less than 21 or more than 200 GiB; `fargate-pid-mode` when containers are to
    /// see the processes of the host; `fargate-platform` when a size needs Linux.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// CPU and memory. Default: 256 units and 512 MiB.
        #[builder(default)]
        size: FargateSize,
        /// Name that all revisions share. Default: made of the path.
        #[builder(with = |family: impl IntoValue<String>| family.into_value())]
        family: Option<Value<String>>,
        /// Role that the programs in the containers have. Default: a new one.
        task_role: Option<&Role>,
        /// Role by which ECS pulls images, writes logs and reads secrets. Default: a new one, when it is first needed.
        execution_role: Option<&Role>,
        /// Storage of each task, 21 to 200 GiB. Default: 20 GiB.
        ephemeral_storage: Option<Size>,
        /// Processor and operating system. Default: Linux on 64-bit x86.
        runtime_platform: Option<RuntimePlatform>,
        /// Storage that containers can mount.
        #[builder(default, with = |volumes: impl IntoIterator<Item = Volume>| volumes.into_iter().collect())]
        volumes: Vec<Volume>,
        /// Whether the containers see each other's processes. Default: they do not.
        pid_mode: Option<PidMode>,
        /// Whether faults may be injected into the tasks. Default: false.
        enable_fault_injection: Option<bool>,
    ) -> FargateTaskDefinition {
        let node = scope.node().child(id);
        check(&node, size, ephemeral_storage, runtime_platform.as_ref(), pid_mode);
        let storage = ephemeral_storage.map_or(Expr::Null, |storage| {
            let gib = i64::try_from(storage.to_gibibytes()).unwrap_or(i64::MAX);
            Expr::object([("SizeInGiB", Expr::from(gib))])
        });
        let task = TaskDefinition::make(
            &node,
            Facts {
                compatibility: Compatibility::Fargate,
                network_mode: NetworkMode::AwsVpc,
                family,
                task_role,
                execution_role,
                volumes,
                pid_mode,
                runtime_platform,
                enable_fault_injection,
                more: vec![
                    ("Cpu", Expr::from(size.cpu_units().to_string())),
                    ("EphemeralStorage", storage),
                    ("Memory", Expr::from(size.memory_mib().to_string())),
                ],
            },
        );
        FargateTaskDefinition { task, size }
    }

    /// CPU and memory.
    pub fn size(&self) -> FargateSize {
        self.size
    }
}

fn check(
    node: &Node,
    size: FargateSize,
    storage: Option<Size>,
    platform: Option<&RuntimePlatform>,
    pid_mode: Option<PidMode>,
) {
    if let Some(gib) = storage.map(Size::to_gibibytes).filter(|gib| !(21..=200).contains(gib)) {
        node.error(
            "fargate-storage",
            format!("{gib} GiB of storage are not possible on Fargate"),
            "choose 21 to 200 GiB, or leave it out for 20 GiB",
        );
    }
    if pid_mode == Some(PidMode::Host) {
        node.error(
            "fargate-pid-mode",
            "containers on Fargate cannot see the processes of their host",
            "choose `PidMode::Task`, or leave it out",
        );
    }
    let windows = platform
        .and_then(RuntimePlatform::operating_system_family)
        .is_some_and(|family| *family != super::OperatingSystemFamily::Linux);
    if windows && !(1024..=4096).contains(&size.cpu_units()) {
        node.error(
            "fargate-platform",
            format!("Windows does not run with {} CPU units on Fargate", size.cpu_units()),
            "choose 1024, 2048 or 4096 units",
        );
    }
}

impl Deref for FargateTaskDefinition {
    type Target = TaskDefinition;

    fn deref(&self) -> &TaskDefinition {
        &self.task
    }
}

impl Construct for FargateTaskDefinition {
    fn node(&self) -> &Node {
        self.task.node()
    }
}

impl Grantable for FargateTaskDefinition {
    fn grant_principal(&self) -> Principal {
        self.task.grant_principal()
    }
}
