//! Network load balancers: TCP, UDP and TLS.

use super::load_balancer::{
    default_security_group, known, push_security_group, scheme, set_attributes, subnets,
};
use super::{
    IpAddressType, NetworkListen, NetworkListener, NetworkListenerAction, NetworkTargetGroup,
};
use crate::bag::{bag, opt};
use crate::cfn::elasticloadbalancingv2::CfnLoadBalancer;
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A network load balancer.
///
/// Its security group lets nothing through by itself: say who may connect by
/// [`allow_from`](Connectable::allow_from), and what it may reach by [`allow_to`](Connectable::allow_to).
///
/// ```
/// use cumulo::{App, Stack, ec2::{Connectable, Port, Vpc}};
/// use cumulo::elbv2::{IpTarget, NetworkListen, NetworkLoadBalancer};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let lb = NetworkLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// lb.allow_from_any_ipv4(Port::tcp(5432));
/// lb.add_listener("Db", NetworkListen::tcp(5432)).build().add_targets("Db").port(5432).targets([IpTarget::new("10.0.0.9")]).build();
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-loadbalancer.html>
#[derive(Clone, Debug)]
pub struct NetworkLoadBalancer {
    node: Node,
    cfn: Option<Resource<CfnLoadBalancer>>,
    arn: Value<String>,
    dns_name: Option<Value<String>>,
    zone: Option<Value<String>>,
    vpc: Option<Vpc>,
    connections: Connections,
}

/// Which of the load balancer's addresses a client's DNS query gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClientRoutingPolicy {
    /// Those of its own zone.
    AvailabilityZoneAffinity,
    /// Mostly those of its own zone.
    PartialAvailabilityZoneAffinity,
    /// Those of any zone.
    AnyAvailabilityZone,
}

