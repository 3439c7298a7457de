//! DNS records.

use super::record::Says;
use super::{HealthCheck, HostedZone, Record};
use crate::bag::{bag, flag, opt};
use crate::cfn::route53::CfnRecordSet;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// The records of one name and type.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc, elbv2::ApplicationLoadBalancer};
/// use cumulo::route53::{HostedZone, Record, RecordSet, RoutingPolicy};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
/// let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// RecordSet::builder(&stack, "Www").zone(&zone).record_name("www").record(Record::a_alias(&lb)).build();
/// RecordSet::builder(&stack, "Old").zone(&zone).record_name("old").record(Record::a(["203.0.113.7"])).routing(RoutingPolicy::Weighted(20)).build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html>
#[derive(Clone, Debug)]
pub struct RecordSet {
    node: Node,
    cfn: Resource<CfnRecordSet>,
    zone: HostedZone,
}

/// Which of several records of one name and type answers.
#[derive(Clone, Debug)]
pub enum RoutingPolicy {
    /// Each in the proportion of its weight, 0 to 255.
    Weighted(u8),
    /// The one whose region is nearest to the client.
    Latency(String),
    /// The one for the client's place.
    Geolocation(GeoLocation),
    /// Up to eight of them, by chance.
    MultiValueAnswer,
    /// The first one, and the second one when that is unwell.
    Failover(Failover),
    /// The one for the client's network; it needs a `set_identifier` of its own.
    Cidr(CidrRouting),
}

/// Which record answers first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failover {
    /// This one, as long as its health check says so; it needs one.
    Primary,
    /// The other one.
    Secondary,
}

/// A part of the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continent {
    /// Africa.
    Africa,
    /// Antarctica.
    Antarctica,
    /// Asia.
    Asia,
    /// Europe.
    Europe,
    /// Australia and the islands of the Pacific.
    Oceania,
    /// North America.
    NorthAmerica,
    /// South America.
    SouthAmerica,
}

/// A place of clients.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GeoLocation {
    /// A continent.
    Continent(Continent),
    /// A country by its two letters, such as `DE`.
    Country(String),
    /// A part of a country: the country, such as `US` or `UA`, and the part, such as `WA`.
    Subdivision(String, String),
    /// All places for which no other record stands.
    Default,
}

/// Networks of clients: a location in a collection of CIDR blocks.
#[derive(Clone, Debug)]
pub struct CidrRouting {
    /// Id of the collection.
    pub collection_id: Value<String>,
    /// Name of the location; `*` for all networks of which no other record speaks.
    pub location_name: Value<String>,
}

#[bon]
impl RecordSet {
    /// Records.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Zone in which they stand.
        zone: &HostedZone,
        /// What they say.
        record: Record,
        /// Name below the zone's domain, or the whole name. Default: the zone's domain itself.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        record_name: Option<Value<String>>,
        /// How long resolvers remember the answer; not of aliases. Default: 30 minutes.
        ttl: Option<Duration>,
        /// What they are for.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        comment: Option<Value<String>>,
        /// Which of several records of this name and type answers. Default: there is one.
        routing: Option<RoutingPolicy>,
        /// Name of this record among those of this name and type. Default: made of the policy and the path.
        #[builder(into)]
        set_identifier: Option<String>,
        /// Whether the record answers. Default: always.
        health_check: Option<&HealthCheck>,
        /// Whether an alias answers only while its target is well. Default: false.
        evaluate_target_health: Option<bool>,
    ) -> RecordSet {
        let node = scope.node().child(id);
        if matches!(routing, Some(RoutingPolicy::Failover(Failover::Primary)))
            && health_check.is_none()
            && evaluate_target_health != Some(true)
        {
            node.error(
                "failover-health",
                "the primary record of a failover has no health check, so it always answers",
                "give it a `health_check`, or `evaluate_target_health(true)` for an alias",
            );
        }
        let (alias, values, ttl) = match record.says {
            Says::Alias(target) => {
                let target = Expr::object([
                    ("DNSName", target.dns_name.into()),
                    ("EvaluateTargetHealth", flag(evaluate_target_health)),
                    ("HostedZoneId", target.hosted_zone_id.into()),
                ]);
                (target, Expr::Null, Expr::Null)
            }
            Says::Values(values) => {
                let ttl = ttl.unwrap_or(record.default_ttl).to_seconds().to_string();
                (Expr::Null, values, Expr::from(ttl))
            }
        };
        let mut properties = vec![
            ("AliasTarget", alias),
            ("Comment", opt(comment.as_ref())),
            (
                "HealthCheckId",
                health_check.map_or(Expr::Null, |check| check.health_check_id().into()),
            ),
            ("HostedZoneId", zone.hosted_zone_id().into()),
            ("Name", zone.full_name(record_name.as_ref()).into()),
            ("ResourceRecords", values),
            ("TTL", ttl),
            ("Type", Expr::from(record.kind)),
        ];
        let default = routing.and_then(|policy| policy.render(&node, &mut properties));
        if let Some(name) = set_identifier.or(default) {
            properties.push(("SetIdentifier", Expr::from(name)));
        }
        let cfn = bag::<CfnRecordSet>(properties).add_to(&node, "Resource");
        RecordSet { node, cfn, zone: zone.clone() }
    }
}

