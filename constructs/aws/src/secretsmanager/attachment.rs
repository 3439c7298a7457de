//! What secrets are attached to.

use crate::Value;

/// A database to which a secret with its user can be attached.
pub trait SecretAttachmentTarget {
    /// Name of the database.
    fn attachment_target_id(&self) -> Value<String>;

    /// Type of its resource, such as `AWS::RDS::DBInstance`.
    fn attachment_target_type(&self) -> &'static str;
}
