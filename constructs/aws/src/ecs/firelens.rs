//! FireLens: a container of the task that routes the logs of the others.

use super::{ContainerDefinition, ContainerImage, LogDriver, TaskDefinition};
use crate::iam::PolicyStatement;
use crate::ssm::StringParameter;
use crate::{Construct, Expr, IntoValue, Value};
use bon::bon;

/// Name of the router that is made where containers need one.
const DEFAULT_ROUTER: &str = "log-router";

/// Program that routes logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FirelensLogRouterType {
    /// Fluent Bit.
    #[default]
    Fluentbit,
    /// Fluentd.
    Fluentd,
}

/// A configuration of the router beside the one that ECS makes.
#[derive(Clone, Debug)]
pub enum FirelensConfigFile {
    /// An object in S3, by its ARN.
    S3(Value<String>),
    /// A file of the router's image.
    File(String),
}

#[bon]
impl TaskDefinition {
    /// Adds a container that routes the logs of containers with [`LogDriver::firelens`].
    ///
    /// Without one a Fluent Bit of AWS is added for the first such container.
    ///
    /// # Findings
    /// `firelens-router` when the task has a router already.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_firelens_log_router(
        &self,
        #[builder(start_fn)] id: &str,
        /// The image that it runs. Default: AWS's Fluent Bit.
        image: Option<ContainerImage>,
        /// Program that the image runs.
        #[builder(default)]
        router_type: FirelensLogRouterType,
        /// Whether logs tell of the task that wrote them. Default: they do.
        enable_ecs_log_metadata: Option<bool>,
        /// A configuration beside the one that ECS makes. Default: none.
        config_file: Option<FirelensConfigFile>,
        /// Where it writes what it prints itself. Default: nowhere.
        #[builder(into)]
        logging: Option<LogDriver>,
        /// Whether the task stops when it ends.
        #[builder(default = true)]
        essential: bool,
        /// MiB of memory beyond which it is killed. Default: the task's.
        memory_limit_mib: Option<u32>,
        /// MiB of memory that are kept for it. Default: none.
        memory_reservation_mib: Option<u32>,
        /// Environment variables.
        #[builder(default, with = |variables: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>| variables.into_iter().map(|(name, value)| (name.into(), value.into_value())).collect())]
        environment: Vec<(String, Value<String>)>,
    ) -> ContainerDefinition {
        if has_router(self) {
            self.node().error_here(
                "firelens-router",
                "the task has a router of logs already",
                "add the router once, before the containers that use it",
            );
        }
        let container = self
            .add_container(id)
            .image(image.unwrap_or_else(|| fluent_bit(self, None)))
            .essential(essential)
            .maybe_logging(logging)
            .maybe_memory_limit_mib(memory_limit_mib)
            .maybe_memory_reservation_mib(memory_reservation_mib)
            .environment(environment)
            .build();
        let kind = match router_type {
            FirelensLogRouterType::Fluentbit => "fluentbit",
            FirelensLogRouterType::Fluentd => "fluentd",
        };
        let metadata = enable_ecs_log_metadata
            .or(config_file.is_some().then_some(true))
            .map(|enable| Expr::from(enable.to_string()));
        let file = config_file.map(|file| match file {
            FirelensConfigFile::S3(arn) => ("s3", Expr::from(arn)),
            FirelensConfigFile::File(path) => ("file", Expr::from(path)),
        });
        let (file_type, file_value) =
            file.map_or((Expr::Null, Expr::Null), |(kind, value)| (Expr::from(kind), value));
        let options = Expr::object([
            ("config-file-type", file_type),
            ("config-file-value", file_value),
            ("enable-ecs-log-metadata", metadata.unwrap_or(Expr::Null)),
        ]);
        let options = if options == Expr::Map(Default::default()) { Expr::Null } else { options };
        let configuration = Expr::object([("Options", options), ("Type", Expr::from(kind))]);
        container.edit(|entries| {
            entries.insert("FirelensConfiguration".into(), configuration);
        });
        container
    }
}

/// Makes a router where the task has none.
pub(super) fn require_router(task: &TaskDefinition, driver: &LogDriver) {
    if has_router(task) {
        return;
    }
    task.add_firelens_log_router(DEFAULT_ROUTER)
        .image(fluent_bit(task, Some(driver)))
        .logging(LogDriver::aws_logs("firelens"))
        .memory_reservation_mib(50)
        .build();
}

fn has_router(task: &TaskDefinition) -> bool {
    task.cfn().is_some_and(|cfn| {
        cfn.with_properties(|properties| {
            let containers = properties.get("ContainerDefinitions").map(Expr::items);
            let containers = containers.unwrap_or_default();
            containers.iter().any(|one| one.get("FirelensConfiguration").is_some())
        })
    })
}

/// Whether it is the router that was made because a container needs one.
pub(super) fn is_default_router(container: &Expr) -> bool {
    container.get("FirelensConfiguration").is_some()
        && container.get("Name").and_then(Expr::as_str) == Some(DEFAULT_ROUTER)
}

/// AWS's Fluent Bit, with the permissions to pull it and to write where the logs go.
fn fluent_bit(task: &TaskDefinition, driver: Option<&LogDriver>) -> ContainerImage {
    let allow = |actions: &[&'static str]| {
        PolicyStatement::allow().actions(actions.iter().copied()).all_resources()
    };
    task.add_to_execution_role_policy(allow(&[
        "ecr:GetAuthorizationToken",
        "ecr:BatchCheckLayerAvailability",
        "ecr:GetDownloadUrlForLayer",
        "ecr:BatchGetImage",
    ]));
    match driver.and_then(|driver| driver.option("Name")).and_then(Value::<String>::literal) {
        Some("cloudwatch") => task.add_to_task_role_policy(allow(&[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ])),
        Some("firehose") => task.add_to_task_role_policy(allow(&["firehose:PutRecordBatch"])),
        _ => {}
    }
    let path = "/aws/service/aws-for-fluent-bit/latest";
    ContainerImage::from_registry(StringParameter::value_for_string_parameter(task, path))
}
