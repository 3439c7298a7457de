//! Functions as actions of alarms.

use super::{Function, Permission};
use crate::cloudwatch::AlarmAction;
use crate::{Node, Value};

/// Calls a function when an alarm changes its state.
#[derive(Clone, Debug)]
pub struct LambdaAction(Function);

impl LambdaAction {
    /// This function.
    pub fn new(function: &Function) -> Self {
        Self(function.clone())
    }
}

impl AlarmAction for LambdaAction {
    #[track_caller]
    fn bind(&self, alarm: &Node, alarm_arn: &Value<String>) -> Value<String> {
        let id = format!("{}AlarmPermission", alarm.id());
        let permission = Permission::service("lambda.alarms.cloudwatch.amazonaws.com")
            .source_account(alarm.stack().account())
            .source_arn(alarm_arn);
        self.0.permit_once(&id, permission);
        self.0.function_arn()
    }
}
