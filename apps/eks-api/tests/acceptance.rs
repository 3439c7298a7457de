//! What the task asks of the system, requirement by requirement.

use cumulo::App;
use cumulo::testing::{Template, errors};
use eks_api::eks_api;
use serde_json::{Value as Json, json};
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn app() -> App {
    App::configured(&folder().join("cumulo.yaml"), None, eks_api).unwrap()
}

/// The program's own configuration, changed.
fn configured(name: &str, change: impl Fn(String) -> String) -> Result<App, String> {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&path).unwrap();
    let path = path.join("cumulo.yaml");
    let text = fs::read_to_string(folder().join("cumulo.yaml")).unwrap();
    fs::write(&path, change(text)).unwrap();
    App::configured(&path, None, eks_api).map_err(|error| error.to_string())
}

fn template(stage: &str, stack: &str) -> Template {
    Template::of(&app(), &format!("{stage}/{stack}"))
}

fn sample(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

/// Properties of the resources of a type whose logical ids begin so.
fn some<'a>(template: &'a Template, type_name: &str, start: &str) -> Vec<&'a Json> {
    let all = template.resources(type_name).into_iter();
    all.filter(|(id, _)| id.starts_with(start)).map(|(_, body)| &body["Properties"]).collect()
}

/// Selectors of a Fargate profile: namespace, and value of its label.
fn selectors(platform: &Template, start: &str) -> Vec<(String, String)> {
    let profile = some(platform, "AWS::EKS::FargateProfile", start)[0];
    let text = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    let all = profile["Selectors"].as_array().unwrap().iter();
    all.map(|one| (text(&one["Namespace"]), text(&one["Labels"][0]["Value"]))).collect()
}

fn addon<'a>(platform: &'a Template, name: &str) -> &'a Json {
    let all = platform.resources("AWS::EKS::Addon").into_iter();
    all.map(|(_, addon)| addon).find(|addon| addon["Properties"]["AddonName"] == name).unwrap()
}

