//! CloudWatch Logs: groups, streams, filters and saved queries.

mod data_protection;
mod destination;
mod filter_pattern;
mod log_group;
mod log_stream;
mod metric_filter;
mod query_definition;
mod resource_policy;
mod retention;
mod subscription_filter;

pub use data_protection::{DataIdentifier, DataProtectionPolicy};
pub use destination::CrossAccountDestination;
pub use filter_pattern::{FilterPattern, JsonPattern, SpaceDelimitedTextPattern};
pub use log_group::{LogGroup, LogGroupClass};
pub use log_stream::LogStream;
pub use metric_filter::{MetricFilter, MetricUnit};
pub use query_definition::{QueryDefinition, QueryString};
pub use resource_policy::ResourcePolicy;
pub use retention::{RetentionDays, UnknownRetention};
pub use subscription_filter::{Distribution, LogDestination, SubscriptionFilter};
