//! Groups of schedules.

use crate::bag::bag;
use crate::cfn::scheduler::CfnScheduleGroup;
use crate::names::unique_resource_name;
use crate::{CfnType, Construct, IntoValue, Node, RemovalPolicy, Resource, Value};
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
    cfn: Resource<CfnScheduleGroup>,
    name: Value<String>,
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
        ScheduleGroup { node, cfn, name }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnScheduleGroup> {
        &self.cfn
    }

    /// Its name.
    pub fn schedule_group_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn schedule_group_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }
}

impl Construct for ScheduleGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}
