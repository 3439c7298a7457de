//! Groups of more than one type of instance.

use crate::bag::list;
use crate::ec2::{InstanceRequirements, InstanceType, LaunchTemplate};
use crate::{Expr, IntoValue};

/// How types of instances on demand are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDemandAllocationStrategy {
    /// In the order of the overrides.
    Prioritized,
    /// The cheapest first.
    LowestPrice,
}

/// How types of spot instances are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpotAllocationStrategy {
    /// The cheapest.
    LowestPrice,
    /// Those with most spare capacity.
    CapacityOptimized,
    /// Those with most spare capacity, in the order of the overrides where that makes little difference.
    CapacityOptimizedPrioritized,
    /// Those with spare capacity at a low price.
    PriceCapacityOptimized,
}

/// How much of a group runs on demand, and how much on spot instances.
#[derive(Clone, Debug, Default, bon::Builder)]
pub struct InstancesDistribution {
    /// How types of instances on demand are chosen. Default: in the order of the overrides.
    on_demand_allocation_strategy: Option<OnDemandAllocationStrategy>,
    /// How many instances run on demand at least. Default: 0.
    on_demand_base_capacity: Option<u32>,
    /// How much of the capacity beyond runs on demand, in percent. Default: 100.
    on_demand_percentage_above_base_capacity: Option<u32>,
    /// How types of spot instances are chosen. Default: the cheapest.
    spot_allocation_strategy: Option<SpotAllocationStrategy>,
    /// Over how many pools spot instances are spread, 1 to 20; with the cheapest. Default: 2.
    spot_instance_pools: Option<u32>,
    /// The most to pay for a spot instance, in dollars an hour. Default: the price on demand.
    #[builder(into)]
    spot_max_price: Option<String>,
}

impl InstancesDistribution {
    fn to_expr(&self) -> Expr {
        let number =
            |value: Option<u32>| value.map_or(Expr::Null, |value| Expr::from(i64::from(value)));
        let on_demand = self.on_demand_allocation_strategy.map(|strategy| match strategy {
            OnDemandAllocationStrategy::Prioritized => "prioritized",
            OnDemandAllocationStrategy::LowestPrice => "lowest-price",
        });
        let spot = self.spot_allocation_strategy.map(|strategy| match strategy {
            SpotAllocationStrategy::LowestPrice => "lowest-price",
            SpotAllocationStrategy::CapacityOptimized => "capacity-optimized",
            SpotAllocationStrategy::CapacityOptimizedPrioritized => {
                "capacity-optimized-prioritized"
            }
            SpotAllocationStrategy::PriceCapacityOptimized => "price-capacity-optimized",
        });
        Expr::object([
            ("OnDemandAllocationStrategy", on_demand.map_or(Expr::Null, Expr::from)),
            ("OnDemandBaseCapacity", number(self.on_demand_base_capacity)),
            (
                "OnDemandPercentageAboveBaseCapacity",
                number(self.on_demand_percentage_above_base_capacity),
            ),
            ("SpotAllocationStrategy", spot.map_or(Expr::Null, Expr::from)),
            ("SpotInstancePools", number(self.spot_instance_pools)),
            ("SpotMaxPrice", self.spot_max_price.clone().map_or(Expr::Null, Expr::from)),
        ])
    }
}

/// A type of instance of a mixed group, in place of the launch template's.
#[derive(Clone, Debug)]
pub struct LaunchTemplateOverride {
    instance_type: Option<InstanceType>,
    requirements: Option<InstanceRequirements>,
    launch_template: Option<LaunchTemplate>,
    weighted_capacity: Option<u32>,
}

impl LaunchTemplateOverride {
    /// This type.
    pub fn new(instance_type: InstanceType) -> Self {
        Self { instance_type: Some(instance_type), ..Self::none() }
    }

    /// Every type that meets these requirements.
    pub fn of_requirements(requirements: InstanceRequirements) -> Self {
        Self { requirements: Some(requirements), ..Self::none() }
    }

    fn none() -> Self {
        Self {
            instance_type: None,
            requirements: None,
            launch_template: None,
            weighted_capacity: None,
        }
    }

    /// Launch template of instances of the type, such as one with an image for another processor.
    #[must_use]
    pub fn launch_template(mut self, template: &LaunchTemplate) -> Self {
        self.launch_template = Some(template.clone());
        self
    }

    /// How much of the group's capacity an instance of the type is, 1 to 999. Default: 1.
    #[must_use]
    pub fn weighted_capacity(mut self, capacity: u32) -> Self {
        self.weighted_capacity = Some(capacity);
        self
    }

    fn to_expr(&self) -> Expr {
        let template = self.launch_template.as_ref().map_or(Expr::Null, specification);
        let weight = self.weighted_capacity.map(|weight| Expr::from(weight.to_string()));
        let instance_type = self.instance_type.as_ref().map(|of| Expr::from(of.name().to_owned()));
        Expr::object([
            (
                "InstanceRequirements",
                self.requirements.as_ref().map_or(Expr::Null, InstanceRequirements::to_expr),
            ),
            ("InstanceType", instance_type.unwrap_or(Expr::Null)),
            ("LaunchTemplateSpecification", template),
            ("WeightedCapacity", weight.unwrap_or(Expr::Null)),
        ])
    }
}

/// Types of instances, and how much of a group runs on demand.
#[derive(Clone, Debug)]
pub struct MixedInstancesPolicy {
    pub(super) launch_template: LaunchTemplate,
    distribution: Option<InstancesDistribution>,
    overrides: Vec<LaunchTemplateOverride>,
}

impl MixedInstancesPolicy {
    /// Instances of this launch template.
    pub fn new(launch_template: &LaunchTemplate) -> Self {
        Self { launch_template: launch_template.clone(), distribution: None, overrides: Vec::new() }
    }

    /// How much runs on demand. Default: everything.
    #[must_use]
    pub fn instances_distribution(mut self, distribution: InstancesDistribution) -> Self {
        self.distribution = Some(distribution);
        self
    }

    /// Types of instances. Default: the launch template's.
    #[must_use]
    pub fn launch_template_overrides(
        mut self,
        overrides: impl IntoIterator<Item = LaunchTemplateOverride>,
    ) -> Self {
        self.overrides.extend(overrides);
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        let template = Expr::object([
            ("LaunchTemplateSpecification", specification(&self.launch_template)),
            ("Overrides", list(self.overrides.iter().map(LaunchTemplateOverride::to_expr))),
        ]);
        Expr::object([
            (
                "InstancesDistribution",
                self.distribution.as_ref().map_or(Expr::Null, InstancesDistribution::to_expr),
            ),
            ("LaunchTemplate", template),
        ])
    }
}

/// Id and version of a launch template.
pub(super) fn specification(template: &LaunchTemplate) -> Expr {
    Expr::object([
        ("LaunchTemplateId", Expr::from(template.launch_template_id())),
        ("Version", IntoValue::<String>::into_value(template.version_number()).into()),
    ])
}
