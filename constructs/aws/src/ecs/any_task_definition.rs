//! Task definitions that say themselves where their tasks can run.

use super::task_definition::Facts;
use super::{
    Compatibility, IpcMode, NetworkMode, PidMode, PlacementConstraint, RuntimePlatform,
    TaskDefinition, Volume,
};
use crate::bag::{list, number};
use crate::iam::Role;
use crate::{Construct, Expr, IntoValue, Size, Value};
use bon::bon;

#[bon]
impl TaskDefinition {
    /// A task definition for one or several places; [`FargateTaskDefinition`](super::FargateTaskDefinition) and its
    /// like know one place better.
    ///
    /// ```
    /// use cumulo::ecs::{Compatibility, ContainerImage, TaskDefinition};
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Shop").build();
    /// let cart = TaskDefinition::builder(&stack, "Cart")
    ///     .compatibility(Compatibility::ManagedInstances)
    ///     .cpu(256)
    ///     .memory_mib(512)
    ///     .build();
    /// cart.add_container("web").image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")).build();
    /// # cumulo::testing::Template::of(&app, "Shop");
    /// ```
    ///
    /// # Findings
    /// `task-compatibility` when CPU, memory or network mode do not fit where the tasks run.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Where tasks can run.
        compatibility: Compatibility,
        /// CPU of a task in units, 1,024 of which are one virtual CPU. Needed on Fargate and on instances that ECS
        /// manages.
        cpu: Option<u32>,
        /// Memory of a task in MiB. Needed on Fargate and on instances that ECS manages.
        memory_mib: Option<u32>,
        /// How tasks reach the network. Default: `awsvpc` on Fargate and on instances that ECS manages, else `bridge`.
        network_mode: Option<NetworkMode>,
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
        /// Which instances tasks may run on; of EC2 only.
        #[builder(default, with = |constraints: impl IntoIterator<Item = PlacementConstraint>| constraints.into_iter().collect())]
        placement_constraints: Vec<PlacementConstraint>,
        /// With whom containers share memory segments. Default: nobody.
        ipc_mode: Option<IpcMode>,
        /// Whose processes containers see. Default: their own.
        pid_mode: Option<PidMode>,
        /// Processor and operating system. Default: Linux on x86-64.
        runtime_platform: Option<RuntimePlatform>,
        /// Scratch space on Fargate, 21 to 200 GiB. Default: 20 GiB.
        ephemeral_storage: Option<Size>,
        /// Whether faults may be injected for tests. Default: false.
        enable_fault_injection: Option<bool>,
    ) -> TaskDefinition {
        let node = scope.node().child(id);
        let sized = compatibility.is_fargate() || compatibility.is_managed_instances();
        let awsvpc_only = compatibility.is_fargate();
        let network_mode = network_mode.unwrap_or(match sized {
            true => NetworkMode::AwsVpc,
            false => NetworkMode::Bridge,
        });
        if sized && (cpu.is_none() || memory_mib.is_none()) {
            node.error(
                "task-compatibility",
                "tasks on Fargate or on instances that ECS manages must say how large they are",
                "set `cpu` and `memory_mib`",
            );
        }
        if awsvpc_only && network_mode != NetworkMode::AwsVpc {
            node.error(
                "task-compatibility",
                format!("tasks on Fargate cannot have network mode `{}`", network_mode.as_str()),
                "use `NetworkMode::AwsVpc`",
            );
        }
        if compatibility.is_external() && network_mode == NetworkMode::AwsVpc {
            node.error(
                "task-compatibility",
                "tasks outside AWS cannot have network interfaces of a VPC",
                "use network mode `bridge`, `host` or `none`",
            );
        }
        let text = |count: Option<u32>| count.map_or(Expr::Null, |count| count.to_string().into());
        let storage = ephemeral_storage.map_or(Expr::Null, |storage| {
            let size = i64::try_from(storage.to_gibibytes()).unwrap_or(i64::MAX);
            Expr::object([("SizeInGiB", number(Some(size)))])
        });
        let constraints = placement_constraints.iter().map(PlacementConstraint::to_expr);
        let facts = Facts {
            compatibility,
            network_mode,
            family,
            task_role,
            execution_role,
            volumes,
            pid_mode,
            runtime_platform,
            enable_fault_injection,
            more: vec![
                ("Cpu", text(cpu)),
                ("EphemeralStorage", storage),
                ("IpcMode", ipc_mode.map_or(Expr::Null, |mode| mode.as_str().into())),
                ("Memory", text(memory_mib)),
                ("PlacementConstraints", list(constraints)),
            ],
        };
        TaskDefinition::make(&node, facts)
    }
}
