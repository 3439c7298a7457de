//! What the task asks of the system, requirement by requirement.

use aws_poc::cart;
use cumulo::codecommit::Repository;
use cumulo::patterns::{
    AppImage, Clients, CodeSource, Deployment, Ingress, NetworkedFargateService, Pipeline,
};
use cumulo::ssm::StringParameter;
use cumulo::testing::Template;
use cumulo::{App, Stack, ecs, secretsmanager};
use cumulo_schemas::{Level, Validator};
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};

const REGIONAL: [&str; 4] = ["Registry", "Network", "LoadBalancer", "Service"];

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn app() -> App {
    App::configured(&folder().join("cumulo.yaml"), None, cart).unwrap()
}

/// The program's own configuration, changed.
fn configured(name: &str, change: impl Fn(String) -> String) -> Result<App, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    let path = path.join("cumulo.yaml");
    let text = fs::read_to_string(folder().join("cumulo.yaml")).unwrap();
    fs::write(&path, change(text)).unwrap();
    App::configured(&path, None, cart).map_err(|error| error.to_string())
}

fn template(stage: &str, stack: &str) -> Template {
    Template::of(&app(), &format!("{stage}/us-east-1/{stack}"))
}

fn sample(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

/// Properties of the resources of a type whose logical ids begin so.
fn some<'a>(template: &'a Template, type_name: &str, start: &str) -> Vec<&'a Json> {
    let all = template.resources(type_name).into_iter();
    all.filter(|(id, _)| id.starts_with(start)).map(|(_, body)| &body["Properties"]).collect()
}

fn security_group<'a>(template: &'a Template, id: &str) -> &'a Json {
    some(template, "AWS::EC2::SecurityGroup", id)[0]
}

/// The logical id or the other stack's output that a value refers to.
fn reference(value: &Json) -> String {
    let output = &value["Fn::GetStackOutput"]["OutputName"];
    let local = value.get("Ref").unwrap_or(&value["Fn::GetAtt"][0]);
    output.as_str().or(local.as_str()).unwrap_or_default().to_owned()
}

fn image(stack: &Stack) -> AppImage {
    AppImage::builder(stack, "Image").repository_name("acme/cart").build()
}

/// A cart beside the app's own, for what its users may want one day.
fn cart_of(stack: &Stack, id: &str, image: &AppImage) -> NetworkedFargateService {
    NetworkedFargateService::builder(stack, id)
        .image(image.version("1.0.0"))
        .container_port(80)
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build()
}

#[test]
fn s0_01_the_service_answers_on_port_80_and_has_a_dockerfile() {
    let service = template("test", "Service");
    let container = &service.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert_eq!(container["PortMappings"][0]["ContainerPort"], 80);
    let door = template("test", "LoadBalancer");
    let target = door.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!((&target["Port"], &target["HealthCheckPath"]), (&json!(80), &json!("/")));
    assert!(sample("service/Dockerfile").contains("EXPOSE 80"));
    assert!(sample("service/cart.conf").contains("listen 80;"));
}

#[test]
fn s0_02_the_nginx_base_image_has_a_private_repository() {
    let registry = template("test", "Registry");
    let base = some(&registry, "AWS::ECR::Repository", "Base")[0];
    assert_eq!(base["RepositoryName"], "acme/base/hello-world");
    assert!(sample("base/hello-world/Dockerfile").contains("nginx:1.29"));
}

#[test]
fn s0_03_base_images_are_kept_scanned_and_handed_to_the_service_by_digest() {
    let registry = template("prod", "Registry");
    for (id, repository) in registry.resources("AWS::ECR::Repository") {
        assert_eq!(repository["DeletionPolicy"], "RetainExceptOnCreate", "{id}");
        let repository = &repository["Properties"];
        assert_eq!(repository["ImageScanningConfiguration"]["ScanOnPush"], true, "{id}");
        assert!(repository["LifecyclePolicy"].is_object(), "{id}");
    }
    let dockerfile = sample("service/Dockerfile");
    assert!(dockerfile.contains("ARG BASE_IMAGE\nFROM ${BASE_IMAGE}"));
    assert!(dockerfile.contains("hello-world@sha256:"));
}

#[test]
fn s0_04_one_app_has_the_stages_test_and_prod() {
    let names: Vec<String> =
        app().synth().unwrap().stages.into_iter().filter_map(|stage| stage.name).collect();
    assert_eq!(names, ["test", "prod"]);
}

