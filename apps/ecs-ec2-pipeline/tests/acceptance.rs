//! What the system's users asked for, one test for each: the number of the row stands in the name.

use cumulo::codecommit::Repository;
use cumulo::patterns::{
    AppImage, Clients, CodeSource, Deployment, Ec2ServiceCluster, Ingress, Network, Pipeline,
};
use cumulo::testing::{Template, errors};
use cumulo::{App, Stack};
use ecs_ec2_pipeline::ecs_ec2_pipeline;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The app with one stage `test` whose values are these beside the required ones; `null` takes one away.
fn with(changes: Json) -> Result<App, String> {
    let mut values =
        json!({ "ec2_key_pair_name": "operations", "artifact_store": "acme-artifacts" });
    for (key, value) in changes.as_object().expect("an object") {
        values[key] = value.clone();
    }
    values.as_object_mut().expect("an object").retain(|_, value| !value.is_null());
    let stage = json!({ "account": "111111111111", "region": "us-east-2", "values": values });
    let config = json!({ "app": "ecs-ec2-pipeline", "stages": { "test": stage } });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("cumulo.yaml");
    fs::write(&path, serde_yaml::to_string(&config).expect("YAML")).expect("a file");
    App::configured(&path, None, ecs_ec2_pipeline).map_err(|error| error.to_string())
}

fn template(changes: Json, stack: &str) -> Template {
    Template::of(&with(changes).expect("values that fit"), &format!("test/{stack}"))
}

fn defaults(stack: &str) -> Template {
    template(json!({}), stack)
}

/// The app as `cumulo.yaml` describes it.
fn configured() -> App {
    App::configured(&folder().join("cumulo.yaml"), None, ecs_ec2_pipeline).expect("a good file")
}

fn stages(delivery: &Template) -> Vec<Json> {
    let pipeline = delivery.properties("AWS::CodePipeline::Pipeline");
    pipeline["Stages"].as_array().expect("stages").clone()
}

fn project<'a>(delivery: &'a Template, part: &str) -> &'a Json {
    let projects = delivery.resources("AWS::CodeBuild::Project");
    let found = projects.into_iter().find(|(id, _)| id.contains(part));
    &found.expect("a project").1["Properties"]
}

fn output<'a>(template: &'a Template, name: &str) -> &'a Json {
    let value = &template.json()["Outputs"][name]["Value"];
    assert!(!value.is_null(), "there is no output `{name}`");
    value
}

#[test]
fn s4_1_s4_18_account_region_and_protection_are_the_stages() {
    let config = fs::read_to_string(folder().join("cumulo.yaml")).expect("a file");
    let config: Json = serde_yaml::from_str(&config).expect("YAML");
    for (stage, account) in [("test", "111111111111"), ("prod", "222222222222")] {
        assert_eq!(config["stages"][stage]["account"], account);
        let policy = Template::of(&configured(), &format!("{stage}/Delivery")).json().to_string();
        assert!(policy.contains(account), "{stage}");
    }
}

#[test]
fn s4_2_no_bucket_for_state_is_needed() {
    let page = fs::read_to_string(folder().join("README.md")).expect("a file");
    assert!(page.contains("No bucket for\nstate is needed"));
    for stack in ["Registry", "Api", "Delivery"] {
        assert!(defaults(stack).resources("AWS::S3::Bucket").is_empty(), "{stack}");
    }
}

#[test]
fn s4_3_the_artifact_store_is_a_bucket_that_exists() {
    let delivery = defaults("Delivery");
    let store = &delivery.properties("AWS::CodePipeline::Pipeline")["ArtifactStore"];
    assert_eq!(store["Location"], "acme-artifacts");
    assert!(delivery.resources("AWS::S3::Bucket").is_empty());
}

#[test]
fn s4_4_the_key_pair_is_not_made_here() {
    let api = defaults("Api");
    assert!(api.resources("AWS::EC2::KeyPair").is_empty());
    let data = &api.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert_eq!(data["KeyName"], "operations");
}

#[test]
fn s4_6_a_load_balancer_stands_before_a_group_of_instances() {
    let api = defaults("Api");
    assert_eq!(
        api.properties("AWS::ElasticLoadBalancingV2::LoadBalancer")["Scheme"],
        "internet-facing"
    );
    let group = api.properties("AWS::AutoScaling::AutoScalingGroup");
    assert_eq!([&group["MinSize"], &group["MaxSize"]], ["0", "2"]);
}

#[test]
fn s4_7_instances_register_with_the_cluster() {
    let api = defaults("Api");
    let data = &api.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert!(data["UserData"].to_string().contains("ECS_CLUSTER="));
    let provider = api.resources("AWS::ECS::CapacityProvider")[0].0;
    let known = api.properties("AWS::ECS::ClusterCapacityProviderAssociations");
    assert_eq!(known["CapacityProviders"], json!([{ "Ref": provider }]));
}

