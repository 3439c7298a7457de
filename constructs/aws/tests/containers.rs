//! What containers, their services and groups of instances do with values that belong together.

use cumulo::applicationautoscaling::{Cron, ScalingInterval, Schedule};
use cumulo::autoscaling::{AutoScalingGroup, Signals, UpdatePolicy};
use cumulo::ec2::{InstanceType, MachineImage, Vpc};
use cumulo::ecr::Repository;
use cumulo::ecs::{
    AlarmBehavior, AsgCapacityProvider, CapacityProviderStrategy, CloudMapNamespaceOptions,
    CloudMapOptions, Cluster, ContainerImage, DeploymentAlarms, Ec2Service, Ec2TaskDefinition,
    EcsOptimizedImage, FargateService, FargateSize, FargateTaskDefinition, LogDriver, PortMapping,
    Secret, ServiceConnect, ServiceConnectService,
};
use cumulo::ecs_patterns::{ApplicationLoadBalancedFargateService, TaskImageOptions};
use cumulo::elbv2::{ApplicationLoadBalancer, ApplicationTargetGroup, Listen, TargetType};
use cumulo::iam::{Principal, Role};
use cumulo::prelude::*;
use cumulo::secretsmanager;
use cumulo::servicediscovery::NamespaceType;
use cumulo::testing::{Template, errors};
use serde_json::json;

fn nginx() -> ContainerImage {
    ContainerImage::from_registry("nginx:1.27")
}

/// A stack with a VPC and a cluster.
fn base(app: &App) -> (Stack, Vpc, Cluster) {
    let stack = Stack::builder(app, "Shop").build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    (stack, vpc, cluster)
}

fn task(stack: &Stack) -> FargateTaskDefinition {
    let task = FargateTaskDefinition::builder(stack, "Task").build();
    task.add_container("api").image(nginx()).port_mappings([PortMapping::tcp(80)]).build();
    task
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn container(template: &Template, index: usize) -> serde_json::Value {
    template.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][index].clone()
}

#[test]
fn every_size_that_fargate_runs_can_be_written_and_read() {
    let all = FargateSize::all();
    assert_eq!(all.len(), 3 + 4 + 7 + 13 + 23 + 12 + 12);
    for size in all {
        assert_eq!(FargateSize::try_from((size.cpu_units(), size.memory_mib())), Ok(size));
    }
    let error = FargateSize::try_from((512, 8192)).unwrap_err().to_string();
    assert!(error.contains("512 units take 1024 to 4096 MiB"), "{error}");
    let error = FargateSize::try_from((333, 512)).unwrap_err().to_string();
    assert!(error.contains("choose 256, 512"), "{error}");
}

#[test]
fn an_execution_role_is_made_only_when_something_needs_it() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = task(&stack);
    assert!(task.execution_role().is_none());
    let repository = Repository::builder(&stack, "Images").build();
    task.add_container("worker")
        .image(ContainerImage::from_ecr_repository(&repository, "7"))
        .build();
    assert!(task.execution_role().is_some());
    let template = Template::of(&app, "Shop");
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("ecr:BatchGetImage"), "{policy}");
}

#[test]
fn a_runner_may_pass_an_execution_role_that_is_made_later() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = task(&stack);
    let runner = Role::builder(&stack, "Runner").assumed_by(Principal::service("lambda")).build();
    task.grant_run(&runner);
    task.add_container("logged").image(nginx()).logging(LogDriver::aws_logs("x")).build();
    let template = Template::of(&app, "Shop");
    let policies = template.resources("AWS::IAM::Policy");
    let (_, policy) = policies.iter().find(|(id, _)| id.starts_with("Runner")).unwrap();
    let statements = &policy["Properties"]["PolicyDocument"]["Statement"];
    assert_eq!(statements[0]["Resource"].as_array().map(Vec::len), Some(2), "{statements}");
}

#[test]
fn a_secret_is_named_by_field_and_readable_to_the_execution_role() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let secret = secretsmanager::Secret::builder(&stack, "Database").build();
    let task = task(&stack);
    task.add_container("worker")
        .image(nginx())
        .secrets([("PASSWORD", Secret::from_secrets_manager(&secret).field("password"))])
        .build();
    let template = Template::of(&app, "Shop");
    let entry = &container(&template, 1)["Secrets"][0];
    assert_eq!(entry["ValueFrom"]["Fn::Join"][1][1], ":password::");
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("secretsmanager:GetSecretValue"), "{policy}");
}

