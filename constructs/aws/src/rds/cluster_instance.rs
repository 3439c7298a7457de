//! Instances of clusters.

use super::DatabaseClusterEngine;
use super::ParameterGroup;
use super::instance_settings::{instance_class, seconds};
use super::placement::Insights;
use crate::bag::{bag, flag, number, opt};
use crate::cfn::rds::CfnDBInstance;
use crate::ec2::InstanceType;
use crate::iam::Role;
use crate::kms::Key;
use crate::{CfnType, Duration, Expr, IntoValue, Node, RemovalPolicy, Resource, Value};

/// An instance that a cluster is to have: its writer, or one of its readers.
///
/// ```
/// use cumulo::ec2::{InstanceClass, InstanceSize, InstanceType};
/// use cumulo::rds::ClusterInstance;
/// let writer = ClusterInstance::serverless_v2("writer");
/// let reports = ClusterInstance::provisioned("reports")
///     .instance_type(InstanceType::of(InstanceClass::R6g, InstanceSize::Large))
///     .promotion_tier(15);
/// ```
#[derive(Clone, Debug)]
pub struct ClusterInstance {
    pub(super) id: String,
    kind: Kind,
    instance_identifier: Option<Value<String>>,
    allow_major_version_upgrade: Option<bool>,
    apply_immediately: Option<bool>,
    auto_minor_version_upgrade: Option<bool>,
    availability_zone: Option<Value<String>>,
    ca_certificate: Option<String>,
    enable_performance_insights: Option<bool>,
    parameter_group: Option<ParameterGroup>,
    parameters: Vec<(String, Value<String>)>,
    performance_insight_encryption_key: Option<Key>,
    performance_insight_retention: Option<u32>,
    preferred_maintenance_window: Option<String>,
    publicly_accessible: Option<bool>,
}

#[derive(Clone, Debug)]
enum Kind {
    Provisioned { instance_type: Option<InstanceType>, promotion_tier: Option<u8> },
    ServerlessV2 { scale_with_writer: bool },
}

/// What a cluster gives its instances.
pub(super) struct InstanceOf<'a> {
    pub(super) cluster: &'a Node,
    pub(super) cluster_identifier: Value<String>,
    pub(super) engine: &'a DatabaseClusterEngine,
    pub(super) monitoring_interval: Option<Duration>,
    pub(super) monitoring_role: Option<&'a Role>,
    pub(super) public: Option<bool>,
    pub(super) removal_policy: RemovalPolicy,
}

impl ClusterInstance {
    /// An instance on a machine of its own, db.t3.medium unless another type is given.
    pub fn provisioned(id: impl Into<String>) -> Self {
        Self::of(id.into(), Kind::Provisioned { instance_type: None, promotion_tier: None })
    }

    /// An instance whose capacity follows the load, within the cluster's limits.
    pub fn serverless_v2(id: impl Into<String>) -> Self {
        Self::of(id.into(), Kind::ServerlessV2 { scale_with_writer: false })
    }

    fn of(id: String, kind: Kind) -> Self {
        Self {
            id,
            kind,
            instance_identifier: None,
            allow_major_version_upgrade: None,
            apply_immediately: None,
            auto_minor_version_upgrade: None,
            availability_zone: None,
            ca_certificate: None,
            enable_performance_insights: None,
            parameter_group: None,
            parameters: Vec::new(),
            performance_insight_encryption_key: None,
            performance_insight_retention: None,
            preferred_maintenance_window: None,
            publicly_accessible: None,
        }
    }

    /// Its machine; of a provisioned one.
    #[must_use]
    pub fn instance_type(mut self, machine: InstanceType) -> Self {
        if let Kind::Provisioned { instance_type, .. } = &mut self.kind {
            *instance_type = Some(machine);
        }
        self
    }

    /// How early a reader becomes the writer when that fails, 0 (first) to 15; of a provisioned one. Default: 2.
    #[must_use]
    pub fn promotion_tier(mut self, tier: u8) -> Self {
        if let Kind::Provisioned { promotion_tier, .. } = &mut self.kind {
            *promotion_tier = Some(tier);
        }
        self
    }

    /// Whether a serverless reader is always as large as the writer, and the first to replace it. Default: false.
    #[must_use]
    pub fn scale_with_writer(mut self, scale: bool) -> Self {
        if let Kind::ServerlessV2 { scale_with_writer } = &mut self.kind {
            *scale_with_writer = scale;
        }
        self
    }

    /// Name in the account. Default: one that CloudFormation makes.
    #[must_use]
    pub fn instance_identifier(mut self, name: impl IntoValue<String>) -> Self {
        self.instance_identifier = Some(name.into_value());
        self
    }

    /// Whether another major version may be given. Default: false.
    #[must_use]
    pub fn allow_major_version_upgrade(mut self, allow: bool) -> Self {
        self.allow_major_version_upgrade = Some(allow);
        self
    }

    /// Whether changes wait for no maintenance window. Default: they wait.
    #[must_use]
    pub fn apply_immediately(mut self, immediately: bool) -> Self {
        self.apply_immediately = Some(immediately);
        self
    }

    /// Whether minor versions are taken by themselves. Default: true.
    #[must_use]
    pub fn auto_minor_version_upgrade(mut self, upgrade: bool) -> Self {
        self.auto_minor_version_upgrade = Some(upgrade);
        self
    }

