//! Pipelines.

use super::action::ActionCategory;
use super::condition::{self, OnFailure, StageCondition};
use super::stage::{PipelineStage, check_stages};
use super::trigger::Trigger;
use crate::bag::{bag, flag, list, opt};
use crate::cfn::codepipeline::CfnPipeline;
use crate::events::{EventPattern, Rule};
use crate::iam::{Principal, Role};
use crate::kms::{Alias, Key};
use crate::names::unique_resource_name;
use crate::s3::{BlockPublicAccess, Bucket, BucketEncryption};
use crate::{CfnType, Construct, Expr, IntoValue, Node, RemovalPolicy, Resource, Value};
use bon::bon;

/// Kind of a pipeline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PipelineType {
    /// The first one, paid by the month; it has no triggers and variables.
    V1,
    /// The newer one, paid by the minute.
    #[default]
    V2,
}

/// What happens when a pipeline is started while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecutionMode {
    /// A newer execution overtakes an older one.
    Superseded,
    /// Executions wait for each other; only of V2 pipelines.
    Queued,
    /// Executions do not wait for each other; only of V2 pipelines.
    Parallel,
}

/// A variable of a pipeline, which a start of it can set: `#{variables.name}`.
#[derive(Clone, Debug)]
pub struct Variable {
    name: String,
    default: Option<String>,
    description: Option<String>,
}

impl Variable {
    /// A variable with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), default: None, description: None }
    }

    /// Its value where a start says nothing.
    #[must_use]
    pub fn default_value(mut self, value: impl Into<String>) -> Self {
        self.default = Some(value.into());
        self
    }

    /// What it is for, for people.
    #[must_use]
    pub fn description(mut self, text: impl Into<String>) -> Self {
        self.description = Some(text.into());
        self
    }

    /// What actions write to get its value.
    pub fn reference(&self) -> String {
        format!("#{{variables.{}}}", self.name)
    }

    fn to_expr(&self) -> Expr {
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        Expr::object([
            ("DefaultValue", text(&self.default)),
            ("Description", text(&self.description)),
            ("Name", Expr::from(self.name.clone())),
        ])
    }
}

/// A pipeline: stages of actions that bring code from a repository to where it runs.
///
/// See the [module](crate::codepipeline) for an example.
///
/// Findings: `pipeline-stages`, `pipeline-artifact`, `pipeline-type`.
///
/// ```
/// use cumulo::codebuild::PipelineProject;
/// use cumulo::codeconnections::{Connection, ConnectionProvider};
/// use cumulo::codepipeline::{Artifact, CodeBuildAction, ConnectionSourceAction, Pipeline};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let github = Connection::builder(&stack, "GitHub").connection_name("github").provider(ConnectionProvider::GitHub).build();
/// let build = PipelineProject::builder(&stack, "Build").build();
/// let code = Artifact::new("Code");
/// let pipeline = Pipeline::builder(&stack, "Pipeline").build();
/// pipeline.add_stage("Source").add_action(&ConnectionSourceAction::new("Source", github.connection_arn(), "acme", "shop", &code));
/// pipeline.add_stage("Build").add_action(&CodeBuildAction::new("Build", &build, &code));
/// # cumulo::testing::Template::of(&app, "Delivery");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codepipeline-pipeline.html>
#[derive(Clone, Debug)]
pub struct Pipeline {
    node: Node,
    cfn: Resource<CfnPipeline>,
    role: Role,
    bucket: Bucket,
}

/// What the tree keeps of a stage.
#[derive(Default)]
pub(super) struct StageData {
    pub(super) name: String,
    pub(super) actions: Vec<Expr>,
    pub(super) categories: Vec<ActionCategory>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) disabled: Option<String>,
    pub(super) on_failure: Option<OnFailure>,
    pub(super) before_entry: Vec<StageCondition>,
    pub(super) on_success: Vec<StageCondition>,
    pub(super) failure_conditions: Vec<StageCondition>,
}

/// The stages of a pipeline.
#[derive(Default)]
struct Stages(Vec<StageData>);

