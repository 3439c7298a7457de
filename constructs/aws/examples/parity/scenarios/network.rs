//! Scenarios about networks.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::Duration;
use cumulo::cidr;
use cumulo::ec2::{
    Connectable, GatewayVpcEndpointAwsService, Peer, Port, SecurityGroup, SubnetConfiguration,
    SubnetType, Vpc,
};
use cumulo::elbv2::{
    ApplicationLoadBalancer, ApplicationTargetGroup, FixedResponse, Listen, ListenerCertificate,
    ListenerCondition, SslPolicy, TargetType,
};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("alb-rules", alb_rules),
    ("security-groups", security_groups),
    ("vpc-default", vpc_default),
    ("vpc-one-nat", vpc_one_nat),
    ("vpc-three-tiers", vpc_three_tiers),
];

fn vpc_default(app: &App) {
    Vpc::builder(&stack(app), "Vpc").build();
}

fn vpc_one_nat(app: &App) {
    Vpc::builder(&stack(app), "Vpc").cidr(cidr!("10.20.0.0/16")).max_azs(2).nat_gateways(1).build();
}

fn security_groups(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).description("web tier").build();
    let db = SecurityGroup::builder(&stack, "Db")
        .vpc(&vpc)
        .description("data tier")
        .allow_all_outbound(false)
        .build();
    web.add_ingress_rule(&Peer::any_ipv4(), Port::tcp(443).described("https from anywhere"));
    db.allow_from(&web, Port::tcp(5432).described("postgres from web"));
    db.allow_internally(Port::all_traffic().described("cluster traffic"));
}

fn alb_rules(app: &App) {
    let stack = stack(app);
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb")
        .vpc(&vpc)
        .internet_facing(true)
        .idle_timeout(Duration::seconds(120))
        .drop_invalid_header_fields(true)
        .build();
    lb.add_redirect().build();
    let certificate =
        ListenerCertificate::from_arn("arn:aws:acm:us-east-1:111111111111:certificate/abc");
    let https = lb
        .add_listener(
            "Https",
            Listen::https(443, certificate).ssl_policy(SslPolicy::RecommendedTls),
        )
        .default_action(
            FixedResponse::new(404).content_type("text/plain").message_body("not found"),
        )
        .build();
    let api = ApplicationTargetGroup::builder(&stack, "Api")
        .vpc(&vpc)
        .port(8080)
        .target_type(TargetType::Ip)
        .stickiness_cookie_duration(Duration::hours(1))
        .build();
    https
        .add_target_groups("ApiRule")
        .target_groups([&api])
        .priority(10)
        .conditions([
            ListenerCondition::path_patterns(["/api/*"]),
            ListenerCondition::host_headers(["api.example.com"]),
        ])
        .build();
}

fn vpc_three_tiers(app: &App) {
    let vpc = Vpc::builder(&stack(app), "Network")
        .cidr(cidr!("10.0.0.0/16"))
        .max_azs(3)
        .nat_gateways(1)
        .subnet_configuration([
            SubnetConfiguration::new("ingress", SubnetType::Public).cidr_mask(24),
            SubnetConfiguration::new("app", SubnetType::PrivateWithEgress).cidr_mask(22),
            SubnetConfiguration::new("data", SubnetType::PrivateIsolated).cidr_mask(26),
        ])
        .build();
    vpc.add_gateway_endpoint("S3", GatewayVpcEndpointAwsService::S3).build();
    vpc.add_flow_log("Flow").build();
}
