//! Where among the instances of a cluster tasks run.

use crate::{Expr, IntoValue, Value};

/// What instances are told apart by when tasks are spread.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SpreadField {
    /// By instance.
    InstanceId,
    /// By zone.
    AvailabilityZone,
    /// By image.
    AmiId,
    /// By type of instance.
    InstanceType,
    /// By operating system.
    OsType,
    /// By an attribute of the account's own, such as `attribute:stack`.
    Attribute(String),
}

/// Which instances are preferred for tasks.
///
/// ```
/// use cumulo::ecs::{PlacementStrategy, SpreadField};
/// let available = PlacementStrategy::SpreadAcross(SpreadField::AvailabilityZone);
/// let cheap = PlacementStrategy::PackedByMemory;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacementStrategy {
    /// Evenly.
    SpreadAcross(SpreadField),
    /// On as few instances as their CPU allows.
    PackedByCpu,
    /// On as few instances as their memory allows.
    PackedByMemory,
    /// On any.
    Randomly,
}

impl PlacementStrategy {
    /// Evenly over the instances.
    pub fn spread_across_instances() -> Self {
        Self::SpreadAcross(SpreadField::InstanceId)
    }

    pub(crate) fn to_expr(&self) -> Expr {
        let (kind, field) = match self {
            PlacementStrategy::SpreadAcross(field) => ("spread", Expr::from(field.name())),
            PlacementStrategy::PackedByCpu => ("binpack", Expr::from("CPU")),
            PlacementStrategy::PackedByMemory => ("binpack", Expr::from("MEMORY")),
            PlacementStrategy::Randomly => ("random", Expr::Null),
        };
        Expr::object([("Field", field), ("Type", Expr::from(kind))])
    }

    /// Whether tasks are spread over zones, which rebalancing of zones asks for.
    pub(super) fn spreads_zones(&self) -> bool {
        *self == PlacementStrategy::SpreadAcross(SpreadField::AvailabilityZone)
    }
}

impl SpreadField {
    fn name(&self) -> String {
        match self {
            SpreadField::InstanceId => "instanceId".to_owned(),
            SpreadField::AvailabilityZone => "attribute:ecs.availability-zone".to_owned(),
            SpreadField::AmiId => "attribute:ecs.ami-id".to_owned(),
            SpreadField::InstanceType => "attribute:ecs.instance-type".to_owned(),
            SpreadField::OsType => "attribute:ecs.os-type".to_owned(),
            SpreadField::Attribute(name) => name.clone(),
        }
    }
}

/// A condition on the instances that tasks may run on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlacementConstraint {
    /// Each task runs on an instance of its own.
    DistinctInstance,
    /// An expression of the cluster query language holds.
    MemberOf(String),
}

impl PlacementConstraint {
    pub(crate) fn to_expr(&self) -> Expr {
        match self {
            PlacementConstraint::DistinctInstance => {
                Expr::object([("Type", Expr::from("distinctInstance"))])
            }
            PlacementConstraint::MemberOf(expression) => Expr::object([
                ("Expression", Expr::from(expression.clone())),
                ("Type", Expr::from("memberOf")),
            ]),
        }
    }
}

/// How the tasks of a service are shared out to capacity providers.
///
/// ```
/// use cumulo::ecs::CapacityProviderStrategy;
/// let mostly_spot = [
///     CapacityProviderStrategy::fargate().base(1).weight(1),
///     CapacityProviderStrategy::fargate_spot().weight(4),
/// ];
/// ```
#[derive(Clone, Debug)]
pub struct CapacityProviderStrategy {
    pub(super) capacity_provider: Value<String>,
    base: Option<u32>,
    weight: Option<u32>,
}

impl CapacityProviderStrategy {
    /// Tasks go to the provider of this name.
    pub fn new(capacity_provider: impl IntoValue<String>) -> Self {
        Self { capacity_provider: capacity_provider.into_value(), base: None, weight: None }
    }

    /// Tasks go to Fargate.
    pub fn fargate() -> Self {
        Self::new("FARGATE")
    }

    /// Tasks go to Fargate's spare capacity, which may be taken back within two minutes.
    pub fn fargate_spot() -> Self {
        Self::new("FARGATE_SPOT")
    }

    /// How many tasks run there at least, before weights count, up to 100,000; one provider may have a base. Default: 0.
    #[must_use]
    pub fn base(mut self, base: u32) -> Self {
        self.base = Some(base);
        self
    }

    /// Share of the tasks, 0 to 1,000. Default: 0.
    #[must_use]
    pub fn weight(mut self, weight: u32) -> Self {
        self.weight = Some(weight);
        self
    }

    pub(super) fn has_base(&self) -> bool {
        self.base.is_some_and(|base| base > 0)
    }

    pub(crate) fn to_expr(&self) -> Expr {
        let number = |value: Option<u32>| value.map_or(Expr::Null, |n| Expr::from(i64::from(n)));
        Expr::object([
            ("Base", number(self.base)),
            ("CapacityProvider", Expr::from(&self.capacity_provider)),
            ("Weight", number(self.weight)),
        ])
    }
}