#[test]
fn a_task_without_an_essential_container_is_a_finding() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    FargateTaskDefinition::builder(&stack, "Empty").build();
    let side = FargateTaskDefinition::builder(&stack, "Side").build();
    side.add_container("side").image(nginx()).essential(false).build();
    assert_eq!(ids(&app), ["no-essential-container", "no-essential-container"]);
}

#[test]
fn containers_on_instances_must_say_how_much_memory_they_need() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = Ec2TaskDefinition::builder(&stack, "Task").build();
    task.add_container("api").image(nginx()).build();
    task.add_container("bad")
        .image(nginx())
        .memory_limit_mib(64)
        .memory_reservation_mib(128)
        .build();
    assert_eq!(ids(&app), ["container-memory", "container-memory"]);
}

#[test]
fn a_bridge_gives_a_container_any_free_port_of_its_host() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = Ec2TaskDefinition::builder(&stack, "Task").build();
    task.add_container("api").image(nginx()).memory_limit_mib(128).port_mappings([80]).build();
    let template = Template::of(&app, "Shop");
    let ports = &container(&template, 0)["PortMappings"];
    assert_eq!(*ports, json!([{"ContainerPort": 80, "HostPort": 0, "Protocol": "tcp"}]));
}

#[test]
fn ports_that_cannot_be_are_findings() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    task.add_container("api")
        .image(nginx())
        .port_mappings([
            PortMapping::tcp(80).host_port(8080),
            PortMapping::tcp(81).name("Api"),
            PortMapping::tcp(82).name("x"),
            PortMapping::tcp(83).name("x"),
        ])
        .build();
    assert_eq!(ids(&app), ["host-port", "port-name", "port-name"]);
}

#[test]
fn the_router_of_logs_is_made_once_and_stays_last() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    let firelens = || LogDriver::firelens([("Name", "cloudwatch")]);
    task.add_container("a").image(nginx()).logging(firelens()).build();
    task.add_container("b").image(nginx()).logging(firelens()).build();
    task.find_container("b").unwrap().add_environment("MODE", "prod");
    let template = Template::of(&app, "Shop");
    let names: Vec<_> = (0..3).map(|i| container(&template, i)["Name"].clone()).collect();
    assert_eq!(names, ["a", "b", "log-router"]);
    assert_eq!(container(&template, 1)["Environment"][0]["Name"], "MODE");
}

#[test]
fn a_service_waits_for_listeners_that_come_after_it() {
    let app = App::new();
    let (stack, vpc, cluster) = base(&app);
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task(&stack))
        .build();
    let group = ApplicationTargetGroup::builder(&stack, "Group")
        .vpc(&vpc)
        .port(80)
        .target_type(TargetType::Ip)
        .build();
    group.add_target(&service);
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    lb.add_listener("Http", Listen::http(80)).default_target_groups([&group]).build();
    let template = Template::of(&app, "Shop");
    let (_, service) = template.resources("AWS::ECS::Service")[0];
    assert!(service["DependsOn"].to_string().contains("LbHttp"), "{}", service["DependsOn"]);
    assert_eq!(service["Properties"]["HealthCheckGracePeriodSeconds"], 60);
    assert_eq!(service["Properties"]["LoadBalancers"][0]["ContainerPort"], 80);
}

#[test]
fn a_target_that_the_task_does_not_have_is_a_finding() {
    let app = App::new();
    let (stack, vpc, cluster) = base(&app);
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task(&stack))
        .build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    let listener = lb.add_listener("Http", Listen::http(80)).build();
    listener
        .add_targets("Api")
        .port(80)
        .targets([
            service.load_balancer_target("api").container_port(9000),
            service.load_balancer_target("web"),
        ])
        .build();
    assert_eq!(ids(&app), ["target-port", "target-container"]);
}

