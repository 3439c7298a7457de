//! Networked services on Fargate.

use super::*;
use cumulo::ec2::{Connectable, Port, SecurityGroup};
use cumulo::ecs::{Cluster, ContainerInsights};
use cumulo::elbv2::ListenerCondition;
use cumulo::patterns::{AppImage, Clients, Entrance, Ingress, Network, NetworkedFargateService};
use cumulo::route53::HostedZone;
use cumulo::s3::Bucket;
use cumulo::wafv2::WebAcl;

const IMAGE: &str = "public.ecr.aws/nginx/nginx:1.29";

fn plain() -> Ingress {
    Ingress::http_only("a test", Clients::Anyone)
}

fn plain_for(clients: Clients) -> Ingress {
    Ingress::http_only("a test", clients)
}

/// The usual service, which everyone reaches by HTTP.
fn service(stack: &Stack) -> NetworkedFargateService {
    NetworkedFargateService::builder(stack, "Api")
        .image(AppImage::public(stack, IMAGE))
        .container_port(8080)
        .ingress(plain())
        .build()
}

fn groups<'a>(template: &'a Template, description: &str) -> &'a Json {
    let groups = template.resources("AWS::EC2::SecurityGroup");
    let found = groups.into_iter().find(|(_, group)| {
        let text = group["Properties"]["GroupDescription"].as_str();
        text.is_some_and(|text| text.contains(description))
    });
    &found.unwrap().1["Properties"]
}

#[test]
fn tasks_run_in_private_subnets_without_public_addresses() {
    let (test, _) = stages(|stack| {
        service(stack);
    });
    let service = test.properties("AWS::ECS::Service");
    let network = &service["NetworkConfiguration"]["AwsvpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "DISABLED");
    let subnets = network["Subnets"].as_array().unwrap();
    assert_eq!(subnets.len(), 2);
    for subnet in subnets {
        assert!(subnet["Ref"].as_str().unwrap().contains("Private"), "{subnet}");
    }
}

#[test]
fn only_the_load_balancer_reaches_the_tasks_and_they_reach_https_only() {
    let (test, _) = stages(|stack| {
        service(stack);
    });
    let tasks = groups(&test, "Tasks of");
    assert_eq!(tasks.get("SecurityGroupIngress"), None);
    let out = tasks["SecurityGroupEgress"].as_array().unwrap();
    assert_eq!((out.len(), &out[0]["FromPort"], &out[0]["ToPort"]), (1, &443.into(), &443.into()));
    let ingress = test.properties("AWS::EC2::SecurityGroupIngress");
    assert_eq!(ingress["FromPort"], 8080);
    let source = ingress["SourceSecurityGroupId"]["Fn::GetAtt"][0].as_str().unwrap();
    assert!(source.contains("LoadBalancer"), "{source}");
}

#[test]
fn scaling_keeps_cpu_and_memory_at_80_percent_and_deployments_keep_the_count() {
    let (test, prod) = stages(|stack| {
        service(stack);
    });
    let service = test.properties("AWS::ECS::Service");
    assert_eq!(service.get("DesiredCount"), None);
    let breaker = &service["DeploymentConfiguration"]["DeploymentCircuitBreaker"];
    assert_eq!(breaker, &serde_json::json!({ "Enable": true, "Rollback": true }));
    assert_eq!(service["DeploymentConfiguration"]["MinimumHealthyPercent"], 100);
    for (_, policy) in test.resources("AWS::ApplicationAutoScaling::ScalingPolicy") {
        let tracking = &policy["Properties"]["TargetTrackingScalingPolicyConfiguration"];
        assert_eq!(tracking["TargetValue"], 80);
    }
    let bounds = |template: &Template| {
        let target = template.properties("AWS::ApplicationAutoScaling::ScalableTarget");
        (target["MinCapacity"].as_u64().unwrap(), target["MaxCapacity"].as_u64().unwrap())
    };
    assert_eq!((bounds(&test), bounds(&prod)), ((1, 2), (2, 10)));
}

#[test]
fn equal_bounds_fix_the_number_of_tasks() {
    let (test, _) = stages(|stack| {
        let service = NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain())
            .tasks(3..=3)
            .build();
        assert!(service.scaling().is_none());
    });
    assert_eq!(test.properties("AWS::ECS::Service")["DesiredCount"], 3);
    assert_eq!(count(&test, "AWS::ApplicationAutoScaling::ScalableTarget"), 0);
}

