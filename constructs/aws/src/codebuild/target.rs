//! Builds as targets of rules.

use super::Project;
use crate::Construct;
use crate::events::{Rule, RuleTarget, RuleTargetConfig, RuleTargetInput, event_role};
use crate::iam::PolicyStatement;

/// Starts a build.
#[derive(Clone, Debug)]
pub struct CodeBuildProject {
    project: Project,
    input: Option<RuleTargetInput>,
}

impl CodeBuildProject {
    /// Of this project.
    pub fn new(project: &Project) -> Self {
        Self { project: project.clone(), input: None }
    }

    /// What changes for the build, as `StartBuild` takes it. Default: the event, which changes nothing.
    #[must_use]
    pub fn event(mut self, input: RuleTargetInput) -> Self {
        self.input = Some(input);
        self
    }
}

impl RuleTarget for CodeBuildProject {
    #[track_caller]
    fn bind(&self, _: &Rule) -> RuleTargetConfig {
        let role = event_role(self.project.node());
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codebuild:StartBuild"])
                .resources([self.project.project_arn()]),
        );
        RuleTargetConfig::new(self.project.project_arn()).role(&role).input(self.input.clone())
    }
}
