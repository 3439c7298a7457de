//! Containers of tasks.

use super::health_check::seconds;
use super::{
    Compatibility, ContainerImage, CredentialSpec, HealthCheck, LinuxParameters, LogDriver,
    MountPoint, NetworkMode, PortMapping, Protocol, Secret, TaskDefinition, Volume,
};
use crate::bag::{flag, list, number};
use crate::iam::PolicyStatement;
use crate::{Construct, Duration, Expr, IntoValue, Node, Value};
use bon::bon;
use indexmap::IndexMap;
use std::borrow::Cow;

/// A container of a task; made with [`TaskDefinition::add_container`].
///
/// ```
/// use cumulo::ecs::{ContainerImage, FargateTaskDefinition, LogDriver, PortMapping};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// let api = task
///     .add_container("api")
///     .image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27"))
///     .port_mappings([PortMapping::tcp(80)])
///     .environment([("MODE", "prod")])
///     .logging(LogDriver::aws_logs("api"))
///     .build();
/// api.add_environment("STAGE", "test");
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-containerdefinition.html>
#[derive(Clone, Debug)]
pub struct ContainerDefinition {
    node: Node,
    task: TaskDefinition,
    name: String,
    essential: bool,
    memory_limit_specified: bool,
}

/// What later calls change, beside the template.
#[derive(Default)]
struct State {
    ports: Vec<PortMapping>,
}

/// When a container may start, by what another one did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContainerDependencyCondition {
    /// It has started.
    Start,
    /// It has ended.
    Complete,
    /// It has ended with exit code 0.
    Success,
    /// Its health check passed.
    #[default]
    Healthy,
}

/// A limit of resources; see `man 2 setrlimit`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the limits")]
pub enum UlimitName {
    Core,
    Cpu,
    Data,
    Fsize,
    Locks,
    Memlock,
    Msgqueue,
    Nice,
    Nofile,
    Nproc,
    Rss,
    Rtprio,
    Rttime,
    Sigpending,
    Stack,
}

/// Whether all tasks of a deployment run the very image that its tag named at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionConsistency {
    /// They do.
    Enabled,
    /// Each task runs what the tag names when it starts.
    Disabled,
}

