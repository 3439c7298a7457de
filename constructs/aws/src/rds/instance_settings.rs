//! What instances, read replicas and instances from snapshots have in common.

use super::instance::StorageType;
use super::placement::{Insights, Placement, directory_role, lowercase, monitoring, protection};
use super::{OptionGroup, ParameterGroup};
use crate::bag::{flag, list, number, opt};
use crate::ec2::InstanceType;
use crate::iam::Role;
use crate::kms::Key;
use crate::{Duration, Expr, Node, RemovalPolicy, Value};

/// Settings of an instance as the program gives them.
#[derive(Default)]
pub(super) struct InstanceSettings<'a> {
    pub(super) allocated_storage: Option<u32>,
    pub(super) auto_minor_version_upgrade: Option<bool>,
    pub(super) apply_immediately: Option<bool>,
    pub(super) processor_features: Option<(u32, u32)>,
    pub(super) availability_zone: Option<Value<String>>,
    pub(super) backup_retention: Option<Duration>,
    pub(super) ca_certificate: Option<String>,
    pub(super) cloudwatch_logs_exports: Vec<String>,
    pub(super) copy_tags_to_snapshot: Option<bool>,
    pub(super) database_insights_mode: Option<DatabaseInsightsMode>,
    pub(super) delete_automated_backups: Option<bool>,
    pub(super) deletion_protection: Option<bool>,
    pub(super) domain: Option<String>,
    pub(super) domain_role: Option<&'a Role>,
    pub(super) enable_performance_insights: Option<bool>,
    pub(super) engine_lifecycle_support: Option<String>,
    pub(super) iam_authentication: Option<bool>,
    pub(super) instance_identifier: Option<Value<String>>,
    pub(super) instance_type: Option<InstanceType>,
    pub(super) iops: Option<u32>,
    pub(super) max_allocated_storage: Option<u32>,
    pub(super) monitoring_interval: Option<Duration>,
    pub(super) monitoring_role: Option<&'a Role>,
    pub(super) multi_az: Option<bool>,
    pub(super) network_type: Option<String>,
    pub(super) option_group: Option<&'a OptionGroup>,
    pub(super) parameter_group: Option<ParameterGroup>,
    pub(super) performance_insight_encryption_key: Option<&'a Key>,
    pub(super) performance_insight_retention: Option<u32>,
    pub(super) port: Option<u16>,
    pub(super) preferred_backup_window: Option<String>,
    pub(super) preferred_maintenance_window: Option<String>,
    pub(super) publicly_accessible: Option<bool>,
    pub(super) storage_encrypted: Option<bool>,
    pub(super) storage_encryption_key: Option<&'a Key>,
    pub(super) storage_throughput: Option<u32>,
    pub(super) storage_type: StorageType,
}

/// How much CloudWatch Database Insights shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatabaseInsightsMode {
    /// Load and top queries.
    Standard,
    /// Whole fleets and their queries; keeps 465 days at least.
    Advanced,
}

impl DatabaseInsightsMode {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Advanced => "advanced",
        }
    }
}

