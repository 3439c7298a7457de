//! Behaviour of networks and load balancers beyond the parity scenarios.

use cumulo::cidr;
use cumulo::ec2::{
    BlockDevice, Connectable, Connections, Instance, InstanceType, InterfaceVpcEndpointAwsService,
    IpamAllocation, LaunchTemplate, MachineImage, NatInstances, NatTrafficDirection, Peer,
    PlacementGroup, Port, PrefixList, RegionalNatGateway, SecurityGroup, Subnet,
    SubnetConfiguration, SubnetSelection, SubnetType, Volume, Vpc,
};
use cumulo::elbv2::{
    ApplicationLoadBalancer, ApplicationTargetGroup, FixedResponse, HealthCheck, InstanceTarget,
    IpTarget, Listen, ListenerAction, ListenerCondition,
};
use cumulo::iam::{PolicyStatement, Principal};
use cumulo::kms::{Key, KeySpec, KeyUsage};
use cumulo::prelude::*;
use cumulo::route53::{HostedZone, Record, RecordSet};
use cumulo::s3::Bucket;
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

fn instance(stack: &Stack, vpc: &Vpc) -> Instance {
    Instance::builder(stack, "Host")
        .vpc(vpc)
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .user_data_causes_replacement(true)
        .block_devices([
            BlockDevice::ebs("/dev/xvda", Size::gibibytes(8)).throughput(200),
            BlockDevice::none("/dev/sdf"),
        ])
        .build()
}

#[test]
fn subnets_of_a_pool_have_the_sizes_that_their_groups_ask_for() {
    let app = App::new();
    let groups = [
        SubnetConfiguration::new("Edge", SubnetType::Public),
        SubnetConfiguration::new("Data", SubnetType::PrivateIsolated).cidr_mask(22),
    ];
    Vpc::builder(&stack(&app), "Vpc")
        .ipam(IpamAllocation::new("ipam-pool-0123", 16, 27))
        .max_azs(1)
        .subnet_configuration(groups)
        .build();
    let template = template(&app);
    let blocks: Vec<&Json> = template
        .resources("AWS::EC2::Subnet")
        .into_iter()
        .map(|(_, body)| &body["Properties"]["CidrBlock"])
        .collect();
    let vpc = json!({ "Fn::GetAtt": ["Vpc8378EB38", "CidrBlock"] });
    // `Fn::Cidr` cuts 256 parts at most, and a /16 block has 2,048 of /27.
    let eighth = json!({ "Fn::Select": [0, { "Fn::Cidr": [vpc, 8, "13"] }] });
    assert_eq!(blocks[0], &json!({ "Fn::Select": [0, { "Fn::Cidr": [eighth, 256, "5"] }] }));
    assert_eq!(blocks[1], &json!({ "Fn::Select": [1, { "Fn::Cidr": [vpc, 64, "10"] }] }));
}

#[test]
fn a_nat_gateway_waits_for_routes_that_are_added_after_it() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).reserved_azs(1).build();
    let subnet = Subnet::builder(&stack, "Edge")
        .vpc_id(vpc.vpc_id())
        .availability_zone("eu-west-1a")
        .cidr_block("10.0.200.0/24")
        .build();
    subnet.add_nat_gateway(None);
    let internet = vpc.internet_connectivity_established().unwrap();
    subnet.add_default_internet_route(vpc.internet_gateway_id().unwrap(), &internet);
    let template = template(&app);
    let (_, gateway) = template.resources("AWS::EC2::NatGateway")[0];
    let before: Vec<&str> =
        gateway["DependsOn"].as_array().unwrap().iter().filter_map(Json::as_str).collect();
    assert!(before.iter().any(|id| id.contains("DefaultRoute")), "{before:?}");
}

#[test]
fn nat_instances_stand_where_gateways_would() {
    let app = App::new();
    let nat = NatInstances::builder(InstanceType::new("t4g.nano"))
        .default_allowed_traffic(NatTrafficDirection::OutboundOnly)
        .build();
    Vpc::builder(&stack(&app), "Vpc").nat_instances(&nat).nat_gateways(1).build();
    nat.allow_from(&Peer::ipv4("10.0.0.0/16"), Port::all_traffic());
    let template = template(&app);
    assert_eq!(template.properties("AWS::EC2::Instance")["SourceDestCheck"], json!(false));
    assert!(template.resources("AWS::EC2::NatGateway").is_empty());
    let routes = template.resources("AWS::EC2::Route");
    let forwarded = routes.iter().filter(|(_, route)| !route["Properties"]["InstanceId"].is_null());
    assert_eq!(forwarded.count(), 2);
    assert_eq!(ingress(&template, "Security Group for NAT instances").len(), 1);
}

