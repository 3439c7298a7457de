//! Target groups of application load balancers.

use super::target::boxed;
use super::target_group::make;
use super::{
    HealthCheck, LoadBalancerTarget, TargetGroup, TargetGroupHealth, TargetGroupIpAddressType,
    TargetType,
};
use crate::bag::opt;
use crate::ec2::{Connectable, Port, Vpc};
use crate::{Construct, Duration, Expr, IntoValue, Node, Value};
use bon::bon;

/// What an application load balancer sends requests to: targets that answer alike, and their health check.
///
/// ```
/// use cumulo::{App, Duration, Stack, ec2::Vpc};
/// use cumulo::elbv2::{ApplicationTargetGroup, HealthCheck, IpTarget, TargetType};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let api = ApplicationTargetGroup::builder(&stack, "Api")
///     .vpc(&vpc)
///     .port(8080)
///     .target_type(TargetType::Ip)
///     .health_check(HealthCheck::path_of("/health"))
///     .deregistration_delay(Duration::seconds(10))
///     .build();
/// api.add_target(&IpTarget::new("10.0.0.9"));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-targetgroup.html>
#[derive(Clone, Debug)]
pub struct ApplicationTargetGroup {
    group: TargetGroup,
}

/// Protocol between load balancer and targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationProtocol {
    /// HTTP.
    Http,
    /// HTTPS; the load balancer does not check the target's certificate.
    Https,
}

impl ApplicationProtocol {
    pub(super) fn name(self) -> &'static str {
        match self {
            ApplicationProtocol::Http => "HTTP",
            ApplicationProtocol::Https => "HTTPS",
        }
    }
}

/// Version of the protocol between load balancer and targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplicationProtocolVersion {
    /// HTTP/1.1.
    Http1,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
}

/// How requests are dealt to targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetGroupLoadBalancingAlgorithmType {
    /// One after the other.
    RoundRobin,
    /// To the one with the fewest open requests.
    LeastOutstandingRequests,
    /// By chance, less to those that look unwell.
    WeightedRandom,
}

/// What is set of a group, wherever it is made.
#[derive(Default)]
pub(super) struct Settings<'a> {
    pub(super) vpc: Option<&'a Vpc>,
    pub(super) port: Option<u16>,
    pub(super) protocol: Option<ApplicationProtocol>,
    pub(super) protocol_version: Option<ApplicationProtocolVersion>,
    pub(super) target_type: Option<TargetType>,
    pub(super) targets: Vec<Box<dyn LoadBalancerTarget + 'a>>,
    pub(super) health_check: Option<HealthCheck>,
    pub(super) deregistration_delay: Option<Duration>,
    pub(super) slow_start: Option<Duration>,
    pub(super) stickiness_cookie_duration: Option<Duration>,
    pub(super) stickiness_cookie_name: Option<&'a str>,
    pub(super) algorithm: Option<TargetGroupLoadBalancingAlgorithmType>,
    pub(super) enable_anomaly_mitigation: Option<bool>,
    pub(super) cross_zone_enabled: Option<bool>,
    pub(super) multi_value_headers_enabled: Option<bool>,
    pub(super) target_group_name: Option<Value<String>>,
    pub(super) ip_address_type: Option<TargetGroupIpAddressType>,
    pub(super) target_group_health: Option<TargetGroupHealth>,
}

