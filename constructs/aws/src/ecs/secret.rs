//! Secrets that containers get as environment variables.

use crate::iam::{Grant, Grantable};
use crate::ssm::StringParameter;
use crate::{Value, secretsmanager, text};

/// A value that the container agent reads from Secrets Manager or Systems Manager when a task starts.
///
/// The execution role is let read it; the value stands in no template.
///
/// ```
/// use cumulo::ecs::{ContainerImage, FargateTaskDefinition, Secret};
/// use cumulo::prelude::*;
/// use cumulo::{secretsmanager, ssm::StringParameter};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let database = secretsmanager::Secret::builder(&stack, "Database").build();
/// let flags = StringParameter::builder(&stack, "Flags").string_value("on").build();
/// let task = FargateTaskDefinition::builder(&stack, "Task").build();
/// task.add_container("api")
///     .image(ContainerImage::from_registry("nginx:1.27"))
///     .secrets([
///         ("PASSWORD", Secret::from_secrets_manager(&database).field("password")),
///         ("FLAGS", Secret::from_ssm_parameter(&flags)),
///     ])
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct Secret {
    source: Source,
    field: Option<String>,
    version_stage: Option<String>,
    version_id: Option<String>,
}

#[derive(Clone, Debug)]
enum Source {
    SecretsManager(secretsmanager::Secret),
    Parameter(StringParameter),
}

impl Secret {
    /// The value of a secret in Secrets Manager, whole unless a [`field`](Secret::field) is named.
    pub fn from_secrets_manager(secret: &secretsmanager::Secret) -> Self {
        Self::of(Source::SecretsManager(secret.clone()))
    }

    /// The value of a parameter in Systems Manager.
    pub fn from_ssm_parameter(parameter: &StringParameter) -> Self {
        Self::of(Source::Parameter(parameter.clone()))
    }

    fn of(source: Source) -> Self {
        Self { source, field: None, version_stage: None, version_id: None }
    }

    /// A field of a secret whose value is a JSON object; parameters have none.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The version of a secret with this staging label. Default: `AWSCURRENT`.
    #[must_use]
    pub fn version_stage(mut self, stage: impl Into<String>) -> Self {
        self.version_stage = Some(stage.into());
        self
    }

    /// The version of a secret with this id. Default: the one that the staging label names.
    #[must_use]
    pub fn version_id(mut self, id: impl Into<String>) -> Self {
        self.version_id = Some(id.into());
        self
    }

    /// `ValueFrom` of the container's secret.
    pub fn arn(&self) -> Value<String> {
        let secret = match &self.source {
            Source::Parameter(parameter) => return parameter.parameter_arn(),
            Source::SecretsManager(secret) => secret.secret_arn(),
        };
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let (field, stage, id) =
            (part(&self.field), part(&self.version_stage), part(&self.version_id));
        match field.is_empty() && stage.is_empty() && id.is_empty() {
            true => secret,
            false => text!("{}:{}:{}:{}", secret, field, stage, id),
        }
    }

    /// Lets `grantee` read the secret.
    #[track_caller]
    pub fn grant_read(&self, grantee: &dyn Grantable) -> Grant {
        match &self.source {
            Source::SecretsManager(secret) => secret.grant_read(grantee),
            Source::Parameter(parameter) => parameter.grant_read(grantee),
        }
    }
}
