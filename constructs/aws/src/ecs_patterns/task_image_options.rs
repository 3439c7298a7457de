//! The container that a pattern runs.

use crate::ecs::{ContainerImage, LogDriver, Secret};
use crate::iam::Role;
use crate::{IntoValue, Value};

/// The container that a pattern runs, and the task around it.
///
/// ```
/// use cumulo::ecs::ContainerImage;
/// use cumulo::ecs_patterns::TaskImageOptions;
/// let options = TaskImageOptions::builder()
///     .image(ContainerImage::from_registry("nginx:1.27"))
///     .container_port(8080)
///     .environment([("MODE", "prod")])
///     .build();
/// ```
#[derive(Clone, Debug, bon::Builder)]
pub struct TaskImageOptions {
    /// The image that it runs.
    pub(super) image: ContainerImage,
    /// Port that it listens on. Default: 80.
    pub(super) container_port: Option<u16>,
    /// Further ports that it listens on. Default: none.
    #[builder(default, with = |ports: impl IntoIterator<Item = u16>| ports.into_iter().collect())]
    pub(super) container_ports: Vec<u16>,
    /// Its name.
    #[builder(into, default = "web".to_owned())]
    pub(super) container_name: String,
    /// Environment variables.
    #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
    pub(super) environment: Vec<(String, Value<String>)>,
    /// Environment variables that are read from Secrets Manager or Systems Manager when the task starts.
    #[builder(default, with = |secrets: impl IntoIterator<Item = (impl Into<String>, Secret)>| secrets.into_iter().map(|(name, secret)| (name.into(), secret)).collect())]
    pub(super) secrets: Vec<(String, Secret)>,
    /// Whether it writes logs.
    #[builder(default = true)]
    pub(super) enable_logging: bool,
    /// Where it writes what it prints. Default: CloudWatch Logs, streams that begin with the pattern's id.
    #[builder(into)]
    pub(super) log_driver: Option<LogDriver>,
    /// Name that all revisions share. Default: made of the path.
    #[builder(with = |family: impl IntoValue<String>| family.into_value())]
    pub(super) family: Option<Value<String>>,
    /// Role that the programs in the container have. Default: a new one.
    pub(super) task_role: Option<Role>,
    /// Role by which ECS pulls the image, writes logs and reads secrets. Default: a new one, when it is first needed.
    pub(super) execution_role: Option<Role>,
    /// Labels of Docker.
    #[builder(default, with = |labels: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| labels.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
    pub(super) docker_labels: Vec<(String, Value<String>)>,
    /// What it runs, instead of the image's command.
    #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
    pub(super) command: Option<Vec<Value<String>>>,
    /// What runs the command, instead of the image's entry point.
    #[builder(with = |words: impl IntoIterator<Item = impl IntoValue<String>>| words.into_iter().map(IntoValue::into_value).collect())]
    pub(super) entry_point: Option<Vec<Value<String>>>,
}

impl TaskImageOptions {
    /// The container as one that listens: on the ports that are given, or on port 80.
    pub(super) fn listening(mut self) -> Self {
        if self.container_ports.is_empty() {
            self.container_port.get_or_insert(80);
        }
        self
    }

    /// The first port that it is said to listen on.
    pub(super) fn first_port(&self) -> Option<u16> {
        self.container_port.or_else(|| self.container_ports.first().copied())
    }
}
