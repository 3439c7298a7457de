//! Health checks of endpoints on the internet.

use crate::bag::{bag, number, opt};
use crate::cfn::route53::CfnHealthCheck;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A check that Route 53 makes from around the world; records can depend on it.
///
/// ```
/// use cumulo::{App, Stack, route53::{HealthCheck, HealthCheckType}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// HealthCheck::builder(&stack, "Shop").check_type(HealthCheckType::Https).fqdn("shop.example.com").resource_path("/health").build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html>
#[derive(Clone, Debug)]
pub struct HealthCheck {
    node: Node,
    cfn: Resource<CfnHealthCheck>,
}

/// How an endpoint is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthCheckType {
    /// By an HTTP answer of 200 to 399.
    Http,
    /// By an HTTPS answer of 200 to 399; the certificate is not checked.
    Https,
    /// By a text in the first 5,120 bytes of an HTTP answer.
    HttpStrMatch,
    /// By a text in the first 5,120 bytes of an HTTPS answer.
    HttpsStrMatch,
    /// By a TCP connection.
    Tcp,
}

#[bon]
impl HealthCheck {
    /// A health check.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// How the endpoint is checked.
        check_type: HealthCheckType,
        /// Name of the endpoint. Default: `ip_address` is checked.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        fqdn: Option<Value<String>>,
        /// Address of the endpoint.
        #[builder(with = |address: impl IntoValue<String>| address.into_value())]
        ip_address: Option<Value<String>>,
        /// Port. Default: 80, of HTTPS 443.
        port: Option<u16>,
        /// Path that is asked for. Default: `/`.
        #[builder(with = |path: impl IntoValue<String>| path.into_value())]
        resource_path: Option<Value<String>>,
        /// Text that the answer must hold.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        search_string: Option<Value<String>>,
        /// How many checks in a row must fail or succeed to change the state, 1 to 10. Default: 3.
        #[builder(default = 3)]
        failure_threshold: u8,
        /// Time between checks, 10 or 30 seconds. Default: 30 seconds.
        #[builder(default = Duration::seconds(30))]
        request_interval: Duration,
        /// Whether the latency is measured. Default: false.
        #[builder(default)]
        measure_latency: bool,
        /// Whether well and unwell change places. Default: false.
        #[builder(default)]
        inverted: bool,
    ) -> HealthCheck {
        let node = scope.node().child(id);
        if fqdn.is_none() && ip_address.is_none() {
            node.error(
                "health-check-endpoint",
                "the health check has no endpoint",
                "give it `fqdn` or `ip_address`",
            );
        }
        let tls = matches!(check_type, HealthCheckType::Https | HealthCheckType::HttpsStrMatch);
        let kind = match check_type {
            HealthCheckType::Http => "HTTP",
            HealthCheckType::Https => "HTTPS",
            HealthCheckType::HttpStrMatch => "HTTP_STR_MATCH",
            HealthCheckType::HttpsStrMatch => "HTTPS_STR_MATCH",
            HealthCheckType::Tcp => "TCP",
        };
        let interval = i64::try_from(request_interval.to_seconds()).unwrap_or(i64::MAX);
        let default_port = if tls { 443 } else { 80 };
        let config = Expr::object([
            ("EnableSNI", if tls { Expr::from(true) } else { Expr::Null }),
            ("FailureThreshold", number(Some(failure_threshold))),
            ("FullyQualifiedDomainName", opt(fqdn.as_ref())),
            ("IPAddress", opt(ip_address.as_ref())),
            ("Inverted", Expr::from(inverted)),
            ("MeasureLatency", Expr::from(measure_latency)),
            ("Port", number(Some(port.unwrap_or(default_port)))),
            ("RequestInterval", Expr::from(interval)),
            ("ResourcePath", opt(resource_path.as_ref())),
            ("SearchString", opt(search_string.as_ref())),
            ("Type", Expr::from(kind)),
        ]);
        let cfn = bag::<CfnHealthCheck>([("HealthCheckConfig", config)]).add_to(&node, "Resource");
        HealthCheck { node, cfn }
    }
}

impl HealthCheck {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnHealthCheck> {
        &self.cfn
    }

    /// Id of the health check.
    pub fn health_check_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for HealthCheck {
    fn node(&self) -> &Node {
        &self.node
    }
}
