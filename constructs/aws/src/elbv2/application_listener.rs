//! Listeners of application load balancers.

use super::application_load_balancer::ApplicationLoadBalancer;
use super::application_target_group::Settings;
use super::load_balancer::known_vpc;
use super::target::boxed;
use super::{
    ApplicationListenerRule, ApplicationProtocol, ApplicationProtocolVersion,
    ApplicationTargetGroup, HealthCheck, ListenerAction, ListenerCondition, LoadBalancerTarget,
    SslPolicy, TargetGroupLoadBalancingAlgorithmType, TrustStore,
};
use crate::bag::{any, bag};
use crate::cfn::elasticloadbalancingv2::{CfnListener, CfnListenerCertificate};
use crate::ec2::{Connectable, Connections, Peer, Port, SecurityGroup, Vpc};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A port of an application load balancer, and what happens to requests there.
///
/// Made by [`ApplicationLoadBalancer::add_listener`].
///
/// ```
/// use cumulo::elbv2::{ApplicationLoadBalancer, IpTarget, Listen};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// let http = lb.add_listener("Http", Listen::http(80)).build();
/// http.add_targets("Web").port(8080).targets([IpTarget::new("10.0.0.9")]).build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listener.html>
#[derive(Clone, Debug)]
pub struct ApplicationListener {
    node: Node,
    cfn: Option<Resource<CfnListener>>,
    arn: Value<String>,
    load_balancer: Option<Value<String>>,
    port: Option<u16>,
    vpc: Option<Vpc>,
    /// Those of the load balancer, for what it sends to targets.
    load_balancer_connections: Connections,
    /// Groups that the load balancer had when the listener was made, for who may connect to it.
    connections: Connections,
}

/// How a listener talks to clients. HTTPS needs a certificate, so there is no way to leave it out:
///
/// ```
/// use cumulo::elbv2::{Listen, ListenerCertificate, SslPolicy};
/// let certificate = ListenerCertificate::from_arn("arn:aws:acm:eu-west-1:111111111111:certificate/abc");
/// let https = Listen::https(443, certificate).ssl_policy(SslPolicy::RecommendedTls);
/// let http = Listen::http(80);
/// ```
///
/// ```compile_fail
/// cumulo::elbv2::Listen::https(443);
/// ```
#[derive(Clone, Debug)]
pub struct Listen {
    port: u16,
    https: Option<Https>,
}

#[derive(Clone, Debug)]
struct Https {
    certificates: Vec<ListenerCertificate>,
    ssl_policy: SslPolicy,
    mutual_authentication: Option<MutualAuthentication>,
}

impl Listen {
    /// Without encryption.
    pub fn http(port: u16) -> Self {
        Self { port, https: None }
    }

    /// With TLS and this certificate.
    pub fn https(port: u16, certificate: impl Into<ListenerCertificate>) -> Self {
        let https = Https {
            certificates: vec![certificate.into()],
            ssl_policy: SslPolicy::default(),
            mutual_authentication: None,
        };
        Self { port, https: Some(https) }
    }

    /// Another certificate, for clients that ask for its name. Of plain HTTP it says nothing.
    #[must_use]
    pub fn certificate(mut self, certificate: impl Into<ListenerCertificate>) -> Self {
        if let Some(https) = &mut self.https {
            https.certificates.push(certificate.into());
        }
        self
    }

    /// TLS versions and ciphers. Default: TLS 1.3 and 1.2 with post-quantum key exchange.
    #[must_use]
    pub fn ssl_policy(mut self, policy: SslPolicy) -> Self {
        if let Some(https) = &mut self.https {
            https.ssl_policy = policy;
        }
        self
    }

    /// Whether clients show certificates. Default: no.
    #[must_use]
    pub fn mutual_authentication(mut self, authentication: MutualAuthentication) -> Self {
        if let Some(https) = &mut self.https {
            https.mutual_authentication = Some(authentication);
        }
        self
    }
}

