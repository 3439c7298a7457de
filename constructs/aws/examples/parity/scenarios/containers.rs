//! Scenarios about containers.

use super::{Scenario, stack};
use cumulo::ec2::Vpc;
use cumulo::ecs::{
    Cluster, ContainerImage, ContainerInsights, DeploymentCircuitBreaker, FargateService,
    FargateSize, FargateTaskDefinition, HealthCheck, LogDriver, Memory256, Memory512, PortMapping,
};
use cumulo::ecs_patterns::{ApplicationLoadBalancedFargateService, TaskImageOptions};
use cumulo::elbv2::{self, ApplicationLoadBalancer, Listen};
use cumulo::{App, Duration};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("alb-fargate-pattern", alb_fargate_pattern),
    ("fargate-autoscaling", fargate_autoscaling),
    ("fargate-service", fargate_service),
];

fn nginx() -> ContainerImage {
    ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")
}

fn fargate_service(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster")
        .vpc(&vpc)
        .container_insights_v2(ContainerInsights::Enabled)
        .build();
    let task = FargateTaskDefinition::builder(&stack, "Task")
        .size(FargateSize::Cpu512(Memory512::Gb1))
        .build();
    task.add_container("web")
        .image(nginx())
        .port_mappings([PortMapping::tcp(80)])
        .environment([("MODE", "prod")])
        .logging(LogDriver::aws_logs("web"))
        .health_check(
            HealthCheck::shell("curl -f http://localhost/ || exit 1")
                .interval(Duration::seconds(30)),
        )
        .build();
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .desired_count(2)
        .min_healthy_percent(100)
        .circuit_breaker(DeploymentCircuitBreaker::rollback())
        .build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
    let listener = lb.add_listener("Http", Listen::http(80)).build();
    listener
        .add_targets("Web")
        .port(80)
        .targets([service])
        .health_check(
            elbv2::HealthCheck::builder().path("/health").interval(Duration::seconds(15)).build(),
        )
        .deregistration_delay(Duration::seconds(10))
        .build();
}

fn fargate_autoscaling(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    task.add_container("api").image(nginx()).essential(true).build();
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .min_healthy_percent(50)
        .max_healthy_percent(200)
        .build();
    let scaling = service.auto_scale_task_count().min_capacity(2).max_capacity(10).build();
    scaling
        .scale_on_cpu_utilization("Cpu")
        .target_utilization_percent(80)
        .scale_in_cooldown(Duration::minutes(5))
        .build();
    scaling.scale_on_memory_utilization("Memory").target_utilization_percent(80).build();
}

fn alb_fargate_pattern(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    let container = TaskImageOptions::builder()
        .image(nginx())
        .container_port(80)
        .environment([("A", "b")])
        .build();
    ApplicationLoadBalancedFargateService::builder(&stack, "Api")
        .cluster(&cluster)
        .size(FargateSize::Cpu256(Memory256::Mb512))
        .desired_count(2)
        .min_healthy_percent(100)
        .task_image_options(container)
        .build();
}
