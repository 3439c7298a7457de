//! Actions that call functions, other pipelines and state machines.

use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use super::{Artifact, ArtifactPath, Pipeline};
use crate::iam::PolicyStatement;
use crate::json_text::json_text;
use crate::lambda::Function;
use crate::{Expr, Fn, IntoValue, Json, Value, text};

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

/// Starts another pipeline.
///
/// ```
/// use cumulo::codepipeline::{Pipeline, PipelineInvokeAction};
/// fn after(next: &Pipeline) -> PipelineInvokeAction {
///     PipelineInvokeAction::new("Next", next).variable("version", "#{variables.version}")
/// }
/// ```
#[derive(Clone, Debug)]
pub struct PipelineInvokeAction {
    properties: ActionProperties,
    target: Pipeline,
    revisions: Vec<Expr>,
    variables: Vec<Expr>,
}

/// What names the revision of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RevisionType {
    /// A commit.
    CommitId,
    /// The digest of an image.
    ImageDigest,
    /// The version of an object.
    S3ObjectVersionId,
    /// The key of an object.
    S3ObjectKey,
}

impl RevisionType {
    fn as_str(self) -> &'static str {
        match self {
            Self::CommitId => "COMMIT_ID",
            Self::ImageDigest => "IMAGE_DIGEST",
            Self::S3ObjectVersionId => "S3_OBJECT_VERSION_ID",
            Self::S3ObjectKey => "S3_OBJECT_KEY",
        }
    }
}

impl PipelineInvokeAction {
    /// This pipeline.
    pub fn new(name: impl Into<String>, target: &Pipeline) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Invoke, "CodePipeline");
        let (revisions, variables) = (Vec::new(), Vec::new());
        Self { properties, target: target.clone(), revisions, variables }
    }

    /// Starts it with this revision of one of its sources. Default: the newest.
    #[must_use]
    pub fn source_revision(
        mut self,
        action_name: &str,
        revision_type: RevisionType,
        value: &str,
    ) -> Self {
        self.revisions.push(Expr::object([
            ("actionName", Expr::from(action_name.to_owned())),
            ("revisionType", Expr::from(revision_type.as_str())),
            ("revisionValue", Expr::from(value.to_owned())),
        ]));
        self
    }

    /// Starts it with this value of one of its variables. Default: the variable's own.
    #[must_use]
    pub fn variable(mut self, name: &str, value: &str) -> Self {
        let (name, value) = (Expr::from(name.to_owned()), Expr::from(value.to_owned()));
        self.variables.push(Expr::object([("name", name), ("value", value)]));
        self
    }

    common!();
}

impl Action for PipelineInvokeAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codepipeline:StartPipelineExecution"])
                .resources([self.target.pipeline_arn()]),
        );
        let text = |items: &[Expr]| match items {
            [] => Expr::Null,
            items => json_text(&Expr::List(items.to_vec()), 0).into_expr(),
        };
        vec![
            ("PipelineName", self.target.pipeline_name().into_expr()),
            ("SourceRevisions", text(&self.revisions)),
            ("Variables", text(&self.variables)),
        ]
    }
}

/// What a state machine is told.
#[derive(Clone, Debug)]
pub struct StateMachineInput(Input);

#[derive(Clone, Debug)]
enum Input {
    Literal(Expr),
    File(ArtifactPath),
}

impl StateMachineInput {
    /// This object.
    pub fn literal(json: impl IntoValue<Json>) -> Self {
        Self(Input::Literal(json.into_value().into_expr()))
    }

    /// What this file says.
    pub fn file_path(file: &ArtifactPath) -> Self {
        Self(Input::File(file.clone()))
    }
}

/// Runs a state machine of Step Functions, and waits for it.
///
/// ```
/// use cumulo::codepipeline::StepFunctionInvokeAction;
/// let machine = "arn:aws:states:us-east-1:111111111111:stateMachine:Migrate";
/// let action = StepFunctionInvokeAction::new("Migrate", machine).execution_name_prefix("release");
/// ```
#[derive(Clone, Debug)]
pub struct StepFunctionInvokeAction {
    properties: ActionProperties,
    state_machine_arn: Value<String>,
    input: Option<StateMachineInput>,
    prefix: Option<String>,
}

impl StepFunctionInvokeAction {
    /// The state machine with this ARN.
    pub fn new(name: impl Into<String>, state_machine_arn: impl IntoValue<String>) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Invoke, "StepFunctions"),
            state_machine_arn: state_machine_arn.into_value(),
            input: None,
            prefix: None,
        }
    }

    /// What it is told. Default: nothing.
    #[must_use]
    pub fn state_machine_input(mut self, input: StateMachineInput) -> Self {
        if let Input::File(file) = &input.0 {
            self.properties.inputs = vec![file.artifact.clone()];
        }
        self.input = Some(input);
        self
    }

    /// Beginning of the execution's name. Default: the action's execution.
    #[must_use]
    pub fn execution_name_prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = Some(prefix.into());
        self
    }

    /// An artifact that it makes.
    #[must_use]
    pub fn output(mut self, output: &Artifact) -> Self {
        self.properties.outputs = vec![output.clone()];
        self
    }

    common!();

    /// ARN of the executions that it starts.
    fn executions(&self, context: &ActionContext) -> Value<String> {
        let prefix = self.prefix.as_deref().unwrap_or_default();
        let end = match self.state_machine_arn.expr() {
            Expr::Concat(parts) => parts.last(),
            whole => Some(whole),
        };
        let machine = match end {
            Some(Expr::String(text)) if text.contains(':') => {
                text.rsplit(':').next().unwrap_or_default().to_owned().into_value()
            }
            _ => Fn::select(6, Fn::split(":", &self.state_machine_arn)),
        };
        let stack = context.scope.stack();
        stack.format_arn("states", text!("execution:{}:{}*", machine, prefix))
    }
}

impl Action for StepFunctionInvokeAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let allow = |actions: &[&str]| PolicyStatement::allow().actions(actions.iter().copied());
        let start = allow(&["states:DescribeStateMachine", "states:StartExecution"]);
        context.role.add_to_policy(start.resources([self.state_machine_arn.clone()]));
        let follow = allow(&["states:DescribeExecution"]);
        context.role.add_to_policy(follow.resources([self.executions(context)]));
        if !self.properties.inputs.is_empty() {
            context.bucket.grant_read(&context.role);
        }
        if !self.properties.outputs.is_empty() {
            context.bucket.grant_write(&context.role);
        }
        let (kind, input) = match self.input.as_ref().map(|input| &input.0) {
            None => (Expr::Null, Expr::Null),
            Some(Input::Literal(json)) => (Expr::from("Literal"), json_text(json, 0).into_expr()),
            Some(Input::File(file)) => (Expr::from("FilePath"), Expr::from(file.location())),
        };
        vec![
            ("StateMachineArn", self.state_machine_arn.expr().clone()),
            ("Input", input),
            ("InputType", kind),
            ("ExecutionNamePrefix", self.prefix.clone().map_or(Expr::Null, Expr::from)),
        ]
    }
}
