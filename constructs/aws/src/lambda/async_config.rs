//! Asynchronous calls of functions.

use super::Function;
use super::function::seconds;
use crate::bag::{bag, number};
use crate::cfn::lambda::CfnEventInvokeConfig;
use crate::events::EventBus;
use crate::iam::PolicyStatement;
use crate::s3::Bucket;
use crate::sns::Topic;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, Node, Resource, Value};
use bon::bon;

/// Something to which the outcome of an asynchronous call is sent.
pub trait Destination {
    /// Lets the function send there, and gives the ARN.
    fn bind(&self, function: &Function) -> Value<String>;
}

impl Destination for Queue {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        self.grant_send_messages(function);
        self.queue_arn()
    }
}

impl Destination for Topic {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        self.grant_publish(function);
        self.topic_arn()
    }
}

impl Destination for Function {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        self.grant_invoke(function);
        self.function_arn()
    }
}

impl Destination for Bucket {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        self.grant_read(function);
        self.grant_put(function, "*");
        self.bucket_arn()
    }
}

impl Destination for EventBus {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        self.grant_put_events_to(function);
        self.event_bus_arn()
    }
}

/// The default event bus of the account.
#[derive(Clone, Copy, Debug, Default)]
pub struct EventBusDestination;

impl Destination for EventBusDestination {
    #[track_caller]
    fn bind(&self, function: &Function) -> Value<String> {
        let bus = function.node().stack().format_arn("events", "event-bus/default");
        function.add_to_role_policy(
            PolicyStatement::allow().actions(["events:PutEvents"]).resources([&bus]),
        );
        bus
    }
}

/// How asynchronous calls of a function are handled.
#[derive(Clone, Copy, Default)]
pub(super) struct Settings<'a> {
    pub(super) retry_attempts: Option<u32>,
    pub(super) max_event_age: Option<Duration>,
    pub(super) on_success: Option<&'a dyn Destination>,
    pub(super) on_failure: Option<&'a dyn Destination>,
}

impl Settings<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.retry_attempts.is_none()
            && self.max_event_age.is_none()
            && self.on_success.is_none()
            && self.on_failure.is_none()
    }
}

/// How asynchronous calls of a function are handled; functions make theirs from their own options.
///
/// ```
/// use cumulo::lambda::{Code, Function, Runtime};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// Function::builder(&stack, "Import")
///     .runtime(Runtime::PYTHON_3_13)
///     .handler("index.handler")
///     .code(Code::from_inline("def handler(event, context): return 1"))
///     .retry_attempts(1)
///     .max_event_age(Duration::hours(1))
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html>
#[derive(Clone, Debug)]
pub struct EventInvokeConfig {
    cfn: Resource<CfnEventInvokeConfig>,
}

impl EventInvokeConfig {
    #[track_caller]
    pub(super) fn of(function: &Function, settings: Settings<'_>) -> Self {
        let qualifier = function.qualifier.clone().unwrap_or_else(|| "$LATEST".to_owned());
        Self::of_version(function, function.function_name(), Value::new(qualifier), settings)
    }

    /// The same, of the version or alias `qualifier` of the function `name`.
    #[track_caller]
    pub(super) fn of_version(
        function: &Function,
        name: Value<String>,
        qualifier: Value<String>,
        settings: Settings<'_>,
    ) -> Self {
        let node = function.node().child("EventInvokeConfig");
        let target = |destination: Option<&dyn Destination>| match destination {
            None => Expr::Null,
            Some(destination) => {
                Expr::object([("Destination", destination.bind(function).into_expr())])
            }
        };
        let failure = target(settings.on_failure);
        let success = target(settings.on_success);
        let destinations = match (&failure, &success) {
            (Expr::Null, Expr::Null) => Expr::Null,
            _ => Expr::object([("OnFailure", failure), ("OnSuccess", success)]),
        };
        let cfn = bag::<CfnEventInvokeConfig>([
            ("DestinationConfig", destinations),
            ("FunctionName", name.into_expr()),
            ("MaximumEventAgeInSeconds", seconds(settings.max_event_age)),
            ("MaximumRetryAttempts", number(settings.retry_attempts)),
            ("Qualifier", qualifier.into_expr()),
        ])
        .add_to(&node, "Resource");
        Self { cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnEventInvokeConfig> {
        &self.cfn
    }
}

#[bon]
impl Function {
    /// Says how asynchronous calls are handled, once for a function, version or alias:
    /// `function.configure_async_invoke().retry_attempts(1).build()`.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn configure_async_invoke(
        &self,
        /// How often a call is tried again, 0 to 2. Default: 2.
        retry_attempts: Option<u32>,
        /// How old a call may become, 1 minute to 6 hours. Default: 6 hours.
        max_event_age: Option<Duration>,
        /// Where results go.
        on_success: Option<&dyn Destination>,
        /// Where failed calls go.
        on_failure: Option<&dyn Destination>,
    ) -> EventInvokeConfig {
        let settings = Settings { retry_attempts, max_event_age, on_success, on_failure };
        EventInvokeConfig::of(self, settings)
    }
}

impl Construct for EventInvokeConfig {
    fn node(&self) -> &Node {
        self.cfn.node()
    }
}