#[test]
fn s4_8_tasks_may_use_the_table() {
    let api = defaults("Api");
    let table = api.resources("AWS::DynamoDB::GlobalTable")[0].0;
    let policies = api.resources("AWS::IAM::Policy");
    let task = policies.iter().find(|(id, _)| id.contains("TaskRole")).expect("a policy");
    let document = task.1["Properties"]["PolicyDocument"].to_string();
    assert!(document.contains("dynamodb:PutItem") && document.contains(table), "{document}");
}

#[test]
fn s4_9_containers_run_on_instances() {
    let api = defaults("Api");
    let task = api.properties("AWS::ECS::TaskDefinition");
    assert_eq!(task["RequiresCompatibilities"], json!(["EC2"]));
}

#[test]
fn s4_10_the_image_is_in_ecr() {
    let registry = defaults("Registry");
    let name = &registry.properties("AWS::ECR::Repository")["RepositoryName"];
    assert_eq!(name, "ecs-ec2-pipeline-test");
    let task = defaults("Api");
    let container = &task.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert!(container["Image"].to_string().contains(":initial"), "{}", container["Image"]);
}

#[test]
fn s4_11_dockerfile_and_build_spec_stand_in_the_repository_and_the_pipeline_runs_the_same() {
    let service = folder().join("service");
    assert!(service.join("Dockerfile").is_file());
    let file = fs::read_to_string(service.join("buildspec.yml")).expect("a file");
    let written: Json = serde_yaml::from_str(&file).expect("YAML");
    let delivery = defaults("Delivery");
    let inline = project(&delivery, "Build")["Source"]["BuildSpec"].as_str().expect("a text");
    assert_eq!(written, serde_json::from_str::<Json>(inline).expect("JSON"));
}

