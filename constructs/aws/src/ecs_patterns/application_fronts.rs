//! Several application load balancers, listeners and target groups in front of one service.

use crate::acm::{Certificate, CertificateValidation};
use crate::ecs::{BaseService, Cluster, ContainerDefinition, PortMapping, Protocol};
use crate::elbv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ApplicationTargetGroup,
    Listen, ListenerCertificate, ListenerCondition, SslPolicy,
};
use crate::route53::{HostedZone, Record, RecordSet};
use crate::{Construct, Duration, IntoValue, Node, Output, Value, text};

/// One of the load balancers of a pattern's service.
///
/// ```
/// use cumulo::ecs_patterns::{ApplicationListenerOptions, ApplicationLoadBalancerOptions};
/// let internal = ApplicationLoadBalancerOptions::builder()
///     .name("internal")
///     .listeners([ApplicationListenerOptions::builder().name("api").port(8080).build()])
///     .public_load_balancer(false)
///     .build();
/// ```
#[derive(Clone, Debug, bon::Builder)]
pub struct ApplicationLoadBalancerOptions {
    /// Its name, up to 32 characters; its id too.
    #[builder(into)]
    name: String,
    /// Its listeners.
    #[builder(with = |listeners: impl IntoIterator<Item = ApplicationListenerOptions>| listeners.into_iter().collect())]
    listeners: Vec<ApplicationListenerOptions>,
    /// Whether it has public addresses.
    #[builder(default = true)]
    public_load_balancer: bool,
    /// How long a connection may be silent, 1 to 4,000 seconds. Default: 60 seconds.
    idle_timeout: Option<Duration>,
    /// Domain of the service, and the zone in which its record stands. Default: the load balancer's own name.
    #[builder(with = |name: impl IntoValue<String>, zone: &HostedZone| (name.into_value(), zone.clone()))]
    domain: Option<(Value<String>, HostedZone)>,
}

/// One of the listeners of a pattern's load balancer.
#[derive(Clone, Debug, bon::Builder)]
pub struct ApplicationListenerOptions {
    /// Its id, by which targets name it.
    #[builder(into)]
    name: String,
    /// Its protocol. Default: HTTPS with a certificate, else HTTP. HTTPS without a certificate makes one for the load
    /// balancer's domain.
    protocol: Option<ApplicationProtocol>,
    /// Its port. Default: 443 for HTTPS, else 80.
    port: Option<u16>,
    /// Its certificate. Default: none.
    #[builder(into)]
    certificate: Option<ListenerCertificate>,
    /// TLS versions and ciphers. Default: TLS 1.3 and 1.2 with post-quantum key exchange.
    ssl_policy: Option<SslPolicy>,
}

/// A port of the default container that gets requests.
///
/// ```
/// use cumulo::ecs_patterns::ApplicationTargetOptions;
/// let admin = ApplicationTargetOptions::builder()
///     .container_port(8081)
///     .path_pattern("/admin/*")
///     .priority(10)
///     .build();
/// ```
#[derive(Clone, Debug, bon::Builder)]
pub struct ApplicationTargetOptions {
    /// The port; the container gets it if it does not listen on it yet.
    container_port: u16,
    /// Protocol of the port.
    #[builder(default)]
    protocol: Protocol,
    /// Name of the listener. Default: the first of the first load balancer.
    #[builder(into)]
    listener: Option<String>,
    /// Place among the listener's rules, 1 to 50,000; needed with a condition. Default: the requests for which no rule holds.
    priority: Option<u16>,
    /// Host of the requests, such as `*.example.com`. Default: any.
    #[builder(into)]
    host_header: Option<String>,
    /// Path of the requests, such as `/admin/*`. Default: any.
    #[builder(into)]
    path_pattern: Option<String>,
}

/// What stands in front of the service.
#[derive(Clone, Debug, Default)]
pub(super) struct ApplicationFronts {
    pub(super) load_balancers: Vec<ApplicationLoadBalancer>,
    pub(super) listeners: Vec<ApplicationListener>,
    pub(super) target_groups: Vec<ApplicationTargetGroup>,
}

impl ApplicationFronts {
    /// Makes the load balancers below `node`, or a public one for HTTP where none is described.
    #[track_caller]
    pub(super) fn new(
        node: &Node,
        cluster: &Cluster,
        load_balancers: Vec<ApplicationLoadBalancerOptions>,
    ) -> Self {
        let mut fronts = Self::default();
        if load_balancers.is_empty() {
            let listener = ApplicationListenerOptions::builder().name("PublicListener").build();
            let usual = ApplicationLoadBalancerOptions::builder().name("LB").listeners([listener]);
            fronts.add(node, cluster, usual.build(), true);
        }
        for options in load_balancers {
            fronts.add(node, cluster, options, false);
        }
        fronts
    }

