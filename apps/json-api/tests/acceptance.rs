//! What the task asks of the system, requirement by requirement.

use cumulo::ec2::{InstanceType, MachineImage};
use cumulo::lambda::{Code, Function, Runtime};
use cumulo::s3::Bucket;
use cumulo::testing::{Template, errors};
use cumulo::{App, Stack};
use json_api::json_api;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn app() -> App {
    App::configured(&folder().join("cumulo.yaml"), None, json_api).unwrap()
}

/// The program's own configuration, changed.
fn configured(name: &str, change: impl Fn(String) -> String) -> Result<App, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    let path = path.join("cumulo.yaml");
    let text = fs::read_to_string(folder().join("cumulo.yaml")).unwrap();
    fs::write(&path, change(text)).unwrap();
    App::configured(&path, None, json_api).map_err(|error| error.to_string())
}

fn storage(stage: &str) -> Template {
    Template::of(&app(), &format!("{stage}/JsonApiStorage"))
}

fn api(stage: &str) -> Template {
    Template::of(&app(), &format!("{stage}/JsonApi"))
}

fn sample(file: &str) -> String {
    fs::read_to_string(folder().join("service").join(file)).unwrap()
}

fn container(template: &Template) -> &Json {
    &template.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0]
}

/// Actions of the policies that a template makes, and on what.
fn grants(template: &Template) -> String {
    let policies = template.resources("AWS::IAM::Policy").into_iter();
    policies.map(|(_, body)| body["Properties"]["PolicyDocument"].to_string()).collect()
}

