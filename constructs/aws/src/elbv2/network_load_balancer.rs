//! Network load balancers: TCP, UDP and TLS.

use super::load_balancer::{
    default_security_group, known, push_security_group, scheme, set_attributes, subnets,
};
use super::{
    IpAddressType, NetworkListen, NetworkListener, NetworkListenerAction, NetworkTargetGroup,
};
use crate::bag::{bag, list, opt};
use crate::cfn::elasticloadbalancingv2::CfnLoadBalancer;
use crate::ec2::{Connectable, Connections, SecurityGroup, Subnet, SubnetSelection, Vpc};
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

/// A subnet of a network load balancer, and the address that it has there.
///
/// ```
/// # use cumulo::{ec2::Subnet, elbv2::SubnetMapping};
/// # fn mapping(subnet: &Subnet) -> SubnetMapping {
/// SubnetMapping::new(subnet).allocation_id("eipalloc-0123456789abcdef0")
/// # }
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-elasticloadbalancingv2-loadbalancer-subnetmapping.html>
#[derive(Clone, Debug)]
pub struct SubnetMapping {
    subnet: Subnet,
    allocation_id: Option<Value<String>>,
    ipv6_address: Option<Value<String>>,
    private_ipv4_address: Option<Value<String>>,
    source_nat_ipv6_prefix: Option<Value<String>>,
}

impl SubnetMapping {
    /// A subnet, with addresses that AWS chooses.
    pub fn new(subnet: &Subnet) -> Self {
        Self {
            subnet: subnet.clone(),
            allocation_id: None,
            ipv6_address: None,
            private_ipv4_address: None,
            source_nat_ipv6_prefix: None,
        }
    }

    /// The Elastic IP address that clients of the internet reach it by, `eipalloc-…`.
    #[must_use]
    pub fn allocation_id(mut self, id: impl IntoValue<String>) -> Self {
        self.allocation_id = Some(id.into_value());
        self
    }

    /// The IPv6 address that it has in the subnet.
    #[must_use]
    pub fn ipv6_address(mut self, address: impl IntoValue<String>) -> Self {
        self.ipv6_address = Some(address.into_value());
        self
    }

    /// The private IPv4 address that it has in the subnet; of internal load balancers.
    #[must_use]
    pub fn private_ipv4_address(mut self, address: impl IntoValue<String>) -> Self {
        self.private_ipv4_address = Some(address.into_value());
        self
    }

    /// The prefix, `/80`, from which targets are addressed over IPv6; or `auto_assigned`.
    #[must_use]
    pub fn source_nat_ipv6_prefix(mut self, prefix: impl IntoValue<String>) -> Self {
        self.source_nat_ipv6_prefix = Some(prefix.into_value());
        self
    }

    fn render(&self) -> Expr {
        Expr::object([
            ("AllocationId", opt(self.allocation_id.as_ref())),
            ("IPv6Address", opt(self.ipv6_address.as_ref())),
            ("PrivateIPv4Address", opt(self.private_ipv4_address.as_ref())),
            ("SourceNatIpv6Prefix", opt(self.source_nat_ipv6_prefix.as_ref())),
            ("SubnetId", self.subnet.subnet_id().into()),
        ])
    }
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
        /// Whether IPv6 from the internet is refused, with dual stack. Default: AWS's own.
        deny_all_igw_traffic: Option<bool>,
        /// Whether targets see addresses of a prefix of the subnet's, which UDP over IPv6 needs. Default: false.
        enable_prefix_for_ipv6_source_nat: Option<bool>,
        /// Subnets in which it stands, with addresses of its own there; instead of `vpc_subnets`.
        #[builder(default, with = |mappings: impl IntoIterator<Item = SubnetMapping>| mappings.into_iter().collect())]
        subnet_mappings: Vec<SubnetMapping>,
    ) -> NetworkLoadBalancer {
        let node = scope.node().child(id);
        if !subnet_mappings.is_empty() && vpc_subnets.is_some() {
            node.error(
                "load-balancer-subnets",
                "both `vpc_subnets` and `subnet_mappings` say where the load balancer stands",
                "keep one of them",
            );
        }
        let mapped = subnet_mappings.iter().map(|mapping| mapping.subnet.clone());
        let wanted = match subnet_mappings.is_empty() {
            true => vpc_subnets,
            false => Some(SubnetSelection::subnets(mapped)),
        };
        let chosen = subnets(vpc, internet_facing, wanted);
        let subnet_ids = match subnet_mappings.is_empty() {
            true => Expr::List(chosen.subnet_ids().into_iter().map(Expr::from).collect()),
            false => Expr::Null,
        };
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
            (
                "EnablePrefixForIpv6SourceNat",
                enable_prefix_for_ipv6_source_nat
                    .map_or(Expr::Null, |on| Expr::from(if on { "on" } else { "off" })),
            ),
            ("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", enforce),
            ("IpAddressType", ip_address_type.map_or(Expr::Null, |of| Expr::from(of.name()))),
            ("MinimumLoadBalancerCapacity", capacity),
            ("Name", opt(load_balancer_name.as_ref())),
            ("Scheme", scheme(internet_facing)),
            ("SubnetMappings", list(subnet_mappings.iter().map(SubnetMapping::render))),
            ("Subnets", subnet_ids),
            ("Type", Expr::from("network")),
        ])
        .add_to(&node, "Resource");
        for group in &groups {
            push_security_group(&cfn, group);
        }
        if internet_facing && subnet_mappings.is_empty() {
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
                ("ipv6.deny_all_igw_traffic", said(deny_all_igw_traffic)),
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