#[test]
fn names_in_cloud_map_need_a_namespace_with_dns() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    let task = task(&stack);
    let service =
        |id| FargateService::builder(&stack, id).cluster(&cluster).task_definition(&task).build();
    service("Lost").enable_cloud_map(CloudMapOptions::new());
    service("Unnamed").enable_service_connect(&ServiceConnect::new());
    let http = CloudMapNamespaceOptions::new("shop").namespace_type(NamespaceType::Http);
    cluster.add_default_cloud_map_namespace(http);
    service("Http").enable_cloud_map(CloudMapOptions::new());
    let unknown = ServiceConnect::new().services([ServiceConnectService::new("api")]);
    service("Port").enable_service_connect(&unknown);
    let found = ["cloud-map", "service-connect-namespace", "cloud-map", "service-connect-port"];
    assert_eq!(ids(&app), found);
}

#[test]
fn alarms_of_several_calls_end_deployments_in_one_way() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task(&stack))
        .deployment_alarms(DeploymentAlarms::new(["errors"]))
        .build();
    service.enable_deployment_alarms(DeploymentAlarms::new(["latency"]));
    let template = Template::of(&app, "Shop");
    let deployment = &template.properties("AWS::ECS::Service")["DeploymentConfiguration"];
    assert_eq!(deployment["Alarms"]["AlarmNames"], json!(["errors", "latency"]));
    let other = DeploymentAlarms::new(["cost"]).behavior(AlarmBehavior::FailOnAlarm);
    service.enable_deployment_alarms(other);
    assert_eq!(ids(&app), ["deployment-alarms"]);
}

#[test]
fn steps_around_the_values_that_are_fine_become_two_policies() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task(&stack))
        .build();
    let tasks = service.auto_scale_task_count().max_capacity(5).build();
    let steps = [ScalingInterval::above(70.0, 3.0), ScalingInterval::below(10.0, -1.0)];
    let policy = tasks
        .scale_on_metric("Load")
        .metric(&service.metric_cpu_utilization())
        .scaling_steps(steps)
        .build();
    assert!(policy.lower_alarm().is_some() && policy.upper_alarm().is_some());
    let thresholds: Vec<_> = Template::of(&app, "Shop")
        .resources("AWS::CloudWatch::Alarm")
        .iter()
        .map(|(_, alarm)| alarm["Properties"]["Threshold"].clone())
        .collect();
    assert_eq!(thresholds, [10, 70]);
}

#[test]
fn steps_that_overlap_or_are_alone_are_findings() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    let service = FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task(&stack))
        .build();
    let tasks = service.auto_scale_task_count().min_capacity(9).max_capacity(5).build();
    let metric = service.metric_cpu_utilization();
    let overlap =
        [ScalingInterval::between(0.0, 50.0, -1.0), ScalingInterval::between(40.0, 90.0, 1.0)];
    tasks.scale_on_metric("Overlap").metric(&metric).scaling_steps(overlap).build();
    let alone = [ScalingInterval::above(50.0, 1.0)];
    tasks.scale_on_metric("Alone").metric(&metric).scaling_steps(alone).build();
    tasks.scale_on_schedule("Night").schedule(Schedule::cron(Cron::new().hour("1"))).build();
    let found = ["scaling-bounds", "scaling-intervals", "scaling-intervals", "scaling-schedule"];
    assert_eq!(ids(&app), found);
}

#[test]
fn services_on_instances_need_instances() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    let task = Ec2TaskDefinition::builder(&stack, "Task").build();
    task.add_container("api").image(nginx()).memory_limit_mib(128).build();
    Ec2Service::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .daemon(true)
        .desired_count(2)
        .build();
    assert_eq!(ids(&app), ["daemon-service", "service-capacity"]);
}

fn hosts(stack: &Stack, vpc: &Vpc, id: &str) -> AutoScalingGroup {
    AutoScalingGroup::builder(stack, id)
        .vpc(vpc)
        .instance_type(InstanceType::new("t3.small"))
        .machine_image(EcsOptimizedImage::amazon_linux_2023())
        .max_capacity(4)
        .build()
}

