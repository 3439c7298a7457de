//! The service and its network.

use crate::Values;
use crate::storage::Storage;
use cumulo::ec2::{GatewayVpcEndpointAwsService, Vpc};
use cumulo::ecr::Repository;
use cumulo::ecs::{
    Cluster, ContainerImage, ContainerInsights, DeploymentCircuitBreaker, FargateService,
    FargateTaskDefinition, LogDriver, PortMapping,
};
use cumulo::elbv2::{ApplicationLoadBalancer, HealthCheck, Listen};
use cumulo::logs::LogGroup;
use cumulo::prelude::*;

pub struct Api;

impl Api {
    pub fn new(stage: &Stage, storage: &Storage, values: &Values) -> Self {
        let stack = Stack::builder(stage, "JsonApi").build();
        let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).nat_gateways(values.nat_gateways).build();
        vpc.add_gateway_endpoint("S3", GatewayVpcEndpointAwsService::S3).build();
        let cluster = Cluster::builder(&stack, "Cluster")
            .vpc(&vpc)
            .container_insights_v2(ContainerInsights::Enabled)
            .build();
        let logs = LogGroup::builder(&stack, "Logs")
            .retention(values.log_days)
            .removal_policy(stage.removal_policy())
            .build();
        let image = Repository::from_repository_name(&stack, "Image", &storage.repository_name);
        let task = FargateTaskDefinition::builder(&stack, "Task").build();
        task.add_container("api")
            .image(ContainerImage::from_ecr_repository(&image, &values.image_tag))
            .environment([("BUCKET", storage.data.bucket_name())])
            .port_mappings([PortMapping::tcp(8000)])
            .logging(LogDriver::aws_logs("api").log_group(&logs))
            .build();
        storage.data.grant_read(&task);
        let service = FargateService::builder(&stack, "Service")
            .cluster(&cluster)
            .task_definition(&task)
            .min_healthy_percent(100)
            .circuit_breaker(DeploymentCircuitBreaker::rollback())
            .build();
        let scaling = service
            .auto_scale_task_count()
            .min_capacity(values.tasks.min)
            .max_capacity(values.tasks.max)
            .build();
        scaling.scale_on_cpu_utilization("Cpu").target_utilization_percent(80).build();
        scaling.scale_on_memory_utilization("Memory").target_utilization_percent(80).build();
        let load_balancer = ApplicationLoadBalancer::builder(&stack, "LoadBalancer")
            .vpc(&vpc)
            .internet_facing(true)
            .drop_invalid_header_fields(true)
            .deletion_protection(stage.is_protected())
            .build();
        load_balancer
            .add_listener("Http", Listen::http(80))
            .build()
            .add_targets("Api")
            .port(8000)
            .targets([service])
            .health_check(HealthCheck::path_of("/health"))
            .deregistration_delay(Duration::seconds(30))
            .build();
        let dns = load_balancer.load_balancer_dns_name();
        Output::new(&stack, "LbDns", &dns);
        Output::new(&stack, "ApiUrl", text!("http://{}/api/foo", dns));
        Self
    }
}
