//! Builds in a VPC.

use super::Project;
use super::project::Parts;
use crate::bag::list;
use crate::ec2::{Connections, SecurityGroup, Vpc};
use crate::iam::{Conditions, Policy, PolicyStatement};
use crate::{Expr, Node, Value, text};

/// Where builds run.
pub(super) struct Network {
    pub(super) config: Expr,
    pub(super) connections: Connections,
    subnets: Vec<Value<String>>,
}

impl Network {
    #[track_caller]
    pub(super) fn new(node: &Node, vpc: &Vpc, parts: &Parts) -> Self {
        let groups = if parts.security_groups.is_empty() {
            let description =
                format!("Automatic generated security group for CodeBuild {}", node.unique_id());
            vec![
                SecurityGroup::builder(node, "SecurityGroup")
                    .vpc(vpc)
                    .description(description)
                    .allow_all_outbound(parts.allow_all_outbound)
                    .build(),
            ]
        } else {
            parts.security_groups.clone()
        };
        let subnets = vpc.select_subnets(&parts.subnets).subnet_ids();
        let config = Expr::object([
            ("SecurityGroupIds", list(groups.iter().map(SecurityGroup::security_group_id))),
            ("Subnets", list(&subnets)),
            ("VpcId", vpc.vpc_id().into_expr()),
        ]);
        Self { config, connections: Connections::new(groups, None), subnets }
    }

    /// Lets builds make and use network interfaces in these subnets, before the project is made.
    #[track_caller]
    pub(super) fn permit(&self, project: &Project) {
        let stack = project.node.stack();
        let subnets = self.subnets.iter().map(|id| stack.format_arn("ec2", text!("subnet/{}", id)));
        let subnets = Expr::List(subnets.map(Value::into_expr).collect());
        let of_codebuild = Conditions::new()
            .string_equals("ec2:Subnet", subnets)
            .string_equals("ec2:AuthorizedService", "codebuild.amazonaws.com");
        project.role.add_to_policy(
            PolicyStatement::allow()
                .actions(["ec2:CreateNetworkInterfacePermission"])
                .resources([stack.format_arn("ec2", "network-interface/*")])
                .conditions(of_codebuild),
        );
        let interfaces = PolicyStatement::allow()
            .actions([
                "ec2:CreateNetworkInterface",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DeleteNetworkInterface",
                "ec2:DescribeSubnets",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeVpcs",
            ])
            .all_resources();
        let policy =
            Policy::builder(&project.node, "PolicyDocument").statements([interfaces]).build();
        project.role.attach_inline_policy(&policy);
        project.cfn.depends_on(&policy);
    }
}
