//! Client VPN: people's computers in a VPC.

use super::{Connectable, Connections, SecurityGroup, Subnet, SubnetSelection, Vpc};
use crate::bag::{bag, flag, list, number, opt};
use crate::cfn::ec2::{
    CfnClientVpnAuthorizationRule, CfnClientVpnEndpoint, CfnClientVpnRoute,
    CfnClientVpnTargetNetworkAssociation,
};
use crate::logs::{LogGroup, LogStream};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Output, Resource, Value, text};
use bon::bon;

/// A VPN endpoint to which people connect their computers.
///
/// ```
/// use cumulo::{App, Stack, ec2::{ClientVpnAuthentication, ClientVpnEndpoint, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let server = "arn:aws:acm:eu-west-1:111111111111:certificate/server";
/// let client = "arn:aws:acm:eu-west-1:111111111111:certificate/client";
/// ClientVpnEndpoint::builder(&stack, "Vpn")
///     .vpc(&vpc)
///     .cidr("10.100.0.0/16")
///     .server_certificate_arn(server)
///     .authentication([ClientVpnAuthentication::mutual(client)])
///     .build();
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-clientvpnendpoint.html>
#[derive(Clone, Debug)]
pub struct ClientVpnEndpoint {
    node: Node,
    cfn: Resource<CfnClientVpnEndpoint>,
    connections: Connections,
    associations: Vec<Node>,
}

/// How people show who they are.
#[derive(Clone, Debug)]
pub struct ClientVpnAuthentication(Expr);

impl ClientVpnAuthentication {
    /// By a certificate that this one, in Certificate Manager, signed.
    pub fn mutual(client_certificate_arn: impl IntoValue<String>) -> Self {
        let chain = ("ClientRootCertificateChainArn", client_certificate_arn.into_value().into());
        Self(Expr::object([
            ("MutualAuthentication", Expr::object([chain])),
            ("Type", Expr::from("certificate-authentication")),
        ]))
    }

    /// By an Active Directory.
    pub fn active_directory(directory_id: impl IntoValue<String>) -> Self {
        let directory = ("DirectoryId", directory_id.into_value().into());
        Self(Expr::object([
            ("ActiveDirectory", Expr::object([directory])),
            ("Type", Expr::from("directory-service-authentication")),
        ]))
    }

    /// By a SAML provider, and one for the self-service portal where it is another.
    pub fn federated(
        saml_provider_arn: impl IntoValue<String>,
        self_service_saml_provider_arn: Option<Value<String>>,
    ) -> Self {
        let providers = Expr::object([
            ("SAMLProviderArn", saml_provider_arn.into_value().into()),
            ("SelfServiceSAMLProviderArn", opt(self_service_saml_provider_arn.as_ref())),
        ]);
        Self(Expr::object([
            ("FederatedAuthentication", providers),
            ("Type", Expr::from("federated-authentication")),
        ]))
    }
}

/// Protocol of the tunnel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportProtocol {
    /// TCP.
    Tcp,
    /// UDP.
    Udp,
}

