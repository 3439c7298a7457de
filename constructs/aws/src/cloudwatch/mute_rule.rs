//! Times at which alarms do nothing.

use super::Alarm;
use crate::bag::{bag, list, opt};
use crate::cfn::cloudwatch::CfnAlarmMuteRule;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// When a silence begins.
///
/// ```
/// use cumulo::cloudwatch::MuteSchedule;
/// let nightly = MuteSchedule::cron("0 2 * * *").time_zone("Europe/London");
/// let once = MuteSchedule::at("2027-01-02T03:00");
/// ```
#[derive(Clone, Debug)]
pub struct MuteSchedule {
    expression: String,
    time_zone: Option<String>,
}

impl MuteSchedule {
    /// Again and again: minute, hour, day, month and day of the week.
    pub fn cron(fields: &str) -> Self {
        Self::of(format!("cron({fields})"))
    }

    /// Once, at `yyyy-mm-ddThh:mm`.
    pub fn at(time: &str) -> Self {
        Self::of(format!("at({time})"))
    }

    /// In CloudWatch's own notation.
    pub fn of(expression: impl Into<String>) -> Self {
        Self { expression: expression.into(), time_zone: None }
    }

    /// Time zone of the times, such as `Europe/London`. Default: UTC.
    #[must_use]
    pub fn time_zone(mut self, zone: impl Into<String>) -> Self {
        self.time_zone = Some(zone.into());
        self
    }
}

/// Times at which alarms do nothing, such as those of maintenance.
///
/// ```
/// use cumulo::cloudwatch::{AlarmMuteRule, Metric, MuteSchedule};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let errors = Metric::new("Shop", "Errors").create_alarm(&stack, "Errors", 5.0, 2);
/// AlarmMuteRule::builder(&stack, "Maintenance")
///     .schedule(MuteSchedule::cron("0 2 * * SUN"))
///     .duration(Duration::hours(2))
///     .alarms([errors])
///     .build();
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-alarmmuterule.html>
#[derive(Clone, Debug)]
pub struct AlarmMuteRule {
    node: Node,
    cfn: Resource<CfnAlarmMuteRule>,
}

#[bon]
impl AlarmMuteRule {
    /// Starts to describe when alarms do nothing.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// When a silence begins.
        schedule: MuteSchedule,
        /// How long it lasts, 1 minute to 15 days.
        duration: Duration,
        /// Alarms that do nothing then.
        #[builder(default, with = |alarms: impl IntoIterator<Item = Alarm>| alarms.into_iter().collect())]
        alarms: Vec<Alarm>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        alarm_mute_rule_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// From when on the rule counts, `yyyy-mm-ddThh:mm`. Default: from now on.
        #[builder(into)]
        start: Option<String>,
        /// Until when it counts, `yyyy-mm-ddThh:mm`. Default: for ever.
        #[builder(into)]
        expire: Option<String>,
    ) -> AlarmMuteRule {
        let node = scope.node().child(id);
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let schedule = Expr::object([
            ("Duration", Expr::from(iso(duration))),
            ("Expression", Expr::from(schedule.expression)),
            ("Timezone", text(schedule.time_zone)),
        ]);
        let targets = match list(alarms.iter().map(Alarm::alarm_name)) {
            Expr::Null => Expr::Null,
            names => Expr::object([("AlarmNames", names)]),
        };
        let cfn = bag::<CfnAlarmMuteRule>([
            ("Description", opt(description.as_ref())),
            ("ExpireDate", text(expire)),
            ("MuteTargets", targets),
            ("Name", opt(alarm_mute_rule_name.as_ref())),
            ("Rule", Expr::object([("Schedule", schedule)])),
            ("StartDate", text(start)),
        ])
        .add_to(&node, "Resource");
        AlarmMuteRule { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnAlarmMuteRule> {
        &self.cfn
    }

    /// Its ARN.
    pub fn alarm_mute_rule_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Has another alarm do nothing then.
    pub fn add_alarm(&self, alarm: &Alarm) {
        let name = alarm.alarm_name().into_expr();
        self.cfn.edit_properties(|properties| {
            let known = properties.get("MuteTargets").and_then(|targets| targets.get("AlarmNames"));
            let names = known.map(Expr::items).unwrap_or_default().iter().cloned();
            let names = Expr::List(names.chain([name]).collect());
            properties.set("MuteTargets", Expr::object([("AlarmNames", names)]));
        });
    }
}

/// The time in the notation of ISO 8601: `PT2H30M`.
fn iso(time: Duration) -> String {
    let minutes = time.to_minutes();
    let part = |amount: u64, unit: char| match amount {
        0 => String::new(),
        amount => format!("{amount}{unit}"),
    };
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    let clock = format!("{}{}", part(hours, 'H'), part(minutes, 'M'));
    let t = if clock.is_empty() { "" } else { "T" };
    format!("P{}{t}{clock}", part(days, 'D'))
}

impl Construct for AlarmMuteRule {
    fn node(&self) -> &Node {
        &self.node
    }
}
