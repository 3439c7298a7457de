//! Actions that make and look through images.

use super::Artifact;
use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::bag::number;
use crate::ecr::Repository;
use crate::iam::PolicyStatement;
use crate::{Expr, IntoValue, Value, text};

/// Builds an image and pushes it, without a build project.
///
/// ```
/// use cumulo::codepipeline::{Artifact, EcrBuildAndPublishAction};
/// let code = Artifact::new("Code");
/// let action = EcrBuildAndPublishAction::new("Image", "acme/api", &code).image_tags(["1.0.0"]);
/// ```
#[derive(Clone, Debug)]
pub struct EcrBuildAndPublishAction {
    properties: ActionProperties,
    repository_name: Value<String>,
    folder: Option<String>,
    tags: Vec<String>,
    public: bool,
}

impl EcrBuildAndPublishAction {
    /// An image of this artifact, for the repository of this name.
    pub fn new(
        name: impl Into<String>,
        repository_name: impl IntoValue<String>,
        input: &Artifact,
    ) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Build, "ECRBuildAndPublish");
        Self {
            properties: properties.inputs([input.clone()]),
            repository_name: repository_name.into_value(),
            folder: None,
            tags: Vec::new(),
            public: false,
        }
    }

    /// Folder of the Dockerfile in the artifact. Default: its root.
    #[must_use]
    pub fn dockerfile_directory_path(mut self, path: impl Into<String>) -> Self {
        self.folder = Some(path.into());
        self
    }

    /// Tags of the image. Default: `latest`.
    #[must_use]
    pub fn image_tags(mut self, tags: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }

    /// Pushes to the public registry. Default: to the account's own.
    #[must_use]
    pub fn public_registry(mut self) -> Self {
        self.public = true;
        self
    }

    common!();
}

impl Action for EcrBuildAndPublishAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let allow = |actions: &[&str]| PolicyStatement::allow().actions(actions.iter().copied());
        let stack = context.scope.stack();
        let repository = text!("repository/{}", &self.repository_name);
        let (push, sign_in, arn): (&[&str], &[&str], _) = match self.public {
            true => (
                &[
                    "ecr-public:BatchCheckLayerAvailability",
                    "ecr-public:CompleteLayerUpload",
                    "ecr-public:DescribeRepositories",
                    "ecr-public:InitiateLayerUpload",
                    "ecr-public:PutImage",
                    "ecr-public:UploadLayerPart",
                ],
                &["ecr-public:GetAuthorizationToken", "sts:GetServiceBearerToken"],
                text!("arn:{}:ecr-public::{}:{}", stack.partition(), stack.account(), repository),
            ),
            false => (
                &[
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:CompleteLayerUpload",
                    "ecr:DescribeRepositories",
                    "ecr:GetDownloadUrlForLayer",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart",
                ],
                &["ecr:GetAuthorizationToken"],
                stack.format_arn("ecr", repository),
            ),
        };
        context.role.add_to_policy(allow(push).resources([arn]));
        context.role.add_to_policy(allow(sign_in).all_resources());
        context.grant_logs();
        context.bucket.grant_read(&context.role);
        let tags = if self.tags.is_empty() { Expr::Null } else { Expr::from(self.tags.join(",")) };
        vec![
            ("ECRRepositoryName", self.repository_name.expr().clone()),
            ("DockerFilePath", self.folder.clone().map_or(Expr::Null, Expr::from)),
            ("ImageTags", tags),
            ("RegistryType", if self.public { Expr::from("public") } else { Expr::Null }),
        ]
    }
}

/// How many findings of a severity stop the pipeline. Default: any number passes.
#[derive(Clone, Copy, Debug, Default)]
struct Thresholds {
    critical: Option<u32>,
    high: Option<u32>,
    medium: Option<u32>,
    low: Option<u32>,
}

