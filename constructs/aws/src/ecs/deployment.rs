//! How a service goes from one revision to the next.

use crate::iam::{PolicyStatement, Principal, Role};
use crate::{Duration, Expr, IntoValue, Node, Value, text};

/// Who replaces the tasks of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DeploymentController {
    /// ECS itself.
    #[default]
    Ecs,
    /// CodeDeploy, which also shifts the load balancer's traffic.
    CodeDeploy,
    /// Something of the account's own.
    External,
}

impl DeploymentController {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            DeploymentController::Ecs => "ECS",
            DeploymentController::CodeDeploy => "CODE_DEPLOY",
            DeploymentController::External => "EXTERNAL",
        }
    }
}

/// Which revision of the task definition a service runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskDefinitionRevision {
    /// The newest, whoever registered it.
    Latest,
    /// The revision of this number.
    Of(u32),
}

/// Stops a deployment whose tasks do not start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeploymentCircuitBreaker {
    enable: bool,
    rollback: bool,
}

impl DeploymentCircuitBreaker {
    /// The deployment fails.
    pub fn fail() -> Self {
        Self { enable: true, rollback: false }
    }

    /// The deployment goes back to the last one that worked.
    pub fn rollback() -> Self {
        Self { enable: true, rollback: true }
    }

    /// The deployment goes on for hours.
    pub fn disabled() -> Self {
        Self { enable: false, rollback: false }
    }

    pub(super) fn to_expr(self) -> Expr {
        Expr::object([("Enable", Expr::from(self.enable)), ("Rollback", Expr::from(self.rollback))])
    }
}

/// What a deployment does when one of its alarms goes off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlarmBehavior {
    /// It goes back to the last one that worked.
    #[default]
    RollbackOnAlarm,
    /// It fails.
    FailOnAlarm,
}

/// Alarms that end a deployment.
#[derive(Clone, Debug)]
pub struct DeploymentAlarms {
    pub(super) names: Vec<Value<String>>,
    pub(super) behavior: AlarmBehavior,
}

impl DeploymentAlarms {
    /// Alarms by name; a deployment that sets one off goes back.
    pub fn new(names: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self {
            names: names.into_iter().map(IntoValue::into_value).collect(),
            behavior: AlarmBehavior::RollbackOnAlarm,
        }
    }

    /// What a deployment does when an alarm goes off.
    #[must_use]
    pub fn behavior(mut self, behavior: AlarmBehavior) -> Self {
        self.behavior = behavior;
        self
    }
}

/// How traffic moves to a new revision.
///
/// ```
/// use cumulo::ecs::DeploymentStrategy;
/// use cumulo::prelude::*;
/// let careful = DeploymentStrategy::Canary {
///     step_percent: Some(5.0),
///     step_bake_time: Some(Duration::minutes(10)),
/// };
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum DeploymentStrategy {
    /// Task by task.
    #[default]
    Rolling,
    /// At once, when all new tasks run; back at once while the old ones are kept.
    BlueGreen,
    /// In equal steps.
    Linear {
        /// Share of the traffic that moves in a step, 3 to 100. Default: 10.
        step_percent: Option<f64>,
        /// Time between steps, in whole minutes up to 24 hours. Default: 6 minutes.
        step_bake_time: Option<Duration>,
    },
    /// A little first, then the rest.
    Canary {
        /// Share of the traffic that moves first, 0.1 to 100. Default: 5.
        step_percent: Option<f64>,
        /// Time before the rest moves, in whole minutes up to 24 hours. Default: 10 minutes.
        step_bake_time: Option<Duration>,
    },
}

impl DeploymentStrategy {
    /// What of `DeploymentConfiguration` it sets.
    pub(super) fn entries(self, node: &Node) -> Vec<(&'static str, Expr)> {
        let (name, shift) = match self {
            DeploymentStrategy::Rolling => ("ROLLING", None),
            DeploymentStrategy::BlueGreen => ("BLUE_GREEN", None),
            DeploymentStrategy::Linear { step_percent, step_bake_time } => {
                check_percent(node, step_percent, 3.0);
                let shift = Expr::object([
                    ("StepBakeTimeInMinutes", step_bake_time.map_or(Expr::Null, minutes)),
                    ("StepPercent", percent(step_percent)),
                ]);
                ("LINEAR", Some(("LinearConfiguration", shift)))
            }
            DeploymentStrategy::Canary { step_percent, step_bake_time } => {
                check_percent(node, step_percent, 0.1);
                let shift = Expr::object([
                    ("CanaryBakeTimeInMinutes", step_bake_time.map_or(Expr::Null, minutes)),
                    ("CanaryPercent", percent(step_percent)),
                ]);
                ("CANARY", Some(("CanaryConfiguration", shift)))
            }
        };
        let shift = shift.filter(|(_, shift)| *shift != Expr::Map(Default::default()));
        [Some(("Strategy", Expr::from(name))), shift].into_iter().flatten().collect()
    }
}

