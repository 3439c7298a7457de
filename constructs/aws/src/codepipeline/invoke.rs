//! Actions that call functions.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::iam::PolicyStatement;
use crate::json_text::json_text;
use crate::lambda::Function;
use crate::{Expr, IntoValue, Json};

/// Calls a function, which tells CodePipeline how it went.
#[derive(Clone, Debug)]
pub struct LambdaInvokeAction {
    properties: ActionProperties,
    function: Function,
    parameters: Option<Expr>,
}

impl LambdaInvokeAction {
    /// This function.
    pub fn new(name: impl Into<String>, function: &Function) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Invoke, "Lambda");
        Self { properties, function: function.clone(), parameters: None }
    }

    /// What the function is told, as JSON.
    #[must_use]
    pub fn user_parameters(mut self, parameters: impl IntoValue<Json>) -> Self {
        self.parameters = Some(parameters.into_value().into_expr());
        self
    }

    /// An artifact that it gets; up to 5.
    #[must_use]
    pub fn input(mut self, input: &Artifact) -> Self {
        self.properties.inputs.push(input.clone());
        self
    }

    /// An artifact that it makes; up to 5.
    #[must_use]
    pub fn output(mut self, output: &Artifact) -> Self {
        self.properties.outputs.push(output.clone());
        self
    }

    common!();
}

impl Action for LambdaInvokeAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow().actions(["lambda:ListFunctions"]).all_resources(),
        );
        self.function.grant_invoke(&context.role);
        if !self.properties.inputs.is_empty() {
            context.bucket.grant_read(&context.role);
        }
        if !self.properties.outputs.is_empty() {
            context.bucket.grant_write(&context.role);
        }
        self.function.add_to_role_policy(
            PolicyStatement::allow()
                .actions(["codepipeline:PutJobSuccessResult", "codepipeline:PutJobFailureResult"])
                .all_resources(),
        );
        let parameters =
            self.parameters.as_ref().map_or(Expr::Null, |json| json_text(json, 0).into_expr());
        vec![
            ("FunctionName", self.function.function_name().into_expr()),
            ("UserParameters", parameters),
        ]
    }
}