impl Thresholds {
    fn to_configuration(self) -> [(&'static str, Expr); 4] {
        [
            ("CriticalThreshold", number(self.critical)),
            ("HighThreshold", number(self.high)),
            ("MediumThreshold", number(self.medium)),
            ("LowThreshold", number(self.low)),
        ]
    }
}

/// The setters of an action with a field `thresholds`.
macro_rules! thresholds {
    () => {
        /// Fails beyond this number of critical findings. Default: never.
        #[must_use]
        pub fn critical_threshold(mut self, most: u32) -> Self {
            self.thresholds.critical = Some(most);
            self
        }

        /// Fails beyond this number of findings of high severity. Default: never.
        #[must_use]
        pub fn high_threshold(mut self, most: u32) -> Self {
            self.thresholds.high = Some(most);
            self
        }

        /// Fails beyond this number of findings of medium severity. Default: never.
        #[must_use]
        pub fn medium_threshold(mut self, most: u32) -> Self {
            self.thresholds.medium = Some(most);
            self
        }

        /// Fails beyond this number of findings of low severity. Default: never.
        #[must_use]
        pub fn low_threshold(mut self, most: u32) -> Self {
            self.thresholds.low = Some(most);
            self
        }
    };
}

/// Lets Inspector look through an image.
///
/// ```
/// use cumulo::codepipeline::{Artifact, InspectorEcrImageScanAction};
/// use cumulo::ecr::Repository;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Delivery").build();
/// let images = Repository::builder(&stack, "Images").build();
/// let found = Artifact::new("Found");
/// let action = InspectorEcrImageScanAction::new("Scan", &images, &found).critical_threshold(0);
/// ```
#[derive(Clone, Debug)]
pub struct InspectorEcrImageScanAction {
    properties: ActionProperties,
    repository: Repository,
    tag: Option<String>,
    thresholds: Thresholds,
}

impl InspectorEcrImageScanAction {
    /// The image in this repository; what was found becomes an artifact.
    pub fn new(name: impl Into<String>, repository: &Repository, output: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Invoke, "InspectorScan");
        Self {
            properties: properties.outputs([output.clone()]),
            repository: repository.clone(),
            tag: None,
            thresholds: Thresholds::default(),
        }
    }

    /// Tag of the image. Default: `latest`.
    #[must_use]
    pub fn image_tag(mut self, tag: impl Into<String>) -> Self {
        self.tag = Some(tag.into());
        self
    }

    thresholds!();
    common!();
}

impl Action for InspectorEcrImageScanAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        grant_scan(context);
        context.bucket.grant_write(&context.role);
        self.repository.grant_pull(&context.role);
        let mut configuration = vec![
            ("InspectorRunMode", Expr::from("ECRImageScan")),
            ("ECRRepositoryName", self.repository.repository_name().into_expr()),
            ("ImageTag", self.tag.clone().map_or(Expr::Null, Expr::from)),
        ];
        configuration.extend(self.thresholds.to_configuration());
        configuration
    }
}

/// Lets Inspector look through source code.
#[derive(Clone, Debug)]
pub struct InspectorSourceCodeScanAction {
    properties: ActionProperties,
    thresholds: Thresholds,
}

impl InspectorSourceCodeScanAction {
    /// This code; what was found becomes an artifact.
    pub fn new(name: impl Into<String>, input: &Artifact, output: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Invoke, "InspectorScan");
        let properties = properties.inputs([input.clone()]).outputs([output.clone()]);
        Self { properties, thresholds: Thresholds::default() }
    }

    thresholds!();
    common!();
}

impl Action for InspectorSourceCodeScanAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        grant_scan(context);
        context.bucket.grant_read(&context.role);
        context.bucket.grant_write(&context.role);
        let mut configuration = vec![("InspectorRunMode", Expr::from("SourceCodeScan"))];
        configuration.extend(self.thresholds.to_configuration());
        configuration
    }
}

#[track_caller]
fn grant_scan(context: &ActionContext) {
    context.role.add_to_policy(
        PolicyStatement::allow().actions(["inspector-scan:ScanSbom"]).all_resources(),
    );
    context.grant_logs();
}
