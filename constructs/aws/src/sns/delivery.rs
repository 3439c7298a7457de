//! How messages reach subscribers, and what is logged of it.

use crate::bag::{number, opt};
use crate::iam::Role;
use crate::{Duration, Expr};

/// How the time between two attempts grows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum BackoffFunction {
    Arithmetic,
    Exponential,
    Geometric,
    Linear,
}

impl BackoffFunction {
    fn name(self) -> &'static str {
        match self {
            BackoffFunction::Arithmetic => "ARITHMETIC",
            BackoffFunction::Exponential => "EXPONENTIAL",
            BackoffFunction::Geometric => "GEOMETRIC",
            BackoffFunction::Linear => "LINEAR",
        }
    }
}

/// How often an HTTP endpoint that fails is tried again.
#[derive(Clone, Debug, Default)]
pub struct RetryPolicy {
    /// Attempts in all, up to 100. Default: 3.
    pub num_retries: Option<u32>,
    /// Attempts at once, without waiting. Default: none.
    pub num_no_delay_retries: Option<u32>,
    /// Attempts after the shortest time. Default: none.
    pub num_min_delay_retries: Option<u32>,
    /// Attempts after the longest time. Default: none.
    pub num_max_delay_retries: Option<u32>,
    /// The shortest time, 1 second to an hour. Default: 20 seconds.
    pub min_delay_target: Option<Duration>,
    /// The longest time, up to an hour. Default: 20 seconds.
    pub max_delay_target: Option<Duration>,
    /// How the time grows between them. Default: linear.
    pub backoff_function: Option<BackoffFunction>,
}

impl RetryPolicy {
    fn to_expr(&self) -> Expr {
        let seconds = |time: Option<Duration>| {
            number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
        };
        let backoff = self.backoff_function.map_or(Expr::Null, |backoff| backoff.name().into());
        Expr::object([
            ("minDelayTarget", seconds(self.min_delay_target)),
            ("maxDelayTarget", seconds(self.max_delay_target)),
            ("numRetries", number(self.num_retries)),
            ("numNoDelayRetries", number(self.num_no_delay_retries)),
            ("numMinDelayRetries", number(self.num_min_delay_retries)),
            ("numMaxDelayRetries", number(self.num_max_delay_retries)),
            ("backoffFunction", backoff),
        ])
    }
}

/// How often and how fast an HTTP endpoint is tried.
///
/// ```
/// use cumulo::sns::{DeliveryPolicy, RetryPolicy};
/// let patient = RetryPolicy { num_retries: Some(20), ..RetryPolicy::default() };
/// let policy = DeliveryPolicy::new().healthy_retry_policy(patient).max_receives_per_second(10);
/// ```
///
/// Source: <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
#[derive(Clone, Debug, Default)]
pub struct DeliveryPolicy {
    retries: Option<RetryPolicy>,
    max_receives_per_second: Option<u32>,
    content_type: Option<String>,
}

impl DeliveryPolicy {
    /// As SNS does it.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often it is tried again when it fails.
    #[must_use]
    pub fn healthy_retry_policy(mut self, retries: RetryPolicy) -> Self {
        self.retries = Some(retries);
        self
    }

    /// Messages in a second at most. Default: no limit.
    #[must_use]
    pub fn max_receives_per_second(mut self, messages: u32) -> Self {
        self.max_receives_per_second = Some(messages);
        self
    }

    /// Content type of the requests. Default: `text/plain; charset=UTF-8`.
    #[must_use]
    pub fn header_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let object = |key: &'static str, value: Expr| match value {
            Expr::Null => Expr::Null,
            value => Expr::object([(key, value)]),
        };
        let content_type = self.content_type.clone().map_or(Expr::Null, Expr::from);
        let retries = self.retries.as_ref().map_or(Expr::Null, RetryPolicy::to_expr);
        let throttle = object("maxReceivesPerSecond", number(self.max_receives_per_second));
        Expr::object([
            ("healthyRetryPolicy", retries),
            ("throttlePolicy", throttle),
            ("requestPolicy", object("headerContentType", content_type)),
        ])
    }
}

/// The subscribers whose deliveries are logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LoggingProtocol {
    Http,
    Sqs,
    Lambda,
    Firehose,
    Application,
}

impl LoggingProtocol {
    fn name(self) -> &'static str {
        match self {
            LoggingProtocol::Http => "http/s",
            LoggingProtocol::Sqs => "sqs",
            LoggingProtocol::Lambda => "lambda",
            LoggingProtocol::Firehose => "firehose",
            LoggingProtocol::Application => "application",
        }
    }
}

/// What a topic logs of its deliveries, and by which roles.
///
/// ```
/// use cumulo::iam::{Principal, Role};
/// use cumulo::prelude::*;
/// use cumulo::sns::{LoggingConfig, LoggingProtocol, Topic};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let sns = Principal::service("sns.amazonaws.com");
/// let role = Role::builder(&stack, "Logs").assumed_by(sns).build();
/// let orders = Topic::builder(&stack, "Orders").build();
/// orders.add_logging_config(&LoggingConfig::new(LoggingProtocol::Sqs).failure_feedback_role(&role));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct LoggingConfig {
    protocol: LoggingProtocol,
    failure: Option<Role>,
    success: Option<Role>,
    sample: Option<u32>,
}

impl LoggingConfig {
    /// Of deliveries to these subscribers.
    pub fn new(protocol: LoggingProtocol) -> Self {
        Self { protocol, failure: None, success: None, sample: None }
    }

    /// Logs those that failed, by this role.
    #[must_use]
    pub fn failure_feedback_role(mut self, role: &Role) -> Self {
        self.failure = Some(role.clone());
        self
    }

    /// Logs those that arrived, by this role.
    #[must_use]
    pub fn success_feedback_role(mut self, role: &Role) -> Self {
        self.success = Some(role.clone());
        self
    }

    /// How many of those that arrived are logged, 0 to 100 percent. Default: 0.
    #[must_use]
    pub fn success_feedback_sample_rate(mut self, percent: u32) -> Self {
        self.sample = Some(percent);
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let arn = |role: &Option<Role>| opt(role.as_ref().map(Role::role_arn).as_ref());
        let sample = self.sample.map_or(Expr::Null, |percent| percent.to_string().into());
        Expr::object([
            ("FailureFeedbackRoleArn", arn(&self.failure)),
            ("Protocol", Expr::from(self.protocol.name())),
            ("SuccessFeedbackRoleArn", arn(&self.success)),
            ("SuccessFeedbackSampleRate", sample),
        ])
    }
}
