//! Cloud Map: names by which services find each other.

mod instance;
mod namespace;
mod service;

pub use instance::Instance;
pub use namespace::{
    HttpNamespace, Namespace, NamespaceType, PrivateDnsNamespace, PublicDnsNamespace,
};
pub use service::{DiscoveryType, DnsRecordType, HealthCheck, RoutingPolicy, Service};
