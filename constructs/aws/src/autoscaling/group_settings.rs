//! Settings of groups that are a choice of words.

use super::update_policy::seconds;
use crate::bag::list;
use crate::sns::Topic;
use crate::{Duration, Expr, Value};

/// What beside EC2's own checks tells whether an instance is healthy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdditionalHealthCheckType {
    /// Load balancers.
    Elb,
    /// The state of its volumes.
    Ebs,
    /// VPC Lattice.
    VpcLattice,
}

/// What tells whether an instance is healthy.
#[derive(Clone, Debug, Default)]
pub struct HealthChecks {
    additional: Vec<AdditionalHealthCheckType>,
    grace_period: Option<Duration>,
}

impl HealthChecks {
    /// EC2's own checks.
    pub fn ec2() -> Self {
        Self::default()
    }

    /// EC2's own checks and these.
    pub fn with_additional_checks(
        types: impl IntoIterator<Item = AdditionalHealthCheckType>,
    ) -> Self {
        Self { additional: types.into_iter().collect(), grace_period: None }
    }

    /// How long a new instance is not checked. Default: not at all.
    #[must_use]
    pub fn grace_period(mut self, period: Duration) -> Self {
        self.grace_period = Some(period);
        self
    }

    pub(super) fn entries(&self) -> [(&'static str, Expr); 2] {
        let names = self.additional.iter().map(|kind| match kind {
            AdditionalHealthCheckType::Elb => "ELB",
            AdditionalHealthCheckType::Ebs => "EBS",
            AdditionalHealthCheckType::VpcLattice => "VPC_LATTICE",
        });
        let names: Vec<&str> = names.collect();
        let kind = if names.is_empty() { "EC2".to_owned() } else { names.join(",") };
        [
            ("HealthCheckGracePeriod", self.grace_period.map_or(Expr::Null, seconds)),
            ("HealthCheckType", Expr::from(kind)),
        ]
    }
}

/// Which instance goes first when there are too many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminationPolicy {
    /// One that keeps the mix of a mixed-instances policy.
    AllocationStrategy,
    /// One that is close to its next hour of billing.
    ClosestToNextInstanceHour,
    /// As EC2 Auto Scaling sees fit.
    Default,
    /// The newest.
    NewestInstance,
    /// The oldest.
    OldestInstance,
    /// The one with the oldest launch configuration.
    OldestLaunchConfiguration,
    /// The one with the oldest launch template.
    OldestLaunchTemplate,
    /// What a Lambda function says, by its ARN. Only as the first policy.
    CustomLambdaFunction(String),
}

impl TerminationPolicy {
    pub(super) fn name(&self) -> String {
        match self {
            TerminationPolicy::AllocationStrategy => "AllocationStrategy",
            TerminationPolicy::ClosestToNextInstanceHour => "ClosestToNextInstanceHour",
            TerminationPolicy::Default => "Default",
            TerminationPolicy::NewestInstance => "NewestInstance",
            TerminationPolicy::OldestInstance => "OldestInstance",
            TerminationPolicy::OldestLaunchConfiguration => "OldestLaunchConfiguration",
            TerminationPolicy::OldestLaunchTemplate => "OldestLaunchTemplate",
            TerminationPolicy::CustomLambdaFunction(arn) => arn,
        }
        .to_owned()
    }
}

/// A metric of a group that CloudWatch gets each minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the metrics")]
pub enum GroupMetric {
    MinSize,
    MaxSize,
    DesiredCapacity,
    InServiceInstances,
    PendingInstances,
    StandbyInstances,
    TerminatingInstances,
    TotalInstances,
}

impl GroupMetric {
    fn name(self) -> &'static str {
        match self {
            GroupMetric::MinSize => "GroupMinSize",
            GroupMetric::MaxSize => "GroupMaxSize",
            GroupMetric::DesiredCapacity => "GroupDesiredCapacity",
            GroupMetric::InServiceInstances => "GroupInServiceInstances",
            GroupMetric::PendingInstances => "GroupPendingInstances",
            GroupMetric::StandbyInstances => "GroupStandbyInstances",
            GroupMetric::TerminatingInstances => "GroupTerminatingInstances",
            GroupMetric::TotalInstances => "GroupTotalInstances",
        }
    }
}

/// `MetricsCollection`; no metric stands for all.
pub(super) fn metrics_collection(metrics: Option<&[GroupMetric]>) -> Expr {
    metrics.map_or(Expr::Null, |metrics| {
        Expr::List(vec![Expr::object([
            ("Granularity", Expr::from("1Minute")),
            ("Metrics", list(metrics.iter().map(|metric| Expr::from(metric.name())))),
        ])])
    })
}

/// Something that happens to instances of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalingEvent {
    /// One was launched.
    InstanceLaunch,
    /// One could not be launched.
    InstanceLaunchError,
    /// One was terminated.
    InstanceTerminate,
    /// One could not be terminated.
    InstanceTerminateError,
    /// A test of the notification itself.
    TestNotification,
}

impl ScalingEvent {
    /// All that can happen.
    pub const ALL: [ScalingEvent; 4] = [
        ScalingEvent::InstanceLaunch,
        ScalingEvent::InstanceLaunchError,
        ScalingEvent::InstanceTerminate,
        ScalingEvent::InstanceTerminateError,
    ];

    fn name(self) -> &'static str {
        match self {
            ScalingEvent::InstanceLaunch => "autoscaling:EC2_INSTANCE_LAUNCH",
            ScalingEvent::InstanceLaunchError => "autoscaling:EC2_INSTANCE_LAUNCH_ERROR",
            ScalingEvent::InstanceTerminate => "autoscaling:EC2_INSTANCE_TERMINATE",
            ScalingEvent::InstanceTerminateError => "autoscaling:EC2_INSTANCE_TERMINATE_ERROR",
            ScalingEvent::TestNotification => "autoscaling:TEST_NOTIFICATION",
        }
    }
}

/// A topic that is told what happens to instances of a group.
#[derive(Clone, Debug)]
pub struct Notification {
    topic_arn: Value<String>,
    events: Vec<ScalingEvent>,
}

impl Notification {
    /// The topic is told everything.
    pub fn new(topic: &Topic) -> Self {
        Self { topic_arn: topic.topic_arn(), events: ScalingEvent::ALL.to_vec() }
    }

    /// What the topic is told.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = ScalingEvent>) -> Self {
        self.events = events.into_iter().collect();
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object([
            ("NotificationTypes", list(self.events.iter().map(|event| Expr::from(event.name())))),
            ("TopicARN", Expr::from(&self.topic_arn)),
        ])
    }
}

/// What a group does when it cannot launch in a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapacityDistributionStrategy {
    /// It tries the same zone again.
    BalancedOnly,
    /// It takes another zone.
    BalancedBestEffort,
}

/// Which deletions of a group EC2 Auto Scaling refuses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeletionProtection {
    /// None.
    None,
    /// Those of a group with instances.
    PreventForceDeletion,
    /// All.
    PreventAllDeletion,
}

/// What happens to an instance whose hook at termination was abandoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerminateHookAbandonAction {
    /// It stays, outside the group's work, until someone terminates it.
    Retain,
    /// It is terminated.
    Terminate,
}

impl TerminateHookAbandonAction {
    pub(super) fn lifecycle_policy(self) -> Expr {
        let action = match self {
            TerminateHookAbandonAction::Retain => "retain",
            TerminateHookAbandonAction::Terminate => "terminate",
        };
        let triggers = Expr::object([("TerminateHookAbandon", Expr::from(action))]);
        Expr::object([("RetentionTriggers", triggers)])
    }
}
