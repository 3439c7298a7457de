//! What load balancers send connections to.

use super::{ApplicationListener, TargetGroup};
use crate::bag::number;
use crate::ec2::Instance;
use crate::{Construct, Expr, IntoValue, Node, Value};

/// Something that a target group sends connections to: a service, a group of instances, a function, an address.
///
/// Implemented by the constructs themselves, so that `targets([&service])` is all there is to write.
pub trait LoadBalancerTarget {
    /// Registers with the group: says how it is addressed, opens its security groups
    /// ([`TargetGroup::register_connectable`]) and waits for the listener where it must.
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration;
}

impl<T: LoadBalancerTarget + ?Sized> LoadBalancerTarget for &T {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        (**self).attach_to(group)
    }
}

/// Targets of several types as one list.
pub(super) fn boxed<'a>(
    targets: impl IntoIterator<Item = impl LoadBalancerTarget + 'a>,
) -> Vec<Box<dyn LoadBalancerTarget + 'a>> {
    targets.into_iter().map(|target| Box::new(target) as Box<dyn LoadBalancerTarget + 'a>).collect()
}

/// How a target wants to be addressed.
#[derive(Clone, Debug)]
pub struct TargetRegistration {
    pub(super) target_type: TargetType,
    pub(super) target: Option<Expr>,
    pub(super) depends_on: Vec<Node>,
}

impl TargetRegistration {
    /// A target that puts itself into the group when it runs, as services and Auto Scaling groups do.
    pub fn dynamic(target_type: TargetType) -> Self {
        Self { target_type, target: None, depends_on: Vec::new() }
    }

    /// A target that the template names, by address, instance id or ARN.
    pub fn fixed(
        target_type: TargetType,
        id: impl IntoValue<String>,
        port: Option<u16>,
        availability_zone: Option<Value<String>>,
    ) -> Self {
        let target = Expr::object([
            ("AvailabilityZone", availability_zone.map_or(Expr::Null, Expr::from)),
            ("Id", id.into_value().into()),
            ("Port", number(port)),
        ]);
        Self { target_type, target: Some(target), depends_on: Vec::new() }
    }

    /// Makes the target group after `other`.
    #[must_use]
    pub fn after(mut self, other: &dyn Construct) -> Self {
        self.depends_on.push(other.node().clone());
        self
    }
}

/// How a target group addresses its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetType {
    /// By instance id.
    Instance,
    /// By address; for Fargate and everything outside the VPC.
    Ip,
    /// A Lambda function.
    Lambda,
    /// An application load balancer, behind a network load balancer.
    Alb,
}

impl TargetType {
    pub(super) fn name(self) -> &'static str {
        match self {
            TargetType::Instance => "instance",
            TargetType::Ip => "ip",
            TargetType::Lambda => "lambda",
            TargetType::Alb => "alb",
        }
    }
}

/// An address as a target.
///
/// ```
/// use cumulo::elbv2::IpTarget;
/// let office = IpTarget::new("192.168.0.7").port(8080).availability_zone("all");
/// ```
#[derive(Clone, Debug)]
pub struct IpTarget {
    address: Value<String>,
    port: Option<u16>,
    zone: Option<Value<String>>,
}

impl IpTarget {
    /// An address of the VPC, or a private one that it can reach.
    pub fn new(address: impl IntoValue<String>) -> Self {
        Self { address: address.into_value(), port: None, zone: None }
    }

    /// Port of the target. Default: the group's.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Zone of the target; `all` for addresses outside the VPC. Default: found by the address.
    #[must_use]
    pub fn availability_zone(mut self, zone: impl IntoValue<String>) -> Self {
        self.zone = Some(zone.into_value());
        self
    }
}

impl LoadBalancerTarget for IpTarget {
    fn attach_to(&self, _group: &TargetGroup) -> TargetRegistration {
        TargetRegistration::fixed(TargetType::Ip, &self.address, self.port, self.zone.clone())
    }
}

/// An instance as a target, by its id.
#[derive(Clone, Debug)]
pub struct InstanceTarget {
    id: Value<String>,
    port: Option<u16>,
}

impl InstanceTarget {
    /// The instance with this id, `i-…`. Its security groups are yours to open.
    pub fn new(instance_id: impl IntoValue<String>) -> Self {
        Self { id: instance_id.into_value(), port: None }
    }

    /// Port of the target. Default: the group's.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }
}

impl From<&Instance> for InstanceTarget {
    fn from(instance: &Instance) -> Self {
        Self::new(instance.instance_id())
    }
}

impl LoadBalancerTarget for InstanceTarget {
    fn attach_to(&self, _group: &TargetGroup) -> TargetRegistration {
        TargetRegistration::fixed(TargetType::Instance, &self.id, self.port, None)
    }
}

/// An application load balancer's listener as the target of a network load balancer.
#[derive(Clone, Debug)]
pub struct AlbListenerTarget(ApplicationListener);

impl AlbListenerTarget {
    /// The load balancer of this listener, at its port.
    pub fn new(listener: &ApplicationListener) -> Self {
        Self(listener.clone())
    }
}

impl LoadBalancerTarget for AlbListenerTarget {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        let Some(load_balancer) = self.0.load_balancer_arn() else {
            group.node().error(
                "imported-listener",
                "the load balancer of an imported listener is not known",
                "import the load balancer and add a listener to it",
            );
            return TargetRegistration::dynamic(TargetType::Alb);
        };
        TargetRegistration::fixed(TargetType::Alb, load_balancer, self.0.port(), None)
            .after(&self.0)
    }
}
