//! Copies of file systems.

use super::FileSystem;
use crate::bag::opt;
use crate::kms::Key;
use crate::{Expr, IntoValue, Stack, Value};

/// Where a file system is copied to.
///
/// ```
/// use cumulo::efs::ReplicationConfiguration;
/// let copy = ReplicationConfiguration::regional_file_system(Some("eu-west-1"), None);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-efs-filesystem-replicationdestination.html>
#[derive(Clone, Debug)]
pub struct ReplicationConfiguration {
    file_system: Option<Value<String>>,
    region: Option<Value<String>>,
    zone: Option<Value<String>>,
    key: Option<Value<String>>,
}

impl ReplicationConfiguration {
    /// A file system of the same region, whose protection against being overwritten is off.
    pub fn existing_file_system(destination: &FileSystem) -> Self {
        let file_system = Some(destination.file_system_id());
        Self { file_system, region: None, zone: None, key: None }
    }

    /// A new file system in all zones of a region, of this one where none is given, encrypted by `key`.
    pub fn regional_file_system(region: Option<&str>, key: Option<&Key>) -> Self {
        Self {
            file_system: None,
            region: region.map(IntoValue::into_value),
            zone: None,
            key: key.map(Key::key_arn),
        }
    }

    /// A new file system in one zone of a region, encrypted by `key`.
    pub fn one_zone_file_system(
        region: impl IntoValue<String>,
        zone: impl IntoValue<String>,
        key: Option<&Key>,
    ) -> Self {
        Self {
            file_system: None,
            region: Some(region.into_value()),
            zone: Some(zone.into_value()),
            key: key.map(Key::key_arn),
        }
    }

    pub(super) fn to_expr(&self, stack: &Stack) -> Expr {
        let region = self.region.clone().unwrap_or_else(|| stack.region());
        let destination = Expr::object([
            ("AvailabilityZoneName", opt(self.zone.as_ref())),
            ("FileSystemId", opt(self.file_system.as_ref())),
            ("KmsKeyId", opt(self.key.as_ref())),
            ("Region", region.into_expr()),
        ]);
        Expr::object([("Destinations", Expr::List(vec![destination]))])
    }
}
