//! Elastic Container Registry: repositories of container images.

mod events;
mod lifecycle;
mod repository;
mod token;

pub use lifecycle::{LifecycleRule, TagStatus};
pub use repository::{
    ImageTagMutabilityExclusionFilter, Repository, RepositoryEncryption, TagMutability,
};
pub use token::{AuthorizationToken, PublicGalleryAuthorizationToken};