/// Whether and how clients show certificates.
#[derive(Clone, Debug)]
pub enum MutualAuthentication {
    /// They need not.
    Off,
    /// Their certificates are handed to the targets unchecked.
    PassThrough,
    /// Their certificates are checked against a trust store.
    Verify {
        /// ARN of the trust store.
        trust_store_arn: Value<String>,
        /// Whether certificates that ran out are accepted.
        ignore_expiry: Option<bool>,
        /// Whether clients are told whose certificates are trusted.
        advertise_ca_names: Option<bool>,
    },
}

impl MutualAuthentication {
    /// Checks clients' certificates against this trust store.
    pub fn verify(trust_store: &TrustStore) -> Self {
        Self::Verify {
            trust_store_arn: trust_store.trust_store_arn(),
            ignore_expiry: None,
            advertise_ca_names: None,
        }
    }

    /// Whether certificates that ran out are accepted. Default: false. Without a check it says nothing.
    #[must_use]
    pub fn ignore_client_certificate_expiry(mut self, ignore: bool) -> Self {
        if let Self::Verify { ignore_expiry, .. } = &mut self {
            *ignore_expiry = Some(ignore);
        }
        self
    }

    /// Whether clients are told whose certificates are trusted. Default: false. Without a check it says nothing.
    #[must_use]
    pub fn advertise_trust_store_ca_names(mut self, advertise: bool) -> Self {
        if let Self::Verify { advertise_ca_names, .. } = &mut self {
            *advertise_ca_names = Some(advertise);
        }
        self
    }

    fn render(&self) -> Expr {
        let (mode, store, ignore, advertise) = match self {
            MutualAuthentication::Off => ("off", Expr::Null, None, None),
            MutualAuthentication::PassThrough => ("passthrough", Expr::Null, None, None),
            MutualAuthentication::Verify { trust_store_arn, ignore_expiry, advertise_ca_names } => {
                ("verify", trust_store_arn.into(), *ignore_expiry, *advertise_ca_names)
            }
        };
        let advertise =
            advertise.map_or(Expr::Null, |on| Expr::from(if on { "on" } else { "off" }));
        Expr::object([
            ("AdvertiseTrustStoreCaNames", advertise),
            ("IgnoreClientCertificateExpiry", crate::bag::flag(ignore)),
            ("Mode", Expr::from(mode)),
            ("TrustStoreArn", store),
        ])
    }
}

/// A certificate that a listener shows.
#[derive(Clone, Debug)]
pub struct ListenerCertificate(Value<String>);

impl ListenerCertificate {
    /// A certificate of ACM or IAM by its ARN.
    pub fn from_arn(arn: impl IntoValue<String>) -> Self {
        Self(arn.into_value())
    }

    pub(super) fn list(&self) -> Expr {
        Expr::List(vec![Expr::object([("CertificateArn", Expr::from(&self.0))])])
    }
}

/// What a listener is made of, wherever it is made.
pub(super) struct ListenerSettings<'a> {
    pub(super) listen: Listen,
    pub(super) open: bool,
    pub(super) default_action: Option<ListenerAction>,
    pub(super) default_target_groups: Vec<&'a ApplicationTargetGroup>,
}

