//! A service on Fargate with all that it needs.

use super::by_stage::{is_protected, log_group};
use super::ingress::Kind;
use super::{Entrance, Ingress, Network, PostgresDatabase};
use crate::ec2::{Connectable, Connections, Peer, Port, SecurityGroup, SubnetSelection, Vpc};
use crate::ecs::{
    AvailabilityZoneRebalancing, Cluster, ContainerDefinition, ContainerImage, ContainerInsights,
    DeploymentCircuitBreaker, FargateService, FargateSize, FargateTaskDefinition, LogDriver,
    MountPoint, PortMapping, PropagatedTagSource, RuntimePlatform, ScalableTaskCount, Secret,
    Volume,
};
use crate::elbv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ApplicationTargetGroup,
    HealthCheck, ListenerCondition,
};
use crate::iam::{Grantable, Principal, Role};
use crate::logs::{LogGroup, RetentionDays};
use crate::rds::Endpoint;
use crate::wafv2::WebAcl;
use crate::{Construct, Duration, IntoValue, Node, Value, text};
use bon::bon;
use std::ops::RangeInclusive;

/// A Fargate service in private subnets behind a load balancer, with cluster, task, roles, logs,
/// security groups and scaling.
///
/// What it does without being asked:
/// - Tasks have no public addresses; only the load balancer reaches them, and they reach HTTPS only.
/// - The load balancer speaks TLS 1.3 and 1.2, drops invalid headers, and in a protected stage refuses
///   to be deleted and logs requests.
/// - CPU and memory are kept at 80 percent by the number of tasks, which deployments leave as it is.
/// - A deployment that does not come up is rolled back; no task stops before its successor is well.
/// - In a protected stage logs are encrypted by a key of the stack.
/// - The container cannot change its own files, except where `writable_paths` says so.
///
/// ```
/// use cumulo::patterns::{AppImage, Clients, Ingress, NetworkedFargateService};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let api = NetworkedFargateService::builder(&stack, "Api")
///     .image(AppImage::public(&stack, "public.ecr.aws/nginx/nginx:1.29"))
///     .container_port(8080)
///     .ingress(Ingress::http_only("until there is a domain", Clients::only([cidr!("203.0.113.0/24")])))
///     .tasks(2..=10)
///     .build();
/// api.add_environment("STAGE", "test");
/// Output::new(&stack, "Url", api.url());
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// How clients come, and who may, must be said; this does not compile:
///
/// ```compile_fail
/// # use cumulo::patterns::{AppImage, NetworkedFargateService};
/// # use cumulo::prelude::*;
/// # let app = App::new();
/// # let stack = Stack::builder(&app, "Shop").build();
/// NetworkedFargateService::builder(&stack, "Api")
///     .image(AppImage::public(&stack, "public.ecr.aws/nginx/nginx:1.29"))
///     .container_port(8080)
///     .build();
/// ```
#[derive(Clone, Debug)]
pub struct NetworkedFargateService {
    node: Node,
    cluster: Cluster,
    entrance: Entrance,
    target_group: ApplicationTargetGroup,
    task_definition: FargateTaskDefinition,
    container: ContainerDefinition,
    log_group: LogGroup,
    service: FargateService,
    scaling: Option<ScalableTaskCount>,
}