    /// Zone in which it runs. Default: any.
    #[must_use]
    pub fn availability_zone(mut self, zone: impl IntoValue<String>) -> Self {
        self.availability_zone = Some(zone.into_value());
        self
    }

    /// Certificate authority of its certificate, such as `rds-ca-rsa2048-g1`.
    #[must_use]
    pub fn ca_certificate(mut self, authority: impl Into<String>) -> Self {
        self.ca_certificate = Some(authority.into());
        self
    }

    /// Whether RDS keeps how queries perform. Default: true where its retention or key is given.
    #[must_use]
    pub fn enable_performance_insights(mut self, enable: bool) -> Self {
        self.enable_performance_insights = Some(enable);
        self
    }

    /// How many days it keeps that: 7, months of 31 days, or 731. Default: 7.
    #[must_use]
    pub fn performance_insight_retention(mut self, days: u32) -> Self {
        self.performance_insight_retention = Some(days);
        self
    }

    /// Key that encrypts it. Default: one of AWS.
    #[must_use]
    pub fn performance_insight_encryption_key(mut self, key: &Key) -> Self {
        self.performance_insight_encryption_key = Some(key.clone());
        self
    }

    /// Parameters of its engine. Default: the engine's own.
    #[must_use]
    pub fn parameter_group(mut self, group: &ParameterGroup) -> Self {
        self.parameter_group = Some(group.clone());
        self
    }

    /// The same, for a group that is made for it.
    #[must_use]
    pub fn parameters(
        mut self,
        parameters: impl IntoIterator<Item = (impl Into<String>, impl IntoValue<String>)>,
    ) -> Self {
        let parameters = parameters.into_iter();
        self.parameters.extend(parameters.map(|(name, value)| (name.into(), value.into_value())));
        self
    }

    /// When it may be changed, in UTC: `sun:03:00-sun:04:00`.
    #[must_use]
    pub fn preferred_maintenance_window(mut self, window: impl Into<String>) -> Self {
        self.preferred_maintenance_window = Some(window.into());
        self
    }

    /// Whether it is reached from the internet. Default: where the cluster stands in public subnets.
    #[must_use]
    pub fn publicly_accessible(mut self, public: bool) -> Self {
        self.publicly_accessible = Some(public);
        self
    }

    pub(super) fn is_serverless(&self) -> bool {
        matches!(self.kind, Kind::ServerlessV2 { .. })
    }

    /// Makes the instance as a child of its cluster; the writer is always the first in line.
    #[track_caller]
    pub(super) fn add_to(self, of: &InstanceOf<'_>, is_writer: bool) -> Resource<CfnDBInstance> {
        let node = of.cluster.child(&self.id);
        let (class, tier) = match &self.kind {
            Kind::ServerlessV2 { scale_with_writer } => {
                (Expr::from("db.serverless"), if *scale_with_writer { 1 } else { 2 })
            }
            Kind::Provisioned { instance_type, promotion_tier } => {
                let medium = || InstanceType::new("t3.medium");
                let machine = instance_type.clone().unwrap_or_else(medium);
                (instance_class(&machine), promotion_tier.unwrap_or(2))
            }
        };
        if tier > 15 {
            node.error(
                "promotion-tier",
                format!("the promotion tier is {tier}"),
                "choose 0 (promoted first) to 15",
            );
        }
        let insights = Insights::new(
            self.enable_performance_insights,
            self.performance_insight_retention,
            self.performance_insight_encryption_key.is_some(),
        );
        let group = self.parameter_group.or_else(|| {
            (!self.parameters.is_empty()).then(|| {
                ParameterGroup::builder(&node, "InstanceParameterGroup")
                    .engine(of.engine)
                    .parameters(self.parameters)
                    .build()
            })
        });
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let key = self.performance_insight_encryption_key.as_ref().map(Key::key_arn);
        let role = of.monitoring_role.map(Role::role_arn);
        let instance = bag::<CfnDBInstance>([
            ("AllowMajorVersionUpgrade", flag(self.allow_major_version_upgrade)),
            ("ApplyImmediately", flag(self.apply_immediately)),
            ("AutoMinorVersionUpgrade", flag(self.auto_minor_version_upgrade)),
            ("AvailabilityZone", opt(self.availability_zone.as_ref())),
            ("CACertificateIdentifier", text(self.ca_certificate)),
            ("DBClusterIdentifier", Expr::from(&of.cluster_identifier)),
            ("DBInstanceClass", class),
            ("DBInstanceIdentifier", opt(self.instance_identifier.as_ref())),
            ("DBParameterGroupName", opt(group.map(|group| group.bind_to_instance()).as_ref())),
            ("EnablePerformanceInsights", flag(insights.enabled)),
            ("Engine", Expr::from(super::DatabaseEngine::engine_type(of.engine))),
            ("MonitoringInterval", seconds(of.monitoring_interval)),
            ("MonitoringRoleArn", opt(role.as_ref())),
            ("PerformanceInsightsKMSKeyId", opt(key.as_ref())),
            ("PerformanceInsightsRetentionPeriod", number(insights.days)),
            ("PreferredMaintenanceWindow", text(self.preferred_maintenance_window)),
            ("PromotionTier", number(Some(if is_writer { 0 } else { tier }))),
            ("PubliclyAccessible", flag(self.publicly_accessible.or(of.public))),
        ])
        .add_to(&node, "Resource");
        instance.apply_removal_policy(of.removal_policy);
        instance
    }
}
