//! What the target groups of all load balancers have in common.

use super::load_balancer::set_attribute;
use super::{LoadBalancerTarget, TargetType};
use crate::bag::{flag, number, opt};
use crate::cfn::elasticloadbalancingv2::{CfnListener, CfnListenerRule, CfnTargetGroup};
use crate::ec2::{Connectable, Connections, Port};
use crate::{CfnType, Construct, Duration, Expr, Fn, Node, Resource, Value, text};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// The part that target groups of application and network load balancers share; what targets register with.
///
/// ```
/// use cumulo::elbv2::{ApplicationTargetGroup, HealthCheck, TargetType};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// let web = ApplicationTargetGroup::builder(&stack, "Web").vpc(&vpc).port(80).target_type(TargetType::Ip).build();
/// web.configure_health_check(HealthCheck::path_of("/health"));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone)]
pub struct TargetGroup {
    node: Node,
    cfn: Option<Resource<CfnTargetGroup>>,
    arn: Value<String>,
    default_port: Option<u16>,
    links: Rc<RefCell<Links>>,
}

/// What stands before and behind a group; clones of a group share it.
#[derive(Default)]
struct Links {
    /// Connections of the load balancers in front.
    load_balancers: Vec<Connections>,
    /// Listeners and rules that send connections here.
    attached_by: Vec<Node>,
    /// ARN of the first listener that sends connections here.
    first_listener: Option<Value<String>>,
    /// Targets behind, and the ports at which they listen.
    targets: Vec<(Connections, Port)>,
    /// What is made after a load balancer is attached.
    dependents: Vec<Node>,
    target_type: Option<TargetType>,
}

impl TargetGroup {
    pub(super) fn of(
        node: Node,
        cfn: Resource<CfnTargetGroup>,
        default_port: Option<u16>,
        target_type: Option<TargetType>,
    ) -> Self {
        let links = Links { target_type, ..Links::default() };
        let arn = cfn.reference();
        Self { node, cfn: Some(cfn), arn, default_port, links: Rc::new(RefCell::new(links)) }
    }

    pub(super) fn imported(node: Node, arn: Value<String>) -> Self {
        Self { node, cfn: None, arn, default_port: None, links: Rc::default() }
    }

