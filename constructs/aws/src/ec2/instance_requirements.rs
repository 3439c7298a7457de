//! What instances must be able to do, where AWS chooses their types.

use crate::bag::{list, number};
use crate::{Expr, Size};

/// Who makes the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of the makers")]
pub enum CpuManufacturer {
    Intel,
    Amd,
    Aws,
    Apple,
}

/// Whether instances may be of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceKind {
    /// They may.
    Included,
    /// They must.
    Required,
    /// They must not.
    Excluded,
}

impl InstanceKind {
    fn name(self) -> &'static str {
        match self {
            InstanceKind::Included => "included",
            InstanceKind::Required => "required",
            InstanceKind::Excluded => "excluded",
        }
    }
}

/// How new a type of instance is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InstanceGeneration {
    /// Of the current generation.
    Current,
    /// Of an earlier generation.
    Previous,
}

/// What instances must be able to do; AWS then takes all types that can.
///
/// ```
/// use cumulo::{Size, ec2::{CpuManufacturer, InstanceRequirements}};
/// let small = InstanceRequirements::builder()
///     .v_cpu_count_min(2)
///     .v_cpu_count_max(8)
///     .memory_min(Size::gibibytes(4))
///     .cpu_manufacturers([CpuManufacturer::Aws])
///     .build();
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-autoscaling-autoscalinggroup-instancerequirements.html>
#[derive(Clone, Debug, bon::Builder)]
pub struct InstanceRequirements {
    /// The least number of virtual CPUs.
    v_cpu_count_min: u32,
    /// The largest number of virtual CPUs. Default: any.
    v_cpu_count_max: Option<u32>,
    /// The least memory.
    memory_min: Size,
    /// The most memory. Default: any.
    memory_max: Option<Size>,
    /// The least memory of each virtual CPU. Default: any.
    memory_per_v_cpu_min: Option<Size>,
    /// The most memory of each virtual CPU. Default: any.
    memory_per_v_cpu_max: Option<Size>,
    /// Who makes the processor. Default: anyone.
    #[builder(default, with = |makers: impl IntoIterator<Item = CpuManufacturer>| makers.into_iter().collect())]
    cpu_manufacturers: Vec<CpuManufacturer>,
    /// Types that are allowed, such as `m7g.*`; no others are then. Default: all.
    #[builder(default, with = |types: impl IntoIterator<Item = impl Into<String>>| types.into_iter().map(Into::into).collect())]
    allowed_instance_types: Vec<String>,
    /// Types that are not allowed, such as `t2.*`. Default: none.
    #[builder(default, with = |types: impl IntoIterator<Item = impl Into<String>>| types.into_iter().map(Into::into).collect())]
    excluded_instance_types: Vec<String>,
    /// How new types are. Default: any.
    #[builder(default, with = |generations: impl IntoIterator<Item = InstanceGeneration>| generations.into_iter().collect())]
    instance_generations: Vec<InstanceGeneration>,
    /// Whether types with burstable CPU, such as `t3`, are taken. Default: they are not.
    burstable_performance: Option<InstanceKind>,
    /// Whether types without a hypervisor are taken. Default: they are not.
    bare_metal: Option<InstanceKind>,
    /// Whether types with disks of their own are taken. Default: they are.
    local_storage: Option<InstanceKind>,
    /// The least number of accelerators. Default: any.
    accelerator_count_min: Option<u32>,
    /// The largest number of accelerators; 0 excludes types that have some. Default: any.
    accelerator_count_max: Option<u32>,
    /// The least number of network interfaces. Default: any.
    network_interface_count_min: Option<u32>,
    /// The largest number of network interfaces. Default: any.
    network_interface_count_max: Option<u32>,
    /// How far the price of spot instances may be above the cheapest type's, in percent. Default: 100.
    spot_max_price_percentage_over_lowest_price: Option<u32>,
    /// How far the price on demand may be above the cheapest type's, in percent. Default: 20.
    on_demand_max_price_percentage_over_lowest_price: Option<u32>,
    /// Whether types must support hibernation. Default: they need not.
    require_hibernate_support: Option<bool>,
}

impl InstanceRequirements {
    /// The property; that of Auto Scaling groups, launch templates and capacity providers is the same.
    pub(crate) fn to_expr(&self) -> Expr {
        let mebibytes = |size: Option<Size>| {
            number(size.map(|size| i64::try_from(size.to_mebibytes()).unwrap_or(i64::MAX)))
        };
        let gibibytes = |size: Option<Size>| {
            number(size.map(|size| i64::try_from(size.to_gibibytes()).unwrap_or(i64::MAX)))
        };
        let range = |min: Expr, max: Expr| match (&min, &max) {
            (Expr::Null, Expr::Null) => Expr::Null,
            _ => Expr::object([("Max", max), ("Min", min)]),
        };
        let texts = |texts: &[String]| list(texts.iter().map(|text| Expr::from(text.clone())));
        let kind = |kind: Option<InstanceKind>| kind.map_or(Expr::Null, |it| it.name().into());
        let makers = self.cpu_manufacturers.iter().map(|maker| match maker {
            CpuManufacturer::Intel => Expr::from("intel"),
            CpuManufacturer::Amd => Expr::from("amd"),
            CpuManufacturer::Aws => Expr::from("amazon-web-services"),
            CpuManufacturer::Apple => Expr::from("apple"),
        });
        let generations = self.instance_generations.iter().map(|generation| match generation {
            InstanceGeneration::Current => Expr::from("current"),
            InstanceGeneration::Previous => Expr::from("previous"),
        });
        Expr::object([
            (
                "AcceleratorCount",
                range(number(self.accelerator_count_min), number(self.accelerator_count_max)),
            ),
            ("AllowedInstanceTypes", texts(&self.allowed_instance_types)),
            ("BareMetal", kind(self.bare_metal)),
            ("BurstablePerformance", kind(self.burstable_performance)),
            ("CpuManufacturers", list(makers)),
            ("ExcludedInstanceTypes", texts(&self.excluded_instance_types)),
            ("InstanceGenerations", list(generations)),
            ("LocalStorage", kind(self.local_storage)),
            (
                "MemoryGiBPerVCpu",
                range(gibibytes(self.memory_per_v_cpu_min), gibibytes(self.memory_per_v_cpu_max)),
            ),
            ("MemoryMiB", range(mebibytes(Some(self.memory_min)), mebibytes(self.memory_max))),
            (
                "NetworkInterfaceCount",
                range(
                    number(self.network_interface_count_min),
                    number(self.network_interface_count_max),
                ),
            ),
            (
                "OnDemandMaxPricePercentageOverLowestPrice",
                number(self.on_demand_max_price_percentage_over_lowest_price),
            ),
            ("RequireHibernateSupport", crate::bag::flag(self.require_hibernate_support)),
            (
                "SpotMaxPricePercentageOverLowestPrice",
                number(self.spot_max_price_percentage_over_lowest_price),
            ),
            ("VCpuCount", range(number(Some(self.v_cpu_count_min)), number(self.v_cpu_count_max))),
        ])
    }
}
