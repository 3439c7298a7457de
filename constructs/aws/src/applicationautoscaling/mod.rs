//! Application Auto Scaling: capacity that follows a metric or a timetable.

pub(crate) mod intervals;
mod scalable_target;
mod schedule;
mod step_scaling;
mod target_tracking;

pub use intervals::ScalingInterval;
pub use scalable_target::{ScalableTarget, ServiceNamespace};
pub use schedule::{Cron, Schedule};
pub use step_scaling::{AdjustmentType, MetricAggregationType, StepScalingPolicy};
pub use target_tracking::{PredefinedMetric, TargetTrackingScalingPolicy, TrackedMetric};

pub(crate) use step_scaling::float;
pub(crate) use target_tracking::customized as customized_metric;
