//! Secrets Manager: secrets, who may read them, and how they are rotated.

mod attachment;
mod hosted_rotation;
mod resource_policy;
mod rotation_schedule;
mod secret;
mod secret_rotation;
mod secret_string_generator;

pub use attachment::SecretAttachmentTarget;
pub(crate) use hosted_rotation::EXCLUDED_CHARACTERS;
pub use hosted_rotation::HostedRotation;
pub use resource_policy::ResourcePolicy;
pub use rotation_schedule::{Rotation, RotationSchedule};
pub use secret::{ReplicaRegion, Secret, SecretImport};
pub use secret_rotation::{SecretRotation, SecretRotationApplication};
pub use secret_string_generator::SecretStringGenerator;
