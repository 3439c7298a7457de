//! What the task asks of the system, requirement by requirement.

use cumulo::App;
use cumulo::testing::Template;
use cumulo_schemas::{Level, Validator};
use flask_app::flask_app;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn app() -> App {
    App::configured(&folder().join("cumulo.yaml"), None, flask_app).unwrap()
}

/// The program's own configuration, changed.
fn configured(name: &str, change: impl Fn(String) -> String) -> App {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    let path = path.join("cumulo.yaml");
    let text = fs::read_to_string(folder().join("cumulo.yaml")).unwrap();
    fs::write(&path, change(text)).unwrap();
    App::configured(&path, None, flask_app).unwrap()
}

fn template(stage: &str, stack: &str) -> Template {
    Template::of(&app(), &format!("{stage}/{stack}"))
}

fn sample(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

/// All templates of a stage, by stack.
fn templates(app: &App, stage: &str) -> Vec<(String, Json)> {
    let synthesis = app.synth().unwrap();
    let paths = ["Registry", "Network", "Service", "Database", "Monitoring"];
    let some = paths.map(|stack| (stack, synthesis.template(&format!("{stage}/{stack}"))));
    some.into_iter().filter_map(|(stack, one)| Some((stack.to_owned(), one?))).collect()
}

/// Properties of the resources of a type whose logical ids begin so.
fn some<'a>(template: &'a Template, type_name: &str, start: &str) -> Vec<&'a Json> {
    let all = template.resources(type_name).into_iter();
    all.filter(|(id, _)| id.starts_with(start)).map(|(_, body)| &body["Properties"]).collect()
}

/// Statements of the policies of roles.
fn statements(template: &Template) -> Vec<Json> {
    let policies = template.resources("AWS::IAM::Policy").into_iter();
    policies
        .flat_map(|(_, policy)| {
            policy["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap().clone()
        })
        .collect()
}

fn container(stage: &str) -> Json {
    let service = template(stage, "Service");
    service.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0].clone()
}

#[test]
fn s2_03_the_program_is_laid_out_in_modules_and_stages() {
    for file in ["src/main.rs", "src/registry.rs", "src/service.rs", "src/values.rs"] {
        assert!(folder().join(file).is_file(), "{file}");
    }
    assert!(sample("cumulo.yaml").contains("stages:\n  test:"));
}

#[test]
fn s2_04_the_same_modules_are_deployed_to_another_region() {
    let stage_region = |stage: &str| template(stage, "Service").json().to_string();
    assert!(stage_region("test").contains("eu-west-1"));
    assert!(stage_region("prod").contains("us-east-1"));
    let moved = configured("moved", |text| text.replace("eu-west-1", "ap-southeast-2"));
    let text = Template::of(&moved, "test/Service").json().to_string();
    assert!(text.contains("ap-southeast-2") && !text.contains("eu-west-1"));
}

#[test]
fn s2_05_there_is_a_database_behind_a_switch() {
    let database = template("prod", "Database");
    let instance = database.properties("AWS::RDS::DBInstance");
    assert_eq!(instance["Engine"], "postgres");
    assert_eq!(instance["ManageMasterUserPassword"], true);
    let names = |list: &Json| -> Vec<String> {
        let items = list.as_array().into_iter().flatten();
        items.map(|item| item["Name"].as_str().unwrap().to_owned()).collect()
    };
    assert!(names(&container("prod")["Environment"]).contains(&"PGHOST".to_owned()));
    assert_eq!(names(&container("prod")["Secrets"]), ["PGUSER", "PGPASSWORD"]);
}

#[test]
fn s2_06_what_a_value_switches_off_is_absent_from_the_templates() {
    let of_test: Vec<String> =
        templates(&app(), "test").into_iter().map(|(name, _)| name).collect();
    assert_eq!(of_test, ["Registry", "Network", "Service"]);
    assert!(template("test", "Service").resources("AWS::WAFv2::WebACL").is_empty());
    assert!(
        some(&template("test", "Network"), "AWS::EC2::Subnet", "NetworkVpcIsolated").is_empty()
    );
    let on =
        configured("on", |text| text.replace("enable_database: false", "enable_database: true"));
    assert!(templates(&on, "test").iter().any(|(name, _)| name == "Database"));
}

#[test]
fn s2_07_the_page_says_where_the_state_is() {
    assert!(sample("README.md").contains("no state file"));
}

#[test]
fn s2_12_subnets_are_named_and_security_groups_are_narrow() {
    let network = template("prod", "Network");
    let names: Vec<String> = some(&network, "AWS::EC2::Subnet", "")
        .into_iter()
        .map(|subnet| {
            let tags = subnet["Tags"].as_array().unwrap();
            let name = tags.iter().find(|tag| tag["Key"] == "Name").unwrap();
            name["Value"]["Fn::Join"][1][0].as_str().unwrap().to_owned()
        })
        .collect();
    let tiers: BTreeSet<&str> = names.iter().map(String::as_str).collect();
    let expected =
        ["flask-app-prod-isolated-", "flask-app-prod-private-", "flask-app-prod-public-"];
    assert!(tiers.iter().eq(expected.iter()), "{tiers:?}");
    for stack in ["Service", "Database"] {
        let template = template("prod", stack);
        for group in some(&template, "AWS::EC2::SecurityGroup", "") {
            let out = group["SecurityGroupEgress"].as_array().into_iter().flatten();
            assert!(out.clone().all(|rule| rule["IpProtocol"] != "-1"), "{group}");
        }
    }
}

