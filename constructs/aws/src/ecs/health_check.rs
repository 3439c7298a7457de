//! How a container is found to be healthy.

use crate::{Duration, Expr, Node};

/// A command in the container that tells whether it is healthy.
///
/// ```
/// use cumulo::ecs::HealthCheck;
/// let check = HealthCheck::shell("curl --fail http://localhost:8080/health || exit 1").retries(5);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-healthcheck.html>
#[derive(Clone, Debug)]
pub struct HealthCheck {
    command: Vec<String>,
    interval: Duration,
    retries: u32,
    start_period: Option<Duration>,
    timeout: Duration,
}

impl HealthCheck {
    /// A program and its arguments; exit code 0 means healthy. A first item `CMD` or `CMD-SHELL` says how it is run.
    pub fn command(command: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let mut command: Vec<String> = command.into_iter().map(Into::into).collect();
        if let [one] = command.as_slice()
            && one != "CMD"
            && one != "CMD-SHELL"
        {
            command.insert(0, "CMD-SHELL".into());
        } else if command.first().is_some_and(|first| first != "CMD" && first != "CMD-SHELL") {
            command.insert(0, "CMD".into());
        }
        Self {
            command,
            interval: Duration::seconds(30),
            retries: 3,
            start_period: None,
            timeout: Duration::seconds(5),
        }
    }

    /// A line that the container's shell runs; exit code 0 means healthy.
    pub fn shell(line: impl Into<String>) -> Self {
        Self::command(["CMD-SHELL".to_owned(), line.into()])
    }

    /// Time between two checks, 5 to 300 seconds. Default: 30 seconds.
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How often a check may fail before the container is unhealthy, 1 to 10. Default: 3.
    #[must_use]
    pub fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// Time in which failed checks do not count, 0 to 300 seconds. Default: none.
    #[must_use]
    pub fn start_period(mut self, period: Duration) -> Self {
        self.start_period = Some(period);
        self
    }

    /// How long a check may take, 2 to 60 seconds. Default: 5 seconds.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    pub(super) fn check(&self, node: &Node) {
        let within = |value: u64, from: u64, to: u64, what: &str| {
            if value < from || value > to {
                node.error(
                    "container-health-check",
                    format!("{what} of the health check is {value}"),
                    format!("choose {from} to {to}"),
                );
            }
        };
        within(self.interval.to_seconds(), 5, 300, "the interval in seconds");
        within(self.timeout.to_seconds(), 2, 60, "the timeout in seconds");
        within(u64::from(self.retries), 1, 10, "the number of retries");
        within(
            self.start_period.map_or(0, Duration::to_seconds),
            0,
            300,
            "the start period in seconds",
        );
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("Command", Expr::List(self.command.iter().cloned().map(Expr::from).collect())),
            ("Interval", seconds(self.interval)),
            ("Retries", Expr::from(i64::from(self.retries))),
            ("StartPeriod", self.start_period.map_or(Expr::Null, seconds)),
            ("Timeout", seconds(self.timeout)),
        ])
    }
}

/// A time in whole seconds, as CloudFormation wants it.
pub(super) fn seconds(duration: Duration) -> Expr {
    Expr::from(i64::try_from(duration.to_seconds()).unwrap_or(i64::MAX))
}
