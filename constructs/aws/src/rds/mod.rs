//! RDS: databases.

mod cluster;
mod cluster_instance;
mod credentials;
mod database_secret;
mod endpoint;
mod engine;
mod instance;
mod instance_settings;
mod metrics;
mod option_group;
mod parameter_group;
mod placement;
mod proxy;
mod read_replica;
mod rotation;
mod s3_roles;
mod snapshot;
mod subnet_group;

pub use cluster::{DBClusterStorageType, DatabaseCluster, DatabaseClusterFromSnapshot};
pub use cluster_instance::ClusterInstance;
pub use credentials::{Credentials, SnapshotCredentials};
pub use database_secret::DatabaseSecret;
pub use endpoint::Endpoint;
pub use engine::{DatabaseClusterEngine, DatabaseEngine, DatabaseInstanceEngine, EngineFacts};
pub use instance::{DatabaseInstance, DatabaseInstanceFromSnapshot, StorageType};
pub use instance_settings::DatabaseInsightsMode;
pub use option_group::{OptionConfiguration, OptionGroup};
pub use parameter_group::ParameterGroup;
pub use proxy::{ClientPasswordAuthType, DatabaseProxy, ProxyTarget};
pub use read_replica::DatabaseInstanceReadReplica;
pub use rotation::RotationOptions;
pub use snapshot::Snapshot;
pub use subnet_group::SubnetGroup;
