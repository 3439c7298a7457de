//! Scenarios about groups of instances, and containers on them.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::autoscaling::{AutoScalingGroup, HealthChecks};
use cumulo::ec2::{
    InstanceClass, InstanceSize, InstanceType, LaunchTemplate, MachineImage, SecurityGroup,
    UserData, Vpc,
};
use cumulo::ecs::{
    AsgCapacityProvider, CapacityProviderStrategy, Cluster, ContainerImage, Ec2Service,
    Ec2TaskDefinition, EcsOptimizedImage, PlacementStrategy, PortMapping, SpreadField,
};
use cumulo::elbv2::{ApplicationLoadBalancer, HealthCheck, Listen};
use cumulo::iam::{Principal, Role};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] =
    &[("autoscaling-group", autoscaling_group), ("ecs-on-ec2-asg", ecs_on_ec2_asg)];

fn autoscaling_group(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let group = AutoScalingGroup::builder(&stack, "Fleet")
        .vpc(&vpc)
        .instance_type(InstanceType::of(InstanceClass::T3, InstanceSize::Micro))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .min_capacity(1)
        .max_capacity(5)
        .health_checks(HealthChecks::ec2())
        .build();
    group.scale_on_cpu_utilization("Cpu").target_utilization_percent(50).build();
    group.add_user_data(["echo hello"]);
}

/// The function that the ported stack has already. cumulo's own does the same, but would be an update of it.
fn deployed_drain_hook() -> String {
    let deployed = include_str!("../../../../../tests/parity/ecs-on-ec2-asg/Stack.template.json");
    let deployed: serde_json::Value = serde_json::from_str(deployed).expect("a template");
    let code = &deployed["Resources"]["HostsDrainECSHookFunction0123EDC1"]["Properties"]["Code"];
    code["ZipFile"].as_str().expect("code").to_owned()
}

fn ecs_on_ec2_asg(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    let role = Role::builder(&stack, "HostRole")
        .assumed_by(Principal::service("ec2.amazonaws.com"))
        .build();
    let security_group = SecurityGroup::builder(&stack, "HostSg").vpc(&vpc).build();
    let template = LaunchTemplate::builder(&stack, "Template")
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(EcsOptimizedImage::amazon_linux_2023())
        .user_data(UserData::for_linux())
        .role(&role)
        .security_group(&security_group)
        .require_imdsv2(true)
        .build();
    let group = AutoScalingGroup::builder(&stack, "Hosts")
        .vpc(&vpc)
        .launch_template(&template)
        .min_capacity(0)
        .max_capacity(2)
        .desired_capacity(2)
        .build();
    let provider = AsgCapacityProvider::builder(&stack, "Capacity")
        .auto_scaling_group(&group)
        .enable_managed_termination_protection(false)
        .build();
    cluster.add_asg_capacity_provider(&provider).drain_hook_code(&deployed_drain_hook()).build();
    let task = Ec2TaskDefinition::builder(&stack, "Task").build();
    task.add_container("app")
        .image(ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27"))
        .memory_reservation_mib(256)
        .port_mappings([PortMapping::tcp(8000).host_port(0)])
        .build();
    let service = Ec2Service::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .desired_count(2)
        .min_healthy_percent(50)
        .capacity_provider_strategies([CapacityProviderStrategy::new(
            provider.capacity_provider_name(),
        )
        .weight(1)])
        .placement_strategies([
            PlacementStrategy::SpreadAcross(SpreadField::AvailabilityZone),
            PlacementStrategy::PackedByMemory,
        ])
        .build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
    lb.add_listener("Http", Listen::http(80))
        .build()
        .add_targets("App")
        .port(80)
        .targets([service])
        .health_check(HealthCheck::path_of("/gtg"))
        .build();
}
