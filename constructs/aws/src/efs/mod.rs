//! EFS: file systems that many hosts, tasks and functions share.

mod access_point;
mod file_system;
mod replication;
mod settings;

pub use access_point::{AccessPoint, Acl, PosixUser};
pub use file_system::FileSystem;
pub use replication::ReplicationConfiguration;
pub use settings::{
    LifecyclePolicy, OutOfInfrequentAccessPolicy, PerformanceMode, ReplicationOverwriteProtection,
    ThroughputMode,
};