impl ApplicationListener {
    #[track_caller]
    pub(super) fn make(
        load_balancer: &ApplicationLoadBalancer,
        id: &str,
        settings: ListenerSettings<'_>,
    ) -> Self {
        let node = load_balancer.node().child(id);
        let ListenerSettings { listen, open, default_action, default_target_groups } = settings;
        let Listen { port, https } = &listen;
        let first = https.as_ref().and_then(|https| https.certificates.first());
        let authentication = https.as_ref().and_then(|https| https.mutual_authentication.as_ref());
        let cfn = bag::<CfnListener>([
            ("Certificates", first.map_or(Expr::Null, ListenerCertificate::list)),
            ("DefaultActions", Expr::List(Vec::new())),
            ("LoadBalancerArn", load_balancer.load_balancer_arn().into()),
            (
                "MutualAuthentication",
                authentication.map_or(Expr::Null, MutualAuthentication::render),
            ),
            ("Port", Expr::from(i64::from(*port))),
            ("Protocol", Expr::from(if https.is_some() { "HTTPS" } else { "HTTP" })),
            ("SslPolicy", https.as_ref().map_or(Expr::Null, |https| https.ssl_policy.name())),
        ])
        .add_to(&node, "Resource");
        let load_balancer_connections = load_balancer.connections();
        let groups = load_balancer_connections.security_groups();
        let connections = Connections::new(groups, Some(Port::tcp(*port)));
        let listener = Self {
            node,
            arn: cfn.reference(),
            cfn: Some(cfn),
            load_balancer: Some(load_balancer.load_balancer_arn()),
            port: Some(*port),
            vpc: load_balancer.vpc().cloned(),
            load_balancer_connections,
            connections: connections.clone(),
        };
        let further = https.iter().flat_map(|https| https.certificates.iter().skip(1).cloned());
        listener.add_certificates("DefaultCertificates", further);
        if open {
            let from_anyone =
                Port::tcp(*port).described(format!("Allow from anyone on port {port}"));
            connections.allow_from(&Peer::any_ipv4(), from_anyone.clone());
            if load_balancer.is_dual_stack() {
                connections.allow_from(&Peer::any_ipv6(), from_anyone);
            }
        }
        match default_action {
            Some(action) => listener.set_default_action(action),
            None if !default_target_groups.is_empty() => {
                listener.set_default_action(ListenerAction::forward(default_target_groups));
            }
            None => {}
        }
        listener.node.add_validation(|node| {
            let cfn = node.resource::<CfnListener>("Resource");
            let bare = cfn.is_some_and(|cfn| {
                cfn.with_properties(|properties| {
                    properties
                        .get("DefaultActions")
                        .is_none_or(|actions| actions.items().is_empty())
                })
            });
            if bare {
                node.error(
                    "listener-without-action",
                    "nothing says what happens to requests for which no rule holds",
                    "add `default_action`, `default_target_groups`, or targets without conditions",
                );
            }
        });
        listener
    }

    fn set_default_action(&self, action: ListenerAction) {
        let Some(cfn) = &self.cfn else {
            self.node.error(
                "imported-listener",
                "the default action of an imported listener cannot be set",
                "give a priority and conditions, which makes a rule",
            );
            return;
        };
        cfn.edit(|listener| listener.default_actions(any(action.render_default())));
        action.bind(self, &self.arn, &self.load_balancer_connections);
    }

    /// The default action, or a rule with priority and conditions.
    #[track_caller]
    fn act(
        &self,
        rule_id: &str,
        priority: Option<u16>,
        conditions: Vec<ListenerCondition>,
        action: ListenerAction,
    ) {
        match priority {
            Some(priority) => {
                ApplicationListenerRule::builder(self, rule_id)
                    .listener(self)
                    .priority(priority)
                    .conditions(conditions)
                    .action(action)
                    .build();
            }
            None => {
                if !conditions.is_empty() {
                    self.node.error(
                        "listener-rule-priority",
                        "conditions are given without a priority",
                        "add `priority`: it says which rule decides when several fit",
                    );
                }
                self.set_default_action(action);
            }
        }
    }
}

