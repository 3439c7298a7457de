//! What alias records lead to.

use super::RecordSet;
use crate::ec2::InterfaceVpcEndpoint;
use crate::elbv2::{ApplicationLoadBalancer, NetworkLoadBalancer};
use crate::{Fn, Value, text};

/// An AWS resource with a DNS name that alias records lead to: `Record::a_alias(&load_balancer)`.
pub trait AliasRecordTarget {
    /// Name and zone of the resource.
    fn alias_target(&self) -> AliasTarget;
}

/// Name and zone of an AWS resource.
#[derive(Clone, Debug)]
pub struct AliasTarget {
    /// DNS name.
    pub dns_name: Value<String>,
    /// Hosted zone of the name.
    pub hosted_zone_id: Value<String>,
}

impl AliasRecordTarget for ApplicationLoadBalancer {
    fn alias_target(&self) -> AliasTarget {
        AliasTarget {
            dns_name: text!("dualstack.{}", self.load_balancer_dns_name()),
            hosted_zone_id: self.load_balancer_canonical_hosted_zone_id(),
        }
    }
}

impl AliasRecordTarget for NetworkLoadBalancer {
    fn alias_target(&self) -> AliasTarget {
        AliasTarget {
            dns_name: text!("dualstack.{}", self.load_balancer_dns_name()),
            hosted_zone_id: self.load_balancer_canonical_hosted_zone_id(),
        }
    }
}

impl AliasRecordTarget for InterfaceVpcEndpoint {
    fn alias_target(&self) -> AliasTarget {
        let first: Value<String> = Fn::select(0, self.vpc_endpoint_dns_entries());
        let part = |index| Fn::select(index, Fn::split(":", &first));
        AliasTarget { dns_name: part(1), hosted_zone_id: part(0) }
    }
}

impl AliasRecordTarget for RecordSet {
    fn alias_target(&self) -> AliasTarget {
        AliasTarget { dns_name: self.domain_name(), hosted_zone_id: self.zone().hosted_zone_id() }
    }
}

impl AliasRecordTarget for AliasTarget {
    fn alias_target(&self) -> AliasTarget {
        self.clone()
    }
}
