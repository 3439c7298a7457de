//! Where containers write their logs.

use super::{BaseService, Secret, TaskDefinition};
use crate::logs::{LogGroup, RetentionDays};
use crate::{Expr, IntoValue, Node, Size, Value};

/// Where a container writes what it prints.
///
/// ```
/// use cumulo::ecs::LogDriver;
/// let logs = LogDriver::aws_logs("api");
/// let files = LogDriver::json_file([("max-size", "10m"), ("max-file", "3")]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-logconfiguration.html>
#[derive(Clone, Debug)]
pub struct LogDriver(Kind);

#[derive(Clone, Debug)]
enum Kind {
    AwsLogs(Box<AwsLogs>),
    Other {
        driver: String,
        options: Vec<(String, Value<String>)>,
        secret_options: Vec<(String, Secret)>,
    },
}

impl LogDriver {
    /// CloudWatch Logs: a log group of its own, streams that begin with `stream_prefix`.
    pub fn aws_logs(stream_prefix: impl IntoValue<String>) -> AwsLogs {
        AwsLogs {
            stream_prefix: stream_prefix.into_value(),
            log_group: None,
            retention: None,
            datetime_format: None,
            multiline_pattern: None,
            mode: None,
            max_buffer_size: None,
        }
    }

    /// Files on the host, with options such as `max-size`.
    pub fn json_file(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("json-file", options)
    }

    /// Syslog, with options such as `syslog-address`.
    pub fn syslog(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("syslog", options)
    }

    /// The journal of the host, with options such as `tag`.
    pub fn journald(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("journald", options)
    }

    /// Graylog, with options such as `gelf-address`.
    pub fn gelf(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("gelf", options)
    }

    /// Fluentd, with options such as `fluentd-address`.
    pub fn fluentd(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("fluentd", options)
    }

    /// Splunk at this address; the token is read when a task starts.
    pub fn splunk(url: impl IntoValue<String>, token: &Secret) -> Self {
        Self::custom("splunk", [("splunk-url", url.into_value())])
            .secret_option("splunk-token", token)
    }

    /// A log router of the same task (FireLens), with the router's own options.
    pub fn firelens(
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        Self::custom("awsfirelens", options)
    }

    /// No logs.
    pub fn none() -> Self {
        Self::custom("none", Vec::<(String, String)>::new())
    }

    /// Any driver with any options.
    pub fn custom(
        driver: impl Into<String>,
        options: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        let options = options.into_iter().map(|(name, value)| (name.into(), value.into_value()));
        Self(Kind::Other {
            driver: driver.into(),
            options: options.collect(),
            secret_options: Vec::new(),
        })
    }

    /// Adds an option, such as `splunk-index`; `awslogs` has setters of its own.
    #[must_use]
    pub fn with_option(mut self, name: impl Into<String>, value: impl IntoValue<String>) -> Self {
        if let Kind::Other { options, .. } = &mut self.0 {
            options.push((name.into(), value.into_value()));
        }
        self
    }

    /// Adds an option whose value is read when a task starts; `awslogs` has none.
    #[must_use]
    pub fn secret_option(mut self, name: impl Into<String>, secret: &Secret) -> Self {
        if let Kind::Other { secret_options, .. } = &mut self.0 {
            secret_options.push((name.into(), secret.clone()));
        }
        self
    }

    /// Whether logs go through a router of the same task.
    pub(super) fn is_firelens(&self) -> bool {
        matches!(&self.0, Kind::Other { driver, .. } if driver == "awsfirelens")
    }

    /// An option that is not secret.
    pub(super) fn option(&self, name: &str) -> Option<&Value<String>> {
        match &self.0 {
            Kind::AwsLogs(_) => None,
            Kind::Other { options, .. } => {
                options.iter().find(|(known, _)| known == name).map(|(_, value)| value)
            }
        }
    }

    /// Makes what the driver needs below a service, whose proxy then uses it.
    pub(super) fn bind_for_service(&self, service: &BaseService) -> Expr {
        let configuration = self.bind(service.facts_node(), service.task_definition());
        if let Some(group) = service.facts_node().find("LogGroup") {
            service.after_task_role(&group);
        }
        configuration
    }

    /// Makes what the driver needs below `scope`, and gives `LogConfiguration`.
    pub(super) fn bind(&self, scope: &Node, task: &TaskDefinition) -> Expr {
        match &self.0 {
            Kind::AwsLogs(logs) => logs.bind(scope, task),
            Kind::Other { driver, options, secret_options } => {
                let secrets = secret_options.iter().map(|(name, secret)| {
                    secret.grant_read(&task.obtain_execution_role());
                    Expr::object([
                        ("Name", Expr::from(name.clone())),
                        ("ValueFrom", secret.arn().into()),
                    ])
                });
                let options = options.iter().map(|(name, value)| (name.clone(), value.into()));
                log_configuration(driver, Expr::object(options), secrets.collect())
            }
        }
    }
}

