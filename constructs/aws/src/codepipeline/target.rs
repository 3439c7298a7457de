//! Pipelines as targets of rules.

use super::Pipeline;
use crate::Construct;
use crate::events::{Delivery, Rule, RuleTarget, RuleTargetConfig, delivery, event_role};
use crate::iam::{PolicyStatement, Role};

/// Starts a pipeline.
#[derive(Clone, Debug)]
pub struct CodePipeline {
    pipeline: Pipeline,
    role: Option<Role>,
    delivery: Delivery,
}

impl CodePipeline {
    /// This pipeline.
    pub fn new(pipeline: &Pipeline) -> Self {
        Self { pipeline: pipeline.clone(), role: None, delivery: Delivery::default() }
    }

    /// Role by which EventBridge starts it. Default: one that is made for the pipeline.
    #[must_use]
    pub fn event_role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    delivery!();
}

impl RuleTarget for CodePipeline {
    #[track_caller]
    fn bind(&self, rule: &Rule) -> RuleTargetConfig {
        let role = self.role.clone().unwrap_or_else(|| event_role(self.pipeline.node()));
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codepipeline:StartPipelineExecution"])
                .resources([self.pipeline.pipeline_arn()]),
        );
        let config = RuleTargetConfig::new(self.pipeline.pipeline_arn()).role(&role);
        self.delivery.apply(rule, config)
    }
}
