//! Rules.

use super::target::{RuleTarget, RuleTargetConfig};
use super::{EventBus, EventPattern, Schedule};
use crate::bag::{bag, opt};
use crate::cfn::events::CfnRule;
use crate::iam::Role;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A rule: calls targets at times, or when events come.
///
/// ```
/// use cumulo::{App, Duration, Stack, events::{Rule, Schedule, SqsQueue}, sqs::Queue};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let jobs = Queue::builder(&stack, "Jobs").build();
/// let rule = Rule::builder(&stack, "Hourly").schedule(Schedule::rate(Duration::hours(1))).build();
/// rule.add_target(&SqsQueue::new(&jobs));
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Findings: `rule-trigger` without schedule and pattern, `rule-schedule` when EventBridge would not take the schedule.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html>
#[derive(Clone, Debug)]
pub struct Rule {
    node: Node,
    cfn: Resource<CfnRule>,
}

/// What the tree keeps of a rule.
#[derive(Default)]
struct State {
    pattern: EventPattern,
    targets: usize,
}

#[bon]
impl Rule {
    /// Starts to describe a rule.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// When it runs. A rule has a schedule, a pattern, or both.
        schedule: Option<Schedule>,
        /// Which events it takes.
        event_pattern: Option<EventPattern>,
        /// Bus whose events it takes. Default: the account's.
        event_bus: Option<&EventBus>,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        rule_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Whether it runs. Default: true.
        #[builder(default = true)]
        enabled: bool,
        /// Role by which EventBridge calls targets that name none.
        role: Option<&Role>,
    ) -> Rule {
        let node = scope.node().child(id);
        if schedule.as_ref().is_some_and(|schedule| !schedule.is_for_rules()) {
            node.error(
                "rule-schedule",
                "the schedule of the rule is shorter than a minute",
                "choose whole minutes",
            );
        }
        if schedule.is_some() && event_bus.is_some() {
            node.error(
                "rule-schedule",
                "a rule with a schedule stands on a bus of its own",
                "rules on the account's bus alone can have a schedule",
            );
        }
        let pattern = event_pattern.unwrap_or_default();
        let cfn = bag::<CfnRule>([
            ("Description", opt(description.as_ref())),
            ("EventBusName", opt(event_bus.map(EventBus::event_bus_name).as_ref())),
            ("EventPattern", pattern.to_expr()),
            ("Name", opt(rule_name.as_ref())),
            ("RoleArn", opt(role.map(Role::role_arn).as_ref())),
            (
                "ScheduleExpression",
                schedule
                    .as_ref()
                    .map_or(Expr::Null, |schedule| schedule.expression().to_owned().into()),
            ),
            ("State", Expr::from(if enabled { "ENABLED" } else { "DISABLED" })),
        ])
        .add_to(&node, "Resource");
        node.with_state(|state: &mut State| state.pattern = pattern);
        if schedule.is_none() {
            node.add_validation(|node| {
                if node.with_state(|state: &mut State| state.pattern.is_empty()) {
                    node.error(
                        "rule-trigger",
                        "the rule has neither a schedule nor a pattern",
                        "give `schedule`, `event_pattern`, or both",
                    );
                }
            });
        }
        Rule { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnRule> {
        &self.cfn
    }

    /// Its ARN.
    pub fn rule_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Its name.
    pub fn rule_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Takes further events: values of fields that the pattern names already stand beside the earlier ones.
    pub fn add_event_pattern(&self, pattern: EventPattern) {
        let merged = self.node.with_state(|state: &mut State| {
            state.pattern = std::mem::take(&mut state.pattern).merged(pattern);
            state.pattern.to_expr()
        });
        self.cfn.edit_properties(|properties| properties.set("EventPattern", merged));
    }

    /// Calls something, up to five things a rule.
    #[track_caller]
    pub fn add_target(&self, target: &dyn RuleTarget) {
        let config = target.bind(self);
        let number = self.node.with_state(|state: &mut State| {
            state.targets += 1;
            state.targets - 1
        });
        let entry = entry(&config, number);
        self.cfn.edit_properties(|properties| properties.push("Targets", entry));
    }
}

fn entry(config: &RuleTargetConfig, number: usize) -> Expr {
    let mut entries = vec![
        ("Arn", config.arn.clone().into_expr()),
        ("Id", Expr::from(format!("Target{number}"))),
        ("RoleArn", opt(config.role.as_ref().map(Role::role_arn).as_ref())),
    ];
    entries.extend(config.input.iter().flat_map(|input| input.properties()));
    entries.extend(config.properties.iter().cloned());
    Expr::object(entries)
}

impl Construct for Rule {
    fn node(&self) -> &Node {
        &self.node
    }
}
