//! Actions that get code.

use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use super::artifact::Cloned;
use super::{Artifact, CodePipeline};
use crate::codecommit::Repository;
use crate::events::{EventPattern, Rule};
use crate::iam::PolicyStatement;
use crate::s3::Bucket;
use crate::{Construct, Expr, IntoValue, Value, ecr};

/// What tells a pipeline of new code in CodeCommit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CodeCommitTrigger {
    /// Nothing.
    None,
    /// CodePipeline asks every minute.
    Poll,
    /// An event.
    #[default]
    Events,
}

/// Gets code from CodeCommit.
#[derive(Clone, Debug)]
pub struct CodeCommitSourceAction {
    properties: ActionProperties,
    repository: Repository,
    branch: Option<Value<String>>,
    trigger: CodeCommitTrigger,
    clone: bool,
}

impl CodeCommitSourceAction {
    /// From this repository's branch `main`, into this artifact.
    pub fn new(name: impl Into<String>, repository: &Repository, output: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Source, "CodeCommit");
        Self {
            properties: properties.outputs([output.clone()]),
            repository: repository.clone(),
            branch: None,
            trigger: CodeCommitTrigger::default(),
            clone: false,
        }
    }

    /// The branch. Default: `main`.
    #[must_use]
    pub fn branch(mut self, branch: impl IntoValue<String>) -> Self {
        self.branch = Some(branch.into_value());
        self
    }

    /// What tells the pipeline of new code. Default: an event.
    #[must_use]
    pub fn trigger(mut self, trigger: CodeCommitTrigger) -> Self {
        self.trigger = trigger;
        self
    }

    /// Has builds clone the repository themselves, with its history.
    #[must_use]
    pub fn code_build_clone_output(mut self) -> Self {
        self.clone = true;
        self
    }

    common!();
}

impl Action for CodeCommitSourceAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let branch = self.branch.clone().unwrap_or_else(|| Value::new("main"));
        if self.trigger == CodeCommitTrigger::Events {
            // One rule for each branch; the branch that nobody names has no name in the id.
            let suffix = match self.branch.as_ref().map(|branch| branch.literal()) {
                None | Some(Some("master")) => String::new(),
                Some(Some(branch)) => format!("-{branch}-"),
                Some(None) => "0".to_owned(),
            };
            let id = format!("{}{suffix}EventRule", context.pipeline.node().unique_id());
            let rule = self.repository.on_commit(&id, []);
            rule.add_event_pattern(EventPattern::new().detail("referenceName", [branch.clone()]));
            rule.add_target(&CodePipeline::new(&context.pipeline));
        }
        context.bucket.grant_read_write(&context.role);
        let mut actions = vec![
            "codecommit:GetBranch",
            "codecommit:GetCommit",
            "codecommit:UploadArchive",
            "codecommit:GetUploadArchiveStatus",
            "codecommit:CancelUploadArchive",
        ];
        if self.clone {
            actions.push("codecommit:GetRepository");
            let output = &self.properties.outputs[0];
            output.set_clone_of(Cloned::CodeCommit(self.repository.clone()));
        }
        context.role.add_to_policy(
            PolicyStatement::allow().actions(actions).resources([self.repository.repository_arn()]),
        );
        vec![
            ("RepositoryName", self.repository.repository_name().into_expr()),
            ("BranchName", branch.into_expr()),
            ("PollForSourceChanges", Expr::from(self.trigger == CodeCommitTrigger::Poll)),
            ("OutputArtifactFormat", clone_format(self.clone)),
        ]
    }
}

fn clone_format(clone: bool) -> Expr {
    if clone { Expr::from("CODEBUILD_CLONE_REF") } else { Expr::Null }
}

/// Gets code by a connection from GitHub, GitLab or Bitbucket.
#[derive(Clone, Debug)]
pub struct ConnectionSourceAction {
    properties: ActionProperties,
    connection: Value<String>,
    repository: String,
    branch: Value<String>,
    clone: bool,
    trigger_on_push: Option<bool>,
}

impl ConnectionSourceAction {
    /// By the connection with this ARN, from a repository's branch `master`, into this artifact.
    pub fn new(
        name: impl Into<String>,
        connection_arn: impl IntoValue<String>,
        owner: &str,
        repository: &str,
        output: &Artifact,
    ) -> Self {
        let properties =
            ActionProperties::new(name, ActionCategory::Source, "CodeStarSourceConnection");
        Self {
            properties: properties.outputs([output.clone()]),
            connection: connection_arn.into_value(),
            repository: format!("{owner}/{repository}"),
            branch: Value::new("master"),
            clone: false,
            trigger_on_push: None,
        }
    }

    /// The branch. Default: `master`.
    #[must_use]
    pub fn branch(mut self, branch: impl IntoValue<String>) -> Self {
        self.branch = branch.into_value();
        self
    }

