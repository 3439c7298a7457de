//! A pipeline from a repository to the environments.

mod deployment;
mod source;
mod steps;

pub use deployment::Deployment;
pub use source::CodeSource;
pub use steps::{BuildSteps, ReportFormat};

use super::by_stage::{self, is_protected, log_group, removal_policy};
use crate::codebuild::{
    BuildEnvironment, BuildEnvironmentVariable, BuildImage, BuildSpec, Cache, LocalCacheMode,
    Logging, PipelineProject, ReportGroup,
};
use crate::codepipeline::{
    self, Artifact, CodeBuildAction, ManualApprovalAction, PipelineStage, PipelineType,
};
use crate::ecr::Repository;
use crate::s3::{BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule, check_bucket_name};
use crate::sns::{EmailSubscription, Topic};
use crate::{Construct, Duration, IntoValue, Node, Value, text};
use bon::bon;

/// Major versions of CodeBuild's images that newer ones have replaced: name, and the newest version.
const IMAGES: [(&str, u32); 2] =
    [("aws/codebuild/standard:", 7), ("aws/codebuild/amazonlinux2-x86_64-standard:", 5)];

/// A pipeline that brings code into environments: source, quality check, image, and for each
/// environment approval and deployment.
///
/// - A push to the branch starts it, by an event.
/// - The image is built once, tagged with its commit, and deployed everywhere by its digest.
/// - Approvers get a mail that names the commit. Messages of the topic are encrypted.
/// - Each action has a role of its own; that of a deployment reaches one service, and can hand over
///   the roles of its tasks alone.
/// - Artifacts go away after 30 days, logs of builds after 14, in a protected stage after 90; there a key of the
///   stack's own encrypts them.
///
/// ```
/// use cumulo::codecommit::Repository;
/// use cumulo::ec2::Vpc;
/// use cumulo::patterns::{
///     AppImage, BuildSteps, Clients, CodeSource, Deployment, Ec2ServiceCluster, Ingress, Pipeline,
///     ReportFormat,
/// };
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stage = Stage::builder(&app, "test").account("111111111111").region("us-east-1").build();
/// let stack = Stack::builder(&stage, "Shop").build();
/// let code = Repository::builder(&stack, "Code").repository_name("shop").build();
/// let image = AppImage::builder(&stack, "Image").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let shop = Ec2ServiceCluster::builder(&stack, "Shop")
///     .vpc(&vpc)
///     .image(image.version("initial"))
///     .ingress(Ingress::http_only("there is no domain yet", Clients::Anyone))
///     .build();
/// Pipeline::builder(&stack, "Pipeline")
///     .source(CodeSource::code_commit(&code))
///     .quality(
///         BuildSteps::new()
///             .install(["pip install --requirement requirements-dev.txt"])
///             .build(["ruff check .", "pytest --junitxml=reports/tests.xml"])
///             .report("reports/tests.xml", ReportFormat::JunitXml),
///     )
///     .repository(image.repository())
///     .approvers(["releases@acme.example"])
///     .deployments([Deployment::ecs("Test", shop.service()).after_approval()])
///     .build();
/// # cumulo::testing::Template::of(&app, "test/Shop");
/// ```
#[derive(Clone, Debug)]
pub struct Pipeline {
    node: Node,
    pipeline: codepipeline::Pipeline,
    quality: Option<PipelineProject>,
    build: PipelineProject,
    report_group: Option<ReportGroup>,
    approvals: Option<Topic>,
}

