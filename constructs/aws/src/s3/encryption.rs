//! How objects are encrypted at rest.

use crate::bag::flag;
use crate::kms::Key;
use crate::{Expr, IntoValue, Node, Value, text};

/// How a bucket encrypts objects whose writers do not say.
#[derive(Clone, Debug)]
pub enum BucketEncryption {
    /// By keys of S3; what S3 does without being told.
    S3Managed,
    /// By the account's key for S3 in KMS.
    KmsManaged,
    /// By a key of one's own in KMS, made for the bucket where none is given.
    Kms(Option<Key>),
    /// Twice, by the account's key for S3 in KMS.
    DsseManaged,
    /// Twice, by a key of one's own in KMS, made for the bucket where none is given.
    Dsse(Option<Key>),
}

/// The encryption as the bucket's property, and the key that users of the bucket need.
pub(super) fn settings(
    bucket: &Node,
    encryption: Option<BucketEncryption>,
    bucket_key_enabled: Option<bool>,
) -> (Expr, Option<Key>) {
    let (algorithm, own) = match encryption {
        None => return (Expr::Null, None),
        Some(BucketEncryption::S3Managed) => ("AES256", None),
        Some(BucketEncryption::KmsManaged) => ("aws:kms", None),
        Some(BucketEncryption::Kms(key)) => ("aws:kms", Some((key, Some(true)))),
        Some(BucketEncryption::DsseManaged) => ("aws:kms:dsse", None),
        Some(BucketEncryption::Dsse(key)) => ("aws:kms:dsse", Some((key, None))),
    };
    let key = own.map(|(key, rotates)| key.unwrap_or_else(|| new_key(bucket, rotates)));
    let id = key.as_ref().map_or(Expr::Null, |key| key.key_arn().into_expr());
    let by_default =
        Expr::object([("KMSMasterKeyID", id), ("SSEAlgorithm", Expr::from(algorithm))]);
    let rule = Expr::object([
        ("BucketKeyEnabled", flag(bucket_key_enabled)),
        ("ServerSideEncryptionByDefault", by_default),
    ]);
    let rules = Expr::List(vec![rule]);
    (Expr::object([("ServerSideEncryptionConfiguration", rules)]), key)
}

fn new_key(bucket: &Node, rotates: Option<bool>) -> Key {
    let description: Value<String> = text!("Created by {}", bucket.path()).into_value();
    Key::builder(bucket, "Key").description(description).maybe_enable_key_rotation(rotates).build()
}
