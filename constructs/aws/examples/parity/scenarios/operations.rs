//! Scenarios about operations: alarms, dashboards, functions and events.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::cloudwatch::{Dashboard, GraphWidget};
use cumulo::ec2::Vpc;
use cumulo::elbv2::{ApplicationLoadBalancer, HttpCodeElb};
use cumulo::events::{LambdaFunction, Rule, Schedule};
use cumulo::lambda::{Code, Function, Runtime, Tracing};
use cumulo::prelude::*;
use cumulo::sns::{EmailSubscription, SnsAction, Topic};
use cumulo::sqs::Queue;

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] =
    &[("alarms-dashboard", alarms_dashboard), ("lambda-events", lambda_events)];

fn alarms_dashboard(app: &App) {
    let s = stack(app);
    let topic = Topic::builder(&s, "Alerts").build();
    topic.add_subscription(&EmailSubscription::new("ops@example.com"));
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).build();
    let lb = ApplicationLoadBalancer::builder(&s, "Lb").vpc(&vpc).build();
    let errors = lb.metric_http_code_elb(HttpCodeElb::Elb5xx);
    let alarm = errors.create_alarm(&s, "Errors", 5.0, 2);
    alarm.add_alarm_action(&SnsAction::new(&topic));
    let board = Dashboard::builder(&s, "Board").dashboard_name("app").build();
    board.add_widgets([GraphWidget::builder().title("Errors").left([errors]).build()]);
}

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
