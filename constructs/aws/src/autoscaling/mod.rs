//! EC2 Auto Scaling: groups of instances that follow a number, a metric or a timetable.

mod auto_scaling_group;
mod group_settings;
mod lifecycle_hook;
mod mixed_instances;
mod scaling;
mod update_policy;
mod warm_pool;

pub use auto_scaling_group::AutoScalingGroup;
pub use group_settings::{
    AdditionalHealthCheckType, CapacityDistributionStrategy, DeletionProtection, GroupMetric,
    HealthChecks, Notification, ScalingEvent, TerminateHookAbandonAction, TerminationPolicy,
};
pub use lifecycle_hook::{DefaultResult, HookTarget, LifecycleHook, LifecycleTransition};
pub use mixed_instances::{
    InstancesDistribution, LaunchTemplateOverride, MixedInstancesPolicy,
    OnDemandAllocationStrategy, SpotAllocationStrategy,
};
pub use scaling::{StepScalingPolicy, TargetTrackingScalingPolicy};
pub use update_policy::{
    InstanceRefresh, InstanceRefreshStrategy, RollingUpdate, ScaleInProtectedInstances,
    ScalingProcess, Signals, StandbyInstances, UpdatePolicy,
};
pub use warm_pool::{PoolState, WarmPool};