#[test]
fn s1_01_a_json_document_of_the_bucket_is_served() {
    let service = sample("app.py");
    assert!(service.contains(r#"@app.get("/api/<name>")"#));
    let code = service.lines().filter(|line| !line.trim().is_empty()).count();
    assert!((10..=20).contains(&code), "{code} lines");
    serde_json::from_str::<Json>(&sample("data/api/foo.json")).unwrap();
    assert!(grants(&api("test")).contains("s3:GetObject*"));
}

#[test]
fn s1_02_the_system_is_described_by_a_program() {
    let program = fs::read_to_string(folder().join("src/main.rs")).unwrap();
    assert!(program.contains("App::run(json_api::json_api)"));
}

#[test]
fn s1_03_functions_and_instances_get_the_documents_by_the_same_grant() {
    let app = App::new();
    let stack = Stack::builder(&app, "Variants").build();
    let data = Bucket::builder(&stack, "Data").build();
    let function = Function::builder(&stack, "Function")
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(event, context): ..."))
        .build();
    let network = cumulo::patterns::Network::builder(&stack, "Network").build();
    let instance = cumulo::ec2::Instance::builder(&stack, "Instance")
        .vpc(network.vpc())
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .build();
    data.grant_read(&function);
    data.grant_read(&instance);
    let variants = Template::of(&app, "Variants");
    assert_eq!(grants(&variants).matches("s3:GetObject*").count(), 2);
}

#[test]
fn s1_04_s1_27_tasks_run_in_private_subnets_and_reach_s3_without_the_internet() {
    let template = api("prod");
    let network = &template.properties("AWS::ECS::Service")["NetworkConfiguration"];
    let network = &network["AwsvpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "DISABLED");
    assert!(network["Subnets"].to_string().contains("PrivateSubnet1"));
    let endpoints = template.resources("AWS::EC2::VPCEndpoint");
    let is_s3 = |body: &Json| body["Properties"]["ServiceName"].to_string().contains(".s3");
    assert!(endpoints.iter().any(|(_, body)| is_s3(body)));
}

#[test]
fn s1_05_the_bucket_is_closed_to_the_public_and_to_plain_http() {
    let template = storage("prod");
    let bucket = template.properties("AWS::S3::Bucket");
    let closed = bucket["PublicAccessBlockConfiguration"].as_object().unwrap();
    assert!(closed.len() == 4 && closed.values().all(|value| value == true));
    let policy = template.properties("AWS::S3::BucketPolicy").to_string();
    assert!(policy.contains(r#""aws:SecureTransport":"false""#));
}

#[test]
fn s1_06_the_service_autoscales_between_the_stages_bounds() {
    for (stage, bounds) in [("test", (1, 2)), ("prod", (2, 10))] {
        let template = api(stage);
        let target = template.properties("AWS::ApplicationAutoScaling::ScalableTarget");
        assert_eq!(
            (&target["MinCapacity"], &target["MaxCapacity"]),
            (&json!(bounds.0), &json!(bounds.1))
        );
        assert!(template.properties("AWS::ECS::Service").get("DesiredCount").is_none());
    }
}

#[test]
fn s1_07_the_public_way_in_is_a_load_balancer_with_https_when_there_is_a_certificate() {
    let arn = "arn:aws:acm:us-east-1:222222222222:certificate/12345678-1234-1234-1234-123456789012";
    let secure = |text: String| {
        text.replace("      alarms_to", &format!("      certificate: {arn}\n      alarms_to"))
    };
    let app = configured("https", secure).unwrap();
    let template = Template::of(&app, "prod/JsonApi");
    let balancer = template.properties("AWS::ElasticLoadBalancingV2::LoadBalancer");
    assert_eq!(balancer["Scheme"], "internet-facing");
    let listeners = template.resources("AWS::ElasticLoadBalancingV2::Listener");
    let https = listeners.iter().find(|(_, body)| body["Properties"]["Port"] == 443).unwrap().1;
    assert_eq!(https["Properties"]["Certificates"][0]["CertificateArn"], arn);
    let http = listeners.iter().find(|(_, body)| body["Properties"]["Port"] == 80).unwrap().1;
    assert_eq!(http["Properties"]["DefaultActions"][0]["Type"], "redirect");
}

#[test]
fn s1_10_company_and_realm_stand_in_one_file_and_make_the_names() {
    let named = |text: String| text.replace("company: acme", "company: umbrella");
    let app = configured("company", named).unwrap();
    let template = Template::of(&app, "test/JsonApiStorage");
    let repository = template.properties("AWS::ECR::Repository");
    assert_eq!(repository["RepositoryName"], "umbrella/shop/json-api");
    let wrong = |text: String| text.replace("company: acme", "company: Acme Inc");
    let found = errors(&configured("bad-company", wrong).unwrap());
    assert!(found.iter().any(|(_, message)| message.contains("Acme Inc")), "{found:?}");
}

#[test]
fn s1_11_s1_17_s1_28_there_is_no_state_to_set_up_and_no_name_to_copy() {
    let config = fs::read_to_string(folder().join("cumulo.yaml")).unwrap();
    for word in ["backend", "lock", "state", "bucket"] {
        assert!(!config.contains(word), "{word}");
    }
    let page = fs::read_to_string(folder().join("README.md")).unwrap();
    assert!(page.contains("there is no state file or lock"));
}

#[test]
fn s1_12_the_repositorys_address_is_an_output() {
    assert!(storage("test").json()["Outputs"]["RepositoryUri"].is_object());
}

#[test]
fn s1_13_the_service_learns_the_buckets_name_by_reference() {
    let template = api("test");
    let bucket = &container(&template)["Environment"][0];
    assert_eq!(bucket["Name"], "BUCKET");
    assert_eq!(bucket["Value"]["Fn::GetStackOutput"]["StackName"], "test-JsonApiStorage");
    assert!(sample("app.py").contains(r#"os.environ["BUCKET"]"#));
}

#[test]
fn s1_16_the_load_balancers_name_and_the_apis_address_are_outputs() {
    let outputs = api("test").json()["Outputs"].clone();
    assert!(outputs["LbDns"].is_object());
    assert!(outputs["ApiUrl"]["Value"].to_string().contains("/api/foo"));
}

#[test]
fn s1_18_the_service_has_logs_load_balancer_registry_scaling_and_roles() {
    let template = api("prod");
    for kind in [
        "AWS::Logs::LogGroup",
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "AWS::IAM::Role",
    ] {
        assert!(!template.resources(kind).is_empty(), "{kind}");
    }
    assert!(grants(&template).contains("ecr:BatchGetImage"));
}

#[test]
fn s1_19_what_is_shared_outlives_the_service() {
    let template = storage("prod");
    for kind in ["AWS::S3::Bucket", "AWS::ECR::Repository"] {
        let policy = &template.resources(kind)[0].1["DeletionPolicy"];
        assert!(policy.as_str().unwrap().starts_with("Retain"), "{kind}: {policy}");
        assert!(api("prod").resources(kind).iter().all(|(id, _)| id.contains("Log")), "{kind}");
    }
}

#[test]
fn s1_20_tasks_stand_in_public_subnets_for_a_reason_only() {
    let open = |text: String| {
        let value = "tasks_in_public_subnets: image pulls time out\n      alarms_to";
        text.replacen("alarms_to", value, 1)
    };
    let app = configured("public", open).unwrap();
    let findings = app.synth().unwrap().findings;
    let told = findings.iter().find(|finding| finding.id == "tasks-public").unwrap();
    assert!(told.message.contains("image pulls time out"), "{}", told.message);
    let template = Template::of(&app, "test/JsonApi");
    let network = &template.properties("AWS::ECS::Service")["NetworkConfiguration"];
    let network = &network["AwsvpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "ENABLED");
    assert!(network["Subnets"].to_string().contains("PublicSubnet1"));
}

#[test]
fn s1_21_what_the_service_prints_goes_to_cloudwatch_for_a_limited_time() {
    for (stage, days) in [("test", 14), ("prod", 90)] {
        let template = api(stage);
        assert_eq!(container(&template)["LogConfiguration"]["LogDriver"], "awslogs");
        let groups = template.resources("AWS::Logs::LogGroup");
        let logs = groups.iter().find(|(id, _)| id.starts_with("ApiLogs")).unwrap().1;
        assert_eq!(logs["Properties"]["RetentionInDays"], days);
    }
}

#[test]
fn s1_22_alarms_tell_of_failures_and_of_resources_that_are_hardly_used() {
    let template = api("prod");
    let alarms = template.resources("AWS::CloudWatch::Alarm");
    assert!(alarms.iter().all(|(_, alarm)| alarm["Properties"]["AlarmActions"][0].is_object()));
    let below = |alarm: &Json| alarm["Properties"]["ComparisonOperator"] == "LessThanThreshold";
    assert!(alarms.iter().any(|(_, alarm)| below(alarm)), "no alarm of under-utilisation");
    assert!(!template.resources("AWS::CloudWatch::Dashboard").is_empty());
}

#[test]
fn s1_23_cpu_and_memory_are_kept_at_80_percent() {
    let template = api("test");
    let targets: Vec<Json> = template
        .resources("AWS::ApplicationAutoScaling::ScalingPolicy")
        .into_iter()
        .map(|(_, policy)| {
            let tracking = &policy["Properties"]["TargetTrackingScalingPolicyConfiguration"];
            let metric = &tracking["PredefinedMetricSpecification"]["PredefinedMetricType"];
            json!([metric, tracking["TargetValue"]])
        })
        .collect();
    let expected = |metric: &str| json!([metric, 80]);
    let metrics = ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"];
    assert_eq!(targets, metrics.map(expected));
}

#[test]
fn s1_25_gunicorn_serves_without_root() {
    let dockerfile = sample("Dockerfile");
    assert!(dockerfile.contains("gunicorn") && dockerfile.contains("USER 10001"));
    assert_eq!(dockerfile.lines().filter(|line| line.starts_with("FROM")).count(), 2);
    assert_eq!(container(&api("test"))["ReadonlyRootFilesystem"], true);
}

#[test]
fn s1_26_logs_are_json_and_failures_are_counted_by_a_field_of_them() {
    assert!(sample("gunicorn.conf.py").contains("json.dumps"));
    let template = api("test");
    let filter = template.properties("AWS::Logs::MetricFilter");
    assert!(filter["FilterPattern"].as_str().unwrap().contains("$.status"));
}

#[test]
fn s1_31_an_image_named_latest_is_refused() {
    let latest = |text: String| text.replace("image: \"1.0.0\"", "image: latest");
    let found = errors(&configured("latest", latest).unwrap());
    assert!(found.iter().any(|(id, _)| id == "image-latest"), "{found:?}");
    let template = storage("prod");
    let repository = template.properties("AWS::ECR::Repository");
    assert_eq!(repository["ImageTagMutability"], "IMMUTABLE_WITH_EXCLUSION");
}

#[test]
fn s1_32_the_service_brings_tests_that_a_pipeline_can_run() {
    let tests = sample("test_app.py");
    assert!(tests.contains("unittest") && tests.contains("/api/foo"));
}

#[test]
fn s1_33_the_documents_may_stand_in_a_table() {
    use cumulo::dynamodb::{Attribute, Table};
    let app = configured("table", |text| text).unwrap();
    let stack = Stack::builder(&app, "Documents").build();
    let table = Table::builder(&stack, "Table").partition_key(Attribute::string("name")).build();
    let role = cumulo::iam::Role::builder(&stack, "Task")
        .assumed_by(cumulo::iam::Principal::service("ecs-tasks.amazonaws.com"))
        .build();
    table.grant_read_data(&role);
    assert!(grants(&Template::of(&app, "Documents")).contains("dynamodb:GetItem"));
}
