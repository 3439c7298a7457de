//! Conditions of stages.

use super::Artifact;
use crate::bag::list;
use crate::iam::Role;
use crate::{Expr, IntoValue, Value};

/// What happens when a condition does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionResult {
    /// The stage fails.
    Fail,
    /// The stage goes back to its last good execution.
    Rollback,
    /// The stage is left out; only before it is entered.
    Skip,
    /// The stage is tried again; only when it failed.
    Retry,
}

impl ConditionResult {
    fn as_str(self) -> &'static str {
        match self {
            Self::Fail => "FAIL",
            Self::Rollback => "ROLLBACK",
            Self::Skip => "SKIP",
            Self::Retry => "RETRY",
        }
    }
}

/// What a failed stage tries again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RetryMode {
    /// As CodePipeline has it: failed actions.
    #[default]
    Default,
    /// All actions.
    AllActions,
    /// Failed actions.
    FailedActions,
}

/// What happens when a stage fails.
#[derive(Clone, Copy, Debug)]
pub(super) enum OnFailure {
    Rollback,
    Retry(RetryMode),
}

/// Rules that must all hold, and what happens when they do not.
///
/// ```
/// use cumulo::codepipeline::{StageCondition, ConditionResult, ConditionRule};
/// let by_day = ConditionRule::new("ByDay", "DeploymentWindow")
///     .version("1")
///     .configuration("Cron", "* * 9-17 ? * MON-FRI *")
///     .configuration("TimeZone", "Europe/Berlin");
/// let condition = StageCondition::new(ConditionResult::Fail, [by_day]);
/// ```
#[derive(Clone, Debug)]
pub struct StageCondition {
    result: ConditionResult,
    rules: Vec<ConditionRule>,
}

impl StageCondition {
    /// These rules, of which a stage has at most 5.
    pub fn new(result: ConditionResult, rules: impl IntoIterator<Item = ConditionRule>) -> Self {
        Self { result, rules: rules.into_iter().collect() }
    }

    fn to_expr(&self) -> Expr {
        Expr::object([
            ("Result", Expr::from(self.result.as_str())),
            ("Rules", list(self.rules.iter().map(ConditionRule::to_expr))),
        ])
    }
}

/// A check that CodePipeline makes: of a time, an alarm, a variable, or by a function, commands or a scan.
#[derive(Clone, Debug)]
pub struct ConditionRule {
    name: String,
    provider: String,
    version: Option<String>,
    configuration: Vec<(String, Value<String>)>,
    commands: Vec<String>,
    inputs: Vec<Artifact>,
    region: Option<String>,
    role: Option<Role>,
}

impl ConditionRule {
    /// By `DeploymentWindow`, `CloudWatchAlarm`, `VariableCheck`, `LambdaInvoke`, `Commands` or `CodeBuild`.
    pub fn new(name: impl Into<String>, provider: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            provider: provider.into(),
            version: None,
            configuration: Vec::new(),
            commands: Vec::new(),
            inputs: Vec::new(),
            region: None,
            role: None,
        }
    }

    /// Version of the provider. Default: as CodePipeline has it.
    #[must_use]
    pub fn version(mut self, version: impl Into<String>) -> Self {
        self.version = Some(version.into());
        self
    }

    /// A setting of the provider, such as `AlarmName`.
    #[must_use]
    pub fn configuration(mut self, key: impl Into<String>, value: impl IntoValue<String>) -> Self {
        self.configuration.push((key.into(), value.into_value()));
        self
    }

    /// Commands of the provider `Commands`.
    #[must_use]
    pub fn commands(mut self, commands: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.commands = commands.into_iter().map(Into::into).collect();
        self
    }

    /// Gives it an artifact.
    #[must_use]
    pub fn input(mut self, input: &Artifact) -> Self {
        self.inputs.push(input.clone());
        self
    }

    /// Region in which it is checked. Default: the pipeline's.
    #[must_use]
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.region = Some(region.into());
        self
    }

    /// Role by which it is checked. Default: the pipeline's.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    fn to_expr(&self) -> Expr {
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let kind = Expr::object([
            ("Category", Expr::from("Rule")),
            ("Owner", Expr::from("AWS")),
            ("Provider", Expr::from(self.provider.clone())),
            ("Version", text(&self.version)),
        ]);
        let settings = self.configuration.iter();
        let settings = settings.map(|(key, value)| (key.clone().into(), value.expr().clone()));
        let configuration = match self.configuration.is_empty() {
            true => Expr::Null,
            false => Expr::Map(settings.collect()),
        };
        let inputs = self.inputs.iter();
        let inputs = inputs.map(|input| Expr::object([("Name", Expr::from(input.name()))]));
        Expr::object([
            ("Commands", list(self.commands.iter().cloned().map(Expr::from))),
            ("Configuration", configuration),
            ("InputArtifacts", list(inputs)),
            ("Name", Expr::from(self.name.clone())),
            ("Region", text(&self.region)),
            ("RoleArn", self.role.as_ref().map_or(Expr::Null, |role| role.role_arn().into_expr())),
            ("RuleTypeId", kind),
        ])
    }
}

/// The property of a stage.
pub(super) fn conditions(conditions: &[StageCondition]) -> Expr {
    match conditions {
        [] => Expr::Null,
        all => Expr::object([("Conditions", list(all.iter().map(StageCondition::to_expr)))]),
    }
}

/// What a stage does when it fails.
pub(super) fn on_failure(result: Option<OnFailure>, conditions: &[StageCondition]) -> Expr {
    let (result, mode) = match result {
        None if conditions.is_empty() => return Expr::Null,
        None => (Expr::Null, None),
        Some(OnFailure::Rollback) => (Expr::from("ROLLBACK"), None),
        Some(OnFailure::Retry(RetryMode::Default)) => (Expr::from("RETRY"), None),
        Some(OnFailure::Retry(RetryMode::AllActions)) => (Expr::from("RETRY"), Some("ALL_ACTIONS")),
        Some(OnFailure::Retry(RetryMode::FailedActions)) => {
            (Expr::from("RETRY"), Some("FAILED_ACTIONS"))
        }
    };
    let mode = mode.map_or(Expr::Null, |mode| Expr::object([("RetryMode", Expr::from(mode))]));
    Expr::object([
        ("Conditions", list(conditions.iter().map(StageCondition::to_expr))),
        ("Result", result),
        ("RetryConfiguration", mode),
    ])
}
