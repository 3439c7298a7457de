//! What patterns of containers make, and what they find.

use cumulo::ec2::{InstanceType, Vpc};
use cumulo::ecs::{Cluster, ContainerImage, FargateTaskDefinition, LogDriver, Secret};
use cumulo::ecs_patterns::{
    ApplicationListenerOptions, ApplicationLoadBalancedEc2Service,
    ApplicationLoadBalancedFargateService, ApplicationLoadBalancerOptions,
    ApplicationMultipleTargetGroupsEc2Service, ApplicationMultipleTargetGroupsFargateService,
    ApplicationTargetOptions, NetworkLoadBalancedEc2Service, NetworkLoadBalancedFargateService,
    QueueProcessingEc2Service, QueueProcessingFargateService, ScheduledEc2Task,
    ScheduledFargateTask, ServiceRecordType, TaskImageOptions,
};
use cumulo::elbv2::{ApplicationProtocol, ListenerCertificate, NetworkLoadBalancer};
use cumulo::events::Schedule;
use cumulo::prelude::*;
use cumulo::route53::HostedZone;
use cumulo::secretsmanager;
use cumulo::sqs::Queue;
use cumulo::testing::{Template, errors};
use serde_json::json;

fn image() -> ContainerImage {
    ContainerImage::from_registry("nginx:1.27")
}

fn options() -> TaskImageOptions {
    TaskImageOptions::builder().image(image()).build()
}

fn base(app: &App) -> (Stack, Cluster) {
    let stack = Stack::builder(app, "Shop").build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    (stack, cluster)
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn tasks_behind_a_certificate_of_a_network_load_balancer_speak_tls_too() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    NetworkLoadBalancedFargateService::builder(&stack, "Broker")
        .cluster(&cluster)
        .task_image_options(options())
        .listener_port(8883)
        .listener_certificate(ListenerCertificate::from_arn("arn:c"))
        .build();
    let template = Template::of(&app, "Shop");
    let listener = template.properties("AWS::ElasticLoadBalancingV2::Listener");
    assert_eq!((&listener["Port"], &listener["Protocol"]), (&json!(8883), &json!("TLS")));
    let group = template.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!((&group["Port"], &group["Protocol"]), (&json!(443), &json!("TLS")));
}

#[test]
fn a_network_load_balancer_that_is_given_is_not_told_of_in_outputs() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    let lb = NetworkLoadBalancer::builder(&stack, "Lb").vpc(cluster.vpc()).build();
    NetworkLoadBalancedFargateService::builder(&stack, "Broker")
        .cluster(&cluster)
        .task_image_options(options())
        .load_balancer(&lb)
        .build();
    assert_eq!(Template::of(&app, "Shop").json()["Outputs"], json!(null));
}

#[test]
fn the_record_of_a_service_is_an_alias_a_cname_or_left_to_others() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    let zone = HostedZone::from_hosted_zone_attributes(&stack, "Zone")
        .hosted_zone_id("Z1")
        .zone_name("example.com")
        .build();
    for (id, kind) in [
        ("Alias", ServiceRecordType::Alias),
        ("Cname", ServiceRecordType::Cname),
        ("None", ServiceRecordType::None),
    ] {
        ApplicationLoadBalancedFargateService::builder(&stack, id)
            .cluster(&cluster)
            .task_image_options(options())
            .domain(format!("{id}.example.com"), &zone)
            .record_type(kind)
            .build();
    }
    let template = Template::of(&app, "Shop");
    let records = template.resources("AWS::Route53::RecordSet");
    let types: Vec<_> = records.iter().map(|(_, record)| &record["Properties"]["Type"]).collect();
    assert_eq!(types, [&json!("A"), &json!("CNAME")]);
}

#[test]
fn load_balancers_reach_free_ports_of_a_clusters_instances() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    cluster.add_capacity("Hosts").instance_type(InstanceType::new("t3.small")).build();
    ApplicationLoadBalancedEc2Service::builder(&stack, "Api")
        .cluster(&cluster)
        .memory_limit_mib(512)
        .task_image_options(options())
        .build();
    let template = Template::of(&app, "Shop");
    let ingress = template.properties("AWS::EC2::SecurityGroupIngress");
    assert_eq!((&ingress["FromPort"], &ingress["ToPort"]), (&json!(32768), &json!(65535)));
    let service = template.properties("AWS::ECS::Service");
    assert_eq!(service["LaunchType"], "EC2");
}