#[test]
fn s0_05_each_region_of_a_stage_has_its_own_stacks() {
    let two = |text: String| text.replace("[us-east-1]", "[us-east-1, eu-west-1]");
    let app = configured("two-regions", two).unwrap();
    let synthesis = app.synth().unwrap();
    for region in ["us-east-1", "eu-west-1"] {
        for stack in REGIONAL {
            assert!(synthesis.template(&format!("prod/{region}/{stack}")).is_some());
        }
    }
}

#[test]
fn s0_06_what_no_region_holds_stands_in_one_stack_of_the_stage() {
    let global = Template::of(&app(), "prod/Global");
    assert!(!global.resources("AWS::IAM::Role").is_empty());
    assert!(global.resources("AWS::EC2::VPC").is_empty());
    let subject = global.properties("AWS::IAM::Role")["AssumeRolePolicyDocument"].to_string();
    assert!(subject.contains("repo:acme/cart:environment:prod"), "{subject}");
}

#[test]
fn s0_07_vpc_load_balancer_registry_and_service_are_stacks_of_their_own() {
    for (stack, kind) in REGIONAL.into_iter().zip([
        "AWS::ECR::Repository",
        "AWS::EC2::VPC",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::ECS::Service",
    ]) {
        assert!(!template("test", stack).resources(kind).is_empty(), "{stack}");
    }
}

#[test]
fn s0_08_both_stages_are_made_of_the_same_constructs() {
    let ids = |stage: &str, kind: &str| -> Vec<String> {
        let stacks = REGIONAL.map(|stack| template(stage, stack));
        let all = stacks.iter().flat_map(|one| one.resources(kind));
        all.map(|(id, _)| id.to_owned()).collect()
    };
    for kind in ["AWS::EC2::VPC", "AWS::EC2::Subnet", "AWS::ECS::Service", "AWS::ECR::Repository"] {
        assert_eq!(ids("test", kind), ids("prod", kind));
    }
}

#[test]
fn s0_09_s0_28_every_template_passes_schema_validation_offline() {
    let synthesis = app().synth().unwrap();
    let validator = Validator::new();
    for stage in ["test", "prod"] {
        let regional = REGIONAL.map(|stack| format!("{stage}/us-east-1/{stack}"));
        for path in regional.into_iter().chain([format!("{stage}/Global")]) {
            let text = synthesis.template(&path).unwrap().to_string();
            let template = cumulo_schemas::Template::parse(text.as_bytes(), &path).unwrap();
            let mut findings = validator.check(&template);
            findings.retain(|finding| finding.level == Level::Error);
            assert!(findings.is_empty(), "{path}: {findings:#?}");
        }
    }
}

#[test]
fn s0_11_a_stage_can_run_the_official_nginx_image() {
    let public = |text: String| text.replace("1.0.0", "public.ecr.aws/nginx/nginx:1.29");
    let app = configured("nginx", public).unwrap();
    let service = Template::of(&app, "test/us-east-1/Service");
    let container = &service.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert_eq!(container["Image"], "public.ecr.aws/nginx/nginx:1.29");
}

#[test]
fn s0_12_the_stages_differ_in_counts_and_protection() {
    let tasks = |stage: &str| {
        let service = template(stage, "Service");
        let bounds = service.properties("AWS::ApplicationAutoScaling::ScalableTarget");
        (bounds["MinCapacity"].clone(), bounds["MaxCapacity"].clone())
    };
    assert_eq!((tasks("test"), tasks("prod")), ((json!(1), json!(2)), (json!(2), json!(10))));
    let kept = |stage: &str| {
        let registry = template(stage, "Registry");
        registry.resources("AWS::ECR::Repository")[0].1["DeletionPolicy"].clone()
    };
    assert_eq!((kept("test"), kept("prod")), (json!("Delete"), json!("RetainExceptOnCreate")));
}

#[test]
fn s0_13_a_region_of_a_stage_has_a_single_vpc() {
    let all = REGIONAL.map(|stack| template("prod", stack).resources("AWS::EC2::VPC").len());
    assert_eq!(all.iter().sum::<usize>(), 1);
}

#[test]
fn s0_15_public_and_private_subnets() {
    let network = template("prod", "Network");
    for tier in ["NetworkVpcPublic", "NetworkVpcPrivate"] {
        assert_eq!(some(&network, "AWS::EC2::Subnet", tier).len(), 2, "{tier}");
    }
}