#[bon]
impl TaskDefinition {
    /// Adds a container.
    ///
    /// # Findings
    /// `container-memory` when its limit is below its reservation; `container-timeout`, `container-health-check`,
    /// `container-port` and `port-name` when values are out of range.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_container(
        &self,
        #[builder(start_fn)] id: &str,
        /// The image that it runs.
        image: ContainerImage,
        /// Name in the task. Default: the id.
        #[builder(into)]
        container_name: Option<String>,
        /// Ports that it listens on.
        #[builder(default, with = |ports: impl IntoIterator<Item = impl Into<PortMapping>>| ports.into_iter().map(Into::into).collect())]
        port_mappings: Vec<PortMapping>,
        /// Environment variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        environment: Vec<(String, Value<String>)>,
        /// Environment variables that are read from Secrets Manager or Systems Manager when the task starts.
        #[builder(default, with = |secrets: impl IntoIterator<Item = (impl Into<String>, Secret)>| secrets.into_iter().map(|(name, secret)| (name.into(), secret)).collect())]
        secrets: Vec<(String, Secret)>,
        /// Where it writes what it prints. Default: nowhere.
        #[builder(into)]
        logging: Option<LogDriver>,
        /// A command that tells whether it is healthy. Default: none.
        health_check: Option<HealthCheck>,
        /// Whether the task stops when it ends. Default: true.
        #[builder(default = true)]
        essential: bool,
        /// CPU units it has at least, of which 1,024 are a virtual CPU. Default: none.
        cpu: Option<u32>,
        /// MiB of memory beyond which it is killed. Default: the task's.
        memory_limit_mib: Option<u32>,
        /// MiB of memory that are kept for it. Default: none.
        memory_reservation_mib: Option<u32>,
        /// GPUs that are kept for it; on EC2. Default: none.
        gpu_count: Option<u32>,
        /// What it runs, instead of the image's command.
        #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
        command: Option<Vec<Value<String>>>,
        /// What runs the command, instead of the image's entry point.
        #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
        entry_point: Option<Vec<Value<String>>>,
        /// User in the container, such as `1000:1000`. Default: the image's.
        #[builder(into)]
        user: Option<String>,
        /// Folder in which the command runs. Default: the image's.
        #[builder(into)]
        working_directory: Option<String>,
        /// Name of its host. Default: none.
        #[builder(into)]
        hostname: Option<String>,
        /// Whether it may only read its own files; volumes aside. Default: false.
        readonly_root_filesystem: Option<bool>,
        /// Whether it has all rights of root on its host; on EC2. Default: false.
        privileged: Option<bool>,
        /// Whether it is kept from the network. Default: false.
        disable_networking: Option<bool>,
        /// Whether it has a terminal. Default: false.
        pseudo_terminal: Option<bool>,
        /// Whether its standard input stays open. Default: false.
        interactive: Option<bool>,
        /// How long containers that depend on it wait for it, on Fargate up to 2 minutes. Default: 3 minutes.
        start_timeout: Option<Duration>,
        /// How long it may take to end before it is killed, up to 2 minutes on Fargate. Default: 30 seconds.
        stop_timeout: Option<Duration>,
        /// Labels of Docker.
        #[builder(default, with = |labels: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| labels.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        docker_labels: Vec<(String, Value<String>)>,
        /// Search domains of its name lookups.
        #[builder(default, with = |domains: impl IntoIterator<Item = impl Into<String>>| domains.into_iter().map(Into::into).collect())]
        dns_search_domains: Vec<String>,
        /// Servers of its name lookups.
        #[builder(default, with = |servers: impl IntoIterator<Item = impl Into<String>>| servers.into_iter().map(Into::into).collect())]
        dns_servers: Vec<String>,
        /// Security options of Docker, such as `no-new-privileges`.
        #[builder(default, with = |options: impl IntoIterator<Item = impl Into<String>>| options.into_iter().map(Into::into).collect())]
        docker_security_options: Vec<String>,
        /// Entries of its `/etc/hosts`: names and addresses.
        #[builder(default, with = |hosts: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| hosts.into_iter().map(|(name, address)| (name.into(), address.into())).collect())]
        extra_hosts: Vec<(String, String)>,
        /// Files with environment variables, by the ARN of their object in S3.
        #[builder(default, with = |arns: impl IntoIterator<Item = impl IntoValue<String>>| arns.into_iter().map(IntoValue::into_value).collect())]
        environment_files: Vec<Value<String>>,
        /// How it authenticates with Active Directory, at most one.
        #[builder(default, with = |specs: impl IntoIterator<Item = CredentialSpec>| specs.into_iter().collect())]
        credential_specs: Vec<CredentialSpec>,
        /// What the Linux kernel gives it or keeps from it.
        linux_parameters: Option<LinuxParameters>,
        /// Settings of the kernel, such as `net.core.somaxconn`.
        #[builder(default, with = |controls: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>| controls.into_iter().map(|(name, value)| (name.into(), value.into())).collect())]
        system_controls: Vec<(String, String)>,
        /// Limits of resources: which, soft limit, hard limit.
        #[builder(default, with = |limits: impl IntoIterator<Item = (UlimitName, u32, u32)>| limits.into_iter().collect())]
        ulimits: Vec<(UlimitName, u32, u32)>,
        /// Whether it alone is started again when it ends. Default: false.
        enable_restart_policy: Option<bool>,
        /// Exit codes after which it is not started again.
        #[builder(default, with = |codes: impl IntoIterator<Item = i32>| codes.into_iter().collect())]
        restart_ignored_exit_codes: Vec<i32>,
        /// How long it must have run to be started again, 60 to 1,800 seconds. Default: 300 seconds.
        restart_attempt_period: Option<Duration>,
        /// Whether all tasks of a deployment run the very same image. Default: they do.
        version_consistency: Option<VersionConsistency>,
    ) -> ContainerDefinition {
        let node = self.node().child(id);
        let name = container_name.unwrap_or_else(|| id.to_owned());
        if let (Some(limit), Some(reserved)) = (memory_limit_mib, memory_reservation_mib)
            && limit < reserved
        {
            node.error(
                "container-memory",
                format!("the memory limit of {limit} MiB is below the {reserved} MiB that are kept for it"),
                "raise `memory_limit_mib` or lower `memory_reservation_mib`",
            );
        }
        check_timeouts(&node, self, start_timeout, stop_timeout);
        if image.needs_role() {
            image.grant_pull(&self.obtain_execution_role());
        }
        if let Some(check) = &health_check {
            check.check(&node);
        }
        let restart = enable_restart_policy.map_or(Expr::Null, |enabled| {
            Expr::object([
                ("Enabled", Expr::from(enabled)),
                (
                    "IgnoredExitCodes",
                    list(restart_ignored_exit_codes.iter().map(|code| i64::from(*code))),
                ),
                ("RestartAttemptPeriod", restart_attempt_period.map_or(Expr::Null, seconds)),
            ])
        });
        let gpu = gpu_count.map(|count| {
            Expr::object([("Type", Expr::from("GPU")), ("Value", Expr::from(count.to_string()))])
        });
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let pairs = |pairs: &[(String, String)], first: &'static str, second: &'static str| {
            list(pairs.iter().map(|(a, b)| {
                Expr::object([(first, Expr::from(a.clone())), (second, Expr::from(b.clone()))])
            }))
        };
        let files = environment_files
            .iter()
            .map(|arn| Expr::object([("Type", Expr::from("s3")), ("Value", Expr::from(arn))]));
        let consistency = version_consistency.map(|consistency| match consistency {
            VersionConsistency::Enabled => "enabled",
            VersionConsistency::Disabled => "disabled",
        });
        let linux = linux_parameters.map_or(Expr::Null, |linux| linux.to_expr());
        let limits = ulimits.iter().map(|(name, soft, hard)| {
            Expr::object([
                ("HardLimit", Expr::from(i64::from(*hard))),
                ("Name", Expr::from(name.as_str())),
                ("SoftLimit", Expr::from(i64::from(*soft))),
            ])
        });
        let description = Expr::object([
            ("Command", command.map_or(Expr::Null, list)),
            ("CredentialSpecs", list(credential_specs.iter().map(|spec| Expr::from(&spec.0)))),
            ("Cpu", number(cpu)),
            ("DisableNetworking", flag(disable_networking)),
            ("DnsSearchDomains", list(dns_search_domains)),
            ("DnsServers", list(dns_servers)),
            ("DockerSecurityOptions", list(docker_security_options)),
            ("EntryPoint", entry_point.map_or(Expr::Null, list)),
            ("EnvironmentFiles", list(files)),
            ("Essential", Expr::from(essential)),
            ("ExtraHosts", pairs(&extra_hosts, "Hostname", "IpAddress")),
            ("HealthCheck", health_check.map_or(Expr::Null, |check| check.to_expr())),
            ("Hostname", text(hostname)),
            ("Image", image.name().into()),
            ("Interactive", flag(interactive)),
            ("LinuxParameters", linux),
            ("Memory", number(memory_limit_mib)),
            ("MemoryReservation", number(memory_reservation_mib)),
            ("Name", Expr::from(name.clone())),
            ("Privileged", flag(privileged)),
            ("PseudoTerminal", flag(pseudo_terminal)),
            ("ReadonlyRootFilesystem", flag(readonly_root_filesystem)),
            ("RepositoryCredentials", image.repository_credentials()),
            ("ResourceRequirements", list(gpu)),
            ("RestartPolicy", restart),
            ("StartTimeout", start_timeout.map_or(Expr::Null, seconds)),
            ("StopTimeout", stop_timeout.map_or(Expr::Null, seconds)),
            ("SystemControls", pairs(&system_controls, "Namespace", "Value")),
            ("Ulimits", list(limits)),
            ("User", text(user)),
            ("VersionConsistency", consistency.map_or(Expr::Null, Expr::from)),
            ("WorkingDirectory", text(working_directory)),
        ]);
        self.push_container(description);
        let container = ContainerDefinition {
            node,
            task: self.clone(),
            name,
            essential,
            memory_limit_specified: memory_limit_mib.is_some() || memory_reservation_mib.is_some(),
        };
        for (name, value) in docker_labels {
            container.add_docker_label(name, value);
        }
        for (name, value) in environment {
            container.add_environment(name, value);
        }
        let taken = self.find_container(&container.name).is_some();
        if taken {
            container.node.error(
                "container-name",
                format!("the task has two containers of the name `{}`", container.name),
                "give one of them another `container_name`",
            );
        }
        let firelens = logging.clone().filter(LogDriver::is_firelens);
        if let Some(driver) = logging {
            let configuration = driver.bind(&container.node, self);
            container
                .edit(|entries| drop(entries.insert("LogConfiguration".into(), configuration)));
        }
        for (name, secret) in secrets {
            container.add_secret(name, &secret);
        }
        container.add_port_mappings(port_mappings);
        if self.network_mode() == NetworkMode::AwsVpc && self.compatibility() == Compatibility::Ec2
        {
            // Containers with a network interface of their own cannot ask their host for the region.
            container.add_environment("AWS_REGION", self.node().stack().region());
        }
        self.know_container(&container);
        if let Some(driver) = firelens {
            super::firelens::require_router(self, &driver);
        }
        container
    }

    pub(super) fn is_fargate(&self) -> bool {
        self.compatibility().is_fargate()
    }
}

