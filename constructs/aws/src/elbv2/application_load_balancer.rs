//! Application load balancers: HTTP and HTTPS, by host, path and more.

use super::application_listener::ListenerSettings;
use super::load_balancer::{
    default_security_group, known, push_security_group, scheme, set_attributes, subnets,
};
use super::{
    ApplicationListener, ApplicationTargetGroup, IpAddressType, Listen, ListenerAction, Redirect,
};
use crate::bag::{bag, opt};
use crate::cfn::elasticloadbalancingv2::CfnLoadBalancer;
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// An application load balancer.
///
/// Its security group lets in what listeners are open to, and out only what goes to its targets.
///
/// ```
/// use cumulo::{App, Duration, Stack, ec2::Vpc};
/// use cumulo::elbv2::{ApplicationLoadBalancer, HealthCheck, IpTarget, Listen};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// let http = lb.add_listener("Http", Listen::http(80)).build();
/// http.add_targets("Web").port(8080).targets([IpTarget::new("10.0.0.9")]).health_check(HealthCheck::path_of("/health")).build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html>
#[derive(Clone, Debug)]
pub struct ApplicationLoadBalancer {
    node: Node,
    cfn: Option<Resource<CfnLoadBalancer>>,
    arn: Value<String>,
    dns_name: Option<Value<String>>,
    zone: Option<Value<String>>,
    vpc: Option<Vpc>,
    connections: Connections,
    dual_stack: bool,
}

/// What the load balancer does with requests that could smuggle others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DesyncMitigationMode {
    /// It lets them pass.
    Monitor,
    /// It lets those pass that the targets can defend themselves against.
    Defensive,
    /// It lets only requests pass that keep to the standard.
    Strictest,
}

/// What the load balancer does with the `X-Forwarded-For` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum XffHeaderProcessingMode {
    /// It adds the client's address.
    Append,
    /// It leaves it as it is.
    Preserve,
    /// It takes it away.
    Remove,
}

