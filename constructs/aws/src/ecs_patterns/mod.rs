//! Patterns of ECS that the AWS CDK knows: services with everything around them.

mod application_load_balanced_fargate_service;
mod default_cluster;
mod task_image_options;

pub use application_load_balanced_fargate_service::ApplicationLoadBalancedFargateService;
pub use task_image_options::TaskImageOptions;
