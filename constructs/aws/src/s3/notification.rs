//! Events of buckets, and where they go.

use super::Bucket;
use crate::bag::list;
use crate::iam::Conditions;
use crate::{Construct, Expr, IntoValue, Node, Value, text};
use std::borrow::Cow;

/// Something that happens to objects, such as `EventType::OBJECT_CREATED`.
///
/// Source: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventType(Cow<'static, str>);

impl EventType {
    /// An object was written, in whatever way.
    pub const OBJECT_CREATED: Self = Self(Cow::Borrowed("s3:ObjectCreated:*"));
    /// An object was written by `PUT`.
    pub const OBJECT_CREATED_PUT: Self = Self(Cow::Borrowed("s3:ObjectCreated:Put"));
    /// An object was written by `POST`.
    pub const OBJECT_CREATED_POST: Self = Self(Cow::Borrowed("s3:ObjectCreated:Post"));
    /// An object was copied.
    pub const OBJECT_CREATED_COPY: Self = Self(Cow::Borrowed("s3:ObjectCreated:Copy"));
    /// An upload in parts was completed.
    pub const OBJECT_CREATED_COMPLETE_MULTIPART_UPLOAD: Self =
        Self(Cow::Borrowed("s3:ObjectCreated:CompleteMultipartUpload"));
    /// An object was removed, in whatever way.
    pub const OBJECT_REMOVED: Self = Self(Cow::Borrowed("s3:ObjectRemoved:*"));
    /// An object or version was deleted.
    pub const OBJECT_REMOVED_DELETE: Self = Self(Cow::Borrowed("s3:ObjectRemoved:Delete"));
    /// A delete marker was written.
    pub const OBJECT_REMOVED_DELETE_MARKER_CREATED: Self =
        Self(Cow::Borrowed("s3:ObjectRemoved:DeleteMarkerCreated"));
    /// A lifecycle rule deleted an object.
    pub const LIFECYCLE_EXPIRATION: Self = Self(Cow::Borrowed("s3:LifecycleExpiration:*"));
    /// An object changed its class of storage by a lifecycle rule.
    pub const LIFECYCLE_TRANSITION: Self = Self(Cow::Borrowed("s3:LifecycleTransition"));
    /// An object comes back from an archive, or came.
    pub const OBJECT_RESTORE: Self = Self(Cow::Borrowed("s3:ObjectRestore:*"));
    /// Tags of an object changed.
    pub const OBJECT_TAGGING: Self = Self(Cow::Borrowed("s3:ObjectTagging:*"));
    /// The access control list of an object changed.
    pub const OBJECT_ACL_PUT: Self = Self(Cow::Borrowed("s3:ObjectAcl:Put"));

    /// An event that is newer than this list.
    pub fn of(name: impl Into<Cow<'static, str>>) -> Self {
        Self(name.into())
    }
}

/// Which objects an event is about: keys that begin and end so.
#[derive(Clone, Debug, Default)]
pub struct NotificationKeyFilter {
    /// What the key begins with. Default: anything.
    pub prefix: Option<String>,
    /// What the key ends with. Default: anything.
    pub suffix: Option<String>,
}

/// Where events of a bucket go, as [`BucketNotificationDestination::bind`] tells.
#[derive(Clone, Debug)]
pub struct NotificationTarget {
    /// Property and key of the ARN, by the kind of the target.
    property: (&'static str, &'static str),
    arn: Value<String>,
    /// What must be there before the bucket: the policy that lets S3 in.
    dependency: Option<Node>,
}

impl NotificationTarget {
    /// A queue; `policy` is what lets S3 in.
    pub fn queue(arn: Value<String>, policy: Option<Node>) -> Self {
        Self { property: ("QueueConfigurations", "Queue"), arn, dependency: policy }
    }

    /// A topic; `policy` is what lets S3 in.
    pub fn topic(arn: Value<String>, policy: Option<Node>) -> Self {
        Self { property: ("TopicConfigurations", "Topic"), arn, dependency: policy }
    }

