//! CodeCommit: Git repositories.

mod repository;

pub use repository::Repository;
