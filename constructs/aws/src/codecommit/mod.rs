//! CodeCommit: Git repositories.

mod events;
mod repository;

pub use repository::{Repository, RepositoryEventTrigger};
