//! CodeConnections: connections to GitHub, GitLab and Bitbucket.

mod connection;

pub use connection::{Connection, ConnectionProvider};
