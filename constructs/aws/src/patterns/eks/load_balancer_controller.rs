//! What the AWS Load Balancer Controller may do.

use crate::ec2::Vpc;
use crate::eks::Cluster;
use crate::iam::{Conditions, PolicyStatement};
use crate::{Construct, Value, text};

/// The tag by which the controller knows what it made: its value is the cluster's name.
const OWN: &str = "elbv2.k8s.aws/cluster";

/// Rights of the controller of one cluster: it may look at everything in the account's network, and change what bears the
/// cluster's tag.
///
/// Source: <https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/installation/>
pub(super) fn statements(cluster: &Cluster, vpc: &Vpc) -> Vec<PolicyStatement> {
    let name = cluster.cluster_name();
    let stack = cluster.node().stack();
    let arn = |service: &str, resource: &str| stack.format_arn(service, resource);
    let elb = |kinds: &[&str]| -> Vec<Value<String>> {
        kinds.iter().map(|kind| arn("elasticloadbalancing", kind)).collect()
    };
    let vpc = stack.format_arn("ec2", text!("vpc/{}", vpc.vpc_id()));
    let groups = arn("ec2", "security-group/*");
    let balancers = ["loadbalancer/app/*", "loadbalancer/net/*"];
    let listeners = ["listener/app/*", "listener/net/*"];
    let rules = ["listener-rule/app/*", "listener-rule/net/*"];
    let target_groups = "targetgroup/*";
    let tagged_as = |key: &str| Conditions::new().string_equals(format!("aws:{key}/{OWN}"), &name);
    let (asked, own) = (|| tagged_as("RequestTag"), || tagged_as("ResourceTag"));
    let allow =
        |actions: &[&'static str]| PolicyStatement::allow().actions(actions.iter().copied());
    let in_vpc = || Conditions::new().with("ArnEquals", "ec2:Vpc", &vpc);
    vec![
        allow(&[
            "acm:DescribeCertificate",
            "acm:ListCertificates",
            "ec2:DescribeAccountAttributes",
            "ec2:DescribeAddresses",
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeInstances",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeNetworkInterfaces",
            "ec2:DescribeRouteTables",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeTags",
            "ec2:DescribeVpcPeeringConnections",
            "ec2:DescribeVpcs",
            "ec2:GetSecurityGroupsForVpc",
            "elasticloadbalancing:DescribeListenerAttributes",
            "elasticloadbalancing:DescribeListenerCertificates",
            "elasticloadbalancing:DescribeListeners",
            "elasticloadbalancing:DescribeLoadBalancerAttributes",
            "elasticloadbalancing:DescribeLoadBalancers",
            "elasticloadbalancing:DescribeRules",
            "elasticloadbalancing:DescribeSSLPolicies",
            "elasticloadbalancing:DescribeTags",
            "elasticloadbalancing:DescribeTargetGroupAttributes",
            "elasticloadbalancing:DescribeTargetGroups",
            "elasticloadbalancing:DescribeTargetHealth",
            "elasticloadbalancing:DescribeTrustStores",
            "wafv2:GetWebACL",
            "wafv2:GetWebACLForResource",
        ])
        .all_resources(),
        // The controller makes groups of its own, and opens the pods' groups to them.
        allow(&["ec2:CreateSecurityGroup"]).resources([&groups, &vpc]),
        allow(&["ec2:CreateTags"])
            .resources([&groups])
            .conditions(asked().string_equals("ec2:CreateAction", "CreateSecurityGroup")),
        allow(&["ec2:CreateTags", "ec2:DeleteTags", "ec2:DeleteSecurityGroup"])
            .resources([&groups])
            .conditions(own()),
        allow(&["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"])
            .resources([&groups])
            .conditions(in_vpc()),
        allow(&[
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateLoadBalancer",
            "elasticloadbalancing:CreateTargetGroup",
        ])
        .resources(elb(&[balancers[0], balancers[1], target_groups]))
        .conditions(asked()),
        allow(&[
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:DeleteLoadBalancer",
            "elasticloadbalancing:DeleteTargetGroup",
            "elasticloadbalancing:ModifyLoadBalancerAttributes",
            "elasticloadbalancing:ModifyTargetGroup",
            "elasticloadbalancing:ModifyTargetGroupAttributes",
            "elasticloadbalancing:RemoveTags",
            "elasticloadbalancing:SetIpAddressType",
            "elasticloadbalancing:SetSecurityGroups",
            "elasticloadbalancing:SetSubnets",
            "elasticloadbalancing:SetWebAcl",
        ])
        .resources(elb(&[balancers[0], balancers[1], target_groups]))
        .conditions(own()),
        // Targets and listeners are changed by the group and load balancer that hold them.
        allow(&["elasticloadbalancing:DeregisterTargets", "elasticloadbalancing:RegisterTargets"])
            .resources(elb(&[target_groups])),
        allow(&[
            "elasticloadbalancing:AddListenerCertificates",
            "elasticloadbalancing:AddTags",
            "elasticloadbalancing:CreateListener",
            "elasticloadbalancing:CreateRule",
            "elasticloadbalancing:DeleteListener",
            "elasticloadbalancing:DeleteRule",
            "elasticloadbalancing:ModifyListener",
            "elasticloadbalancing:ModifyListenerAttributes",
            "elasticloadbalancing:ModifyRule",
            "elasticloadbalancing:RemoveListenerCertificates",
            "elasticloadbalancing:RemoveTags",
            "elasticloadbalancing:SetRulePriorities",
        ])
        .resources(elb(&[
            balancers[0],
            balancers[1],
            listeners[0],
            listeners[1],
            rules[0],
            rules[1],
        ])),
        allow(&["wafv2:AssociateWebACL", "wafv2:DisassociateWebACL"]).resources([
            arn("wafv2", "regional/webacl/*"),
            arn("elasticloadbalancing", balancers[0]),
        ]),
        allow(&["iam:CreateServiceLinkedRole"]).all_resources().conditions(
            Conditions::new()
                .string_equals("iam:AWSServiceName", "elasticloadbalancing.amazonaws.com"),
        ),
    ]
}
