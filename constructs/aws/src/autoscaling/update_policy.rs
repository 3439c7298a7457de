//! How CloudFormation makes the instances of a group, and replaces them.

use crate::bag::list;
use crate::{Duration, Expr, IntoValue, Value};

/// Signals of instances that CloudFormation waits for when it makes a group.
///
/// ```
/// use cumulo::{Duration, autoscaling::Signals};
/// let all = Signals::wait_for_all().timeout(Duration::minutes(10));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Signals {
    count: Count,
    timeout: Option<Duration>,
    min_success_percentage: Option<u32>,
}

#[derive(Clone, Copy, Debug)]
enum Count {
    All,
    MinCapacity,
    Of(u32),
}

impl Signals {
    /// As many as the group has instances at first.
    pub fn wait_for_all() -> Self {
        Self { count: Count::All, timeout: None, min_success_percentage: None }
    }

    /// As many as the group has at least.
    pub fn wait_for_min_capacity() -> Self {
        Self { count: Count::MinCapacity, ..Self::wait_for_all() }
    }

    /// So many.
    pub fn wait_for_count(count: u32) -> Self {
        Self { count: Count::Of(count), ..Self::wait_for_all() }
    }

    /// How long it waits. Default: 5 minutes.
    #[must_use]
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// How many of the signals must tell success, in percent. Default: 100.
    #[must_use]
    pub fn min_success_percentage(mut self, percentage: u32) -> Self {
        self.min_success_percentage = Some(percentage);
        self
    }

    /// `CreationPolicy` of a group.
    pub(super) fn creation_policy(self, desired: Option<u32>, min: u32) -> Expr {
        let count = match self.count {
            Count::All => desired.unwrap_or(min),
            Count::MinCapacity => min,
            Count::Of(count) => count,
        };
        let successful = self.min_success_percentage.map_or(Expr::Null, |percentage| {
            Expr::object([("MinSuccessfulInstancesPercent", number(percentage))])
        });
        let timeout = self.timeout.map(|timeout| Expr::from(timeout.to_iso_string()));
        Expr::object([
            ("AutoScalingCreationPolicy", successful),
            (
                "ResourceSignal",
                Expr::object([
                    ("Count", number(count)),
                    ("Timeout", timeout.unwrap_or(Expr::Null)),
                ]),
            ),
        ])
    }
}

/// Something that a group does by itself, and that an update suspends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the processes")]
pub enum ScalingProcess {
    Launch,
    Terminate,
    HealthCheck,
    ReplaceUnhealthy,
    AzRebalance,
    AlarmNotification,
    ScheduledActions,
    AddToLoadBalancer,
    InstanceRefresh,
}

impl ScalingProcess {
    fn name(self) -> &'static str {
        match self {
            ScalingProcess::Launch => "Launch",
            ScalingProcess::Terminate => "Terminate",
            ScalingProcess::HealthCheck => "HealthCheck",
            ScalingProcess::ReplaceUnhealthy => "ReplaceUnhealthy",
            ScalingProcess::AzRebalance => "AZRebalance",
            ScalingProcess::AlarmNotification => "AlarmNotification",
            ScalingProcess::ScheduledActions => "ScheduledActions",
            ScalingProcess::AddToLoadBalancer => "AddToLoadBalancer",
            ScalingProcess::InstanceRefresh => "InstanceRefresh",
        }
    }
}

/// What is suspended during a rolling update: all that would act on its own, but launching and terminating.
const SUSPENDED: [ScalingProcess; 6] = [
    ScalingProcess::HealthCheck,
    ScalingProcess::ReplaceUnhealthy,
    ScalingProcess::AzRebalance,
    ScalingProcess::AlarmNotification,
    ScalingProcess::ScheduledActions,
    ScalingProcess::InstanceRefresh,
];

