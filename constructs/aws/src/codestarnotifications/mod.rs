//! Notifications: topics and chats that are told of builds, pipelines and repositories.

mod events;
mod rule;

pub use events::{
    NotificationEvent, PipelineNotificationEvents, ProjectNotificationEvents,
    RepositoryNotificationEvents,
};
pub use rule::{DetailType, NotificationRule, NotificationRuleSource, NotificationTarget};