#[test]
fn s0_16_private_subnets_reach_the_internet_through_nat_gateways_by_stage() {
    for (stage, gateways) in [("test", 1), ("prod", 2)] {
        let network = template(stage, "Network");
        assert_eq!(network.resources("AWS::EC2::NatGateway").len(), gateways, "{stage}");
        for route in some(&network, "AWS::EC2::Route", "NetworkVpcPrivate") {
            assert_eq!(route["DestinationCidrBlock"], "0.0.0.0/0");
            assert!(reference(&route["NatGatewayId"]).contains("NATGateway"));
        }
    }
}

#[test]
fn s0_17_containers_run_in_private_subnets_without_public_addresses() {
    let service = template("prod", "Service");
    let network = &service.properties("AWS::ECS::Service")["NetworkConfiguration"];
    let network = &network["AwsvpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "DISABLED");
    for subnet in network["Subnets"].as_array().unwrap() {
        assert!(reference(subnet).contains("PrivateSubnet"), "{subnet}");
    }
}

#[test]
fn s0_18_private_subnets_are_reached_from_public_ones_only() {
    let service = template("prod", "Service");
    let rules = service.resources("AWS::EC2::SecurityGroupIngress");
    assert_eq!(rules.len(), 1);
    let source = reference(&rules[0].1["Properties"]["SourceSecurityGroupId"]);
    assert!(source.contains("LoadBalancer"), "{source}");
    let network = template("prod", "Network");
    assert_eq!(some(&network, "AWS::EC2::NetworkAcl", "NetworkPrivate").len(), 1);
    assert_eq!(network.resources("AWS::EC2::SubnetNetworkAclAssociation").len(), 2);
}

#[test]
fn s0_19_public_subnets_are_exposed_by_an_internet_gateway() {
    let network = template("prod", "Network");
    let routes = network.resources("AWS::EC2::Route");
    let public: Vec<_> =
        routes.iter().filter(|(id, _)| id.starts_with("NetworkVpcPublic")).collect();
    assert_eq!(public.len(), 2);
    for (_, route) in public {
        assert!(reference(&route["Properties"]["GatewayId"]).contains("IGW"));
        assert!(route["DependsOn"].to_string().contains("VPCGW"));
    }
}

#[test]
fn s0_21_the_load_balancer_in_public_subnets_is_the_way_in() {
    let door = template("prod", "LoadBalancer");
    let balancer = door.properties("AWS::ElasticLoadBalancingV2::LoadBalancer");
    assert_eq!(balancer["Scheme"], "internet-facing");
    for subnet in balancer["Subnets"].as_array().unwrap() {
        assert!(reference(subnet).contains("PublicSubnet"), "{subnet}");
    }
}

#[test]
fn s0_22_who_may_connect_is_a_value_of_the_stage_and_everyone_must_be_said() {
    let open = |stage: &str| {
        let door = template(stage, "LoadBalancer");
        security_group(&door, "Entrance")["SecurityGroupIngress"][0]["CidrIp"].clone()
    };
    assert_eq!((open("test"), open("prod")), (json!("203.0.113.0/24"), json!("0.0.0.0/0")));
    let all = |text: String| text.replace("203.0.113.0/24", "0.0.0.0/0");
    let findings = configured("everyone", all).unwrap().synth().unwrap_err();
    assert_eq!(findings[0].id, "clients-anyone");
}

#[test]
fn s0_23_listener_and_target_group_lead_to_the_tasks() {
    let door = template("prod", "LoadBalancer");
    let target = door.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!(target["TargetType"], "ip");
    let listener = door.properties("AWS::ElasticLoadBalancingV2::Listener");
    let action = &listener["DefaultActions"][0];
    assert_eq!(action["Type"], "forward");
    let service = template("prod", "Service");
    let balancer = &service.properties("AWS::ECS::Service")["LoadBalancers"][0];
    assert!(reference(&balancer["TargetGroupArn"]).contains("CartGroup"), "{balancer}");
}

#[test]
fn s0_24_the_page_says_where_the_state_is() {
    assert!(sample("README.md").contains("no state file"));
}

#[test]
fn s0_25_inputs_are_example_values_whose_types_are_checked() {
    let wrong = |text: String| text.replace("insights: enhanced", "insights: everything");
    let error = configured("wrong", wrong).unwrap_err();
    assert!(error.contains("stages.prod.values.insights"), "{error}");
    let unknown = |text: String| text.replace("alarms_to:", "alarm_to:");
    let error = configured("unknown", unknown).unwrap_err();
    assert!(error.contains("unknown field `alarm_to`"), "{error}");
}

#[test]
fn s0_26_values_of_one_stack_are_inputs_of_another() {
    let service = template("prod", "Service").json().to_string();
    for stack in ["Registry", "Network", "LoadBalancer"] {
        assert!(service.contains(&format!("\"StackName\":\"prod-us-east-1-{stack}\"")), "{stack}");
    }
}

#[test]
fn s0_27_a_service_gets_secrets_without_a_template_that_holds_them() {
    let app = App::new();
    let stack = Stack::builder(&app, "Variant").build();
    let key = secretsmanager::Secret::builder(&stack, "PaymentKey").build();
    let parameters = StringParameter::builder(&stack, "Region").string_value("eu").build();
    let cart = cart_of(&stack, "Cart", &image(&stack));
    cart.add_secret("PAYMENT_KEY", &ecs::Secret::from_secrets_manager(&key));
    cart.add_secret("REGION", &ecs::Secret::from_ssm_parameter(&parameters));
    let variant = Template::of(&app, "Variant");
    let container = &variant.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    let names: Vec<&Json> =
        container["Secrets"].as_array().unwrap().iter().map(|secret| &secret["Name"]).collect();
    assert_eq!(names, ["PAYMENT_KEY", "REGION"]);
    let secret = variant.properties("AWS::SecretsManager::Secret");
    assert!(secret.get("SecretString").is_none() && secret["GenerateSecretString"].is_object());
}

#[test]
fn s0_30_tags_of_images_do_not_move() {
    let registry = template("prod", "Registry");
    for (id, repository) in registry.resources("AWS::ECR::Repository") {
        let mutability = repository["Properties"]["ImageTagMutability"].as_str().unwrap();
        assert!(mutability.starts_with("IMMUTABLE"), "{id}: {mutability}");
    }
}

#[test]
fn s0_33_the_way_to_production_can_be_a_code_pipeline() {
    let app = App::new();
    let stack = Stack::builder(&app, "Variant").build();
    let code = Repository::builder(&stack, "Code").repository_name("cart").build();
    let image = image(&stack);
    let (test, prod) = (cart_of(&stack, "Test", &image), cart_of(&stack, "Prod", &image));
    Pipeline::builder(&stack, "Pipeline")
        .source(CodeSource::code_commit(&code))
        .repository(image.repository())
        .deployments([
            Deployment::ecs("test", test.service()),
            Deployment::ecs("prod", prod.service()).after_approval(),
        ])
        .approvers(["cart@acme.example"])
        .build();
    let variant = Template::of(&app, "Variant");
    let stages = &variant.properties("AWS::CodePipeline::Pipeline")["Stages"];
    let providers: Vec<Vec<&str>> = stages
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| {
            let actions = stage["Actions"].as_array().unwrap().iter();
            actions.map(|action| action["ActionTypeId"]["Provider"].as_str().unwrap()).collect()
        })
        .collect();
    assert_eq!(
        providers,
        [vec!["CodeCommit"], vec!["CodeBuild"], vec!["ECS"], vec!["Manual", "ECS"]]
    );
    assert_eq!(variant.properties("AWS::SNS::Subscription")["Endpoint"], "cart@acme.example");
}

#[test]
fn s0_36_container_insights_are_a_value_of_the_stage() {
    for (stage, value) in [("test", "enabled"), ("prod", "enhanced")] {
        let service = template(stage, "Service");
        let settings = &service.properties("AWS::ECS::Cluster")["ClusterSettings"][0];
        assert_eq!(settings, &json!({ "Name": "containerInsights", "Value": value }));
    }
}

#[test]
fn s0_38_tasks_are_spread_over_zones() {
    let service = template("prod", "Service");
    let service = service.properties("AWS::ECS::Service");
    assert_eq!(service["AvailabilityZoneRebalancing"], "ENABLED");
    let subnets = &service["NetworkConfiguration"]["AwsvpcConfiguration"]["Subnets"];
    assert_eq!(subnets.as_array().unwrap().len(), 2);
}

#[test]
fn s0_41_prod_is_monitored() {
    let service = template("prod", "Service");
    assert_eq!(service.resources("AWS::CloudWatch::Alarm").len(), 6);
    assert_eq!(service.resources("AWS::CloudWatch::Dashboard").len(), 1);
    assert_eq!(service.properties("AWS::SNS::Subscription")["Protocol"], "email");
}