impl ContainerDefinition {
    /// Name in the task.
    pub fn container_name(&self) -> &str {
        &self.name
    }

    /// Whether the task stops when it ends.
    pub fn essential(&self) -> bool {
        self.essential
    }

    /// The task it belongs to.
    pub fn task_definition(&self) -> &TaskDefinition {
        &self.task
    }

    pub(super) fn memory_limit_specified(&self) -> bool {
        self.memory_limit_specified
    }

    /// Ports that it listens on.
    pub fn port_mappings(&self) -> Vec<PortMapping> {
        self.node.with_state::<State, _>(|state| state.ports.clone())
    }

    /// The port of this number.
    pub fn find_port_mapping(&self, port: u16, protocol: Protocol) -> Option<PortMapping> {
        let is_it = |one: &PortMapping| one.container_port == port && one.protocol == protocol;
        self.port_mappings().into_iter().find(is_it)
    }

    /// The port of this name.
    pub fn find_port_mapping_by_name(&self, name: &str) -> Option<PortMapping> {
        self.port_mappings().into_iter().find(|one| one.name.as_deref() == Some(name))
    }

    /// The first port that it listens on.
    ///
    /// # Findings
    /// `container-port` when it has none; the answer is then 0.
    pub fn container_port(&self) -> u16 {
        let first = self.port_mappings().first().map(|mapping| mapping.container_port);
        first.unwrap_or_else(|| {
            self.node.error(
                "container-port",
                format!("container `{}` listens on no port", self.name),
                "name one with `port_mappings`",
            );
            0
        })
    }

