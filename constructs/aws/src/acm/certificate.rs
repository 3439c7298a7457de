//! Certificates.

use crate::bag::bag;
use crate::cfn::certificatemanager::CfnCertificate;
use crate::cloudwatch::{Metric, Statistic};
use crate::elbv2::ListenerCertificate;
use crate::route53::HostedZone;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Tags, Value};
use bon::bon;

/// A public certificate for TLS, which ACM renews by itself.
///
/// A deployment waits until the domains are validated; with a hosted zone of Route 53 that happens by itself.
///
/// ```
/// use cumulo::{App, Stack, acm::{Certificate, CertificateValidation}, route53::HostedZone};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
/// let certificate = Certificate::builder(&stack, "Certificate")
///     .domain_name("example.com")
///     .subject_alternative_names(["*.example.com"])
///     .validation(CertificateValidation::from_dns(&zone))
///     .build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-certificatemanager-certificate.html>
#[derive(Clone, Debug)]
pub struct Certificate {
    node: Node,
    cfn: Option<Resource<CfnCertificate>>,
    arn: Value<String>,
}

/// How the owner of the domains is asked.
#[derive(Clone, Debug)]
pub struct CertificateValidation(How);

#[derive(Clone, Debug)]
enum How {
    Dns(Option<Value<String>>),
    DnsZones(Vec<(String, Value<String>)>),
    Email(Vec<(String, String)>),
}

impl CertificateValidation {
    /// By a DNS record that CloudFormation makes in this zone.
    pub fn from_dns(zone: &HostedZone) -> Self {
        Self(How::Dns(Some(zone.hosted_zone_id())))
    }

    /// By a DNS record that is made by hand while the deployment waits.
    pub fn from_dns_by_hand() -> Self {
        Self(How::Dns(None))
    }

    /// By DNS records that CloudFormation makes in the zone of each domain.
    pub fn from_dns_multi_zone<'a>(
        zones: impl IntoIterator<Item = (&'a str, &'a HostedZone)>,
    ) -> Self {
        let zones =
            zones.into_iter().map(|(domain, zone)| (domain.to_owned(), zone.hosted_zone_id()));
        Self(How::DnsZones(zones.collect()))
    }

    /// By mail to the owners of these domains, by certificate's domain. Default for a domain: the one above it that can be bought.
    pub fn from_email<'a>(domains: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let domains =
            domains.into_iter().map(|(domain, owner)| (domain.to_owned(), owner.to_owned()));
        Self(How::Email(domains.collect()))
    }
}

/// Key of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// RSA with 2,048 bits.
    Rsa2048,
    /// The elliptic curve P-256.
    EcPrime256v1,
    /// The elliptic curve P-384.
    EcSecp384r1,
    /// The elliptic curve P-521.
    EcSecp521r1,
    /// RSA with 1,024 bits, which browsers refuse; for imports alone.
    Rsa1024,
    /// RSA with 3,072 bits; of private authorities and imports alone.
    Rsa3072,
    /// RSA with 4,096 bits; of private authorities and imports alone.
    Rsa4096,
}

impl KeyAlgorithm {
    pub(super) fn to_expr(self) -> Expr {
        Expr::from(match self {
            Self::Rsa1024 => "RSA_1024",
            Self::Rsa2048 => "RSA_2048",
            Self::Rsa3072 => "RSA_3072",
            Self::Rsa4096 => "RSA_4096",
            Self::EcPrime256v1 => "EC_prime256v1",
            Self::EcSecp384r1 => "EC_secp384r1",
            Self::EcSecp521r1 => "EC_secp521r1",
        })
    }
}

/// `ENABLED` or `DISABLED`.
pub(super) fn switch(said: Option<bool>) -> Expr {
    said.map_or(Expr::Null, |on| Expr::from(if on { "ENABLED" } else { "DISABLED" }))
}

/// Days until a certificate expires: the least of them each day.
pub(super) fn days_to_expiry(certificate: &dyn Construct, arn: Value<String>) -> Metric {
    Metric::new("AWS/CertificateManager", "DaysToExpiry")
        .dimension("CertificateArn", &arn)
        .statistic(Statistic::MINIMUM)
        .period(Duration::days(1))
        .attached_to(certificate)
}