#[bon]
impl ApplicationLoadBalancer {
    /// An application load balancer.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which it stands.
        vpc: &Vpc,
        /// Whether it has public addresses. A change replaces it. Default: false.
        #[builder(default)]
        internet_facing: bool,
        /// Subnets in which it stands, of two zones at least. Default: public ones if it faces the internet, else private ones.
        vpc_subnets: Option<SubnetSelection>,
        /// Its security group. Default: a new one.
        security_group: Option<&SecurityGroup>,
        /// Name, up to 32 characters. A change replaces it. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        load_balancer_name: Option<Value<String>>,
        /// Whether it refuses to be deleted. Default: false.
        #[builder(default)]
        deletion_protection: bool,
        /// Whether requests go to targets of all zones. Default: true, AWS's own.
        cross_zone_enabled: Option<bool>,
        /// Whether IPv6 from the internet is refused, with dual stack. Default: AWS's own.
        deny_all_igw_traffic: Option<bool>,
        /// Addresses that it has. Default: IPv4.
        ip_address_type: Option<IpAddressType>,
        /// Whether clients may use HTTP/2. Default: true.
        #[builder(default = true)]
        http2_enabled: bool,
        /// How long a connection may be silent, 1 to 4,000 seconds. Default: 60 seconds.
        idle_timeout: Option<Duration>,
        /// Whether headers with invalid names are dropped. Default: false.
        drop_invalid_header_fields: Option<bool>,
        /// What happens to requests that could smuggle others. Default: defensive.
        desync_mitigation_mode: Option<DesyncMitigationMode>,
        /// Whether targets get the client's `Host` header as it is. Default: false.
        #[builder(default)]
        preserve_host_header: bool,
        /// Whether targets are told TLS version and cipher. Default: false.
        #[builder(default)]
        x_amzn_tls_version_and_cipher_suite_headers: bool,
        /// Whether `X-Forwarded-For` holds the client's port. Default: false.
        #[builder(default)]
        preserve_xff_client_port: bool,
        /// What happens to the `X-Forwarded-For` header. Default: the address is added.
        xff_header_processing_mode: Option<XffHeaderProcessingMode>,
        /// Whether requests pass when the web application firewall does not answer. Default: false.
        #[builder(default)]
        waf_fail_open: bool,
        /// How long a client's connection is kept at most, 60 seconds to 7 days. Default: 3,600 seconds.
        client_keep_alive: Option<Duration>,
        /// Load balancer capacity units that are kept ready, from 100. Default: none.
        minimum_capacity_unit: Option<u32>,
    ) -> ApplicationLoadBalancer {
        let node = scope.node().child(id);
        let chosen = subnets(vpc, internet_facing, vpc_subnets);
        let group = match security_group {
            Some(group) => group.clone(),
            None => default_security_group(&node, vpc),
        };
        let capacity = minimum_capacity_unit.map_or(Expr::Null, |units| {
            Expr::object([("CapacityUnits", Expr::from(i64::from(units)))])
        });
        let cfn = bag::<CfnLoadBalancer>([
            ("IpAddressType", ip_address_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("MinimumLoadBalancerCapacity", capacity),
            ("Name", opt(load_balancer_name.as_ref())),
            ("Scheme", scheme(internet_facing)),
            ("Subnets", Expr::List(chosen.subnet_ids().into_iter().map(Expr::from).collect())),
            ("Type", Expr::from("application")),
        ])
        .add_to(&node, "Resource");
        push_security_group(&cfn, &group);
        if internet_facing {
            chosen.connect_first(&cfn);
        }
        let on = |on: bool| on.then(|| "true".to_owned());
        let seconds = |time: Option<Duration>| time.map(|time| time.to_seconds().to_string());
        let said = |said: Option<bool>| said.map(|said| said.to_string());
        let desync = desync_mitigation_mode.map(|mode| match mode {
            DesyncMitigationMode::Monitor => "monitor".to_owned(),
            DesyncMitigationMode::Defensive => "defensive".to_owned(),
            DesyncMitigationMode::Strictest => "strictest".to_owned(),
        });
        let xff = xff_header_processing_mode.map(|mode| match mode {
            XffHeaderProcessingMode::Append => "append".to_owned(),
            XffHeaderProcessingMode::Preserve => "preserve".to_owned(),
            XffHeaderProcessingMode::Remove => "remove".to_owned(),
        });
        let tls = on(x_amzn_tls_version_and_cipher_suite_headers);
        set_attributes(
            &cfn,
            [
                ("deletion_protection.enabled", Some(deletion_protection.to_string())),
                ("load_balancing.cross_zone.enabled", said(cross_zone_enabled)),
                ("ipv6.deny_all_igw_traffic", said(deny_all_igw_traffic)),
                ("routing.http2.enabled", (!http2_enabled).then(|| "false".to_owned())),
                ("idle_timeout.timeout_seconds", seconds(idle_timeout)),
                (
                    "routing.http.drop_invalid_header_fields.enabled",
                    said(drop_invalid_header_fields),
                ),
                ("routing.http.desync_mitigation_mode", desync),
                ("routing.http.preserve_host_header.enabled", on(preserve_host_header)),
                ("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", tls),
                ("routing.http.xff_client_port.enabled", on(preserve_xff_client_port)),
                ("routing.http.xff_header_processing.mode", xff),
                ("waf.fail_open.enabled", on(waf_fail_open)),
                ("client_keep_alive.seconds", seconds(client_keep_alive)),
            ],
        );
        ApplicationLoadBalancer {
            node,
            arn: cfn.reference(),
            dns_name: Some(cfn.attr_dns_name()),
            zone: Some(cfn.attr_canonical_hosted_zone_id()),
            cfn: Some(cfn),
            vpc: Some(vpc.clone()),
            connections: Connections::new([group], None),
            dual_stack: ip_address_type.is_some_and(|of| of != IpAddressType::Ipv4),
        }
    }

    /// An application load balancer that no stack of the program makes.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_application_load_balancer_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// ARN of the load balancer.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        load_balancer_arn: Value<String>,
        /// Id of its security group, `sg-…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        security_group_id: Value<String>,
        /// Whether that group lets everything out. Default: true.
        #[builder(default = true)]
        security_group_allows_all_outbound: bool,
        /// Its DNS name. Needed by DNS records.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        load_balancer_dns_name: Option<Value<String>>,
        /// The hosted zone of its DNS name. Needed by DNS records.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        load_balancer_canonical_hosted_zone_id: Option<Value<String>>,
        /// Its VPC. Needed to add targets.
        vpc: Option<&Vpc>,
    ) -> ApplicationLoadBalancer {
        let node = scope.node().child(id);
        let group =
            SecurityGroup::from_security_group_id(&node, "SecurityGroup", security_group_id)
                .allow_all_outbound(security_group_allows_all_outbound)
                .build();
        ApplicationLoadBalancer {
            node,
            cfn: None,
            arn: load_balancer_arn,
            dns_name: load_balancer_dns_name,
            zone: load_balancer_canonical_hosted_zone_id,
            vpc: vpc.cloned(),
            connections: Connections::new([group], None),
            dual_stack: false,
        }
    }

    /// Adds a port: `lb.add_listener("Http", Listen::http(80)).build()`.
    ///
    /// # Findings
    /// `listener-without-action` when nothing says what happens to requests for which no rule holds.
    #[builder(finish_fn = build)]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter's type names it")]
    pub fn add_listener<'a>(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn)] listen: Listen,
        /// Whether everyone may connect. Default: true.
        #[builder(default = true)]
        open: bool,
        /// What happens to requests for which no rule holds.
        #[builder(into)]
        default_action: Option<ListenerAction>,
        /// Groups that get the requests for which no rule holds, evenly.
        #[builder(default, with = |groups: impl IntoIterator<Item = &'a ApplicationTargetGroup>| groups.into_iter().collect())]
        default_target_groups: Vec<&'a ApplicationTargetGroup>,
    ) -> ApplicationListener {
        let settings = ListenerSettings { listen, open, default_action, default_target_groups };
        ApplicationListener::make(self, id, settings)
    }

    /// Adds a port whose clients are sent to HTTPS.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_redirect(
        &self,
        /// Port that clients come to. Default: 80.
        #[builder(default = 80)]
        source_port: u16,
        /// Port that they are sent to. Default: 443.
        #[builder(default = 443)]
        target_port: u16,
        /// Whether everyone may connect. Default: true.
        #[builder(default = true)]
        open: bool,
    ) -> ApplicationListener {
        let redirect = Redirect::new().port(target_port.to_string()).protocol("HTTPS").permanent();
        let id = format!("Redirect{source_port}To{target_port}");
        let settings = ListenerSettings {
            listen: Listen::http(source_port),
            open,
            default_action: Some(redirect.into()),
            default_target_groups: Vec::new(),
        };
        ApplicationListener::make(self, &id, settings)
    }
}

