//! Route 53: DNS.

mod alias_target;
mod health_check;
mod hosted_zone;
mod key_signing_key;
mod record;
mod record_set;
mod service_binding;
mod zones;

pub use alias_target::{AliasRecordTarget, AliasTarget};
pub use health_check::{HealthCheck, HealthCheckType, InsufficientDataHealthStatus};
pub use hosted_zone::{HostedZone, PrivateHostedZone, PublicHostedZone};
pub use key_signing_key::KeySigningKey;
pub use record::{CaaTag, Record};
pub use record_set::{CidrRouting, Continent, Failover, GeoLocation, RecordSet, RoutingPolicy};
pub use service_binding::{Alpn, ServiceBinding};