#[bon]
impl ClientVpnEndpoint {
    /// An endpoint.
    ///
    /// # Findings
    /// `client-vpn-authentication` when nobody can show who they are.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// VPC that people reach.
        vpc: &Vpc,
        /// Addresses of the computers, a `/22` block to `/12`, that neither VPC nor routes use.
        #[builder(with = |block: impl IntoValue<String>| block.into_value())]
        cidr: Value<String>,
        /// Certificate of the endpoint, in Certificate Manager.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        server_certificate_arn: Value<String>,
        /// How people show who they are, one or two ways.
        #[builder(with = |ways: impl IntoIterator<Item = ClientVpnAuthentication>| ways.into_iter().collect())]
        authentication: Vec<ClientVpnAuthentication>,
        /// Subnets that the endpoint stands in. Default: private ones with egress, else isolated, else public.
        #[builder(default)]
        vpc_subnets: SubnetSelection,
        /// Security groups of the endpoint. Default: a new one.
        #[builder(default, with = |groups: impl IntoIterator<Item = SecurityGroup>| groups.into_iter().collect())]
        security_groups: Vec<SecurityGroup>,
        /// Whether everybody may reach the whole VPC. Default: true.
        #[builder(default = true)]
        authorize_all_users_to_vpc_cidr: bool,
        /// Whether connections are logged. Default: true.
        #[builder(default = true)]
        logging: bool,
        /// Log group of the connections. Default: a new one.
        log_group: Option<&LogGroup>,
        /// Log stream of the connections. Default: one that AWS makes.
        log_stream: Option<&LogStream>,
        /// Function that decides on each connection, whose name begins with `AWSClientVPN-`. Default: none.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        client_connection_handler_arn: Option<Value<String>>,
        /// Text that people see when they connect, up to 1,400 bytes. Default: none.
        client_login_banner: Option<&str>,
        /// Whether routes are kept on the computers; not with `split_tunnel`. Default: not said.
        client_route_enforcement: Option<bool>,
        /// What it is, for people. Default: nothing.
        description: Option<&str>,
        /// Whether connections end after `session_timeout_hours`, instead of asking again. Default: not said.
        disconnect_on_session_timeout: Option<bool>,
        /// Addresses of DNS servers, up to two. Default: those of the computers.
        #[builder(default, with = |servers: impl IntoIterator<Item = impl IntoValue<String>>| servers.into_iter().map(IntoValue::into_value).collect())]
        dns_servers: Vec<Value<String>>,
        /// Port, 443 or 1194. Default: 443.
        port: Option<u16>,
        /// Whether people can fetch their settings from a web page. Default: not said, which is yes.
        self_service_portal: Option<bool>,
        /// Longest connection, 8, 10, 12 or 24 hours. Default: 24.
        session_timeout_hours: Option<u8>,
        /// Whether only traffic to the VPC goes through the tunnel. Default: all traffic does.
        split_tunnel: Option<bool>,
        /// Protocol. Default: UDP.
        transport_protocol: Option<TransportProtocol>,
    ) -> ClientVpnEndpoint {
        let node = scope.node().child(id);
        if authentication.is_empty() {
            node.error(
                "client-vpn-authentication",
                "nobody can show who they are to the VPN endpoint",
                "give `authentication`, such as `ClientVpnAuthentication::mutual`",
            );
        }
        let log = match (logging, log_group) {
            (false, _) => Expr::object([("Enabled", Expr::from(false))]),
            (true, group) => {
                let group = match group {
                    Some(group) => group.log_group_name(),
                    None => LogGroup::builder(&node, "LogGroup").build().log_group_name(),
                };
                let stream = log_stream.map(LogStream::log_stream_name);
                Expr::object([
                    ("CloudwatchLogGroup", group.into()),
                    ("CloudwatchLogStream", opt(stream.as_ref())),
                    ("Enabled", Expr::from(true)),
                ])
            }
        };
        let groups = match security_groups {
            none if none.is_empty() => {
                vec![SecurityGroup::builder(&node, "SecurityGroup").vpc(vpc).build()]
            }
            some => some,
        };
        let ids: Vec<Value<String>> = groups.iter().map(SecurityGroup::security_group_id).collect();
        let handler = client_connection_handler_arn.map_or(Expr::Null, |arn| {
            Expr::object([("Enabled", Expr::from(true)), ("LambdaFunctionArn", arn.into())])
        });
        let banner = client_login_banner.map_or(Expr::Null, |text| {
            let text = ("BannerText", Expr::from(text.to_owned()));
            Expr::object([text, ("Enabled", Expr::from(true))])
        });
        let enforced = client_route_enforcement
            .map_or(Expr::Null, |on| Expr::object([("Enforced", Expr::from(on))]));
        let portal = self_service_portal
            .map_or(Expr::Null, |on| Expr::from(if on { "enabled" } else { "disabled" }));
        let protocol = transport_protocol.map_or(Expr::Null, |protocol| {
            Expr::from(match protocol {
                TransportProtocol::Tcp => "tcp",
                TransportProtocol::Udp => "udp",
            })
        });
        let federated =
            authentication.iter().any(|way| way.0.get("FederatedAuthentication").is_some());
        let cfn = bag::<CfnClientVpnEndpoint>([
            ("AuthenticationOptions", list(authentication.into_iter().map(|way| way.0))),
            ("ClientCidrBlock", cidr.into()),
            ("ClientConnectOptions", handler),
            ("ClientLoginBannerOptions", banner),
            ("ClientRouteEnforcementOptions", enforced),
            ("ConnectionLogOptions", log),
            ("Description", description.map_or(Expr::Null, |text| Expr::from(text.to_owned()))),
            ("DisconnectOnSessionTimeout", flag(disconnect_on_session_timeout)),
            ("DnsServers", list(dns_servers)),
            ("SecurityGroupIds", list(ids)),
            ("SelfServicePortal", portal),
            ("ServerCertificateArn", server_certificate_arn.into()),
            ("SessionTimeoutHours", number(session_timeout_hours)),
            ("SplitTunnel", flag(split_tunnel)),
            ("TransportProtocol", protocol),
            ("VpcId", vpc.vpc_id().into()),
            ("VpnPort", number(port)),
        ])
        .add_to(&node, "Resource");
        let mut associations = Vec::new();
        for (number, subnet) in vpc.select_subnets(&vpc_subnets).subnets().iter().enumerate() {
            let association = bag::<CfnClientVpnTargetNetworkAssociation>([
                ("ClientVpnEndpointId", cfn.reference().into()),
                ("SubnetId", subnet.subnet_id().into()),
            ]);
            let id = format!("Association{number}");
            associations.push(association.add_to(&node, &id).node().clone());
        }
        if federated && self_service_portal != Some(false) {
            let portal = "https://self-service.clientvpn.amazonaws.com/endpoints";
            let url = text!("{}/{}", portal, cfn.reference());
            Output::new(&node, "SelfServicePortalUrl", url);
        }
        let connections = Connections::new(groups, None);
        let endpoint = ClientVpnEndpoint { node, cfn, connections, associations };
        if authorize_all_users_to_vpc_cidr {
            endpoint.add_authorization_rule("AuthorizeAll", vpc.vpc_cidr_block()).build();
        }
        endpoint
    }

    /// Lets people reach a network: all of them, or those of a group.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_authorization_rule(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn, into)] network: Network,
        /// Id of the group in the directory or of the provider. Default: everybody.
        group_id: Option<&str>,
        /// What it is, for people. Default: nothing.
        description: Option<&str>,
    ) -> Resource<CfnClientVpnAuthorizationRule> {
        let text = |text: Option<&str>| text.map_or(Expr::Null, |text| Expr::from(text.to_owned()));
        bag::<CfnClientVpnAuthorizationRule>([
            ("AccessGroupId", text(group_id)),
            ("AuthorizeAllGroups", Expr::from(group_id.is_none())),
            ("ClientVpnEndpointId", self.cfn.reference().into()),
            ("Description", text(description)),
            ("TargetNetworkCidr", network.0.into()),
        ])
        .add_to(&self.node.child(id), "Resource")
    }

    /// Sends traffic to a network through a subnet of the endpoint, or between the computers.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn add_route(
        &self,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn, into)] network: Network,
        /// The subnet. Default: the traffic stays between the computers.
        target: Option<&Subnet>,
        /// What it is, for people. Default: nothing.
        description: Option<&str>,
    ) -> Resource<CfnClientVpnRoute> {
        let target = target.map_or_else(|| Expr::from("local"), |subnet| subnet.subnet_id().into());
        let route = bag::<CfnClientVpnRoute>([
            ("ClientVpnEndpointId", self.cfn.reference().into()),
            ("Description", description.map_or(Expr::Null, |text| Expr::from(text.to_owned()))),
            ("DestinationCidrBlock", network.0.into()),
            ("TargetVpcSubnetId", target),
        ])
        .add_to(&self.node.child(id), "Resource");
        for association in &self.associations {
            route.depends_on(association);
        }
        route
    }
}

/// A block of addresses: a text, or a value.
#[derive(Clone, Debug)]
pub struct Network(Value<String>);

impl<T: IntoValue<String>> From<T> for Network {
    fn from(block: T) -> Self {
        Self(block.into_value())
    }
}

impl ClientVpnEndpoint {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnClientVpnEndpoint> {
        &self.cfn
    }

    /// Id of the endpoint, `cvpn-endpoint-…`.
    pub fn endpoint_id(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for ClientVpnEndpoint {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for ClientVpnEndpoint {
    fn connections(&self) -> Connections {
        self.connections.clone()
    }
}