#[bon]
impl Pipeline {
    /// A pipeline.
    ///
    /// # Findings
    /// - `s3-name` when no bucket can have the name of `artifact_store`.
    /// - `pipeline-deployments` when there is no environment, or two have one name.
    /// - `pipeline-approvers`, a warning, when approvals are wanted and nobody is told.
    /// - `pipeline-repository` when the repository of a connection is not `owner/repository`.
    /// - `build-image-old`, a warning, when there is a newer version of CodeBuild's image.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Where the code comes from.
        source: CodeSource,
        /// What is checked before anything is built: style, tests. Default: nothing.
        quality: Option<BuildSteps>,
        /// Repository that images are pushed to.
        repository: &Repository,
        /// How the image is built, instead of [`BuildSteps::image`]; `REPOSITORY_URI`, `REPOSITORY_NAME` and
        /// `CONTAINER_NAME` are set. It hands on `imagedefinitions.json`.
        image_build: Option<BuildSteps>,
        /// File of the code that says how the image is built, instead of `image_build`: `buildspec.yml`.
        #[builder(into)]
        build_spec_file: Option<String>,
        /// Name of the container that gets the image. Default: `app`.
        #[builder(default = "app".to_owned(), into)]
        container_name: String,
        /// What builds run in. Default: `aws/codebuild/standard:7.0`.
        #[builder(default = BuildImage::standard_7_0())]
        build_image: BuildImage,
        /// Environments, the first one first.
        #[builder(with = |deployments: impl IntoIterator<Item = Deployment>| deployments.into_iter().collect())]
        deployments: Vec<Deployment>,
        /// Mail addresses of those who approve. Each must confirm the subscription once.
        #[builder(default, with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
        approvers: Vec<String>,
        /// Name of a bucket for artifacts that exists already. Default: a new one.
        #[builder(into)]
        artifact_store: Option<String>,
        /// Name of the pipeline. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        pipeline_name: Option<Value<String>>,
        /// How long a build may take, 5 minutes to 36 hours. Default: 30 minutes.
        #[builder(default = Duration::minutes(30))]
        build_timeout: Duration,
    ) -> Pipeline {
        let node = scope.node().child(id);
        check_image(&node, &build_image);
        check_deployments(&node, &deployments);
        let bucket = match &artifact_store {
            Some(name) => {
                check_bucket_name(&node, name);
                Bucket::from_bucket_name(&node, "Artifacts", name)
            }
            None => new_artifact_store(&node),
        };
        let pipeline = codepipeline::Pipeline::builder(&node, "Pipeline")
            .pipeline_type(PipelineType::V2)
            .maybe_pipeline_name(pipeline_name)
            .artifact_bucket(&bucket)
            .build();
        let (code, built) = (Artifact::new("Code"), Artifact::new("Image"));
        pipeline.add_stage("Source").add_action(source.action(&node, &code).as_ref());

        let logs = log_group(&node, "Logs", None);
        let project = |id: &str, spec: BuildSpec, image: Option<[(&str, Value<String>); 3]>| {
            // Only privileged builds can run the Docker daemon that builds images.
            let environment = BuildEnvironment::new()
                .build_image(build_image.clone())
                .privileged(image.is_some());
            let cache = match image {
                Some(_) => Cache::local([LocalCacheMode::Source, LocalCacheMode::DockerLayer]),
                None => Cache::none(),
            };
            let plain = |(name, value)| (name, BuildEnvironmentVariable::plain(value));
            PipelineProject::builder(&node, id)
                .build_spec(spec)
                .environment(environment)
                .environment_variables(image.into_iter().flatten().map(plain))
                .cache(cache)
                .logging(Logging::new().log_group(&logs))
                .timeout(build_timeout)
                .build()
        };
        let mut report_group = None;
        let quality = quality.map(|steps| {
            let (group, spec) = reports(&node, &steps);
            let project = project("Quality", BuildSpec::from_object(spec), None);
            if let Some(group) = &group {
                group.grant_write(&project);
            }
            report_group = group;
            let action = CodeBuildAction::new("Quality", &project, &code).test();
            pipeline.add_stage("Quality").add_action(&action);
            project
        });

        let spec = match build_spec_file {
            Some(file) => BuildSpec::from_source_filename(file),
            None => BuildSpec::from(&image_build.unwrap_or_else(BuildSteps::image)),
        };
        // One value, which can come from another stack as it is.
        let uri = match repository.cfn() {
            Some(cfn) => cfn.attr_repository_uri(),
            None => repository.repository_uri(),
        };
        let variables = [
            ("REPOSITORY_URI", uri),
            ("REPOSITORY_NAME", repository.repository_name()),
            ("CONTAINER_NAME", container_name.into_value()),
        ];
        let build = project("Build", spec, Some(variables));
        steps::grant_image(repository, &build);
        let action = CodeBuildAction::new("Build", &build, &code).output(&built);
        pipeline.add_stage("Build").add_action(&action);

        let approvals = deployments
            .iter()
            .any(|deployment| deployment.approval)
            .then(|| approval_topic(&node, &approvers));
        for deployment in &deployments {
            let stage = pipeline.add_stage(&deployment.name);
            if let Some(topic) = approvals.as_ref().filter(|_| deployment.approval) {
                add_approval(&stage, &deployment.name, topic);
            }
            stage.add_action(deployment.action(&node, &pipeline, &code, &built).as_ref());
        }
        Pipeline { node, pipeline, quality, build, report_group, approvals }
    }

    /// The pipeline itself, for further stages and triggers.
    pub fn pipeline(&self) -> &codepipeline::Pipeline {
        &self.pipeline
    }

    /// The project that checks the quality, if there is one.
    pub fn quality_project(&self) -> Option<&PipelineProject> {
        self.quality.as_ref()
    }

    /// The project that builds the image.
    pub fn build_project(&self) -> &PipelineProject {
        &self.build
    }

    /// Reports of the tests; there where account and region of the stack are known.
    pub fn report_group(&self) -> Option<&ReportGroup> {
        self.report_group.as_ref()
    }

    /// The topic that tells approvers, if a deployment waits for one.
    pub fn approval_topic(&self) -> Option<&Topic> {
        self.approvals.as_ref()
    }

    /// The bucket of artifacts.
    pub fn artifact_bucket(&self) -> &Bucket {
        self.pipeline.artifact_bucket()
    }
}