fn check_percent(node: &Node, percent: Option<f64>, least: f64) {
    if let Some(percent) = percent.filter(|percent| *percent < least || *percent > 100.0) {
        node.error(
            "traffic-shift",
            format!("a step of {percent} percent is not possible"),
            format!("choose {least} to 100 percent"),
        );
    }
}

fn percent(percent: Option<f64>) -> Expr {
    percent.map_or(Expr::Null, |percent| IntoValue::<f64>::into_value(percent).into())
}

pub(super) fn minutes(duration: Duration) -> Expr {
    Expr::from(i64::try_from(duration.to_minutes()).unwrap_or(i64::MAX))
}

/// A point in a deployment at which a hook is asked whether to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeploymentLifecycleStage {
    /// More than one revision of the service is active at the beginning.
    ReconcileService,
    /// Before new tasks start.
    PreScaleUp,
    /// When the new tasks run.
    PostScaleUp,
    /// While test traffic moves.
    TestTrafficShift,
    /// When test traffic has moved.
    PostTestTrafficShift,
    /// While production traffic moves.
    ProductionTrafficShift,
    /// When production traffic has moved.
    PostProductionTrafficShift,
}

impl DeploymentLifecycleStage {
    fn as_str(self) -> &'static str {
        match self {
            DeploymentLifecycleStage::ReconcileService => "RECONCILE_SERVICE",
            DeploymentLifecycleStage::PreScaleUp => "PRE_SCALE_UP",
            DeploymentLifecycleStage::PostScaleUp => "POST_SCALE_UP",
            DeploymentLifecycleStage::TestTrafficShift => "TEST_TRAFFIC_SHIFT",
            DeploymentLifecycleStage::PostTestTrafficShift => "POST_TEST_TRAFFIC_SHIFT",
            DeploymentLifecycleStage::ProductionTrafficShift => "PRODUCTION_TRAFFIC_SHIFT",
            DeploymentLifecycleStage::PostProductionTrafficShift => "POST_PRODUCTION_TRAFFIC_SHIFT",
        }
    }
}

/// A Lambda function that a deployment asks at certain points whether to go on.
#[derive(Clone, Debug)]
pub struct DeploymentLifecycleHook {
    id: String,
    function_arn: Value<String>,
    stages: Vec<DeploymentLifecycleStage>,
    role: Option<Role>,
}

impl DeploymentLifecycleHook {
    /// A function by its ARN. ECS calls it by a role of its own, `<id>Role` below the service.
    pub fn lambda(
        id: impl Into<String>,
        function_arn: impl IntoValue<String>,
        stages: impl IntoIterator<Item = DeploymentLifecycleStage>,
    ) -> Self {
        Self {
            id: id.into(),
            function_arn: function_arn.into_value(),
            stages: stages.into_iter().collect(),
            role: None,
        }
    }

    /// Role by which ECS calls it; let it do so by `grant_invoke` of the function. Default: a new one that may.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    pub(super) fn bind(&self, scope: &Node) -> Expr {
        let role = self.role.clone().unwrap_or_else(|| {
            let role = Role::builder(scope, &format!("{}Role", self.id))
                .assumed_by(Principal::service("ecs.amazonaws.com"))
                .build();
            let invoke = PolicyStatement::allow()
                .actions(["lambda:InvokeFunction"])
                .resources([self.function_arn.clone(), text!("{}:*", self.function_arn)]);
            role.add_to_policy(invoke);
            role
        });
        let stages = self.stages.iter().map(|stage| Expr::from(stage.as_str())).collect();
        Expr::object([
            ("HookTargetArn", Expr::from(&self.function_arn)),
            ("LifecycleStages", Expr::List(stages)),
            ("RoleArn", role.role_arn().into()),
        ])
    }
}
