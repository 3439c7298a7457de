//! Task definitions: the containers that run together.

use super::{ContainerDefinition, Volume};
use crate::bag::{bag, flag, list};
use crate::cfn::ecs::CfnTaskDefinition;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, Role};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Properties, Resource, Value};

/// How the containers of a task reach the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NetworkMode {
    /// Not at all.
    None,
    /// Through Docker's bridge on the host.
    Bridge,
    /// Through a network interface of the task's own.
    AwsVpc,
    /// Through the host's network interface.
    Host,
    /// Through Docker's network on Windows.
    Nat,
}

impl NetworkMode {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            NetworkMode::None => "none",
            NetworkMode::Bridge => "bridge",
            NetworkMode::AwsVpc => "awsvpc",
            NetworkMode::Host => "host",
            NetworkMode::Nat => "nat",
        }
    }
}

/// Whose processes the containers of a task see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PidMode {
    /// All of the host; for tasks on EC2.
    Host,
    /// Those of the task.
    Task,
}

/// Processor of the machines that a task runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CpuArchitecture {
    /// 64-bit x86.
    X86_64,
    /// 64-bit Arm.
    Arm64,
}

/// Operating system that the images of a task are made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OperatingSystemFamily {
    /// Linux.
    Linux,
    /// Windows Server 2019 Core.
    WindowsServer2019Core,
    /// Windows Server 2019 Full.
    WindowsServer2019Full,
    /// Windows Server 2022 Core.
    WindowsServer2022Core,
    /// Windows Server 2022 Full.
    WindowsServer2022Full,
    /// One that is not in this list, by its name in ECS.
    Other(String),
}

/// Processor and operating system of a task.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuntimePlatform {
    cpu_architecture: Option<CpuArchitecture>,
    operating_system_family: Option<OperatingSystemFamily>,
}

impl RuntimePlatform {
    /// Linux on this processor.
    pub fn linux(cpu_architecture: CpuArchitecture) -> Self {
        Self {
            cpu_architecture: Some(cpu_architecture),
            operating_system_family: Some(OperatingSystemFamily::Linux),
        }
    }

    /// Processor and operating system, each if it is to be said.
    pub fn new(
        cpu_architecture: Option<CpuArchitecture>,
        operating_system_family: Option<OperatingSystemFamily>,
    ) -> Self {
        Self { cpu_architecture, operating_system_family }
    }

    pub(super) fn operating_system_family(&self) -> Option<&OperatingSystemFamily> {
        self.operating_system_family.as_ref()
    }

    fn to_expr(&self) -> Expr {
        let cpu = self.cpu_architecture.map(|cpu| match cpu {
            CpuArchitecture::X86_64 => "X86_64",
            CpuArchitecture::Arm64 => "ARM64",
        });
        let system = self.operating_system_family.as_ref().map(|family| match family {
            OperatingSystemFamily::Linux => "LINUX",
            OperatingSystemFamily::WindowsServer2019Core => "WINDOWS_SERVER_2019_CORE",
            OperatingSystemFamily::WindowsServer2019Full => "WINDOWS_SERVER_2019_FULL",
            OperatingSystemFamily::WindowsServer2022Core => "WINDOWS_SERVER_2022_CORE",
            OperatingSystemFamily::WindowsServer2022Full => "WINDOWS_SERVER_2022_FULL",
            OperatingSystemFamily::Other(name) => name,
        });
        Expr::object([
            ("CpuArchitecture", cpu.map_or(Expr::Null, Expr::from)),
            (
                "OperatingSystemFamily",
                system.map_or(Expr::Null, |name| Expr::from(name.to_owned())),
            ),
        ])
    }
}

/// Where tasks of a definition can run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compatibility {
    /// On instances of EC2.
    Ec2,
    /// On Fargate.
    Fargate,
    /// On both.
    Ec2AndFargate,
    /// On servers outside AWS.
    External,
    /// On instances that ECS manages.
    ManagedInstances,
    /// On instances of EC2, and on such that ECS manages.
    Ec2AndManagedInstances,
    /// On Fargate, and on instances that ECS manages.
    FargateAndManagedInstances,
    /// On all of these but servers outside AWS.
    FargateAndEc2AndManagedInstances,
}

