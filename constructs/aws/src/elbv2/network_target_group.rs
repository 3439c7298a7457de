//! Target groups of network load balancers.

use super::target::boxed;
use super::target_group::make;
use super::{
    HealthCheck, LoadBalancerTarget, TargetGroup, TargetGroupHealth, TargetGroupIpAddressType,
    TargetType,
};
use crate::bag::opt;
use crate::ec2::Vpc;
use crate::{Construct, Duration, Expr, IntoValue, Node, Value};
use bon::bon;

/// What a network load balancer sends connections to.
///
/// Security groups of the targets are yours to open: to the load balancer or, where the client's
/// address is preserved, to the clients.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc, elbv2::{IpTarget, NetworkTargetGroup}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let group = NetworkTargetGroup::builder(&stack, "Group").vpc(&vpc).port(443).build();
/// group.add_target(&IpTarget::new("10.0.0.9"));
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html>
#[derive(Clone, Debug)]
pub struct NetworkTargetGroup {
    group: TargetGroup,
}

/// Protocol of a network load balancer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NetworkProtocol {
    /// TCP.
    #[default]
    Tcp,
    /// TLS, which ends at the load balancer.
    Tls,
    /// UDP.
    Udp,
    /// TCP and UDP at the same port.
    TcpUdp,
}

impl NetworkProtocol {
    pub(super) fn name(self) -> &'static str {
        match self {
            NetworkProtocol::Tcp => "TCP",
            NetworkProtocol::Tls => "TLS",
            NetworkProtocol::Udp => "UDP",
            NetworkProtocol::TcpUdp => "TCP_UDP",
        }
    }
}

/// What is set of a group, wherever it is made.
pub(super) struct NetworkSettings<'a> {
    pub(super) vpc: Option<&'a Vpc>,
    pub(super) port: u16,
    pub(super) protocol: NetworkProtocol,
    pub(super) target_type: Option<TargetType>,
    pub(super) targets: Vec<Box<dyn LoadBalancerTarget + 'a>>,
    pub(super) health_check: Option<HealthCheck>,
    pub(super) deregistration_delay: Option<Duration>,
    pub(super) cross_zone_enabled: Option<bool>,
    pub(super) proxy_protocol_v2: Option<bool>,
    pub(super) preserve_client_ip: Option<bool>,
    pub(super) connection_termination: Option<bool>,
    pub(super) target_group_name: Option<Value<String>>,
    pub(super) ip_address_type: Option<TargetGroupIpAddressType>,
    pub(super) target_group_health: Option<TargetGroupHealth>,
}

impl NetworkSettings<'_> {
    #[track_caller]
    pub(super) fn make(self, scope: &dyn Construct, id: &str) -> NetworkTargetGroup {
        let node = scope.node().child(id);
        let properties = vec![
            ("IpAddressType", self.ip_address_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("Name", opt(self.target_group_name.as_ref())),
            ("Protocol", Expr::from(self.protocol.name())),
            ("VpcId", self.vpc.map_or(Expr::Null, |vpc| vpc.vpc_id().into())),
        ];
        let group = make(node, Some(self.port), self.target_type, properties);
        let delay = self.deregistration_delay.map(|delay| delay.to_seconds().to_string());
        let said = |said: Option<bool>| said.map(|said| said.to_string());
        let set = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                group.set_attribute(key, value);
            }
        };
        set("deregistration_delay.timeout_seconds", delay);
        set("load_balancing.cross_zone.enabled", said(self.cross_zone_enabled));
        if let Some(health) = self.target_group_health {
            health.set(&group);
        }
        let attributes = [
            ("proxy_protocol_v2.enabled", said(self.proxy_protocol_v2)),
            ("preserve_client_ip.enabled", said(self.preserve_client_ip)),
            (
                "deregistration_delay.connection_termination.enabled",
                said(self.connection_termination),
            ),
        ];
        for (key, value) in attributes {
            set(key, value);
        }
        if let Some(check) = self.health_check {
            group.configure_health_check(check);
        }
        group.add_targets(self.targets.iter().map(AsRef::as_ref));
        NetworkTargetGroup { group }
    }
}

#[bon]
impl NetworkTargetGroup {
    /// A target group.
    #[builder]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC of the targets.
        vpc: &Vpc,
        /// Port at which targets listen that name none.
        port: u16,
        /// Protocol of the targets. Default: TCP.
        #[builder(default)]
        protocol: NetworkProtocol,
        /// How targets are addressed. Default: that of the first target.
        target_type: Option<TargetType>,
        /// The targets. Default: none yet.
        #[builder(default, with = |targets: impl IntoIterator<Item = impl LoadBalancerTarget + 'a>| boxed(targets))]
        targets: Vec<Box<dyn LoadBalancerTarget + 'a>>,
        /// How targets are checked. Default: they accept a TCP connection.
        health_check: Option<HealthCheck>,
        /// How long a target that leaves keeps its connections, 0 to 3,600 seconds. Default: 300 seconds.
        deregistration_delay: Option<Duration>,
        /// Whether connections go to targets of all zones. Default: as the load balancer says.
        cross_zone_enabled: Option<bool>,
        /// Whether targets are told the client's address in the proxy protocol. Default: false.
        proxy_protocol_v2: Option<bool>,
        /// Whether targets see the client's address. Default: true of instances and of UDP.
        preserve_client_ip: Option<bool>,
        /// Whether connections are cut when the time to leave is over. Default: false.
        connection_termination: Option<bool>,
        /// Name of the group, up to 32 characters. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        target_group_name: Option<Value<String>>,
        /// Addresses by which targets are reached. Default: IPv4.
        ip_address_type: Option<TargetGroupIpAddressType>,
        /// How many targets must be well for the group to count as well. Default: one.
        target_group_health: Option<TargetGroupHealth>,
    ) -> NetworkTargetGroup {
        NetworkSettings {
            vpc: Some(vpc),
            port,
            protocol,
            target_type,
            targets,
            health_check,
            deregistration_delay,
            cross_zone_enabled,
            proxy_protocol_v2,
            preserve_client_ip,
            connection_termination,
            target_group_name,
            ip_address_type,
            target_group_health,
        }
        .make(scope, id)
    }
}

impl NetworkTargetGroup {
    /// A target group that no stack of the program makes.
    #[track_caller]
    pub fn from_target_group_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        Self { group: TargetGroup::imported(scope.node().child(id), arn.into_value()) }
    }

    /// The part that all target groups share; what targets register with.
    pub fn target_group(&self) -> &TargetGroup {
        &self.group
    }

    /// ARN of the group.
    pub fn target_group_arn(&self) -> Value<String> {
        self.group.target_group_arn()
    }

    /// Adds a target.
    pub fn add_target(&self, target: &dyn LoadBalancerTarget) {
        self.group.add_targets([target]);
    }

    /// Replaces the health check.
    pub fn configure_health_check(&self, check: HealthCheck) {
        self.group.configure_health_check(check);
    }

    /// Sets an attribute of the group; see [`TargetGroup::set_attribute`].
    pub fn set_attribute(&self, key: &str, value: impl IntoValue<String>) {
        self.group.set_attribute(key, value.into_value());
    }
}

impl Construct for NetworkTargetGroup {
    fn node(&self) -> &Node {
        self.group.node()
    }
}
