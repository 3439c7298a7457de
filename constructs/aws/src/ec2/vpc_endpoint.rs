//! VPC endpoints: AWS services without the internet.

use super::{
    Connectable, Connections, GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Peer,
    Port, SecurityGroup, SubnetSelection, Vpc,
};
use crate::bag::bag;
use crate::cfn::ec2::CfnVPCEndpoint;
use crate::iam::{PolicyDocument, PolicyStatement};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A gateway endpoint: S3 or DynamoDB through the route tables of subnets, at no cost.
///
/// ```
/// use cumulo::{App, Stack, ec2::{GatewayVpcEndpointAwsService, InterfaceVpcEndpointAwsService, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
/// vpc.add_gateway_endpoint("S3", GatewayVpcEndpointAwsService::S3).build();
/// vpc.add_interface_endpoint("Ecr", InterfaceVpcEndpointAwsService::ECR_DOCKER).build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpoint.html>
#[derive(Clone, Debug)]
pub struct GatewayVpcEndpoint {
    node: Node,
    cfn: Resource<CfnVPCEndpoint>,
}

/// An interface endpoint: a service at addresses of the VPC's own, at a price by the hour and zone.
///
/// Its security group lets everyone in the VPC connect, unless `open` is false.
///
/// ```
/// use cumulo::ec2::{InterfaceVpcEndpoint, InterfaceVpcEndpointAwsService, Vpc};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// InterfaceVpcEndpoint::builder(&stack, "Secrets")
///     .vpc(&vpc)
///     .service(InterfaceVpcEndpointAwsService::SECRETS_MANAGER)
///     .build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
#[derive(Clone, Debug)]
pub struct InterfaceVpcEndpoint {
    node: Node,
    cfn: Resource<CfnVPCEndpoint>,
    connections: Connections,
}

/// Kinds of addresses that an interface endpoint has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VpcEndpointIpAddressType {
    /// IPv4.
    Ipv4,
    /// IPv6.
    Ipv6,
    /// Both.
    DualStack,
}

/// Kinds of DNS records that an interface endpoint has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VpcEndpointDnsRecordIpType {
    /// A records.
    Ipv4,
    /// AAAA records.
    Ipv6,
    /// Both.
    DualStack,
    /// What the service says.
    ServiceDefined,
}