#[test]
fn s2_13_permissions_name_what_they_are_for() {
    for (stack, _) in templates(&app(), "prod") {
        for statement in statements(&template("prod", &stack)) {
            // The only action that AWS knows no resources of.
            if statement["Action"] == "ecr:GetAuthorizationToken" {
                continue;
            }
            assert_ne!(statement["Resource"], "*", "{stack}: {statement}");
            assert!(!statement["Action"].to_string().contains("*\""), "{stack}: {statement}");
        }
    }
}

#[test]
fn s2_14_the_service_has_its_log_group_and_its_security_group() {
    for (stage, days) in [("test", 14), ("prod", 90)] {
        let service = template(stage, "Service");
        let logs = some(&service, "AWS::Logs::LogGroup", "FlaskLogs");
        assert_eq!(logs[0]["RetentionInDays"], days, "{stage}");
        assert_eq!(some(&service, "AWS::EC2::SecurityGroup", "FlaskSecurityGroup").len(), 1);
        assert_eq!(container(stage)["LogConfiguration"]["LogDriver"], "awslogs");
    }
}

#[test]
fn s2_15_the_task_has_an_execution_role_beside_its_own() {
    let service = template("test", "Service");
    let task = service.properties("AWS::ECS::TaskDefinition");
    let role = |key: &str| task[key]["Fn::GetAtt"][0].as_str().unwrap().to_owned();
    assert!(role("ExecutionRoleArn").contains("ExecutionRole"));
    assert_ne!(role("ExecutionRoleArn"), role("TaskRoleArn"));
}

#[test]
fn s2_16_which_images_stay_is_a_value_of_the_stage() {
    for (stage, images, days) in [("test", 10, 3), ("prod", 50, 7)] {
        let registry = template(stage, "Registry");
        let text = &registry.properties("AWS::ECR::Repository")["LifecyclePolicy"];
        let policy: Json =
            serde_json::from_str(text["LifecyclePolicyText"].as_str().unwrap()).unwrap();
        assert_eq!(policy["rules"][0]["selection"]["countNumber"], days);
        assert_eq!(policy["rules"][1]["selection"]["countNumber"], images);
    }
}

#[test]
fn s2_17_every_version_is_pinned() {
    let folder = folder();
    let mut around = folder.ancestors();
    let lock = around.find_map(|folder| fs::read_to_string(folder.join("Cargo.lock")).ok());
    let lock = lock.unwrap();
    let own = format!("name = \"{}\"", env!("CARGO_PKG_NAME"));
    assert!(lock.contains(&own) && lock.contains("checksum = "));
}

#[test]
fn s2_18_tasks_reach_https_and_their_database_only() {
    let service = template("prod", "Service");
    let group = some(&service, "AWS::EC2::SecurityGroup", "FlaskSecurityGroup")[0];
    let out: Vec<&Json> = group["SecurityGroupEgress"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| &rule["ToPort"])
        .collect();
    assert_eq!(out, [443]);
    let apart = some(&service, "AWS::EC2::SecurityGroupEgress", "FlaskSecurityGroupto");
    let ports: Vec<&Json> = apart.iter().map(|rule| &rule["ToPort"]).collect();
    assert_eq!(ports, [5432]);
}

#[test]
fn s2_19_s2_47_the_service_stands_behind_a_load_balancer() {
    let service = template("prod", "Service");
    let balancer = service.properties("AWS::ElasticLoadBalancingV2::LoadBalancer");
    assert_eq!(balancer["Scheme"], "internet-facing");
    let listeners = some(&service, "AWS::ElasticLoadBalancingV2::Listener", "");
    let protocols: Vec<&Json> = listeners.iter().map(|listener| &listener["Protocol"]).collect();
    assert_eq!(protocols, ["HTTPS", "HTTP"]);
    assert_eq!(listeners[1]["DefaultActions"][0]["Type"], "redirect");
}

#[test]
fn s2_20_a_firewall_looks_at_requests_where_the_stage_wants_it() {
    let service = template("prod", "Service");
    let rules = service.properties("AWS::WAFv2::WebACL")["Rules"].as_array().unwrap();
    assert!(rules.len() >= 4);
    assert_eq!(service.resources("AWS::WAFv2::WebACLAssociation").len(), 1);
}

