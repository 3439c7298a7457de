//! Machines that are kept ready for builds.

use super::ComputeType;
use crate::bag::{bag, number, opt};
use crate::cfn::codebuild::CfnFleet;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Size, Value};
use bon::bon;

/// What runs on the machines of a fleet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum EnvironmentType {
    LinuxContainer,
    ArmContainer,
    LinuxGpuContainer,
    WindowsServer2019Container,
    WindowsServer2022Container,
    MacArm,
    LinuxEc2,
    ArmEc2,
    WindowsEc2,
}

impl EnvironmentType {
    fn name(self) -> &'static str {
        match self {
            EnvironmentType::LinuxContainer => "LINUX_CONTAINER",
            EnvironmentType::ArmContainer => "ARM_CONTAINER",
            EnvironmentType::LinuxGpuContainer => "LINUX_GPU_CONTAINER",
            EnvironmentType::WindowsServer2019Container => "WINDOWS_SERVER_2019_CONTAINER",
            EnvironmentType::WindowsServer2022Container => "WINDOWS_SERVER_2022_CONTAINER",
            EnvironmentType::MacArm => "MAC_ARM",
            EnvironmentType::LinuxEc2 => "LINUX_EC2",
            EnvironmentType::ArmEc2 => "ARM_EC2",
            EnvironmentType::WindowsEc2 => "WINDOWS_EC2",
        }
    }
}

/// How large the machines of a fleet are.
#[derive(Clone, Debug, PartialEq)]
pub enum FleetCompute {
    /// One of CodeBuild's sizes.
    Type(ComputeType),
    /// Machines with at least this.
    Attributes {
        /// Virtual processors.
        vcpu: Option<u32>,
        /// Memory.
        memory: Option<Size>,
        /// Disk.
        disk: Option<Size>,
        /// Whether the disk is an NVMe one in the machine. Default: a usual one.
        nvme: bool,
    },
    /// This type of instance, such as `c5.large`.
    InstanceType(String),
}

impl From<ComputeType> for FleetCompute {
    fn from(compute: ComputeType) -> Self {
        FleetCompute::Type(compute)
    }
}

impl FleetCompute {
    fn name(&self) -> &'static str {
        match self {
            FleetCompute::Type(compute) => compute.name(),
            FleetCompute::Attributes { .. } => "ATTRIBUTE_BASED_COMPUTE",
            FleetCompute::InstanceType(_) => "CUSTOM_INSTANCE_TYPE",
        }
    }

    fn configuration(&self) -> Expr {
        let gibibytes = |size: &Option<Size>| {
            number(size.and_then(|size| i64::try_from(size.to_gibibytes()).ok()))
        };
        match self {
            FleetCompute::Type(_) => Expr::Null,
            FleetCompute::Attributes { vcpu, memory, disk, nvme } => Expr::object([
                ("disk", gibibytes(disk)),
                ("machineType", Expr::from(if *nvme { "NVME" } else { "GENERAL" })),
                ("memory", gibibytes(memory)),
                ("vCpu", number(*vcpu)),
            ]),
            FleetCompute::InstanceType(name) => {
                Expr::object([("instanceType", Expr::from(name.clone()))])
            }
        }
    }
}

/// What happens to builds for which no machine of a fleet is free.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FleetOverflowBehavior {
    /// They wait.
    Queue,
    /// CodeBuild starts machines for them.
    OnDemand,
}

/// Machines that are kept ready for builds, so that they start at once.
///
/// ```
/// use cumulo::codebuild::{
///     BuildEnvironment, BuildSpec, ComputeType, EnvironmentType, Fleet, Project,
/// };
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let fleet = Fleet::builder(&stack, "Machines")
///     .base_capacity(1)
///     .compute_type(ComputeType::Medium)
///     .environment_type(EnvironmentType::LinuxContainer)
///     .build();
/// Project::builder(&stack, "Shop")
///     .build_spec(BuildSpec::from_object(serde_json::json!({ "version": "0.2" })))
///     .environment(BuildEnvironment::new().fleet(&fleet))
///     .build();
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codebuild-fleet.html>
#[derive(Clone, Debug)]
pub struct Fleet {
    node: Node,
    cfn: Option<Resource<CfnFleet>>,
    arn: Value<String>,
}

#[bon]
impl Fleet {
    /// Starts to describe a fleet.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How many machines are kept ready, 1 or more.
        base_capacity: u32,
        /// How large they are.
        #[builder(into)]
        compute_type: FleetCompute,
        /// What runs on them.
        environment_type: EnvironmentType,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        fleet_name: Option<Value<String>>,
        /// What happens to builds for which none is free. Default: they wait.
        overflow_behavior: Option<FleetOverflowBehavior>,
    ) -> Fleet {
        let node = scope.node().child(id);
        let overflow = overflow_behavior.map_or(Expr::Null, |behavior| match behavior {
            FleetOverflowBehavior::Queue => "QUEUE".into(),
            FleetOverflowBehavior::OnDemand => "ON_DEMAND".into(),
        });
        let cfn = bag::<CfnFleet>([
            ("BaseCapacity", number(Some(base_capacity))),
            ("ComputeConfiguration", compute_type.configuration()),
            ("ComputeType", Expr::from(compute_type.name())),
            ("EnvironmentType", Expr::from(environment_type.name())),
            ("Name", opt(fleet_name.as_ref())),
            ("OverflowBehavior", overflow),
        ])
        .add_to(&node, "Resource");
        Fleet { arn: cfn.attr_arn(), cfn: Some(cfn), node }
    }

    /// A fleet that exists, by its ARN.
    #[track_caller]
    pub fn from_fleet_arn(scope: &dyn Construct, id: &str, arn: impl IntoValue<String>) -> Fleet {
        Fleet { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The L1; none of an import.
    pub fn cfn(&self) -> Option<&Resource<CfnFleet>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn fleet_arn(&self) -> Value<String> {
        self.arn.clone()
    }
}

impl Construct for Fleet {
    fn node(&self) -> &Node {
        &self.node
    }
}