#[bon]
impl NetworkedFargateService {
    /// A networked service.
    ///
    /// # Findings
    /// `pattern-vpc` when a cluster and a VPC are given, or container insights for a cluster that is given;
    /// `scaling-bounds` when more tasks are to run at least than at most; those of
    /// [`Entrance`], and `pattern-entrance` when options of a new one are given beside it;
    /// warning `tasks-public`; `access-logs-region` when a protected stage has no region.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The image that it runs; see [`AppImage`](super::AppImage).
        image: ContainerImage,
        /// Port on which the container listens.
        container_port: u16,
        /// How clients reach it, and who may: an [`Ingress`], or an [`Entrance`] that there is.
        #[builder(into)]
        ingress: Ingress,
        /// The VPC in which it runs. Default: that of the cluster, else a new [`Network`].
        vpc: Option<&Vpc>,
        /// The cluster in which it runs. Default: a new one.
        cluster: Option<&Cluster>,
        /// The load balancer. Default: a new one.
        load_balancer: Option<&ApplicationLoadBalancer>,
        /// Whether the new load balancer is reached from the VPC only. Default: false.
        #[builder(default)]
        internal: bool,
        /// Whether the new load balancer logs requests, into a new bucket, for 90 days. Default: in a protected stage.
        access_logs: Option<bool>,
        /// How many tasks run, at least and at most; equal bounds turn scaling off. Default: 1 to 2, in a protected stage 2 to 10.
        tasks: Option<RangeInclusive<u32>>,
        /// Share of the CPU at which the number of tasks grows, percent. Default: 80.
        #[builder(default = 80)]
        target_cpu: u32,
        /// Share of the memory at which the number of tasks grows, percent. Default: 80.
        #[builder(default = 80)]
        target_memory: u32,
        /// Requests of a task in a minute at which their number grows too. Default: they do not count.
        requests_per_task: Option<u32>,
        /// Runs tasks in public subnets with public addresses, and why; for the search of a fault. Default: in private ones.
        tasks_in_public_subnets: Option<&str>,
        /// CPU and memory of a task. Default: 256 units and 512 MiB.
        #[builder(default)]
        size: FargateSize,
        /// Processor and operating system. Default: Linux on 64-bit x86.
        runtime_platform: Option<RuntimePlatform>,
        /// Name of the container. Default: `app`.
        #[builder(default = "app")]
        container_name: &str,
        /// Environment variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        environment: Vec<(String, Value<String>)>,
        /// Environment variables that are read from Secrets Manager or Systems Manager when a task starts.
        #[builder(default, with = |secrets: impl IntoIterator<Item = (impl Into<String>, Secret)>| secrets.into_iter().map(|(name, secret)| (name.into(), secret)).collect())]
        secrets: Vec<(String, Secret)>,
        /// What the container runs, instead of the image's command.
        #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
        command: Option<Vec<Value<String>>>,
        /// How the load balancer checks tasks. Default: `/` answers with 200.
        #[builder(default = HealthCheck::path_of("/"))]
        health_check: HealthCheck,
        /// How long a task that leaves may finish its requests, 0 to 3,600 seconds. Default: 30 seconds.
        #[builder(default = Duration::seconds(30))]
        deregistration_delay: Duration,
        /// Whether the container may only read its own files. Default: true.
        #[builder(default = true)]
        readonly_root_filesystem: bool,
        /// Folders into which the container may write nevertheless, such as `/tmp`; they live as long as the task.
        /// A `VOLUME` in the image's Dockerfile says who owns them, root otherwise.
        #[builder(default, with = |paths: impl IntoIterator<Item = impl Into<String>>| paths.into_iter().map(Into::into).collect())]
        writable_paths: Vec<String>,
        /// Whether tasks may connect to anything. Default: false, to HTTPS and to what connections name.
        #[builder(default)]
        open_egress: bool,
        /// How long logs stay. Default: 14 days, in a protected stage 90.
        log_retention: Option<RetentionDays>,
        /// Where the container writes what it prints. Default: a new log group.
        log_group: Option<&LogGroup>,
        /// Role by which ECS pulls the image, writes logs and reads secrets. Default: a new one.
        execution_role: Option<&Role>,
        /// What CloudWatch is told of the new cluster. Default: nothing more than usual, in a protected stage all.
        container_insights: Option<ContainerInsights>,
        /// Whether commands can be run in its containers. Default: false.
        #[builder(default)]
        enable_execute_command: bool,
    ) -> NetworkedFargateService {
        let node = scope.node().child(id);
        let cluster = make_cluster(&node, vpc, cluster, container_insights);
        let own = Own { vpc: cluster.vpc(), load_balancer, internal, access_logs };
        let (entrance, rule) = own.enter(&node, ingress);
        let log_group = match log_group {
            Some(given) => given.clone(),
            None => self::log_group(&node, "Logs", log_retention),
        };
        let task_definition = FargateTaskDefinition::builder(&node, "Task")
            .size(size)
            .maybe_runtime_platform(runtime_platform)
            .maybe_execution_role(execution_role)
            .build();
        let container = task_definition
            .add_container(container_name)
            .image(image)
            .port_mappings([PortMapping::tcp(container_port)])
            .environment(environment)
            .secrets(secrets)
            .maybe_command(command)
            .readonly_root_filesystem(readonly_root_filesystem)
            .logging(LogDriver::aws_logs(container_name).log_group(&log_group))
            .build();
        for (path, number) in writable_paths.into_iter().zip(1..) {
            let volume = format!("writable-{number}");
            task_definition.add_volume(Volume::new(&volume));
            container.add_mount_points([MountPoint::new(volume, path)]);
        }
        let tasks = tasks.unwrap_or(if is_protected(&node) { 2..=10 } else { 1..=2 });
        let fixed = (tasks.start() == tasks.end()).then_some(*tasks.start());
        let service = FargateService::builder(&node, "Service")
            .cluster(&cluster)
            .task_definition(&task_definition)
            .security_groups([task_group(&node, cluster.vpc(), open_egress)])
            .vpc_subnets(task_subnets(&node, tasks_in_public_subnets))
            .assign_public_ip(tasks_in_public_subnets.is_some())
            .maybe_desired_count(fixed)
            .min_healthy_percent(100)
            .max_healthy_percent(200)
            .circuit_breaker(DeploymentCircuitBreaker::rollback())
            .availability_zone_rebalancing(AvailabilityZoneRebalancing::Enabled)
            .propagate_tags(PropagatedTagSource::Service)
            .enable_ecs_managed_tags(true)
            .maybe_enable_execute_command(enable_execute_command.then_some(true))
            .build();
        if let Some(role) = task_definition.execution_role() {
            // A task that starts before the role may pull its image counts as failed.
            service.node().add_dependency(&role);
        }
        let (priority, conditions) = rule.unzip();
        let target_group = entrance
            .listener()
            .add_targets(&node.id())
            .port(container_port)
            .protocol(ApplicationProtocol::Http)
            .targets([service.clone()])
            .health_check(health_check)
            .deregistration_delay(deregistration_delay)
            .maybe_priority(priority)
            .conditions(conditions.unwrap_or_default())
            .build();
        let scaling = match fixed {
            Some(_) => None,
            None => Some(scale(&service, tasks, target_cpu, target_memory)),
        };
        if let (Some(scaling), Some(requests)) = (&scaling, requests_per_task) {
            scaling
                .scale_on_request_count("Requests")
                .requests_per_target(requests)
                .target_group(&target_group)
                .build();
        }
        NetworkedFargateService {
            node,
            cluster,
            entrance,
            target_group,
            task_definition,
            container,
            log_group,
            service,
            scaling,
        }
    }
}

