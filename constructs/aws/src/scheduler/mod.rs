//! EventBridge Scheduler: things that run at times, in any time zone.

mod ecs_run_task;
mod expression;
mod group;
mod schedule;
mod targets;

pub use ecs_run_task::EcsRunTask;
pub use expression::ScheduleExpression;
pub use group::ScheduleGroup;
pub use schedule::Schedule;
pub use targets::{
    CodeBuildStartBuild, LambdaInvoke, ScheduleTarget, SnsPublish, SqsSendMessage, TargetConfig,
};