#[test]
fn one_regional_gateway_serves_all_private_subnets() {
    let app = App::new();
    let gateway = RegionalNatGateway::builder().max_drain_duration(Duration::minutes(6)).build();
    Vpc::builder(&stack(&app), "Vpc").regional_nat_gateway(gateway).build();
    let template = template(&app);
    let gateway = template.properties("AWS::EC2::NatGateway");
    assert_eq!(gateway["AvailabilityMode"], "regional");
    assert_eq!(gateway["MaxDrainDurationSeconds"], 360);
    assert!(gateway["SubnetId"].is_null());
}

#[test]
fn services_have_other_names_in_china() {
    let app = App::new();
    let stack = Stack::builder(&app, "Stack").account("111111111111").region("cn-north-1").build();
    let vpc = Vpc::builder(&stack, "Vpc").availability_zones(["cn-north-1a"]).build();
    let endpoint = |id: &str, service| vpc.add_interface_endpoint(id, service).open(false).build();
    endpoint("Ecr", InterfaceVpcEndpointAwsService::ECR);
    endpoint("Kms", InterfaceVpcEndpointAwsService::KMS);
    let template = template(&app);
    let names: Vec<&str> = template
        .resources("AWS::EC2::VPCEndpoint")
        .into_iter()
        .filter_map(|(_, body)| body["Properties"]["ServiceName"].as_str())
        .collect();
    assert_eq!(names, ["cn.com.amazonaws.cn-north-1.ecr.api", "com.amazonaws.cn-north-1.kms"]);
}

#[test]
fn statements_of_an_endpoint_come_together_in_its_policy() {
    let app = App::new();
    let vpc = Vpc::builder(&stack(&app), "Vpc").nat_gateways(0).build();
    let endpoint = vpc.add_interface_endpoint("Sqs", InterfaceVpcEndpointAwsService::SQS).build();
    for action in ["sqs:SendMessage", "sqs:ReceiveMessage"] {
        let all = PolicyStatement::allow().principals([Principal::any()]);
        endpoint.add_to_policy(all.actions([action]).resources(["arn:aws:sqs:*:*:jobs"]));
    }
    let template = template(&app);
    let policy = &template.properties("AWS::EC2::VPCEndpoint")["PolicyDocument"];
    assert_eq!(policy["Statement"].as_array().unwrap().len(), 1);
}

#[test]
fn another_script_makes_another_instance() {
    let id_with = |command: &str| {
        let app = App::new();
        let stack = stack(&app);
        let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
        instance(&stack, &vpc).add_user_data([command]);
        template(&app).resources("AWS::EC2::Instance")[0].0.to_owned()
    };
    assert_eq!(id_with("echo a"), id_with("echo a"));
    assert_ne!(id_with("echo a"), id_with("echo b"));
}

#[test]
fn instances_are_told_nothing_that_their_type_does_not_know() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
    instance(&stack, &vpc);
    let template = template(&app);
    let devices = &template.properties("AWS::EC2::Instance")["BlockDeviceMappings"];
    assert_eq!(devices[0]["Ebs"], json!({ "VolumeSize": 8 }));
    assert_eq!(devices[1]["NoDevice"], json!({}));
}

#[test]
fn a_volume_may_be_attached_by_what_carries_its_tag() {
    let app = App::new();
    let stack = stack(&app);
    let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
    let host = instance(&stack, &vpc);
    let volume = Volume::builder(&stack, "Disk")
        .availability_zone("eu-west-1a")
        .size(Size::gibibytes(10))
        .build();
    volume.grant_attach_volume_by_resource_tag(&host, &[&host], Some("disk"));
    let template = template(&app);
    let tags = template.properties("AWS::EC2::Volume")["Tags"].as_array().unwrap();
    assert_eq!(tags[0]["Key"], "VolumeGrantAttach-disk");
    let tagged = json!({ "ec2:ResourceTag/VolumeGrantAttach-disk": tags[0]["Value"] });
    let statement = &template.properties("AWS::IAM::Policy")["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Condition"], json!({ "ForAnyValue:StringEquals": tagged }));
}

