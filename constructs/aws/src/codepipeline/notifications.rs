//! What pipelines tell of, and who may approve.

use super::{Pipeline, PipelineStage};
use crate::codestarnotifications::{
    NotificationRule, NotificationRuleSource, PipelineNotificationEvents as Happens,
};
use crate::events::{EventPattern, Rule};
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::sns::Topic;
use crate::{Construct, Value, text};

impl NotificationRuleSource for Pipeline {
    fn source_arn(&self) -> Value<String> {
        self.pipeline_arn()
    }
}

impl Pipeline {
    /// Tells a topic of what happens in the pipeline.
    #[track_caller]
    pub fn notify_on(
        &self,
        id: &str,
        topic: &Topic,
        events: impl IntoIterator<Item = Happens>,
    ) -> NotificationRule {
        NotificationRule::builder(self, id).source(self).events(events).targets([topic]).build()
    }

    /// Tells a topic when an execution changes its state.
    #[track_caller]
    pub fn notify_on_execution_state_change(&self, id: &str, topic: &Topic) -> NotificationRule {
        let events = [
            Happens::PipelineExecutionFailed,
            Happens::PipelineExecutionCanceled,
            Happens::PipelineExecutionStarted,
            Happens::PipelineExecutionResumed,
            Happens::PipelineExecutionSucceeded,
            Happens::PipelineExecutionSuperseded,
        ];
        self.notify_on(id, topic, events)
    }

    /// Tells a topic when a stage changes its state.
    #[track_caller]
    pub fn notify_on_any_stage_state_change(&self, id: &str, topic: &Topic) -> NotificationRule {
        let events = [
            Happens::StageExecutionCanceled,
            Happens::StageExecutionFailed,
            Happens::StageExecutionResumed,
            Happens::StageExecutionStarted,
            Happens::StageExecutionSucceeded,
        ];
        self.notify_on(id, topic, events)
    }

    /// Tells a topic when an action changes its state.
    #[track_caller]
    pub fn notify_on_any_action_state_change(&self, id: &str, topic: &Topic) -> NotificationRule {
        let events = [
            Happens::ActionExecutionCanceled,
            Happens::ActionExecutionFailed,
            Happens::ActionExecutionStarted,
            Happens::ActionExecutionSucceeded,
        ];
        self.notify_on(id, topic, events)
    }

    /// Tells a topic when an approval is wanted, given or refused.
    #[track_caller]
    pub fn notify_on_any_manual_approval_state_change(
        &self,
        id: &str,
        topic: &Topic,
    ) -> NotificationRule {
        let events = [
            Happens::ManualApprovalFailed,
            Happens::ManualApprovalNeeded,
            Happens::ManualApprovalSucceeded,
        ];
        self.notify_on(id, topic, events)
    }

    /// A rule that runs with every event of the pipeline that fits a pattern.
    #[track_caller]
    pub fn on_event(&self, id: &str, pattern: EventPattern) -> Rule {
        let rule = Rule::builder(self, id).event_pattern(pattern).build();
        rule.add_event_pattern(self.events());
        rule
    }

    fn events(&self) -> EventPattern {
        EventPattern::new().source(["aws.codepipeline"]).resources([self.pipeline_arn()])
    }
}

impl PipelineStage {
    /// A rule that runs when the stage changes its state.
    #[track_caller]
    pub fn on_state_change(&self, id: &str) -> Rule {
        let pattern = self.pipeline.events();
        let pattern = pattern.detail_type(["CodePipeline Stage Execution State Change"]);
        let pattern = pattern.detail("stage", [self.stage_name()]);
        Rule::builder(self, id).event_pattern(pattern).build()
    }

    /// Lets `grantee` give or refuse the approval that this action of the stage asks for.
    #[track_caller]
    pub fn grant_manual_approval(&self, action_name: &str, grantee: &dyn Grantable) -> Grant {
        let pipeline = self.pipeline.pipeline_arn();
        let approval = text!("{}/{}/{}", pipeline, self.stage_name(), action_name);
        let list = PolicyStatement::allow().actions(["codepipeline:ListPipelines"]);
        let read = PolicyStatement::allow().actions([
            "codepipeline:GetPipeline",
            "codepipeline:GetPipelineState",
            "codepipeline:GetPipelineExecution",
        ]);
        let approve = PolicyStatement::allow().actions(["codepipeline:PutApprovalResult"]);
        let grant = |statement| Grant::add_to_principal(self.node(), grantee, statement);
        grant(list.all_resources())
            .and(grant(read.resources([pipeline])))
            .and(grant(approve.resources([approval])))
    }
}
