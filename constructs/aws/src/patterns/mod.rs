//! Whole systems in one construct, opinionated and secure by default: a networked service, a
//! cluster on instances, an EKS platform, a database, a pipeline.
//!
//! Each is made of this crate's L2 constructs. Every part is reachable
//! (`service.load_balancer()`) and replaceable by one's own. What a stage protects decides how
//! data is kept: a protected stage retains it, an unprotected one goes away cleanly.

mod by_stage;
mod network;
mod network_acls;

pub use network::{NaclProfile, Network, Tier};