    #[track_caller]
    fn add(
        &mut self,
        node: &Node,
        cluster: &Cluster,
        options: ApplicationLoadBalancerOptions,
        is_usual: bool,
    ) {
        let name = options.name.as_str();
        if options.listeners.is_empty() {
            node.error(
                "pattern-listener",
                format!("the load balancer `{name}` has no listener"),
                "give it one in `listeners`",
            );
        }
        let load_balancer = ApplicationLoadBalancer::builder(node, name)
            .vpc(cluster.vpc())
            .internet_facing(options.public_load_balancer)
            .load_balancer_name(name)
            .maybe_idle_timeout(options.idle_timeout)
            .build();
        let mut schemes: Vec<&str> = Vec::new();
        for listener in options.listeners {
            let id = listener.name.clone();
            let listen = listen(node, listener, options.domain.as_ref());
            let scheme = if listen.1 { "https" } else { "http" };
            if !schemes.contains(&scheme) {
                schemes.push(scheme);
            }
            self.listeners.push(load_balancer.add_listener(&id, listen.0).open(true).build());
        }
        let dns_name = load_balancer.load_balancer_dns_name();
        let host = match options.domain {
            Some((domain, zone)) => RecordSet::builder(node, &format!("DNS{name}"))
                .zone(&zone)
                .record_name(domain)
                .record(Record::a_alias(&load_balancer))
                .build()
                .domain_name(),
            None => dns_name.clone(),
        };
        let end = if is_usual { "" } else { name };
        Output::new(node, &format!("LoadBalancerDNS{end}"), dns_name);
        for scheme in schemes {
            let end = if is_usual { String::new() } else { format!("{name}{scheme}") };
            Output::new(node, &format!("ServiceURL{end}"), text!("{}://{}", scheme, host));
        }
        self.load_balancers.push(load_balancer);
    }

    /// Sends requests to the service: to the ports that are described, or to the first of its default container.
    #[track_caller]
    pub(super) fn register(
        &mut self,
        node: &Node,
        service: &BaseService,
        container: &ContainerDefinition,
        targets: Vec<ApplicationTargetOptions>,
    ) {
        if container.port_mappings().is_empty() {
            container.add_port_mappings([PortMapping::tcp(80)]);
        }
        for target in &targets {
            let port = target.container_port;
            if container.find_port_mapping(port, target.protocol).is_none() {
                container.add_port_mappings([match target.protocol {
                    Protocol::Udp => PortMapping::udp(port),
                    _ => PortMapping::tcp(port),
                }]);
            }
        }
        if targets.is_empty()
            && let Some(listener) = self.listeners.first()
        {
            let group = listener.add_targets("ECS").port(container.container_port());
            self.target_groups.push(group.targets([service.clone()]).build());
        }
        for target in targets {
            let is_it = |one: &&ApplicationListener| match &target.listener {
                Some(name) => one.node().id() == *name,
                None => true,
            };
            let Some(listener) = self.listeners.iter().find(is_it) else {
                node.error(
                    "pattern-listener",
                    format!(
                        "no listener is called `{}`",
                        target.listener.as_deref().unwrap_or_default()
                    ),
                    "name one of those in `load_balancers`",
                );
                continue;
            };
            let name = container.container_name();
            let port = target.container_port;
            let hosts = target.host_header.map(|host| ListenerCondition::host_headers([host]));
            let paths = target.path_pattern.map(|path| ListenerCondition::path_patterns([path]));
            let at =
                service.load_balancer_target(name).container_port(port).protocol(target.protocol);
            let group = listener
                .add_targets(&format!("ECSTargetGroup{name}{port}"))
                .port(80)
                .targets([at])
                .conditions(hosts.into_iter().chain(paths))
                .maybe_priority(target.priority)
                .build();
            self.target_groups.push(group);
        }
    }
}

/// What the listener listens to, and whether that is HTTPS.
#[track_caller]
fn listen(
    node: &Node,
    options: ApplicationListenerOptions,
    domain: Option<&(Value<String>, HostedZone)>,
) -> (Listen, bool) {
    let wants = options.protocol;
    let certificate = options.certificate.or_else(|| match (wants, domain) {
        (Some(ApplicationProtocol::Https), Some((name, zone))) => {
            let made = Certificate::builder(node, &format!("Certificate{}", options.name))
                .domain_name(name)
                .validation(CertificateValidation::from_dns(zone))
                .build();
            Some(ListenerCertificate::from(&made))
        }
        _ => None,
    });
    let is_https = certificate.is_some();
    if wants.is_some_and(|protocol| (protocol == ApplicationProtocol::Https) != is_https) {
        node.error(
            "pattern-protocol",
            format!(
                "protocol and certificate of the listener `{}` do not fit together",
                options.name
            ),
            "HTTPS needs a `certificate`, or a `domain` of the load balancer; HTTP takes none",
        );
    }
    let listen = match certificate {
        Some(certificate) => {
            let listen = Listen::https(options.port.unwrap_or(443), certificate);
            options.ssl_policy.into_iter().fold(listen, Listen::ssl_policy)
        }
        None => Listen::http(options.port.unwrap_or(80)),
    };
    (listen, is_https)
}