#[bon]
impl Pipeline {
    /// Starts to describe a pipeline.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        pipeline_name: Option<Value<String>>,
        /// Kind of the pipeline.
        #[builder(default)]
        pipeline_type: PipelineType,
        /// What happens when it is started while it runs. Default: a newer execution overtakes an older one.
        execution_mode: Option<ExecutionMode>,
        /// Bucket of artifacts. Default: one that is made for it and kept.
        artifact_bucket: Option<&Bucket>,
        /// Whether that bucket has a key of its own, which other accounts can be given. Default: false.
        #[builder(default)]
        cross_account_keys: bool,
        /// Whether KMS makes new material for that key every year. Default: false.
        #[builder(default)]
        enable_key_rotation: bool,
        /// Its role. Default: one that is made for it.
        role: Option<&Role>,
        /// Whether it starts when it is changed. Default: false.
        restart_execution_on_update: Option<bool>,
        /// Its variables; only of V2 pipelines.
        #[builder(default, with = |variables: impl IntoIterator<Item = Variable>| variables.into_iter().collect())]
        variables: Vec<Variable>,
        /// What starts it besides its source actions; only of V2 pipelines.
        #[builder(default, with = |triggers: impl IntoIterator<Item = Trigger>| triggers.into_iter().collect())]
        triggers: Vec<Trigger>,
    ) -> Pipeline {
        let node = scope.node().child(id);
        let only_v2 = !variables.is_empty()
            || !triggers.is_empty()
            || execution_mode.is_some_and(|mode| mode != ExecutionMode::Superseded);
        if pipeline_type == PipelineType::V1 && only_v2 {
            node.error(
                "pipeline-type",
                "a V1 pipeline has variables, triggers or an execution mode of V2",
                "say PipelineType::V2, or leave them away",
            );
        }
        let bucket = artifact_bucket.cloned().unwrap_or_else(|| {
            own_bucket(&node, cross_account_keys.then_some(enable_key_rotation))
        });
        let role = role.cloned().unwrap_or_else(|| {
            Role::builder(&node, "Role")
                .assumed_by(Principal::service("codepipeline.amazonaws.com"))
                .build()
        });
        let key = bucket.encryption_key().map(|key| {
            Expr::object([("Id", key.key_arn().into_expr()), ("Type", Expr::from("KMS"))])
        });
        let store = Expr::object([
            ("EncryptionKey", key.unwrap_or(Expr::Null)),
            ("Location", bucket.bucket_name().into_expr()),
            ("Type", Expr::from("S3")),
        ]);
        let mode = execution_mode.map(|mode| format!("{mode:?}").to_uppercase());
        let cfn = bag::<CfnPipeline>([
            ("ArtifactStore", store),
            ("ExecutionMode", mode.map_or(Expr::Null, Expr::from)),
            ("Name", opt(pipeline_name.as_ref())),
            ("PipelineType", Expr::from(format!("{pipeline_type:?}"))),
            ("RestartExecutionOnUpdate", flag(restart_execution_on_update)),
            ("RoleArn", role.role_arn().into_expr()),
            ("Triggers", list(triggers.iter().map(Trigger::to_expr))),
            ("Variables", list(variables.iter().map(Variable::to_expr))),
        ])
        .add_to(&node, "Resource");
        cfn.depends_on(&role);
        bucket.grant_read_write(&role);
        node.add_validation(|node| {
            let stages = node.with_state(|stages: &mut Stages| std::mem::take(&mut stages.0));
            check_stages(node, &stages);
            node.with_state(|kept: &mut Stages| kept.0 = stages);
        });
        Pipeline { node, cfn, role, bucket }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnPipeline> {
        &self.cfn
    }

    /// Its ARN.
    pub fn pipeline_arn(&self) -> Value<String> {
        self.node.stack().format_arn("codepipeline", self.pipeline_name())
    }

    /// Its name.
    pub fn pipeline_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Number of its version, which grows with each change.
    pub fn pipeline_version(&self) -> Value<String> {
        self.cfn.node().attribute("Version")
    }

    /// Its role, which assumes those of its actions.
    pub fn role(&self) -> &Role {
        &self.role
    }

    /// The bucket of artifacts.
    pub fn artifact_bucket(&self) -> &Bucket {
        &self.bucket
    }

    /// Starts the pipeline by this too. Findings: `pipeline-type` where it is a V1 pipeline.
    #[track_caller]
    pub fn add_trigger(&self, trigger: &Trigger) {
        self.add_of_v2("Triggers", trigger.to_expr());
    }

    /// Gives the pipeline another variable. Findings: `pipeline-type` where it is a V1 pipeline.
    #[track_caller]
    pub fn add_variable(&self, variable: &Variable) {
        self.add_of_v2("Variables", variable.to_expr());
    }

    #[track_caller]
    fn add_of_v2(&self, property: &'static str, entry: Expr) {
        let kind = self.cfn.with_properties(|properties| properties.get("PipelineType").cloned());
        if kind.as_ref().and_then(Expr::as_str) == Some("V1") {
            self.node.error_here(
                "pipeline-type",
                "a V1 pipeline has no triggers and variables",
                "say PipelineType::V2, or leave them away",
            );
        }
        self.cfn.edit_properties(|properties| properties.push(property, entry));
    }

    /// Adds a stage behind those that are there.
    #[track_caller]
    pub fn add_stage(&self, name: &str) -> PipelineStage {
        self.insert_stage(name, None)
    }

    /// Adds a stage right before another one.
    #[track_caller]
    pub fn add_stage_before(&self, name: &str, next: &PipelineStage) -> PipelineStage {
        self.insert_stage(name, Some(next))
    }

    #[track_caller]
    fn insert_stage(&self, name: &str, next: Option<&PipelineStage>) -> PipelineStage {
        let node = self.node.child(name);
        let stage = StageData { name: node.id(), ..StageData::default() };
        self.node.with_state(|stages: &mut Stages| {
            let all = &mut stages.0;
            let before = next.map(PipelineStage::stage_name);
            let at = before.and_then(|next| all.iter().position(|stage| stage.name == next));
            all.insert(at.unwrap_or(all.len()), stage);
        });
        PipelineStage { node, pipeline: self.clone() }
    }

    /// Changes the stages, and writes them.
    pub(super) fn change(&self, change: impl FnOnce(&mut Vec<StageData>)) {
        let (stages, disabled) = self.node.with_state(|stages: &mut Stages| {
            change(&mut stages.0);
            let disabled = stages.0.iter().filter_map(|stage| {
                let reason = stage.disabled.clone()?;
                Some(Expr::object([
                    ("Reason", Expr::from(reason)),
                    ("StageName", Expr::from(stage.name.clone())),
                ]))
            });
            (list(stages.0.iter().map(stage_expr)), list(disabled))
        });
        self.cfn.edit_properties(|properties| {
            properties.set("Stages", stages);
            if !matches!(disabled, Expr::Null) {
                properties.set("DisableInboundStageTransitions", disabled);
            }
        });
    }

    /// A rule that runs when an execution of the pipeline changes its state.
    #[track_caller]
    pub fn on_state_change(&self, id: &str) -> Rule {
        let pattern = EventPattern::new()
            .source(["aws.codepipeline"])
            .resources([self.pipeline_arn()])
            .detail_type(["CodePipeline Pipeline Execution State Change"]);
        Rule::builder(&self.node, id).event_pattern(pattern).build()
    }
}

