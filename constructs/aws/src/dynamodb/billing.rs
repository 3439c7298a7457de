//! What tables cost: capacity on demand, or provisioned.

use crate::{Expr, IntoValue, Value};

/// How the capacity of a `Table` is paid for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BillingMode {
    /// By request.
    PayPerRequest,
    /// By the capacity that is kept ready.
    Provisioned,
}

/// Capacity that is kept ready.
#[derive(Clone, Debug)]
pub enum Capacity {
    /// This many units.
    Fixed(u32),
    /// As many units as are needed; only of a `TableV2`.
    Autoscaled {
        /// The least units.
        min_capacity: u32,
        /// The most units.
        max_capacity: u32,
        /// Share of the units that shall be in use, 20 to 90 percent; 70 where none is given.
        target_utilization_percent: Option<u32>,
        /// Units that it begins with when it becomes provisioned; the least where none is given.
        seed_capacity: Option<u32>,
    },
}

impl Capacity {
    /// The units, if they are fixed.
    pub(super) fn fixed(&self) -> Option<u32> {
        match self {
            Capacity::Fixed(units) => Some(*units),
            Capacity::Autoscaled { .. } => None,
        }
    }

    /// The settings of a `TableV2`: `Read` or `Write`.
    pub(super) fn settings(&self, direction: &str) -> Expr {
        match self {
            Capacity::Fixed(units) => {
                Expr::object([(format!("{direction}CapacityUnits"), Expr::from(i64::from(*units)))])
            }
            Capacity::Autoscaled {
                min_capacity,
                max_capacity,
                target_utilization_percent,
                seed_capacity,
            } => {
                let target = i64::from(target_utilization_percent.unwrap_or(70));
                let tracking = Expr::object([("TargetValue", Expr::from(target))]);
                let scaling = Expr::object([
                    ("MaxCapacity", Expr::from(i64::from(*max_capacity))),
                    ("MinCapacity", Expr::from(i64::from(*min_capacity))),
                    ("SeedCapacity", crate::bag::number(*seed_capacity)),
                    ("TargetTrackingScalingPolicyConfiguration", tracking),
                ]);
                Expr::object([(format!("{direction}CapacityAutoScalingSettings"), scaling)])
            }
        }
    }
}

/// How the capacity of a `TableV2` is paid for.
#[derive(Clone, Debug)]
pub enum Billing {
    /// By request; with the largest number of units a second where they are given.
    OnDemand {
        /// Most units a second to read.
        max_read_request_units: Option<u32>,
        /// Most units a second to write.
        max_write_request_units: Option<u32>,
    },
    /// By the capacity that is kept ready; that of writes is always autoscaled.
    Provisioned {
        /// Capacity to read.
        read_capacity: Capacity,
        /// Capacity to write.
        write_capacity: Capacity,
    },
}

impl Billing {
    /// By request, without a limit.
    pub fn on_demand() -> Self {
        Self::OnDemand { max_read_request_units: None, max_write_request_units: None }
    }
}

/// An optional limit as the property's value.
pub(super) fn limit(name: &'static str, units: Option<u32>) -> Expr {
    match units {
        None => Expr::Null,
        Some(units) => {
            let units: Value<i64> = units.into_value();
            Expr::object([(name, units.into_expr())])
        }
    }
}
