//! Pipelines as targets of rules.

use super::Pipeline;
use crate::Construct;
use crate::events::{Rule, RuleTarget, RuleTargetConfig, event_role};
use crate::iam::PolicyStatement;

/// Starts a pipeline.
#[derive(Clone, Debug)]
pub struct CodePipeline(Pipeline);

impl CodePipeline {
    /// This pipeline.
    pub fn new(pipeline: &Pipeline) -> Self {
        Self(pipeline.clone())
    }
}

impl RuleTarget for CodePipeline {
    #[track_caller]
    fn bind(&self, _: &Rule) -> RuleTargetConfig {
        let role = event_role(self.0.node());
        role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codepipeline:StartPipelineExecution"])
                .resources([self.0.pipeline_arn()]),
        );
        RuleTargetConfig::new(self.0.pipeline_arn()).role(&role)
    }
}