#[bon]
impl ApplicationTargetGroup {
    /// A target group.
    #[builder]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC of the targets; needed unless they are functions.
        vpc: Option<&Vpc>,
        /// Port at which targets listen that name none; needed unless they are functions, or `protocol` is given.
        /// Default: 80, of HTTPS 443.
        port: Option<u16>,
        /// Protocol between load balancer and targets. Default: HTTPS on ports 443 and 8443, else HTTP.
        protocol: Option<ApplicationProtocol>,
        /// Version of the protocol. Default: HTTP/1.1.
        protocol_version: Option<ApplicationProtocolVersion>,
        /// How targets are addressed. Default: that of the first target.
        target_type: Option<TargetType>,
        /// The targets. Default: none yet.
        #[builder(default, with = |targets: impl IntoIterator<Item = impl LoadBalancerTarget + 'a>| boxed(targets))]
        targets: Vec<Box<dyn LoadBalancerTarget + 'a>>,
        /// How targets are checked.
        health_check: Option<HealthCheck>,
        /// How long a target that leaves may finish its requests, 0 to 3,600 seconds. Default: 300 seconds.
        deregistration_delay: Option<Duration>,
        /// How long a new target gets fewer requests, 30 to 900 seconds. Default: not at all.
        slow_start: Option<Duration>,
        /// How long a client stays with its target, 1 second to 7 days. Default: not at all.
        stickiness_cookie_duration: Option<Duration>,
        /// The application's own cookie that binds a client to its target. Default: the load balancer makes one.
        stickiness_cookie_name: Option<&str>,
        /// How requests are dealt to targets. Default: one after the other.
        load_balancing_algorithm_type: Option<TargetGroupLoadBalancingAlgorithmType>,
        /// Whether targets that look unwell get fewer requests; with the weighted random algorithm. Default: false.
        enable_anomaly_mitigation: Option<bool>,
        /// Whether requests go to targets of all zones. Default: as the load balancer says.
        cross_zone_enabled: Option<bool>,
        /// Whether a function gets headers with several values as lists. Default: false.
        multi_value_headers_enabled: Option<bool>,
        /// Name of the group, up to 32 characters. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        target_group_name: Option<Value<String>>,
        /// Addresses by which targets are reached. Default: IPv4.
        ip_address_type: Option<TargetGroupIpAddressType>,
        /// How many targets must be well for the group to count as well. Default: one.
        target_group_health: Option<TargetGroupHealth>,
    ) -> ApplicationTargetGroup {
        Settings {
            vpc,
            port,
            protocol,
            protocol_version,
            target_type,
            targets,
            health_check,
            deregistration_delay,
            slow_start,
            stickiness_cookie_duration,
            stickiness_cookie_name,
            algorithm: load_balancing_algorithm_type,
            enable_anomaly_mitigation,
            cross_zone_enabled,
            multi_value_headers_enabled,
            target_group_name,
            ip_address_type,
            target_group_health,
        }
        .make(scope, id)
    }
}

