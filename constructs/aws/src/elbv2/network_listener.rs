//! Listeners of network load balancers.

use super::load_balancer::known_vpc;
use super::network_target_group::NetworkSettings;
use super::target::boxed;
use super::{
    HealthCheck, ListenerCertificate, LoadBalancerTarget, NetworkLoadBalancer, NetworkProtocol,
    NetworkTargetGroup, SslPolicy, TargetGroup,
};
use crate::bag::{any, bag};
use crate::cfn::elasticloadbalancingv2::{CfnListener, CfnListenerCertificate};
use crate::ec2::Vpc;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A port of a network load balancer, and the groups that get its connections.
///
/// Made by [`NetworkLoadBalancer::add_listener`].
///
/// ```
/// use cumulo::elbv2::{IpTarget, NetworkListen, NetworkLoadBalancer};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// let lb = NetworkLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
/// let postgres = lb.add_listener("Postgres", NetworkListen::tcp(5432)).build();
/// postgres.add_targets("Db").port(5432).targets([IpTarget::new("10.0.0.9")]).build();
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html>
#[derive(Clone, Debug)]
pub struct NetworkListener {
    node: Node,
    cfn: Option<Resource<CfnListener>>,
    arn: Value<String>,
    vpc: Option<Vpc>,
    protocol: NetworkProtocol,
}

/// Protocol and port of a network load balancer's listener. TLS needs a certificate, so there is no way to leave it out.
#[derive(Clone, Debug)]
pub struct NetworkListen {
    port: u16,
    protocol: NetworkProtocol,
    certificates: Vec<ListenerCertificate>,
    ssl_policy: SslPolicy,
    alpn_policy: Option<AlpnPolicy>,
}

impl NetworkListen {
    /// TCP.
    pub fn tcp(port: u16) -> Self {
        Self::new(port, NetworkProtocol::Tcp)
    }

    /// UDP.
    pub fn udp(port: u16) -> Self {
        Self::new(port, NetworkProtocol::Udp)
    }

    /// TCP and UDP.
    pub fn tcp_udp(port: u16) -> Self {
        Self::new(port, NetworkProtocol::TcpUdp)
    }

    /// TLS with this certificate.
    pub fn tls(port: u16, certificate: impl Into<ListenerCertificate>) -> Self {
        let mut listen = Self::new(port, NetworkProtocol::Tls);
        listen.certificates.push(certificate.into());
        listen
    }

    fn new(port: u16, protocol: NetworkProtocol) -> Self {
        Self {
            port,
            protocol,
            certificates: Vec::new(),
            ssl_policy: SslPolicy::default(),
            alpn_policy: None,
        }
    }

    /// Another certificate, for clients that ask for its name; of TLS only.
    #[must_use]
    pub fn certificate(mut self, certificate: impl Into<ListenerCertificate>) -> Self {
        self.certificates.push(certificate.into());
        self
    }

    /// TLS versions and ciphers. Default: TLS 1.3 and 1.2 with post-quantum key exchange.
    #[must_use]
    pub fn ssl_policy(mut self, policy: SslPolicy) -> Self {
        self.ssl_policy = policy;
        self
    }

    /// Application protocols that TLS clients are offered. Default: none.
    #[must_use]
    pub fn alpn_policy(mut self, policy: AlpnPolicy) -> Self {
        self.alpn_policy = Some(policy);
        self
    }
}

/// Application protocols that TLS clients are offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlpnPolicy {
    /// HTTP/1.1 and 1.0.
    Http1Only,
    /// HTTP/2.
    Http2Only,
    /// HTTP/1.1 rather than HTTP/2.
    Http2Optional,
    /// HTTP/2 rather than HTTP/1.1.
    Http2Preferred,
    /// None.
    None,
}

impl AlpnPolicy {
    fn name(self) -> &'static str {
        match self {
            AlpnPolicy::Http1Only => "HTTP1Only",
            AlpnPolicy::Http2Only => "HTTP2Only",
            AlpnPolicy::Http2Optional => "HTTP2Optional",
            AlpnPolicy::Http2Preferred => "HTTP2Preferred",
            AlpnPolicy::None => "None",
        }
    }
}

