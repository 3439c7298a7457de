//! Queues, topics and functions as destinations of a bucket's events.

use super::{Bucket, BucketNotificationDestination, NotificationTarget};
use crate::Construct;
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::lambda::{Function, Permission};
use crate::sns::Topic;
use crate::sqs::Queue;

/// S3, as policies name it.
fn s3() -> Principal {
    Principal::service("s3.amazonaws.com")
}

/// Lets S3 encrypt the events.
#[track_caller]
fn allow_key(key: Option<&Key>, conditions: &Conditions) {
    if let Some(key) = key {
        let statement = PolicyStatement::allow()
            .actions(["kms:GenerateDataKey*", "kms:Decrypt"])
            .all_resources()
            .principals([s3()])
            .conditions(conditions.clone());
        key.add_to_resource_policy(statement);
    }
}

impl BucketNotificationDestination for Queue {
    fn bind(&self, bucket: &Bucket) -> NotificationTarget {
        let conditions = bucket.notification_source();
        let actions = ["sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl"];
        let statement = PolicyStatement::allow()
            .actions(actions)
            .resources([self.queue_arn()])
            .principals([s3()])
            .conditions(conditions.clone());
        allow_key(self.encryption_master_key(), &conditions);
        NotificationTarget::queue(self.queue_arn(), self.add_to_resource_policy(statement))
    }
}

impl BucketNotificationDestination for Topic {
    fn bind(&self, bucket: &Bucket) -> NotificationTarget {
        let conditions = bucket.notification_source();
        let statement = PolicyStatement::allow()
            .actions(["sns:Publish"])
            .resources([self.topic_arn()])
            .principals([s3()])
            .conditions(conditions.clone());
        allow_key(self.master_key(), &conditions);
        NotificationTarget::topic(self.topic_arn(), self.add_to_resource_policy(statement))
    }
}

impl BucketNotificationDestination for Function {
    fn bind(&self, bucket: &Bucket) -> NotificationTarget {
        let permission = Permission::service("s3.amazonaws.com")
            .source_arn(bucket.notification_source_arn())
            .source_account(bucket.node().stack().account());
        let id = format!("AllowNotificationsOf{}", bucket.node().unique_id());
        // Two kinds of events of one bucket need one permission.
        let known = self.node().find(&id);
        let known = known.or_else(|| Some(self.add_permission(&id, permission)?.node().clone()));
        NotificationTarget::function(self.function_arn(), known)
    }
}