impl Settings<'_> {
    #[track_caller]
    pub(super) fn make(self, scope: &dyn Construct, id: &str) -> ApplicationTargetGroup {
        let node = scope.node().child(id);
        let lambda = self.is_lambda();
        let (port, protocol) = if lambda { (None, None) } else { self.endpoint() };
        if !lambda && self.vpc.is_none() {
            node.error(
                "target-group-vpc",
                "the target group has no VPC",
                "give it the VPC of its targets by `vpc`",
            );
        }
        let vpc = self.vpc.filter(|_| !lambda);
        let version = self.protocol_version.map(|version| match version {
            ApplicationProtocolVersion::Http1 => "HTTP1",
            ApplicationProtocolVersion::Http2 => "HTTP2",
            ApplicationProtocolVersion::Grpc => "GRPC",
        });
        let check = self.health_check.clone().unwrap_or_default();
        let properties = vec![
            ("IpAddressType", self.ip_address_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("Name", opt(self.target_group_name.as_ref())),
            ("Protocol", protocol.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("ProtocolVersion", version.map_or(Expr::Null, Expr::from)),
            ("VpcId", vpc.map_or(Expr::Null, |vpc| vpc.vpc_id().into())),
        ];
        let group =
            ApplicationTargetGroup { group: make(node, port, self.target_type, properties) };
        self.set_attributes(&group, lambda);
        group.group.configure_health_check(check);
        group.group.add_targets(self.targets.iter().map(AsRef::as_ref));
        group
    }

    /// Functions have neither port nor VPC; a group with targets but without type, port and protocol is one of functions.
    fn is_lambda(&self) -> bool {
        match self.target_type {
            Some(target_type) => target_type == TargetType::Lambda,
            None => self.port.is_none() && self.protocol.is_none() && !self.targets.is_empty(),
        }
    }

    fn endpoint(&self) -> (Option<u16>, Option<ApplicationProtocol>) {
        let protocol = self.protocol.unwrap_or(match self.port {
            Some(443 | 8443) => ApplicationProtocol::Https,
            _ => ApplicationProtocol::Http,
        });
        let default = match protocol {
            ApplicationProtocol::Http => 80,
            ApplicationProtocol::Https => 443,
        };
        (Some(self.port.unwrap_or(default)), Some(protocol))
    }

    fn set_attributes(&self, group: &ApplicationTargetGroup, lambda: bool) {
        let set = |key: &str, value: Option<String>| {
            if let Some(value) = value {
                group.group.set_attribute(key, value);
            }
        };
        let seconds = |time: Option<Duration>| time.map(|time| time.to_seconds().to_string());
        set("deregistration_delay.timeout_seconds", seconds(self.deregistration_delay));
        set("load_balancing.cross_zone.enabled", self.cross_zone_enabled.map(|on| on.to_string()));
        if let Some(health) = self.target_group_health {
            health.set(&group.group);
        }
        set("slow_start.duration_seconds", seconds(self.slow_start));
        match self.stickiness_cookie_duration {
            Some(duration) => {
                group.enable_cookie_stickiness(duration, self.stickiness_cookie_name);
            }
            None if !lambda => set("stickiness.enabled", Some("false".into())),
            None => {}
        }
        let algorithm = self.algorithm.map(|algorithm| match algorithm {
            TargetGroupLoadBalancingAlgorithmType::RoundRobin => "round_robin".into(),
            TargetGroupLoadBalancingAlgorithmType::LeastOutstandingRequests => {
                "least_outstanding_requests".into()
            }
            TargetGroupLoadBalancingAlgorithmType::WeightedRandom => "weighted_random".into(),
        });
        set("load_balancing.algorithm.type", algorithm);
        let mitigation = self.enable_anomaly_mitigation;
        set(
            "load_balancing.algorithm.anomaly_mitigation",
            mitigation.map(|on| if on { "on" } else { "off" }.into()),
        );
        let headers = self.multi_value_headers_enabled;
        set("lambda.multi_value_headers.enabled", headers.map(|on| on.to_string()));
    }
}

impl ApplicationTargetGroup {
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

    /// Lets the load balancers in front connect to `target`; see [`TargetGroup::register_connectable`].
    pub fn register_connectable(&self, target: &dyn Connectable, port: Option<Port>) {
        self.group.register_connectable(target, port);
    }

    /// Replaces the health check.
    pub fn configure_health_check(&self, check: HealthCheck) {
        self.group.configure_health_check(check);
    }

    /// Sets an attribute of the group; see [`TargetGroup::set_attribute`].
    pub fn set_attribute(&self, key: &str, value: impl IntoValue<String>) {
        self.group.set_attribute(key, value.into_value());
    }

    /// Keeps clients with their targets for 1 second to 7 days, by the application's cookie if one is named.
    pub fn enable_cookie_stickiness(&self, duration: Duration, cookie_name: Option<&str>) {
        let seconds = duration.to_seconds().to_string();
        self.group.set_attribute("stickiness.enabled", "true");
        match cookie_name {
            Some(name) => {
                self.group.set_attribute("stickiness.type", "app_cookie");
                self.group.set_attribute("stickiness.app_cookie.cookie_name", name.to_owned());
                self.group.set_attribute("stickiness.app_cookie.duration_seconds", seconds);
            }
            None => {
                self.group.set_attribute("stickiness.type", "lb_cookie");
                self.group.set_attribute("stickiness.lb_cookie.duration_seconds", seconds);
            }
        }
    }
}

impl Construct for ApplicationTargetGroup {
    fn node(&self) -> &Node {
        self.group.node()
    }
}
