//! Running commands in containers from outside.

use super::BaseService;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::logs::LogGroup;
use crate::s3::Bucket;
use crate::{Construct, Expr, IntoValue, Node, Value, text};

/// Where what was typed and printed in such sessions is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ExecuteCommandLogging {
    /// Nowhere.
    None,
    /// Where the container's own log goes, if that is CloudWatch.
    #[default]
    Default,
    /// Where the configuration says.
    Override,
}

/// Where sessions are written, with [`ExecuteCommandLogging::Override`].
#[derive(Clone, Debug, Default)]
pub struct ExecuteCommandLogConfiguration {
    log_group: Option<LogGroup>,
    log_group_encrypted: Option<bool>,
    bucket: Option<Bucket>,
    bucket_encrypted: Option<bool>,
    prefix: Option<Value<String>>,
}

impl ExecuteCommandLogConfiguration {
    /// Nowhere yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The log group. Default: none.
    #[must_use]
    pub fn cloud_watch_log_group(mut self, group: &LogGroup) -> Self {
        self.log_group = Some(group.clone());
        self
    }

    /// Whether the log group must be encrypted with a key of one's own. Default: false.
    #[must_use]
    pub fn cloud_watch_encryption_enabled(mut self, encrypted: bool) -> Self {
        self.log_group_encrypted = Some(encrypted);
        self
    }

    /// The bucket. Default: none.
    #[must_use]
    pub fn s3_bucket(mut self, bucket: &Bucket) -> Self {
        self.bucket = Some(bucket.clone());
        self
    }

    /// Whether the bucket must be encrypted. Default: false.
    #[must_use]
    pub fn s3_encryption_enabled(mut self, encrypted: bool) -> Self {
        self.bucket_encrypted = Some(encrypted);
        self
    }

    /// What names of objects in the bucket begin with. Default: nothing.
    #[must_use]
    pub fn s3_key_prefix(mut self, prefix: impl IntoValue<String>) -> Self {
        self.prefix = Some(prefix.into_value());
        self
    }

    fn to_expr(&self) -> Expr {
        let flag = |flag: Option<bool>| flag.map_or(Expr::Null, Expr::from);
        let group = self.log_group.as_ref().map(|group| Expr::from(group.log_group_name()));
        let bucket = self.bucket.as_ref().map(|bucket| Expr::from(bucket.bucket_name()));
        Expr::object([
            ("CloudWatchEncryptionEnabled", flag(self.log_group_encrypted)),
            ("CloudWatchLogGroupName", group.unwrap_or(Expr::Null)),
            ("S3BucketName", bucket.unwrap_or(Expr::Null)),
            ("S3EncryptionEnabled", flag(self.bucket_encrypted)),
            ("S3KeyPrefix", self.prefix.as_ref().map_or(Expr::Null, Expr::from)),
        ])
    }
}

/// How commands are run in the containers of a cluster.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-cluster-executecommandconfiguration.html>
#[derive(Clone, Debug, Default)]
pub struct ExecuteCommandConfiguration {
    kms_key: Option<Key>,
    log_configuration: Option<ExecuteCommandLogConfiguration>,
    logging: Option<ExecuteCommandLogging>,
}

impl ExecuteCommandConfiguration {
    /// What ECS does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Key that encrypts what passes between client and container. Default: TLS alone.
    #[must_use]
    pub fn kms_key(mut self, key: &Key) -> Self {
        self.kms_key = Some(key.clone());
        self
    }

    /// Where sessions are written. Default: where the container's own log goes.
    #[must_use]
    pub fn logging(mut self, logging: ExecuteCommandLogging) -> Self {
        self.logging = Some(logging);
        self
    }

    /// Writes sessions to places of their own.
    #[must_use]
    pub fn log_configuration(mut self, configuration: ExecuteCommandLogConfiguration) -> Self {
        self.log_configuration = Some(configuration);
        self.logging(ExecuteCommandLogging::Override)
    }

    pub(super) fn check(&self, node: &Node) {
        if self.log_configuration.is_some()
            != (self.logging == Some(ExecuteCommandLogging::Override))
        {
            node.error(
                "execute-command-logging",
                "places for logs of commands go with `ExecuteCommandLogging::Override`, and it with them",
                "set `log_configuration` last, or leave it and `Override` out",
            );
        }
    }

    pub(super) fn to_expr(&self) -> Expr {
        let logging = self.logging.map(|logging| match logging {
            ExecuteCommandLogging::None => "NONE",
            ExecuteCommandLogging::Default => "DEFAULT",
            ExecuteCommandLogging::Override => "OVERRIDE",
        });
        let key = self.kms_key.as_ref().map(|key| Expr::from(key.key_arn()));
        let log = self.log_configuration.as_ref().map(ExecuteCommandLogConfiguration::to_expr);
        Expr::object([
            ("KmsKeyId", key.unwrap_or(Expr::Null)),
            ("LogConfiguration", log.unwrap_or(Expr::Null)),
            ("Logging", logging.map_or(Expr::Null, Expr::from)),
        ])
    }
}

/// Lets the programs of a service be reached by sessions.
pub(super) fn enable(service: &BaseService) {
    let allow =
        |actions: &[&'static str]| PolicyStatement::allow().actions(actions.iter().copied());
    let task = service.task_definition();
    let channels = [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ];
    task.add_to_task_role_policy(allow(&channels).all_resources());
    let Some(configuration) = service.cluster().execute_command_configuration() else { return };
    let logging = configuration.logging.unwrap_or_default();
    let log = configuration.log_configuration.clone().unwrap_or_default();
    let stack = service.node().stack();
    if let Some(key) = &configuration.kms_key {
        let use_key = allow(&["kms:Decrypt", "kms:GenerateDataKey"]);
        task.add_to_task_role_policy(use_key.resources([key.key_arn()]));
        let in_logs =
            logging == ExecuteCommandLogging::Default || log.log_group_encrypted == Some(true);
        if in_logs {
            let (region, logs) = (stack.region(), stack.format_arn("logs", "*"));
            let actions = [
                "kms:Encrypt*",
                "kms:Decrypt*",
                "kms:ReEncrypt*",
                "kms:GenerateDataKey*",
                "kms:Describe*",
            ];
            let name = text!("logs.{}.amazonaws.com", region);
            key.add_to_resource_policy(
                allow(&actions)
                    .all_resources()
                    .principals([Principal::service_of_name(name)])
                    .conditions(
                        Conditions::new().arn_like("kms:EncryptionContext:aws:logs:arn", logs),
                    ),
            );
        }
    }
    if logging == ExecuteCommandLogging::None {
        return;
    }
    if let Some(group) = &log.log_group {
        task.add_to_task_role_policy(allow(&["logs:DescribeLogGroups"]).all_resources());
        let streams = stack.format_arn("logs", text!("log-group:{}:*", group.log_group_name()));
        let write = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"];
        task.add_to_task_role_policy(allow(&write).resources([streams]));
    }
    if let Some(bucket) = &log.bucket {
        let arn = text!("arn:{}:s3:::{}", stack.partition(), bucket.bucket_name());
        task.add_to_task_role_policy(allow(&["s3:GetBucketLocation"]).all_resources());
        task.add_to_task_role_policy(allow(&["s3:PutObject"]).resources([text!("{}/*", arn)]));
        if log.bucket_encrypted == Some(true) {
            task.add_to_task_role_policy(
                allow(&["s3:GetEncryptionConfiguration"]).resources([arn]),
            );
        }
    }
}
