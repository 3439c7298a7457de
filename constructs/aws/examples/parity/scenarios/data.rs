//! Scenarios about buckets and tables.

use super::{Scenario, stack};
use cumulo::dynamodb::{Attribute, BillingMode, GlobalSecondaryIndex, PointInTimeRecovery, Table};
use cumulo::ecr::{LifecycleRule as ImageRule, Repository, TagMutability, TagStatus};
use cumulo::iam::{Principal, Role};
use cumulo::s3::{
    BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule, StorageClass, Transition,
};
use cumulo::{App, Duration, RemovalPolicy, Stack};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("s3-bucket", s3_bucket),
    ("cross-stack", cross_stack),
    ("ecr-repository", ecr_repository),
    ("dynamodb-table", dynamodb_table),
];

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

fn ecr_repository(app: &App) {
    let s = stack(app);
    let released = ImageRule::builder()
        .rule_priority(1)
        .tag_status(TagStatus::TaggedPrefix(vec!["prod".into()]))
        .max_image_count(50)
        .build();
    let repository = Repository::builder(&s, "Repo")
        .image_scan_on_push(true)
        .image_tag_mutability(TagMutability::Immutable)
        .lifecycle_rules([released, ImageRule::builder().max_image_age(Duration::days(30)).build()])
        .build();
    repository.grant_pull(&role(&s, "Puller", "ecs-tasks.amazonaws.com"));
}

fn dynamodb_table(app: &App) {
    let s = stack(app);
    let table = Table::builder(&s, "Items")
        .partition_key(Attribute::string("pk"))
        .sort_key(Attribute::number("sk"))
        .billing_mode(BillingMode::PayPerRequest)
        .point_in_time_recovery(PointInTimeRecovery::ENABLED)
        .removal_policy(RemovalPolicy::Retain)
        .build();
    let by_sk =
        GlobalSecondaryIndex::builder("by-sk").partition_key(Attribute::number("sk")).build();
    table.add_global_secondary_index(by_sk);
    table.grant_read_write_data(&role(&s, "App", "ecs-tasks.amazonaws.com"));
}

fn role(stack: &Stack, id: &str, service: &str) -> Role {
    Role::builder(stack, id).assumed_by(Principal::service(service)).build()
}
