//! Ports and protocols of security group rules.

use crate::bag::opt;
use crate::{Expr, IntoValue, Value};

/// What traffic a security group rule is about: a protocol, and ports or ICMP types of it.
///
/// ```
/// use cumulo::ec2::Port;
/// let https = Port::https();
/// let dynamic = Port::tcp_range(32_768, 65_535).described("ports that the hosts hand out");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ec2-securitygroup-ingress.html>
#[derive(Clone, Debug)]
pub struct Port {
    protocol: String,
    from: Option<Value<i64>>,
    to: Option<Value<i64>>,
    name: String,
    description: Option<Value<String>>,
}

impl Port {
    /// One TCP port, 0 to 65,535.
    pub fn tcp(port: impl IntoValue<i64>) -> Self {
        let port = port.into_value();
        let name = shown(&port);
        Self::new("tcp", Some(port.clone()), Some(port), name)
    }

    /// TCP ports `from` to `to`, both included.
    pub fn tcp_range(from: impl IntoValue<i64>, to: impl IntoValue<i64>) -> Self {
        let (from, to) = (from.into_value(), to.into_value());
        let name = format!("{}-{}", shown(&from), shown(&to));
        Self::new("tcp", Some(from), Some(to), name)
    }

    /// All TCP ports.
    pub fn all_tcp() -> Self {
        Self::fixed("tcp", 0, 65_535, "ALL PORTS")
    }

    /// One UDP port, 0 to 65,535.
    pub fn udp(port: impl IntoValue<i64>) -> Self {
        let port = port.into_value();
        let name = format!("UDP {}", shown(&port));
        Self::new("udp", Some(port.clone()), Some(port), name)
    }

    /// UDP ports `from` to `to`, both included.
    pub fn udp_range(from: impl IntoValue<i64>, to: impl IntoValue<i64>) -> Self {
        let (from, to) = (from.into_value(), to.into_value());
        let name = format!("UDP {}-{}", shown(&from), shown(&to));
        Self::new("udp", Some(from), Some(to), name)
    }

    /// All UDP ports.
    pub fn all_udp() -> Self {
        Self::fixed("udp", 0, 65_535, "UDP ALL PORTS")
    }

    /// ICMP messages of one type and code, such as 3 and 4.
    pub fn icmp_type_and_code(kind: u8, code: u8) -> Self {
        let name = format!("ICMP Type {kind} Code {code}");
        Self::fixed("icmp", kind.into(), code.into(), &name)
    }

    /// ICMP messages of one type, with any code.
    pub fn icmp_type(kind: u8) -> Self {
        Self::fixed("icmp", kind.into(), -1, &format!("ICMP Type {kind}"))
    }

    /// ICMP echo requests.
    pub fn icmp_ping() -> Self {
        Self::icmp_type(8)
    }

    /// All ICMP messages.
    pub fn all_icmp() -> Self {
        Self::fixed("icmp", -1, -1, "ALL ICMP")
    }

    /// All ICMPv6 messages.
    pub fn all_icmp_v6() -> Self {
        Self::fixed("icmpv6", -1, -1, "ALL ICMPv6")
    }

    /// All traffic of all protocols.
    pub fn all_traffic() -> Self {
        Self::new("-1", None, None, "ALL TRAFFIC".into())
    }

    /// IPsec's encapsulating security payload.
    pub fn esp() -> Self {
        Self::fixed("50", 50, 50, "ESP 50")
    }

    /// IPsec's authentication header.
    pub fn ah() -> Self {
        Self::fixed("51", 51, 51, "AH 51")
    }

    /// A protocol by its name or IANA number, with the ports that are meaningful to it.
    ///
    /// `name` is what rules of this port are called in their ids and descriptions.
    pub fn custom(protocol: &str, from: Option<i64>, to: Option<i64>, name: &str) -> Self {
        let value = |port: Option<i64>| port.map(IntoValue::into_value);
        Self::new(protocol, value(from), value(to), name.to_owned())
    }

    /// SSH: TCP 22. Session Manager needs no open port; prefer it.
    pub fn ssh() -> Self {
        Self::tcp(22)
    }

    /// HTTP: TCP 80.
    pub fn http() -> Self {
        Self::tcp(80)
    }

    /// HTTPS: TCP 443.
    pub fn https() -> Self {
        Self::tcp(443)
    }

    /// PostgreSQL: TCP 5432.
    pub fn postgres() -> Self {
        Self::tcp(5432)
    }

    /// MySQL and Aurora: TCP 3306.
    pub fn mysql_aurora() -> Self {
        Self::tcp(3306)
    }

    /// NFS, also of EFS: TCP 2049.
    pub fn nfs() -> Self {
        Self::tcp(2049)
    }

    /// Remote desktop: TCP 3389.
    pub fn rdp() -> Self {
        Self::tcp(3389)
    }

    /// DNS over TCP: TCP 53.
    pub fn dns_tcp() -> Self {
        Self::tcp(53)
    }

    /// DNS: UDP 53.
    pub fn dns_udp() -> Self {
        Self::udp(53)
    }

    /// SQL Server, 1433.
    pub fn mssql() -> Self {
        Self::tcp(1433)
    }

    /// SMTP, 25.
    pub fn smtp() -> Self {
        Self::tcp(25)
    }

    /// IMAP, 143.
    pub fn imap() -> Self {
        Self::tcp(143)
    }

    /// IMAP by TLS, 993.
    pub fn imaps() -> Self {
        Self::tcp(993)
    }

    /// POP3, 110.
    pub fn pop3() -> Self {
        Self::tcp(110)
    }

    /// POP3 by TLS, 995.
    pub fn pop3s() -> Self {
        Self::tcp(995)
    }

    /// LDAP, 389.
    pub fn ldap() -> Self {
        Self::tcp(389)
    }

    /// SMB, 445.
    pub fn smb() -> Self {
        Self::tcp(445)
    }

    /// Gives the rules that are made with this port a text for people, up to 255 characters.
    /// Default: who is let in or out, and the port.
    #[must_use]
    pub fn described(mut self, text: impl IntoValue<String>) -> Self {
        self.description = Some(text.into_value());
        self
    }

    fn fixed(protocol: &str, from: i64, to: i64, name: &str) -> Self {
        Self::custom(protocol, Some(from), Some(to), name)
    }

    fn new(protocol: &str, from: Option<Value<i64>>, to: Option<Value<i64>>, name: String) -> Self {
        Self { protocol: protocol.to_owned(), from, to, name, description: None }
    }

    /// What the port is called in ids and descriptions of rules.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn description(&self) -> Option<&Value<String>> {
        self.description.as_ref()
    }

    pub(crate) fn is_all_traffic(&self) -> bool {
        self.protocol == "-1"
    }

    /// Whether rules of the port may stand in the group itself: not if a port is known only later.
    pub(crate) fn can_inline(&self) -> bool {
        [&self.from, &self.to].into_iter().flatten().all(|port| !port.is_token())
    }

    /// The port's part of a rule.
    pub(crate) fn rule(&self) -> [(&'static str, Expr); 3] {
        [
            ("FromPort", opt(self.from.as_ref())),
            ("IpProtocol", Expr::from(self.protocol.clone())),
            ("ToPort", opt(self.to.as_ref())),
        ]
    }
}

fn shown(port: &Value<i64>) -> String {
    port.literal().map_or_else(|| "{IndirectPort}".into(), |port| port.to_string())
}
