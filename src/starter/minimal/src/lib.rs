//! A bucket for files, in each stage.

use cumulo::prelude::*;
use cumulo::s3::{BlockPublicAccess, Bucket, LifecycleRule};
use serde::Deserialize;

/// What differs between the stages; `cumulo.yaml` says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    keep_versions_days: u32,
}

/// Describes one stage of the system.
pub fn system(stage: &Stage, values: Values) {
    let stack = Stack::builder(stage, "Storage").build();
    let old_versions = LifecycleRule::builder()
        .noncurrent_version_expiration(Duration::days(values.keep_versions_days.into()))
        .build();
    let files = Bucket::builder(&stack, "Files")
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .versioned(true)
        .lifecycle_rules([old_versions])
        .removal_policy(stage.removal_policy())
        .build();
    Output::new(&stack, "FilesBucket", files.bucket_name());
}