#[test]
fn s4_12_a_commit_is_built_approved_and_deployed() {
    let shape: Vec<(String, Vec<String>)> = stages(&defaults("Delivery"))
        .iter()
        .map(|stage| {
            let text = |json: &Json| json.as_str().expect("a text").to_owned();
            let actions = stage["Actions"].as_array().expect("actions").iter();
            (
                text(&stage["Name"]),
                actions.map(|it| text(&it["ActionTypeId"]["Provider"])).collect(),
            )
        })
        .collect();
    let of = |name: &str, providers: &[&str]| {
        (name.to_owned(), providers.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
    };
    assert_eq!(
        shape,
        [
            of("Source", &["CodeCommit"]),
            of("Quality", &["CodeBuild"]),
            of("Build", &["CodeBuild"]),
            of("test", &["Manual", "ECS"]),
        ]
    );
}

#[test]
fn s4_13_quality_is_checked_before_the_build_and_reported() {
    let delivery = defaults("Delivery");
    let spec = project(&delivery, "Quality")["Source"]["BuildSpec"].as_str().expect("a text");
    let spec: Json = serde_json::from_str(spec).expect("JSON");
    let commands = spec["phases"]["build"]["commands"].to_string();
    assert!(commands.contains("ruff check") && commands.contains("pytest"), "{commands}");
    assert_eq!(delivery.properties("AWS::CodeBuild::ReportGroup")["Type"], "TEST");
}

#[test]
fn s4_14_a_new_version_can_run_beside_the_old_one() {
    let api = template(json!({ "blue_green": true }), "Api");
    let deployment = &api.properties("AWS::ECS::Service")["DeploymentConfiguration"];
    assert_eq!(deployment["Strategy"], "BLUE_GREEN");
    assert!(deployment["BakeTimeInMinutes"].as_u64().is_some_and(|minutes| minutes > 0));
}

#[test]
fn s4_16_one_pipeline_can_lead_through_several_environments() {
    let app = App::new();
    let stack = Stack::builder(&app, "Variant").build();
    let code = Repository::builder(&stack, "Code").repository_name("api").build();
    let image = AppImage::builder(&stack, "Image").build();
    let network = Network::builder(&stack, "Network").build();
    let api = |id: &str| {
        Ec2ServiceCluster::builder(&stack, id)
            .vpc(network.vpc())
            .image(image.version("initial"))
            .ingress(Ingress::http_only("a test", Clients::Anyone))
            .build()
    };
    let (dev, qa, prod) = (api("DevApi"), api("QaApi"), api("ProdApi"));
    Pipeline::builder(&stack, "Pipeline")
        .source(CodeSource::code_commit(&code))
        .repository(image.repository())
        .deployments([
            Deployment::ecs("Dev", dev.service()),
            Deployment::ecs("Qa", qa.service()).after_approval(),
            Deployment::ecs("Prod", prod.service()).after_approval(),
        ])
        .build();
    let shape: Vec<(Json, usize)> = stages(&Template::of(&app, "Variant"))
        .iter()
        .skip(2)
        .map(|stage| (stage["Name"].clone(), stage["Actions"].as_array().map_or(0, Vec::len)))
        .collect();
    assert_eq!(shape, [(json!("Dev"), 1), (json!("Qa"), 2), (json!("Prod"), 2)]);
}

#[test]
fn s4_17_every_version_is_pinned() {
    let folder = folder();
    let mut around = folder.ancestors();
    let lock = around.find_map(|folder| fs::read_to_string(folder.join("Cargo.lock")).ok());
    let lock = lock.expect("a file");
    let own = format!("name = \"{}\"", env!("CARGO_PKG_NAME"));
    assert!(lock.contains(&own) && lock.contains("checksum = "));
}

#[test]
fn s4_19_names_begin_with_the_folders_name_or_the_given_one() {
    let name =
        |template: &Template| template.properties("AWS::ECR::Repository")["RepositoryName"].clone();
    let folder = folder().file_name().expect("a name").to_string_lossy().into_owned();
    assert_eq!(name(&defaults("Registry")), format!("{folder}-test"));
    assert_eq!(name(&template(json!({ "prefix": "acme" }), "Registry")), "acme-test");
}

#[test]
fn s4_20_values_of_a_stage_can_stand_in_a_json_file() {
    let config = fs::read_to_string(folder().join("cumulo.yaml")).expect("a file");
    assert!(config.contains("mock: stages/mock.json"));
    let file = fs::read_to_string(folder().join("stages/mock.json")).expect("a file");
    let file: Json = serde_json::from_str(&file).expect("JSON");
    let delivery = Template::of(&configured(), "mock/Delivery");
    let store = &delivery.properties("AWS::CodePipeline::Pipeline")["ArtifactStore"]["Location"];
    assert_eq!(*store, file["values"]["artifact_store"]);
}

#[test]
fn s4_21_stage_mock_needs_no_creation_step() {
    Template::of(&configured(), "mock/Api");
}

#[test]
fn s4_24_tags_reach_resources_instances_and_tasks() {
    let api = template(json!({ "tags": { "team": "platform" } }), "Api");
    let tag = json!({ "Key": "team", "Value": "platform" });
    let has = |tags: &Json| tags.as_array().is_some_and(|tags| tags.contains(&tag));
    assert!(has(&api.properties("AWS::ECS::Cluster")["Tags"]));
    let data = &api.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert!(has(&data["TagSpecifications"][0]["Tags"]), "{data}");
    assert_eq!(api.properties("AWS::ECS::Service")["PropagateTags"], "SERVICE");
}

#[test]
fn s4_25_key_pair_name_is_required() {
    let error = with(json!({ "ec2_key_pair_name": null })).expect_err("it is missing");
    assert!(error.contains("cumulo.yaml") && error.contains("ec2_key_pair_name"), "{error}");
}

#[test]
fn s4_26_the_cluster_is_called_cluster() {
    assert_eq!(defaults("Api").properties("AWS::ECS::Cluster")["ClusterName"], "cluster");
    let other = template(json!({ "ecs_cluster_name": "shop" }), "Api");
    assert_eq!(other.properties("AWS::ECS::Cluster")["ClusterName"], "shop");
}

#[test]
fn s4_27_every_stage_is_in_ohio() {
    let synthesis = configured().synth().expect("templates");
    for stage in ["mock", "test", "prod"] {
        let template = synthesis.template(&format!("{stage}/Api")).expect("a template");
        let task = template["Resources"].to_string();
        assert!(task.contains(r#""Name":"AWS_REGION","Value":"us-east-2""#), "{stage}");
    }
}

#[test]
fn s4_28_the_port_is_8000_unless_another_one_is_given() {
    let port = |template: &Template| {
        let task = template.properties("AWS::ECS::TaskDefinition");
        task["ContainerDefinitions"][0]["PortMappings"][0]["ContainerPort"].clone()
    };
    assert_eq!(port(&defaults("Api")), 8000);
    assert_eq!(port(&template(json!({ "app_port": 65535 }), "Api")), 65535);
    for wrong in [0, 65536] {
        let error = with(json!({ "app_port": wrong })).expect_err("no port");
        assert!(error.contains("app_port"), "{error}");
    }
}

#[test]
fn s4_29_instances_are_t3_micro_and_small_ones_are_told() {
    let api = defaults("Api");
    let data = &api.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert_eq!(data["InstanceType"], "t3.micro");
    let app = with(json!({ "instance_type": "t3.nano", "desired_tasks": 4 })).expect("values");
    let findings = app.synth().expect("a warning, no error").findings;
    let found = findings.iter().find(|finding| finding.id == "task-memory");
    assert!(found.is_some_and(|finding| finding.message.contains("t3.nano")), "{findings:?}");
}

#[test]
fn s4_30_instances_are_two_of_at_most_two() {
    let size = |template: &Template| {
        template.properties("AWS::AutoScaling::AutoScalingGroup")["DesiredCapacity"].clone()
    };
    assert_eq!(size(&defaults("Api")), "2");
    assert_eq!(size(&template(json!({ "desired_instance_capacity": 0 }), "Api")), "0");
    let error = with(json!({ "desired_instance_capacity": 3 })).expect_err("too many");
    assert!(error.contains("3 is outside 0 to 2"), "{error}");
    assert!(error.contains("desired_instance_capacity"), "{error}");
}

#[test]
fn s4_31_two_tasks_run_and_too_many_are_told() {
    assert_eq!(defaults("Api").properties("AWS::ECS::Service")["DesiredCount"], 2);
    let app = with(json!({ "desired_tasks": 20 })).expect("values");
    let findings = app.synth().expect("a warning, no error").findings;
    assert!(findings.iter().any(|finding| finding.id == "task-memory"), "{findings:?}");
}

#[test]
fn s4_32_the_artifact_store_is_required_and_its_name_checked() {
    let error = with(json!({ "artifact_store": null })).expect_err("it is missing");
    assert!(error.contains("cumulo.yaml") && error.contains("artifact_store"), "{error}");
    let found = errors(&with(json!({ "artifact_store": "Not_A_Bucket" })).expect("values"));
    assert_eq!(found[0].0, "s3-name");
}

#[test]
fn s4_33_the_old_build_image_is_used_and_a_newer_one_named() {
    let app = with(json!({})).expect("values");
    let synthesis = app.synth().expect("templates");
    let old = synthesis.findings.iter().find(|finding| finding.id == "build-image-old");
    let help = old.and_then(|finding| finding.help.clone()).unwrap_or_default();
    assert!(help.contains("aws/codebuild/standard:7.0"), "{help}");
    let delivery = Template::of(&app, "test/Delivery");
    for part in ["Quality", "Build"] {
        let image = &project(&delivery, part)["Environment"]["Image"];
        assert_eq!(image, "aws/codebuild/standard:5.0");
    }
}

#[test]
fn s4_34_health_is_checked_at_gtg() {
    let path = |template: &Template| {
        let group = template.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
        group["HealthCheckPath"].clone()
    };
    assert_eq!(path(&defaults("Api")), "/gtg");
    assert_eq!(path(&template(json!({ "healthcheck_path": "/up" }), "Api")), "/up");
    let service = fs::read_to_string(folder().join("service/app.py")).expect("a file");
    assert!(service.contains(r#"@app.get("/gtg")"#));
}

#[test]
fn s4_35_an_output_tells_the_load_balancers_name() {
    let api = defaults("Api");
    let balancer = api.resources("AWS::ElasticLoadBalancingV2::LoadBalancer")[0].0;
    assert_eq!(*output(&api, "LbDnsName"), json!({ "Fn::GetAtt": [balancer, "DNSName"] }));
}

#[test]
fn s4_36_an_output_tells_the_address() {
    let api = defaults("Api");
    assert!(output(&api, "AppUrl").to_string().contains("http://"));
}

#[test]
fn s4_37_outputs_tell_where_images_and_code_are_pushed() {
    let registry = defaults("Registry");
    assert!(output(&registry, "AwsEcrRepository").to_string().contains("RepositoryUri"));
    assert!(output(&registry, "CodecommitCloneUrl").to_string().contains("CloneUrlHttp"));
}

#[test]
fn s4_38_instances_stand_in_private_subnets_of_a_network_of_its_own() {
    let api = defaults("Api");
    assert_eq!(api.resources("AWS::EC2::VPC").len(), 1);
    let group = api.properties("AWS::AutoScaling::AutoScalingGroup");
    let subnets = group["VPCZoneIdentifier"].to_string();
    assert!(subnets.contains("Private") && !subnets.contains("Public"), "{subnets}");
}

#[test]
fn s4_39_the_load_balancer_reaches_tasks_at_the_ports_of_their_hosts() {
    let api = defaults("Api");
    let group = api.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!(group["TargetType"], "instance");
    let rules = api.resources("AWS::EC2::SecurityGroupIngress");
    assert_eq!(rules[0].1["Properties"]["FromPort"], 32768);
}
