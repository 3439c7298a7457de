//! What all actions have in common.

use super::{Artifact, Pipeline};
use crate::iam::{PolicyStatement, Role};
use crate::s3::Bucket;
use crate::{Expr, Node, Value, text};

/// What an action does, and so where it may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionCategory {
    /// Gets code; stands in the first stage.
    Source,
    /// Builds.
    Build,
    /// Tests.
    Test,
    /// Asks people.
    Approval,
    /// Deploys.
    Deploy,
    /// Calls something.
    Invoke,
    /// Runs commands.
    Compute,
}

/// What CodePipeline knows of an action.
#[derive(Clone, Debug)]
pub struct ActionProperties {
    pub(super) name: String,
    pub(super) category: ActionCategory,
    pub(super) owner: String,
    pub(super) provider: &'static str,
    pub(super) version: String,
    pub(super) inputs: Vec<Artifact>,
    pub(super) outputs: Vec<Artifact>,
    pub(super) run_order: u32,
    pub(super) namespace: Option<String>,
    pub(super) role: Option<Role>,
    pub(super) timeout_minutes: Option<u32>,
    pub(super) commands: Vec<String>,
    pub(super) output_variables: Vec<String>,
}

impl ActionProperties {
    /// Of an action of AWS, such as `CodeBuild`.
    pub fn new(name: impl Into<String>, category: ActionCategory, provider: &'static str) -> Self {
        Self {
            name: name.into(),
            category,
            owner: "AWS".to_owned(),
            provider,
            version: "1".to_owned(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            run_order: 1,
            namespace: None,
            role: None,
            timeout_minutes: None,
            commands: Vec::new(),
            output_variables: Vec::new(),
        }
    }

    /// Of an action of somebody else: `Custom`, or `ThirdParty`.
    #[must_use]
    pub fn owned_by(mut self, owner: impl Into<String>, version: impl Into<String>) -> Self {
        self.owner = owner.into();
        self.version = version.into();
        self
    }

    /// With these artifacts going in.
    #[must_use]
    pub fn inputs(mut self, inputs: impl IntoIterator<Item = Artifact>) -> Self {
        self.inputs = inputs.into_iter().collect();
        self
    }

    /// With these artifacts coming out.
    #[must_use]
    pub fn outputs(mut self, outputs: impl IntoIterator<Item = Artifact>) -> Self {
        self.outputs = outputs.into_iter().collect();
        self
    }
}

/// Where an action stands.
#[derive(Clone, Debug)]
pub struct ActionContext {
    /// Scope of what the action makes.
    pub scope: Node,
    /// Its pipeline.
    pub pipeline: Pipeline,
    /// The role by which it runs.
    pub role: Role,
    /// The bucket of artifacts.
    pub bucket: Bucket,
}

impl ActionContext {
    /// Lets the role write the log group that pipelines have for what they run themselves.
    pub(super) fn grant_logs(&self) {
        let [stream, group] = self.log_groups();
        let actions = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"];
        self.role
            .add_to_policy(PolicyStatement::allow().actions(actions).resources([stream, group]));
    }

    /// ARNs of the pipeline's log group: with its streams, and alone.
    pub(super) fn log_groups(&self) -> [Value<String>; 2] {
        let name = self.pipeline.pipeline_name();
        let group = text!("log-group:/aws/codepipeline/{}", name);
        let arn = |resource: Value<String>| self.scope.stack().format_arn("logs", resource);
        [arn(text!("{}:*", &group)), arn(group)]
    }
}

/// A step of a pipeline.
///
/// The usual ones are types of this module; implement it for actions of your own.
pub trait Action {
    /// What CodePipeline knows of it.
    fn properties(&self) -> ActionProperties;

    /// Gives its role what it needs, and says how it is configured.
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)>;
}

/// The setters of an action with a field `properties`.
macro_rules! common {
    () => {
        /// When it runs within its stage; actions with the same number run at once. Default: 1.
        #[must_use]
        pub fn run_order(mut self, order: u32) -> Self {
            self.properties.run_order = order;
            self
        }

        /// Name by which later actions reach its variables: `#{namespace.Variable}`.
        #[must_use]
        pub fn variables_namespace(mut self, namespace: impl Into<String>) -> Self {
            self.properties.namespace = Some(namespace.into());
            self
        }

        /// Role by which it runs. Default: one that is made for it.
        #[must_use]
        pub fn role(mut self, role: &crate::iam::Role) -> Self {
            self.properties.role = Some(role.clone());
            self
        }
    };
}

pub(super) use common;
