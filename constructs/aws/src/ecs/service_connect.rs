//! Service Connect: services that reach each other by name through a proxy.

use super::health_check::seconds;
use super::{BaseService, LogDriver};
use crate::bag::list;
use crate::{Duration, Expr, IntoValue, Value};

/// A port of a service that others reach by name.
#[derive(Clone, Debug)]
pub struct ServiceConnectService {
    port_mapping_name: String,
    discovery_name: Option<String>,
    dns_name: Option<String>,
    port: Option<u16>,
    ingress_port_override: Option<u16>,
    idle_timeout: Option<Duration>,
    per_request_timeout: Option<Duration>,
    tls: Option<Expr>,
}

impl ServiceConnectService {
    /// The container's port of this name.
    pub fn new(port_mapping_name: impl Into<String>) -> Self {
        Self {
            port_mapping_name: port_mapping_name.into(),
            discovery_name: None,
            dns_name: None,
            port: None,
            ingress_port_override: None,
            idle_timeout: None,
            per_request_timeout: None,
            tls: None,
        }
    }

    /// Name in Cloud Map. Default: the port's.
    #[must_use]
    pub fn discovery_name(mut self, name: impl Into<String>) -> Self {
        self.discovery_name = Some(name.into());
        self
    }

    /// Name that clients use. Default: the name in Cloud Map and the namespace's.
    #[must_use]
    pub fn dns_name(mut self, name: impl Into<String>) -> Self {
        self.dns_name = Some(name.into());
        self
    }

    /// Port that clients use. Default: the container's.
    #[must_use]
    pub fn port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// Port on which the proxy listens, if not a free one.
    #[must_use]
    pub fn ingress_port_override(mut self, port: u16) -> Self {
        self.ingress_port_override = Some(port);
        self
    }

    /// After how long without traffic a connection ends, 0 for never. Default: 5 minutes for HTTP, 1 hour for TCP.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = Some(timeout);
        self
    }

    /// How long an answer may take, 0 for any time; not for TCP. Default: 15 seconds.
    #[must_use]
    pub fn per_request_timeout(mut self, timeout: Duration) -> Self {
        self.per_request_timeout = Some(timeout);
        self
    }

    /// Encrypts the traffic with certificates of this private authority, by ARN, a key and a role by which ECS uses them.
    #[must_use]
    pub fn tls(
        mut self,
        authority_arn: impl IntoValue<String>,
        kms_key_arn: Option<Value<String>>,
        role_arn: Option<Value<String>>,
    ) -> Self {
        let authority = Expr::object([("AwsPcaAuthorityArn", authority_arn.into_value().into())]);
        self.tls = Some(Expr::object([
            ("IssuerCertificateAuthority", authority),
            ("KmsKey", kms_key_arn.map_or(Expr::Null, Expr::from)),
            ("RoleArn", role_arn.map_or(Expr::Null, Expr::from)),
        ]));
        self
    }
}

/// Format of the proxy's log of requests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServiceConnectAccessLogFormat {
    /// Lines of text.
    Text,
    /// Objects of JSON.
    Json,
}

/// How a service takes part in Service Connect.
///
/// ```
/// use cumulo::ecs::{ServiceConnect, ServiceConnectService};
/// let client_and_server = ServiceConnect::new().services([ServiceConnectService::new("api").port(80)]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-service-serviceconnectconfiguration.html>
#[derive(Clone, Debug, Default)]
pub struct ServiceConnect {
    namespace: Option<Value<String>>,
    services: Vec<ServiceConnectService>,
    log_driver: Option<LogDriver>,
    access_log: Option<(ServiceConnectAccessLogFormat, Option<bool>)>,
}

impl ServiceConnect {
    /// As a client, in the cluster's default namespace.
    pub fn new() -> Self {
        Self::default()
    }

    /// Name or ARN of the Cloud Map namespace. Default: the cluster's.
    #[must_use]
    pub fn namespace(mut self, namespace: impl IntoValue<String>) -> Self {
        self.namespace = Some(namespace.into_value());
        self
    }

