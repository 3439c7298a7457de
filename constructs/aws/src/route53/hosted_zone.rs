//! Hosted zones.

use super::{KeySigningKey, Record, RecordSet};
use crate::bag::{bag, opt};
use crate::cfn::route53::{CfnDNSSEC, CfnHostedZone};
use crate::ec2::Vpc;
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement};
use crate::kms::Key;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// A hosted zone: the DNS records of a domain, for everyone or within VPCs.
///
/// ```
/// use cumulo::{App, Stack, ec2::Vpc, route53::{HostedZone, Record, RecordSet}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Dns").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let public = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
/// let internal = HostedZone::builder(&stack, "Internal").zone_name("internal.example.com").vpcs([&vpc]).build();
/// RecordSet::builder(&stack, "Www").zone(&public).record_name("www").record(Record::a(["203.0.113.7"])).build();
/// # cumulo::testing::Template::of(&app, "Dns");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-hostedzone.html>
#[derive(Clone, Debug)]
pub struct HostedZone {
    node: Node,
    cfn: Option<Resource<CfnHostedZone>>,
    id: Value<String>,
    name: Option<Value<String>>,
}

/// A hosted zone for everyone: one without VPCs.
pub type PublicHostedZone = HostedZone;

/// A hosted zone within VPCs: one with `vpcs`.
pub type PrivateHostedZone = HostedZone;

#[bon]
impl HostedZone {
    /// A hosted zone.
    #[builder]
    #[track_caller]
    #[allow(clippy::needless_lifetimes, reason = "the setter's type names it")]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Domain of the zone, such as `example.com`. A change replaces the zone.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        zone_name: Value<String>,
        /// What the zone is for, up to 256 characters.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        comment: Option<Value<String>>,
        /// VPCs in which the zone is seen, and nowhere else. Default: everyone sees it.
        #[builder(default, with = |vpcs: impl IntoIterator<Item = &'a Vpc>| vpcs.into_iter().collect())]
        vpcs: Vec<&'a Vpc>,
        /// Log group for queries of a public zone, in us-east-1. Default: none.
        #[builder(with = |arn: impl IntoValue<String>| arn.into_value())]
        query_logs_log_group_arn: Option<Value<String>>,
        /// Whether a record says that only Amazon issues certificates for the domain. Default: false.
        #[builder(default)]
        caa_amazon: bool,
        /// Whether the zone can be changed soon after the region us-east-1 fails. Default: false.
        accelerated_recovery_enabled: Option<bool>,
        /// Whether the domain is written with a dot at the end. Default: true.
        #[builder(default = true)]
        add_trailing_dot: bool,
    ) -> HostedZone {
        let node = scope.node().child(id);
        if zone_name.literal().is_some_and(|name| name.ends_with('.')) {
            node.error(
                "hosted-zone-name",
                "the zone's name ends with a dot",
                "leave the dot out: it is added",
            );
        }
        let name = if add_trailing_dot { text!("{}.", zone_name) } else { zone_name.clone() };
        let config = match &comment {
            None => Expr::Null,
            comment => Expr::object([("Comment", opt(comment.as_ref()))]),
        };
        let features = accelerated_recovery_enabled
            .map_or(Expr::Null, |on| Expr::object([("EnableAcceleratedRecovery", Expr::from(on))]));
        let logging = match &query_logs_log_group_arn {
            None => Expr::Null,
            arn => Expr::object([("CloudWatchLogsLogGroupArn", opt(arn.as_ref()))]),
        };
        let cfn = bag::<CfnHostedZone>([
            ("HostedZoneConfig", config),
            ("HostedZoneFeatures", features),
            ("Name", name.into()),
            ("QueryLoggingConfig", logging),
        ])
        .add_to(&node, "Resource");
        let zone = HostedZone { node, id: cfn.reference(), cfn: Some(cfn), name: Some(zone_name) };
        for vpc in vpcs {
            zone.add_vpc(vpc);
        }
        if caa_amazon {
            RecordSet::builder(&zone, "CaaAmazon").zone(&zone).record(Record::caa_amazon()).build();
        }
        zone
    }

    /// A hosted zone that no stack of the program makes, by its id and domain.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_hosted_zone_attributes(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Id of the zone, `Z…`.
        #[builder(with = |id: impl IntoValue<String>| id.into_value())]
        hosted_zone_id: Value<String>,
        /// Domain of the zone.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        zone_name: Value<String>,
    ) -> HostedZone {
        HostedZone {
            node: scope.node().child(id),
            cfn: None,
            id: hosted_zone_id,
            name: Some(zone_name),
        }
    }
}

impl HostedZone {
    /// A hosted zone by its id, whose domain is not known: records need their whole names.
    #[track_caller]
    pub fn from_hosted_zone_id(
        scope: &dyn Construct,
        id: &str,
        hosted_zone_id: impl IntoValue<String>,
    ) -> HostedZone {
        let node = scope.node().child(id);
        HostedZone { node, cfn: None, id: hosted_zone_id.into_value(), name: None }
    }