/// Which groups get a listener's connections.
#[derive(Clone, Debug)]
pub struct NetworkListenerAction {
    groups: Vec<(TargetGroup, Option<u16>)>,
    stickiness: Option<Duration>,
}

impl NetworkListenerAction {
    /// Sends connections to these groups, evenly.
    pub fn forward<'a>(groups: impl IntoIterator<Item = &'a NetworkTargetGroup>) -> Self {
        let groups = groups.into_iter().map(|group| (group.target_group().clone(), None));
        Self { groups: groups.collect(), stickiness: None }
    }

    /// Sends connections to groups in the proportion of the weights, 0 to 999.
    pub fn weighted_forward<'a>(
        groups: impl IntoIterator<Item = (&'a NetworkTargetGroup, u16)>,
    ) -> Self {
        let groups =
            groups.into_iter().map(|(group, weight)| (group.target_group().clone(), Some(weight)));
        Self { groups: groups.collect(), stickiness: None }
    }

    /// How long a client stays with its group. Default: not at all.
    #[must_use]
    pub fn stickiness(mut self, duration: Duration) -> Self {
        self.stickiness = Some(duration);
        self
    }

    fn render(&self) -> Expr {
        let kind = ("Type", Expr::from("forward"));
        let step = match self.groups.as_slice() {
            [(only, None)] if self.stickiness.is_none() => {
                Expr::object([("TargetGroupArn", only.target_group_arn().into()), kind])
            }
            groups => {
                let groups = groups.iter().map(|(group, weight)| {
                    Expr::object([
                        ("TargetGroupArn", group.target_group_arn().into()),
                        ("Weight", crate::bag::number(*weight)),
                    ])
                });
                let stickiness = self.stickiness.map_or(Expr::Null, |duration| {
                    let seconds = i64::try_from(duration.to_seconds()).unwrap_or(i64::MAX);
                    Expr::object([
                        ("DurationSeconds", Expr::from(seconds)),
                        ("Enabled", Expr::from(true)),
                    ])
                });
                let config = Expr::object([
                    ("TargetGroups", Expr::List(groups.collect())),
                    ("TargetGroupStickinessConfig", stickiness),
                ]);
                Expr::object([("ForwardConfig", config), kind])
            }
        };
        Expr::List(vec![step])
    }
}

impl NetworkListener {
    #[track_caller]
    pub(super) fn make(
        load_balancer: &NetworkLoadBalancer,
        id: &str,
        listen: NetworkListen,
        default_action: Option<NetworkListenerAction>,
        tcp_idle_timeout: Option<Duration>,
    ) -> Self {
        let node = load_balancer.node().child(id);
        let tls = listen.protocol == NetworkProtocol::Tls;
        let alpn = listen
            .alpn_policy
            .map_or(Expr::Null, |policy| Expr::List(vec![Expr::from(policy.name())]));
        let first = listen.certificates.first().map_or(Expr::Null, ListenerCertificate::list);
        let attributes = tcp_idle_timeout.map_or(Expr::Null, |timeout| {
            Expr::List(vec![Expr::object([
                ("Key", Expr::from("tcp.idle_timeout.seconds")),
                ("Value", Expr::from(timeout.to_seconds().to_string())),
            ])])
        });
        let cfn = bag::<CfnListener>([
            ("AlpnPolicy", alpn),
            ("Certificates", first),
            ("DefaultActions", Expr::List(Vec::new())),
            ("ListenerAttributes", attributes),
            ("LoadBalancerArn", load_balancer.load_balancer_arn().into()),
            ("Port", Expr::from(i64::from(listen.port))),
            ("Protocol", Expr::from(listen.protocol.name())),
            ("SslPolicy", if tls { listen.ssl_policy.name() } else { Expr::Null }),
        ])
        .add_to(&node, "Resource");
        let listener = Self {
            node,
            arn: cfn.reference(),
            cfn: Some(cfn),
            vpc: load_balancer.vpc().cloned(),
            protocol: listen.protocol,
        };
        let further = listen.certificates.into_iter().skip(1);
        listener.add_certificates("DefaultCertificates", further);
        if let Some(action) = default_action {
            listener.set_default_action(&action);
        }
        listener.node.add_validation(|node| {
            let cfn = node.resource::<CfnListener>("Resource");
            let actions = cfn.map(|cfn| {
                cfn.with_properties(|bag| {
                    bag.get("DefaultActions").map_or(0, |all| all.items().len())
                })
            });
            if actions == Some(0) {
                node.error(
                    "listener-without-action",
                    "no target group gets the listener's connections",
                    "add targets by `add_targets`, or give it `default_action`",
                );
            }
        });
        listener
    }