fn stage_expr(stage: &StageData) -> Expr {
    Expr::object([
        ("Actions", Expr::List(stage.actions.clone())),
        ("BeforeEntry", condition::conditions(&stage.before_entry)),
        ("Name", Expr::from(stage.name.clone())),
        ("OnFailure", condition::on_failure(stage.on_failure, &stage.failure_conditions)),
        ("OnSuccess", condition::conditions(&stage.on_success)),
    ])
}

/// The bucket of artifacts that a pipeline makes; with a key of its own where rotation is given.
#[track_caller]
fn own_bucket(node: &Node, key_rotation: Option<bool>) -> Bucket {
    let encryption = match key_rotation {
        None => BucketEncryption::KmsManaged,
        Some(rotation) => {
            let key = Key::builder(node, "ArtifactsBucketEncryptionKey")
                .maybe_enable_key_rotation(rotation.then_some(true))
                .removal_policy(RemovalPolicy::Destroy)
                .build();
            let prefix = "alias/codepipeline-";
            let name = unique_resource_name(node, "-", 256 - prefix.len()).to_lowercase();
            Alias::builder(node, "ArtifactsBucketEncryptionKeyAlias")
                .alias_name(format!("{prefix}{name}"))
                .target_key(&key)
                .removal_policy(RemovalPolicy::Destroy)
                .build();
            BucketEncryption::Kms(Some(key))
        }
    };
    Bucket::builder(node, "ArtifactsBucket")
        .encryption(encryption)
        .enforce_ssl(true)
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .removal_policy(RemovalPolicy::Retain)
        .build()
}

impl Construct for Pipeline {
    fn node(&self) -> &Node {
        &self.node
    }
}
