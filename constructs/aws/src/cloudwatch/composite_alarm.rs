//! Alarms over other alarms.

use super::{Alarm, AlarmAction};
use crate::bag::{bag, flag, opt};
use crate::cfn::cloudwatch::CfnCompositeAlarm;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// State of an alarm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlarmState {
    /// It is raised.
    Alarm,
    /// All is well.
    Ok,
    /// It cannot tell.
    InsufficientData,
}

impl AlarmState {
    pub(super) fn name(self) -> &'static str {
        match self {
            AlarmState::Alarm => "ALARM",
            AlarmState::Ok => "OK",
            AlarmState::InsufficientData => "INSUFFICIENT_DATA",
        }
    }
}

/// How many alarms must be in a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtLeast {
    /// So many.
    Count(u32),
    /// This part of all, 1 to 100 percent.
    Percentage(u32),
}

/// When a composite alarm is raised.
///
/// ```
/// use cumulo::cloudwatch::AlarmRule;
/// let rule = AlarmRule::all_of([AlarmRule::in_alarm("errors"), AlarmRule::not(AlarmRule::in_alarm("deploying"))]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html>
#[derive(Clone, Debug)]
pub struct AlarmRule(Value<String>);

impl AlarmRule {
    /// While the alarm with this ARN or name is raised.
    pub fn in_alarm(alarm: impl IntoValue<String>) -> Self {
        Self::in_state(alarm, AlarmState::Alarm)
    }

    /// While the alarm with this ARN or name is in a state.
    pub fn in_state(alarm: impl IntoValue<String>, state: AlarmState) -> Self {
        Self(text!("{}(\"{}\")", state.name(), alarm.into_value()))
    }

    /// While an alarm is in a state.
    pub fn from_alarm(alarm: &Alarm, state: AlarmState) -> Self {
        Self::in_state(alarm.alarm_arn(), state)
    }

    /// While all of these hold.
    pub fn all_of(rules: impl IntoIterator<Item = impl Into<AlarmRule>>) -> Self {
        Self::joined(" AND ", rules.into_iter().map(Into::into))
    }

    /// While one of these holds.
    pub fn any_of(rules: impl IntoIterator<Item = impl Into<AlarmRule>>) -> Self {
        Self::joined(" OR ", rules.into_iter().map(Into::into))
    }

    /// While this does not hold.
    #[allow(clippy::should_implement_trait, reason = "the name of the operator")]
    pub fn not(rule: impl Into<AlarmRule>) -> Self {
        Self(text!("(NOT ({}))", rule.into().0))
    }

    /// While at least so many of these alarms are in a state.
    pub fn at_least<'a>(
        threshold: AtLeast,
        state: AlarmState,
        alarms: impl IntoIterator<Item = &'a Alarm>,
    ) -> Self {
        Self::counted(threshold, text!("{}", state.name()), alarms)
    }

    /// While at least so many of these alarms are not in a state.
    pub fn at_least_not<'a>(
        threshold: AtLeast,
        state: AlarmState,
        alarms: impl IntoIterator<Item = &'a Alarm>,
    ) -> Self {
        Self::counted(threshold, text!("NOT {}", state.name()), alarms)
    }

    fn counted<'a>(
        threshold: AtLeast,
        state: Value<String>,
        alarms: impl IntoIterator<Item = &'a Alarm>,
    ) -> Self {
        let threshold = match threshold {
            AtLeast::Count(count) => count.to_string(),
            AtLeast::Percentage(percent) => format!("{percent}%"),
        };
        let mut rule = text!("AT_LEAST({}, {}, (", threshold, state);
        for (i, alarm) in alarms.into_iter().enumerate() {
            rule = if i > 0 { rule.append(", ") } else { rule };
            rule = rule.append(text!("\"{}\"", alarm.alarm_arn()));
        }
        Self(rule.append("))"))
    }

    /// Always, or never.
    pub fn from_boolean(value: bool) -> Self {
        Self(Value::new(if value { "TRUE" } else { "FALSE" }))
    }

    /// A rule in CloudWatch's own notation.
    pub fn from_string(rule: impl IntoValue<String>) -> Self {
        Self(rule.into_value())
    }

    fn joined(operator: &'static str, rules: impl Iterator<Item = AlarmRule>) -> Self {
        let mut text = text!("(");
        for (i, rule) in rules.enumerate() {
            text = if i > 0 { text.append(operator) } else { text }.append(rule.0);
        }
        Self(text.append(")"))
    }

    fn is_empty(&self) -> bool {
        self.0.literal().is_some_and(|text| text.is_empty() || text.contains("()"))
    }
}

