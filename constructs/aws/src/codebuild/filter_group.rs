//! Which events of a repository start a build.

use crate::Expr;

/// What happened to a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are CodeBuild's own")]
pub enum EventAction {
    Push,
    PullRequestCreated,
    PullRequestUpdated,
    PullRequestMerged,
    PullRequestReopened,
    PullRequestClosed,
    Release,
    Prereleased,
    WorkflowJobQueued,
}

impl EventAction {
    fn name(self) -> &'static str {
        match self {
            Self::Push => "PUSH",
            Self::PullRequestCreated => "PULL_REQUEST_CREATED",
            Self::PullRequestUpdated => "PULL_REQUEST_UPDATED",
            Self::PullRequestMerged => "PULL_REQUEST_MERGED",
            Self::PullRequestReopened => "PULL_REQUEST_REOPENED",
            Self::PullRequestClosed => "PULL_REQUEST_CLOSED",
            Self::Release => "RELEASED",
            Self::Prereleased => "PRERELEASED",
            Self::WorkflowJobQueued => "WORKFLOW_JOB_QUEUED",
        }
    }
}

/// Events that start a build: those of a kind for which all conditions hold.
///
/// ```
/// use cumulo::codebuild::{EventAction, FilterGroup};
/// let of_main = FilterGroup::in_event_of([EventAction::Push]).and_branch_is("main");
/// ```
///
/// Texts are regular expressions. Source: <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
#[derive(Clone, Debug)]
pub struct FilterGroup {
    events: Vec<EventAction>,
    conditions: Vec<(&'static str, String, bool)>,
}

macro_rules! conditions {
    ($($is:ident $is_not:ident $kind:literal $prefix:literal $what:literal;)*) => {$(
        #[doc = concat!("Only where ", $what, " matches this.")]
        #[must_use]
        pub fn $is(self, pattern: impl AsRef<str>) -> Self {
            self.with($kind, format!(concat!($prefix, "{}"), pattern.as_ref()), false)
        }

        #[doc = concat!("Only where ", $what, " does not match this.")]
        #[must_use]
        pub fn $is_not(self, pattern: impl AsRef<str>) -> Self {
            self.with($kind, format!(concat!($prefix, "{}"), pattern.as_ref()), true)
        }
    )*};
}

impl FilterGroup {
    /// Events of these kinds.
    pub fn in_event_of(actions: impl IntoIterator<Item = EventAction>) -> Self {
        Self { events: actions.into_iter().collect(), conditions: Vec::new() }
    }

    conditions! {
        and_branch_is and_branch_is_not "HEAD_REF" "refs/heads/" "the branch";
        and_tag_is and_tag_is_not "HEAD_REF" "refs/tags/" "the tag";
        and_head_ref_is and_head_ref_is_not "HEAD_REF" "" "the changed reference";
        and_base_branch_is and_base_branch_is_not "BASE_REF" "refs/heads/" "the branch that a pull request is for";
        and_base_ref_is and_base_ref_is_not "BASE_REF" "" "the reference that a pull request is for";
        and_actor_account_is and_actor_account_is_not "ACTOR_ACCOUNT_ID" "" "the account of who did it";
        and_commit_message_is and_commit_message_is_not "COMMIT_MESSAGE" "" "the message of the commit";
        and_file_path_is and_file_path_is_not "FILE_PATH" "" "the path of a changed file";
        and_repository_name_is and_repository_name_is_not "REPOSITORY_NAME" "" "the repository's name";
    }

    fn with(mut self, kind: &'static str, pattern: String, exclude: bool) -> Self {
        self.conditions.push((kind, pattern, exclude));
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let events: Vec<&str> = self.events.iter().map(|event| event.name()).collect();
        let event = Expr::object([
            ("Pattern", Expr::from(events.join(", "))),
            ("Type", Expr::from("EVENT")),
        ]);
        let condition = |(kind, pattern, exclude): &(&'static str, String, bool)| {
            Expr::object([
                ("ExcludeMatchedPattern", if *exclude { true.into() } else { Expr::Null }),
                ("Pattern", Expr::from(pattern.clone())),
                ("Type", Expr::from(*kind)),
            ])
        };
        let conditions = self.conditions.iter().map(condition);
        Expr::List(std::iter::once(event).chain(conditions).collect())
    }
}