#[bon]
impl Certificate {
    /// A certificate.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Domain, such as `example.com` or `*.example.com`. A change replaces the certificate.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        domain_name: Value<String>,
        /// Further domains, up to 9 by the usual quota.
        #[builder(default, with = |names: impl IntoIterator<Item = impl IntoValue<String>>| names.into_iter().map(IntoValue::into_value).collect())]
        subject_alternative_names: Vec<Value<String>>,
        /// How the owner of the domains is asked. Default: by mail.
        #[builder(default = CertificateValidation::from_email([]))]
        validation: CertificateValidation,
        /// Key. Default: RSA with 2,048 bits.
        key_algorithm: Option<KeyAlgorithm>,
        /// Whether the certificate stands in public logs, without which browsers refuse it. Default: true.
        transparency_logging_enabled: Option<bool>,
        /// Whether certificate and key can be taken out of ACM. Default: false.
        allow_export: Option<bool>,
        /// Tag `Name`. Default: its path.
        certificate_name: Option<&str>,
    ) -> Certificate {
        let node = scope.node().child(id);
        Tags::of(&node)
            .include(["AWS::CertificateManager::Certificate"])
            .add("Name", certificate_name.map_or_else(|| node.path(), str::to_owned));
        let domains: Vec<Value<String>> =
            std::iter::once(&domain_name).chain(&subject_alternative_names).cloned().collect();
        let (method, options) = validation.render(&node, &domains);
        let names = match subject_alternative_names {
            none if none.is_empty() => Expr::Null,
            some => Expr::List(some.into_iter().map(Expr::from).collect()),
        };
        let cfn = bag::<CfnCertificate>([
            ("CertificateExport", switch(allow_export.filter(|on| *on))),
            ("CertificateTransparencyLoggingPreference", switch(transparency_logging_enabled)),
            ("DomainName", domain_name.into()),
            ("DomainValidationOptions", options),
            ("KeyAlgorithm", key_algorithm.map_or(Expr::Null, KeyAlgorithm::to_expr)),
            ("SubjectAlternativeNames", names),
            ("ValidationMethod", Expr::from(method)),
        ])
        .add_to(&node, "Resource");
        Certificate { node, arn: cfn.reference(), cfn: Some(cfn) }
    }
}

impl CertificateValidation {
    fn render(&self, node: &Node, domains: &[Value<String>]) -> (&'static str, Expr) {
        let option = |domain: &Value<String>, key, value: Expr| {
            Expr::object([("DomainName", domain.into()), (key, value)])
        };
        // Domain and wildcard are validated by the same record.
        let with_wildcards_merged = || {
            domains.iter().filter(|domain| {
                let bare = domain.literal().and_then(|name| name.strip_prefix("*."));
                bare.is_none_or(|bare| domains.iter().all(|other| other.literal() != Some(bare)))
            })
        };
        let options: Vec<Expr> = match &self.0 {
            How::Dns(None) => return ("DNS", Expr::Null),
            How::Dns(Some(zone)) => with_wildcards_merged()
                .map(|domain| option(domain, "HostedZoneId", zone.into()))
                .collect(),
            How::DnsZones(zones) => with_wildcards_merged()
                .filter_map(|domain| {
                    let name = domain.literal()?;
                    let (_, zone) = zones.iter().find(|(known, _)| known == name)?;
                    Some(option(domain, "HostedZoneId", zone.into()))
                })
                .collect(),
            How::Email(owners) => {
                let owner = |domain: &Value<String>| {
                    let Some(name) = domain.literal() else {
                        node.error(
                            "certificate-email-token",
                            "a domain that only CloudFormation knows cannot be validated by mail",
                            "validate by DNS, or name the domain",
                        );
                        return Expr::Null;
                    };
                    let owner = owners.iter().find(|(known, _)| known == name);
                    Expr::from(owner.map_or_else(|| apex(name), |(_, owner)| owner.clone()))
                };
                let options =
                    domains.iter().map(|domain| option(domain, "ValidationDomain", owner(domain)));
                return ("EMAIL", Expr::List(options.collect()));
            }
        };
        let options = if options.is_empty() { Expr::Null } else { Expr::List(options) };
        ("DNS", options)
    }
}

/// The domain that can be bought: two labels, three below the suffixes of some countries.
fn apex(domain: &str) -> String {
    const SECOND_LEVEL: [&str; 8] = ["ac", "co", "com", "edu", "gov", "net", "or", "org"];
    let labels: Vec<&str> = domain.trim_start_matches("*.").split('.').collect();
    let country = labels.last().is_some_and(|last| last.len() == 2);
    let second = labels.len().checked_sub(2).and_then(|at| labels.get(at));
    let keep =
        if country && second.is_some_and(|label| SECOND_LEVEL.contains(label)) { 3 } else { 2 };
    labels[labels.len().saturating_sub(keep)..].join(".")
}

impl Certificate {
    /// A certificate that no stack of the program makes, by its ARN.
    #[track_caller]
    pub fn from_certificate_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        Self { node: scope.node().child(id), cfn: None, arn: arn.into_value() }
    }

    /// The resource; of an imported certificate there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnCertificate>> {
        self.cfn.as_ref()
    }

    /// ARN of the certificate.
    pub fn certificate_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Days until it expires; the least in a day.
    pub fn metric_days_to_expiry(&self) -> Metric {
        days_to_expiry(self, self.certificate_arn())
    }
}

impl From<&Certificate> for ListenerCertificate {
    fn from(certificate: &Certificate) -> Self {
        ListenerCertificate::from_arn(certificate.certificate_arn())
    }
}

impl Construct for Certificate {
    fn node(&self) -> &Node {
        &self.node
    }
}

#[cfg(test)]
mod tests {
    use super::apex;

    #[test]
    fn the_owner_of_a_domain_is_who_bought_it() {
        assert_eq!(apex("*.shop.example.com"), "example.com");
        assert_eq!(apex("www.example.co.uk"), "example.co.uk");
        assert_eq!(apex("example.de"), "example.de");
    }
}
