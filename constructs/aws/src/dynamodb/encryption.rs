//! How tables are encrypted at rest.

use crate::kms::Key;

/// Whose key encrypts a table.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "made once for each table")]
pub enum TableEncryption {
    /// One of DynamoDB, which costs nothing.
    Default,
    /// The account's key for DynamoDB in KMS.
    AwsManaged,
    /// A key of one's own in KMS; made for the table where none is given.
    CustomerManaged(Option<Key>),
}
