//! Metrics of functions.

use super::Function;
use crate::cloudwatch::{Metric, Statistic};

impl Function {
    /// One of the function's metrics, by its name; its average over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/Lambda", name)
            .dimension("FunctionName", self.function_name())
            .attached_to(self)
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
