//! Simple Storage Service: buckets, who may use them, and how long objects stay.

mod access;
mod bucket;
mod bucket_policy;
mod destinations;
mod encryption;
mod events;
mod inventory;
mod lifecycle;
mod notification;
mod replication;
mod settings;
mod urls;
mod website;

pub use bucket::Bucket;
pub(crate) use bucket::check_name as check_bucket_name;
pub use bucket_policy::BucketPolicy;
pub use encryption::BucketEncryption;
pub use inventory::{Inventory, InventoryFormat, InventoryFrequency, InventoryObjectVersion};
pub use lifecycle::{
    LifecycleRule, NoncurrentVersionTransition, StorageClass, Transition,
    TransitionDefaultMinimumObjectSize,
};
pub use notification::{
    BucketNotificationDestination, EventType, NotificationKeyFilter, NotificationTarget,
};
pub use replication::ReplicationRule;
pub use settings::{
    BlockPublicAccess, BucketAccessControl, BucketMetrics, CorsRule, HttpMethod,
    IntelligentTieringConfiguration, ObjectLockRetention, ObjectOwnership, TargetObjectKeyFormat,
};
pub use website::{RedirectProtocol, RedirectTarget, ReplaceKey, RoutingRule};
