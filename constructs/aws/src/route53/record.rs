//! What DNS records say.

use super::{AliasRecordTarget, AliasTarget, HostedZone, ServiceBinding};
use crate::{Duration, Expr, IntoValue, Value, text};

/// What a record says: its type and its values, which belong together.
///
/// ```
/// use cumulo::route53::Record;
/// let address = Record::a(["203.0.113.7"]);
/// let mail = Record::mx([(10, "mail.example.com")]);
/// let policy = Record::txt(["v=spf1 -all"]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html>
#[derive(Clone, Debug)]
pub struct Record {
    pub(super) kind: &'static str,
    pub(super) says: Says,
    pub(super) default_ttl: Duration,
}

#[derive(Clone, Debug)]
pub(super) enum Says {
    Values(Expr),
    Alias(AliasTarget),
}

/// What a CAA record is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaaTag {
    /// Who may issue certificates.
    Issue,
    /// Who may issue certificates with wildcards.
    IssueWild,
    /// Where requests against the rules are reported.
    Iodef,
}

impl Record {
    /// IPv4 addresses.
    pub fn a(addresses: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("A", addresses)
    }

    /// IPv6 addresses.
    pub fn aaaa(addresses: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("AAAA", addresses)
    }

    /// The IPv4 addresses of an AWS resource, at no cost per query.
    pub fn a_alias(target: &dyn AliasRecordTarget) -> Self {
        Self::alias("A", target)
    }

    /// The IPv6 addresses of an AWS resource, at no cost per query.
    pub fn aaaa_alias(target: &dyn AliasRecordTarget) -> Self {
        Self::alias("AAAA", target)
    }

    /// Another name; not for the zone's own domain.
    pub fn cname(domain: impl IntoValue<String>) -> Self {
        Self::values("CNAME", [domain.into_value()])
    }

    /// Texts; longer ones than 255 characters are cut as DNS wants it.
    pub fn txt(texts: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        let quoted = |text: Value<String>| match text.literal() {
            Some(text) => quoted(text).into_value(),
            None => text!("\"{}\"", text),
        };
        Self::values("TXT", texts.into_iter().map(|text| quoted(text.into_value())))
    }

    /// Mail servers: priority, where a lower one comes first, and name.
    pub fn mx(servers: impl IntoIterator<Item = (u16, impl IntoValue<String>)>) -> Self {
        let value = |(priority, host): (u16, _)| {
            text!("{} {}", priority.to_string(), IntoValue::<String>::into_value(host))
        };
        Self::values("MX", servers.into_iter().map(value))
    }

    /// Servers of a service: priority, weight, port and name.
    pub fn srv<'a>(servers: impl IntoIterator<Item = (u16, u16, u16, &'a str)>) -> Self {
        let value = |(priority, weight, port, host)| format!("{priority} {weight} {port} {host}");
        Self::values("SRV", servers.into_iter().map(value))
    }

    /// Who may issue certificates: flag, what the record is about, and value.
    pub fn caa<'a>(entries: impl IntoIterator<Item = (u8, CaaTag, &'a str)>) -> Self {
        let value = |(flag, tag, value): (u8, CaaTag, &str)| {
            let tag = match tag {
                CaaTag::Issue => "issue",
                CaaTag::IssueWild => "issuewild",
                CaaTag::Iodef => "iodef",
            };
            format!("{flag} {tag} \"{value}\"")
        };
        Self::values("CAA", entries.into_iter().map(value))
    }

    /// Only Amazon may issue certificates.
    pub fn caa_amazon() -> Self {
        Self::caa([(0, CaaTag::Issue, "amazon.com")])
    }

    /// Name servers.
    pub fn ns(servers: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("NS", servers)
    }

    /// The name servers of another zone, remembered for 2 days by default.
    pub fn delegation(zone: &HostedZone) -> Self {
        Self {
            kind: "NS",
            says: Says::Values(zone.hosted_zone_name_servers().into()),
            default_ttl: Duration::days(2),
        }
    }

    /// These name servers of another zone, remembered for 2 days by default.
    pub fn delegation_to(servers: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let absolute = |server: String| if server.ends_with('.') { server } else { server + "." };
        let servers = servers.into_iter().map(|server| absolute(server.into()));
        Self { default_ttl: Duration::days(2), ..Self::values("NS", servers) }
    }

    /// Where and how services are reached.
    pub fn svcb(bindings: impl IntoIterator<Item = ServiceBinding>) -> Self {
        Self::values("SVCB", bindings.into_iter().map(|binding| binding.to_string()))
    }

    /// Where and how the web site is reached.
    pub fn https(bindings: impl IntoIterator<Item = ServiceBinding>) -> Self {
        Self::values("HTTPS", bindings.into_iter().map(|binding| binding.to_string()))
    }

    /// How a web site of AWS is reached, at no cost per query.
    pub fn https_alias(target: &dyn AliasRecordTarget) -> Self {
        Self::alias("HTTPS", target)
    }

    /// Keys of a zone below this one, for DNSSEC.
    pub fn ds(values: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self::values("DS", values)
    }

    /// Values of any type, such as `PTR`, as DNS writes them.
    pub fn of_type(
        record_type: &'static str,
        values: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        Self::values(record_type, values)
    }

    fn values(
        kind: &'static str,
        values: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        let values = values
            .into_iter()
            .map(|value| Expr::from(IntoValue::<String>::into_value(value) as Value<String>));
        Self {
            kind,
            says: Says::Values(Expr::List(values.collect())),
            default_ttl: Duration::minutes(30),
        }
    }

    fn alias(kind: &'static str, target: &dyn AliasRecordTarget) -> Self {
        Self { kind, says: Says::Alias(target.alias_target()), default_ttl: Duration::minutes(30) }
    }
}

/// A text as strings of at most 255 characters in quotes.
fn quoted(text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('"', "\\\"");
    let chars: Vec<char> = text.chars().collect();
    let pieces = chars.chunks(255).map(|piece| piece.iter().collect::<String>());
    let quoted: Vec<String> = pieces.map(|piece| format!("\"{piece}\"")).collect();
    if quoted.is_empty() { "\"\"".into() } else { quoted.concat() }
}
