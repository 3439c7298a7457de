//! VPC endpoints: AWS services without the internet.

use super::{Connectable, Connections, Peer, Port, SecurityGroup, SubnetSelection, Vpc};
use crate::bag::bag;
use crate::cfn::ec2::CfnVPCEndpoint;
use crate::iam::PolicyDocument;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
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

/// A service with gateway endpoints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GatewayVpcEndpointAwsService(&'static str);

impl GatewayVpcEndpointAwsService {
    /// S3.
    pub const S3: Self = Self("s3");
    /// S3 Express One Zone.
    pub const S3_EXPRESS: Self = Self("s3express");
    /// DynamoDB.
    pub const DYNAMODB: Self = Self("dynamodb");

    /// A service by the end of its name: `s3` of `com.amazonaws.eu-west-1.s3`.
    pub const fn of(name: &'static str) -> Self {
        Self(name)
    }
}

/// An interface endpoint: a service at addresses of the VPC's own, at a price by the hour and zone.
///
/// Its security group lets everyone in the VPC connect, unless `open` is false.
#[derive(Clone, Debug)]
pub struct InterfaceVpcEndpoint {
    node: Node,
    cfn: Resource<CfnVPCEndpoint>,
    connections: Connections,
}

/// A service with interface endpoints.
#[derive(Clone, Debug)]
pub struct InterfaceVpcEndpointAwsService {
    name: Service,
    port: u16,
    private_dns: bool,
}