#[test]
fn parts_of_networks_say_what_does_not_fit() {
    let app = App::new();
    let stack = stack(&app);
    PrefixList::builder(&stack, "Offices").build();
    PlacementGroup::builder(&stack, "Group")
        .partitions(3)
        .strategy(cumulo::ec2::PlacementGroupStrategy::Cluster)
        .build();
    Volume::builder(&stack, "Disk").availability_zone("eu-west-1a").build();
    assert_eq!(error_ids(&app), ["prefix-list", "placement-group", "volume-size"]);
}

#[test]
fn the_web_site_of_a_bucket_is_an_alias_of_its_region() {
    let app = App::new();
    let stack = Stack::builder(&app, "Dns").region("eu-central-1").build();
    let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
    let site = Bucket::builder(&stack, "Site")
        .bucket_name("www.example.com")
        .website_index_document("index.html")
        .build();
    let record = Record::a_alias(&site);
    RecordSet::builder(&stack, "Www").zone(&zone).record_name("www").record(record).build();
    let template = Template::of(&app, "Dns");
    let target = &template.properties("AWS::Route53::RecordSet")["AliasTarget"];
    assert_eq!(target["DNSName"], "s3-website.eu-central-1.amazonaws.com");
    assert_eq!(target["HostedZoneId"], "Z21DNDUVLTQW6Q");
}

#[test]
fn a_web_site_without_a_region_has_no_alias() {
    let app = App::new();
    let stack = Stack::builder(&app, "Dns").build();
    let site = Bucket::builder(&stack, "Site").website_index_document("index.html").build();
    let _ = Record::a_alias(&site);
    assert_eq!(errors(&app)[0].0, "website-region");
}

#[test]
fn a_signed_zone_waits_for_its_key() {
    let app = App::new();
    let stack = Stack::builder(&app, "Dns").region("us-east-1").build();
    let zone = HostedZone::builder(&stack, "Zone").zone_name("example.com").build();
    let key = Key::builder(&stack, "Key")
        .key_spec(KeySpec::ECC_NIST_P256)
        .key_usage(KeyUsage::SIGN_VERIFY)
        .build();
    zone.enable_dnssec(&key);
    let template = Template::of(&app, "Dns");
    let (_, signing) = template.resources("AWS::Route53::DNSSEC")[0];
    let (key, _) = template.resources("AWS::Route53::KeySigningKey")[0];
    assert_eq!(signing["DependsOn"], json!([key]));
    let statements = &template.properties("AWS::KMS::Key")["KeyPolicy"]["Statement"];
    assert_eq!(statements[1]["Principal"]["Service"], "dnssec-route53.amazonaws.com");
}

#[test]
fn a_calculated_health_check_wants_all_of_its_children() {
    use cumulo::route53::{HealthCheck, HealthCheckType};
    let app = App::new();
    let stack = stack(&app);
    let check = |id: &str, address: &str| {
        let check = HealthCheck::builder(&stack, id).check_type(HealthCheckType::Http);
        check.ip_address(address).build()
    };
    let (a, b) = (check("A", "203.0.113.1"), check("B", "203.0.113.2"));
    HealthCheck::builder(&stack, "Both")
        .check_type(HealthCheckType::Calculated)
        .child_health_checks([&a, &b])
        .build();
    let template = template(&app);
    let checks = template.resources("AWS::Route53::HealthCheck");
    let (_, both) = checks.iter().find(|(id, _)| id.starts_with("Both")).expect("the check");
    let config = &both["Properties"]["HealthCheckConfig"];
    assert_eq!(config["HealthThreshold"], 2);
    assert!(config.get("RequestInterval").is_none());
}

#[test]
fn a_health_check_of_nothing_is_a_finding() {
    use cumulo::route53::{HealthCheck, HealthCheckType};
    let app = App::new();
    let stack = stack(&app);
    HealthCheck::builder(&stack, "Alarm").check_type(HealthCheckType::CloudWatchMetric).build();
    HealthCheck::builder(&stack, "Port").check_type(HealthCheckType::Tcp).build();
    assert_eq!(error_ids(&app), ["health-check-endpoint", "health-check-endpoint"]);
}