impl ApplicationLoadBalancer {
    /// The resource; of an imported load balancer there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnLoadBalancer>> {
        self.cfn.as_ref()
    }

    /// ARN of the load balancer.
    pub fn load_balancer_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// DNS name of the load balancer.
    ///
    /// # Findings
    /// `load-balancer-unknown` when it was imported without it.
    pub fn load_balancer_dns_name(&self) -> Value<String> {
        known(&self.node, self.dns_name.as_ref(), "load_balancer_dns_name")
    }

    /// Hosted zone of the DNS name, for alias records.
    ///
    /// # Findings
    /// `load-balancer-unknown` when it was imported without it.
    pub fn load_balancer_canonical_hosted_zone_id(&self) -> Value<String> {
        known(&self.node, self.zone.as_ref(), "load_balancer_canonical_hosted_zone_id")
    }

    /// Name in metrics, `app/front/0123456789abcdef`.
    ///
    /// # Findings
    /// `load-balancer-unknown` when it was imported.
    pub fn load_balancer_full_name(&self) -> Value<String> {
        let name = self.cfn.as_ref().map(|cfn| cfn.attr_load_balancer_full_name());
        known(&self.node, name.as_ref(), "load_balancer_full_name")
    }

    /// VPC of the load balancer, if it is known.
    pub fn vpc(&self) -> Option<&Vpc> {
        self.vpc.as_ref()
    }

    pub(super) fn is_dual_stack(&self) -> bool {
        self.dual_stack
    }

    /// Adds a security group; rules of listeners and targets are made for it too.
    pub fn add_security_group(&self, group: &SecurityGroup) {
        if let Some(cfn) = &self.cfn {
            push_security_group(cfn, group);
        }
        self.connections.add_security_group(group);
    }

    /// Sets an attribute, such as `idle_timeout.timeout_seconds`.
    ///
    /// Source: <https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html>
    pub fn set_attribute(&self, key: &str, value: impl IntoValue<String>) {
        if let Some(cfn) = &self.cfn {
            let value = value.into_value();
            super::load_balancer::set_attribute(cfn, "LoadBalancerAttributes", key, value);
        }
    }
}

impl Construct for ApplicationLoadBalancer {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for ApplicationLoadBalancer {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