/// What of an entrance can be told where it is the service's own.
struct Own<'a> {
    vpc: &'a Vpc,
    load_balancer: Option<&'a ApplicationLoadBalancer>,
    internal: bool,
    access_logs: Option<bool>,
}

impl Own<'_> {
    /// The entrance, and place and conditions of the rule where the service gets a part of its requests.
    #[track_caller]
    fn enter(
        self,
        node: &Node,
        ingress: Ingress,
    ) -> (Entrance, Option<(u16, Vec<ListenerCondition>)>) {
        if let Kind::Given { entrance, rule } = ingress.0 {
            if self.load_balancer.is_some() || self.internal || self.access_logs.is_some() {
                node.error(
                    "pattern-entrance",
                    "an entrance is given, and with it what only a new one can be told",
                    "leave `load_balancer`, `internal` and `access_logs` out: the entrance has its own",
                );
            }
            return (*entrance, rule);
        }
        let entrance = Entrance::builder(node, "Entrance")
            .vpc(self.vpc)
            .ingress(ingress)
            .maybe_load_balancer(self.load_balancer)
            .internal(self.internal)
            .maybe_access_logs(self.access_logs)
            .build();
        (entrance, None)
    }
}

#[track_caller]
pub(super) fn make_cluster(
    node: &Node,
    vpc: Option<&Vpc>,
    cluster: Option<&Cluster>,
    insights: Option<ContainerInsights>,
) -> Cluster {
    if let Some(cluster) = cluster {
        if vpc.is_some() || insights.is_some() {
            node.error(
                "pattern-vpc",
                "a cluster is given, and with it what only a new cluster can be told",
                "leave `vpc` and `container_insights` out: the cluster has its own",
            );
        }
        return cluster.clone();
    }
    let vpc = match vpc {
        Some(vpc) => vpc.clone(),
        None => Network::builder(node, "Network").build().vpc().clone(),
    };
    let insights = insights.unwrap_or(match is_protected(node) {
        true => ContainerInsights::Enhanced,
        false => ContainerInsights::Disabled,
    });
    Cluster::builder(node, "Cluster").vpc(&vpc).container_insights_v2(insights).build()
}

/// Private subnets, unless the program has a reason for public ones.
fn task_subnets(node: &Node, public: Option<&str>) -> SubnetSelection {
    let Some(reason) = public else { return SubnetSelection::new() };
    node.warning(
        "tasks-public",
        format!("tasks have public addresses: {reason}"),
        "leave `tasks_in_public_subnets` out again: the service stays, its tasks are replaced",
    );
    SubnetSelection::public()
}

