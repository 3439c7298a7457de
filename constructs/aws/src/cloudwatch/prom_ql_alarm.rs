//! Alarms over queries of Prometheus.

use super::Alarm;
use super::metric_set::seconds;
use crate::bag::{bag, flag, opt};
use crate::cfn::cloudwatch::CfnAlarm;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Value};
use bon::bon;
use std::ops::Deref;

/// An alarm for each series that a query of Prometheus finds.
///
/// ```
/// use cumulo::cloudwatch::PromQlAlarm;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// PromQlAlarm::builder(&stack, "Down")
///     .query("up == 0")
///     .evaluation_interval(Duration::minutes(1))
///     .pending_period(Duration::minutes(5))
///     .build();
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarm.html>
#[derive(Clone, Debug)]
pub struct PromQlAlarm(Alarm);

#[bon]
impl PromQlAlarm {
    /// Starts to describe an alarm over a query.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The query; each series that it finds is in alarm.
        #[builder(with = |query: impl IntoValue<String>| query.into_value())]
        query: Value<String>,
        /// How often it is asked: 10, 20 or 30 seconds, or whole minutes.
        evaluation_interval: Duration,
        /// How long a series must be found before the alarm is raised. Default: not at all.
        pending_period: Option<Duration>,
        /// How long a series must not be found before the alarm is over. Default: not at all.
        recovery_period: Option<Duration>,
        /// Whether the actions are done. Default: true.
        actions_enabled: Option<bool>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alarm_name: Option<Value<String>>,
        /// What it means, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        alarm_description: Option<Value<String>>,
    ) -> PromQlAlarm {
        let node = scope.node().child(id);
        let criteria = Expr::object([
            ("PendingPeriod", pending_period.map_or(Expr::Null, seconds)),
            ("Query", query.into_expr()),
            ("RecoveryPeriod", recovery_period.map_or(Expr::Null, seconds)),
        ]);
        let cfn = bag::<CfnAlarm>([
            ("ActionsEnabled", flag(actions_enabled)),
            ("AlarmDescription", opt(alarm_description.as_ref())),
            ("AlarmName", opt(alarm_name.as_ref())),
            ("EvaluationCriteria", Expr::object([("PromQLCriteria", criteria)])),
            ("EvaluationInterval", seconds(evaluation_interval)),
        ])
        .add_to(&node, "Resource");
        PromQlAlarm(Alarm::of_resource(node, cfn))
    }
}

impl Deref for PromQlAlarm {
    type Target = Alarm;

    fn deref(&self) -> &Alarm {
        &self.0
    }
}

impl Construct for PromQlAlarm {
    fn node(&self) -> &Node {
        self.0.node()
    }
}
