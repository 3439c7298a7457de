//! How clients reach a service: by HTTPS, or by HTTP if that is said.

use super::{Clients, Entrance};
use crate::elbv2::{ListenerCertificate, ListenerCondition};
use crate::route53::HostedZone;
use crate::{IntoValue, Value};

/// How clients reach a service through its load balancer, and who may.
///
/// ```
/// use cumulo::cidr;
/// use cumulo::patterns::{Clients, Ingress};
/// let office = Clients::only([cidr!("203.0.113.0/24")]);
/// let plain = Ingress::http_only("an example without a domain of its own", office);
/// let arn = "arn:aws:acm:us-east-1:111111111111:certificate/0123";
/// let secure = Ingress::https(arn, Clients::Anyone);
/// ```
#[derive(Clone, Debug)]
pub struct Ingress(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Own(Box<Protocol>, Clients),
    Given { entrance: Box<Entrance>, rule: Option<(u16, Vec<ListenerCondition>)> },
}

/// What clients speak.
#[derive(Clone, Debug)]
pub(super) enum Protocol {
    /// HTTP, and why that is enough.
    HttpOnly(String),
    Certificate(ListenerCertificate),
    Domain {
        name: Value<String>,
        zone: HostedZone,
    },
}

impl Ingress {
    /// HTTP without encryption, and why that is enough; the reason stands in the template.
    pub fn http_only(reason: impl Into<String>, clients: Clients) -> Self {
        Self::own(Protocol::HttpOnly(reason.into()), clients)
    }

    /// HTTPS with a certificate of ACM, by its ARN; clients that come by HTTP are sent there.
    pub fn https(certificate_arn: impl IntoValue<String>, clients: Clients) -> Self {
        Self::certificate(ListenerCertificate::from_arn(certificate_arn), clients)
    }

    /// HTTPS where there is the ARN of a certificate, else HTTP, and why that is enough until then.
    ///
    /// ```
    /// use cumulo::patterns::{Clients, Ingress};
    /// let certificate_of_stage: Option<String> = None;
    /// let ingress = Ingress::https_or_http(certificate_of_stage, "no domain yet", Clients::Anyone);
    /// ```
    pub fn https_or_http(
        certificate_arn: Option<impl IntoValue<String>>,
        reason: impl Into<String>,
        clients: Clients,
    ) -> Self {
        match certificate_arn {
            Some(arn) => Self::https(arn, clients),
            None => Self::http_only(reason, clients),
        }
    }

    /// HTTPS with a certificate; clients that come by HTTP are sent there.
    pub fn certificate(certificate: impl Into<ListenerCertificate>, clients: Clients) -> Self {
        Self::own(Protocol::Certificate(certificate.into()), clients)
    }

    /// HTTPS under this name of a zone, with a record and a certificate that are made for it.
    pub fn domain(name: impl IntoValue<String>, zone: &HostedZone, clients: Clients) -> Self {
        Self::own(Protocol::Domain { name: name.into_value(), zone: zone.clone() }, clients)
    }

    fn own(protocol: Protocol, clients: Clients) -> Self {
        Self(Kind::Own(Box::new(protocol), clients))
    }

    /// Of the requests to an entrance those that fit the conditions; for services that share one.
    ///
    /// `priority`, 1 to 50,000, says which of several rules is asked first.
    pub fn part_of(
        entrance: &Entrance,
        priority: u16,
        conditions: impl IntoIterator<Item = ListenerCondition>,
    ) -> Self {
        let rule = Some((priority, conditions.into_iter().collect()));
        Self(Kind::Given { entrance: Box::new(entrance.clone()), rule })
    }
}

/// All requests to an entrance for which no rule holds.
impl From<&Entrance> for Ingress {
    fn from(entrance: &Entrance) -> Self {
        Self(Kind::Given { entrance: Box::new(entrance.clone()), rule: None })
    }
}
