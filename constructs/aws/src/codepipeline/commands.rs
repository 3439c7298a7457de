//! Actions that run commands without a build project.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::Expr;
use crate::iam::PolicyStatement;

/// Runs commands on a machine of CodePipeline.
///
/// ```
/// use cumulo::codepipeline::{Artifact, CommandsAction};
/// let (code, site) = (Artifact::new("Code"), Artifact::new("Site").files(["public/**"]));
/// let action = CommandsAction::new("Render", &code, ["npm ci", "npm run build"]).output(&site);
/// ```
#[derive(Clone, Debug)]
pub struct CommandsAction {
    properties: ActionProperties,
}

impl CommandsAction {
    /// 1 to 50 commands, which start in the folder of this artifact.
    pub fn new(
        name: impl Into<String>,
        input: &Artifact,
        commands: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let mut properties = ActionProperties::new(name, ActionCategory::Compute, "Commands");
        properties.commands = commands.into_iter().map(Into::into).collect();
        Self { properties: properties.inputs([input.clone()]) }
    }

    /// Gives it another artifact too; up to 9.
    #[must_use]
    pub fn extra_input(mut self, input: &Artifact) -> Self {
        self.properties.inputs.push(input.clone());
        self
    }

    /// Makes an artifact; which files it has, [`Artifact::files`] says.
    #[must_use]
    pub fn output(mut self, output: &Artifact) -> Self {
        self.properties.outputs = vec![output.clone()];
        self
    }

    /// Variables of the environment that later actions can use; up to 15.
    #[must_use]
    pub fn output_variables(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.properties.output_variables = names.into_iter().map(Into::into).collect();
        self
    }

    common!();
}

impl Action for CommandsAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.grant_logs();
        let [streams, _] = context.log_groups();
        context.role.add_to_policy(
            PolicyStatement::allow().actions(["logs:GetLogEvents"]).resources([streams]),
        );
        context.bucket.grant_read(&context.role);
        if !self.properties.outputs.is_empty() {
            context.bucket.grant_write(&context.role);
        }
        Vec::new()
    }
}
