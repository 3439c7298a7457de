//! The queue of a pattern's workers, and how many of them there are.

use super::TaskImageOptions;
use crate::applicationautoscaling::ScalingInterval;
use crate::ecs::{BaseService, ScalableTaskCount};
use crate::sqs::{DeadLetterQueue, Queue};
use crate::{Duration, Node, Output};

/// What is said of the queue.
pub(super) struct WorkQueueSettings<'a> {
    pub(super) queue: Option<&'a Queue>,
    pub(super) max_receive_count: Option<u32>,
    pub(super) visibility_timeout: Option<Duration>,
    pub(super) retention_period: Option<Duration>,
}

/// The queue, and of a new one that for messages that nobody could handle.
#[derive(Clone, Debug)]
pub(super) struct WorkQueue {
    pub(super) queue: Queue,
    pub(super) dead_letter_queue: Option<Queue>,
}

impl WorkQueueSettings<'_> {
    /// Makes the queue below `node` unless one is given, and the outputs that tell of it.
    #[track_caller]
    pub(super) fn make(self, node: &Node) -> WorkQueue {
        let said_of_new = self.max_receive_count.is_some()
            || self.visibility_timeout.is_some()
            || self.retention_period.is_some();
        if self.queue.is_some() && said_of_new {
            node.error(
                "pattern-queue",
                "a queue is given, and said how a new one keeps its messages",
                "leave `queue` out, or say it where the queue is made",
            );
        }
        let (queue, dead_letter_queue) = match self.queue {
            Some(queue) => (queue.clone(), None),
            None => {
                let dead = Queue::builder(node, "EcsProcessingDeadLetterQueue")
                    .retention_period(self.retention_period.unwrap_or(Duration::days(14)))
                    .build();
                let letters = DeadLetterQueue::new(&dead, self.max_receive_count.unwrap_or(3));
                let queue = Queue::builder(node, "EcsProcessingQueue")
                    .maybe_visibility_timeout(self.visibility_timeout)
                    .dead_letter_queue(letters)
                    .build();
                Output::new(node, "SQSDeadLetterQueue", dead.queue_name());
                Output::new(node, "SQSDeadLetterQueueArn", dead.queue_arn());
                (queue, Some(dead))
            }
        };
        Output::new(node, "SQSQueue", queue.queue_name());
        Output::new(node, "SQSQueueArn", queue.queue_arn());
        WorkQueue { queue, dead_letter_queue }
    }
}

impl WorkQueue {
    /// The container, which finds the queue's name in `QUEUE_NAME`.
    pub(super) fn told_to(&self, mut container: TaskImageOptions) -> TaskImageOptions {
        container.environment.push(("QUEUE_NAME".to_owned(), self.queue.queue_name()));
        container
    }
}

/// What is said of the number of workers.
pub(super) struct WorkScaling {
    pub(super) min_capacity: u32,
    pub(super) max_capacity: u32,
    pub(super) steps: Option<Vec<ScalingInterval>>,
    pub(super) cooldown: Option<Duration>,
    /// The share of the CPU at which tasks are kept, in percent; `None` where it changes nothing.
    pub(super) cpu_percent: Option<u32>,
}

impl WorkScaling {
    /// Lets the service take messages, and follow the number of those that wait.
    #[track_caller]
    pub(super) fn make(self, service: &BaseService, queue: &Queue) -> ScalableTaskCount {
        let scaling = service
            .auto_scale_task_count()
            .min_capacity(i64::from(self.min_capacity))
            .max_capacity(i64::from(self.max_capacity))
            .build();
        if let Some(percent) = self.cpu_percent {
            scaling
                .scale_on_cpu_utilization("CpuScaling")
                .target_utilization_percent(f64::from(percent))
                .build();
        }
        scaling
            .scale_on_metric("QueueMessagesVisibleScaling")
            .metric(&queue.metric_approximate_number_of_messages_visible())
            .scaling_steps(self.steps.unwrap_or_else(usual_steps))
            .maybe_cooldown(self.cooldown)
            .build();
        queue.grant_consume_messages(service);
        scaling
    }
}

fn usual_steps() -> Vec<ScalingInterval> {
    vec![
        ScalingInterval::below(0.0, -1.0),
        ScalingInterval::above(100.0, 1.0),
        ScalingInterval::above(500.0, 5.0),
    ]
}
