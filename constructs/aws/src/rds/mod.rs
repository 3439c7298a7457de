//! RDS: databases.

mod credentials;
mod engine;
mod instance;
mod metrics;
mod parameter_group;
mod read_replica;
mod subnet_group;

pub use credentials::Credentials;
pub use engine::DatabaseInstanceEngine;
pub use instance::{DatabaseInstance, Endpoint, StorageType};
pub use parameter_group::ParameterGroup;
pub use read_replica::DatabaseInstanceReadReplica;
pub use subnet_group::SubnetGroup;
