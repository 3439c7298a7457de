//! Actions that deploy to ECS.

use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use super::{Artifact, ArtifactPath};
use crate::codedeploy::EcsDeploymentGroup;
use crate::ecs::EcsService;
use crate::iam::{Conditions, PolicyStatement};
use crate::{Duration, Expr, Value};

/// Deploys images to a service of ECS: its tasks are replaced step by step.
#[derive(Clone, Debug)]
pub struct EcsDeployAction {
    properties: ActionProperties,
    cluster_name: Value<String>,
    service_name: Value<String>,
    file: Option<String>,
    timeout: Option<Duration>,
}

impl EcsDeployAction {
    /// The images that `imagedefinitions.json` of this artifact names.
    pub fn new(name: impl Into<String>, service: &dyn EcsService, input: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Deploy, "ECS");
        Self {
            properties: properties.inputs([input.clone()]),
            cluster_name: service.cluster().cluster_name(),
            service_name: service.service_name(),
            file: None,
            timeout: None,
        }
    }

    /// The images that another file names.
    #[must_use]
    pub fn image_file(mut self, file: &ArtifactPath) -> Self {
        self.properties.inputs = vec![file.artifact.clone()];
        self.file = Some(file.path.clone());
        self
    }

    /// How long it may take, up to an hour. Default: an hour.
    #[must_use]
    pub fn deployment_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    common!();
}

/// Lets the action hand over the roles of tasks.
fn pass_role(services: &[&'static str]) -> PolicyStatement {
    let services = Expr::List(services.iter().map(|service| Expr::from(*service)).collect());
    PolicyStatement::allow()
        .actions(["iam:PassRole"])
        .all_resources()
        .conditions(Conditions::new().with("StringEqualsIfExists", "iam:PassedToService", services))
}

impl Action for EcsDeployAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        context.role.add_to_policy(
            PolicyStatement::allow()
                .actions([
                    "ecs:DescribeServices",
                    "ecs:DescribeTaskDefinition",
                    "ecs:DescribeTasks",
                    "ecs:ListTasks",
                    "ecs:RegisterTaskDefinition",
                    "ecs:TagResource",
                    "ecs:UpdateService",
                ])
                .all_resources(),
        );
        context.role.add_to_policy(pass_role(&["ec2.amazonaws.com", "ecs-tasks.amazonaws.com"]));
        context.bucket.grant_read(&context.role);
        let minutes = self.timeout.and_then(|time| i64::try_from(time.to_minutes()).ok());
        vec![
            ("ClusterName", Expr::from(&self.cluster_name)),
            ("ServiceName", Expr::from(&self.service_name)),
            ("FileName", self.file.clone().map_or(Expr::Null, Expr::from)),
            ("DeploymentTimeout", crate::bag::number(minutes)),
        ]
    }
}

/// Deploys to a service of ECS with CodeDeploy: new tasks beside the old ones, then the traffic moves.
#[derive(Clone, Debug)]
pub struct CodeDeployEcsDeployAction {
    properties: ActionProperties,
    group: EcsDeploymentGroup,
    task_definition: ArtifactPath,
    app_spec: ArtifactPath,
    images: Vec<(Artifact, String)>,
}

impl CodeDeployEcsDeployAction {
    /// By `taskdef.json` and `appspec.yaml` of this artifact.
    pub fn new(name: impl Into<String>, group: &EcsDeploymentGroup, input: &Artifact) -> Self {
        let properties = ActionProperties::new(name, ActionCategory::Deploy, "CodeDeployToECS");
        Self {
            properties,
            group: group.clone(),
            task_definition: input.at_path("taskdef.json"),
            app_spec: input.at_path("appspec.yaml"),
            images: Vec::new(),
        }
    }

    /// Another file with the task definition.
    #[must_use]
    pub fn task_definition_template(mut self, file: &ArtifactPath) -> Self {
        self.task_definition = file.clone();
        self
    }

    /// Another file with what CodeDeploy does.
    #[must_use]
    pub fn app_spec_template(mut self, file: &ArtifactPath) -> Self {
        self.app_spec = file.clone();
        self
    }

    /// Puts the image of an artifact where the task definition says `<placeholder>`; up to 4.
    #[must_use]
    pub fn container_image(mut self, input: &Artifact, placeholder: impl Into<String>) -> Self {
        self.images.push((input.clone(), placeholder.into()));
        self
    }

    common!();
}

const IMAGES: [(&str, &str); 4] = [
    ("Image1ArtifactName", "Image1ContainerName"),
    ("Image2ArtifactName", "Image2ContainerName"),
    ("Image3ArtifactName", "Image3ContainerName"),
    ("Image4ArtifactName", "Image4ContainerName"),
];

impl Action for CodeDeployEcsDeployAction {
    fn properties(&self) -> ActionProperties {
        let files = [&self.task_definition.artifact, &self.app_spec.artifact];
        let all = files.into_iter().chain(self.images.iter().map(|(input, _)| input));
        let mut inputs: Vec<Artifact> = Vec::new();
        for input in all {
            if inputs.iter().all(|known| known.name() != input.name()) {
                inputs.push(input.clone());
            }
        }
        self.properties.clone().inputs(inputs)
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let group = &self.group;
        let allow = |actions: &[&str], arn: crate::Value<String>| {
            context
                .role
                .add_to_policy(PolicyStatement::allow().actions(actions.to_vec()).resources([arn]));
        };
        allow(
            &[
                "codedeploy:GetApplication",
                "codedeploy:GetApplicationRevision",
                "codedeploy:RegisterApplicationRevision",
            ],
            group.application().application_arn(),
        );
        allow(
            &["codedeploy:CreateDeployment", "codedeploy:GetDeployment"],
            group.deployment_group_arn(),
        );
        allow(&["codedeploy:GetDeploymentConfig"], group.deployment_config_arn());
        allow(&["ecs:RegisterTaskDefinition"], crate::Value::new("*"));
        context.role.add_to_policy(pass_role(&["ecs-tasks.amazonaws.com"]));
        context.bucket.grant_read(&context.role);
        let mut configuration = vec![
            ("ApplicationName", group.application().application_name().into_expr()),
            ("DeploymentGroupName", group.deployment_group_name().into_expr()),
            ("TaskDefinitionTemplateArtifact", self.task_definition.artifact.name().into()),
            ("TaskDefinitionTemplatePath", self.task_definition.path.clone().into()),
            ("AppSpecTemplateArtifact", self.app_spec.artifact.name().into()),
            ("AppSpecTemplatePath", self.app_spec.path.clone().into()),
        ];
        for ((artifact, placeholder), (artifact_key, name_key)) in self.images.iter().zip(IMAGES) {
            configuration.push((artifact_key, artifact.name().into()));
            configuration.push((name_key, placeholder.clone().into()));
        }
        configuration
    }
}
