//! Behaviour of networks and load balancers beyond the parity scenarios.

use cumulo::cidr;
use cumulo::ec2::{
    Connectable, Connections, InterfaceVpcEndpointAwsService, LaunchTemplate, Peer, Port,
    SecurityGroup, SubnetConfiguration, SubnetSelection, SubnetType, Vpc,
};
use cumulo::elbv2::{
    ApplicationLoadBalancer, ApplicationTargetGroup, FixedResponse, HealthCheck, InstanceTarget,
    IpTarget, Listen, ListenerAction, ListenerCondition,
};
use cumulo::prelude::*;
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

fn stack(app: &App) -> Stack {
    Stack::builder(app, "Stack").build()
}

fn template(app: &App) -> Template {
    Template::of(app, "Stack")
}

fn error_ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

/// Descriptions of the inline ingress rules of the only security group with this description.
fn ingress(template: &Template, description: &str) -> Vec<Json> {
    let groups = template.resources("AWS::EC2::SecurityGroup");
    let group = groups
        .iter()
        .find(|(_, body)| body["Properties"]["GroupDescription"] == description)
        .unwrap_or_else(|| panic!("no group `{description}`"));
    group.1["Properties"]["SecurityGroupIngress"].as_array().cloned().unwrap_or_default()
}

#[test]
fn a_stack_with_account_and_region_gets_the_zones_that_it_asks_for() {
    let app = App::new();
    let stack = Stack::builder(&app, "Stack").account("111111111111").region("eu-west-1").build();
    let vpc = Vpc::builder(&stack, "Vpc").build();
    assert_eq!(vpc.availability_zones().len(), 3);
    assert_eq!(template(&app).resources("AWS::EC2::NatGateway").len(), 3);
}

#[test]
fn an_open_stack_gets_two_zones() {
    let app = App::new();
    let vpc = Vpc::builder(&stack(&app), "Vpc").max_azs(3).build();
    assert_eq!(vpc.availability_zones().len(), 2);
}

#[test]
fn a_region_with_two_zones_gets_no_more() {
    let app = App::new();
    let stack = Stack::builder(&app, "Stack").account("111111111111").region("us-west-1").build();
    assert_eq!(Vpc::builder(&stack, "Vpc").build().availability_zones().len(), 2);
}

#[test]
fn subnets_that_do_not_fit_are_a_finding() {
    let app = App::new();
    Vpc::builder(&stack(&app), "Vpc")
        .cidr(cidr!("10.0.0.0/24"))
        .nat_gateways(0)
        .subnet_configuration([
            SubnetConfiguration::new("app", SubnetType::PrivateIsolated).cidr_mask(24)
        ])
        .build();
    assert_eq!(
        errors(&app),
        [(
            "vpc-addresses".to_owned(),
            "10.0.0.0/24 has no room for another /24 subnet of group `app`".to_owned()
        )]
    );
}

#[test]
fn nat_gateways_without_a_public_subnet_are_a_finding() {
    let app = App::new();
    Vpc::builder(&stack(&app), "Vpc")
        .subnet_configuration([SubnetConfiguration::new("app", SubnetType::PrivateWithEgress)])
        .build();
    assert_eq!(error_ids(&app), ["vpc-nat-public"]);
}

#[test]
fn a_group_of_subnets_that_is_not_there_is_told_with_those_that_are() {
    let app = App::new();
    let vpc = Vpc::builder(&stack(&app), "Vpc").build();
    assert!(vpc.select_subnets(&SubnetSelection::group("data")).subnets().is_empty());
    let findings = app.synth().unwrap_err();
    assert_eq!(findings[0].id, "no-subnets");
    assert_eq!(findings[0].help.as_deref(), Some("choose one of its groups: Public, Private"));
}

#[test]
fn an_imported_vpc_says_what_it_does_not_know() {
    let app = App::new();
    let vpc = Vpc::from_vpc_attributes(&stack(&app), "Vpc")
        .vpc_id("vpc-0123456789abcdef0")
        .availability_zones(["eu-west-1a"])
        .private_subnets(["subnet-0123456789abcdef0"])
        .build();
    vpc.add_interface_endpoint("Logs", InterfaceVpcEndpointAwsService::CLOUDWATCH_LOGS).build();
    assert_eq!(error_ids(&app), ["vpc-addresses-unknown"]);
}

