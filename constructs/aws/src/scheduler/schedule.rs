//! Schedules.

use super::targets::ScheduleTarget;
use super::{ScheduleExpression, ScheduleGroup};
use crate::bag::{bag, number, opt};
use crate::cfn::scheduler::CfnSchedule;
use crate::iam::{Conditions, PolicyStatement, Principal, Role};
use crate::kms::Key;
use crate::names::md5_hex;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// Something that runs at times.
///
/// ```
/// use cumulo::scheduler::{Schedule, ScheduleExpression, SqsSendMessage};
/// use cumulo::sqs::Queue;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// let jobs = Queue::builder(&stack, "Jobs").build();
/// Schedule::builder(&stack, "Nightly")
///     .schedule(ScheduleExpression::of("cron(0 2 * * ? *)").time_zone("Europe/Berlin"))
///     .target(&SqsSendMessage::new(&jobs).input("{\"job\":\"cleanup\"}"))
///     .build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html>
#[derive(Clone, Debug)]
pub struct Schedule {
    node: Node,
    cfn: Resource<CfnSchedule>,
    role: Role,
}

#[bon]
impl Schedule {
    /// Starts to describe a schedule.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// When it runs.
        schedule: ScheduleExpression,
        /// What it runs.
        target: &dyn ScheduleTarget,
        /// Group in which it stands. Default: the account's.
        schedule_group: Option<&ScheduleGroup>,
        /// Name in the group. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        schedule_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Whether it runs.
        #[builder(default = true)]
        enabled: bool,
        /// Time within which it may start, up to a day. Default: at once.
        flexible_window: Option<Duration>,
        /// Not before this time: `2027-01-01T00:00:00.000Z`.
        #[builder(into)]
        start: Option<String>,
        /// Not after this time.
        #[builder(into)]
        end: Option<String>,
        /// Key that encrypts what the target gets. Default: one of AWS.
        key: Option<&Key>,
        /// Role by which it runs. Default: one that is made for it.
        role: Option<&Role>,
        /// How old a run may become before it is given up, 1 minute to 24 hours.
        #[builder(default = Duration::hours(24))]
        max_event_age: Duration,
        /// How often a run is tried again, up to 185 times.
        #[builder(default = 185)]
        retry_attempts: u32,
        /// Queue of runs that failed. Default: they are lost.
        dead_letter_queue: Option<&Queue>,
    ) -> Schedule {
        let node = scope.node().child(id);
        let arn = target.target_arn();
        let role = role.cloned().unwrap_or_else(|| own_role(&node, &arn, schedule_group));
        let config = target.bind(&role);
        let dead_letters = dead_letter_queue.map(|queue| {
            role.add_to_policy(
                PolicyStatement::allow()
                    .actions(["sqs:SendMessage"])
                    .resources([queue.queue_arn()]),
            );
            Expr::object([("Arn", queue.queue_arn().into_expr())])
        });
        if let Some(key) = key {
            key.grant_decrypt(&role);
        }
        let window = match flexible_window {
            None => Expr::object([("Mode", Expr::from("OFF"))]),
            Some(window) => Expr::object([
                ("MaximumWindowInMinutes", number(i64::try_from(window.to_minutes()).ok())),
                ("Mode", Expr::from("FLEXIBLE")),
            ]),
        };
        let retry = Expr::object([
            ("MaximumEventAgeInSeconds", number(i64::try_from(max_event_age.to_seconds()).ok())),
            ("MaximumRetryAttempts", number(Some(retry_attempts))),
        ]);
        let mut entries = vec![
            ("Arn", arn.into_expr()),
            ("DeadLetterConfig", dead_letters.unwrap_or(Expr::Null)),
            ("Input", opt(config.input.as_ref())),
            ("RetryPolicy", retry),
            ("RoleArn", role.role_arn().into_expr()),
        ];
        entries.extend(config.properties);
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let cfn = bag::<CfnSchedule>([
            ("Description", opt(description.as_ref())),
            ("EndDate", text(end)),
            ("FlexibleTimeWindow", window),
            ("GroupName", opt(schedule_group.map(ScheduleGroup::schedule_group_name).as_ref())),
            ("KmsKeyArn", opt(key.map(Key::key_arn).as_ref())),
            ("Name", opt(schedule_name.as_ref())),
            ("ScheduleExpression", Expr::from(schedule.expression)),
            ("ScheduleExpressionTimezone", Expr::from(schedule.time_zone)),
            ("StartDate", text(start)),
            ("State", Expr::from(if enabled { "ENABLED" } else { "DISABLED" })),
            ("Target", Expr::object(entries)),
        ])
        .add_to(&node, "Resource");
        Schedule { node, cfn, role }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnSchedule> {
        &self.cfn
    }

    /// Its name.
    pub fn schedule_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Its ARN.
    pub fn schedule_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// The role by which it runs.
    pub fn role(&self) -> &Role {
        &self.role
    }
}

/// A role that only schedules of this account and group can take on.
/// The role by which the schedules of a stack run one target; schedules of the same group that they trust are said once.
#[track_caller]
fn own_role(node: &Node, target: &Value<String>, group: Option<&ScheduleGroup>) -> Role {
    #[derive(Default)]
    struct Roles(Vec<(String, Role, Vec<Value<String>>)>);
    let stack = node.stack();
    let group = match group {
        Some(group) => group.schedule_group_arn(),
        None => stack.format_arn("scheduler", "schedule-group/default"),
    };
    let own = Conditions::new()
        .string_equals("aws:SourceAccount", stack.account())
        .string_equals("aws:SourceArn", &group);
    let principal = Principal::service("scheduler.amazonaws.com").with_conditions(own);
    let text = match target.literal() {
        Some(arn) => arn.to_owned(),
        None => stack.resolve(target).to_string(),
    };
    let id = format!("SchedulerRoleForTarget-{}", &md5_hex(&text)[..6]);
    let known = stack.node().with_state(|roles: &mut Roles| {
        let known = roles.0.iter_mut().find(|(known, ..)| *known == id);
        known.map(|(_, role, groups)| {
            let is_new = !groups.iter().any(|known| known.expr() == group.expr());
            if is_new {
                groups.push(group.clone());
            }
            (role.clone(), is_new)
        })
    });
    match known {
        Some((role, is_new)) => {
            if is_new {
                let trust = PolicyStatement::allow().actions(["sts:AssumeRole"]);
                role.add_to_assume_role_policy(trust.principals([principal]));
            }
            role
        }
        None => {
            let role = Role::builder(&stack, &id).assumed_by(principal).build();
            let entry = (id, role.clone(), vec![group]);
            stack.node().with_state(|roles: &mut Roles| roles.0.push(entry));
            role
        }
    }
}

impl Construct for Schedule {
    fn node(&self) -> &Node {
        &self.node
    }
}