    /// The resource; of an imported zone there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnHostedZone>> {
        self.cfn.as_ref()
    }

    /// Id of the zone, `Z…`.
    pub fn hosted_zone_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// ARN of the zone.
    pub fn hosted_zone_arn(&self) -> Value<String> {
        text!("arn:{}:route53:::hostedzone/{}", self.node.stack().partition(), self.id)
    }

    /// Domain of the zone.
    ///
    /// # Findings
    /// `hosted-zone-name-unknown` when it was imported by its id alone.
    pub fn zone_name(&self) -> Value<String> {
        self.name.clone().unwrap_or_else(|| {
            self.node.error(
                "hosted-zone-name-unknown",
                "the domain of this imported zone is not known",
                "import it by `from_hosted_zone_attributes` with `zone_name`",
            );
            "".into_value()
        })
    }

    /// Name servers of a public zone; the domain's registrar must name them.
    ///
    /// # Findings
    /// `name-servers-unknown` when the zone was imported.
    pub fn hosted_zone_name_servers(&self) -> Value<Vec<String>> {
        match &self.cfn {
            Some(cfn) => cfn.attr_name_servers(),
            None => {
                self.node.error(
                    "name-servers-unknown",
                    "the name servers of this imported zone are not known",
                    "write them into the program",
                );
                Value::new(Expr::Null)
            }
        }
    }

    /// Lets a VPC see the zone, which makes it private.
    pub fn add_vpc(&self, vpc: &Vpc) {
        let Some(cfn) = &self.cfn else { return };
        let vpc = Expr::object([
            ("VPCId", vpc.vpc_id().into()),
            ("VPCRegion", vpc.node().stack().region().into()),
        ]);
        cfn.edit_properties(|properties| properties.push("VPCs", vpc));
    }

    /// Signs the zone, for DNSSEC, with this key in KMS; see [`KeySigningKey`].
    ///
    /// Afterwards the registrar, or the zone above, needs its DS record.
    #[track_caller]
    pub fn enable_dnssec(&self, kms_key: &Key) -> KeySigningKey {
        let key = KeySigningKey::builder(self, "KeySigningKey").hosted_zone(self).kms_key(kms_key);
        let key = key.build();
        let id = ("HostedZoneId", self.hosted_zone_id().into_expr());
        bag::<CfnDNSSEC>([id]).add_to(&self.node, "DNSSEC").depends_on(&key);
        key
    }

    /// Lets `grantee` delegate domains below this one, by name servers of other zones: these, or all where none is given.
    #[track_caller]
    pub fn grant_delegation(
        &self,
        grantee: &dyn Grantable,
        delegated_zone_names: &[&str],
    ) -> Grant {
        let texts = |items: &[&str]| {
            Expr::List(items.iter().map(|item| Expr::from((*item).to_owned())).collect())
        };
        let equal = "ForAllValues:StringEquals";
        let key = |name| format!("route53:ChangeResourceRecordSets{name}");
        let mut conditions = Conditions::new()
            .with(equal, key("RecordTypes"), texts(&["NS"]))
            .with(equal, key("Actions"), texts(&["UPSERT", "DELETE"]));
        if !delegated_zone_names.is_empty() {
            let names = texts(delegated_zone_names);
            conditions = conditions.with(equal, key("NormalizedRecordNames"), names);
        }
        let change = PolicyStatement::allow()
            .actions(["route53:ChangeResourceRecordSets"])
            .resources([self.hosted_zone_arn()])
            .conditions(conditions);
        let list = PolicyStatement::allow().actions(["route53:ListHostedZonesByName"]);
        let change = Grant::add_to_principal(&self.node, grantee, change);
        change.and(Grant::add_to_principal(&self.node, grantee, list.all_resources()))
    }

    /// Leads queries for a domain below this one to its own zone. `ttl`: how long that is remembered; default 2 days.
    #[track_caller]
    pub fn add_delegation(&self, delegate: &HostedZone, ttl: Option<Duration>) -> RecordSet {
        let name = |zone: &HostedZone| zone.zone_name().literal().unwrap_or("zone").to_owned();
        RecordSet::builder(self, &format!("{} -> {}", name(self), name(delegate)))
            .zone(self)
            .record_name(delegate.zone_name())
            .record(Record::delegation(delegate))
            .maybe_ttl(ttl)
            .build()
    }

    /// The whole name of a record, with a dot at the end.
    pub(super) fn full_name(&self, record: Option<&Value<String>>) -> Value<String> {
        let Some(record) = record else { return text!("{}.", self.zone_name()) };
        if let Some(name) = record.literal() {
            if name.ends_with('.') {
                return record.clone();
            }
            if let Some(zone) = self.zone_name().literal()
                && (name == zone || name.ends_with(&format!(".{zone}")))
            {
                return text!("{}.", name);
            }
        }
        text!("{}.{}.", record, self.zone_name())
    }
}

impl Construct for HostedZone {
    fn node(&self) -> &Node {
        &self.node
    }
}
