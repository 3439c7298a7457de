//! Stages.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties};
use super::condition::{OnFailure, RetryMode, StageCondition};
use super::pipeline::{Pipeline, StageData};
use crate::bag::{list, number};
use crate::iam::{PolicyStatement, Principal, Role};
use crate::{Construct, Expr, Node};

/// A stage of a pipeline: actions that run one after the other or at once.
///
/// ```
/// # use cumulo::codebuild::PipelineProject;
/// # use cumulo::codecommit::Repository;
/// use cumulo::codepipeline::{Artifact, CodeBuildAction, CodeCommitSourceAction, ManualApprovalAction, Pipeline};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// # let repository = Repository::builder(&stack, "Code").repository_name("app").build();
/// # let build = PipelineProject::builder(&stack, "Build").build();
/// # let code = Artifact::new("Code");
/// let pipeline = Pipeline::builder(&stack, "Pipeline").build();
/// pipeline.add_stage("Source").add_action(&CodeCommitSourceAction::new("Source", &repository, &code));
/// let build = pipeline
///     .add_stage("Build")
///     .add_action(&CodeBuildAction::new("Build", &build, &code))
///     .add_action(&ManualApprovalAction::new("Approve"))
///     .rollback_on_failure();
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
#[derive(Clone, Debug)]
pub struct PipelineStage {
    pub(super) node: Node,
    pub(super) pipeline: Pipeline,
}

impl PipelineStage {
    /// Its name.
    pub fn stage_name(&self) -> String {
        self.node.id()
    }

    /// Adds an action. Findings: `pipeline-action-name` when the name is not made of letters, digits and `.@-_`.
    #[track_caller]
    pub fn add_action(&self, action: &dyn Action) -> &Self {
        let properties = action.properties();
        check_name(&self.node, &properties.name);
        let scope = self.node.child(&properties.name);
        for output in &properties.outputs {
            output.name_once(|| {
                let plain = |text: &str| text.replace(|c: char| !c.is_ascii_alphanumeric(), "");
                let (stage, action) = (plain(&self.stage_name()), plain(&properties.name));
                format!("Artifact_{stage}_{action}")
            });
        }
        let role = self.role_of(&scope, &properties);
        let context = ActionContext {
            scope,
            pipeline: self.pipeline.clone(),
            role: role.clone(),
            bucket: self.pipeline.artifact_bucket().clone(),
        };
        let configuration = action.bind(&context);
        let entry = entry(&properties, configuration, &role);
        self.change(|stage| {
            stage.actions.push(entry);
            stage.categories.push(properties.category);
            stage.inputs.extend(properties.inputs.iter().map(Artifact::name));
            stage.outputs.extend(properties.outputs.iter().map(Artifact::name));
        });
        self
    }

    /// Stops what comes here until somebody lets it go on, and says why.
    pub fn disable_transition(&self, reason: impl Into<String>) -> &Self {
        let reason = reason.into();
        self.change(|stage| stage.disabled = Some(reason));
        self
    }

    /// Goes back to the last good execution when the stage fails; only of V2 pipelines.
    pub fn rollback_on_failure(&self) -> &Self {
        self.change(|stage| stage.on_failure = Some(OnFailure::Rollback));
        self
    }

    /// Tries the stage again when it fails; only of V2 pipelines.
    pub fn retry_on_failure(&self, mode: RetryMode) -> &Self {
        self.change(|stage| stage.on_failure = Some(OnFailure::Retry(mode)));
        self
    }

    /// Lets nothing into the stage unless this holds; only of V2 pipelines.
    pub fn before_entry(&self, condition: StageCondition) -> &Self {
        self.change(|stage| stage.before_entry.push(condition));
        self
    }

    /// Looks whether this holds when the stage succeeds; only of V2 pipelines.
    pub fn on_success(&self, condition: StageCondition) -> &Self {
        self.change(|stage| stage.on_success.push(condition));
        self
    }

    /// Looks whether this holds when the stage fails; only of V2 pipelines.
    pub fn on_failure(&self, condition: StageCondition) -> &Self {
        self.change(|stage| stage.failure_conditions.push(condition));
        self
    }

