//! A task that runs by the clock.

use super::fargate_task::{FargateTask, Settings};
use crate::ec2::{Connectable, Connections, Vpc};
use crate::ecs::{
    Cluster, ContainerDefinition, ContainerImage, FargateSize, FargateTaskDefinition, Secret,
};
use crate::events::{EcsTask, Rule, Schedule};
use crate::iam::{Grantable, Principal};
use crate::logs::{LogGroup, RetentionDays};
use crate::sqs::Queue;
use crate::{Construct, Duration, IntoValue, Node, Value};
use bon::bon;

/// A Fargate task that runs at certain times, such as every night.
///
/// A run that could not be started is told to a queue, where it stays 14 days. The task reaches HTTPS only,
/// and may write to the given folders only.
///
/// ```
/// use cumulo::events::{Cron, Schedule};
/// use cumulo::patterns::{AppImage, ScheduledTask};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Reports").build();
/// ScheduledTask::builder(&stack, "Nightly")
///     .schedule(Schedule::cron(Cron::new().minute("0").hour("2")))
///     .image(AppImage::public(&stack, "public.ecr.aws/docker/library/busybox:1.37"))
///     .command(["date"])
///     .build();
/// # cumulo::testing::Template::of(&app, "Reports");
/// ```
#[derive(Clone, Debug)]
pub struct ScheduledTask {
    node: Node,
    task: FargateTask,
    rule: Rule,
    failures: Queue,
}

#[bon]
impl ScheduledTask {
    /// A task that runs by the clock.
    ///
    /// # Findings
    /// `pattern-vpc` when a cluster and a VPC are given; `rule-schedule` when it would run more than once a minute.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// When it runs, in UTC.
        schedule: Schedule,
        /// Whether it runs. Default: true.
        #[builder(default = true)]
        enabled: bool,
        /// The image that it runs; see [`AppImage`](super::AppImage).
        image: ContainerImage,
        /// How many tasks run each time. Default: 1.
        #[builder(default = 1)]
        task_count: u32,
        /// The VPC in which it runs. Default: that of the cluster, else a new [`Network`](super::Network).
        vpc: Option<&Vpc>,
        /// The cluster in which it runs. Default: a new one.
        cluster: Option<&Cluster>,
        /// CPU and memory of a task. Default: 256 units and 512 MiB.
        #[builder(default)]
        size: FargateSize,
        /// What the container runs, instead of the image's command.
        #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
        command: Option<Vec<Value<String>>>,
        /// Environment variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        environment: Vec<(String, Value<String>)>,
        /// Environment variables that are read from Secrets Manager or Systems Manager when a task starts.
        #[builder(default, with = |secrets: impl IntoIterator<Item = (impl Into<String>, Secret)>| secrets.into_iter().map(|(name, secret)| (name.into(), secret)).collect())]
        secrets: Vec<(String, Secret)>,
        /// Folders into which the container may write, such as `/tmp`.
        #[builder(default, with = |paths: impl IntoIterator<Item = impl Into<String>>| paths.into_iter().map(Into::into).collect())]
        writable_paths: Vec<String>,
        /// Whether tasks may connect to anything. Default: to HTTPS and to what connections name.
        #[builder(default)]
        open_egress: bool,
        /// How long logs stay. Default: 14 days, in a protected stage 90.
        log_retention: Option<RetentionDays>,
    ) -> ScheduledTask {
        let node = scope.node().child(id);
        let settings = Settings {
            vpc,
            cluster,
            image,
            size,
            command,
            environment,
            secrets,
            writable_paths,
            open_egress,
            log_retention,
        };
        let task = settings.make(&node);
        let failures = Queue::builder(&node, "Failures")
            .retention_period(Duration::days(14))
            .enforce_ssl(true)
            .build();
        let rule = Rule::builder(&node, "Rule").schedule(schedule).enabled(enabled).build();
        rule.add_target(
            &EcsTask::new(&task.cluster, &task.definition)
                .task_count(task_count)
                .security_groups([task.group.clone()])
                .dead_letter_queue(&failures),
        );
        ScheduledTask { node, task, rule, failures }
    }

    /// The rule that starts it.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The queue that is told of runs that could not be started.
    pub fn failures(&self) -> &Queue {
        &self.failures
    }

    /// The cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.task.cluster
    }

    /// What it runs.
    pub fn task_definition(&self) -> &FargateTaskDefinition {
        &self.task.definition
    }

    /// The container.
    pub fn container(&self) -> &ContainerDefinition {
        &self.task.container
    }

    /// Where the container's logs go.
    pub fn log_group(&self) -> &LogGroup {
        &self.task.logs
    }
}

impl Construct for ScheduledTask {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for ScheduledTask {
    /// The security group of the tasks.
    fn connections(&self) -> Connections {
        self.task.group.connections()
    }
}

impl Grantable for ScheduledTask {
    /// The role of the tasks.
    fn grant_principal(&self) -> Principal {
        self.task.definition.grant_principal()
    }
}