/// How CloudFormation replaces the instances of a group whose launch template changes.
#[derive(Clone, Debug)]
pub enum UpdatePolicy {
    /// By a new group, which takes the place of the old one when it is ready.
    Replacing,
    /// Instance by instance, or some at a time.
    Rolling(RollingUpdate),
    /// By an instance refresh, which EC2 Auto Scaling itself carries out.
    InstanceRefresh(InstanceRefresh),
}

/// A rolling update.
#[derive(Clone, Debug, Default, bon::Builder)]
pub struct RollingUpdate {
    /// How many instances are replaced at a time. Default: 1.
    max_batch_size: Option<u32>,
    /// How many instances run all the time; less than the group may have. Default: 0.
    min_instances_in_service: Option<u32>,
    /// What the group does not do meanwhile. Default: everything but launching and terminating.
    suspend_processes: Option<Vec<ScalingProcess>>,
    /// Whether it waits for signals of new instances. Default: true for groups with signals.
    wait_on_resource_signals: Option<bool>,
    /// How long it waits after each batch, or for its signals. Default: as long as when the group is made.
    pause_time: Option<Duration>,
    /// How many of the new instances must tell success, in percent. Default: as when the group is made, else 100.
    min_success_percentage: Option<u32>,
}

/// In which way an instance refresh replaces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InstanceRefreshStrategy {
    /// Whole instances.
    #[default]
    Rolling,
    /// Their root volumes.
    ReplaceRootVolume,
}

/// An instance refresh.
#[derive(Clone, Debug, Default, bon::Builder)]
pub struct InstanceRefresh {
    /// In which way it replaces.
    #[builder(default)]
    strategy: InstanceRefreshStrategy,
    /// How much of the desired capacity stays in service, in percent. Default: 90.
    min_healthy_percentage: Option<u32>,
    /// How much capacity there may be, in percent. Default: 100.
    max_healthy_percentage: Option<u32>,
    /// Time until a new instance counts. Default: the group's.
    instance_warmup: Option<Duration>,
    /// Whether instances stay that are up to date already. Default: false.
    skip_matching: Option<bool>,
    /// At which shares of replaced instances it waits, in percent. Default: at none.
    checkpoint_percentages: Option<Vec<u32>>,
    /// How long it waits there. Default: 1 hour.
    checkpoint_delay: Option<Duration>,
    /// How long it waits at the end before it counts as done. Default: not at all.
    bake_time: Option<Duration>,
    /// Names of alarms at which it fails. Default: none.
    #[builder(default, with = |alarms: impl IntoIterator<Item = impl IntoValue<String>>| alarms.into_iter().map(IntoValue::into_value).collect())]
    alarms: Vec<Value<String>>,
    /// What happens to instances that are protected from scale-in. Default: it waits.
    scale_in_protected_instances: Option<ScaleInProtectedInstances>,
    /// What happens to instances in standby. Default: it waits.
    standby_instances: Option<StandbyInstances>,
}

/// What an instance refresh does with instances that are protected from scale-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScaleInProtectedInstances {
    /// It replaces them.
    Refresh,
    /// It leaves them as they are.
    Ignore,
    /// It waits an hour until someone lifts their protection.
    Wait,
}

/// What an instance refresh does with instances in standby.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StandbyInstances {
    /// It terminates them.
    Terminate,
    /// It leaves them as they are.
    Ignore,
    /// It waits an hour until someone puts them back into service.
    Wait,
}

impl UpdatePolicy {
    /// A rolling update with its defaults.
    pub fn rolling_update() -> Self {
        UpdatePolicy::Rolling(RollingUpdate::default())
    }

    /// Entries of `UpdatePolicy`; `creation` is the group's `CreationPolicy`.
    pub(super) fn entry(&self, creation: Option<&Expr>) -> (&'static str, Expr) {
        match self {
            UpdatePolicy::Replacing => {
                ("AutoScalingReplacingUpdate", Expr::object([("WillReplace", Expr::from(true))]))
            }
            UpdatePolicy::Rolling(update) => ("AutoScalingRollingUpdate", update.to_expr(creation)),
            UpdatePolicy::InstanceRefresh(refresh) => {
                ("AutoScalingInstanceRefresh", refresh.to_expr())
            }
        }
    }
}