    /// The resource; of an imported group there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnTargetGroup>> {
        self.cfn.as_ref()
    }

    /// ARN of the group.
    pub fn target_group_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Port at which targets listen that name none.
    pub fn default_port(&self) -> Option<u16> {
        self.default_port
    }

    /// How the group addresses its targets, once that is known.
    pub fn target_type(&self) -> Option<TargetType> {
        self.links.borrow().target_type
    }

    /// Lets the load balancers in front of the group connect to `target`, also those that come later.
    ///
    /// `port` is where it listens. Default: the group's port. Of groups of network load balancers
    /// nothing is opened: clients connect to their targets by their own addresses.
    pub fn register_connectable(&self, target: &dyn Connectable, port: Option<Port>) {
        let port =
            port.or_else(|| self.default_port.map(Port::tcp)).unwrap_or_else(Port::all_traffic);
        let target = target.connections();
        let load_balancers = self.links.borrow().load_balancers.clone();
        for load_balancer in load_balancers {
            connect(&load_balancer, &target, &port);
        }
        self.links.borrow_mut().targets.push((target, port));
    }

    /// Makes `dependent` after every listener and rule that sends connections to this group, also after later ones.
    #[track_caller]
    pub fn load_balancer_attached_before(&self, dependent: &dyn Construct) {
        for listener in &self.links.borrow().attached_by {
            dependent.node().add_dependency(listener);
        }
        self.links.borrow_mut().dependents.push(dependent.node().clone());
    }

    /// Whether a listener or rule sends connections here.
    pub fn is_attached(&self) -> bool {
        !self.links.borrow().attached_by.is_empty()
    }

    /// What metrics and scaling policies call the group behind its first load balancer: `app/lb/1a2b/targetgroup/group/3c4d`.
    ///
    /// `None` while no listener sends connections here.
    pub(crate) fn resource_label(&self) -> Option<Value<String>> {
        let first = self.links.borrow().attached_by.first()?.clone();
        let listener: Value<String> = match first.resource::<CfnListenerRule>("Resource") {
            Some(rule) => Value::new(
                rule.with_properties(|properties| properties.get("ListenerArn").cloned())?,
            ),
            None => first.resource::<CfnListener>("Resource")?.reference(),
        };
        let parts = Fn::split("/", listener);
        let part = |index| Fn::select(index, &parts);
        let group: Value<String> = self.cfn.as_ref()?.node().attribute("TargetGroupFullName");
        Some(text!("{}/{}/{}/{}", part(1), part(2), part(3), group))
    }

    /// ARN of the first listener that sends connections here.
    pub(super) fn first_listener(&self) -> Option<Value<String>> {
        self.links.borrow().first_listener.clone()
    }

    /// Sets an attribute of the group, such as `slow_start.duration_seconds`.
    ///
    /// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html>
    pub fn set_attribute(&self, key: &str, value: impl Into<Expr>) {
        if let Some(cfn) = &self.cfn {
            set_attribute(cfn, "TargetGroupAttributes", key, value);
        }
    }

    /// Replaces the health check.
    pub fn configure_health_check(&self, check: HealthCheck) {
        check.check(&self.node);
        let Some(cfn) = &self.cfn else { return };
        cfn.edit_properties(|properties| {
            for (name, value) in check.properties() {
                match value {
                    Expr::Null => drop(properties.remove(name)),
                    value => properties.set(name, value),
                }
            }
        });
    }

    pub(super) fn add_targets<'a>(
        &self,
        targets: impl IntoIterator<Item = &'a (dyn LoadBalancerTarget + 'a)>,
    ) {
        for target in targets {
            let registration = target.attach_to(self);
            let target_type = registration.target_type;
            let known = self.links.borrow_mut().target_type.replace(target_type);
            if let Some(known) = known.filter(|known| *known != target_type) {
                self.node.error(
                    "target-type",
                    format!(
                        "a target of type `{}` is added to a group of type `{}`",
                        target_type.name(),
                        known.name()
                    ),
                    "put the targets into groups of their own",
                );
                continue;
            }
            let Some(cfn) = &self.cfn else { continue };
            for other in &registration.depends_on {
                cfn.depends_on(other);
            }
            cfn.edit_properties(|properties| {
                properties.set("TargetType", target_type.name());
                if let Some(target) = registration.target {
                    properties.push("Targets", target);
                }
            });
        }
    }

    /// A listener or rule sends connections here; `connections` are those of its load balancer.
    pub(super) fn attach(
        &self,
        by: &dyn Construct,
        listener_arn: Value<String>,
        connections: Option<&Connections>,
    ) {
        let (targets, dependents) = {
            let mut links = self.links.borrow_mut();
            links.attached_by.push(by.node().clone());
            links.first_listener.get_or_insert(listener_arn);
            links.load_balancers.extend(connections.cloned());
            (links.targets.clone(), links.dependents.clone())
        };
        for dependent in dependents {
            dependent.add_dependency(by);
        }
        if let Some(load_balancer) = connections {
            for (target, port) in targets {
                connect(load_balancer, &target, &port);
            }
        }
    }
}

fn connect(load_balancer: &Connections, target: &Connections, port: &Port) {
    target.allow_from(load_balancer, port.clone().described("Load balancer to target"));
}

impl Construct for TargetGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl fmt::Debug for TargetGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TargetGroup({})", self.node.path())
    }
}

/// How a load balancer finds out whether a target is well.
///
/// ```
/// use cumulo::{Duration, elbv2::HealthCheck};
/// let check = HealthCheck::builder().path("/health").interval(Duration::seconds(15)).healthy_http_codes("200-299").build();
/// ```
#[derive(Clone, Debug, Default, bon::Builder)]
pub struct HealthCheck {
    /// Whether targets are checked. Default: true, of Lambda functions false.
    enabled: Option<bool>,
    /// Path that is asked for. Default: `/`.
    #[builder(with = |path: impl crate::IntoValue<String>| path.into_value())]
    path: Option<Value<String>>,
    /// Port that is asked. Default: that of the target.
    #[builder(with = |port: impl ToString| port.to_string())]
    port: Option<String>,
    /// Protocol of the check. Default: HTTP of application load balancers, TCP of others.
    protocol: Option<HealthCheckProtocol>,
    /// Time between two checks, 5 to 300 seconds. Default: 30 seconds.
    interval: Option<Duration>,
    /// Time without an answer after which a check has failed, 2 to 120 seconds; less than the interval. Default: 5 seconds.
    timeout: Option<Duration>,
    /// How many checks in a row must succeed until a target is well, 2 to 10. Default: 5.
    healthy_threshold_count: Option<u8>,
    /// How many checks in a row must fail until a target is unwell, 2 to 10. Default: 2.
    unhealthy_threshold_count: Option<u8>,
    /// HTTP codes of a healthy answer, such as `200-299`. Default: 200.
    #[builder(into)]
    healthy_http_codes: Option<String>,
    /// gRPC codes of a healthy answer, such as `0`. Default: 12.
    #[builder(into)]
    healthy_grpc_codes: Option<String>,
}

/// Protocol of a health check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthCheckProtocol {
    /// HTTP.
    Http,
    /// HTTPS; the certificate is not checked.
    Https,
    /// TCP: the target accepts the connection.
    Tcp,
}

