//! Metrics of queues.

use super::Queue;
use crate::cloudwatch::{MathExpression, Metric, Statistic};

impl Queue {
    /// One of the queue's metrics, by its name; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/SQS", name).dimension("QueueName", self.queue_name()).attached_to(self)
    }

    /// Age of the oldest message, seconds: the highest.
    pub fn metric_approximate_age_of_oldest_message(&self) -> Metric {
        self.metric("ApproximateAgeOfOldestMessage").statistic(Statistic::MAXIMUM)
    }

    /// Messages that wait: the most.
    pub fn metric_approximate_number_of_messages_visible(&self) -> Metric {
        self.metric("ApproximateNumberOfMessagesVisible").statistic(Statistic::MAXIMUM)
    }

    /// Messages that were received and not deleted yet: the most.
    pub fn metric_approximate_number_of_messages_not_visible(&self) -> Metric {
        self.metric("ApproximateNumberOfMessagesNotVisible").statistic(Statistic::MAXIMUM)
    }

    /// Messages whose delay is not over: the most.
    pub fn metric_approximate_number_of_messages_delayed(&self) -> Metric {
        self.metric("ApproximateNumberOfMessagesDelayed").statistic(Statistic::MAXIMUM)
    }

    /// Messages that were sent.
    pub fn metric_number_of_messages_sent(&self) -> Metric {
        self.metric("NumberOfMessagesSent").statistic(Statistic::SUM)
    }

    /// Messages that were received.
    pub fn metric_number_of_messages_received(&self) -> Metric {
        self.metric("NumberOfMessagesReceived").statistic(Statistic::SUM)
    }

    /// Messages that were deleted.
    pub fn metric_number_of_messages_deleted(&self) -> Metric {
        self.metric("NumberOfMessagesDeleted").statistic(Statistic::SUM)
    }

    /// Receives that got no message.
    pub fn metric_number_of_empty_receives(&self) -> Metric {
        self.metric("NumberOfEmptyReceives").statistic(Statistic::SUM)
    }

    /// Size of messages, bytes: the average.
    pub fn metric_sent_message_size(&self) -> Metric {
        self.metric("SentMessageSize")
    }

    /// Messages that wait or were received and not deleted yet: the most of both.
    pub fn metric_approximate_number_of_messages_outstanding(&self) -> MathExpression {
        MathExpression::new("visible + notVisible")
            .using("visible", self.metric_approximate_number_of_messages_visible())
            .using("notVisible", self.metric_approximate_number_of_messages_not_visible())
            .label("Approximate number of messages outstanding")
    }
}
