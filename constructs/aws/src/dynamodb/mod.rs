//! DynamoDB: tables, their indexes, and who may use them.

mod access;
mod attribute;
mod billing;
mod encryption;
mod import_source;
mod index;
mod insights;
mod metrics;
mod scaling;
mod table;
mod table_v2;

pub use attribute::{Attribute, AttributeType};
pub use billing::{Billing, BillingMode, Capacity};
pub use encryption::TableEncryption;
pub use import_source::{ImportSource, InputCompression, InputFormat};
pub use index::{GlobalSecondaryIndex, LocalSecondaryIndex, Projection};
pub use insights::ContributorInsights;
pub use scaling::ScalableTableAttribute;
pub use table::{PointInTimeRecovery, StreamViewType, Table, TableClass, WarmThroughput};
pub use table_v2::{MultiRegionConsistency, Replica, ReplicaIndex, TableV2};
