//! A service that works through a queue.

use super::fargate_task::{FargateTask, Settings};
use crate::applicationautoscaling::ScalingInterval;
use crate::ec2::{Connectable, Connections, Vpc};
use crate::ecs::{
    Cluster, ContainerDefinition, ContainerImage, DeploymentCircuitBreaker, FargateService,
    FargateSize, FargateTaskDefinition, PropagatedTagSource, ScalableTaskCount, Secret,
};
use crate::iam::{Grantable, Principal};
use crate::logs::{LogGroup, RetentionDays};
use crate::sqs::{DeadLetterQueue, Queue};
use crate::{Construct, Duration, IntoValue, Node, Value};
use bon::bon;
use std::ops::RangeInclusive;

/// A Fargate service that works through the messages of a queue; the more wait, the more tasks run.
///
/// - The queue is encrypted and refuses requests without TLS.
/// - A message that three tasks could not handle goes to a second queue, where it stays 14 days.
/// - Tasks find the queue's URL in `QUEUE_URL`, may take messages from it, and reach HTTPS only.
/// - From 100 waiting messages a task is added, from 500 five; when none waits, one goes.
///
/// ```
/// use cumulo::patterns::{AppImage, QueueWorker};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Mail").build();
/// let worker = QueueWorker::builder(&stack, "Mailer")
///     .image(AppImage::public(&stack, "public.ecr.aws/nginx/nginx:1.29"))
///     .tasks(0..=5)
///     .build();
/// Output::new(&stack, "QueueUrl", worker.queue().queue_url());
/// # cumulo::testing::Template::of(&app, "Mail");
/// ```
#[derive(Clone, Debug)]
pub struct QueueWorker {
    node: Node,
    task: FargateTask,
    queue: Queue,
    dead_letters: Option<Queue>,
    service: FargateService,
    scaling: Option<ScalableTaskCount>,
}

#[bon]
impl QueueWorker {
    /// A service that works through a queue.
    ///
    /// # Findings
    /// `pattern-vpc` when a cluster and a VPC are given.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The image that tasks run; see [`AppImage`](super::AppImage).
        image: ContainerImage,
        /// The queue. Default: a new one, with one for messages that nobody could handle.
        queue: Option<&Queue>,
        /// How long a task has for a message, up to 12 hours; of the new queue. Default: 5 minutes.
        #[builder(default = Duration::minutes(5))]
        visibility_timeout: Duration,
        /// How many tasks may try a message; of the new queue. Default: 3.
        #[builder(default = 3)]
        max_receive_count: u32,
        /// How many tasks run, at least and at most; equal bounds turn scaling off. Default: 1 to 4.
        #[builder(default = 1..=4)]
        tasks: RangeInclusive<u32>,
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
        /// Environment variables; `QUEUE_URL` is there by itself.
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
    ) -> QueueWorker {
        let node = scope.node().child(id);
        let dead_letters = queue.is_none().then(|| {
            Queue::builder(&node, "DeadLetters")
                .retention_period(Duration::days(14))
                .enforce_ssl(true)
                .build()
        });
        let queue = queue.cloned().unwrap_or_else(|| {
            let dead = dead_letters.as_ref().map(|it| DeadLetterQueue::new(it, max_receive_count));
            Queue::builder(&node, "Queue")
                .visibility_timeout(visibility_timeout)
                .receive_message_wait_time(Duration::seconds(20))
                .maybe_dead_letter_queue(dead)
                .enforce_ssl(true)
                .build()
        });
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
        task.container.add_environment("QUEUE_URL", queue.queue_url());
        queue.grant_consume_messages(&task.definition);
        let fixed = (tasks.start() == tasks.end()).then_some(*tasks.start());
        let service = FargateService::builder(&node, "Service")
            .cluster(&task.cluster)
            .task_definition(&task.definition)
            .security_groups([task.group.clone()])
            .maybe_desired_count(fixed)
            .min_healthy_percent(100)
            .max_healthy_percent(200)
            .circuit_breaker(DeploymentCircuitBreaker::rollback())
            .propagate_tags(PropagatedTagSource::Service)
            .enable_ecs_managed_tags(true)
            .build();
        let scaling = fixed.is_none().then(|| scale(&service, &queue, &tasks));
        QueueWorker { node, task, queue, dead_letters, service, scaling }
    }
}

#[track_caller]
fn scale(
    service: &FargateService,
    queue: &Queue,
    tasks: &RangeInclusive<u32>,
) -> ScalableTaskCount {
    let scaling = service
        .auto_scale_task_count()
        .min_capacity(*tasks.start())
        .max_capacity(*tasks.end())
        .build();
    scaling
        .scale_on_metric("Messages")
        .metric(&queue.metric_approximate_number_of_messages_visible())
        .scaling_steps([
            ScalingInterval::below(0.0, -1.0),
            // Where no task runs, the first message starts one.
            ScalingInterval::above(if *tasks.start() == 0 { 1.0 } else { 100.0 }, 1.0),
            ScalingInterval::above(500.0, 5.0),
        ])
        .build();
    scaling
}

impl QueueWorker {
    /// The queue.
    pub fn queue(&self) -> &Queue {
        &self.queue
    }

    /// The queue of messages that nobody could handle; none where the queue was given.
    pub fn dead_letter_queue(&self) -> Option<&Queue> {
        self.dead_letters.as_ref()
    }

    /// The cluster.
    pub fn cluster(&self) -> &Cluster {
        &self.task.cluster
    }

    /// What tasks run.
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

    /// The service.
    pub fn service(&self) -> &FargateService {
        &self.service
    }

    /// How the number of tasks changes; none where it is fixed.
    pub fn scaling(&self) -> Option<&ScalableTaskCount> {
        self.scaling.as_ref()
    }
}

impl Construct for QueueWorker {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for QueueWorker {
    /// The security group of the tasks.
    fn connections(&self) -> Connections {
        self.service.connections()
    }
}

impl Grantable for QueueWorker {
    /// The role of the tasks.
    fn grant_principal(&self) -> Principal {
        self.task.definition.grant_principal()
    }
}
