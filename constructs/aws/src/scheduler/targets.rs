//! What schedules run.

use crate::codebuild::Project;
use crate::iam::{PolicyStatement, Role};
use crate::lambda::Function;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{Expr, IntoValue, Value};

/// Something that a schedule runs.
pub trait ScheduleTarget {
    /// ARN of what runs.
    fn target_arn(&self) -> Value<String>;

    /// Lets the role run it, and says how.
    fn bind(&self, role: &Role) -> TargetConfig;
}

/// How a schedule runs its target.
#[derive(Clone, Debug)]
pub struct TargetConfig {
    pub(super) input: Option<Value<String>>,
    pub(super) properties: Vec<(&'static str, Expr)>,
}

impl TargetConfig {
    /// By its ARN, and with this text.
    pub fn new(input: Option<Value<String>>) -> Self {
        Self { input, properties: Vec::new() }
    }

    /// With a further property of the schedule's `Target`.
    #[must_use]
    pub fn property(mut self, name: &'static str, value: impl Into<Expr>) -> Self {
        self.properties.push((name, value.into()));
        self
    }
}

macro_rules! input {
    () => {
        /// What it gets; a function gets JSON. Default: nothing.
        #[must_use]
        pub fn input(mut self, text: impl IntoValue<String>) -> Self {
            self.input = Some(text.into_value());
            self
        }
    };
}

/// Calls a function.
#[derive(Clone, Debug)]
pub struct LambdaInvoke {
    function: Function,
    input: Option<Value<String>>,
}

impl LambdaInvoke {
    /// This function.
    pub fn new(function: &Function) -> Self {
        Self { function: function.clone(), input: None }
    }

    input!();
}

impl ScheduleTarget for LambdaInvoke {
    fn target_arn(&self) -> Value<String> {
        self.function.function_arn()
    }

    #[track_caller]
    fn bind(&self, role: &Role) -> TargetConfig {
        self.function.grant_invoke(role);
        TargetConfig::new(self.input.clone())
    }
}

/// Sends a message to a queue.
#[derive(Clone, Debug)]
pub struct SqsSendMessage {
    queue: Queue,
    input: Option<Value<String>>,
    group: Option<String>,
}

impl SqsSendMessage {
    /// This queue.
    pub fn new(queue: &Queue) -> Self {
        Self { queue: queue.clone(), input: None, group: None }
    }

    /// Group of the message; FIFO queues want one.
    #[must_use]
    pub fn message_group_id(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    input!();
}

impl ScheduleTarget for SqsSendMessage {
    fn target_arn(&self) -> Value<String> {
        self.queue.queue_arn()
    }

    #[track_caller]
    fn bind(&self, role: &Role) -> TargetConfig {
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["sqs:SendMessage"])
                .resources([self.queue.queue_arn()]),
        );
        let group = self.group.clone().map_or(Expr::Null, Expr::from);
        TargetConfig::new(self.input.clone())
            .property("SqsParameters", Expr::object([("MessageGroupId", group)]))
    }
}

/// Sends a message to a topic.
#[derive(Clone, Debug)]
pub struct SnsPublish {
    topic: Topic,
    input: Option<Value<String>>,
}

impl SnsPublish {
    /// This topic.
    pub fn new(topic: &Topic) -> Self {
        Self { topic: topic.clone(), input: None }
    }

    input!();
}

impl ScheduleTarget for SnsPublish {
    fn target_arn(&self) -> Value<String> {
        self.topic.topic_arn()
    }

    #[track_caller]
    fn bind(&self, role: &Role) -> TargetConfig {
        self.topic.grant_publish(role);
        TargetConfig::new(self.input.clone())
    }
}

/// Starts a build.
#[derive(Clone, Debug)]
pub struct CodeBuildStartBuild {
    project: Project,
    input: Option<Value<String>>,
}

impl CodeBuildStartBuild {
    /// Of this project.
    pub fn new(project: &Project) -> Self {
        Self { project: project.clone(), input: None }
    }

    input!();
}

impl ScheduleTarget for CodeBuildStartBuild {
    fn target_arn(&self) -> Value<String> {
        self.project.project_arn()
    }

    #[track_caller]
    fn bind(&self, role: &Role) -> TargetConfig {
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codebuild:StartBuild"])
                .resources([self.project.project_arn()]),
        );
        TargetConfig::new(self.input.clone())
    }
}