#[test]
fn services_workers_and_scheduled_tasks_run_on_instances_by_their_containers_limits() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    cluster.add_capacity("Hosts").instance_type(InstanceType::new("t3.small")).build();
    NetworkLoadBalancedEc2Service::builder(&stack, "Broker")
        .cluster(&cluster)
        .memory_reservation_mib(128)
        .task_image_options(options())
        .build();
    let workers = QueueProcessingEc2Service::builder(&stack, "Mail")
        .cluster(&cluster)
        .image(image())
        .memory_limit_mib(256)
        .gpu_count(1)
        .build();
    ScheduledEc2Task::builder(&stack, "Report")
        .cluster(&cluster)
        .image(image())
        .memory_limit_mib(512)
        .cpu(64)
        .schedule(Schedule::rate(Duration::hours(1)))
        .build();
    assert!(workers.dead_letter_queue().is_some());
    let template = Template::of(&app, "Shop");
    let services = template.resources("AWS::ECS::Service");
    assert!(services.iter().all(|(_, service)| service["Properties"]["LaunchType"] == "EC2"));
    let containers: Vec<_> = template
        .resources("AWS::ECS::TaskDefinition")
        .iter()
        .map(|(_, task)| {
            let container = &task["Properties"]["ContainerDefinitions"][0];
            let of = |name: &str| container.get(name).cloned().unwrap_or_default();
            json!([of("MemoryReservation"), of("Memory"), of("Cpu"), of("ResourceRequirements")])
        })
        .collect();
    assert_eq!(
        containers,
        [
            json!([128, null, null, null]),
            json!([null, 256, null, [{ "Type": "GPU", "Value": "1" }]]),
            json!([null, 512, 64, null]),
        ]
    );
    let rule = template.properties("AWS::Events::Rule");
    let task = rule["Targets"][0]["EcsParameters"].as_object().expect("a task");
    assert_eq!(task.keys().collect::<Vec<_>>(), ["TaskCount", "TaskDefinitionArn"]);
}

#[test]
fn ports_of_a_service_have_target_groups_and_rules_of_their_own() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    let listener = |name: &str| ApplicationListenerOptions::builder().name(name).build();
    let balancer = |name: &str, listener| {
        let balancer = ApplicationLoadBalancerOptions::builder().name(name).listeners([listener]);
        balancer.public_load_balancer(name == "public").build()
    };
    let target = |port| ApplicationTargetOptions::builder().container_port(port);
    let service = ApplicationMultipleTargetGroupsFargateService::builder(&stack, "Api")
        .cluster(&cluster)
        .task_image_options(options())
        .load_balancers([
            balancer("public", listener("web")),
            balancer("inside", listener("admin")),
        ])
        .target_groups([
            target(80).build(),
            target(8081).path_pattern("/admin/*").priority(10).listener("admin").build(),
            target(80).listener("admin").build(),
        ])
        .build();
    let counts =
        (service.load_balancers().len(), service.listeners().len(), service.target_groups().len());
    assert_eq!(counts, (2, 2, 3));
    let template = Template::of(&app, "Shop");
    let ports: Vec<_> = template.properties("AWS::ECS::Service")["LoadBalancers"]
        .as_array()
        .expect("target groups")
        .iter()
        .map(|one| one["ContainerPort"].clone())
        .collect();
    assert_eq!(ports, [json!(80), json!(8081), json!(80)]);
    let rule = template.properties("AWS::ElasticLoadBalancingV2::ListenerRule");
    assert_eq!(rule["Conditions"][0]["PathPatternConfig"]["Values"], json!(["/admin/*"]));
}

