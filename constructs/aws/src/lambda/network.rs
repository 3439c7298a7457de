//! Functions in a VPC.

use crate::bag::{flag, list};
use crate::ec2::{Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::{Expr, Node, Value};

/// Where a function runs.
pub(super) struct Network {
    pub(super) connections: Connections,
    subnets: Vec<Value<String>>,
}

impl Network {
    #[track_caller]
    pub(super) fn new(
        node: &Node,
        vpc: &Vpc,
        selection: &SubnetSelection,
        groups: Option<Vec<SecurityGroup>>,
        (allow_all_outbound, allow_all_ipv6_outbound): (bool, bool),
        allow_public: bool,
    ) -> Self {
        let groups = groups.unwrap_or_else(|| {
            let description =
                format!("Automatic security group for Lambda Function {}", node.unique_id());
            vec![
                SecurityGroup::builder(node, "SecurityGroup")
                    .vpc(vpc)
                    .description(description)
                    .allow_all_outbound(allow_all_outbound)
                    .allow_all_ipv6_outbound(allow_all_ipv6_outbound)
                    .build(),
            ]
        });
        let subnets = vpc.select_subnets(selection);
        if subnets.has_public() && !allow_public {
            node.error(
                "function-vpc",
                "the function runs in public subnets, from which functions reach no internet",
                "choose private subnets, or say `allow_public_subnet(true)`",
            );
        }
        subnets.connect_first(node);
        Self { connections: Connections::new(groups, None), subnets: subnets.subnet_ids() }
    }

    pub(super) fn config(&self, ipv6: Option<bool>) -> Expr {
        let groups = self.connections.security_groups();
        Expr::object([
            ("Ipv6AllowedForDualStack", flag(ipv6)),
            ("SecurityGroupIds", list(groups.iter().map(SecurityGroup::security_group_id))),
            ("SubnetIds", list(&self.subnets)),
        ])
    }
}
