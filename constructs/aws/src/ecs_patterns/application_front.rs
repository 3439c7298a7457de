//! The application load balancer in front of a pattern's service.

use super::ServiceRecordType;
use super::record::write_record;
use crate::acm::{Certificate, CertificateValidation};
use crate::ecs::Cluster;
use crate::elbv2::{
    ApplicationListener, ApplicationLoadBalancer, ApplicationProtocol, ApplicationProtocolVersion,
    ApplicationTargetGroup, IpAddressType, Listen, ListenerCertificate, Redirect, SslPolicy,
};
use crate::route53::{HostedZone, Record};
use crate::{Construct, Duration, Node, Output, Value, text};

/// What is said of the load balancer and its listener.
pub(super) struct ApplicationFrontSettings<'a> {
    pub(super) load_balancer: Option<&'a ApplicationLoadBalancer>,
    pub(super) public_load_balancer: bool,
    pub(super) load_balancer_name: Option<&'a str>,
    pub(super) ip_address_type: Option<IpAddressType>,
    pub(super) idle_timeout: Option<Duration>,
    pub(super) open_listener: Option<bool>,
    pub(super) listener_port: Option<u16>,
    pub(super) certificate: Option<ListenerCertificate>,
    pub(super) ssl_policy: Option<SslPolicy>,
    pub(super) domain: Option<(Value<String>, HostedZone)>,
    pub(super) record_type: ServiceRecordType,
    pub(super) protocol: Option<ApplicationProtocol>,
    pub(super) redirect_http: bool,
    pub(super) target_protocol: ApplicationProtocol,
    pub(super) protocol_version: Option<ApplicationProtocolVersion>,
}

/// Load balancer, listeners and the target group that the service registers with.
#[derive(Clone, Debug)]
pub(super) struct ApplicationFront {
    pub(super) load_balancer: ApplicationLoadBalancer,
    pub(super) listener: ApplicationListener,
    pub(super) redirect_listener: Option<ApplicationListener>,
    pub(super) target_group: ApplicationTargetGroup,
}

impl ApplicationFrontSettings<'_> {
    /// Makes the load balancer and its parts below `node`, and the outputs that tell the address.
    #[track_caller]
    pub(super) fn make(self, node: &Node, cluster: &Cluster) -> ApplicationFront {
        let wants_https = self.protocol == Some(ApplicationProtocol::Https);
        let certificate = self.certificate.or_else(|| match &self.domain {
            Some((name, zone)) if wants_https => {
                let made = Certificate::builder(node, "Certificate")
                    .domain_name(name)
                    .validation(CertificateValidation::from_dns(zone))
                    .build();
                Some(ListenerCertificate::from(&made))
            }
            _ => None,
        });
        check_protocol(node, self.protocol, certificate.is_some(), self.redirect_http);
        // The security groups of a load balancer that is given are the user's to open.
        let open_listener = self.open_listener.unwrap_or(self.load_balancer.is_none());
        let load_balancer = self.load_balancer.cloned().unwrap_or_else(|| {
            ApplicationLoadBalancer::builder(node, "LB")
                .vpc(cluster.vpc())
                .internet_facing(self.public_load_balancer)
                .maybe_load_balancer_name(self.load_balancer_name)
                .maybe_ip_address_type(self.ip_address_type)
                .maybe_idle_timeout(self.idle_timeout)
                .build()
        });
        let is_https = certificate.is_some();
        let port = self.listener_port.unwrap_or(if is_https { 443 } else { 80 });
        let listen = match certificate {
            Some(certificate) => {
                let listen = Listen::https(port, certificate);
                self.ssl_policy.into_iter().fold(listen, Listen::ssl_policy)
            }
            None => Listen::http(port),
        };
        let listener =
            load_balancer.add_listener("PublicListener", listen).open(open_listener).build();
        let private = if self.public_load_balancer { "" } else { "Private" };
        let group_id = format!("ECS{}{private}", self.load_balancer_name.unwrap_or_default());
        let target_group = listener
            .add_targets(&group_id)
            .protocol(self.target_protocol)
            .maybe_protocol_version(self.protocol_version)
            .build();
        let redirect_listener = self.redirect_http.then(|| {
            let redirect = Redirect::new().port(port.to_string()).protocol("HTTPS").permanent();
            load_balancer
                .add_listener("PublicRedirectListener", Listen::http(80))
                .open(open_listener)
                .default_action(redirect)
                .build()
        });
        if let Some(redirect) = &redirect_listener {
            redirect.node().add_dependency(&listener);
        }
        let dns_name = load_balancer.load_balancer_dns_name();
        Output::new(node, "LoadBalancerDNS", &dns_name);
        let alias = Record::a_alias(&load_balancer);
        let host = write_record(node, self.domain, self.record_type, alias, &dns_name);
        let scheme = if is_https { "https" } else { "http" };
        Output::new(node, "ServiceURL", text!("{}://{}", scheme, host.unwrap_or(dns_name)));
        ApplicationFront { load_balancer, listener, redirect_listener, target_group }
    }
}

fn check_protocol(
    node: &Node,
    protocol: Option<ApplicationProtocol>,
    has_certificate: bool,
    redirect_http: bool,
) {
    let help = "give a `certificate`, or a `domain` and `protocol(ApplicationProtocol::Https)`";
    if redirect_http && !has_certificate {
        node.error(
            "pattern-redirect",
            "clients are to be sent to HTTPS, and the listener has no certificate",
            help,
        );
    }
    if protocol == Some(ApplicationProtocol::Https) && !has_certificate {
        node.error(
            "pattern-protocol",
            "the listener is to speak HTTPS without a certificate",
            help,
        );
    }
    if protocol == Some(ApplicationProtocol::Http) && has_certificate {
        node.error(
            "pattern-protocol",
            "the listener is to speak HTTP, which has no certificate",
            "leave the certificate out, or `protocol`",
        );
    }
}
