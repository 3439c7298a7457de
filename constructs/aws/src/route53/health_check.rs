//! Health checks of endpoints on the internet.

use crate::bag::{bag, list, number, opt};
use crate::cfn::route53::CfnHealthCheck;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A check that Route 53 makes from around the world; records can depend on it.
///
/// ```
/// use cumulo::{App, Stack, route53::{HealthCheck, HealthCheckType}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// let shop = HealthCheck::builder(&stack, "Shop").check_type(HealthCheckType::Https).fqdn("shop.example.com").resource_path("/health").build();
/// let api = HealthCheck::builder(&stack, "Api").check_type(HealthCheckType::Tcp).ip_address("203.0.113.7").port(8443).build();
/// HealthCheck::builder(&stack, "Both").check_type(HealthCheckType::Calculated).child_health_checks([&shop, &api]).build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-healthcheck.html>
#[derive(Clone, Debug)]
pub struct HealthCheck {
    node: Node,
    cfn: Option<Resource<CfnHealthCheck>>,
    id: Value<String>,
}

/// What is checked, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HealthCheckType {
    /// An endpoint, by an HTTP answer of 200 to 399.
    Http,
    /// An endpoint, by an HTTPS answer of 200 to 399; the certificate is not checked.
    Https,
    /// An endpoint, by a text in the first 5,120 bytes of an HTTP answer.
    HttpStrMatch,
    /// An endpoint, by a text in the first 5,120 bytes of an HTTPS answer.
    HttpsStrMatch,
    /// An endpoint, by a TCP connection.
    Tcp,
    /// The state of an alarm of CloudWatch.
    CloudWatchMetric,
    /// How many of other health checks are well.
    Calculated,
    /// A routing control of Application Recovery Controller.
    RecoveryControl,
}

impl HealthCheckType {
    fn as_str(self) -> &'static str {
        match self {
            Self::Http => "HTTP",
            Self::Https => "HTTPS",
            Self::HttpStrMatch => "HTTP_STR_MATCH",
            Self::HttpsStrMatch => "HTTPS_STR_MATCH",
            Self::Tcp => "TCP",
            Self::CloudWatchMetric => "CLOUDWATCH_METRIC",
            Self::Calculated => "CALCULATED",
            Self::RecoveryControl => "RECOVERY_CONTROL",
        }
    }
}

/// State of a check of an alarm that has too little data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InsufficientDataHealthStatus {
    /// Well.
    Healthy,
    /// Unwell.
    Unhealthy,
    /// As it was before.
    LastKnownStatus,
}