#[test]
fn a_protected_stage_protects_the_load_balancer_logs_requests_and_keeps_logs() {
    let (test, prod) = stages(|stack| {
        service(stack);
    });
    let attribute = |template: &Template, key: &str| -> Option<Json> {
        let balancer = template.properties("AWS::ElasticLoadBalancingV2::LoadBalancer");
        let attributes = balancer["LoadBalancerAttributes"].as_array().unwrap();
        Some(attributes.iter().find(|one| one["Key"] == key)?["Value"].clone())
    };
    for template in [&test, &prod] {
        let dropped = attribute(template, "routing.http.drop_invalid_header_fields.enabled");
        assert_eq!(dropped, Some("true".into()));
    }
    assert_eq!(attribute(&test, "deletion_protection.enabled"), Some("false".into()));
    assert_eq!(attribute(&prod, "deletion_protection.enabled"), Some("true".into()));
    assert_eq!(attribute(&test, "access_logs.s3.enabled"), None);
    assert_eq!(attribute(&prod, "access_logs.s3.enabled"), Some("true".into()));
    let insights = |template: &Template| {
        template.properties("AWS::ECS::Cluster")["ClusterSettings"][0]["Value"].clone()
    };
    assert_eq!((insights(&test), insights(&prod)), ("disabled".into(), "enhanced".into()));
    assert_eq!(test.properties("AWS::Logs::LogGroup")["RetentionInDays"], 14);
}

#[test]
fn a_domain_brings_certificate_record_tls_and_a_redirection() {
    let (test, _) = stages(|stack| {
        let zone = HostedZone::from_hosted_zone_attributes(stack, "Zone")
            .hosted_zone_id("Z0123456789")
            .zone_name("acme.example")
            .build();
        let service = NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(Ingress::domain("api.acme.example", &zone, Clients::Anyone))
            .build();
        Output::new(stack, "Url", service.url());
    });
    assert_eq!(count(&test, "AWS::CertificateManager::Certificate"), 1);
    assert_eq!(test.properties("AWS::Route53::RecordSet")["Type"], "A");
    let listeners = test.resources("AWS::ElasticLoadBalancingV2::Listener");
    let ports: Vec<&Json> =
        listeners.iter().map(|(_, listener)| &listener["Properties"]["Port"]).collect();
    assert_eq!(ports, [443, 80]);
    let policy = listeners[0].1["Properties"]["SslPolicy"].as_str().unwrap();
    assert!(policy.starts_with("ELBSecurityPolicy-TLS13-1-2"), "{policy}");
    assert_eq!(listeners[1].1["Properties"]["DefaultActions"][0]["Type"], "redirect");
    let open = groups(&test, "LoadBalancer")["SecurityGroupIngress"].as_array().unwrap();
    assert_eq!(open.len(), 2);
}

#[test]
fn only_the_clients_that_are_said_may_connect() {
    let (test, _) = stages(|stack| {
        NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain_for(Clients::only([cidr!("203.0.113.0/24")])))
            .build();
    });
    let open = groups(&test, "LoadBalancer")["SecurityGroupIngress"].as_array().unwrap();
    assert_eq!((open.len(), &open[0]["CidrIp"]), (1, &"203.0.113.0/24".into()));
}

#[test]
fn a_block_of_all_addresses_is_a_finding_unless_everyone_is_said() {
    let ids = found(|stack| {
        NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain_for(Clients::only([cidr!("0.0.0.0/0")])))
            .build();
    });
    assert_eq!(ids, ["clients-anyone"]);
}

#[test]
fn clients_are_read_from_the_values_of_a_stage() {
    let read = |text: &str| serde_json::from_str::<Clients>(text);
    assert_eq!(read("\"anyone\"").unwrap(), Clients::Anyone);
    assert_eq!(read("[\"203.0.113.0/24\"]").unwrap(), Clients::only([cidr!("203.0.113.0/24")]));
    let error = read("\"everyone\"").unwrap_err().to_string();
    assert!(error.contains("`anyone`, or a list of blocks"), "{error}");
}

#[test]
fn the_container_writes_only_where_it_is_said() {
    let (test, _) = stages(|stack| {
        NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain())
            .writable_paths(["/tmp", "/var/cache/nginx"])
            .build();
    });
    let task = test.properties("AWS::ECS::TaskDefinition");
    let container = &task["ContainerDefinitions"][0];
    assert_eq!(container["ReadonlyRootFilesystem"], true);
    let paths: Vec<&Json> = container["MountPoints"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mount| &mount["ContainerPath"])
        .collect();
    assert_eq!(paths, ["/tmp", "/var/cache/nginx"]);
    assert_eq!(task["Volumes"].as_array().unwrap().len(), 2);
}

#[test]
fn two_services_share_a_load_balancer_and_a_cluster() {
    let (test, _) = stages(|stack| {
        let front = service(stack);
        let paths = ListenerCondition::path_patterns(["/cart/*"]);
        let cart = NetworkedFargateService::builder(stack, "Cart")
            .image(AppImage::public(stack, IMAGE))
            .container_port(9000)
            .ingress(Ingress::part_of(front.entrance(), 10, [paths]))
            .cluster(front.cluster())
            .build();
        assert_eq!(cart.load_balancer().node(), front.load_balancer().node());
    });
    assert_eq!(count(&test, "AWS::ElasticLoadBalancingV2::LoadBalancer"), 1);
    assert_eq!(count(&test, "AWS::ECS::Cluster"), 1);
    assert_eq!(test.properties("AWS::ElasticLoadBalancingV2::ListenerRule")["Priority"], 10);
}

