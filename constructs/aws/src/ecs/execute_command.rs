//! Running commands in containers from outside.

use super::TaskDefinition;
use crate::iam::PolicyStatement;
use crate::{Expr, Node};

/// Where what was typed and printed in such sessions is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExecuteCommandLogging {
    /// Nowhere.
    None,
    /// Where the container's own log goes, if that is CloudWatch.
    Default,
    /// Where the configuration says.
    Override,
}

/// How commands are run in the containers of a cluster.
#[derive(Clone, Debug, Default)]
pub struct ExecuteCommandConfiguration {
    logging: Option<ExecuteCommandLogging>,
}

impl ExecuteCommandConfiguration {
    /// What ECS does by default.
    pub fn new() -> Self {
        Self::default()
    }

    /// Where sessions are written. Default: where the container's own log goes.
    #[must_use]
    pub fn logging(mut self, logging: ExecuteCommandLogging) -> Self {
        self.logging = Some(logging);
        self
    }

    pub(super) fn check(&self, _node: &Node) {}

    pub(super) fn to_expr(&self) -> Expr {
        let logging = self.logging.map(|logging| match logging {
            ExecuteCommandLogging::None => "NONE",
            ExecuteCommandLogging::Default => "DEFAULT",
            ExecuteCommandLogging::Override => "OVERRIDE",
        });
        Expr::object([("Logging", logging.map_or(Expr::Null, Expr::from))])
    }
}

/// Lets the programs of a task be reached by sessions.
pub(super) fn enable(task: &TaskDefinition, _configuration: Option<&ExecuteCommandConfiguration>) {
    task.add_to_task_role_policy(
        PolicyStatement::allow()
            .actions([
                "ssmmessages:CreateControlChannel",
                "ssmmessages:CreateDataChannel",
                "ssmmessages:OpenControlChannel",
                "ssmmessages:OpenDataChannel",
            ])
            .all_resources(),
    );
}
