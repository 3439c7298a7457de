//! Patterns of ECS that the AWS CDK knows: services with everything around them.

mod application_front;
mod application_fronts;
mod application_load_balanced_ec2_service;
mod application_load_balanced_fargate_service;
mod application_multiple_target_groups_ec2_service;
mod application_multiple_target_groups_fargate_service;
mod default_cluster;
mod ec2_task;
mod fargate_task;
mod network_front;
mod network_load_balanced_ec2_service;
mod network_load_balanced_fargate_service;
mod queue_processing_ec2_service;
mod queue_processing_fargate_service;
mod record;
mod schedule_rule;
mod scheduled_ec2_task;
mod scheduled_fargate_task;
mod task_image_options;
mod work_queue;

pub use application_fronts::{
    ApplicationListenerOptions, ApplicationLoadBalancerOptions, ApplicationTargetOptions,
};
pub use application_load_balanced_ec2_service::ApplicationLoadBalancedEc2Service;
pub use application_load_balanced_fargate_service::ApplicationLoadBalancedFargateService;
pub use application_multiple_target_groups_ec2_service::ApplicationMultipleTargetGroupsEc2Service;
pub use application_multiple_target_groups_fargate_service::ApplicationMultipleTargetGroupsFargateService;
pub use network_load_balanced_ec2_service::NetworkLoadBalancedEc2Service;
pub use network_load_balanced_fargate_service::NetworkLoadBalancedFargateService;
pub use queue_processing_ec2_service::QueueProcessingEc2Service;
pub use queue_processing_fargate_service::QueueProcessingFargateService;
pub use record::ServiceRecordType;
pub use scheduled_ec2_task::ScheduledEc2Task;
pub use scheduled_fargate_task::ScheduledFargateTask;
pub use task_image_options::TaskImageOptions;
