//! Metrics of tables.

use super::access::Access;
use crate::cloudwatch::{Metric, Statistic};

const NAMESPACE: &str = "AWS/DynamoDB";

impl Access {
    pub(super) fn metric(&self, name: &str) -> Metric {
        let metric = Metric::new(NAMESPACE, name).dimension("TableName", &self.table_name);
        metric.attached_to(&self.node)
    }

    pub(super) fn operation_metric(&self, name: &str, operation: &str) -> Metric {
        self.metric(name).dimension("Operation", operation)
    }

    /// User errors are counted for the whole account and region.
    pub(super) fn account_metric(&self, name: &str) -> Metric {
        Metric::new(NAMESPACE, name).statistic(Statistic::SUM).attached_to(&self.node)
    }
}

/// The metrics that both kinds of tables have.
macro_rules! metrics {
    ($table:ident) => {
        impl $table {
            /// One of the table's metrics, by its name; its average over five minutes.
            pub fn metric(&self, name: &str) -> $crate::cloudwatch::Metric {
                self.access.metric(name)
            }

            /// Units that were read: their sum.
            pub fn metric_consumed_read_capacity_units(&self) -> $crate::cloudwatch::Metric {
                let metric = self.access.metric("ConsumedReadCapacityUnits");
                metric.statistic($crate::cloudwatch::Statistic::SUM)
            }

            /// Units that were written: their sum.
            pub fn metric_consumed_write_capacity_units(&self) -> $crate::cloudwatch::Metric {
                let metric = self.access.metric("ConsumedWriteCapacityUnits");
                metric.statistic($crate::cloudwatch::Statistic::SUM)
            }

            /// Writes whose condition did not hold: how many.
            pub fn metric_conditional_check_failed_requests(&self) -> $crate::cloudwatch::Metric {
                let metric = self.access.metric("ConditionalCheckFailedRequests");
                metric.statistic($crate::cloudwatch::Statistic::SUM)
            }

            /// Requests of the whole account that were wrong: how many.
            pub fn metric_user_errors(&self) -> $crate::cloudwatch::Metric {
                self.access.account_metric("UserErrors")
            }

            /// Requests of an operation, such as `GetItem`, that were refused for want of capacity: how many.
            pub fn metric_throttled_requests_for_operation(
                &self,
                operation: &str,
            ) -> $crate::cloudwatch::Metric {
                let metric = self.access.operation_metric("ThrottledRequests", operation);
                metric.statistic($crate::cloudwatch::Statistic::SUM)
            }

            /// Requests of an operation, such as `GetItem`, that DynamoDB failed at: how many.
            pub fn metric_system_errors_for_operation(
                &self,
                operation: &str,
            ) -> $crate::cloudwatch::Metric {
                let metric = self.access.operation_metric("SystemErrors", operation);
                metric.statistic($crate::cloudwatch::Statistic::SUM)
            }

            /// How long an operation, such as `GetItem`, takes: milliseconds on average.
            pub fn metric_successful_request_latency(
                &self,
                operation: &str,
            ) -> $crate::cloudwatch::Metric {
                self.access.operation_metric("SuccessfulRequestLatency", operation)
            }
        }
    };
}
pub(super) use metrics;
