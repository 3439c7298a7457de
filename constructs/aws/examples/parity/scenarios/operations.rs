//! Scenarios about operations: alarms, dashboards, functions and events.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::events::{LambdaFunction, Rule, Schedule};
use cumulo::lambda::{Code, Function, Runtime, Tracing};
use cumulo::prelude::*;
use cumulo::sqs::Queue;

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("lambda-events", lambda_events)];

fn lambda_events(app: &App) {
    let s = stack(app);
    let function = Function::builder(&s, "Fn")
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(e, c): return 1"))
        .timeout(Duration::seconds(30))
        .memory_size(Size::mebibytes(256))
        .environment([("MODE", "prod")])
        .tracing(Tracing::Active)
        .build();
    let dead =
        Queue::builder(&s, "Dlq").retention_period(Duration::days(14)).enforce_ssl(true).build();
    let every = Rule::builder(&s, "Every").schedule(Schedule::rate(Duration::minutes(5))).build();
    every.add_target(&LambdaFunction::new(&function).dead_letter_queue(&dead).retry_attempts(2));
}
