//! How clients reach a service: by HTTPS, or by HTTP if that is said.

use super::by_stage::{is_protected, removal_policy};
use super::{Clients, NetworkedFargateService};
use crate::acm::{Certificate, CertificateValidation};
use crate::ec2::Vpc;
use crate::elbv2::{
    ApplicationListener, ApplicationLoadBalancer, Listen, ListenerCertificate, ListenerCondition,
    Redirect,
};
use crate::route53::{HostedZone, Record, RecordSet};
use crate::s3::{BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule};
use crate::{Duration, IntoValue, Node, Value, text};

/// How clients reach a service through its load balancer.
///
/// ```
/// use cumulo::patterns::Ingress;
/// let plain = Ingress::http_only("an example without a domain of its own");
/// let secure = Ingress::https("arn:aws:acm:us-east-1:111111111111:certificate/0123");
/// ```
#[derive(Clone, Debug)]
pub struct Ingress(Kind);

#[derive(Clone, Debug)]
enum Kind {
    HttpOnly(String),
    Certificate(ListenerCertificate),
    Domain { name: Value<String>, zone: HostedZone },
    Shared { entrance: Box<Entrance>, priority: u16, conditions: Vec<ListenerCondition> },
}

impl Ingress {
    /// HTTP without encryption, and why that is enough; the reason stands in the template.
    pub fn http_only(reason: impl Into<String>) -> Self {
        Self(Kind::HttpOnly(reason.into()))
    }

    /// HTTPS with a certificate of ACM, by its ARN; clients that come by HTTP are sent there.
    pub fn https(certificate_arn: impl IntoValue<String>) -> Self {
        Self(Kind::Certificate(ListenerCertificate::from_arn(certificate_arn)))
    }

    /// HTTPS with a certificate; clients that come by HTTP are sent there.
    pub fn certificate(certificate: impl Into<ListenerCertificate>) -> Self {
        Self(Kind::Certificate(certificate.into()))
    }

    /// HTTPS under this name of a zone, with a record and a certificate that are made for it.
    pub fn domain(name: impl IntoValue<String>, zone: &HostedZone) -> Self {
        Self(Kind::Domain { name: name.into_value(), zone: zone.clone() })
    }

    /// A part of the requests to another service's load balancer: those that fit the conditions.
    ///
    /// `priority`, 1 to 50,000, says which of several rules is asked first.
    pub fn shared(
        with: &NetworkedFargateService,
        priority: u16,
        conditions: impl IntoIterator<Item = ListenerCondition>,
    ) -> Self {
        let conditions = conditions.into_iter().collect();
        Self(Kind::Shared { entrance: Box::new(with.entrance().clone()), priority, conditions })
    }
}

/// What stands between clients and target group.
#[derive(Clone, Debug)]
pub(super) struct Entrance {
    pub(super) load_balancer: ApplicationLoadBalancer,
    pub(super) listener: ApplicationListener,
    pub(super) url: Value<String>,
    /// Place and conditions of the rule, where the listener has other targets too.
    pub(super) rule: Option<(u16, Vec<ListenerCondition>)>,
}

/// What an entrance is made of.
pub(super) struct Settings<'a> {
    pub(super) ingress: Ingress,
    pub(super) clients: Clients,
    pub(super) vpc: &'a Vpc,
    pub(super) load_balancer: Option<&'a ApplicationLoadBalancer>,
    pub(super) internal: bool,
    pub(super) access_logs: Option<bool>,
}

impl Settings<'_> {
    #[track_caller]
    pub(super) fn make(self, node: &Node) -> Entrance {
        self.clients.check(node);
        let secure = match self.ingress.0.clone() {
            Kind::Shared { entrance, priority, conditions } => {
                if self.load_balancer.is_some() {
                    node.error(
                        "ingress-shared",
                        "a load balancer is given to a service that shares another one's",
                        "leave `load_balancer` out, or choose another ingress",
                    );
                }
                return Entrance { rule: Some((priority, conditions)), ..*entrance };
            }
            Kind::HttpOnly(reason) => {
                let load_balancer = self.load_balancer(node);
                let listener =
                    load_balancer.add_listener("Http", Listen::http(80)).open(false).build();
                if let Some(cfn) = listener.cfn() {
                    cfn.metadata("HttpOnly", serde_json::Value::from(reason));
                }
                self.clients.enter(&listener, 80);
                let url = text!("http://{}", load_balancer.load_balancer_dns_name());
                return Entrance { load_balancer, listener, url, rule: None };
            }
            Kind::Certificate(certificate) => (certificate, None),
            Kind::Domain { name, zone } => {
                let certificate = Certificate::builder(node, "Certificate")
                    .domain_name(&name)
                    .validation(CertificateValidation::from_dns(&zone))
                    .build();
                (ListenerCertificate::from(&certificate), Some((name, zone)))
            }
        };
        self.https(node, secure)
    }

    #[track_caller]
    fn https(
        &self,
        node: &Node,
        (certificate, domain): (ListenerCertificate, Option<(Value<String>, HostedZone)>),
    ) -> Entrance {
        let load_balancer = self.load_balancer(node);
        let listen = Listen::https(443, certificate);
        let listener = load_balancer.add_listener("Https", listen).open(false).build();
        let redirect = load_balancer
            .add_listener("Http", Listen::http(80))
            .open(false)
            .default_action(Redirect::https().permanent())
            .build();
        self.clients.enter(&listener, 443);
        self.clients.enter(&redirect, 80);
        let host = match domain {
            None => load_balancer.load_balancer_dns_name(),
            Some((name, zone)) => RecordSet::builder(node, "Record")
                .zone(&zone)
                .record_name(name)
                .record(Record::a_alias(&load_balancer))
                .build()
                .domain_name(),
        };
        Entrance { load_balancer, listener, url: text!("https://{}", host), rule: None }
    }

    #[track_caller]
    fn load_balancer(&self, node: &Node) -> ApplicationLoadBalancer {
        if let Some(given) = self.load_balancer {
            return given.clone();
        }
        let load_balancer = ApplicationLoadBalancer::builder(node, "LoadBalancer")
            .vpc(self.vpc)
            .internet_facing(!self.internal)
            .drop_invalid_header_fields(true)
            .deletion_protection(is_protected(node))
            .build();
        if self.access_logs.unwrap_or(is_protected(node)) {
            load_balancer.log_access_logs(&access_logs(node), None);
        }
        load_balancer
    }
}

/// A bucket for lines about requests, which go away after 90 days.
#[track_caller]
fn access_logs(node: &Node) -> Bucket {
    Bucket::builder(node, "AccessLogs")
        // Load balancers write only into buckets that are encrypted by keys of S3.
        .encryption(BucketEncryption::S3Managed)
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .versioned(true)
        .lifecycle_rules([LifecycleRule::builder()
            .expiration(Duration::days(90))
            .noncurrent_version_expiration(Duration::days(1))
            .abort_incomplete_multipart_upload_after(Duration::days(7))
            .build()])
        .removal_policy(removal_policy(node))
        .build()
}
