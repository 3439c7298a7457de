//! What alias records lead to.

use super::{RecordSet, zones};
use crate::ec2::InterfaceVpcEndpoint;
use crate::elbv2::{ApplicationLoadBalancer, NetworkLoadBalancer};
use crate::s3::Bucket;
use crate::{Aws, Construct, Fn, IntoValue, Mapping, Value, text};

/// An AWS resource with a DNS name that alias records lead to: `Record::a_alias(&load_balancer)`.
pub trait AliasRecordTarget {
    /// Name and zone of the resource.
    fn alias_target(&self) -> AliasTarget;
}

/// Name and zone of an AWS resource.
///
/// For resources that are no constructs of this crate: a distribution, an accelerator, an environment, or any
/// other whose name and zone are known, such as a domain of API Gateway with its `RegionalDomainName` and
/// `RegionalHostedZoneId`.
///
/// ```
/// use cumulo::{App, Stack, route53::{AliasTarget, HostedZone, Record, RecordSet}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
/// let distribution = AliasTarget::cloud_front(&stack, "d111111abcdef8.cloudfront.net");
/// RecordSet::builder(&stack, "Www").zone(&zone).record_name("www").record(Record::a_alias(&distribution)).build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
#[derive(Clone, Debug)]
pub struct AliasTarget {
    /// DNS name.
    pub dns_name: Value<String>,
    /// Hosted zone of the name.
    pub hosted_zone_id: Value<String>,
}

impl AliasTarget {
    /// A distribution of CloudFront, by its domain. `scope` is anything in the stack of the record.
    #[track_caller]
    pub fn cloud_front(scope: &dyn Construct, domain_name: impl IntoValue<String>) -> Self {
        let stack = scope.node().stack();
        let id = "AWSCloudFrontPartitionHostedZoneIdMap";
        let zones = Mapping::existing(&stack, id).unwrap_or_else(|| {
            let zones = [("aws", "Z2FDTNDATAQYW2"), ("aws-cn", "Z3RFFRIM2A3IF5")];
            Mapping::new(&stack, id, zones.map(|(partition, zone)| (partition, [("zoneId", zone)])))
        });
        Self {
            dns_name: domain_name.into_value(),
            hosted_zone_id: Fn::find_in_map(&zones, Aws::partition(), "zoneId"),
        }
    }

    /// An accelerator of Global Accelerator, by its DNS name.
    pub fn global_accelerator(dns_name: impl IntoValue<String>) -> Self {
        Self { dns_name: dns_name.into_value(), hosted_zone_id: "Z2BJ6XQ5FK7U4H".into_value() }
    }

    /// An environment of Elastic Beanstalk, by its domain, such as `shop.eu-west-1.elasticbeanstalk.com`.
    ///
    /// `None` where the domain has no region in which Elastic Beanstalk is.
    pub fn elastic_beanstalk(endpoint: &str) -> Option<Self> {
        let region = endpoint.rsplit('.').nth(2)?;
        let zone = zones::elastic_beanstalk(region)?;
        Some(Self { dns_name: endpoint.into_value(), hosted_zone_id: zone.into_value() })
    }
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

/// The bucket's web site; the bucket has the record's whole name.
///
/// # Findings
/// `website-region` where the region of the bucket is not known, or S3 has no web sites there.
impl AliasRecordTarget for Bucket {
    fn alias_target(&self) -> AliasTarget {
        let known = self.website_endpoint().and_then(|(region, domain)| {
            let zone = zones::website(&region)?;
            Some(AliasTarget { dns_name: domain.into_value(), hosted_zone_id: zone.into_value() })
        });
        known.unwrap_or_else(|| {
            self.node().error(
                "website-region",
                "the zone of the bucket's web site is not known, for it depends on the region",
                "give the stack of the bucket a region in which S3 has web sites",
            );
            AliasTarget { dns_name: "".into_value(), hosted_zone_id: "".into_value() }
        })
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