    /// Ports that others reach. Default: none.
    #[must_use]
    pub fn services(mut self, services: impl IntoIterator<Item = ServiceConnectService>) -> Self {
        self.services.extend(services);
        self
    }

    /// Where the proxy writes its log. Default: nowhere.
    #[must_use]
    pub fn log_driver(mut self, driver: impl Into<LogDriver>) -> Self {
        self.log_driver = Some(driver.into());
        self
    }

    /// Has the proxy log each request, if said so with the query part of its address; needs a log driver.
    #[must_use]
    pub fn access_log(
        mut self,
        format: ServiceConnectAccessLogFormat,
        include_query_parameters: Option<bool>,
    ) -> Self {
        self.access_log = Some((format, include_query_parameters));
        self
    }

    /// `ServiceConnectConfiguration`; makes what the log driver needs below the service.
    pub(super) fn bind(&self, service: &BaseService) -> Expr {
        let node = service.facts_node();
        let default = service.cluster().default_cloud_map_namespace();
        let namespace = self.namespace.clone().or(default.map(|one| one.namespace_name()));
        if namespace.is_none() {
            node.error(
                "service-connect-namespace",
                "neither the service nor its cluster names a Cloud Map namespace",
                "set `ServiceConnect::namespace`, or give the cluster a `default_cloud_map_namespace`",
            );
        }
        if self.access_log.is_some() && self.log_driver.is_none() {
            node.error(
                "service-connect-log",
                "an access log has nowhere to go without a log driver",
                "set `log_driver`",
            );
        }
        let services: Vec<Expr> = self.services.iter().map(|one| one.to_expr(service)).collect();
        let log = self.log_driver.as_ref().map(|driver| driver.bind_for_service(service));
        let access_log = self.access_log.map(|(format, query)| {
            let format = match format {
                ServiceConnectAccessLogFormat::Text => "TEXT",
                ServiceConnectAccessLogFormat::Json => "JSON",
            };
            let query = query.map(|query| if query { "ENABLED" } else { "DISABLED" });
            Expr::object([
                ("Format", Expr::from(format)),
                ("IncludeQueryParameters", query.map_or(Expr::Null, Expr::from)),
            ])
        });
        Expr::object([
            ("AccessLogConfiguration", access_log.unwrap_or(Expr::Null)),
            ("Enabled", Expr::from(true)),
            ("LogConfiguration", log.unwrap_or(Expr::Null)),
            ("Namespace", namespace.map_or(Expr::Null, Expr::from)),
            ("Services", list(services)),
        ])
    }
}

impl ServiceConnectService {
    fn to_expr(&self, service: &BaseService) -> Expr {
        let containers = service.task_definition().containers();
        let mapping = containers
            .iter()
            .find_map(|container| container.find_port_mapping_by_name(&self.port_mapping_name));
        if mapping.is_none() {
            service.facts_node().error(
                "service-connect-port",
                format!("no port of the task is called `{}`", self.port_mapping_name),
                "give the port a name: `PortMapping::tcp(8080).name(\"api\")`",
            );
        }
        let port = self.port.or(mapping.map(|mapping| mapping.container_port)).unwrap_or_default();
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let alias = Expr::object([
            ("DnsName", text(&self.dns_name)),
            ("Port", Expr::from(i64::from(port))),
        ]);
        let timeout = match (self.idle_timeout, self.per_request_timeout) {
            (None, None) => Expr::Null,
            (idle, request) => Expr::object([
                ("IdleTimeoutSeconds", idle.map_or(Expr::Null, seconds)),
                ("PerRequestTimeoutSeconds", request.map_or(Expr::Null, seconds)),
            ]),
        };
        let ingress = self.ingress_port_override.map(|port| Expr::from(i64::from(port)));
        Expr::object([
            ("ClientAliases", Expr::List(vec![alias])),
            ("DiscoveryName", text(&self.discovery_name)),
            ("IngressPortOverride", ingress.unwrap_or(Expr::Null)),
            ("PortName", Expr::from(self.port_mapping_name.clone())),
            ("Timeout", timeout),
            ("Tls", self.tls.clone().unwrap_or(Expr::Null)),
        ])
    }
}
