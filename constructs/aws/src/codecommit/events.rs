//! What happens in repositories.

use super::Repository;
use crate::Value;
use crate::codestarnotifications::{
    NotificationRule, NotificationRuleSource, RepositoryNotificationEvents as Happens,
};
use crate::events::{EventPattern, Rule};
use crate::sns::Topic;

impl NotificationRuleSource for Repository {
    fn source_arn(&self) -> Value<String> {
        self.repository_arn()
    }
}

impl Repository {
    fn events(&self) -> EventPattern {
        EventPattern::new().source(["aws.codecommit"]).resources([self.repository_arn()])
    }

    #[track_caller]
    fn on(&self, id: &str, detail_type: &str) -> Rule {
        let pattern = self.events().detail_type([detail_type]);
        Rule::builder(self, id).event_pattern(pattern).build()
    }

    #[track_caller]
    fn on_reference(&self, id: &str, events: &[&str], branches: Vec<&str>) -> Rule {
        let pattern = self.events().detail_type(["CodeCommit Repository State Change"]);
        let mut pattern = pattern.detail("event", events.iter().copied());
        if !branches.is_empty() {
            pattern = pattern.detail("referenceName", branches);
        }
        Rule::builder(self, id).event_pattern(pattern).build()
    }

    /// A rule that runs when commits come to one of these branches; to any where none is given.
    #[track_caller]
    pub fn on_commit<'a>(&self, id: &str, branches: impl IntoIterator<Item = &'a str>) -> Rule {
        let events = ["referenceCreated", "referenceUpdated"];
        self.on_reference(id, &events, branches.into_iter().collect())
    }

    /// A rule that runs when there is a new branch or tag.
    #[track_caller]
    pub fn on_reference_created(&self, id: &str) -> Rule {
        self.on_reference(id, &["referenceCreated"], Vec::new())
    }

    /// A rule that runs when a branch or tag is new, or names another commit.
    #[track_caller]
    pub fn on_reference_updated(&self, id: &str) -> Rule {
        self.on_reference(id, &["referenceCreated", "referenceUpdated"], Vec::new())
    }

    /// A rule that runs when a branch or tag is deleted.
    #[track_caller]
    pub fn on_reference_deleted(&self, id: &str) -> Rule {
        self.on_reference(id, &["referenceDeleted"], Vec::new())
    }

    /// A rule that runs when the repository changes in any way.
    #[track_caller]
    pub fn on_state_change(&self, id: &str) -> Rule {
        self.on(id, "CodeCommit Repository State Change")
    }

    /// A rule that runs when a pull request changes its state.
    #[track_caller]
    pub fn on_pull_request_state_change(&self, id: &str) -> Rule {
        self.on(id, "CodeCommit Pull Request State Change")
    }

    /// A rule that runs when somebody comments on a pull request.
    #[track_caller]
    pub fn on_comment_on_pull_request(&self, id: &str) -> Rule {
        self.on(id, "CodeCommit Comment on Pull Request")
    }

    /// A rule that runs when somebody comments on a commit.
    #[track_caller]
    pub fn on_comment_on_commit(&self, id: &str) -> Rule {
        self.on(id, "CodeCommit Comment on Commit")
    }

    /// A rule that runs with every event of the repository that fits a pattern.
    #[track_caller]
    pub fn on_event(&self, id: &str, pattern: EventPattern) -> Rule {
        let rule = Rule::builder(self, id).event_pattern(pattern).build();
        rule.add_event_pattern(self.events());
        rule
    }

    /// Tells a topic of what happens in the repository.
    #[track_caller]
    pub fn notify_on(
        &self,
        id: &str,
        topic: &Topic,
        events: impl IntoIterator<Item = Happens>,
    ) -> NotificationRule {
        NotificationRule::builder(self, id).source(self).events(events).targets([topic]).build()
    }

    /// Tells a topic of new pull requests.
    #[track_caller]
    pub fn notify_on_pull_request_created(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::PullRequestCreated])
    }

    /// Tells a topic of pull requests that are merged.
    #[track_caller]
    pub fn notify_on_pull_request_merged(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::PullRequestMerged])
    }

    /// Tells a topic of comments on pull requests.
    #[track_caller]
    pub fn notify_on_pull_request_comment(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::PullRequestComment])
    }

    /// Tells a topic when approvals of a pull request change.
    #[track_caller]
    pub fn notify_on_approval_status_changed(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::ApprovalStatusChanged])
    }

    /// Tells a topic when the rules of approval are overridden.
    #[track_caller]
    pub fn notify_on_approval_rule_overridden(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::ApprovalRuleOverridden])
    }

    /// Tells a topic of new branches and tags.
    #[track_caller]
    pub fn notify_on_branch_or_tag_created(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::BranchOrTagCreated])
    }

    /// Tells a topic of branches and tags that are deleted.
    #[track_caller]
    pub fn notify_on_branch_or_tag_deleted(&self, id: &str, topic: &Topic) -> NotificationRule {
        self.notify_on(id, topic, [Happens::BranchOrTagDeleted])
    }
}
