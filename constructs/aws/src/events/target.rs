//! What rules call.

use super::{Rule, RuleTargetInput};
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy, Role};
use crate::sqs::Queue;
use crate::{Construct, Duration, Expr, Node, Value};

/// Something that a rule calls.
///
/// Queues, topics, functions, tasks and builds have types of their own; implement it for services of your own.
pub trait RuleTarget {
    /// Lets the rule call it, and says how.
    fn bind(&self, rule: &Rule) -> RuleTargetConfig;
}

/// How a rule calls its target.
#[derive(Clone, Debug)]
pub struct RuleTargetConfig {
    pub(super) arn: Value<String>,
    pub(super) role: Option<Role>,
    pub(super) input: Option<RuleTargetInput>,
    pub(super) properties: Vec<(&'static str, Expr)>,
}

impl RuleTargetConfig {
    /// By its ARN.
    pub fn new(arn: Value<String>) -> Self {
        Self { arn, role: None, input: None, properties: Vec::new() }
    }

    /// By this role.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    /// With this instead of the whole event.
    #[must_use]
    pub fn input(mut self, input: Option<RuleTargetInput>) -> Self {
        self.input = input;
        self
    }

    /// With a further property of the rule's `Targets` entry.
    #[must_use]
    pub fn property(mut self, name: &'static str, value: impl Into<Expr>) -> Self {
        self.properties.push((name, value.into()));
        self
    }
}

/// The role by which EventBridge calls something: one for each construct, made with the first call.
#[track_caller]
pub fn event_role(scope: &Node) -> Role {
    #[derive(Default)]
    struct EventsRole(Option<Role>);
    if let Some(role) = scope.with_state(|state: &mut EventsRole| state.0.clone()) {
        return role;
    }
    let role = Role::builder(scope, "EventsRole")
        .assumed_by(Principal::service("events.amazonaws.com"))
        .build();
    scope.with_state(|state: &mut EventsRole| state.0 = Some(role.clone()));
    role
}

/// What most targets share: how often and how long they are tried, and where events go that did not reach them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delivery {
    pub(crate) dead_letters: Option<Queue>,
    pub(crate) max_event_age: Option<Duration>,
    pub(crate) retry_attempts: Option<u32>,
}

impl Delivery {
    /// The properties of the target, and what the queue must allow.
    #[track_caller]
    pub(crate) fn apply(&self, rule: &Rule, mut config: RuleTargetConfig) -> RuleTargetConfig {
        if let Some(queue) = &self.dead_letters {
            let from = Conditions::new().with("ArnEquals", "aws:SourceArn", rule.rule_arn());
            queue.add_to_resource_policy(
                PolicyStatement::allow()
                    .sid(format!("AllowEventRule{}", rule.node().unique_id()))
                    .principals([Principal::service("events.amazonaws.com")])
                    .actions(["sqs:SendMessage"])
                    .resources([queue.queue_arn()])
                    .conditions(from),
            );
            let arn = Expr::object([("Arn", queue.queue_arn().into_expr())]);
            config = config.property("DeadLetterConfig", arn);
        }
        if self.max_event_age.is_some() || self.retry_attempts.is_some() {
            let age = self.max_event_age.and_then(|age| i64::try_from(age.to_seconds()).ok());
            config = config.property(
                "RetryPolicy",
                Expr::object([
                    ("MaximumEventAgeInSeconds", crate::bag::number(age)),
                    ("MaximumRetryAttempts", crate::bag::number(self.retry_attempts)),
                ]),
            );
        }
        config
    }
}

/// The setters of a target with a field `delivery`.
macro_rules! delivery {
    () => {
        /// Queue of events that did not reach it. Default: they are lost.
        #[must_use]
        pub fn dead_letter_queue(mut self, queue: &crate::sqs::Queue) -> Self {
            self.delivery.dead_letters = Some(queue.clone());
            self
        }

        /// How old an event may become, 1 minute to 24 hours. Default: 24 hours.
        #[must_use]
        pub fn max_event_age(mut self, age: crate::Duration) -> Self {
            self.delivery.max_event_age = Some(age);
            self
        }

        /// How often it is tried again, up to 185 times. Default: 185.
        #[must_use]
        pub fn retry_attempts(mut self, attempts: u32) -> Self {
            self.delivery.retry_attempts = Some(attempts);
            self
        }
    };
}

pub(crate) use delivery;
