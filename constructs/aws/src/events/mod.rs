//! EventBridge: rules, event buses, and what rules call.

mod ecs_task;
mod event_bus;
mod input;
mod pattern;
mod rule;
mod schedule;
mod target;
mod targets;

pub use ecs_task::{ContainerOverride, EcsTask};
pub use event_bus::{Archive, EventBus};
pub use input::{EventField, RuleTargetInput};
pub use pattern::{EventPattern, Match};
pub use rule::Rule;
pub use schedule::{Cron, Schedule};
pub use target::{RuleTarget, RuleTargetConfig, event_role};
pub use targets::{EventBusTarget, LambdaFunction, LogGroupTarget, SnsTopic, SqsQueue};