    /// A function; `permission` is what lets S3 in.
    pub fn function(arn: Value<String>, permission: Option<Node>) -> Self {
        Self { property: ("LambdaConfigurations", "Function"), arn, dependency: permission }
    }
}

/// Something that events of a bucket can go to.
pub trait BucketNotificationDestination {
    /// Lets S3 in and says where the events go.
    ///
    /// What lets S3 in must not refer to the bucket, which is made after it: use
    /// [`Bucket::notification_source`] for its conditions.
    #[track_caller]
    fn bind(&self, bucket: &Bucket) -> NotificationTarget;
}

impl Bucket {
    /// Sends events to a queue, topic or function, by the bucket's own property.
    ///
    /// # Findings
    /// `import-unknown` for imports.
    #[track_caller]
    pub fn add_event_notification(
        &self,
        event: EventType,
        destination: &dyn BucketNotificationDestination,
        filters: impl IntoIterator<Item = NotificationKeyFilter>,
    ) {
        let Some(cfn) = self.cfn_or_finding("events cannot be switched on for it") else { return };
        let target = destination.bind(self);
        let rules = filters.into_iter().flat_map(|filter| {
            let rule = |name: &'static str, value: Option<String>| {
                value.map(|value| {
                    Expr::object([("Name", Expr::from(name)), ("Value", Expr::from(value))])
                })
            };
            [rule("suffix", filter.suffix), rule("prefix", filter.prefix)]
        });
        let rules = list(rules.flatten());
        let filter = match rules {
            Expr::Null => Expr::Null,
            rules => Expr::object([("S3Key", Expr::object([("Rules", rules)]))]),
        };
        let (property, key) = target.property;
        let entry = Expr::object([
            ("Event", Expr::String(event.0)),
            ("Filter", filter),
            (key, target.arn.into_expr()),
        ]);
        cfn.edit_properties(|properties| {
            let known = properties.remove("NotificationConfiguration");
            let Some(Expr::Map(mut kinds)) = known.or_else(|| Some(Expr::object::<&str>([])))
            else {
                return;
            };
            let list = kinds.entry(property.into()).or_insert_with(|| Expr::List(Vec::new()));
            if let Expr::List(entries) = list {
                entries.push(entry);
            }
            properties.set("NotificationConfiguration", Expr::Map(kinds));
        });
        if let Some(policy) = target.dependency {
            cfn.depends_on(&policy);
        }
    }

    /// Sends all events to EventBridge, where rules choose among them.
    #[track_caller]
    pub fn enable_event_bridge_notification(&self) {
        let Some(cfn) = self.cfn_or_finding("EventBridge cannot be switched on for it") else {
            return;
        };
        cfn.edit_properties(|properties| {
            let known = properties.remove("NotificationConfiguration");
            let Some(Expr::Map(mut kinds)) = known.or_else(|| Some(Expr::object::<&str>([])))
            else {
                return;
            };
            let on = Expr::object([("EventBridgeEnabled", Expr::from(true))]);
            kinds.insert("EventBridgeConfiguration".into(), on);
            properties.set("NotificationConfiguration", Expr::Map(kinds));
        });
    }

    /// Conditions under which only this bucket's events get in, without a reference to the bucket.
    ///
    /// A bucket that is named by CloudFormation is known only by its account before it is made.
    pub fn notification_source(&self) -> Conditions {
        Conditions::new()
            .arn_like("aws:SourceArn", self.notification_source_arn())
            .string_equals("aws:SourceAccount", self.node().stack().account())
    }

    /// ARN of the bucket, as far as it is known before the bucket is made.
    pub(super) fn notification_source_arn(&self) -> Value<String> {
        let name = self.physical_name().unwrap_or_else(|| "*".into_value());
        text!("arn:{}:s3:::{}", self.node().stack().partition(), name)
    }
}