/// What a container does when its logs come faster than CloudWatch takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AwsLogDriverMode {
    /// It waits.
    Blocking,
    /// It goes on; logs beyond the buffer are lost.
    NonBlocking,
}

/// CloudWatch Logs as the place of a container's logs.
///
/// Without a log group of the program one is made (`LogGroup` below the container), which stays when the stack goes.
#[derive(Clone, Debug)]
pub struct AwsLogs {
    stream_prefix: Value<String>,
    log_group: Option<LogGroup>,
    retention: Option<RetentionDays>,
    datetime_format: Option<Value<String>>,
    multiline_pattern: Option<Value<String>>,
    mode: Option<AwsLogDriverMode>,
    max_buffer_size: Option<Size>,
}

impl AwsLogs {
    /// The log group that is written to. Default: a new one, `LogGroup` below the container.
    #[must_use]
    pub fn log_group(mut self, group: &LogGroup) -> Self {
        self.log_group = Some(group.clone());
        self
    }

    /// How long the log group that is made keeps events. Default: for ever.
    #[must_use]
    pub fn log_retention(mut self, retention: RetentionDays) -> Self {
        self.retention = Some(retention);
        self
    }

    /// Pattern of a time at which a new event begins, in the notation of `strftime`. Default: each line is an event.
    #[must_use]
    pub fn datetime_format(mut self, format: impl IntoValue<String>) -> Self {
        self.datetime_format = Some(format.into_value());
        self
    }

    /// Regular expression of lines at which a new event begins. Default: each line is an event.
    #[must_use]
    pub fn multiline_pattern(mut self, pattern: impl IntoValue<String>) -> Self {
        self.multiline_pattern = Some(pattern.into_value());
        self
    }

    /// What a container does when CloudWatch is slow. Default: the account's setting, which is to go on.
    #[must_use]
    pub fn mode(mut self, mode: AwsLogDriverMode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// How much is kept in memory when CloudWatch is slow; for [`AwsLogDriverMode::NonBlocking`]. Default: 10 MiB.
    #[must_use]
    pub fn max_buffer_size(mut self, size: Size) -> Self {
        self.max_buffer_size = Some(size);
        self
    }

    fn bind(&self, scope: &Node, task: &TaskDefinition) -> Expr {
        if self.max_buffer_size.is_some() && self.mode != Some(AwsLogDriverMode::NonBlocking) {
            scope.error(
                "log-buffer",
                "`max_buffer_size` has no effect where a container waits for its logs",
                "set `.mode(AwsLogDriverMode::NonBlocking)`, or leave the size out",
            );
        }
        if self.log_group.is_some() && self.retention.is_some() {
            scope.error(
                "log-retention",
                "`log_retention` is for the log group that is made, and another one is given",
                "set `retention` of the log group, or leave one of the two out",
            );
        }
        let group = self.log_group.clone().unwrap_or_else(|| {
            let retention = self.retention.unwrap_or(RetentionDays::Infinite);
            LogGroup::builder(scope, "LogGroup").retention(retention).build()
        });
        group.grant_write(&task.obtain_execution_role());
        let text = |value: &Option<Value<String>>| value.as_ref().map_or(Expr::Null, Expr::from);
        let mode = self.mode.map(|mode| match mode {
            AwsLogDriverMode::Blocking => "blocking",
            AwsLogDriverMode::NonBlocking => "non-blocking",
        });
        let buffer = self.max_buffer_size.map(|size| Expr::from(format!("{}b", size.to_bytes())));
        let options = Expr::object([
            ("awslogs-group", group.log_group_name().into()),
            ("awslogs-stream-prefix", Expr::from(&self.stream_prefix)),
            ("awslogs-region", scope.stack().region().into()),
            ("awslogs-datetime-format", text(&self.datetime_format)),
            ("awslogs-multiline-pattern", text(&self.multiline_pattern)),
            ("mode", mode.map_or(Expr::Null, Expr::from)),
            ("max-buffer-size", buffer.unwrap_or(Expr::Null)),
        ]);
        log_configuration("awslogs", options, Vec::new())
    }
}

impl From<AwsLogs> for LogDriver {
    fn from(logs: AwsLogs) -> Self {
        Self(Kind::AwsLogs(Box::new(logs)))
    }
}

fn log_configuration(driver: &str, options: Expr, secret_options: Vec<Expr>) -> Expr {
    let options = match options {
        Expr::Map(entries) if entries.is_empty() => Expr::Null,
        options => options,
    };
    let secret_options =
        if secret_options.is_empty() { Expr::Null } else { Expr::List(secret_options) };
    Expr::object([
        ("LogDriver", Expr::from(driver.to_owned())),
        ("Options", options),
        ("SecretOptions", secret_options),
    ])
}