    fn change(&self, change: impl FnOnce(&mut StageData)) {
        let name = self.stage_name();
        self.pipeline.change(|stages| {
            if let Some(stage) = stages.iter_mut().find(|stage| stage.name == name) {
                change(stage);
            }
        });
    }

    /// The role by which the action runs, which the pipeline may assume.
    #[track_caller]
    fn role_of(&self, scope: &Node, properties: &ActionProperties) -> Role {
        let own = self.pipeline.role();
        let role = properties.role.clone().unwrap_or_else(|| {
            Role::builder(scope, "CodePipelineActionRole")
                .assumed_by(Principal::arn(own.role_arn()))
                .build()
        });
        own.add_to_policy(
            PolicyStatement::allow().actions(["sts:AssumeRole"]).resources([role.role_arn()]),
        );
        role
    }
}

fn entry(
    properties: &ActionProperties,
    configuration: Vec<(&'static str, Expr)>,
    role: &Role,
) -> Expr {
    let inputs =
        list(properties.inputs.iter().map(|one| Expr::object([("Name", Expr::from(one.name()))])));
    let outputs = list(properties.outputs.iter().map(|one| {
        let files = list(one.patterns().into_iter().map(Expr::from));
        Expr::object([("Files", files), ("Name", Expr::from(one.name()))])
    }));
    let texts = |texts: &[String]| list(texts.iter().cloned().map(Expr::from));
    let configuration = Expr::object(configuration);
    let configuration = match &configuration {
        Expr::Map(entries) if entries.is_empty() => Expr::Null,
        _ => configuration,
    };
    let kind = Expr::object([
        ("Category", Expr::from(format!("{:?}", properties.category))),
        ("Owner", Expr::from(properties.owner.clone())),
        ("Provider", Expr::from(properties.provider)),
        ("Version", Expr::from(properties.version.clone())),
    ]);
    Expr::object([
        ("ActionTypeId", kind),
        ("Commands", texts(&properties.commands)),
        ("Configuration", configuration),
        ("InputArtifacts", inputs),
        ("Name", Expr::from(properties.name.clone())),
        ("Namespace", properties.namespace.clone().map_or(Expr::Null, Expr::from)),
        ("OutputArtifacts", outputs),
        ("OutputVariables", texts(&properties.output_variables)),
        ("RoleArn", role.role_arn().into_expr()),
        ("RunOrder", number(Some(properties.run_order))),
        ("TimeoutInMinutes", number(properties.timeout_minutes)),
    ])
}

fn check_name(node: &Node, name: &str) {
    let fine = |c: char| c.is_ascii_alphanumeric() || ".@-_".contains(c);
    if name.is_empty() || name.len() > 100 || !name.chars().all(fine) {
        node.error(
            "pipeline-action-name",
            format!("`{name}` cannot be the name of an action"),
            "use 1 to 100 letters, digits and `.@-_`",
        );
    }
}

/// Reports what is wrong with the stages of a finished pipeline.
pub(super) fn check_stages(node: &Node, stages: &[StageData]) {
    if stages.len() < 2 {
        node.error(
            "pipeline-stages",
            format!("the pipeline has {} stages", stages.len()),
            "give it at least two, the first with source actions",
        );
    }
    for (i, stage) in stages.iter().enumerate() {
        let problem = match i {
            _ if stage.actions.is_empty() => "has no actions",
            0 if stage.categories.iter().any(|kind| *kind != ActionCategory::Source) => {
                "is the first and has other actions than source actions"
            }
            1.. if stage.categories.contains(&ActionCategory::Source) => {
                "is not the first and has a source action"
            }
            _ => continue,
        };
        node.error(
            "pipeline-stages",
            format!("stage `{}` {problem}", stage.name),
            "give each stage an action, and source actions to the first one alone",
        );
    }
    let mut made: Vec<&String> = Vec::new();
    for stage in stages {
        made.extend(&stage.outputs);
        for input in &stage.inputs {
            if !made.contains(&input) {
                node.error(
                    "pipeline-artifact",
                    format!(
                        "stage `{}` uses artifact `{input}`, which no action before makes",
                        stage.name
                    ),
                    "make it the output of an earlier action",
                );
            }
        }
    }
}

impl Construct for PipelineStage {
    fn node(&self) -> &Node {
        &self.node
    }
}