    /// Adds ports that it listens on.
    pub fn add_port_mappings(&self, ports: impl IntoIterator<Item = impl Into<PortMapping>>) {
        for port in ports {
            let port = port.into().in_mode(self.task.network_mode(), &self.node);
            let taken = port.name.as_deref().is_some_and(|name| {
                self.task
                    .containers()
                    .iter()
                    .chain([self])
                    .any(|one| one.find_port_mapping_by_name(name).is_some())
            });
            if taken {
                self.node.error(
                    "port-name",
                    format!(
                        "two ports have the name `{}`",
                        port.name.as_deref().unwrap_or_default()
                    ),
                    "give each port of the task a name of its own",
                );
            }
            self.push("PortMappings", port.to_expr());
            self.node.with_state::<State, _>(|state| state.ports.push(port));
        }
    }

    /// Sets an environment variable.
    pub fn add_environment(&self, name: impl Into<String>, value: impl IntoValue<String>) {
        let name = name.into();
        let entry = named(&name, "Value", value.into_value().into());
        self.edit(|entries| {
            let variables =
                entries.entry("Environment".into()).or_insert_with(|| Expr::List(Vec::new()));
            let Expr::List(variables) = variables else { return };
            match variables.iter_mut().find(|known| has_name(known, &name)) {
                Some(known) => *known = entry,
                None => variables.push(entry),
            }
        });
    }

    /// Sets an environment variable that is read when the task starts, and lets the execution role read it.
    pub fn add_secret(&self, name: impl Into<String>, secret: &Secret) {
        secret.grant_read(&self.task.obtain_execution_role());
        self.push("Secrets", named(&name.into(), "ValueFrom", secret.arn().into()));
    }

    /// Sets a label of Docker.
    pub fn add_docker_label(&self, name: impl Into<String>, value: impl IntoValue<String>) {
        let (name, value) = (name.into(), value.into_value().into_expr());
        self.edit(|entries| {
            let labels =
                entries.entry("DockerLabels".into()).or_insert_with(|| Expr::Map(IndexMap::new()));
            if let Expr::Map(labels) = labels {
                labels.insert(name.into(), value);
            }
        });
    }

    /// Shows it volumes of the task.
    pub fn add_mount_points(&self, points: impl IntoIterator<Item = MountPoint>) {
        points.into_iter().for_each(|point| self.push("MountPoints", point.to_expr()));
    }

    /// Gives the task a folder of its host, and mounts it; on EC2.
    pub fn add_scratch(
        &self,
        name: &str,
        source_path: &str,
        container_path: &str,
        read_only: bool,
    ) {
        self.task.add_volume(Volume::host(name, source_path));
        let point = MountPoint::new(name, container_path);
        self.add_mount_points([if read_only { point.read_only() } else { point }]);
    }

    /// Shows it the volumes of another container of the task.
    pub fn add_volumes_from(&self, source_container: &str, read_only: bool) {
        let from = Expr::object([
            ("ReadOnly", Expr::from(read_only)),
            ("SourceContainer", Expr::from(source_container.to_owned())),
        ]);
        self.push("VolumesFrom", from);
    }