#[test]
fn a_cluster_of_ones_own_excludes_what_only_a_new_one_can_be_told() {
    let ids = found(|stack| {
        let network = Network::builder(stack, "Network").build();
        let cluster = Cluster::builder(stack, "Cluster").vpc(network.vpc()).build();
        NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain())
            .cluster(&cluster)
            .container_insights(ContainerInsights::Enabled)
            .build();
    });
    assert_eq!(ids, ["pattern-vpc"]);
}

#[test]
fn grants_connections_and_a_web_acl_work_as_on_any_construct() {
    let (test, _) = stages(|stack| {
        let service = service(stack);
        Bucket::builder(stack, "Data").build().grant_read(&service);
        let cache =
            SecurityGroup::builder(stack, "Cache").vpc(service.vpc()).description("cache").build();
        cache.allow_from(&service, Port::tcp(6379));
        service.protect_with(&WebAcl::baseline(stack, "Acl"));
        service.add_environment("STAGE", "test");
    });
    assert_eq!(count(&test, "AWS::WAFv2::WebACLAssociation"), 1);
    let out = test.resources("AWS::EC2::SecurityGroupEgress");
    assert!(out.iter().any(|(_, rule)| rule["Properties"]["FromPort"] == 6379));
    let container = &test.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert_eq!(container["Environment"][0]["Name"], "STAGE");
}

#[test]
fn tasks_in_public_subnets_need_a_reason_and_are_a_warning() {
    let app = App::new();
    let stage = Stage::builder(&app, "test").account("111111111111").region("us-east-1").build();
    let stack = Stack::builder(&stage, "Stack").build();
    NetworkedFargateService::builder(&stack, "Api")
        .image(AppImage::public(&stack, IMAGE))
        .container_port(8080)
        .ingress(plain())
        .tasks_in_public_subnets("why do images take minutes")
        .build();
    let synthesis = app.synth().unwrap();
    let finding = &synthesis.findings[0];
    assert_eq!(finding.id, "tasks-public");
    assert!(finding.message.contains("why do images take minutes"), "{}", finding.message);
    assert!(finding.source.file.ends_with("tests/patterns/fargate.rs"), "{}", finding.source);
    let template = Template::of(&app, "test/Stack");
    let network = &template.properties("AWS::ECS::Service")["NetworkConfiguration"];
    let network = &network["AwsvpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "ENABLED");
    assert!(network["Subnets"][0]["Ref"].as_str().unwrap().contains("Public"));
}

#[test]
fn the_number_of_tasks_can_follow_requests_too() {
    let (test, _) = stages(|stack| {
        NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, IMAGE))
            .container_port(8080)
            .ingress(plain())
            .requests_per_task(600)
            .build();
    });
    assert_eq!(count(&test, "AWS::ApplicationAutoScaling::ScalingPolicy"), 3);
}

#[test]
fn a_service_starts_after_the_role_that_pulls_its_image_can() {
    let (test, _) = stages(|stack| {
        service(stack);
    });
    let after = test.resources("AWS::ECS::Service")[0].1["DependsOn"].to_string();
    assert!(after.contains("ExecutionRoleDefaultPolicy"), "{after}");
}

#[test]
fn a_reason_for_plain_http_stands_in_the_template() {
    let (test, _) = stages(|stack| {
        service(stack);
    });
    let listeners = test.resources("AWS::ElasticLoadBalancingV2::Listener");
    assert_eq!(listeners[0].1["Metadata"]["HttpOnly"], "a test");
}

#[test]
fn an_entrance_in_a_stack_of_its_own_makes_no_cycle() {
    let app = App::new();
    let stage = Stage::builder(&app, "test").account("111111111111").region("us-east-1").build();
    let network = Network::builder(&Stack::builder(&stage, "Network").build(), "Network").build();
    let door = Stack::builder(&stage, "LoadBalancer").build();
    let entrance = Entrance::builder(&door, "Entrance").vpc(network.vpc()).ingress(plain()).build();
    let stack = Stack::builder(&stage, "Service").build();
    NetworkedFargateService::builder(&stack, "Api")
        .vpc(network.vpc())
        .image(AppImage::public(&stack, IMAGE))
        .container_port(8080)
        .ingress(&entrance)
        .build();
    let service = Template::of(&app, "test/Service");
    assert_eq!(count(&service, "AWS::EC2::SecurityGroupIngress"), 1);
    assert_eq!(count(&service, "AWS::EC2::SecurityGroupEgress"), 1, "of the load balancer");
    let door = Template::of(&app, "test/LoadBalancer");
    assert_eq!(count(&door, "AWS::ElasticLoadBalancingV2::TargetGroup"), 1);
}

#[test]
fn an_entrance_that_there_is_takes_no_options_of_a_new_one() {
    let ids = found(|stack| {
        let front = service(stack);
        NetworkedFargateService::builder(stack, "Cart")
            .image(AppImage::public(stack, IMAGE))
            .container_port(9000)
            .ingress(Ingress::part_of(
                front.entrance(),
                10,
                [ListenerCondition::path_patterns(["/cart/*"])],
            ))
            .cluster(front.cluster())
            .internal(true)
            .build();
    });
    assert_eq!(ids, ["pattern-entrance"]);
}
