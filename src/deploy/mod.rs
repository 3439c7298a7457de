//! Deployments: change sets, stack events, uploads, the order of stacks.
//!
//! All AWS calls go through [`cloud::Cloud`], so that the same code runs against AWS, an endpoint
//! on this machine, and an in-memory CloudFormation in tests.

pub mod changes;
pub mod cloud;
pub mod execute;
pub mod failure;
pub mod follow;
mod hints;
#[cfg(test)]
pub mod memory;
pub mod model;
pub mod names;
pub mod order;
pub mod prepare;
pub mod profiles;
pub mod sdk;
mod sdk_error;
pub mod target;
pub mod template;
pub mod upload;
