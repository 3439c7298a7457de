//! CodePipeline: pipelines that bring code from a repository to where it runs.
//!
//! ```
//! use cumulo::codebuild::PipelineProject;
//! use cumulo::codecommit::Repository;
//! use cumulo::codepipeline::{
//!     Artifact, CodeBuildAction, CodeCommitSourceAction, ManualApprovalAction, Pipeline,
//! };
//! use cumulo::prelude::*;
//!
//! let app = App::new();
//! let stack = Stack::builder(&app, "Delivery").build();
//! let repository = Repository::builder(&stack, "Code").repository_name("app").build();
//! let build = PipelineProject::builder(&stack, "Build").build();
//! let (code, built) = (Artifact::new("Code"), Artifact::new("Built"));
//!
//! let pipeline = Pipeline::builder(&stack, "Pipeline").build();
//! pipeline.add_stage("Source").add_action(&CodeCommitSourceAction::new("Source", &repository, &code).branch("main"));
//! pipeline.add_stage("Build").add_action(&CodeBuildAction::new("Build", &build, &code).output(&built));
//! pipeline.add_stage("Approve").add_action(&ManualApprovalAction::new("Approve"));
//! # cumulo::testing::Template::of(&app, "Delivery");
//! ```

mod action;
mod approval;
mod artifact;
mod build;
mod cloudformation;
mod commands;
mod condition;
mod deploy;
mod ecs_deploy;
mod image;
mod invoke;
mod notifications;
mod pipeline;
mod source;
mod stack_set;
mod stage;
mod target;
mod trigger;

pub use action::{Action, ActionCategory, ActionContext, ActionProperties};
pub use approval::ManualApprovalAction;
pub use artifact::{Artifact, ArtifactPath};
pub use build::CodeBuildAction;
pub use cloudformation::{
    CloudFormationCreateReplaceChangeSetAction, CloudFormationCreateUpdateStackAction,
    CloudFormationDeleteStackAction, CloudFormationExecuteChangeSetAction,
};
pub use commands::CommandsAction;
pub use condition::{ConditionResult, ConditionRule, RetryMode, StageCondition};
pub use deploy::S3DeployAction;
pub use ecs_deploy::{CodeDeployEcsDeployAction, EcsDeployAction};
pub use image::{
    EcrBuildAndPublishAction, InspectorEcrImageScanAction, InspectorSourceCodeScanAction,
};
pub use invoke::{
    LambdaInvokeAction, PipelineInvokeAction, RevisionType, StateMachineInput,
    StepFunctionInvokeAction,
};
pub use pipeline::{ExecutionMode, Pipeline, PipelineType, Variable};
pub use source::{
    CodeCommitSourceAction, CodeCommitTrigger, ConnectionSourceAction, EcrSourceAction,
    S3SourceAction, S3Trigger,
};
pub use stack_set::{
    CloudFormationDeployStackInstancesAction, CloudFormationDeployStackSetAction, StackInstances,
    StackSetParameters,
};
pub use stage::PipelineStage;
pub use target::CodePipeline;
pub use trigger::{GitPullRequestFilter, GitPushFilter, Trigger};
