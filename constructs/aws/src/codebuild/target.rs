//! Builds as targets of rules.

use super::Project;
use crate::Construct;
use crate::events::{
    Delivery, Rule, RuleTarget, RuleTargetConfig, RuleTargetInput, delivery, event_role,
};
use crate::iam::{PolicyStatement, Role};

/// Starts a build.
#[derive(Clone, Debug)]
pub struct CodeBuildProject {
    project: Project,
    input: Option<RuleTargetInput>,
    role: Option<Role>,
    delivery: Delivery,
}

impl CodeBuildProject {
    /// Of this project.
    pub fn new(project: &Project) -> Self {
        Self { project: project.clone(), input: None, role: None, delivery: Delivery::default() }
    }

    /// What changes for the build, as `StartBuild` takes it. Default: the event, which changes nothing.
    #[must_use]
    pub fn event(mut self, input: RuleTargetInput) -> Self {
        self.input = Some(input);
        self
    }

    /// Role by which EventBridge starts it. Default: one that is made for the project.
    #[must_use]
    pub fn event_role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    delivery!();
}

impl RuleTarget for CodeBuildProject {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(self.project.node()));
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codebuild:StartBuild"])
                .resources([self.project.project_arn()]),
        );
        let config =
            RuleTargetConfig::new(self.project.project_arn()).role(&role).input(self.input.clone());
        self.delivery.apply(rule, config)
    }
}