/// An alarm that is raised by what other alarms say.
///
/// ```
/// use cumulo::{App, Stack, cloudwatch::{AlarmRule, CompositeAlarm, Metric}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let errors = Metric::new("Shop", "Errors").create_alarm(&stack, "Errors", 5.0, 2);
/// let latency = Metric::new("Shop", "Latency").create_alarm(&stack, "Latency", 2.0, 2);
/// CompositeAlarm::builder(&stack, "Trouble").alarm_rule(AlarmRule::any_of([&errors, &latency])).build();
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Findings: `alarm-rule` when a rule has no operands, `alarm-suppressor` when periods are given without a suppressor.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-compositealarm.html>
#[derive(Clone, Debug)]
pub struct CompositeAlarm {
    node: Node,
    cfn: Resource<CfnCompositeAlarm>,
}

#[bon]
impl CompositeAlarm {
    /// Starts to describe an alarm over other alarms.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// When it is raised.
        #[builder(into)]
        alarm_rule: AlarmRule,
        /// Name in the account, up to 255 characters. Default: made from its place in the tree.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        composite_alarm_name: Option<Value<String>>,
        /// What it means, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        alarm_description: Option<Value<String>>,
        /// Whether the actions are done. Default: true.
        actions_enabled: Option<bool>,
        /// An alarm during which the actions are not done.
        actions_suppressor: Option<&Alarm>,
        /// How long actions stay suppressed after that alarm is over. Default: 1 minute.
        actions_suppressor_extension_period: Option<Duration>,
        /// How long this alarm waits for that one before it acts. Default: 1 minute.
        actions_suppressor_wait_period: Option<Duration>,
    ) -> CompositeAlarm {
        let node = scope.node().child(id);
        if alarm_rule.is_empty() {
            node.error(
                "alarm-rule",
                "the rule has no operands",
                "give `all_of` and `any_of` at least one alarm or rule",
            );
        }
        let periods = [actions_suppressor_extension_period, actions_suppressor_wait_period];
        if actions_suppressor.is_none() && periods.iter().any(Option::is_some) {
            node.error(
                "alarm-suppressor",
                "suppressor periods are given, but no suppressor",
                "name the alarm with `actions_suppressor`, or leave the periods away",
            );
        }
        let period = |given: Option<Duration>| match actions_suppressor {
            Some(_) => super::metric_set::seconds(given.unwrap_or(Duration::minutes(1))),
            None => Expr::Null,
        };
        let name = composite_alarm_name.unwrap_or_else(|| Value::new(unique_name(&node)));
        let cfn = bag::<CfnCompositeAlarm>([
            ("ActionsEnabled", flag(actions_enabled)),
            ("ActionsSuppressor", opt(actions_suppressor.map(Alarm::alarm_arn).as_ref())),
            ("ActionsSuppressorExtensionPeriod", period(actions_suppressor_extension_period)),
            ("ActionsSuppressorWaitPeriod", period(actions_suppressor_wait_period)),
            ("AlarmDescription", opt(alarm_description.as_ref())),
            ("AlarmName", name.into_expr()),
            ("AlarmRule", alarm_rule.0.into_expr()),
        ])
        .add_to(&node, "Resource");
        CompositeAlarm { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnCompositeAlarm> {
        &self.cfn
    }

    /// Its ARN.
    pub fn alarm_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Its name.
    pub fn alarm_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Does this when the alarm is raised.
    pub fn add_alarm_action(&self, action: &dyn AlarmAction) {
        self.add_action("AlarmActions", action);
    }

    /// Does this when the alarm is over.
    pub fn add_ok_action(&self, action: &dyn AlarmAction) {
        self.add_action("OKActions", action);
    }

    /// Does this when data is missing.
    pub fn add_insufficient_data_action(&self, action: &dyn AlarmAction) {
        self.add_action("InsufficientDataActions", action);
    }

    fn add_action(&self, property: &'static str, action: &dyn AlarmAction) {
        let arn = action.bind(&self.node, &self.alarm_arn());
        self.cfn.edit_properties(|properties| properties.push(property, arn));
    }
}

/// A name of at most 240 characters, its middle left out where it would be longer.
fn unique_name(node: &Node) -> String {
    let name = node.unique_id();
    match name.len() {
        0..=240 => name,
        length => format!("{}{}", &name[..120], &name[length - 120..]),
    }
}

impl From<&CompositeAlarm> for AlarmRule {
    fn from(alarm: &CompositeAlarm) -> Self {
        AlarmRule::in_alarm(alarm.alarm_arn())
    }
}

impl From<&AlarmRule> for AlarmRule {
    fn from(rule: &AlarmRule) -> Self {
        rule.clone()
    }
}

impl Construct for CompositeAlarm {
    fn node(&self) -> &Node {
        &self.node
    }
}
