//! EventBridge: rules, event buses, and what rules call.

mod api_destination;
mod connection;
mod ecs_task;
mod event_bus;
mod input;
mod pattern;
mod rule;
mod schedule;
mod streams;
mod target;
mod targets;

pub use api_destination::{ApiDestination, ApiDestinationTarget};
pub use connection::{Authorization, Connection, HttpMethod, HttpParameter, OAuth};
pub use ecs_task::{ContainerOverride, EcsTask};
pub use event_bus::{Archive, EventBus, IncludeDetail, LogLevel};
pub use input::{EventField, RuleTargetInput};
pub use pattern::{EventPattern, Match, PatternValue};
pub use rule::Rule;
pub use schedule::{Cron, Schedule};
pub use streams::{BatchJob, FirehoseDeliveryStream, KinesisStream, SfnStateMachine};
pub(crate) use target::{Delivery, delivery};
pub use target::{RuleTarget, RuleTargetConfig, event_role};
pub use targets::{EventBusTarget, LambdaFunction, LogGroupTarget, SnsTopic, SqsQueue};