impl Compatibility {
    fn names(self) -> &'static [&'static str] {
        match self {
            Compatibility::Ec2 => &["EC2"],
            Compatibility::Fargate => &["FARGATE"],
            Compatibility::Ec2AndFargate => &["EC2", "FARGATE"],
            Compatibility::External => &["EXTERNAL"],
            Compatibility::ManagedInstances => &["MANAGED_INSTANCES"],
            Compatibility::Ec2AndManagedInstances => &["EC2", "MANAGED_INSTANCES"],
            Compatibility::FargateAndManagedInstances => &["FARGATE", "MANAGED_INSTANCES"],
            Compatibility::FargateAndEc2AndManagedInstances => {
                &["FARGATE", "EC2", "MANAGED_INSTANCES"]
            }
        }
    }

    /// Whether tasks can run on Fargate.
    pub fn is_fargate(self) -> bool {
        self.names().contains(&"FARGATE")
    }

    /// Whether tasks can run on instances of EC2.
    pub fn is_ec2(self) -> bool {
        self.names().contains(&"EC2")
    }

    /// Whether tasks can run on servers outside AWS.
    pub fn is_external(self) -> bool {
        self == Compatibility::External
    }

    /// Whether tasks can run on instances that ECS manages.
    pub fn is_managed_instances(self) -> bool {
        self.names().contains(&"MANAGED_INSTANCES")
    }
}

/// What Fargate and EC2 task definitions have in common; both give it by dereferencing.
///
/// ```
/// use cumulo::ecs::{ContainerImage, FargateTaskDefinition, PortMapping};
/// use cumulo::s3::Bucket;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let images = Bucket::builder(&stack, "Images").build();
/// let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// task.add_container("web")
///     .image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27"))
///     .port_mappings([PortMapping::tcp(80)])
///     .build();
/// images.grant_read(&task);
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html>
#[derive(Clone, Debug)]
pub struct TaskDefinition {
    node: Node,
    cfn: Option<Resource<CfnTaskDefinition>>,
    arn: Value<String>,
    compatibility: Compatibility,
    network_mode: NetworkMode,
    task_role: Role,
    family: Value<String>,
}

/// What later calls change.
#[derive(Default)]
struct State {
    containers: Vec<ContainerDefinition>,
    execution_role: Option<Role>,
    /// Who may run tasks, and so must be let pass an execution role that is made later.
    runners: Vec<Principal>,
}

/// What makes a task definition, whatever it runs on.
pub(super) struct Facts<'a> {
    pub(super) compatibility: Compatibility,
    pub(super) network_mode: NetworkMode,
    pub(super) family: Option<Value<String>>,
    pub(super) task_role: Option<&'a Role>,
    pub(super) execution_role: Option<&'a Role>,
    pub(super) volumes: Vec<Volume>,
    pub(super) pid_mode: Option<PidMode>,
    pub(super) runtime_platform: Option<RuntimePlatform>,
    pub(super) enable_fault_injection: Option<bool>,
    pub(super) more: Vec<(&'static str, Expr)>,
}

impl TaskDefinition {
    pub(super) fn make(node: &Node, facts: Facts<'_>) -> Self {
        let family = facts.family.unwrap_or_else(|| node.unique_id().into_value());
        let task_role = facts.task_role.cloned().unwrap_or_else(|| tasks_role(node, "TaskRole"));
        let pid_mode = facts.pid_mode.map(|mode| match mode {
            PidMode::Host => "host",
            PidMode::Task => "task",
        });
        let compatibilities = facts.compatibility.names().iter().copied().map(Expr::from);
        let platform = facts.runtime_platform.as_ref().map(RuntimePlatform::to_expr);
        let mut entries = vec![
            ("EnableFaultInjection", flag(facts.enable_fault_injection)),
            ("Family", Expr::from(&family)),
            (
                "NetworkMode",
                match facts.network_mode {
                    // Windows has no other one, and no name for it.
                    NetworkMode::Nat => Expr::Null,
                    mode => Expr::from(mode.as_str()),
                },
            ),
            ("PidMode", pid_mode.map_or(Expr::Null, Expr::from)),
            ("RequiresCompatibilities", list(compatibilities)),
            ("RuntimePlatform", platform.unwrap_or(Expr::Null)),
            ("TaskRoleArn", task_role.role_arn().into()),
            ("Volumes", list(facts.volumes.iter().map(Volume::to_expr))),
        ];
        entries.extend(facts.more);
        let cfn = bag::<CfnTaskDefinition>(entries).add_to(node, "Resource");
        let task = TaskDefinition {
            node: node.clone(),
            arn: cfn.reference(),
            cfn: Some(cfn),
            compatibility: facts.compatibility,
            network_mode: facts.network_mode,
            task_role,
            family,
        };
        if let Some(role) = facts.execution_role {
            task.set_execution_role(role);
        }
        let checked = task.clone();
        node.add_validation(move |node| checked.check(node));
        task
    }

