//! Scenarios about buckets and tables.

use super::{Scenario, stack};
use cumulo::iam::{Principal, Role};
use cumulo::s3::{
    BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule, StorageClass, Transition,
};
use cumulo::{App, Duration, Stack};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("s3-bucket", s3_bucket), ("cross-stack", cross_stack)];

fn s3_bucket(app: &App) {
    let s = stack(app);
    let to_infrequent = Transition::after(StorageClass::STANDARD_IA, Duration::days(30));
    let rule = LifecycleRule::builder()
        .expiration(Duration::days(365))
        .transitions([to_infrequent])
        .build();
    let bucket = Bucket::builder(&s, "Data")
        .versioned(true)
        .encryption(BucketEncryption::S3Managed)
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .lifecycle_rules([rule])
        .build();
    let role = role(&s, "Reader", "ecs-tasks.amazonaws.com");
    bucket.grant_read(&role);
}

fn cross_stack(app: &App) {
    let producer = Stack::builder(app, "Producer").build();
    let consumer = Stack::builder(app, "Consumer").build();
    let bucket = Bucket::builder(&producer, "Shared").build();
    let role = role(&consumer, "Reader", "ec2.amazonaws.com");
    bucket.grant_read(&role);
}

fn role(stack: &Stack, id: &str, service: &str) -> Role {
    Role::builder(stack, id).assumed_by(Principal::service(service)).build()
}
