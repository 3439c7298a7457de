//! Actions that build and test.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use super::artifact::Cloned;
use crate::codebuild::{BuildEnvironmentVariable, Project, action_variables, grant_variables};
use crate::iam::PolicyStatement;
use crate::json_text::json_text;
use crate::{Construct, Expr};

/// Runs a project of CodeBuild.
#[derive(Clone, Debug)]
pub struct CodeBuildAction {
    properties: ActionProperties,
    project: Project,
    variables: Vec<(String, BuildEnvironmentVariable)>,
    batch: bool,
    combine: bool,
}

impl CodeBuildAction {
    /// Builds this artifact.
    pub fn new(name: impl Into<String>, project: &Project, input: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Build, "CodeBuild");
        Self {
            properties: properties.inputs([input.clone()]),
            project: project.clone(),
            variables: Vec::new(),
            batch: false,
            combine: false,
        }
    }

    /// Tests instead of building; it may then stand in any stage but the first.
    #[must_use]
    pub fn test(mut self) -> Self {
        self.properties.category = ActionCategory::Test;
        self
    }

    /// Gives it another artifact too.
    #[must_use]
    pub fn extra_input(mut self, input: &Artifact) -> Self {
        self.properties.inputs.push(input.clone());
        self
    }

    /// Makes an artifact; further ones are the build spec's secondary artifacts.
    #[must_use]
    pub fn output(mut self, output: &Artifact) -> Self {
        self.properties.outputs.push(output.clone());
        self
    }

    /// Sets a variable of the build; variables of the pipeline and of earlier actions may stand in it.
    #[must_use]
    pub fn environment_variable(
        mut self,
        name: impl Into<String>,
        value: BuildEnvironmentVariable,
    ) -> Self {
        self.variables.push((name.into(), value));
        self
    }

    /// Runs a batch of builds, whose artifacts become one where `combine` says so.
    #[must_use]
    pub fn execute_batch_build(mut self, combine: bool) -> Self {
        self.batch = true;
        self.combine = combine;
        self
    }

    common!();
}

impl Action for CodeBuildAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let project = &self.project;
        if !project.is_of_pipeline() {
            project.node().warning(
                "pipeline-project",
                "a pipeline runs a project that has code of its own",
                "make it a PipelineProject",
            );
        }
        let actions = match self.batch {
            true => [
                "codebuild:BatchGetBuildBatches",
                "codebuild:StartBuildBatch",
                "codebuild:StopBuildBatch",
            ],
            false => ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
        };
        context.role.add_to_policy(
            PolicyStatement::allow().actions(actions).resources([project.project_arn()]),
        );
        if self.properties.outputs.is_empty() {
            context.bucket.grant_read(project);
        } else {
            context.bucket.grant_read_write(project);
        }
        if let Some(key) = context.bucket.encryption_key()
            && project.has_default_key()
        {
            project.set_encryption_key(key);
        }
        grant_variables(project.role(), &context.scope.stack(), &self.variables);
        for input in &self.properties.inputs {
            match input.clone_of() {
                Some(Cloned::Connection(arn)) => project.add_to_role_policy(
                    PolicyStatement::allow()
                        .actions(["codestar-connections:UseConnection"])
                        .resources([arn]),
                ),
                Some(Cloned::CodeCommit(repository)) => {
                    repository.grant_pull(project);
                }
                None => {}
            }
        }
        if self.batch {
            project.enable_batch_builds();
        }
        let variables = match self.variables.is_empty() {
            true => Expr::Null,
            false => json_text(&action_variables(&self.variables), 0).into_expr(),
        };
        let primary = match self.properties.inputs.as_slice() {
            [first, _, ..] => Expr::from(first.name()),
            _ => Expr::Null,
        };
        let yes = |yes: bool| if yes { Expr::from("true") } else { Expr::Null };
        vec![
            ("ProjectName", project.project_name().into_expr()),
            ("EnvironmentVariables", variables),
            ("PrimarySource", primary),
            ("BatchEnabled", yes(self.batch)),
            ("CombineArtifacts", yes(self.batch && self.combine)),
        ]
    }
}
