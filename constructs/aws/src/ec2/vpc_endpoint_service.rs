//! Endpoint services: what a VPC offers to other VPCs.

use crate::bag::{bag, flag, list};
use crate::cfn::ec2::{CfnVPCEndpointService, CfnVPCEndpointServicePermissions};
use crate::{Aws, CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// A service behind network load balancers, which other VPCs reach by interface endpoints.
///
/// ```
/// use cumulo::{App, Stack, ec2::VpcEndpointService};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Service").build();
/// let balancer = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:loadbalancer/net/a/b";
/// VpcEndpointService::builder(&stack, "Offer")
///     .load_balancer_arns([balancer])
///     .allowed_principal_arns(["arn:aws:iam::222222222222:root"])
///     .build();
/// # cumulo::testing::Template::of(&app, "Service");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-vpcendpointservice.html>
#[derive(Clone, Debug)]
pub struct VpcEndpointService {
    node: Node,
    cfn: Resource<CfnVPCEndpointService>,
}

#[bon]
impl VpcEndpointService {
    /// A service.
    ///
    /// # Findings
    /// `endpoint-service-balancers` when it has no load balancer.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// ARNs of the network load balancers behind it, one at least.
        #[builder(with = |arns: impl IntoIterator<Item = impl IntoValue<String>>| arns.into_iter().map(IntoValue::into_value).collect())]
        load_balancer_arns: Vec<Value<String>>,
        /// Whether someone must accept each connection. Default: true.
        #[builder(default = true)]
        acceptance_required: bool,
        /// ARNs of those who may connect. Default: nobody.
        #[builder(default, with = |arns: impl IntoIterator<Item = impl IntoValue<String>>| arns.into_iter().map(IntoValue::into_value).collect())]
        allowed_principal_arns: Vec<Value<String>>,
        /// Whether CloudWatch shows who uses it most. Default: not said.
        contributor_insights: Option<bool>,
        /// Regions from which others may connect. Default: the service's own.
        #[builder(default, with = |regions: impl IntoIterator<Item = impl IntoValue<String>>| regions.into_iter().map(IntoValue::into_value).collect())]
        allowed_regions: Vec<Value<String>>,
        /// Kinds of addresses that it answers at, `ipv4` and `ipv6`. Default: those of the load balancers.
        #[builder(default, with = |types: impl IntoIterator<Item = &'static str>| types.into_iter().collect())]
        supported_ip_address_types: Vec<&'static str>,
    ) -> VpcEndpointService {
        let node = scope.node().child(id);
        if load_balancer_arns.is_empty() {
            node.error(
                "endpoint-service-balancers",
                "the endpoint service has no load balancer",
                "give the ARN of a network load balancer",
            );
        }
        let cfn = bag::<CfnVPCEndpointService>([
            ("AcceptanceRequired", Expr::from(acceptance_required)),
            ("ContributorInsightsEnabled", flag(contributor_insights)),
            ("NetworkLoadBalancerArns", list(load_balancer_arns)),
            ("SupportedIpAddressTypes", list(supported_ip_address_types)),
            ("SupportedRegions", list(allowed_regions)),
        ])
        .add_to(&node, id);
        if !allowed_principal_arns.is_empty() {
            bag::<CfnVPCEndpointServicePermissions>([
                ("AllowedPrincipals", list(allowed_principal_arns)),
                ("ServiceId", cfn.reference().into()),
            ])
            .add_to(&node, "Permissions");
        }
        VpcEndpointService { node, cfn }
    }
}

impl VpcEndpointService {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnVPCEndpointService> {
        &self.cfn
    }

    /// Id of the service, `vpce-svc-…`.
    pub fn vpc_endpoint_service_id(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Name by which others connect, `com.amazonaws.vpce.<region>.vpce-svc-…`.
    pub fn vpc_endpoint_service_name(&self) -> Value<String> {
        text!("com.amazonaws.vpce.{}.{}", Aws::region(), self.vpc_endpoint_service_id())
    }
}

impl Construct for VpcEndpointService {
    fn node(&self) -> &Node {
        &self.node
    }
}
