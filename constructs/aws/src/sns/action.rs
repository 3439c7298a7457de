//! Topics as actions of alarms.

use super::Topic;
use crate::cloudwatch::AlarmAction;
use crate::{Node, Value};

/// Tells a topic of an alarm.
///
/// ```
/// use cumulo::{App, Stack, cloudwatch::Metric, sns::{EmailSubscription, SnsAction, Topic}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let alerts = Topic::builder(&stack, "Alerts").build();
/// alerts.add_subscription(&EmailSubscription::new("ops@example.com"));
/// let errors = Metric::new("Shop", "Errors").create_alarm(&stack, "Errors", 5.0, 2);
/// errors.add_alarm_action(&SnsAction::new(&alerts));
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
#[derive(Clone, Debug)]
pub struct SnsAction(Topic);

impl SnsAction {
    /// Tells this topic.
    pub fn new(topic: &Topic) -> Self {
        Self(topic.clone())
    }
}

impl AlarmAction for SnsAction {
    fn bind(&self, _: &Node, _: &Value<String>) -> Value<String> {
        self.0.topic_arn()
    }
}