#[bon]
impl HealthCheck {
    /// A health check.
    ///
    /// # Findings
    /// `health-check-endpoint` where what is to be checked is missing.
    #[builder]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter's type names it")]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// What is checked, and how.
        check_type: HealthCheckType,
        /// Name of the endpoint. Default: `ip_address` is checked.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        fqdn: Option<Value<String>>,
        /// Address of the endpoint.
        #[builder(with = |address: impl IntoValue<String>| address.into_value())]
        ip_address: Option<Value<String>>,
        /// Port. Default: 80, of HTTPS 443; by TCP it must be given.
        port: Option<u16>,
        /// Path that is asked for. Default: `/`.
        #[builder(with = |path: impl IntoValue<String>| path.into_value())]
        resource_path: Option<Value<String>>,
        /// Text that the answer must hold.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        search_string: Option<Value<String>>,
        /// Whether the name goes with the TLS handshake. Default: true of HTTPS.
        enable_sni: Option<bool>,
        /// How many checks in a row must fail or succeed to change the state, 1 to 10. Default: 3.
        #[builder(default = 3)]
        failure_threshold: u8,
        /// Time between checks, 10 or 30 seconds. Default: 30 seconds.
        #[builder(default = Duration::seconds(30))]
        request_interval: Duration,
        /// Whether the latency is measured. Default: false.
        #[builder(default)]
        measure_latency: bool,
        /// Regions from which the endpoint is checked, three or more. Default: all that Route 53 checks from.
        #[builder(default, with = |regions: impl IntoIterator<Item = impl Into<String>>| regions.into_iter().map(Into::into).collect())]
        regions: Vec<String>,
        /// Whether well and unwell change places. Default: false.
        #[builder(default)]
        inverted: bool,
        /// Name and region of the alarm that [`HealthCheckType::CloudWatchMetric`] looks at.
        #[builder(with = |name: impl IntoValue<String>, region: impl IntoValue<String>| (name.into_value(), region.into_value()))]
        alarm_identifier: Option<(Value<String>, Value<String>)>,
        /// State of a check of an alarm that has too little data. Default: well.
        insufficient_data_health_status: Option<InsufficientDataHealthStatus>,
        /// Checks that [`HealthCheckType::Calculated`] counts, up to 256.
        #[builder(default, with = |checks: impl IntoIterator<Item = &'a HealthCheck>| checks.into_iter().collect())]
        child_health_checks: Vec<&'a HealthCheck>,
        /// How many of them must be well. Default: all.
        health_threshold: Option<u16>,
        /// ARN of the control that [`HealthCheckType::RecoveryControl`] follows.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        routing_control: Option<Value<String>>,
    ) -> HealthCheck {
        use HealthCheckType as Type;
        let node = scope.node().child(id);
        let tls = matches!(check_type, Type::Https | Type::HttpsStrMatch);
        let http = tls || matches!(check_type, Type::Http | Type::HttpStrMatch);
        let endpoint = http || check_type == Type::Tcp;
        let missing = match check_type {
            Type::CloudWatchMetric => {
                alarm_identifier.is_none().then_some("alarm: give it `alarm_identifier`")
            }
            Type::Calculated => child_health_checks
                .is_empty()
                .then_some("other checks: give it `child_health_checks`"),
            Type::RecoveryControl => {
                routing_control.is_none().then_some("routing control: give it `routing_control`")
            }
            Type::Tcp if port.is_none() => Some("port: give it `port`"),
            _ => (fqdn.is_none() && ip_address.is_none())
                .then_some("endpoint: give it `fqdn` or `ip_address`"),
        };
        if let Some((what, help)) = missing.and_then(|missing| missing.split_once(": ")) {
            node.error("health-check-endpoint", format!("the health check has no {what}"), help);
        }
        let of_endpoint = |value: Expr| if endpoint { value } else { Expr::Null };
        let interval = i64::try_from(request_interval.to_seconds()).unwrap_or(i64::MAX);
        let default_port = http.then_some(if tls { 443 } else { 80 });
        let all = u16::try_from(child_health_checks.len()).unwrap_or(u16::MAX);
        let threshold = health_threshold.or((all > 0).then_some(all));
        let alarm = alarm_identifier.map_or(Expr::Null, |(name, region)| {
            Expr::object([("Name", name.into_expr()), ("Region", region.into_expr())])
        });
        let insufficient = insufficient_data_health_status.map_or(Expr::Null, |status| {
            Expr::from(match status {
                InsufficientDataHealthStatus::Healthy => "Healthy",
                InsufficientDataHealthStatus::Unhealthy => "Unhealthy",
                InsufficientDataHealthStatus::LastKnownStatus => "LastKnownStatus",
            })
        });
        let path = resource_path.or_else(|| http.then(|| "".into_value()));
        let config = Expr::object([
            ("AlarmIdentifier", alarm),
            (
                "ChildHealthChecks",
                list(child_health_checks.iter().map(|check| check.health_check_id())),
            ),
            ("EnableSNI", crate::bag::flag(enable_sni.or(tls.then_some(true)))),
            ("FailureThreshold", of_endpoint(number(Some(failure_threshold)))),
            ("FullyQualifiedDomainName", opt(fqdn.as_ref())),
            ("HealthThreshold", number(threshold)),
            ("InsufficientDataHealthStatus", insufficient),
            ("IPAddress", opt(ip_address.as_ref())),
            ("Inverted", Expr::from(inverted)),
            ("MeasureLatency", of_endpoint(Expr::from(measure_latency))),
            ("Port", number(port.or(default_port))),
            ("Regions", list(regions)),
            ("RequestInterval", of_endpoint(Expr::from(interval))),
            ("ResourcePath", opt(path.as_ref())),
            ("RoutingControlArn", opt(routing_control.as_ref())),
            ("SearchString", opt(search_string.as_ref())),
            ("Type", Expr::from(check_type.as_str())),
        ]);
        let cfn = bag::<CfnHealthCheck>([("HealthCheckConfig", config)]).add_to(&node, "Resource");
        HealthCheck { node, id: cfn.reference(), cfn: Some(cfn) }
    }
}

impl HealthCheck {
    /// A health check that no stack of the program makes, by its id.
    #[track_caller]
    pub fn from_health_check_id(
        scope: &dyn Construct,
        id: &str,
        health_check_id: impl IntoValue<String>,
    ) -> Self {
        Self { node: scope.node().child(id), cfn: None, id: health_check_id.into_value() }
    }

    /// The resource; of an imported check there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnHealthCheck>> {
        self.cfn.as_ref()
    }

    /// Id of the health check.
    pub fn health_check_id(&self) -> Value<String> {
        self.id.clone()
    }
}

impl Construct for HealthCheck {
    fn node(&self) -> &Node {
        &self.node
    }
}
