//! A system's network.

use super::by_stage::{is_protected, log_group};
use super::network_acls;
use crate::ec2::{
    Connectable, FlowLogDestination, GatewayVpcEndpointAwsService, InterfaceVpcEndpoint,
    InterfaceVpcEndpointAwsService, NatGateways, Peer, Port, RegionalNatGateway, SecurityGroup,
    Subnet, SubnetConfiguration, SubnetSelection, SubnetType, Vpc,
};
use crate::{Cidr, Construct, Node, Stage, Tags, cidr, text};
use bon::bon;

/// For how many zones addresses are kept, so that a zone that comes later moves no subnet.
const PLANNED_ZONES: usize = 4;

/// A VPC with public and private subnets, and isolated ones on request; what stands in the private
/// ones is not reachable from the internet.
///
/// - NAT gateways by stage: one, in a protected stage one per zone.
/// - S3 and DynamoDB are reached by gateway endpoints, which cost nothing.
/// - Subnets are named `<app>-<stage>-<tier>-<zone>`, and keep their addresses when a zone or the
///   isolated tier is added.
/// - A protected stage logs every connection, for 90 days.
/// - Public subnets hand out no public addresses by themselves: load balancers and NAT gateways need none.
///
/// CloudFormation cannot close the security group that every VPC has by default; nothing here uses it.
///
/// ```
/// use cumulo::patterns::Network;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stage = Stage::builder(&app, "prod").account("222222222222").region("us-east-1").protected(true).build();
/// let stack = Stack::builder(&stage, "Network").build();
/// let network = Network::builder(&stack, "Network").cidr(cidr!("10.20.0.0/16")).isolated_subnets(true).build();
/// assert_eq!(network.vpc().public_subnets().len(), 2);
/// # cumulo::testing::Template::of(&app, "prod/Network");
/// ```
#[derive(Clone, Debug)]
pub struct Network {
    node: Node,
    vpc: Vpc,
}

/// Which subnets of a [`Network`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tier {
    /// Those that the internet reaches: for load balancers and NAT gateways.
    Public,
    /// Those whose connections go out through NAT gateways, if there are any: for services.
    Private,
    /// Those without a way to the internet: for databases.
    Isolated,
}

/// Network ACLs in front of a [`Network`]'s subnets: a second, coarser filter behind the security groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NaclProfile {
    /// None but the VPC's own, which lets everything through.
    #[default]
    Open,
    /// Connections into private subnets come from public and private ones only, those into isolated
    /// subnets from private and isolated ones only.
    PrivateFromPublicOnly,
}

#[bon]
impl Network {
    /// A network.
    ///
    /// # Findings
    /// Those of [`Vpc`]; `network-zones` when `max_azs` is 0 or more than 4.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its addresses, /16 to /24. Default: 10.0.0.0/16.
        #[builder(default = cidr!("10.0.0.0/16"))]
        cidr: Cidr,
        /// In how many zones it has subnets, 1 to 4; more than 2 need a stage with account and region. Default: 2.
        #[builder(default = 2)]
        max_azs: usize,
        /// NAT gateways. Default: one, in a protected stage one per zone. Without any, services need
        /// [`add_container_endpoints`](Network::add_container_endpoints).
        #[builder(into)]
        nat: Option<NatGateways>,
        /// Whether one NAT gateway serves all zones and follows the workloads into them; `nat` then says nothing. Default: false.
        #[builder(default)]
        regional_nat: bool,
        /// Whether there are subnets without a way to the internet, for databases. Default: false; their addresses are kept free.
        #[builder(default)]
        isolated_subnets: bool,
        /// Whether S3 and DynamoDB are reached without NAT gateways. Default: true.
        #[builder(default = true)]
        gateway_endpoints: bool,
        /// Whether connections are logged. Default: in a protected stage.
        flow_logs: Option<bool>,
        /// Network ACLs in front of the subnets. Default: none.
        #[builder(default)]
        nacl_profile: NaclProfile,
        /// Start of the subnets' names. Default: `<app>-<stage>`, outside of stages the stack's name.
        name: Option<&str>,
    ) -> Network {
        let node = scope.node().child(id);
        if !(1..=PLANNED_ZONES).contains(&max_azs) {
            node.error(
                "network-zones",
                format!("a network has subnets in 1 to {PLANNED_ZONES} zones, not in {max_azs}"),
                "choose two, or three where one lost zone must not halve the system",
            );
        }
        let protected = is_protected(&node);
        let nat = nat.unwrap_or(if protected { NatGateways::PerAz } else { NatGateways::One });
        let without_nat = !regional_nat && matches!(nat, NatGateways::None | NatGateways::Count(0));
        let regional = regional_nat.then(|| RegionalNatGateway::builder().build());
        let private = match without_nat {
            true => SubnetType::PrivateIsolated,
            false => SubnetType::PrivateWithEgress,
        };
        let public = SubnetConfiguration::new(Tier::Public.name(), SubnetType::Public);
        let isolated = SubnetConfiguration::new(Tier::Isolated.name(), SubnetType::PrivateIsolated);
        let vpc = Vpc::builder(&node, "Vpc")
            .cidr(cidr)
            .max_azs(max_azs)
            .reserved_azs(PLANNED_ZONES.saturating_sub(max_azs))
            .nat_gateways(nat)
            .maybe_regional_nat_gateway(regional)
            .subnet_configuration([
                public.map_public_ip_on_launch(false),
                SubnetConfiguration::new(Tier::Private.name(), private),
                isolated.reserved(!isolated_subnets),
            ])
            .build();
        let network = Network { node, vpc };
        network.name_subnets(name);
        if gateway_endpoints {
            for (id, service) in [
                ("S3", GatewayVpcEndpointAwsService::S3),
                ("DynamoDb", GatewayVpcEndpointAwsService::DYNAMODB),
            ] {
                network.vpc.add_gateway_endpoint(id, service).build();
            }
        }
        if flow_logs.unwrap_or(protected) {
            let group = log_group(&network.node, "FlowLogs", None);
            let destination = FlowLogDestination::to_cloud_watch_logs().log_group(&group);
            network.vpc.add_flow_log("FlowLog").destination(destination).build();
        }
        if nacl_profile == NaclProfile::PrivateFromPublicOnly {
            network_acls::private_from_public_only(&network);
        }
        network
    }
}