#[test]
fn s2_21_tasks_scale_at_80_percent_of_cpu_and_memory() {
    let service = template("prod", "Service");
    let policies = some(&service, "AWS::ApplicationAutoScaling::ScalingPolicy", "");
    assert_eq!(policies.len(), 2);
    for policy in policies {
        assert_eq!(policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"], 80);
    }
}

#[test]
fn s2_25_the_sample_names_the_versions_of_what_it_needs() {
    for line in sample("service/requirements.txt").lines() {
        assert!(line.contains("=="), "{line}");
    }
    assert!(sample("service/requirements.txt").contains("werkzeug=="));
}

#[test]
fn s2_26_s2_32_the_image_is_built_in_two_stages() {
    let dockerfile = sample("service/Dockerfile");
    assert_eq!(dockerfile.lines().filter(|line| line.starts_with("FROM ")).count(), 2);
    assert!(dockerfile.contains("COPY --from=build"));
}

#[test]
fn s2_29_another_image_is_another_task_definition_and_nothing_else() {
    let other = configured("image", |text| text.replace("image: 1.0.0", "image: 1.0.1"));
    let (before, after) = (templates(&app(), "test"), templates(&other, "test"));
    let mut changed = Vec::new();
    for ((stack, before), (_, after)) in before.iter().zip(&after) {
        for (id, resource) in before["Resources"].as_object().unwrap() {
            if *resource != after["Resources"][id] {
                changed.push((stack.as_str(), resource["Type"].as_str().unwrap()));
            }
        }
    }
    assert_eq!(changed, [("Service", "AWS::ECS::TaskDefinition")]);
    let service = template("test", "Service");
    let task = service.resources("AWS::ECS::TaskDefinition")[0].0;
    let runs = &service.properties("AWS::ECS::Service")["TaskDefinition"];
    assert_eq!(*runs, json!({ "Ref": task }));
}

#[test]
fn s2_30_the_image_can_be_built_without_a_shell() {
    let dockerfile = sample("service/distroless.Dockerfile");
    assert!(dockerfile.contains("FROM gcr.io/distroless/") && dockerfile.contains(":nonroot"));
    assert!(container("test").get("HealthCheck").is_none());
}

#[test]
fn s2_33_the_container_is_no_root_and_cannot_change_its_files() {
    assert!(sample("service/Dockerfile").contains("\nUSER 10001\n"));
    assert_eq!(container("prod")["ReadonlyRootFilesystem"], true);
}

#[test]
fn s2_34_the_service_listens_on_port_5000() {
    assert_eq!(container("test")["PortMappings"][0]["ContainerPort"], 5000);
    assert!(sample("service/Dockerfile").contains("EXPOSE 5000"));
}

#[test]
fn s2_35_every_template_passes_schema_validation_offline() {
    let validator = Validator::new();
    for stage in ["test", "prod"] {
        for (stack, template) in templates(&app(), stage) {
            let text = template.to_string();
            let template = cumulo_schemas::Template::parse(text.as_bytes(), &stack).unwrap();
            let mut findings = validator.check(&template);
            findings.retain(|finding| finding.level == Level::Error);
            assert!(findings.is_empty(), "{stage}/{stack}: {findings:#?}");
        }
    }
}

#[test]
fn s2_36_the_vpc_has_public_and_private_subnets() {
    let network = template("test", "Network");
    assert_eq!(network.resources("AWS::EC2::VPC").len(), 1);
    for tier in ["NetworkVpcPublic", "NetworkVpcPrivate"] {
        assert_eq!(some(&network, "AWS::EC2::Subnet", tier).len(), 2, "{tier}");
    }
}

#[test]
fn s2_37_s2_38_a_cluster_runs_the_task_on_fargate() {
    let service = template("test", "Service");
    assert_eq!(service.resources("AWS::ECS::Cluster").len(), 1);
    assert_eq!(service.properties("AWS::ECS::Service")["LaunchType"], "FARGATE");
    let task = service.properties("AWS::ECS::TaskDefinition");
    assert_eq!(task["RequiresCompatibilities"], json!(["FARGATE"]));
}

#[test]
fn s2_39_security_groups_and_roles_are_made_with_the_service() {
    let service = template("test", "Service");
    assert_eq!(service.resources("AWS::EC2::SecurityGroup").len(), 2);
    assert_eq!(service.resources("AWS::IAM::Role").len(), 2);
}

#[test]
fn s2_40_workflows_of_the_repository_push_images_without_stored_keys() {
    let registry = template("prod", "Registry");
    let trust = registry.properties("AWS::IAM::Role")["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("repo:acme/flask-app:environment:prod"), "{trust}");
    let push = statements(&registry);
    assert!(push.iter().any(|one| one["Action"].to_string().contains("ecr:PutImage")));
}

#[test]
fn s2_44_s2_45_the_page_says_how_to_deploy_and_what_to_improve() {
    let page = sample("README.md");
    for part in ["## Before you begin", "## Deploy", "## For production", "cumulo deploy --stage"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn s2_48_logs_go_to_cloudwatch() {
    let options = &container("prod")["LogConfiguration"]["Options"];
    assert!(options["awslogs-group"]["Ref"].as_str().unwrap().contains("Logs"));
}
