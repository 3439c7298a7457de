//! The rule that runs a pattern's tasks at certain times.

use crate::ec2::{SecurityGroup, SubnetSelection};
use crate::ecs::{Cluster, FargatePlatformVersion, PropagatedTagSource, TaskDefinition};
use crate::events::{EcsTask, Rule, Schedule};
use crate::{Node, Value};

/// Makes the rule, `ScheduledEventRule` below `node`.
#[track_caller]
pub(super) fn schedule_rule(
    node: &Node,
    schedule: Schedule,
    enabled: bool,
    name: Option<Value<String>>,
) -> Rule {
    Rule::builder(node, "ScheduledEventRule")
        .schedule(schedule)
        .enabled(enabled)
        .maybe_rule_name(name)
        .build()
}

/// What is said of the tasks that the rule runs.
pub(super) struct ScheduledRun {
    pub(super) desired_task_count: u32,
    pub(super) subnet_selection: Option<SubnetSelection>,
    pub(super) security_groups: Option<Vec<SecurityGroup>>,
    pub(super) platform_version: Option<FargatePlatformVersion>,
    pub(super) propagate_tags: Option<PropagatedTagSource>,
    pub(super) tags: Vec<(String, Value<String>)>,
}

impl ScheduledRun {
    /// Lets the rule run the tasks.
    #[track_caller]
    pub(super) fn add_to(self, rule: &Rule, cluster: &Cluster, task: &TaskDefinition) {
        let mut target =
            EcsTask::new(cluster, task).task_count(self.desired_task_count).tags(self.tags);
        if let Some(subnets) = self.subnet_selection {
            target = target.subnet_selection(subnets);
        }
        if let Some(groups) = self.security_groups {
            target = target.security_groups(groups);
        }
        if let Some(version) = self.platform_version {
            target = target.platform_version(version);
        }
        if let Some(source) = self.propagate_tags {
            target = target.propagate_tags(source);
        }
        rule.add_target(&target);
    }
}
