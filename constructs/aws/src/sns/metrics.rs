//! Metrics of topics.

use super::Topic;
use crate::cloudwatch::{Metric, Statistic};

impl Topic {
    /// One of the topic's metrics, by its name; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/SNS", name).dimension("TopicName", self.topic_name()).attached_to(self)
    }

    /// Messages that were sent to it.
    pub fn metric_number_of_messages_published(&self) -> Metric {
        self.metric("NumberOfMessagesPublished").statistic(Statistic::SUM)
    }

    /// Size of messages, bytes: the average.
    pub fn metric_publish_size(&self) -> Metric {
        self.metric("PublishSize")
    }

    /// Messages that reached subscribers.
    pub fn metric_number_of_notifications_delivered(&self) -> Metric {
        self.metric("NumberOfNotificationsDelivered").statistic(Statistic::SUM)
    }

    /// Messages that did not reach a subscriber.
    pub fn metric_number_of_notifications_failed(&self) -> Metric {
        self.metric("NumberOfNotificationsFailed").statistic(Statistic::SUM)
    }

    /// Messages that filters kept from subscribers.
    pub fn metric_number_of_notifications_filtered_out(&self) -> Metric {
        self.metric("NumberOfNotificationsFilteredOut").statistic(Statistic::SUM)
    }

    /// Messages that filters kept from subscribers because their attributes are wrong.
    pub fn metric_number_of_notifications_filtered_out_invalid_attributes(&self) -> Metric {
        self.metric("NumberOfNotificationsFilteredOut-InvalidAttributes").statistic(Statistic::SUM)
    }

    /// Messages that filters kept from subscribers because they have no attributes.
    pub fn metric_number_of_notifications_filtered_out_no_message_attributes(&self) -> Metric {
        self.metric("NumberOfNotificationsFilteredOut-NoMessageAttributes")
            .statistic(Statistic::SUM)
    }

    /// What text messages cost this month, US dollars: the most.
    pub fn metric_sms_month_to_date_spent_usd(&self) -> Metric {
        self.metric("SMSMonthToDateSpentUSD").statistic(Statistic::MAXIMUM)
    }

    /// Text messages that arrived.
    pub fn metric_sms_success_rate(&self) -> Metric {
        self.metric("SMSSuccessRate").statistic(Statistic::SUM)
    }
}