    /// Has builds clone the repository themselves, with its history.
    #[must_use]
    pub fn code_build_clone_output(mut self) -> Self {
        self.clone = true;
        self
    }

    /// Whether a push starts the pipeline. Default: true.
    #[must_use]
    pub fn trigger_on_push(mut self, trigger: bool) -> Self {
        self.trigger_on_push = Some(trigger);
        self
    }

    common!();
}

impl Action for ConnectionSourceAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["codestar-connections:UseConnection"])
                .resources([&self.connection]),
        );
        context.bucket.grant_read_write(&context.role);
        context.bucket.grant_put_acl(&context.role, "*");
        if self.clone {
            let output = &self.properties.outputs[0];
            output.set_clone_of(Cloned::Connection(self.connection.clone()));
        }
        vec![
            ("ConnectionArn", Expr::from(&self.connection)),
            ("FullRepositoryId", Expr::from(self.repository.clone())),
            ("BranchName", Expr::from(&self.branch)),
            ("OutputArtifactFormat", clone_format(self.clone)),
            ("DetectChanges", self.trigger_on_push.map_or(Expr::Null, Expr::from)),
        ]
    }
}

/// What tells a pipeline of a new object in a bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum S3Trigger {
    /// Nothing.
    None,
    /// CodePipeline asks every minute.
    #[default]
    Poll,
    /// A rule for what CloudTrail records of the bucket, which must be among what a trail watches.
    Events,
}

/// Gets code from a ZIP file in a bucket, which must keep versions.
#[derive(Clone, Debug)]
pub struct S3SourceAction {
    properties: ActionProperties,
    bucket: Bucket,
    key: String,
    trigger: S3Trigger,
}

impl S3SourceAction {
    /// From the object with this key, into this artifact.
    pub fn new(
        name: impl Into<String>,
        bucket: &Bucket,
        key: impl Into<String>,
        output: &Artifact,
    ) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Source, "S3");
        Self {
            properties: properties.outputs([output.clone()]),
            bucket: bucket.clone(),
            key: key.into(),
            trigger: S3Trigger::default(),
        }
    }

    /// What tells the pipeline of a new object. Default: CodePipeline asks.
    #[must_use]
    pub fn trigger(mut self, trigger: S3Trigger) -> Self {
        self.trigger = trigger;
        self
    }

    common!();
}

impl Action for S3SourceAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        self.bucket.grant_read_objects(&context.role, &self.key);
        context.bucket.grant_write(&context.role);
        if self.trigger == S3Trigger::Events {
            let pipeline = context.pipeline.node().unique_id();
            let id = format!("{pipeline}SourceEventRule{}", self.key);
            let written = self.bucket.on_cloud_trail_write_object(&id, &[&self.key]);
            written.add_target(&CodePipeline::new(&context.pipeline));
        }
        let poll = match self.trigger {
            S3Trigger::None | S3Trigger::Events => Expr::from(false),
            S3Trigger::Poll => Expr::Null,
        };
        vec![
            ("S3Bucket", self.bucket.bucket_name().into_expr()),
            ("S3ObjectKey", Expr::from(self.key.clone())),
            ("PollForSourceChanges", poll),
        ]
    }
}

/// Starts with a new image in a repository of ECR.
#[derive(Clone, Debug)]
pub struct EcrSourceAction {
    properties: ActionProperties,
    repository: ecr::Repository,
    tag: Option<String>,
}

impl EcrSourceAction {
    /// With the tag `latest`; where the image is goes into this artifact.
    pub fn new(name: impl Into<String>, repository: &ecr::Repository, output: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Source, "ECR");
        Self {
            properties: properties.outputs([output.clone()]),
            repository: repository.clone(),
            tag: None,
        }
    }

    /// The tag. Default: `latest`.
    #[must_use]
    pub fn image_tag(mut self, tag: impl Into<String>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    common!();
}

impl Action for EcrSourceAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["ecr:DescribeImages"])
                .resources([self.repository.repository_arn()]),
        );
        let tag = self.tag.clone().unwrap_or_else(|| "latest".to_owned());
        let pushed = EventPattern::new()
            .source(["aws.ecr"])
            .detail_type(["ECR Image Action"])
            .detail("result", ["SUCCESS"])
            .detail("repository-name", [self.repository.repository_name()])
            .detail("image-tag", [tag.as_str()])
            .detail("action-type", ["PUSH"]);
        let id = format!("{}SourceEventRule", context.pipeline.node().unique_id());
        let rule = Rule::builder(&context.scope, &id).event_pattern(pushed).build();
        rule.add_target(&CodePipeline::new(&context.pipeline));
        context.bucket.grant_write(&context.role);
        vec![
            ("RepositoryName", self.repository.repository_name().into_expr()),
            ("ImageTag", self.tag.clone().map_or(Expr::Null, Expr::from)),
        ]
    }
}
