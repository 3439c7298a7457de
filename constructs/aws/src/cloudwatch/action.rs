//! What alarms do.

use crate::{IntoValue, Node, Value, text};

/// Something that happens when an alarm changes its state.
///
/// Topics and functions are one by themselves; implement it for services of your own.
pub trait AlarmAction {
    /// Makes what the action needs, and gives the ARN that the alarm names. `alarm` is the alarm's place in the tree.
    fn bind(&self, alarm: &Node, alarm_arn: &Value<String>) -> Value<String>;
}

impl AlarmAction for Value<String> {
    /// The ARN of an action, as it is.
    fn bind(&self, _: &Node, _: &Value<String>) -> Value<String> {
        self.clone()
    }
}

/// What an alarm does with the instance whose metric it watches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ec2Action {
    /// Stops it.
    Stop,
    /// Terminates it.
    Terminate,
    /// Moves it to other hardware.
    Recover,
    /// Restarts it.
    Reboot,
}

impl AlarmAction for Ec2Action {
    fn bind(&self, alarm: &Node, _: &Value<String>) -> Value<String> {
        let stack = alarm.stack();
        let verb = format!("{self:?}").to_lowercase();
        text!("arn:{}:automate:{}:ec2:{}", stack.partition(), stack.region(), verb)
    }
}

/// Opens an item in Systems Manager's OpsCenter.
#[derive(Clone, Debug)]
pub struct OpsItemAction {
    severity: u8,
    category: Option<&'static str>,
}

/// What kind of problem an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum OpsItemCategory {
    Availability,
    Cost,
    Performance,
    Recovery,
    Security,
}

impl OpsItemAction {
    /// An item of this severity: 1 is critical, 4 low.
    pub fn severity(severity: u8) -> Self {
        Self { severity, category: None }
    }

    /// Puts it in a category.
    #[must_use]
    pub fn category(mut self, category: OpsItemCategory) -> Self {
        self.category = Some(match category {
            OpsItemCategory::Availability => "Availability",
            OpsItemCategory::Cost => "Cost",
            OpsItemCategory::Performance => "Performance",
            OpsItemCategory::Recovery => "Recovery",
            OpsItemCategory::Security => "Security",
        });
        self
    }
}

impl AlarmAction for OpsItemAction {
    fn bind(&self, alarm: &Node, _: &Value<String>) -> Value<String> {
        let item = format!("opsitem:{}", self.severity);
        let arn = alarm.stack().format_arn("ssm", item);
        match self.category {
            Some(category) => arn.append(format!("#CATEGORY={category}")),
            None => arn,
        }
    }
}

/// Starts a response plan of Systems Manager's Incident Manager.
#[derive(Clone, Debug)]
pub struct IncidentAction(Value<String>);

impl IncidentAction {
    /// The response plan of this name.
    pub fn response_plan(name: impl IntoValue<String>) -> Self {
        Self(name.into_value())
    }
}

impl AlarmAction for IncidentAction {
    fn bind(&self, alarm: &Node, _: &Value<String>) -> Value<String> {
        let stack = alarm.stack();
        let (partition, account) = (stack.partition(), stack.account());
        text!("arn:{}:ssm-incidents::{}:response-plan/{}", partition, account, self.0)
    }
}