fn settings(platform: &Template, name: &str) -> Json {
    let text = &addon(platform, name)["Properties"]["ConfigurationValues"];
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

fn output_names(template: &Template) -> Vec<String> {
    let outputs = template.json()["Outputs"].as_object().unwrap();
    outputs.keys().filter(|name| !name.starts_with("Publish")).cloned().collect()
}

#[test]
fn s3_03_every_stage_is_in_london() {
    for stage in ["test", "prod"] {
        assert!(template(stage, "Platform").json().to_string().contains("eu-west-2"), "{stage}");
    }
}

#[test]
fn s3_06_add_ons_wait_for_their_profiles_and_dns_is_made_for_fargate() {
    let platform = template("test", "Platform");
    let profiles = platform.resources("AWS::EKS::FargateProfile");
    for name in ["coredns", "metrics-server"] {
        let waits_for = addon(&platform, name)["DependsOn"].as_array().unwrap();
        for (profile, _) in &profiles {
            assert!(waits_for.iter().any(|id| id == profile), "{name}: {profile}");
        }
    }
    assert_eq!(settings(&platform, "coredns")["computeType"], "Fargate");
}

#[test]
fn s3_12_images_have_a_private_repository() {
    let registry = template("prod", "Registry");
    let repository = registry.properties("AWS::ECR::Repository");
    assert_eq!(repository["RepositoryName"], "acme/eks-api");
    assert_eq!(repository["ImageScanningConfiguration"]["ScanOnPush"], true);
}

#[test]
fn s3_13_subnets_bear_the_tags_by_which_load_balancers_find_them() {
    let network = template("prod", "Network");
    for (tier, tag) in
        [("NetworkVpcPublic", "role/elb"), ("NetworkVpcPrivate", "role/internal-elb")]
    {
        let subnets = some(&network, "AWS::EC2::Subnet", tier);
        assert_eq!(subnets.len(), 2, "{tier}");
        let wanted = json!({ "Key": format!("kubernetes.io/{tag}"), "Value": "1" });
        for subnet in subnets {
            assert!(subnet["Tags"].as_array().unwrap().contains(&wanted), "{subnet}");
        }
    }
}

#[test]
fn s3_14_s3_22_the_database_is_an_instance_of_postgresql() {
    for stage in ["test", "prod"] {
        let database = template(stage, "Database");
        let instance = some(&database, "AWS::RDS::DBInstance", "DatabaseInstance")[0];
        assert_eq!(instance["Engine"], "postgres");
        assert_eq!(instance["StorageEncrypted"], true);
        assert_eq!(instance["PubliclyAccessible"], false);
        assert!(database.resources("AWS::RDS::DBCluster").is_empty());
    }
}

#[test]
fn s3_15_pods_run_on_fargate_and_there_are_no_instances() {
    let platform = template("prod", "Platform");
    assert_eq!(platform.properties("AWS::EKS::Cluster")["Version"], "1.35");
    assert!(platform.resources("AWS::EKS::Nodegroup").is_empty());
    for profile in some(&platform, "AWS::EKS::FargateProfile", "") {
        assert!(profile["Subnets"].to_string().contains("PrivateSubnet1"));
    }
}

#[test]
fn s3_16_pods_people_and_fargate_have_roles_of_their_own() {
    let platform = template("prod", "Platform");
    let entry = some(&platform, "AWS::EKS::AccessEntry", "PlatformClusterAdministrator")[0];
    assert_eq!(entry["PrincipalArn"], "arn:aws:iam::222222222222:role/platform");
    let fargate = some(&platform, "AWS::IAM::Role", "PlatformPodExecutionRole")[0];
    let trust = fargate["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("eks-fargate-pods") && trust.contains("aws:SourceArn"), "{trust}");
    let api = some(&platform, "AWS::IAM::Role", "PlatformApiRole")[0];
    let trust = api["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("system:serviceaccount:app-faceit:api"), "{trust}");
}

#[test]
fn s3_17_the_metrics_server_is_an_add_on_and_the_load_balancer_controller_has_a_role() {
    let platform = template("test", "Platform");
    addon(&platform, "metrics-server");
    let role = some(&platform, "AWS::IAM::Role", "PlatformIngressController")[0];
    let trust = role["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("kube-system:aws-load-balancer-controller"), "{trust}");
    let policy = some(&platform, "AWS::IAM::Policy", "PlatformIngressController")[0].to_string();
    assert!(policy.contains("elasticloadbalancing:CreateLoadBalancer"));
    assert!(output_names(&platform).contains(&"IngressRole".to_owned()));
    assert!(sample("README.md").contains("helm upgrade --install aws-load-balancer-controller"));
}

#[test]
fn s3_18_a_stage_is_as_small_as_its_values_say_and_a_budget_watches_it() {
    for (stage, machine, usd) in [("test", "db.t4g.micro", 150), ("prod", "db.t4g.medium", 600)] {
        let database = template(stage, "Database");
        let instance = some(&database, "AWS::RDS::DBInstance", "DatabaseInstance")[0];
        assert_eq!(instance["DBInstanceClass"], machine);
        let operations = template(stage, "Operations");
        let budget = operations.properties("AWS::Budgets::Budget");
        assert_eq!(budget["Budget"]["BudgetLimit"]["Amount"], usd);
        assert_eq!(
            budget["NotificationsWithSubscribers"][0]["Subscribers"][0]["Address"],
            "platform@acme.example"
        );
    }
}

#[test]
fn s3_19_outputs_hold_what_scripts_need() {
    assert_eq!(output_names(&template("test", "Registry")), ["RepositoryUri", "JobsRole"]);
    assert_eq!(
        output_names(&template("test", "Platform")),
        [
            "ClusterName",
            "Namespace",
            "ServiceAccount",
            "ServiceRole",
            "Vpc",
            "IngressRole",
            "PodLogs"
        ]
    );
    assert_eq!(
        output_names(&template("prod", "Database")),
        ["DatabaseHost", "DatabaseName", "DatabaseReplica1Host", "DatabaseSecret"]
    );
}

#[test]
fn s3_20_the_image_is_built_from_a_simple_dockerfile() {
    let dockerfile = sample("service/Dockerfile");
    assert!(dockerfile.lines().count() < 20);
    assert!(dockerfile.contains("EXPOSE 8080"));
    assert!(sample("service/app.py").contains(r#"@app.get("/health")"#));
}

#[test]
fn s3_21_the_api_of_the_cluster_is_open_to_the_blocks_that_the_stage_names() {
    let platform = template("prod", "Platform");
    let access = &platform.properties("AWS::EKS::Cluster")["ResourcesVpcConfig"];
    assert_eq!(access["PublicAccessCidrs"], json!(["203.0.113.0/24"]));
    let open = |text: String| text.replace("203.0.113.0/24", "0.0.0.0/0");
    let found = errors(&configured("open", open).unwrap());
    assert!(found.iter().any(|(id, _)| id == "eks-endpoint-open"), "{found:?}");
}

#[test]
fn s3_23_there_are_three_fargate_profiles() {
    let platform = template("test", "Platform");
    assert_eq!(platform.resources("AWS::EKS::FargateProfile").len(), 3);
    let one = |namespace: &str, label: &str| (namespace.to_owned(), label.to_owned());
    let profile = |id: &str| selectors(&platform, &format!("PlatformClusterfargateprofile{id}"));
    assert_eq!(profile("App"), [one("app-faceit", "")]);
    let controllers = ["aws-load-balancer-controller", "metrics-server"];
    assert_eq!(profile("Ingress"), controllers.map(|name| one("kube-system", name)));
    assert_eq!(profile("System"), [one("kube-system", "kube-dns")]);
}

#[test]
fn s3_24_the_metrics_server_listens_where_the_kubelet_does_not() {
    let port = &settings(&template("test", "Platform"), "metrics-server")["containerPort"];
    assert!(port.is_u64() && *port != 10250, "{port}");
}

#[test]
fn s3_26_s3_41_the_page_says_where_the_state_is() {
    assert!(sample("README.md").contains("no state file"));
}

#[test]
fn s3_29_s3_35_both_stages_are_made_of_the_same_constructs() {
    let ids = |stage: &str, kind: &str| -> Vec<String> {
        let stacks = ["Registry", "Network", "Platform"].map(|stack| template(stage, stack));
        let all = stacks.iter().flat_map(|one| one.resources(kind));
        all.map(|(id, _)| id.to_owned()).collect()
    };
    for kind in [
        "AWS::ECR::Repository",
        "AWS::EC2::Subnet",
        "AWS::EKS::Cluster",
        "AWS::EKS::FargateProfile",
        "AWS::EKS::Addon",
        "AWS::IAM::Role",
    ] {
        let made = ids("test", kind);
        assert!(!made.is_empty(), "{kind}");
        // A protected stage logs its connections, by a role.
        let beyond = |id: &String| !id.contains("FlowLog");
        assert!(made.into_iter().eq(ids("prod", kind).into_iter().filter(beyond)), "{kind}");
    }
}

#[test]
fn s3_31_what_changes_are_values_whose_types_are_checked() {
    let two = |text: String| text.replacen("read_replicas: 0", "read_replicas: 2", 1);
    let database = Template::of(&configured("replicas", two).unwrap(), "test/Database");
    assert_eq!(some(&database, "AWS::RDS::DBInstance", "DatabaseReplica").len(), 2);
    let wrong = |text: String| text.replace("203.0.113.0/24", "203.0.113.0/33");
    let error = configured("block", wrong).unwrap_err();
    assert!(error.contains("stages.test.values.api_from"), "{error}");
}

#[test]
fn s3_33_pods_may_read_the_databases_secret_and_nothing_else() {
    let platform = template("prod", "Platform");
    let policy = some(&platform, "AWS::IAM::Policy", "PlatformApiRole")[0];
    let statements = policy["PolicyDocument"]["Statement"].as_array().unwrap();
    assert_eq!(statements.len(), 1);
    let actions = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"];
    assert_eq!(statements[0]["Action"], json!(actions));
    assert_eq!(statements[0]["Resource"]["Fn::GetStackOutput"]["StackName"], "prod-Database");
}

#[test]
fn s3_33_jobs_change_the_namespace_and_nothing_else() {
    let registry = template("prod", "Registry");
    let trust = registry.properties("AWS::IAM::Role")["AssumeRolePolicyDocument"].to_string();
    assert!(trust.contains("project_path:acme/eks-api:ref_type:branch:ref:main"), "{trust}");
    let platform = template("prod", "Platform");
    let entry = some(&platform, "AWS::EKS::AccessEntry", "PlatformClusterJobs")[0];
    let policies = entry["AccessPolicies"].as_array().unwrap();
    assert_eq!(policies.len(), 1);
    assert!(policies[0]["PolicyArn"].to_string().contains("AmazonEKSEditPolicy"));
    let scope = json!({ "Type": "namespace", "Namespaces": ["app-faceit"] });
    assert_eq!(policies[0]["AccessScope"], scope);
}

#[test]
fn s3_36_the_api_can_be_private_and_reached_through_a_host_in_the_network() {
    let closed = |text: String| text.replace("api_from: [203.0.113.0/24]", "api_from: []");
    let app = configured("private", closed).unwrap();
    let platform = Template::of(&app, "prod/Platform");
    let access = &platform.properties("AWS::EKS::Cluster")["ResourcesVpcConfig"];
    assert_eq!(
        (&access["EndpointPublicAccess"], &access["EndpointPrivateAccess"]),
        (&json!(false), &json!(true))
    );
    let people = Template::of(&app, "prod/Access");
    let ports = some(&people, "AWS::EC2::SecurityGroupIngress", "");
    let ports: Vec<&Json> = ports.iter().map(|rule| &rule["ToPort"]).collect();
    assert_eq!(ports, [443, 5432]);
    let host = people.properties("AWS::EC2::Instance");
    assert!(host["SubnetId"].to_string().contains("PrivateSubnet"));
}

#[test]
fn s3_28_s3_37_reading_and_storage_grow_with_the_load() {
    let database = template("prod", "Database");
    let copies = some(&database, "AWS::RDS::DBInstance", "DatabaseReplica");
    assert!(copies[0]["SourceDBInstanceIdentifier"].is_object());
    let instance = some(&database, "AWS::RDS::DBInstance", "DatabaseInstance")[0];
    assert_eq!(instance["MaxAllocatedStorage"], 500);
}

#[test]
fn s3_37_readers_of_a_cluster_can_follow_the_load() {
    use cumulo::applicationautoscaling::{PredefinedMetric, ScalableTarget, ServiceNamespace};
    use cumulo::prelude::*;
    use cumulo::rds::{ClusterInstance, DatabaseCluster, DatabaseClusterEngine};
    let app = App::new();
    let stack = Stack::builder(&app, "Variant").build();
    let network = cumulo::patterns::Network::builder(&stack, "Network").build();
    let cluster = DatabaseCluster::builder(&stack, "Users")
        .vpc(network.vpc())
        .engine(DatabaseClusterEngine::aurora_postgres("17.6"))
        .writer(ClusterInstance::serverless_v2("writer"))
        .readers([ClusterInstance::serverless_v2("reader")])
        .storage_encrypted(true)
        .build();
    let readers = ScalableTarget::builder(&stack, "Readers")
        .service_namespace(ServiceNamespace::Rds)
        .resource_id(text!("cluster:{}", cluster.cluster_identifier()))
        .scalable_dimension("rds:cluster:ReadReplicaCount")
        .min_capacity(1)
        .max_capacity(4)
        .build();
    let busy = PredefinedMetric::RdsReaderAverageCpuUtilization;
    readers.scale_to_track_metric("Cpu").metric(busy).target_value(70.0).build();
    let variant = Template::of(&app, "Variant");
    let policy = variant.properties("AWS::ApplicationAutoScaling::ScalingPolicy").to_string();
    assert!(policy.contains("RDSReaderAverageCPUUtilization"), "{policy}");
}

#[test]
fn s3_42_the_password_is_made_kept_and_changed_by_aws() {
    let database = template("prod", "Database");
    let instance = some(&database, "AWS::RDS::DBInstance", "DatabaseInstance")[0];
    assert_eq!(instance["ManageMasterUserPassword"], true);
    assert!(instance.get("MasterUserPassword").is_none());
    assert!(sample("service/app.py").contains("get_secret_value"));
}

#[test]
fn s3_43_the_control_plane_and_the_database_are_watched() {
    let operations = template("prod", "Operations");
    let alarms = some(&operations, "AWS::CloudWatch::Alarm", "MonitoringPlatform");
    assert_eq!(alarms.len(), 3);
    assert!(alarms.iter().all(|alarm| alarm["AlarmActions"][0].is_object()));
    let pods = alarms.iter().find(|alarm| alarm["Namespace"] == "AWS/EKS").unwrap();
    assert_eq!(pods["Dimensions"][0]["Name"], "ClusterName");
    assert_eq!(operations.resources("AWS::CloudWatch::Dashboard").len(), 1);
}

#[test]
fn s3_44_secrets_are_encrypted_the_control_plane_is_logged_and_the_image_is_no_root() {
    let platform = template("prod", "Platform");
    let cluster = platform.properties("AWS::EKS::Cluster");
    assert_eq!(cluster["EncryptionConfig"][0]["Resources"], json!(["secrets"]));
    let logs = cluster["Logging"]["ClusterLogging"]["EnabledTypes"].as_array().unwrap();
    assert_eq!(logs.len(), 5);
    let creator = &cluster["AccessConfig"]["BootstrapClusterCreatorAdminPermissions"];
    assert_eq!(*creator, false);
    assert!(sample("service/Dockerfile").contains("\nUSER 10001\n"));
}