    /// Lets it start only when another container has come so far.
    pub fn add_container_dependency(
        &self,
        container: &ContainerDefinition,
        condition: ContainerDependencyCondition,
    ) {
        let condition = match condition {
            ContainerDependencyCondition::Start => "START",
            ContainerDependencyCondition::Complete => "COMPLETE",
            ContainerDependencyCondition::Success => "SUCCESS",
            ContainerDependencyCondition::Healthy => "HEALTHY",
        };
        let dependency = Expr::object([
            ("Condition", Expr::from(condition)),
            ("ContainerName", Expr::from(container.name.clone())),
        ]);
        self.push("DependsOn", dependency);
    }

    /// Lets it reach another container of the task by name, without ports; for network mode `bridge`.
    ///
    /// # Findings
    /// `container-link` in other network modes.
    pub fn add_link(&self, container: &ContainerDefinition, alias: Option<&str>) {
        if self.task.network_mode() != NetworkMode::Bridge {
            self.node.error(
                "container-link",
                format!("network mode `{}` has no links", self.task.network_mode().as_str()),
                "reach the other container at `localhost`, or use network mode `bridge`",
            );
        }
        let link = match alias {
            Some(alias) => format!("{}:{alias}", container.name),
            None => container.name.clone(),
        };
        self.push("Links", Expr::from(link));
    }

    /// Adds a limit of resources.
    pub fn add_ulimit(&self, name: UlimitName, soft_limit: u32, hard_limit: u32) {
        let limit = Expr::object([
            ("HardLimit", Expr::from(i64::from(hard_limit))),
            ("Name", Expr::from(name.as_str())),
            ("SoftLimit", Expr::from(i64::from(soft_limit))),
        ]);
        self.push("Ulimits", limit);
    }

    /// Lets ECS do what the statement says when it starts the task.
    #[track_caller]
    pub fn add_to_execution_policy(&self, statement: PolicyStatement) {
        self.task.add_to_execution_role_policy(statement);
    }

    fn push(&self, list: &'static str, item: Expr) {
        self.edit(|entries| {
            let items = entries.entry(list.into()).or_insert_with(|| Expr::List(Vec::new()));
            if let Expr::List(items) = items {
                items.push(item);
            }
        });
    }

    /// Changes the container's description in the task definition.
    pub(super) fn edit(&self, change: impl FnOnce(&mut IndexMap<Cow<'static, str>, Expr>)) {
        self.task.edit(|properties| {
            if let Some(Expr::List(containers)) = properties.get_mut("ContainerDefinitions")
                && let Some(Expr::Map(entries)) =
                    containers.iter_mut().find(|one| has_name(one, &self.name))
            {
                change(entries);
            }
        });
    }
}

impl UlimitName {
    fn as_str(self) -> &'static str {
        match self {
            UlimitName::Core => "core",
            UlimitName::Cpu => "cpu",
            UlimitName::Data => "data",
            UlimitName::Fsize => "fsize",
            UlimitName::Locks => "locks",
            UlimitName::Memlock => "memlock",
            UlimitName::Msgqueue => "msgqueue",
            UlimitName::Nice => "nice",
            UlimitName::Nofile => "nofile",
            UlimitName::Nproc => "nproc",
            UlimitName::Rss => "rss",
            UlimitName::Rtprio => "rtprio",
            UlimitName::Rttime => "rttime",
            UlimitName::Sigpending => "sigpending",
            UlimitName::Stack => "stack",
        }
    }
}

fn has_name(entry: &Expr, name: &str) -> bool {
    entry.get("Name").and_then(Expr::as_str) == Some(name)
}

fn named(name: &str, key: &'static str, value: Expr) -> Expr {
    Expr::object([("Name", Expr::from(name.to_owned())), (key, value)])
}

fn check_timeouts(
    node: &Node,
    task: &TaskDefinition,
    start: Option<Duration>,
    stop: Option<Duration>,
) {
    let longest = Duration::minutes(2);
    for (what, timeout) in [("start_timeout", start), ("stop_timeout", stop)] {
        let Some(timeout) = timeout.filter(|timeout| *timeout > longest) else { continue };
        if task.is_fargate() {
            node.error(
                "container-timeout",
                format!("`{what}` is {timeout}, and Fargate allows 2 minutes"),
                "choose 2 minutes or less",
            );
        }
    }
}

impl Construct for ContainerDefinition {
    fn node(&self) -> &Node {
        &self.node
    }
}