#[test]
fn ecs_drains_instances_unless_it_is_told_not_to() {
    let app = App::new();
    let (stack, vpc, cluster) = base(&app);
    let drained = AsgCapacityProvider::builder(&stack, "Drained")
        .auto_scaling_group(&hosts(&stack, &vpc, "A"))
        .build();
    cluster.add_asg_capacity_provider(&drained).build();
    cluster.add_asg_capacity_provider(&drained).build();
    assert!(Template::of(&app, "Shop").resources("AWS::Lambda::Function").is_empty());
    let bare = AsgCapacityProvider::builder(&stack, "Bare")
        .auto_scaling_group(&hosts(&stack, &vpc, "B"))
        .enable_managed_termination_protection(false)
        .enable_managed_draining(false)
        .build();
    cluster.add_asg_capacity_provider(&bare).build();
    let template = Template::of(&app, "Shop");
    let function = template.properties("AWS::Lambda::Function");
    assert!(function["Code"]["ZipFile"].as_str().is_some_and(|code| code.len() < 4096));
    let providers = template.properties("AWS::ECS::ClusterCapacityProviderAssociations");
    assert_eq!(providers["CapacityProviders"].as_array().map(Vec::len), Some(2));
}

#[test]
fn a_default_strategy_is_said_once_and_with_one_base() {
    let app = App::new();
    let (_, _, cluster) = base(&app);
    cluster.enable_fargate_capacity_providers();
    let both = || {
        [
            CapacityProviderStrategy::fargate().base(1),
            CapacityProviderStrategy::fargate_spot().base(1),
        ]
    };
    cluster.add_default_capacity_provider_strategy(both());
    cluster.add_default_capacity_provider_strategy([CapacityProviderStrategy::fargate()]);
    assert_eq!(ids(&app), ["cluster-strategy", "cluster-strategy"]);
}

#[test]
fn patterns_without_a_cluster_share_one() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    for id in ["Cart", "Search"] {
        ApplicationLoadBalancedFargateService::builder(&stack, id)
            .vpc(&vpc)
            .task_image_options(TaskImageOptions::builder().image(nginx()).build())
            .build();
    }
    let template = Template::of(&app, "Shop");
    assert_eq!(template.resources("AWS::ECS::Cluster").len(), 1);
    assert_eq!(template.resources("AWS::ECS::Service").len(), 2);
}

#[test]
fn a_pattern_without_an_image_or_certificate_tells_what_is_missing() {
    let app = App::new();
    let (stack, _, cluster) = base(&app);
    ApplicationLoadBalancedFargateService::builder(&stack, "Api")
        .cluster(&cluster)
        .redirect_http(true)
        .build();
    let found = ids(&app);
    assert!(found.contains(&"pattern-redirect".to_owned()), "{found:?}");
    assert!(found.contains(&"pattern-task".to_owned()), "{found:?}");
}

#[test]
fn a_rolling_update_waits_as_long_as_the_groups_signals() {
    let app = App::new();
    let (stack, vpc, _) = base(&app);
    AutoScalingGroup::builder(&stack, "Fleet")
        .vpc(&vpc)
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .signals(Signals::wait_for_all().timeout(Duration::minutes(3)))
        .update_policy(UpdatePolicy::rolling_update())
        .build();
    let template = Template::of(&app, "Shop");
    let (_, group) = template.resources("AWS::AutoScaling::AutoScalingGroup")[0];
    let rolling = &group["UpdatePolicy"]["AutoScalingRollingUpdate"];
    assert_eq!(
        (&rolling["PauseTime"], &rolling["WaitOnResourceSignals"]),
        (&json!("PT3M"), &json!(true))
    );
    assert_eq!(group["CreationPolicy"]["ResourceSignal"]["Count"], 1);
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("cloudformation:SignalResource"), "{policy}");
}

#[test]
fn sizes_and_descriptions_of_groups_must_fit_together() {
    let app = App::new();
    let (stack, vpc, _) = base(&app);
    AutoScalingGroup::builder(&stack, "Bare").vpc(&vpc).build();
    AutoScalingGroup::builder(&stack, "Small")
        .vpc(&vpc)
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .min_capacity(3)
        .max_capacity(2)
        .max_instance_lifetime(Duration::hours(1))
        .build();
    assert_eq!(ids(&app), ["group-instances", "group-size", "group-lifetime"]);
}
