//! The usual targets of rules.

use super::target::{Delivery, RuleTarget, RuleTargetConfig, delivery, event_role};
use super::{EventBus, Rule, RuleTargetInput};
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy, Role};
use crate::lambda::{Function, Permission};
use crate::logs::LogGroup;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{Construct, Expr};

/// Calls a function.
#[derive(Clone, Debug)]
pub struct LambdaFunction {
    function: Function,
    input: Option<RuleTargetInput>,
    delivery: Delivery,
}

impl LambdaFunction {
    /// This function.
    pub fn new(function: &Function) -> Self {
        Self { function: function.clone(), input: None, delivery: Delivery::default() }
    }

    /// What the function is given. Default: the whole event.
    #[must_use]
    pub fn event(mut self, input: RuleTargetInput) -> Self {
        self.input = Some(input);
        self
    }

    delivery!();
}

impl RuleTarget for LambdaFunction {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let id = format!("AllowEventRule{}", self.function.node().unique_id());
        if rule.node().find(&id).is_none() {
            let permission =
                Permission::service("events.amazonaws.com").source_arn(rule.rule_arn());
            self.function.add_permission_in(rule.node(), &id, permission);
        }
        let config = RuleTargetConfig::new(self.function.function_arn()).input(self.input.clone());
        self.delivery.apply(rule, config)
    }
}

/// Sends a message to a queue.
#[derive(Clone, Debug)]
pub struct SqsQueue {
    queue: Queue,
    message: Option<RuleTargetInput>,
    group: Option<String>,
    delivery: Delivery,
}

impl SqsQueue {
    /// This queue.
    pub fn new(queue: &Queue) -> Self {
        Self { queue: queue.clone(), message: None, group: None, delivery: Delivery::default() }
    }

    /// The message. Default: the whole event.
    #[must_use]
    pub fn message(mut self, message: RuleTargetInput) -> Self {
        self.message = Some(message);
        self
    }

    /// Group of the messages; FIFO queues want one.
    #[must_use]
    pub fn message_group_id(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    delivery!();
}

impl RuleTarget for SqsQueue {
    /// Findings: `queue-fifo` when a message group is given for a queue without an order.
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        if self.group.is_some() && !self.queue.is_fifo() {
            rule.node().error_here(
                "queue-fifo",
                "a message group is given for a queue that keeps no order",
                "leave `message_group_id` away, or make the queue FIFO",
            );
        }
        // A rule could not be named in the key's policy: key and rule would need each other.
        let from = match self.queue.encryption_master_key() {
            Some(_) => {
                Conditions::new().string_equals("aws:SourceAccount", rule.node().stack().account())
            }
            None => Conditions::new().with("ArnEquals", "aws:SourceArn", rule.rule_arn()),
        };
        let events = Principal::service("events.amazonaws.com").with_conditions(from);
        self.queue.grant_send_messages(&events);
        let mut config = RuleTargetConfig::new(self.queue.queue_arn()).input(self.message.clone());
        if let Some(group) = &self.group {
            let group = Expr::object([("MessageGroupId", Expr::from(group.clone()))]);
            config = config.property("SqsParameters", group);
        }
        self.delivery.apply(rule, config)
    }
}

/// Sends a message to a topic.
#[derive(Clone, Debug)]
pub struct SnsTopic {
    topic: Topic,
    message: Option<RuleTargetInput>,
    role: Option<Role>,
    authorize_using_role: bool,
    delivery: Delivery,
}

impl SnsTopic {
    /// This topic.
    pub fn new(topic: &Topic) -> Self {
        Self {
            topic: topic.clone(),
            message: None,
            role: None,
            authorize_using_role: false,
            delivery: Delivery::default(),
        }
    }

    /// Lets EventBridge send by a role of the rule instead of the topic's policy.
    #[must_use]
    pub fn authorize_using_role(mut self) -> Self {
        self.authorize_using_role = true;
        self
    }

    /// Lets EventBridge send by this role instead of the topic's policy.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self.authorize_using_role()
    }

    /// The message. Default: the whole event.
    #[must_use]
    pub fn message(mut self, message: RuleTargetInput) -> Self {
        self.message = Some(message);
        self
    }

    delivery!();
}

impl RuleTarget for SnsTopic {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let mut config = RuleTargetConfig::new(self.topic.topic_arn()).input(self.message.clone());
        if self.authorize_using_role {
            let role = self.role.clone().unwrap_or_else(|| event_role(rule.node()));
            self.topic.grant_publish(&role);
            config = config.role(&role);
        } else {
            self.topic.grant_publish(&Principal::service("events.amazonaws.com"));
        }
        self.delivery.apply(rule, config)
    }
}

/// Hands events on to another bus.
#[derive(Clone, Debug)]
pub struct EventBusTarget {
    bus: EventBus,
    role: Option<Role>,
    delivery: Delivery,
}

impl EventBusTarget {
    /// This bus.
    pub fn new(bus: &EventBus) -> Self {
        Self { bus: bus.clone(), role: None, delivery: Delivery::default() }
    }

    /// Role by which EventBridge puts them there. Default: one that is made for the rule.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    delivery!();
}

impl RuleTarget for EventBusTarget {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(rule.node()));
        let put = PolicyStatement::allow()
            .actions(["events:PutEvents"])
            .resources([self.bus.event_bus_arn()]);
        role.add_to_policy(put);
        let config = RuleTargetConfig::new(self.bus.event_bus_arn()).role(&role);
        self.delivery.apply(rule, config)
    }
}

/// Writes events into a log group, by the group's resource policy.
#[derive(Clone, Debug)]
pub struct LogGroupTarget {
    group: LogGroup,
    delivery: Delivery,
}

impl LogGroupTarget {
    /// This log group; its name should begin with `/aws/events/`.
    pub fn new(group: &LogGroup) -> Self {
        Self { group: group.clone(), delivery: Delivery::default() }
    }

    delivery!();
}

impl RuleTarget for LogGroupTarget {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        self.group.add_to_resource_policy(
            PolicyStatement::allow()
                .actions(["logs:PutLogEvents", "logs:CreateLogStream"])
                .principals([Principal::service("events.amazonaws.com")])
                .resources([self.group.log_group_arn()]),
        );
        let resource = crate::text!("log-group:{}", self.group.log_group_name());
        let arn = rule.node().stack().format_arn("logs", resource);
        self.delivery.apply(rule, RuleTargetConfig::new(arn))
    }
}
