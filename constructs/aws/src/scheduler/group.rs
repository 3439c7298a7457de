//! Groups of schedules.

use crate::bag::bag;
use crate::cfn::scheduler::CfnScheduleGroup;
use crate::cloudwatch::{Metric, Statistic};
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::names::unique_resource_name;
use crate::{CfnType, Construct, Fn, IntoValue, Node, RemovalPolicy, Resource, Value, text};
use bon::bon;

/// Longest name of a group.
const LONGEST_NAME: usize = 64;

/// A group of schedules, which can be deleted and measured together.
///
/// ```
/// use cumulo::scheduler::ScheduleGroup;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Jobs").build();
/// ScheduleGroup::builder(&stack, "Nightly").schedule_group_name("nightly").build();
/// # cumulo::testing::Template::of(&app, "Jobs");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedulegroup.html>
#[derive(Clone, Debug)]
pub struct ScheduleGroup {
    node: Node,
    cfn: Option<Resource<CfnScheduleGroup>>,
    name: Value<String>,
    arn: Value<String>,
}

#[bon]
impl ScheduleGroup {
    /// Starts to describe a group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account, up to 64 characters. Default: made from its place in the tree.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        schedule_group_name: Option<Value<String>>,
        /// What happens to the group, and so to its schedules, when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> ScheduleGroup {
        let node = scope.node().child(id);
        let name = schedule_group_name
            .unwrap_or_else(|| Value::new(unique_resource_name(&node, "-", LONGEST_NAME)));
        let cfn =
            bag::<CfnScheduleGroup>([("Name", name.clone().into_expr())]).add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        ScheduleGroup { node, arn: cfn.attr_arn(), cfn: Some(cfn), name }
    }

    /// A group that no stack of the program makes, by its name.
    #[track_caller]
    pub fn from_schedule_group_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> Self {
        let (node, name) = (scope.node().child(id), name.into_value());
        let arn = node.stack().format_arn("scheduler", text!("schedule-group/{}", name));
        Self { node, cfn: None, name, arn }
    }

    /// A group that no stack of the program makes, by its ARN.
    #[track_caller]
    pub fn from_schedule_group_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        let (node, arn) = (scope.node().child(id), arn.into_value());
        let name = match arn.literal().and_then(|arn| arn.split('/').nth(1)) {
            Some(name) => Value::new(name.to_owned()),
            None => Fn::select(1, Fn::split("/", &arn)),
        };
        Self { node, cfn: None, name, arn }
    }

    /// The group in which schedules stand that name none.
    #[track_caller]
    pub fn from_default_schedule_group(scope: &dyn Construct, id: &str) -> Self {
        Self::from_schedule_group_name(scope, id, "default")
    }

    /// The L1; of an imported group there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnScheduleGroup>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn schedule_group_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn schedule_group_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Lets `grantee` do this with the schedules of the group.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = &'static str>,
    ) -> Grant {
        let schedules =
            self.node.stack().format_arn("scheduler", text!("schedule/{}/*", self.name));
        let statement = PolicyStatement::allow().actions(actions).resources([schedules]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Lets `grantee` list and read the group's schedules.
    #[track_caller]
    pub fn grant_read_schedules(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["scheduler:GetSchedule", "scheduler:ListSchedules"])
    }

    /// Lets `grantee` make and change schedules of the group.
    #[track_caller]
    pub fn grant_write_schedules(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["scheduler:CreateSchedule", "scheduler:UpdateSchedule"])
    }

    /// Lets `grantee` delete schedules of the group.
    #[track_caller]
    pub fn grant_delete_schedules(&self, grantee: &dyn Grantable) -> Grant {
        self.grant(grantee, ["scheduler:DeleteSchedule"])
    }

    /// A metric of the group by its name; its sum over five minutes.
    pub fn metric(&self, name: &str) -> Metric {
        Metric::new("AWS/Scheduler", name.to_owned())
            .dimension("ScheduleGroup", self.schedule_group_name())
            .statistic(Statistic::SUM)
            .attached_to(self)
    }

    /// Starts that were put off because there were too many.
    pub fn metric_throttled(&self) -> Metric {
        self.metric("InvocationThrottleCount")
    }

    /// Attempts to start something.
    pub fn metric_attempts(&self) -> Metric {
        self.metric("InvocationAttemptCount")
    }

    /// Errors that targets answered.
    pub fn metric_target_errors(&self) -> Metric {
        self.metric("TargetErrorCount")
    }

    /// Starts that targets put off because there were too many.
    pub fn metric_target_throttled(&self) -> Metric {
        self.metric("TargetErrorThrottledCount")
    }

    /// Starts that were given up.
    pub fn metric_dropped(&self) -> Metric {
        self.metric("InvocationDroppedCount")
    }

    /// Starts that went to a queue of dead letters.
    pub fn metric_sent_to_dlq(&self) -> Metric {
        self.metric("InvocationsSentToDeadLetterCount")
    }

    /// Starts that did not reach a queue of dead letters; of one error where its code is named.
    pub fn metric_failed_to_be_sent_to_dlq(&self, error_code: Option<&str>) -> Metric {
        const NAME: &str = "InvocationsFailedToBeSentToDeadLetterCount";
        match error_code {
            Some(code) => self.metric(&format!("{NAME}_{code}")),
            None => self.metric(NAME),
        }
    }

    /// Starts that were cut to fit into a queue of dead letters.
    pub fn metric_sent_to_dlq_truncated(&self) -> Metric {
        self.metric("InvocationsSentToDeadLetterCount_Truncated_MessageSizeExceeded")
    }
}

impl Construct for ScheduleGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
