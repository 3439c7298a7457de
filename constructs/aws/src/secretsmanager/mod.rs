//! Secrets Manager: secrets, who may read them, and how they are rotated.

mod resource_policy;
mod secret;
mod secret_string_generator;

pub use resource_policy::ResourcePolicy;
pub use secret::{ReplicaRegion, Secret, SecretImport};
pub use secret_string_generator::SecretStringGenerator;
