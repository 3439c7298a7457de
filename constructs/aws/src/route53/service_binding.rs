//! How services are reached, as SVCB and HTTPS records say it.

use bon::Builder;
use std::fmt;

/// A protocol that clients agree upon within TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alpn(String);

impl Alpn {
    /// HTTP/1.1.
    pub fn http1_1() -> Self {
        Self::of("http1.1")
    }

    /// HTTP/2.
    pub fn h2() -> Self {
        Self::of("h2")
    }

    /// HTTP/3.
    pub fn h3() -> Self {
        Self::of("h3")
    }

    /// Another protocol, by its name.
    pub fn of(protocol: impl Into<String>) -> Self {
        Self(protocol.into())
    }
}

/// Where a service is, and what it speaks.
///
/// ```
/// use cumulo::route53::{Alpn, Record, ServiceBinding};
/// let fast = ServiceBinding::builder().alpn([Alpn::h3(), Alpn::h2()]).build();
/// assert_eq!(fast.to_string(), "1 . alpn=\"h3,h2\"");
/// let record = Record::https([fast]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#SVCBFormat>
#[derive(Builder, Clone, Debug)]
pub struct ServiceBinding {
    /// Order; the lowest first. 0 says that the name is another name of the target. Default: 1.
    #[builder(default = 1)]
    priority: u16,
    /// Name of the server. Default: that of the record, `.`.
    #[builder(default = ".".to_owned(), into)]
    target_name: String,
    /// Keys that clients must understand. Default: none.
    #[builder(default, with = |keys: impl IntoIterator<Item = impl Into<String>>| keys.into_iter().map(Into::into).collect())]
    mandatory: Vec<String>,
    /// Protocols. Default: that of the scheme.
    #[builder(default, with = |protocols: impl IntoIterator<Item = Alpn>| protocols.into_iter().map(|alpn| alpn.0).collect())]
    alpn: Vec<String>,
    /// Whether the scheme's own protocol is not spoken. Default: false.
    #[builder(default)]
    no_default_alpn: bool,
    /// Port. Default: that of the scheme.
    port: Option<u16>,
    /// IPv4 addresses to try meanwhile. Default: none.
    #[builder(default, with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
    ipv4_hint: Vec<String>,
    /// IPv6 addresses to try meanwhile. Default: none.
    #[builder(default, with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
    ipv6_hint: Vec<String>,
}

impl ServiceBinding {
    /// Another name of this one, also where a CNAME record may not stand.
    pub fn alias(target_name: impl Into<String>) -> Self {
        Self::builder().priority(0).target_name(target_name).build()
    }
}

impl fmt::Display for ServiceBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.priority, self.target_name)?;
        let items = |f: &mut fmt::Formatter<'_>, key: &str, items: &[String]| match items {
            [] => Ok(()),
            items => write!(f, " {key}=\"{}\"", items.join(",")),
        };
        items(f, "mandatory", &self.mandatory)?;
        items(f, "alpn", &self.alpn)?;
        if self.no_default_alpn {
            f.write_str(" no-default-alpn")?;
        }
        if let Some(port) = self.port {
            write!(f, " port={port}")?;
        }
        items(f, "ipv4hint", &self.ipv4_hint)?;
        items(f, "ipv6hint", &self.ipv6_hint)
    }
}
