//! EventBridge Scheduler: things that run at times, in any time zone.

mod expression;
mod group;
mod schedule;
mod targets;

pub use expression::ScheduleExpression;
pub use group::ScheduleGroup;
pub use schedule::Schedule;
pub use targets::{
    CodeBuildStartBuild, LambdaInvoke, ScheduleTarget, SnsPublish, SqsSendMessage, TargetConfig,
};