impl HealthCheck {
    /// A check of this path, with defaults.
    pub fn path_of(path: impl crate::IntoValue<String>) -> Self {
        Self { path: Some(path.into_value()), ..Self::default() }
    }

    fn check(&self, node: &Node) {
        if let (Some(interval), Some(timeout)) = (self.interval, self.timeout)
            && interval <= timeout
        {
            node.error(
                "health-check-interval",
                format!("the health check's timeout of {timeout} is not below its interval of {interval}"),
                "raise `interval` or lower `timeout`",
            );
        }
    }

    /// The target group's properties; those that are not set are [`Expr::Null`].
    pub(super) fn properties(&self) -> [(&'static str, Expr); 9] {
        let seconds = |time: Option<Duration>| {
            number(time.map(|time| i64::try_from(time.to_seconds()).unwrap_or(i64::MAX)))
        };
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let codes = match (&self.healthy_http_codes, &self.healthy_grpc_codes) {
            (None, None) => Expr::Null,
            (http, grpc) => Expr::object([("HttpCode", text(http)), ("GrpcCode", text(grpc))]),
        };
        let protocol = self.protocol.map_or(Expr::Null, |protocol| {
            Expr::from(match protocol {
                HealthCheckProtocol::Http => "HTTP",
                HealthCheckProtocol::Https => "HTTPS",
                HealthCheckProtocol::Tcp => "TCP",
            })
        });
        [
            ("HealthCheckEnabled", flag(self.enabled)),
            ("HealthCheckIntervalSeconds", seconds(self.interval)),
            ("HealthCheckPath", opt(self.path.as_ref())),
            ("HealthCheckPort", text(&self.port)),
            ("HealthCheckProtocol", protocol),
            ("HealthCheckTimeoutSeconds", seconds(self.timeout)),
            ("HealthyThresholdCount", number(self.healthy_threshold_count)),
            ("UnhealthyThresholdCount", number(self.unhealthy_threshold_count)),
            ("Matcher", codes),
        ]
    }
}

/// How many targets must be well for a group to count as well, for the load balancer's DNS name and for its routing.
///
/// ```
/// use cumulo::elbv2::TargetGroupHealth;
/// let health = TargetGroupHealth::builder().dns_minimum_healthy_target_count(2).build();
/// ```
///
/// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html>
#[derive(Clone, Copy, Debug, Default, bon::Builder)]
pub struct TargetGroupHealth {
    /// Targets, from 1; with fewer the zone leaves the DNS name. Default: 1.
    dns_minimum_healthy_target_count: Option<u32>,
    /// Percentage of targets, 1 to 100; with fewer the zone leaves the DNS name. Default: off.
    dns_minimum_healthy_target_percentage: Option<u32>,
    /// Targets, from 1; with fewer unwell targets get requests too. Default: 1.
    routing_minimum_healthy_target_count: Option<u32>,
    /// Percentage of targets, 1 to 100; with fewer unwell targets get requests too. Default: off.
    routing_minimum_healthy_target_percentage: Option<u32>,
}

impl TargetGroupHealth {
    pub(super) fn set(self, group: &TargetGroup) {
        let attributes = [
            (
                "target_group_health.dns_failover.minimum_healthy_targets.count",
                self.dns_minimum_healthy_target_count,
            ),
            (
                "target_group_health.dns_failover.minimum_healthy_targets.percentage",
                self.dns_minimum_healthy_target_percentage,
            ),
            (
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count",
                self.routing_minimum_healthy_target_count,
            ),
            (
                "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage",
                self.routing_minimum_healthy_target_percentage,
            ),
        ];
        for (key, value) in attributes {
            if let Some(value) = value {
                group.set_attribute(key, value.to_string());
            }
        }
    }
}

/// Addresses by which a group reaches its targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetGroupIpAddressType {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
}

impl TargetGroupIpAddressType {
    pub(super) fn name(self) -> &'static str {
        match self {
            TargetGroupIpAddressType::Ipv4 => "ipv4",
            TargetGroupIpAddressType::Ipv6 => "ipv6",
        }
    }
}

/// The resource of a group, with what both kinds of groups set.
#[track_caller]
pub(super) fn make(
    node: Node,
    port: Option<u16>,
    target_type: Option<TargetType>,
    properties: Vec<(&'static str, Expr)>,
) -> TargetGroup {
    let target_type_name = target_type.map_or(Expr::Null, |of| Expr::from(of.name()));
    let cfn = crate::bag::bag::<CfnTargetGroup>(
        [("Port", number(port)), ("TargetType", target_type_name)].into_iter().chain(properties),
    )
    .add_to(&node, "Resource");
    TargetGroup::of(node, cfn, port, target_type)
}