    fn set_default_action(&self, action: &NetworkListenerAction) {
        let Some(cfn) = &self.cfn else {
            self.node.error(
                "imported-listener",
                "the action of an imported listener cannot be set",
                "set it where the listener is made",
            );
            return;
        };
        cfn.edit(|listener| listener.default_actions(any(action.render())));
        for (group, _) in &action.groups {
            group.attach(self, self.listener_arn(), None);
        }
    }

    /// A listener that no stack of the program makes.
    #[track_caller]
    pub fn from_network_listener_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        Self {
            node: scope.node().child(id),
            cfn: None,
            arn: arn.into_value(),
            vpc: None,
            protocol: NetworkProtocol::Tcp,
        }
    }

    /// The resource; of an imported listener there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnListener>> {
        self.cfn.as_ref()
    }

    /// Adds certificates, for clients that ask for their names.
    #[track_caller]
    pub fn add_certificates(
        &self,
        id: &str,
        certificates: impl IntoIterator<Item = impl Into<ListenerCertificate>>,
    ) {
        for (certificate, number) in certificates.into_iter().zip(1..) {
            let node = self.node.child(&format!("{id}{number}"));
            CfnListenerCertificate::new(any(certificate.into().list()), &self.arn)
                .add_to(&node, "Resource");
        }
    }

    /// Sends connections to the groups of this action.
    pub fn add_action(&self, action: &NetworkListenerAction) {
        self.set_default_action(action);
    }

    /// ARN of the listener.
    pub fn listener_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Sends connections to these groups, evenly.
    pub fn add_target_groups<'a>(&self, groups: impl IntoIterator<Item = &'a NetworkTargetGroup>) {
        self.set_default_action(&NetworkListenerAction::forward(groups));
    }
}

#[bon]
impl NetworkListener {
    /// Makes a target group of these targets and sends all connections to it.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_targets<'a>(
        &self,
        #[builder(start_fn)] id: &str,
        /// Port at which targets listen that name none.
        port: u16,
        /// Protocol of the targets. Default: the listener's, of TLS TCP.
        protocol: Option<NetworkProtocol>,
        /// The targets. Default: none yet.
        #[builder(default, with = |targets: impl IntoIterator<Item = impl LoadBalancerTarget + 'a>| boxed(targets))]
        targets: Vec<Box<dyn LoadBalancerTarget + 'a>>,
        /// How targets are checked. Default: they accept a TCP connection.
        health_check: Option<HealthCheck>,
        /// How long a target that leaves keeps its connections, 0 to 3,600 seconds. Default: 300 seconds.
        deregistration_delay: Option<Duration>,
        /// Whether targets are told the client's address in the proxy protocol. Default: false.
        proxy_protocol_v2: Option<bool>,
        /// Whether targets see the client's address. Default: true of instances and of UDP.
        preserve_client_ip: Option<bool>,
        /// Name of the group, up to 32 characters. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        target_group_name: Option<Value<String>>,
    ) -> NetworkTargetGroup {
        let vpc = known_vpc(self, self.vpc.as_ref());
        let own = match self.protocol {
            NetworkProtocol::Tls => NetworkProtocol::Tcp,
            other => other,
        };
        let group = NetworkSettings {
            vpc: vpc.as_ref(),
            port,
            protocol: protocol.unwrap_or(own),
            target_type: None,
            targets,
            health_check,
            deregistration_delay,
            cross_zone_enabled: None,
            proxy_protocol_v2,
            preserve_client_ip,
            connection_termination: None,
            target_group_name,
            ip_address_type: None,
            target_group_health: None,
        }
        .make(self, &format!("{id}Group"));
        self.add_target_groups([&group]);
        group
    }
}

impl Construct for NetworkListener {
    fn node(&self) -> &Node {
        &self.node
    }
}
