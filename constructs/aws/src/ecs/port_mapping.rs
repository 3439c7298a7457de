//! Ports that a container listens on.

use super::NetworkMode;
use crate::ec2::Port;
use crate::{Expr, Node};

/// Protocol of a port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Protocol {
    /// TCP.
    #[default]
    Tcp,
    /// UDP.
    Udp,
}

/// What clients of Service Connect speak on a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AppProtocol {
    /// HTTP/1.1.
    Http,
    /// HTTP/2.
    Http2,
    /// gRPC.
    Grpc,
}

/// A port that a container listens on, and where its host shows it.
///
/// ```
/// use cumulo::ecs::{AppProtocol, PortMapping};
/// let api = PortMapping::tcp(8080).name("api").app_protocol(AppProtocol::Http);
/// let dns = PortMapping::udp(53);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortMapping {
    pub(super) container_port: u16,
    pub(super) range: Option<(u16, u16)>,
    pub(super) host_port: Option<u16>,
    pub(super) protocol: Protocol,
    pub(super) name: Option<String>,
    app_protocol: Option<AppProtocol>,
}

impl PortMapping {
    /// A TCP port.
    pub fn tcp(container_port: u16) -> Self {
        Self {
            container_port,
            range: None,
            host_port: None,
            protocol: Protocol::Tcp,
            name: None,
            app_protocol: None,
        }
    }

    /// A UDP port.
    pub fn udp(container_port: u16) -> Self {
        Self { protocol: Protocol::Udp, ..Self::tcp(container_port) }
    }

    /// All TCP ports from one to another; for network modes `awsvpc` and `bridge`.
    pub fn tcp_range(from: u16, to: u16) -> Self {
        Self { range: Some((from, to)), ..Self::tcp(0) }
    }

    /// Port of the host. Default: the container's own, in network mode `bridge` one that is free (0).
    #[must_use]
    pub fn host_port(mut self, port: u16) -> Self {
        self.host_port = Some(port);
        self
    }

    /// Name by which Service Connect knows the port: lower case letters, digits, `_` and `-`, up to 64.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// What clients of Service Connect speak on the port. Default: plain TCP.
    #[must_use]
    pub fn app_protocol(mut self, protocol: AppProtocol) -> Self {
        self.app_protocol = Some(protocol);
        self
    }

    /// The mapping as it is in a network mode: `bridge` asks for a free port where none is named.
    pub(super) fn in_mode(mut self, mode: NetworkMode, node: &Node) -> Self {
        if mode == NetworkMode::Bridge && self.host_port.is_none() && self.range.is_none() {
            self.host_port = Some(0);
        }
        let same = self.host_port.is_none_or(|port| port == self.container_port);
        if matches!(mode, NetworkMode::AwsVpc | NetworkMode::Host) && !same {
            node.error(
                "host-port",
                format!(
                    "host port {} differs from container port {}, which network mode `{}` cannot do",
                    self.host_port.unwrap_or_default(),
                    self.container_port,
                    mode.as_str()
                ),
                "leave `host_port` out",
            );
        }
        if self.app_protocol.is_some() && self.name.is_none() {
            node.error(
                "port-name",
                format!("port {} has an `app_protocol` but no name", self.container_port),
                "give the mapping a `name`, by which Service Connect knows it",
            );
        }
        if let Some(name) = self.name.as_deref().filter(|name| !is_port_name(name)) {
            node.error(
                "port-name",
                format!("`{name}` cannot be the name of a port"),
                "use 1 to 64 lower case letters, digits, `_` and `-`, not first or last, and at least one letter",
            );
        }
        self
    }

    /// Port of the task's network interface, or of its host, that connections come in on.
    pub(super) fn ingress(&self, mode: NetworkMode) -> Port {
        let tcp = self.protocol == Protocol::Tcp;
        let range = |from: u16, to: u16| match tcp {
            true => Port::tcp_range(from, to),
            false => Port::udp_range(from, to),
        };
        match (self.host_port, self.range, mode) {
            (_, Some((from, to)), _) => range(from, to),
            (Some(port), _, _) if port != 0 && tcp => Port::tcp(port),
            (Some(port), _, _) if port != 0 => Port::udp(port),
            // What containers of a host get lies in the range of short-lived ports.
            (_, _, NetworkMode::Bridge | NetworkMode::Nat) => range(32_768, 65_535),
            _ if tcp => Port::tcp(self.container_port),
            _ => Port::udp(self.container_port),
        }
    }

    pub(super) fn to_expr(&self) -> Expr {
        let port = |port: u16| Expr::from(i64::from(port));
        let container_port =
            if self.range.is_some() { Expr::Null } else { port(self.container_port) };
        let range = self.range.map_or(Expr::Null, |(from, to)| Expr::from(format!("{from}-{to}")));
        let app_protocol = match self.app_protocol {
            None => Expr::Null,
            Some(AppProtocol::Http) => Expr::from("http"),
            Some(AppProtocol::Http2) => Expr::from("http2"),
            Some(AppProtocol::Grpc) => Expr::from("grpc"),
        };
        Expr::object([
            ("AppProtocol", app_protocol),
            ("ContainerPort", container_port),
            ("ContainerPortRange", range),
            ("HostPort", self.host_port.map_or(Expr::Null, port)),
            ("Name", self.name.clone().map_or(Expr::Null, Expr::from)),
            ("Protocol", Expr::from(self.protocol.as_str())),
        ])
    }
}

impl Protocol {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Protocol::Tcp => "tcp",
            Protocol::Udp => "udp",
        }
    }
}

impl From<u16> for PortMapping {
    fn from(port: u16) -> Self {
        Self::tcp(port)
    }
}

fn is_port_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-';
    let edge = |c: Option<char>| c.is_some_and(|c| c != '_' && c != '-');
    name.len() <= 64
        && name.chars().all(allowed)
        && edge(name.chars().next())
        && edge(name.chars().last())
        && name.chars().any(|c| c.is_ascii_lowercase())
}
