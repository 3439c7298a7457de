//! Namespaces: what names of services stand in.

use super::service::{DiscoveryType, DnsRecordType, HealthCheck, RoutingPolicy, Service};
use crate::bag::{bag, opt};
use crate::cfn::servicediscovery::{
    CfnHttpNamespace, CfnPrivateDnsNamespace, CfnPublicDnsNamespace,
};
use crate::ec2::Vpc;
use crate::{CfnType, Construct, Duration, IntoValue, Node, Value};
use bon::bon;

/// How services of a namespace are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NamespaceType {
    /// By API calls only.
    Http,
    /// By API calls and by DNS within a VPC.
    #[default]
    DnsPrivate,
    /// By API calls and by DNS on the internet.
    DnsPublic,
}

/// A namespace of any type: what services stand in.
///
/// ```
/// use cumulo::ec2::Vpc;
/// use cumulo::prelude::*;
/// use cumulo::servicediscovery::PrivateDnsNamespace;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let local = PrivateDnsNamespace::builder(&stack, "Local").name("shop.local").vpc(&vpc).build();
/// local.create_service("Cart").name("cart").build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct Namespace {
    node: Node,
    kind: NamespaceType,
    id: Value<String>,
    name: Value<String>,
    arn: Value<String>,
    hosted_zone_id: Option<Value<String>>,
}

/// Makes namespaces that are found by API calls only.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-httpnamespace.html>
#[derive(Clone, Copy, Debug)]
pub struct HttpNamespace;

/// Makes namespaces whose names resolve within a VPC.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-privatednsnamespace.html>
#[derive(Clone, Copy, Debug)]
pub struct PrivateDnsNamespace;

/// Makes namespaces whose names resolve on the internet.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-servicediscovery-publicdnsnamespace.html>
#[derive(Clone, Copy, Debug)]
pub struct PublicDnsNamespace;

#[bon]
impl HttpNamespace {
    /// A namespace that is found by API calls only.
    #[builder]
    #[track_caller]
    #[allow(clippy::new_ret_no_self, reason = "namespaces of all types are one type")]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name, up to 1,024 characters.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        name: Value<String>,
        /// What it is for, up to 1,024 characters. Default: none.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> Namespace {
        let node = scope.node().child(id);
        let cfn = bag::<CfnHttpNamespace>([
            ("Description", opt(description.as_ref())),
            ("Name", (&name).into()),
        ])
        .add_to(&node, "Resource");
        Namespace::of(&node, cfn.node(), NamespaceType::Http, name)
    }
}

#[bon]
impl PrivateDnsNamespace {
    /// A namespace whose names resolve within a VPC.
    #[builder]
    #[track_caller]
    #[allow(clippy::new_ret_no_self, reason = "namespaces of all types are one type")]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its domain, such as `shop.local`.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        name: Value<String>,
        /// The VPC in which it resolves.
        vpc: &Vpc,
        /// What it is for, up to 1,024 characters. Default: none.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> Namespace {
        let node = scope.node().child(id);
        let cfn = bag::<CfnPrivateDnsNamespace>([
            ("Description", opt(description.as_ref())),
            ("Name", (&name).into()),
            ("Vpc", vpc.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        Namespace::of(&node, cfn.node(), NamespaceType::DnsPrivate, name)
    }
}

#[bon]
impl PublicDnsNamespace {
    /// A namespace whose names resolve on the internet.
    #[builder]
    #[track_caller]
    #[allow(clippy::new_ret_no_self, reason = "namespaces of all types are one type")]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its domain, such as `example.com`.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        name: Value<String>,
        /// What it is for, up to 1,024 characters. Default: none.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> Namespace {
        let node = scope.node().child(id);
        let cfn = bag::<CfnPublicDnsNamespace>([
            ("Description", opt(description.as_ref())),
            ("Name", (&name).into()),
        ])
        .add_to(&node, "Resource");
        Namespace::of(&node, cfn.node(), NamespaceType::DnsPublic, name)
    }
}

#[bon]
impl Namespace {
    fn of(node: &Node, cfn: &Node, kind: NamespaceType, name: Value<String>) -> Self {
        let hosted_zone_id = (kind != NamespaceType::Http).then(|| cfn.attribute("HostedZoneId"));
        let (id, arn) = (cfn.attribute("Id"), cfn.attribute("Arn"));
        Self { node: node.clone(), kind, id, arn, name, hosted_zone_id }
    }

    /// A namespace that no stack of the program makes.
    #[track_caller]
    pub fn from_attributes(
        scope: &dyn Construct,
        id: &str,
        kind: NamespaceType,
        namespace_id: impl IntoValue<String>,
        namespace_arn: impl IntoValue<String>,
        name: impl IntoValue<String>,
    ) -> Self {
        Self {
            node: scope.node().child(id),
            kind,
            id: namespace_id.into_value(),
            arn: namespace_arn.into_value(),
            name: name.into_value(),
            hosted_zone_id: None,
        }
    }

    /// Id of the namespace, `ns-…`.
    pub fn namespace_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// ARN of the namespace.
    pub fn namespace_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name or domain.
    pub fn namespace_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// The hosted zone that holds its records; HTTP namespaces and imported ones have none.
    pub fn hosted_zone_id(&self) -> Option<Value<String>> {
        self.hosted_zone_id.clone()
    }

    /// How services of the namespace are found.
    pub fn namespace_type(&self) -> NamespaceType {
        self.kind
    }

    /// A service of the namespace, as its child `id`.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn create_service(
        &self,
        #[builder(start_fn)] id: &str,
        /// Its name in the namespace. Default: generated by CloudFormation.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        name: Option<Value<String>>,
        /// What it is for. Default: none.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Kind of its DNS records. Default: `A`.
        dns_record_type: Option<DnsRecordType>,
        /// How long resolvers keep its records. Default: 1 minute.
        dns_ttl: Option<Duration>,
        /// Which instances an answer names. Default: weighted for `CNAME`, else multivalue.
        routing_policy: Option<RoutingPolicy>,
        /// After how many failed custom health checks an instance counts as unhealthy. Default: no custom checks.
        custom_health_check_failure_threshold: Option<u32>,
        /// How Route 53 checks instances; of public DNS namespaces. Default: not at all.
        health_check: Option<HealthCheck>,
        /// Whether the service's name leads to a load balancer, to which answers are weighted. Default: false.
        #[builder(default)]
        load_balancer: bool,
        /// By which ways instances are found. Default: by all that the namespace has.
        discovery_type: Option<DiscoveryType>,
    ) -> Service {
        Service::builder(self, id)
            .namespace(self)
            .maybe_name(name)
            .maybe_description(description)
            .maybe_dns_record_type(dns_record_type)
            .maybe_dns_ttl(dns_ttl)
            .maybe_routing_policy(routing_policy)
            .maybe_custom_health_check_failure_threshold(custom_health_check_failure_threshold)
            .maybe_health_check(health_check)
            .load_balancer(load_balancer)
            .maybe_discovery_type(discovery_type)
            .build()
    }
}

impl Construct for Namespace {
    fn node(&self) -> &Node {
        &self.node
    }
}