#[bon]
impl GatewayVpcEndpoint {
    /// A gateway endpoint in a scope of its own; [`Vpc::add_gateway_endpoint`] makes one in the VPC.
    ///
    /// # Findings
    /// `endpoint-without-subnets` when no subnet can use it.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC whose subnets use the service.
        vpc: &Vpc,
        /// The service.
        service: GatewayVpcEndpointAwsService,
        /// Subnets whose route tables lead to the service. Default: all.
        #[builder(with = |subnets: impl IntoIterator<Item = SubnetSelection>| subnets.into_iter().collect())]
        subnets: Option<Vec<SubnetSelection>>,
        /// What may be done through the endpoint. Default: everything.
        policy: Option<&PolicyDocument>,
    ) -> GatewayVpcEndpoint {
        let node = scope.node().child(id);
        let subnets = match subnets {
            Some(selections) => selections
                .iter()
                .flat_map(|selection| vpc.select_subnets(selection).subnets().to_vec())
                .collect(),
            None => [vpc.private_subnets(), vpc.public_subnets(), vpc.isolated_subnets()].concat(),
        };
        let mut tables: Vec<Expr> = Vec::with_capacity(subnets.len());
        for subnet in subnets {
            let table = Expr::from(subnet.route_table_id());
            if !tables.contains(&table) {
                tables.push(table);
            }
        }
        if tables.is_empty() {
            node.error(
                "endpoint-without-subnets",
                "no subnet can use the gateway endpoint",
                "choose subnets of the VPC by `subnets`",
            );
        }
        let cfn = bag::<CfnVPCEndpoint>([
            ("RouteTableIds", Expr::List(tables)),
            ("ServiceName", service.service_name().into()),
            ("VpcEndpointType", Expr::from("Gateway")),
            ("VpcId", vpc.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        let endpoint = GatewayVpcEndpoint { node, cfn };
        add_statements(&endpoint.node, &endpoint.cfn, policy);
        endpoint
    }
}

#[bon]
impl InterfaceVpcEndpoint {
    /// An interface endpoint in a scope of its own; [`Vpc::add_interface_endpoint`] makes one in the VPC.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC in which the service is reached.
        vpc: &Vpc,
        /// The service.
        service: InterfaceVpcEndpointAwsService,
        /// Subnets with an address of the service, one per zone. Default: private ones with egress, else isolated, else public.
        #[builder(default)]
        subnets: SubnetSelection,
        /// Security groups of the endpoint. Default: a new one.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether everyone in the VPC may connect. Default: true.
        #[builder(default = true)]
        open: bool,
        /// Whether the service's usual name leads to the endpoint. Default: true for services of AWS.
        private_dns_enabled: Option<bool>,
        /// Kinds of addresses. Default: IPv4.
        ip_address_type: Option<VpcEndpointIpAddressType>,
        /// Kinds of DNS records. Default: by the addresses.
        dns_record_ip_type: Option<VpcEndpointDnsRecordIpType>,
        /// Whether private DNS serves only inbound resolver endpoints; for S3 with a gateway endpoint beside. Default: not said.
        private_dns_only_for_inbound_resolver_endpoint: Option<bool>,
        /// Region of the service where it is not the stack's. Default: the stack's.
        #[builder(with = |region: impl IntoValue<String>| region.into_value())]
        service_region: Option<Value<String>>,
        /// What may be done through the endpoint. Default: everything.
        policy: Option<&PolicyDocument>,
    ) -> InterfaceVpcEndpoint {
        let node = scope.node().child(id);
        let groups = match security_groups {
            none if none.is_empty() => {
                vec![SecurityGroup::builder(&node, "SecurityGroup").vpc(vpc).build()]
            }
            some => some,
        };
        let ids = groups.iter().map(|group| Expr::from(group.security_group_id())).collect();
        let connections = Connections::new(groups, Some(Port::tcp(service.port)));
        if open {
            connections.allow_default_port_from(&Peer::ipv4(vpc.vpc_cidr_block()));
        }
        let addresses = ip_address_type.map_or(Expr::Null, |kind| {
            Expr::from(match kind {
                VpcEndpointIpAddressType::Ipv4 => "ipv4",
                VpcEndpointIpAddressType::Ipv6 => "ipv6",
                VpcEndpointIpAddressType::DualStack => "dualstack",
            })
        });
        let records = dns_record_ip_type.map_or(Expr::Null, |kind| {
            Expr::from(match kind {
                VpcEndpointDnsRecordIpType::Ipv4 => "ipv4",
                VpcEndpointDnsRecordIpType::Ipv6 => "ipv6",
                VpcEndpointDnsRecordIpType::DualStack => "dualstack",
                VpcEndpointDnsRecordIpType::ServiceDefined => "service-defined",
            })
        });
        let resolver = private_dns_only_for_inbound_resolver_endpoint.map_or(Expr::Null, |only| {
            Expr::from(if only { "OnlyInboundResolver" } else { "AllResolvers" })
        });
        let dns = match Expr::object([
            ("DnsRecordIpType", records),
            ("PrivateDnsOnlyForInboundResolverEndpoint", resolver),
        ]) {
            Expr::Map(none) if none.is_empty() => Expr::Null,
            some => some,
        };
        let subnets = vpc.select_subnets(&subnets.one_per_az()).subnet_ids();
        let cfn = bag::<CfnVPCEndpoint>([
            ("DnsOptions", dns),
            ("IpAddressType", addresses),
            ("PrivateDnsEnabled", Expr::from(private_dns_enabled.unwrap_or(service.private_dns))),
            ("SecurityGroupIds", Expr::List(ids)),
            ("ServiceName", service.service_name(&node.stack()).into()),
            ("ServiceRegion", crate::bag::opt(service_region.as_ref())),
            ("SubnetIds", Expr::List(subnets.into_iter().map(Expr::from).collect())),
            ("VpcEndpointType", Expr::from("Interface")),
            ("VpcId", vpc.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        let endpoint = InterfaceVpcEndpoint { node, cfn, connections };
        add_statements(&endpoint.node, &endpoint.cfn, policy);
        endpoint
    }
}

#[bon]
impl Vpc {
    /// Adds a gateway endpoint.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_gateway_endpoint(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn)] service: GatewayVpcEndpointAwsService,
        /// Subnets whose route tables lead to the service. Default: all.
        #[builder(with = |subnets: impl IntoIterator<Item = SubnetSelection>| subnets.into_iter().collect())]
        subnets: Option<Vec<SubnetSelection>>,
        /// What may be done through the endpoint. Default: everything.
        policy: Option<&PolicyDocument>,
    ) -> GatewayVpcEndpoint {
        GatewayVpcEndpoint::builder(self, id)
            .vpc(self)
            .service(service)
            .maybe_subnets(subnets)
            .maybe_policy(policy)
            .build()
    }

    /// Adds an interface endpoint.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_interface_endpoint(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn)] service: InterfaceVpcEndpointAwsService,
        /// Subnets with an address of the service, one per zone. Default: private ones with egress, else isolated, else public.
        #[builder(default)]
        subnets: SubnetSelection,
        /// Security groups of the endpoint. Default: a new one.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether everyone in the VPC may connect. Default: true.
        #[builder(default = true)]
        open: bool,
        /// Whether the service's usual name leads to the endpoint. Default: true for services of AWS.
        private_dns_enabled: Option<bool>,
        /// What may be done through the endpoint. Default: everything.
        policy: Option<&PolicyDocument>,
    ) -> InterfaceVpcEndpoint {
        InterfaceVpcEndpoint::builder(self, id)
            .vpc(self)
            .service(service)
            .subnets(subnets)
            .security_groups(security_groups)
            .open(open)
            .maybe_private_dns_enabled(private_dns_enabled)
            .maybe_policy(policy)
            .build()
    }
}

impl Vpc {
    /// Lets workloads without a way to the internet reach these services: an interface endpoint each.
    #[track_caller]
    pub fn private_access_to(
        &self,
        services: impl IntoIterator<Item = (&'static str, InterfaceVpcEndpointAwsService)>,
    ) -> Vec<InterfaceVpcEndpoint> {
        let mut endpoints = Vec::new();
        for (id, service) in services {
            endpoints.push(self.add_interface_endpoint(id, service).build());
        }
        endpoints
    }
}

/// Adds to the endpoint's policy, which says what may be done through it.
#[track_caller]
fn add_statements(node: &Node, cfn: &Resource<CfnVPCEndpoint>, added: Option<&PolicyDocument>) {
    let Some(added) = added else { return };
    for statement in added.statements() {
        statement.check_for_resource(node);
    }
    let stack = node.stack();
    let policy = node.with_state::<PolicyDocument, _>(|policy| {
        policy.add_statements(added.statements().iter().cloned());
        policy.to_value(&stack)
    });
    cfn.edit_properties(|properties| properties.set("PolicyDocument", policy));
}

impl GatewayVpcEndpoint {
    /// The resource behind it.
    pub fn cfn(&self) -> &Resource<CfnVPCEndpoint> {
        &self.cfn
    }

    /// Id of the endpoint, such as `vpce-…`; for conditions like `aws:SourceVpce`.
    pub fn vpc_endpoint_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Allows or denies something to whoever uses the endpoint; the first statement ends that everything is allowed.
    #[track_caller]
    pub fn add_to_policy(&self, statement: PolicyStatement) {
        add_statements(&self.node, &self.cfn, Some(&PolicyDocument::new([statement])));
    }
}

impl InterfaceVpcEndpoint {
    /// The resource behind it.
    pub fn cfn(&self) -> &Resource<CfnVPCEndpoint> {
        &self.cfn
    }

    /// Id of the endpoint, such as `vpce-…`; for conditions like `aws:SourceVpce`.
    pub fn vpc_endpoint_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// DNS names of the endpoint, each behind the id of its hosted zone and a colon.
    pub fn vpc_endpoint_dns_entries(&self) -> Value<Vec<String>> {
        self.cfn.attr_dns_entries()
    }

    /// Allows or denies something to whoever uses the endpoint; the first statement ends that everything is allowed.
    #[track_caller]
    pub fn add_to_policy(&self, statement: PolicyStatement) {
        add_statements(&self.node, &self.cfn, Some(&PolicyDocument::new([statement])));
    }
}

impl Construct for GatewayVpcEndpoint {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Construct for InterfaceVpcEndpoint {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for InterfaceVpcEndpoint {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