impl RollingUpdate {
    fn to_expr(&self, creation: Option<&Expr>) -> Expr {
        let of = |section: &str, key: &str| {
            creation.and_then(|creation| creation.get(section)?.get(key).cloned())
        };
        let suspended = self.suspend_processes.as_deref().unwrap_or(&SUSPENDED);
        let successful = self
            .min_success_percentage
            .map(number)
            .or_else(|| of("AutoScalingCreationPolicy", "MinSuccessfulInstancesPercent"));
        let wait = self.wait_on_resource_signals.map(Expr::from);
        let pause = self.pause_time.map(|pause| Expr::from(pause.to_iso_string()));
        Expr::object([
            ("MaxBatchSize", self.max_batch_size.map_or(Expr::Null, number)),
            ("MinInstancesInService", self.min_instances_in_service.map_or(Expr::Null, number)),
            ("MinSuccessfulInstancesPercent", successful.unwrap_or(Expr::Null)),
            ("PauseTime", pause.or_else(|| of("ResourceSignal", "Timeout")).unwrap_or(Expr::Null)),
            (
                "SuspendProcesses",
                Expr::List(suspended.iter().map(|one| Expr::from(one.name())).collect()),
            ),
            (
                "WaitOnResourceSignals",
                wait.or_else(|| creation.map(|_| Expr::from(true))).unwrap_or(Expr::Null),
            ),
        ])
    }
}

impl InstanceRefresh {
    fn to_expr(&self) -> Expr {
        let strategy = match self.strategy {
            InstanceRefreshStrategy::Rolling => "Rolling",
            InstanceRefreshStrategy::ReplaceRootVolume => "ReplaceRootVolume",
        };
        let percentages = self
            .checkpoint_percentages
            .as_ref()
            .map(|percentages| Expr::List(percentages.iter().copied().map(number).collect()));
        let alarms = match self.alarms.is_empty() {
            true => Expr::Null,
            false => Expr::object([("Alarms", list(self.alarms.iter().map(Expr::from)))]),
        };
        let protected = self.scale_in_protected_instances.map(|action| match action {
            ScaleInProtectedInstances::Refresh => "Refresh",
            ScaleInProtectedInstances::Ignore => "Ignore",
            ScaleInProtectedInstances::Wait => "Wait",
        });
        let standby = self.standby_instances.map(|action| match action {
            StandbyInstances::Terminate => "Terminate",
            StandbyInstances::Ignore => "Ignore",
            StandbyInstances::Wait => "Wait",
        });
        let preferences = Expr::object([
            ("AlarmSpecification", alarms),
            ("BakeTime", self.bake_time.map_or(Expr::Null, seconds)),
            ("CheckpointDelay", self.checkpoint_delay.map_or(Expr::Null, seconds)),
            ("CheckpointPercentages", percentages.unwrap_or(Expr::Null)),
            ("InstanceWarmup", self.instance_warmup.map_or(Expr::Null, seconds)),
            ("MaxHealthyPercentage", self.max_healthy_percentage.map_or(Expr::Null, number)),
            ("MinHealthyPercentage", self.min_healthy_percentage.map_or(Expr::Null, number)),
            ("ScaleInProtectedInstances", protected.map_or(Expr::Null, Expr::from)),
            ("SkipMatching", self.skip_matching.map_or(Expr::Null, Expr::from)),
            ("StandbyInstances", standby.map_or(Expr::Null, Expr::from)),
        ]);
        let preferences =
            if preferences == Expr::Map(Default::default()) { Expr::Null } else { preferences };
        Expr::object([("Preferences", preferences), ("Strategy", Expr::from(strategy))])
    }
}

pub(super) fn number(value: u32) -> Expr {
    Expr::from(i64::from(value))
}

pub(super) fn seconds(duration: Duration) -> Expr {
    Expr::from(i64::try_from(duration.to_seconds()).unwrap_or(i64::MAX))
}