impl Continent {
    fn code(self) -> &'static str {
        match self {
            Self::Africa => "AF",
            Self::Antarctica => "AN",
            Self::Asia => "AS",
            Self::Europe => "EU",
            Self::Oceania => "OC",
            Self::NorthAmerica => "NA",
            Self::SouthAmerica => "SA",
        }
    }
}

impl RoutingPolicy {
    /// Adds the policy; gives the name that the record has among its like.
    fn render(self, node: &Node, properties: &mut Vec<(&'static str, Expr)>) -> Option<String> {
        let id = node.unique_id();
        match self {
            RoutingPolicy::Weighted(weight) => {
                properties.push(("Weight", Expr::from(i64::from(weight))));
                Some(format!("WEIGHT_{weight}_ID_{id}"))
            }
            RoutingPolicy::Latency(region) => {
                let name = format!("REGION_{region}_ID_{id}");
                properties.push(("Region", Expr::from(region)));
                Some(name)
            }
            RoutingPolicy::MultiValueAnswer => {
                properties.push(("MultiValueAnswer", Expr::from(true)));
                Some(format!("MVA_ID_{id}"))
            }
            RoutingPolicy::Failover(failover) => {
                let name = match failover {
                    Failover::Primary => "PRIMARY",
                    Failover::Secondary => "SECONDARY",
                };
                properties.push(("Failover", Expr::from(name)));
                Some(format!("FAILOVER_{name}_ID_{id}"))
            }
            RoutingPolicy::Cidr(networks) => {
                let networks = Expr::object([
                    ("CollectionId", networks.collection_id.into_expr()),
                    ("LocationName", networks.location_name.into_expr()),
                ]);
                properties.push(("CidrRoutingConfig", networks));
                None
            }
            RoutingPolicy::Geolocation(place) => {
                let (parts, name) = match place {
                    GeoLocation::Continent(continent) => {
                        let code = continent.code();
                        let name = format!("GEO_CONTINENT_{code}");
                        (vec![("ContinentCode", Expr::from(code))], name)
                    }
                    GeoLocation::Default => {
                        (vec![("CountryCode", Expr::from("*"))], "GEO_COUNTRY_*".to_owned())
                    }
                    GeoLocation::Country(code) => {
                        let name = format!("GEO_COUNTRY_{code}");
                        (vec![("CountryCode", Expr::from(code))], name)
                    }
                    GeoLocation::Subdivision(country, code) => {
                        let name = format!("GEO_COUNTRY_{country}_SUBDIVISION_{code}");
                        let country = ("CountryCode", Expr::from(country));
                        (vec![country, ("SubdivisionCode", Expr::from(code))], name)
                    }
                };
                properties.push(("GeoLocation", Expr::object(parts)));
                Some(name)
            }
        }
    }
}

impl RecordSet {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnRecordSet> {
        &self.cfn
    }

    /// The whole name of the records.
    pub fn domain_name(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Zone in which the records stand.
    pub fn zone(&self) -> &HostedZone {
        &self.zone
    }
}

impl Construct for RecordSet {
    fn node(&self) -> &Node {
        &self.node
    }
}