/// The security group of the tasks. AWS's services, from which they get image and secrets, speak HTTPS.
#[track_caller]
pub(super) fn task_group(node: &Node, vpc: &Vpc, open_egress: bool) -> SecurityGroup {
    let group = SecurityGroup::builder(node, "SecurityGroup")
        .vpc(vpc)
        .description(format!("Tasks of {}", node.path()))
        .allow_all_outbound(open_egress)
        .build();
    if !open_egress {
        let https = Port::https().described("HTTPS, which AWS services speak");
        group.add_egress_rule(&Peer::any_ipv4(), https);
    }
    group
}

#[track_caller]
fn scale(
    service: &FargateService,
    tasks: RangeInclusive<u32>,
    cpu: u32,
    memory: u32,
) -> ScalableTaskCount {
    let scaling = service
        .auto_scale_task_count()
        .min_capacity(*tasks.start())
        .max_capacity(*tasks.end())
        .build();
    scaling.scale_on_cpu_utilization("Cpu").target_utilization_percent(cpu).build();
    scaling.scale_on_memory_utilization("Memory").target_utilization_percent(memory).build();
    scaling
}

impl NetworkedFargateService {
    /// Address by which clients reach it, with `http://` or `https://`.
    pub fn url(&self) -> Value<String> {
        self.entrance.url()
    }

    /// Name of the load balancer in DNS.
    pub fn dns_name(&self) -> Value<String> {
        self.load_balancer().load_balancer_dns_name()
    }

    /// The VPC in which it runs.
    pub fn vpc(&self) -> &Vpc {
        self.cluster.vpc()
    }

    /// The cluster in which it runs.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Where clients come in; other services can share it.
    pub fn entrance(&self) -> &Entrance {
        &self.entrance
    }

    /// The load balancer.
    pub fn load_balancer(&self) -> &ApplicationLoadBalancer {
        self.entrance.load_balancer()
    }

    /// The listener that clients connect to.
    pub fn listener(&self) -> &ApplicationListener {
        self.entrance.listener()
    }

    /// The target group of the tasks.
    pub fn target_group(&self) -> &ApplicationTargetGroup {
        &self.target_group
    }

    /// What it runs.
    pub fn task_definition(&self) -> &FargateTaskDefinition {
        &self.task_definition
    }

    /// The container.
    pub fn container(&self) -> &ContainerDefinition {
        &self.container
    }

    /// Where the container writes what it prints.
    pub fn log_group(&self) -> &LogGroup {
        &self.log_group
    }

    /// The service.
    pub fn service(&self) -> &FargateService {
        &self.service
    }

    /// The number of tasks; none where it is fixed.
    pub fn scaling(&self) -> Option<&ScalableTaskCount> {
        self.scaling.as_ref()
    }

    /// Adds an environment variable.
    pub fn add_environment(&self, name: impl Into<String>, value: impl IntoValue<String>) {
        self.container.add_environment(name, value);
    }

    /// Adds an environment variable that is read from Secrets Manager or Systems Manager when a task starts.
    pub fn add_secret(&self, name: impl Into<String>, secret: &Secret) {
        self.container.add_secret(name, secret);
    }

    /// Lets the tasks use a database, which libraries of PostgreSQL find by these environment variables: `PGHOST`,
    /// `PGPORT`, `PGDATABASE`, and as secrets `PGUSER` and `PGPASSWORD`.
    ///
    /// RDS changes the password every 7 days. Tasks get the one of their start; a program that connects later reads the
    /// new one from the secret that `DATABASE_SECRET_ARN` names, which it may.
    pub fn use_database(&self, database: &PostgresDatabase) {
        let Endpoint { hostname, port } = database.endpoint();
        self.add_environment("PGHOST", hostname);
        self.add_environment("PGPORT", text!("{}", port));
        self.add_environment("PGDATABASE", database.database_name());
        if let Some(secret) = database.secret() {
            let of_user = |field: &str| Secret::from_secrets_manager(secret).field(field);
            self.add_secret("PGUSER", &of_user("username"));
            self.add_secret("PGPASSWORD", &of_user("password"));
            self.add_environment("DATABASE_SECRET_ARN", secret.secret_arn());
            secret.grant_read(self);
        }
        // The rules stand with the service, so that the database needs nothing of it.
        self.allow_to(database, Port::postgres());
    }

    /// Puts a web ACL in front of the load balancer.
    #[track_caller]
    pub fn protect_with(&self, acl: &WebAcl) {
        acl.protect(self.load_balancer());
    }
}

impl Construct for NetworkedFargateService {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for NetworkedFargateService {
    /// Those of the tasks.
    fn connections(&self) -> Connections {
        self.service.connections()
    }
}

impl Grantable for NetworkedFargateService {
    /// The task role.
    fn grant_principal(&self) -> Principal {
        self.service.grant_principal()
    }
}