#[test]
fn listeners_that_are_missing_unknown_or_without_certificate_are_told() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    cluster.add_capacity("Hosts").instance_type(InstanceType::new("t3.small")).build();
    let secure = ApplicationListenerOptions::builder().name("web");
    let balancer = ApplicationLoadBalancerOptions::builder;
    let unknown = ApplicationTargetOptions::builder().container_port(80).listener("other").build();
    ApplicationMultipleTargetGroupsEc2Service::builder(&stack, "Api")
        .cluster(&cluster)
        .memory_limit_mib(128)
        .task_image_options(options())
        .load_balancers([
            balancer().name("bare").listeners([]).build(),
            balancer()
                .name("open")
                .listeners([secure.protocol(ApplicationProtocol::Https).build()])
                .build(),
        ])
        .target_groups([unknown])
        .build();
    let ids = ids(&app);
    for id in ["pattern-listener", "pattern-protocol"] {
        assert!(ids.iter().any(|found| found == id), "{ids:?}");
    }
}

#[test]
fn workers_may_take_messages_and_know_the_queues_name() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    QueueProcessingFargateService::builder(&stack, "Mail")
        .cluster(&cluster)
        .image(image())
        .environment([("MODE", "prod")])
        .build();
    let template = Template::of(&app, "Shop");
    let task = template.properties("AWS::ECS::TaskDefinition");
    let container = &task["ContainerDefinitions"][0];
    let names: Vec<_> =
        container["Environment"].as_array().unwrap().iter().map(|one| &one["Name"]).collect();
    assert_eq!(names, [&json!("MODE"), &json!("QUEUE_NAME")]);
    assert_eq!(container["PortMappings"], json!(null));
    let policies = template.resources("AWS::IAM::Policy");
    let task_role = policies.iter().find(|(id, _)| id.contains("TaskRole")).unwrap();
    assert!(task_role.1.to_string().contains("sqs:DeleteMessage"));
    assert_eq!(template.resources("AWS::ApplicationAutoScaling::ScalingPolicy").len(), 3);
}

#[test]
fn a_queue_that_is_given_keeps_its_own_settings() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    let queue = Queue::builder(&stack, "Jobs").build();
    QueueProcessingFargateService::builder(&stack, "Mail")
        .cluster(&cluster)
        .image(image())
        .queue(&queue)
        .max_receive_count(5)
        .build();
    assert_eq!(ids(&app), ["pattern-queue"]);
}

#[test]
fn a_pattern_runs_an_image_or_a_task_definition() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    task.add_container("job").image(image()).build();
    let daily = || Schedule::rate(Duration::hours(24));
    ScheduledFargateTask::builder(&stack, "Both")
        .cluster(&cluster)
        .schedule(daily())
        .image(image())
        .task_definition(&task)
        .build();
    let vpc = Vpc::builder(&stack, "Other").max_azs(2).build();
    ScheduledFargateTask::builder(&stack, "Neither")
        .cluster(&cluster)
        .vpc(&vpc)
        .schedule(daily())
        .build();
    assert_eq!(
        ids(&app),
        ["pattern-task", "pattern-vpc", "pattern-task", "no-essential-container"]
    );
}

#[test]
fn tasks_in_public_subnets_get_public_addresses() {
    let app = App::new();
    let (stack, cluster) = base(&app);
    ScheduledFargateTask::builder(&stack, "Report")
        .cluster(&cluster)
        .schedule(Schedule::rate(Duration::hours(24)))
        .image(image())
        .subnet_selection(cumulo::ec2::SubnetSelection::public())
        .tags([("team", "shop")])
        .build();
    let template = Template::of(&app, "Shop");
    let rule = template.properties("AWS::Events::Rule");
    let parameters = &rule["Targets"][0]["EcsParameters"];
    assert_eq!(
        parameters["NetworkConfiguration"]["AwsVpcConfiguration"]["AssignPublicIp"],
        "ENABLED"
    );
    assert_eq!(parameters["TagList"], json!([{"Key": "team", "Value": "shop"}]));
}

#[test]
fn the_execution_role_may_write_logs_before_it_may_read_secrets() {
    let app = App::new();
    let stack = Stack::builder(&app, "Shop").build();
    let secret = secretsmanager::Secret::builder(&stack, "Database").build();
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    task.add_container("api")
        .image(image())
        .secrets([("PASSWORD", Secret::from_secrets_manager(&secret))])
        .logging(LogDriver::aws_logs("api"))
        .build();
    let template = Template::of(&app, "Shop");
    let statements = template.properties("AWS::IAM::Policy")["PolicyDocument"]["Statement"].clone();
    assert_eq!(statements[0]["Action"], json!(["logs:CreateLogStream", "logs:PutLogEvents"]));
}