#[bon]
impl NetworkLoadBalancer {
    /// A network load balancer.
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
        /// Subnets in which it stands. Default: public ones if it faces the internet, else private ones.
        vpc_subnets: Option<SubnetSelection>,
        /// Its security groups. Default: a new one.
        #[builder(with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Option<Vec<SecurityGroup>>,
        /// Whether it has no security group; none can be added later. Default: false.
        #[builder(default)]
        disable_security_groups: bool,
        /// Name, up to 32 characters. A change replaces it. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        load_balancer_name: Option<Value<String>>,
        /// Whether it refuses to be deleted. Default: false.
        #[builder(default)]
        deletion_protection: bool,
        /// Whether connections go to targets of all zones. Default: false, AWS's own.
        cross_zone_enabled: Option<bool>,
        /// Addresses that it has. Default: IPv4.
        ip_address_type: Option<IpAddressType>,
        /// Which addresses a client's DNS query gets. Default: those of any zone.
        client_routing_policy: Option<ClientRoutingPolicy>,
        /// Whether a zone may be taken out by hand. Default: false.
        zonal_shift: Option<bool>,
        /// Whether security groups also guard connections through PrivateLink. Default: true.
        enforce_security_group_inbound_rules_on_private_link_traffic: Option<bool>,
        /// Load balancer capacity units that are kept ready. Default: none.
        minimum_capacity_unit: Option<u32>,
    ) -> NetworkLoadBalancer {
        let node = scope.node().child(id);
        let chosen = subnets(vpc, internet_facing, vpc_subnets);
        let groups = match security_groups {
            _ if disable_security_groups => Vec::new(),
            Some(groups) => groups,
            None => vec![default_security_group(&node, vpc)],
        };
        let enforce = enforce_security_group_inbound_rules_on_private_link_traffic
            .map_or(Expr::Null, |enforce| Expr::from(if enforce { "on" } else { "off" }));
        let capacity = minimum_capacity_unit.map_or(Expr::Null, |units| {
            Expr::object([("CapacityUnits", Expr::from(i64::from(units)))])
        });
        let cfn = bag::<CfnLoadBalancer>([
            ("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", enforce),
            ("IpAddressType", ip_address_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("MinimumLoadBalancerCapacity", capacity),
            ("Name", opt(load_balancer_name.as_ref())),
            ("Scheme", scheme(internet_facing)),
            ("Subnets", Expr::List(chosen.subnet_ids().into_iter().map(Expr::from).collect())),
            ("Type", Expr::from("network")),
        ])
        .add_to(&node, "Resource");
        for group in &groups {
            push_security_group(&cfn, group);
        }
        if internet_facing {
            chosen.connect_first(&cfn);
        }
        let said = |said: Option<bool>| said.map(|said| said.to_string());
        let routing = client_routing_policy.map(|policy| match policy {
            ClientRoutingPolicy::AvailabilityZoneAffinity => "availability_zone_affinity".into(),
            ClientRoutingPolicy::PartialAvailabilityZoneAffinity => {
                "partial_availability_zone_affinity".into()
            }
            ClientRoutingPolicy::AnyAvailabilityZone => "any_availability_zone".into(),
        });
        set_attributes(
            &cfn,
            [
                ("deletion_protection.enabled", Some(deletion_protection.to_string())),
                ("load_balancing.cross_zone.enabled", said(cross_zone_enabled)),
                ("dns_record.client_routing_policy", routing),
                ("zonal_shift.config.enabled", said(zonal_shift)),
            ],
        );
        NetworkLoadBalancer {
            node,
            arn: cfn.reference(),
            dns_name: Some(cfn.attr_dns_name()),
            zone: Some(cfn.attr_canonical_hosted_zone_id()),
            cfn: Some(cfn),
            vpc: Some(vpc.clone()),
            connections: Connections::new(groups, None),
        }
    }

    /// A network load balancer that no stack of the program makes.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_network_load_balancer_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// ARN of the load balancer.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        load_balancer_arn: Value<String>,
        /// Its security groups. Default: none.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Its DNS name. Needed by DNS records.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        load_balancer_dns_name: Option<Value<String>>,
        /// The hosted zone of its DNS name. Needed by DNS records.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        load_balancer_canonical_hosted_zone_id: Option<Value<String>>,
        /// Its VPC. Needed to add targets.
        vpc: Option<&Vpc>,
    ) -> NetworkLoadBalancer {
        NetworkLoadBalancer {
            node: scope.node().child(id),
            cfn: None,
            arn: load_balancer_arn,
            dns_name: load_balancer_dns_name,
            zone: load_balancer_canonical_hosted_zone_id,
            vpc: vpc.cloned(),
            connections: Connections::new(security_groups, None),
        }
    }

    /// Adds a port: `lb.add_listener("Tcp", NetworkListen::tcp(5432)).build()`.
    ///
    /// # Findings
    /// `listener-without-action` when no target group gets its connections.
    #[builder(finish_fn = build)]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter's type names it")]
    pub fn add_listener<'a>(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn)] listen: NetworkListen,
        /// Which groups get the connections.
        default_action: Option<NetworkListenerAction>,
        /// Groups that get the connections, evenly.
        #[builder(default, with = |groups: impl IntoIterator<Item = &'a NetworkTargetGroup>| groups.into_iter().collect())]
        default_target_groups: Vec<&'a NetworkTargetGroup>,
        /// How long a TCP connection may be silent, 60 to 6,000 seconds. Default: 350 seconds.
        tcp_idle_timeout: Option<Duration>,
    ) -> NetworkListener {
        let groups = (!default_target_groups.is_empty())
            .then(|| NetworkListenerAction::forward(default_target_groups));
        NetworkListener::make(self, id, listen, default_action.or(groups), tcp_idle_timeout)
    }
}

impl NetworkLoadBalancer {
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

    /// Name in metrics, `net/edge/0123456789abcdef`.
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

    /// Adds a security group.
    pub fn add_security_group(&self, group: &SecurityGroup) {
        if let Some(cfn) = &self.cfn {
            push_security_group(cfn, group);
        }
        self.connections.add_security_group(group);
    }

    /// Sets an attribute, such as `load_balancing.cross_zone.enabled`.
    pub fn set_attribute(&self, key: &str, value: impl IntoValue<String>) {
        if let Some(cfn) = &self.cfn {
            let value = value.into_value();
            super::load_balancer::set_attribute(cfn, "LoadBalancerAttributes", key, value);
        }
    }
}

impl Construct for NetworkLoadBalancer {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for NetworkLoadBalancer {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