    /// A task definition that no stack of the program makes, by its ARN.
    ///
    /// ```
    /// use cumulo::ecs::{Compatibility, NetworkMode, TaskDefinition};
    /// use cumulo::iam::Role;
    /// use cumulo::prelude::*;
    /// let app = App::new();
    /// let stack = Stack::builder(&app, "Jobs").build();
    /// let role = Role::from_role_arn(&stack, "Role", "arn:aws:iam::111111111111:role/job");
    /// let arn = "arn:aws:ecs:eu-west-1:111111111111:task-definition/job:3";
    /// let (on, mode) = (Compatibility::Fargate, NetworkMode::AwsVpc);
    /// let job = TaskDefinition::from_task_definition_arn(&stack, "Job", arn, on, mode, &role);
    /// ```
    #[track_caller]
    pub fn from_task_definition_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
        compatibility: Compatibility,
        network_mode: NetworkMode,
        task_role: &Role,
    ) -> Self {
        let arn = arn.into_value();
        let last = |separator: char, text: &str| text.rsplit(separator).next().map(str::to_owned);
        let family = arn
            .literal()
            .and_then(|arn| last('/', arn))
            .map(|name| name.split(':').next().unwrap_or_default().to_owned());
        TaskDefinition {
            node: scope.node().child(id),
            cfn: None,
            family: family.map_or_else(|| arn.clone(), Value::new),
            arn,
            compatibility,
            network_mode,
            task_role: task_role.clone(),
        }
    }

    fn check(&self, node: &Node) {
        let containers = self.containers();
        if !containers.iter().any(ContainerDefinition::essential) {
            node.error(
                "no-essential-container",
                match containers.len() {
                    0 => "the task definition has no container".to_owned(),
                    count => format!("none of the {count} containers is essential"),
                },
                "add a container with `add_container`, and leave one of them `essential`",
            );
        }
        if self.compatibility.is_ec2() || self.compatibility.is_external() {
            for container in
                containers.iter().filter(|container| !container.memory_limit_specified())
            {
                container.node().error(
                    "container-memory",
                    format!(
                        "container `{}` of a task on EC2 says nothing of memory",
                        container.container_name()
                    ),
                    "set `memory_limit_mib`, `memory_reservation_mib` or both",
                );
            }
        }
    }

    /// The resource.
    pub fn cfn(&self) -> Option<&Resource<CfnTaskDefinition>> {
        self.cfn.as_ref()
    }

    /// Changes the resource; of an imported definition nothing can be changed.
    pub(super) fn edit(&self, change: impl FnOnce(&mut Properties)) {
        match &self.cfn {
            Some(cfn) => cfn.edit_properties(change),
            None => self.node.error(
                "imported-task-definition",
                "an imported task definition cannot be changed",
                "change it where it is made",
            ),
        }
    }

    /// ARN of this revision.
    pub fn task_definition_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Name that all revisions share.
    pub fn family(&self) -> Value<String> {
        self.family.clone()
    }

    /// How its containers reach the network.
    pub fn network_mode(&self) -> NetworkMode {
        self.network_mode
    }

    /// On what it can run.
    pub fn compatibility(&self) -> Compatibility {
        self.compatibility
    }

    /// Role that the programs in the containers have.
    pub fn task_role(&self) -> &Role {
        &self.task_role
    }

    /// Role by which ECS pulls images, writes logs and reads secrets; made when it is first needed.
    pub fn execution_role(&self) -> Option<Role> {
        self.node.with_state::<State, _>(|state| state.execution_role.clone())
    }

    /// The execution role, made if need be.
    pub fn obtain_execution_role(&self) -> Role {
        self.execution_role().unwrap_or_else(|| {
            let role = tasks_role(&self.node, "ExecutionRole");
            self.set_execution_role(&role);
            role
        })
    }

    fn set_execution_role(&self, role: &Role) {
        self.node.with_state::<State, _>(|state| state.execution_role = Some(role.clone()));
        self.edit(|task| task.set("ExecutionRoleArn", role.role_arn()));
        for runner in self.node.with_state::<State, _>(|state| state.runners.clone()) {
            self.grant_pass(&runner, [role]);
        }
    }

    #[track_caller]
    fn grant_pass<'a>(
        &self,
        grantee: &dyn Grantable,
        roles: impl IntoIterator<Item = &'a Role>,
    ) -> Grant {
        let to_tasks =
            Conditions::new().string_like("iam:PassedToService", "ecs-tasks.amazonaws.com");
        let pass = PolicyStatement::allow()
            .actions(["iam:PassRole"])
            .resources(roles.into_iter().map(Role::role_arn))
            .conditions(to_tasks);
        Grant::add_to_principal(&self.node, grantee, pass)
    }

    /// Lets the programs in the containers do what the statement says.
    #[track_caller]
    pub fn add_to_task_role_policy(&self, statement: PolicyStatement) {
        self.task_role.add_to_policy(statement);
    }

    /// Lets ECS do what the statement says when it starts a task.
    #[track_caller]
    pub fn add_to_execution_role_policy(&self, statement: PolicyStatement) {
        self.obtain_execution_role().add_to_policy(statement);
    }

    /// Adds storage that containers can mount.
    pub fn add_volume(&self, volume: Volume) {
        if volume.for_ec2_only() && self.compatibility.is_fargate() {
            self.node.error(
                "fargate-volume",
                format!("volume `{}` lies on a host, and tasks on Fargate see none", volume.name),
                "use `Volume::new` for scratch space, or `Volume::efs`",
            );
        }
        self.edit(|properties| properties.push("Volumes", volume.to_expr()));
    }

    /// Lets `grantee` run tasks of this definition, and hand them their roles.
    #[track_caller]
    pub fn grant_run(&self, grantee: &dyn Grantable) -> Grant {
        let execution_role = self.execution_role();
        let pass = self.grant_pass(grantee, [&self.task_role].into_iter().chain(&execution_role));
        let runner = grantee.grant_principal();
        self.node.with_state::<State, _>(|state| state.runners.push(runner));
        let run = PolicyStatement::allow()
            .actions(["ecs:RunTask"])
            .resources([self.task_definition_arn()]);
        pass.and(Grant::add_to_principal(&self.node, grantee, run))
    }

    /// The containers, in the order in which they were added.
    pub fn containers(&self) -> Vec<ContainerDefinition> {
        self.node.with_state::<State, _>(|state| state.containers.clone())
    }

    /// The container of this name.
    pub fn find_container(&self, name: &str) -> Option<ContainerDefinition> {
        self.containers().into_iter().find(|container| container.container_name() == name)
    }

    /// The first essential container: the one that load balancers reach unless another is named.
    pub fn default_container(&self) -> Option<ContainerDefinition> {
        self.containers().into_iter().find(ContainerDefinition::essential)
    }

    /// Adds a container's description at the end; the router of logs that the others use stays last.
    pub(super) fn push_container(&self, description: Expr) {
        self.edit(|properties| {
            properties.push("ContainerDefinitions", description);
            if let Some(Expr::List(containers)) = properties.get_mut("ContainerDefinitions")
                && let [.., before, _] = containers.as_slice()
                && super::firelens::is_default_router(before)
            {
                let last = containers.len() - 1;
                containers.swap(last - 1, last);
            }
        });
    }

    pub(super) fn know_container(&self, container: &ContainerDefinition) {
        self.node.with_state::<State, _>(|state| state.containers.push(container.clone()));
    }
}

/// A role for tasks.
fn tasks_role(node: &Node, id: &str) -> Role {
    Role::builder(node, id).assumed_by(Principal::service("ecs-tasks.amazonaws.com")).build()
}

impl Construct for TaskDefinition {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Grantable for TaskDefinition {
    /// The task role.
    fn grant_principal(&self) -> Principal {
        self.task_role.grant_principal()
    }
}
