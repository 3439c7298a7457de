//! ECS: containers on Fargate or on instances.

mod amis;
mod any_task_definition;
mod asg_capacity_provider;
mod base_service;
mod cluster;
mod container;
mod container_files;
mod container_image;
mod deployment;
mod drain_hook;
mod ec2_service;
mod ec2_task_definition;
mod execute_command;
mod external;
mod fargate_service;
mod fargate_size;
mod fargate_task_definition;
mod firelens;
mod health_check;
mod imported_service;
mod linux_parameters;
mod load_balancer_target;
mod log_driver;
mod managed_instances;
mod placement;
mod port_mapping;
mod scalable_task_count;
mod secret;
mod service_connect;
mod service_managed_volume;
mod task_definition;
mod volume;

pub use amis::{AmiHardwareType, EcsOptimizedImage};
pub use asg_capacity_provider::{AsgCapacityProvider, MachineImageType};
pub use base_service::{
    AvailabilityZoneRebalancing, BaseService, CloudMapOptions, PropagatedTagSource,
};
pub use cluster::{CloudMapNamespaceOptions, Cluster, ContainerInsights};
pub use container::{
    ContainerDefinition, ContainerDependencyCondition, UlimitName, VersionConsistency,
};
pub use container_files::{CredentialSpec, EnvironmentFile};
pub use container_image::ContainerImage;
pub use deployment::{
    AlarmBehavior, DeploymentAlarms, DeploymentCircuitBreaker, DeploymentController,
    DeploymentLifecycleHook, DeploymentLifecycleStage, DeploymentStrategy, TaskDefinitionRevision,
};
pub use ec2_service::Ec2Service;
pub use ec2_task_definition::{Ec2TaskDefinition, IpcMode};
pub use execute_command::{
    ExecuteCommandConfiguration, ExecuteCommandLogConfiguration, ExecuteCommandLogging,
};
pub use external::{ExternalService, ExternalTaskDefinition};
pub use fargate_service::{FargatePlatformVersion, FargateService, FargateServiceTask};
pub use fargate_size::{
    FargateSize, Memory256, Memory512, Memory1024, Memory2048, Memory4096, Memory8192, Memory16384,
    NoFargateSize,
};
pub use fargate_task_definition::FargateTaskDefinition;
pub use firelens::{FirelensConfigFile, FirelensLogRouterType};
pub use health_check::HealthCheck;
pub use imported_service::{EcsService, ImportedService};
pub use linux_parameters::{Capability, DevicePermission, LinuxParameters};
pub use load_balancer_target::{AlternateTarget, ListenerRuleConfiguration, ServiceTarget};
pub use log_driver::{AwsLogDriverMode, AwsLogs, LogDriver};
pub use managed_instances::{
    CapacityOptionType, InstanceMonitoring, ManagedInstancesCapacityProvider,
    PropagateManagedInstancesTags,
};
pub use placement::{
    CapacityProviderStrategy, PlacementConstraint, PlacementStrategy, SpreadField,
};
pub use port_mapping::{AppProtocol, PortMapping, Protocol};
pub use scalable_task_count::ScalableTaskCount;
pub use secret::Secret;
pub use service_connect::{ServiceConnect, ServiceConnectAccessLogFormat, ServiceConnectService};
pub use service_managed_volume::{FileSystemType, ServiceManagedVolume};
pub use task_definition::{
    Compatibility, CpuArchitecture, NetworkMode, OperatingSystemFamily, PidMode, RuntimePlatform,
    TaskDefinition,
};
pub use volume::{DockerVolume, EfsVolume, MountPoint, Scope, Volume};
