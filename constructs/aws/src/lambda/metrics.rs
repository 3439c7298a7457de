//! Metrics of functions.

use super::Function;
use crate::cloudwatch::{Metric, Statistic};

impl Function {
    /// One of the function's metrics, by its name; its average over five minutes. Of a version or alias, those of its
    /// calls alone.
    pub fn metric(&self, name: &str) -> Metric {
        let metric = Metric::new("AWS/Lambda", name);
        let metric = match &self.metric_dimensions {
            None => metric.dimension("FunctionName", self.function_name()),
            Some((function, None)) => metric.dimension("FunctionName", function.clone()),
            Some((function, Some(resource))) => metric
                .dimension("FunctionName", function.clone())
                .dimension("Resource", resource.clone()),
        };
        metric.attached_to(self)
    }

    /// One of the metrics of all functions of the account and region, by its name; its average over five minutes.
    pub fn metric_all(name: &str) -> Metric {
        Metric::new("AWS/Lambda", name)
    }

    /// How many calls run at once in the account and region, at most.
    pub fn metric_all_concurrent_executions() -> Metric {
        Self::metric_all("ConcurrentExecutions").statistic(Statistic::MAXIMUM)
    }

    /// How many calls of functions without reserved concurrency run at once in the account and region, at most.
    pub fn metric_all_unreserved_concurrent_executions() -> Metric {
        Self::metric_all("UnreservedConcurrentExecutions").statistic(Statistic::MAXIMUM)
    }

    /// Calls.
    pub fn metric_invocations(&self) -> Metric {
        self.metric("Invocations").statistic(Statistic::SUM)
    }

    /// Calls that failed in the function.
    pub fn metric_errors(&self) -> Metric {
        self.metric("Errors").statistic(Statistic::SUM)
    }

    /// Calls that were refused because too many ran.
    pub fn metric_throttles(&self) -> Metric {
        self.metric("Throttles").statistic(Statistic::SUM)
    }

    /// How long calls take, milliseconds: the average.
    pub fn metric_duration(&self) -> Metric {
        self.metric("Duration")
    }
}