impl Network {
    /// The VPC.
    pub fn vpc(&self) -> &Vpc {
        &self.vpc
    }

    /// The subnets of a tier; none where the network lacks it.
    pub fn subnets(&self, tier: Tier) -> Vec<Subnet> {
        let all =
            [self.vpc.public_subnets(), self.vpc.private_subnets(), self.vpc.isolated_subnets()];
        let prefix = format!("{}Subnet", tier.name());
        let of_tier = |subnet: &&Subnet| subnet.node().id().starts_with(&prefix);
        all.into_iter().flatten().filter(of_tier).cloned().collect()
    }

    /// A choice of the subnets of a tier.
    pub fn selection(&self, tier: Tier) -> SubnetSelection {
        SubnetSelection::group(tier.name())
    }

    /// Lets everything in the network use these services without NAT gateways, through interface
    /// endpoints in the private subnets; each costs by the hour and zone.
    #[track_caller]
    pub fn add_interface_endpoints(
        &self,
        services: impl IntoIterator<Item = (&'static str, InterfaceVpcEndpointAwsService)>,
    ) -> Vec<InterfaceVpcEndpoint> {
        let mut endpoints = Vec::new();
        for (id, service) in services {
            let endpoint = self.vpc.add_interface_endpoint(id, service);
            let endpoint = endpoint
                .subnets(self.selection(Tier::Private))
                .security_groups([self.endpoints_group()])
                .open(false);
            endpoints.push(endpoint.build());
        }
        endpoints
    }

    /// Lets containers start and log without NAT gateways: endpoints of ECR and CloudWatch Logs.
    ///
    /// Their images' layers come from S3, by its gateway endpoint. Secrets need an endpoint of their own.
    #[track_caller]
    pub fn add_container_endpoints(&self) -> Vec<InterfaceVpcEndpoint> {
        self.add_interface_endpoints([
            ("EcrApi", InterfaceVpcEndpointAwsService::ECR),
            ("EcrDocker", InterfaceVpcEndpointAwsService::ECR_DOCKER),
            ("Logs", InterfaceVpcEndpointAwsService::CLOUDWATCH_LOGS),
        ])
    }

    /// The security group that all endpoints share: HTTPS from the network, and nothing out.
    #[track_caller]
    fn endpoints_group(&self) -> SecurityGroup {
        struct Endpoints(SecurityGroup);
        let known = self.node.with_state(|group: &mut Option<Endpoints>| {
            group.as_ref().map(|Endpoints(group)| group.clone())
        });
        if let Some(group) = known {
            return group;
        }
        let group = SecurityGroup::builder(&self.node, "Endpoints")
            .vpc(&self.vpc)
            .description("HTTPS to AWS services from within the network")
            .allow_all_outbound(false)
            .build();
        let https = Port::https().described("HTTPS from the network");
        group.allow_from(&Peer::ipv4(self.vpc.vpc_cidr_block()), https);
        self.node.with_state(|known| *known = Some(Endpoints(group.clone())));
        group
    }

    fn name_subnets(&self, name: Option<&str>) {
        let stack = self.node.stack();
        let of_stage = |stage: Stage| match stage.stack_tag("app") {
            Some(app) => text!("{}-{}", app, stage.name()),
            None => text!("{}", stage.name()),
        };
        let prefix = match (name, self.node.stage()) {
            (Some(name), _) => text!("{}", name),
            (None, Some(stage)) => of_stage(stage),
            (None, None) => stack.stack_name(),
        };
        for tier in [Tier::Public, Tier::Private, Tier::Isolated] {
            for subnet in self.subnets(tier) {
                let tier = tier.name().to_lowercase();
                let name = text!("{}-{}-{}", &prefix, tier, subnet.availability_zone());
                Tags::of(&subnet).add("Name", name);
            }
        }
    }
}

impl Tier {
    /// Name of the group in the VPC.
    fn name(self) -> &'static str {
        match self {
            Tier::Public => "Public",
            Tier::Private => "Private",
            Tier::Isolated => "Isolated",
        }
    }
}

impl Construct for Network {
    fn node(&self) -> &Node {
        &self.node
    }
}
