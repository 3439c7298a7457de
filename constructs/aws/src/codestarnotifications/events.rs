//! What notifications tell of.

use std::borrow::Cow;

/// Something that notifications tell of, by its id.
///
/// Source: <https://docs.aws.amazon.com/dtconsole/latest/userguide/concepts.html#events-ref>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotificationEvent(Cow<'static, str>);

impl NotificationEvent {
    /// One that this crate does not know.
    pub fn of(id: impl Into<Cow<'static, str>>) -> Self {
        Self(id.into())
    }

    pub(super) fn into_id(self) -> Cow<'static, str> {
        self.0
    }
}

macro_rules! events {
    ($(#[$doc:meta])* $of:ident $prefix:literal { $($name:ident $id:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names say it")]
        pub enum $of {
            $($name),*
        }

        impl From<$of> for NotificationEvent {
            fn from(event: $of) -> Self {
                NotificationEvent(Cow::Borrowed(match event {
                    $($of::$name => concat!($prefix, $id)),*
                }))
            }
        }
    };
}

events! {
    /// What happens to builds.
    ProjectNotificationEvents "codebuild-project-build-" {
        BuildFailed "state-failed",
        BuildSucceeded "state-succeeded",
        BuildInProgress "state-in-progress",
        BuildStopped "state-stopped",
        BuildPhaseFailed "phase-failure",
        BuildPhaseSucceeded "phase-success",
    }
}

events! {
    /// What happens in repositories.
    RepositoryNotificationEvents "codecommit-repository-" {
        CommitComment "comments-on-commits",
        PullRequestComment "comments-on-pull-requests",
        ApprovalStatusChanged "approvals-status-changed",
        ApprovalRuleOverridden "approvals-rule-override",
        PullRequestCreated "pull-request-created",
        PullRequestSourceUpdated "pull-request-source-updated",
        PullRequestStatusChanged "pull-request-status-changed",
        PullRequestMerged "pull-request-merged",
        BranchOrTagCreated "branches-and-tags-created",
        BranchOrTagDeleted "branches-and-tags-deleted",
        BranchOrTagUpdated "branches-and-tags-updated",
    }
}

events! {
    /// What happens in pipelines.
    PipelineNotificationEvents "codepipeline-pipeline-" {
        PipelineExecutionFailed "pipeline-execution-failed",
        PipelineExecutionCanceled "pipeline-execution-canceled",
        PipelineExecutionStarted "pipeline-execution-started",
        PipelineExecutionResumed "pipeline-execution-resumed",
        PipelineExecutionSucceeded "pipeline-execution-succeeded",
        PipelineExecutionSuperseded "pipeline-execution-superseded",
        StageExecutionStarted "stage-execution-started",
        StageExecutionSucceeded "stage-execution-succeeded",
        StageExecutionResumed "stage-execution-resumed",
        StageExecutionCanceled "stage-execution-canceled",
        StageExecutionFailed "stage-execution-failed",
        ActionExecutionSucceeded "action-execution-succeeded",
        ActionExecutionFailed "action-execution-failed",
        ActionExecutionCanceled "action-execution-canceled",
        ActionExecutionStarted "action-execution-started",
        ManualApprovalFailed "manual-approval-failed",
        ManualApprovalNeeded "manual-approval-needed",
        ManualApprovalSucceeded "manual-approval-succeeded",
    }
}