/// A bucket that keeps artifacts for a month.
#[track_caller]
fn new_artifact_store(node: &Node) -> Bucket {
    let month = LifecycleRule::builder()
        .expiration(Duration::days(30))
        .noncurrent_version_expiration(Duration::days(1))
        .abort_incomplete_multipart_upload_after(Duration::days(7))
        .build();
    let encryption = match by_stage::key(node) {
        Some(key) => BucketEncryption::Kms(Some(key)),
        None => BucketEncryption::KmsManaged,
    };
    Bucket::builder(node, "Artifacts")
        .encryption(encryption)
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .versioned(true)
        .lifecycle_rules([month])
        .removal_policy(removal_policy(node))
        .build()
}

/// The group of the steps' reports, and their build spec, which names it by its ARN.
#[track_caller]
fn reports(node: &Node, steps: &BuildSteps) -> (Option<ReportGroup>, serde_json::Value) {
    let stack = node.stack();
    let (region, account) = (stack.region(), stack.account());
    // The name of a group stands as a key in the build spec, where no value that only the deployment knows can stand.
    let (Some(region), Some(account), true) =
        (region.literal(), account.literal(), steps.has_report())
    else {
        return (None, steps.to_json());
    };
    let name = format!("{}Reports", node.unique_id());
    let group = ReportGroup::builder(node, "Reports")
        .report_group_name(name.as_str())
        .delete_reports(!is_protected(node))
        .removal_policy(removal_policy(node))
        .build();
    let partition = stack.partition();
    let partition = partition.literal().unwrap_or("aws");
    let arn = format!("arn:{partition}:codebuild:{region}:{account}:report-group/{name}");
    (Some(group), steps.with_report_group(&arn))
}

#[track_caller]
fn approval_topic(node: &Node, approvers: &[String]) -> Topic {
    if approvers.is_empty() {
        node.warning(
            "pipeline-approvers",
            "deployments wait for an approval, and nobody is told of it",
            "name `approvers`, or subscribe somebody to `approval_topic()`",
        );
    }
    let key = by_stage::key(node);
    let topic =
        Topic::builder(node, "Approvals").maybe_master_key(key.as_ref()).enforce_ssl(true).build();
    // The pipeline itself publishes, which the account's own key allows.
    if let (Some(cfn), None) = (topic.cfn(), &key) {
        cfn.edit(|topic| topic.kms_master_key_id("alias/aws/sns"));
    }
    for address in approvers {
        topic.add_subscription(&EmailSubscription::new(address));
    }
    topic
}

#[track_caller]
fn add_approval(stage: &PipelineStage, environment: &str, topic: &Topic) {
    let commit = |variable: &str| format!("#{{{}.{variable}}}", source::NAMESPACE);
    let what = text!("{}: commit {}, {}", environment, commit("CommitId"), commit("CommitMessage"));
    stage.add_action(
        &ManualApprovalAction::new("Approve")
            .notification_topic(topic)
            .additional_information(what),
    );
}

fn check_image(node: &Node, image: &BuildImage) {
    let Some(id) = image.image_id().literal() else { return };
    for (name, newest) in IMAGES {
        let version = id.strip_prefix(name).and_then(|version| version.split('.').next());
        let old = version.and_then(|version| version.parse::<u32>().ok()).filter(|it| *it < newest);
        if old.is_some() {
            node.warning(
                "build-image-old",
                format!("builds run in `{id}`, which gets no new tools any more"),
                format!("take `{name}{newest}.0`"),
            );
        }
    }
}

fn check_deployments(node: &Node, deployments: &[Deployment]) {
    let help = "give `deployments` at least one `Deployment`, each with another name";
    if deployments.is_empty() {
        node.error("pipeline-deployments", "the pipeline deploys to no environment", help);
    }
    for (i, deployment) in deployments.iter().enumerate() {
        if deployments[..i].iter().any(|earlier| earlier.name == deployment.name) {
            let message = format!("two environments have the name `{}`", deployment.name);
            node.error("pipeline-deployments", message, help);
        }
    }
}

impl Construct for Pipeline {
    fn node(&self) -> &Node {
        &self.node
    }
}