impl InstanceSettings<'_> {
    /// Properties of an instance at `node`, with the roles that they need.
    #[track_caller]
    pub(super) fn properties(
        self,
        node: &Node,
        place: &Placement,
        policy: RemovalPolicy,
    ) -> Vec<(&'static str, Expr)> {
        let text = |text: Option<String>| text.map_or(Expr::Null, Expr::from);
        let monitoring_role = monitoring(node, self.monitoring_interval, self.monitoring_role);
        let directory = self
            .domain
            .as_ref()
            .map(|_| directory_role(node, "RDSDirectoryServiceRole", self.domain_role));
        let advanced = self.database_insights_mode == Some(DatabaseInsightsMode::Advanced);
        let implied = self.performance_insight_encryption_key.is_some() || advanced;
        let insights = Insights::new(
            self.enable_performance_insights,
            self.performance_insight_retention,
            implied,
        );
        let parameters = self.parameter_group.map(|group| group.bind_to_instance());
        let encrypted = self.storage_encrypted.or(self.storage_encryption_key.map(|_| true));
        let provisioned = matches!(self.storage_type, StorageType::Io1 | StorageType::Io2);
        let iops = self.iops.or(provisioned.then_some(1000));
        let class = self.instance_type.as_ref().map_or(Expr::Null, instance_class);
        let size = self.allocated_storage.map(|size| size.to_string());
        let name = self.instance_identifier.map(lowercase);
        let role_arn = monitoring_role.map(|role| role.role_arn());
        let processor = self.processor_features.map_or(Expr::Null, |(cores, threads)| {
            let feature = |name: &'static str, value: u32| {
                Expr::object([("Name", Expr::from(name)), ("Value", value.to_string().into())])
            };
            Expr::List(vec![feature("coreCount", cores), feature("threadsPerCore", threads)])
        });
        let insights_key = self.performance_insight_encryption_key.map(Key::key_arn);
        vec![
            ("AllocatedStorage", text(size)),
            ("ApplyImmediately", flag(self.apply_immediately)),
            ("AutoMinorVersionUpgrade", flag(self.auto_minor_version_upgrade)),
            ("AvailabilityZone", opt(self.availability_zone.as_ref())),
            ("BackupRetentionPeriod", days(self.backup_retention)),
            ("CACertificateIdentifier", text(self.ca_certificate)),
            ("CopyTagsToSnapshot", flag(Some(self.copy_tags_to_snapshot.unwrap_or(true)))),
            (
                "DatabaseInsightsMode",
                text(self.database_insights_mode.map(|mode| mode.name().into())),
            ),
            ("DBInstanceClass", class),
            ("DBInstanceIdentifier", opt(name.as_ref())),
            ("DBParameterGroupName", opt(parameters.as_ref())),
            ("DBSubnetGroupName", Expr::from(&place.subnet_group)),
            ("DeleteAutomatedBackups", flag(self.delete_automated_backups)),
            ("DeletionProtection", flag(protection(self.deletion_protection, policy))),
            ("Domain", text(self.domain)),
            ("DomainIAMRoleName", opt(directory.as_ref())),
            ("EnableCloudwatchLogsExports", list(self.cloudwatch_logs_exports)),
            ("EnableIAMDatabaseAuthentication", flag(self.iam_authentication)),
            ("EnablePerformanceInsights", flag(insights.enabled)),
            ("EngineLifecycleSupport", text(self.engine_lifecycle_support)),
            ("Iops", number(iops)),
            ("KmsKeyId", opt(self.storage_encryption_key.map(Key::key_arn).as_ref())),
            ("MaxAllocatedStorage", number(self.max_allocated_storage)),
            ("MonitoringInterval", seconds(self.monitoring_interval)),
            ("MonitoringRoleArn", opt(role_arn.as_ref())),
            ("MultiAZ", flag(self.multi_az)),
            ("NetworkType", text(self.network_type)),
            (
                "OptionGroupName",
                opt(self.option_group.map(OptionGroup::option_group_name).as_ref()),
            ),
            ("PerformanceInsightsKMSKeyId", opt(insights_key.as_ref())),
            ("PerformanceInsightsRetentionPeriod", number(insights.days)),
            ("Port", text(self.port.map(|port| port.to_string()))),
            ("PreferredBackupWindow", text(self.preferred_backup_window)),
            ("PreferredMaintenanceWindow", text(self.preferred_maintenance_window)),
            ("ProcessorFeatures", processor),
            ("PubliclyAccessible", flag(self.publicly_accessible.or(place.public))),
            ("StorageEncrypted", flag(encrypted)),
            ("StorageThroughput", number(self.storage_throughput)),
            ("StorageType", Expr::from(self.storage_type.name())),
            ("VPCSecurityGroups", place.group_ids()),
        ]
    }
}

pub(super) fn instance_class(instance_type: &InstanceType) -> Expr {
    Expr::from(format!("db.{}", instance_type.name()))
}

pub(super) fn seconds(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_seconds()).ok()))
}

pub(super) fn days(time: Option<Duration>) -> Expr {
    number(time.and_then(|time| i64::try_from(time.to_days()).ok()))
}