#[test]
fn a_security_group_that_is_added_later_gets_the_rules_too() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
    let group = |id| SecurityGroup::builder(&stack, id).vpc(&vpc).description(id).build();
    let connections = Connections::new([group("first")], None);
    connections.allow_from(&Peer::any_ipv4(), Port::https());
    connections.add_security_group(&group("second"));
    let template = template(&app);
    assert_eq!(ingress(&template, "first"), ingress(&template, "second"));
    assert_eq!(ingress(&template, "second").len(), 1);
}

#[test]
fn a_rule_stands_in_a_group_once() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
    let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).description("web").build();
    web.add_ingress_rule(&Peer::any_ipv4(), Port::https());
    web.add_ingress_rule(&Peer::any_ipv4(), Port::https().described("again"));
    assert_eq!(
        ingress(&template(&app), "web"),
        [json!({
            "CidrIp": "0.0.0.0/0", "FromPort": 443, "IpProtocol": "tcp", "ToPort": 443,
            "Description": "from 0.0.0.0/0:443"
        })]
    );
}

#[test]
fn a_default_port_that_is_not_there_is_a_finding() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).build();
    web.allow_default_port_from_any_ipv4();
    assert_eq!(error_ids(&app), ["no-default-port"]);
}

struct Service {
    group: SecurityGroup,
}

impl cumulo::elbv2::LoadBalancerTarget for Service {
    fn attach_to(&self, group: &cumulo::elbv2::TargetGroup) -> cumulo::elbv2::TargetRegistration {
        group.register_connectable(&self.group, None);
        cumulo::elbv2::TargetRegistration::dynamic(cumulo::elbv2::TargetType::Ip)
    }
}

#[test]
fn the_load_balancer_may_reach_its_targets_and_nothing_else() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let group = SecurityGroup::builder(&stack, "Service").vpc(&vpc).build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    let http = lb.add_listener("Http", Listen::http(80)).open(false).build();
    http.add_targets("Web").port(8080).targets([Service { group }]).build();
    let template = template(&app);
    let rules = |kind: &str| -> Vec<Json> {
        let rules = template.resources(kind);
        rules.iter().map(|(_, body)| body["Properties"]["FromPort"].clone()).collect()
    };
    assert_eq!(rules("AWS::EC2::SecurityGroupEgress"), [json!(8080)]);
    assert_eq!(rules("AWS::EC2::SecurityGroupIngress"), [json!(8080)]);
}

#[test]
fn a_listener_needs_an_action() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    lb.add_listener("Http", Listen::http(80)).build();
    assert_eq!(error_ids(&app), ["listener-without-action"]);
}

#[test]
fn forwarding_needs_a_target_group() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    lb.add_listener("Http", Listen::http(80)).default_action(ListenerAction::forward([])).build();
    assert_eq!(error_ids(&app), ["forward-without-groups"]);
}

#[test]
fn a_launch_template_hands_its_tags_on() {
    let app = App::new();
    let stack = stack(&app);
    LaunchTemplate::builder(&stack, "Template").build();
    Tags::of(&stack).add("team", "platform");
    let template = template(&app);
    let properties = template.properties("AWS::EC2::LaunchTemplate");
    let tags = json!([
        { "Key": "Name", "Value": "Stack/Template" },
        { "Key": "team", "Value": "platform" }
    ]);
    assert_eq!(properties["TagSpecifications"][0]["Tags"], tags);
    assert_eq!(properties["LaunchTemplateData"]["TagSpecifications"][1]["Tags"], tags);
}

#[test]
fn conditions_need_a_priority() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    let http = lb.add_listener("Http", Listen::http(80)).build();
    http.add_action("Api")
        .conditions([ListenerCondition::path_patterns(["/api/*"])])
        .action(FixedResponse::new(404))
        .build();
    assert_eq!(error_ids(&app), ["listener-rule-priority"]);
}

#[test]
fn a_target_group_has_one_type_of_target() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let group = ApplicationTargetGroup::builder(&stack, "Group").vpc(&vpc).port(80).build();
    group.add_target(&IpTarget::new("10.0.0.9"));
    group.add_target(&InstanceTarget::new("i-0123456789abcdef0"));
    assert_eq!(error_ids(&app), ["target-type"]);
}

#[test]
fn a_health_check_ends_before_the_next_one_begins() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").build();
    let check =
        HealthCheck::builder().interval(Duration::seconds(10)).timeout(Duration::seconds(10));
    ApplicationTargetGroup::builder(&stack, "Group")
        .vpc(&vpc)
        .port(80)
        .health_check(check.build())
        .build();
    assert_eq!(error_ids(&app), ["health-check-interval"]);
}