#[bon]
impl ApplicationListener {
    /// A listener that no stack of the program makes; rules can be added to it.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_application_listener_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// ARN of the listener.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        listener_arn: Value<String>,
        /// Security group of its load balancer.
        security_group: &SecurityGroup,
        /// Its port.
        default_port: Option<u16>,
    ) -> ApplicationListener {
        let port = default_port.map(Port::tcp);
        let connections = Connections::new([security_group.clone()], port);
        ApplicationListener {
            node: scope.node().child(id),
            cfn: None,
            arn: listener_arn,
            load_balancer: None,
            port: default_port,
            vpc: None,
            load_balancer_connections: connections.clone(),
            connections,
        }
    }

    /// Makes a target group of these targets and sends requests to it: all, or with `priority` and `conditions` some.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_targets<'a>(
        &self,
        #[builder(start_fn)] id: &str,
        /// Port at which targets listen that name none; needed unless they are functions, or `protocol` is given.
        port: Option<u16>,
        /// Protocol between load balancer and targets. Default: HTTPS on ports 443 and 8443, else HTTP.
        protocol: Option<ApplicationProtocol>,
        /// Version of the protocol. Default: HTTP/1.1.
        protocol_version: Option<ApplicationProtocolVersion>,
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
        /// Name of the group, up to 32 characters. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        target_group_name: Option<Value<String>>,
        /// Place among the listener's rules, 1 to 50,000. Default: the requests for which no rule holds.
        priority: Option<u16>,
        /// Conditions of the rule, together with `priority`.
        #[builder(default, with = |conditions: impl IntoIterator<Item = ListenerCondition>| conditions.into_iter().collect())]
        conditions: Vec<ListenerCondition>,
    ) -> ApplicationTargetGroup {
        let vpc = known_vpc(self, self.vpc.as_ref());
        let group = Settings {
            vpc: vpc.as_ref(),
            port,
            protocol,
            protocol_version,
            target_type: None,
            targets,
            health_check,
            deregistration_delay,
            slow_start,
            stickiness_cookie_duration,
            stickiness_cookie_name,
            algorithm: load_balancing_algorithm_type,
            enable_anomaly_mitigation,
            cross_zone_enabled,
            multi_value_headers_enabled: None,
            target_group_name,
            ip_address_type: None,
            target_group_health: None,
        }
        .make(self, &format!("{id}Group"));
        let action = ListenerAction::forward([&group]);
        self.act(&format!("{id}Rule"), priority, conditions, action);
        group
    }

    /// Sends requests to these groups, evenly: all, or with `priority` and `conditions` some.
    #[builder(finish_fn = build)]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter's type names it")]
    pub fn add_target_groups<'a>(
        &self,
        #[builder(start_fn)] id: &str,
        /// The groups.
        #[builder(with = |groups: impl IntoIterator<Item = &'a ApplicationTargetGroup>| groups.into_iter().collect())]
        target_groups: Vec<&'a ApplicationTargetGroup>,
        /// Place among the listener's rules, 1 to 50,000. Default: the requests for which no rule holds.
        priority: Option<u16>,
        /// Conditions of the rule, together with `priority`.
        #[builder(default, with = |conditions: impl IntoIterator<Item = ListenerCondition>| conditions.into_iter().collect())]
        conditions: Vec<ListenerCondition>,
    ) {
        let id = if self.cfn.is_some() { format!("{id}Rule") } else { id.to_owned() };
        self.act(&id, priority, conditions, ListenerAction::forward(target_groups));
    }

    /// Does something with requests: with all, or with `priority` and `conditions` with some.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_action(
        &self,
        #[builder(start_fn)] id: &str,
        /// What happens to the requests.
        #[builder(into)]
        action: ListenerAction,
        /// Place among the listener's rules, 1 to 50,000. Default: the requests for which no rule holds.
        priority: Option<u16>,
        /// Conditions of the rule, together with `priority`.
        #[builder(default, with = |conditions: impl IntoIterator<Item = ListenerCondition>| conditions.into_iter().collect())]
        conditions: Vec<ListenerCondition>,
    ) {
        self.act(&format!("{id}Rule"), priority, conditions, action);
    }
}

impl ApplicationListener {
    /// The resource; of an imported listener there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnListener>> {
        self.cfn.as_ref()
    }

    /// ARN of the listener.
    pub fn listener_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Port of the listener, if it is known.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    pub(super) fn load_balancer_arn(&self) -> Option<Value<String>> {
        self.load_balancer.clone()
    }

    pub(super) fn load_balancer_connections(&self) -> &Connections {
        &self.load_balancer_connections
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
}

impl Construct for ApplicationListener {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for ApplicationListener {
    /// Of the load balancer, with the listener's port as the default one.
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}

impl From<&Value<String>> for ListenerCertificate {
    fn from(arn: &Value<String>) -> Self {
        Self::from_arn(arn)
    }
}