#[derive(Clone, Debug)]
enum Service {
    Aws(&'static str),
    Full(Value<String>),
}

macro_rules! services {
    ($($(#[$doc:meta])* $constant:ident = $name:literal,)*) => {
        impl InterfaceVpcEndpointAwsService {
            $($(#[$doc])* #[doc = concat!("The service `", $name, "`.")] pub const $constant: Self = Self::of($name);)*
        }
    };
}

services! {
    API_GATEWAY = "execute-api", ATHENA = "athena", AUTOSCALING = "autoscaling", CLOUDFORMATION = "cloudformation",
    CLOUDWATCH = "monitoring", CLOUDWATCH_EVENTS = "events", CLOUDWATCH_LOGS = "logs", CODEBUILD = "codebuild",
    CODECOMMIT = "codecommit", CODEDEPLOY = "codedeploy", CODEPIPELINE = "codepipeline", EC2 = "ec2",
    EC2_MESSAGES = "ec2messages", ECR = "ecr.api", ECR_DOCKER = "ecr.dkr", ECS = "ecs", ECS_AGENT = "ecs-agent",
    ECS_TELEMETRY = "ecs-telemetry", EKS = "eks", EKS_AUTH = "eks-auth", ELASTIC_FILESYSTEM = "elasticfilesystem",
    ELASTIC_LOAD_BALANCING = "elasticloadbalancing", EVENTBRIDGE = "events", KINESIS_STREAMS = "kinesis-streams",
    KMS = "kms", LAMBDA = "lambda", RDS = "rds", RDS_DATA = "rds-data", S3 = "s3", SECRETS_MANAGER = "secretsmanager",
    SERVICE_DISCOVERY = "servicediscovery", SNS = "sns", SQS = "sqs", SSM = "ssm", SSM_MESSAGES = "ssmmessages",
    STEP_FUNCTIONS = "states", STS = "sts", XRAY = "xray",
}

impl InterfaceVpcEndpointAwsService {
    /// A service of AWS by the end of its name: `logs` of `com.amazonaws.eu-west-1.logs`.
    pub const fn of(name: &'static str) -> Self {
        Self { name: Service::Aws(name), port: 443, private_dns: true }
    }

    /// A service by its whole name, such as one of a partner, `com.amazonaws.vpce.eu-west-1.vpce-svc-…`.
    pub fn custom(name: impl IntoValue<String>, port: u16) -> Self {
        Self { name: Service::Full(name.into_value()), port, private_dns: false }
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
        let node = self.node().child(id);
        let subnets = match subnets {
            Some(selections) => selections
                .iter()
                .flat_map(|selection| self.select_subnets(selection).subnets().to_vec())
                .collect(),
            None => {
                [self.private_subnets(), self.public_subnets(), self.isolated_subnets()].concat()
            }
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
        let service = text!("com.amazonaws.{}.{}", node.stack().region(), service.0);
        let policy = policy.map_or(Expr::Null, |policy| policy.to_value(&node.stack()).into());
        let cfn = bag::<CfnVPCEndpoint>([
            ("PolicyDocument", policy),
            ("RouteTableIds", Expr::List(tables)),
            ("ServiceName", service.into()),
            ("VpcEndpointType", Expr::from("Gateway")),
            ("VpcId", self.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        GatewayVpcEndpoint { node, cfn }
    }

    /// Adds an interface endpoint.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_interface_endpoint(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn)] service: InterfaceVpcEndpointAwsService,
        /// Subnets in which it has an address, one per zone. Default: private ones with egress, else isolated ones.
        #[builder(default)]
        subnets: SubnetSelection,
        /// Its security groups. Default: a new one.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether everyone in the VPC may connect. Default: true.
        #[builder(default = true)]
        open: bool,
        /// Whether the service's usual name leads to the endpoint. Default: true, of services by their whole name false.
        private_dns_enabled: Option<bool>,
        /// What may be done through the endpoint. Default: everything.
        policy: Option<&PolicyDocument>,
    ) -> InterfaceVpcEndpoint {
        let node = self.node().child(id);
        let groups = match security_groups {
            none if none.is_empty() => {
                vec![SecurityGroup::builder(&node, "SecurityGroup").vpc(self).build()]
            }
            some => some,
        };
        let ids = groups.iter().map(|group| Expr::from(group.security_group_id())).collect();
        let connections = Connections::new(groups, Some(Port::tcp(service.port)));
        if open {
            connections.allow_default_port_from(&Peer::ipv4(self.vpc_cidr_block()));
        }
        let name = match &service.name {
            Service::Aws(name) => text!("com.amazonaws.{}.{}", node.stack().region(), name),
            Service::Full(name) => name.clone(),
        };
        let policy = policy.map_or(Expr::Null, |policy| policy.to_value(&node.stack()).into());
        let subnets = self.select_subnets(&subnets.one_per_az()).subnet_ids();
        let cfn = bag::<CfnVPCEndpoint>([
            ("PolicyDocument", policy),
            ("PrivateDnsEnabled", Expr::from(private_dns_enabled.unwrap_or(service.private_dns))),
            ("SecurityGroupIds", Expr::List(ids)),
            ("ServiceName", name.into()),
            ("SubnetIds", Expr::List(subnets.into_iter().map(Expr::from).collect())),
            ("VpcEndpointType", Expr::from("Interface")),
            ("VpcId", self.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        InterfaceVpcEndpoint { node, cfn, connections }
    }
}

impl Vpc {
    /// Lets everything in the VPC use these services without the internet: an interface endpoint for each.
    ///
    /// Containers that start without NAT need `ECR`, `ECR_DOCKER` and `CLOUDWATCH_LOGS`, and the gateway endpoint of S3.
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

impl GatewayVpcEndpoint {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPCEndpoint> {
        &self.cfn
    }

    /// Id of the endpoint, `vpce-…`.
    pub fn vpc_endpoint_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl InterfaceVpcEndpoint {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPCEndpoint> {
        &self.cfn
    }

    /// Id of the endpoint, `vpce-…`.
    pub fn vpc_endpoint_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Hosted zones and DNS names of the endpoint, `Z…:vpce-….amazonaws.com`.
    pub fn vpc_endpoint_dns_entries(&self) -> Value<Vec<String>> {
        self.cfn.attr_dns_entries()
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
