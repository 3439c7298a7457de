//! Route 53: DNS.

mod alias_target;
mod health_check;
mod hosted_zone;
mod record;
mod record_set;

pub use alias_target::{AliasRecordTarget, AliasTarget};
pub use health_check::{HealthCheck, HealthCheckType};
pub use hosted_zone::{HostedZone, PrivateHostedZone, PublicHostedZone};
pub use record::{CaaTag, Record};
pub use record_set::{Failover, GeoLocation, RecordSet, RoutingPolicy};
