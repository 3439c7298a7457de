//! What all load balancers have in common.

use crate::cfn::elasticloadbalancingv2::CfnLoadBalancer;
use crate::ec2::{SecurityGroup, SelectedSubnets, SubnetSelection, Vpc};
use crate::{Construct, Expr, Node, Resource, Value};

/// Addresses that a load balancer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IpAddressType {
    /// IPv4.
    Ipv4,
    /// IPv4 and IPv6.
    DualStack,
    /// IPv6 towards clients, without public IPv4 addresses.
    DualStackWithoutPublicIpv4,
}

impl IpAddressType {
    pub(super) fn name(self) -> &'static str {
        match self {
            IpAddressType::Ipv4 => "ipv4",
            IpAddressType::DualStack => "dualstack",
            IpAddressType::DualStackWithoutPublicIpv4 => "dualstack-without-public-ipv4",
        }
    }
}

/// The subnets of a load balancer: those asked for, else public ones where it faces the internet.
pub(super) fn subnets(
    vpc: &Vpc,
    internet_facing: bool,
    wanted: Option<SubnetSelection>,
) -> SelectedSubnets {
    let default = || match internet_facing {
        true => SubnetSelection::public(),
        false => SubnetSelection::new(),
    };
    vpc.select_subnets(&wanted.unwrap_or_else(default))
}

/// The group that a load balancer gets where none is given: its rules come from listeners and targets.
#[track_caller]
pub(super) fn default_security_group(node: &Node, vpc: &Vpc) -> SecurityGroup {
    SecurityGroup::builder(node, "SecurityGroup")
        .vpc(vpc)
        .description(format!("Automatically created Security Group for ELB {}", node.unique_id()))
        .allow_all_outbound(false)
        .build()
}

pub(super) fn scheme(internet_facing: bool) -> Expr {
    Expr::from(if internet_facing { "internet-facing" } else { "internal" })
}

/// Sets a key of a list of keys and values, at its place if it is there already.
pub(super) fn set_attribute<T: crate::CfnType>(
    resource: &Resource<T>,
    property: &'static str,
    key: &str,
    value: impl Into<Expr>,
) {
    let value = value.into();
    resource.edit_properties(|properties| {
        if let Some(Expr::List(items)) = properties.get_mut(property) {
            let known =
                items.iter_mut().find(|item| item.get("Key").and_then(Expr::as_str) == Some(key));
            if let Some(Expr::Map(item)) = known {
                item.insert("Value".into(), value);
                return;
            }
        }
        let key = Expr::from(key.to_owned());
        properties.push(property, Expr::object([("Key", key), ("Value", value)]));
    });
}

/// Adds attributes whose values are known, in this order.
pub(super) fn set_attributes<const N: usize>(
    resource: &Resource<CfnLoadBalancer>,
    attributes: [(&str, Option<String>); N],
) {
    for (key, value) in attributes {
        if let Some(value) = value {
            set_attribute(resource, "LoadBalancerAttributes", key, value);
        }
    }
}

/// Puts the group into the resource's list.
pub(super) fn push_security_group(resource: &Resource<CfnLoadBalancer>, group: &SecurityGroup) {
    resource.edit_properties(|properties| {
        properties.push("SecurityGroups", group.security_group_id());
    });
}

/// What is not known of an imported load balancer becomes a finding.
pub(super) fn known(node: &Node, value: Option<&Value<String>>, argument: &str) -> Value<String> {
    value.cloned().unwrap_or_else(|| {
        node.error(
            "load-balancer-unknown",
            format!("`{argument}` of this imported load balancer is not known"),
            format!("import it with `{argument}`"),
        );
        Value::new(Expr::Null)
    })
}

/// The VPC of a load balancer, for what is made in it.
pub(super) fn known_vpc(node: &dyn Construct, vpc: Option<&Vpc>) -> Option<Vpc> {
    if vpc.is_none() {
        node.node().error(
            "load-balancer-unknown",
            "the VPC of this imported load balancer is not known",
            "import it with `vpc`, or make the target group yourself",
        );
    }
    vpc.cloned()
}
