//! CodeDeploy: deployments to ECS that move traffic from old tasks to new ones.

mod application;
mod deployment_config;
mod deployment_group;

pub use application::EcsApplication;
pub use deployment_config::{EcsDeploymentConfig, TrafficRouting};
pub use deployment_group::{AutoRollback, BlueGreenDeployment, EcsDeploymentGroup};
