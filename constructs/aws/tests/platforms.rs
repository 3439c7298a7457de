//! Behaviour of the patterns for platforms and pipelines.

use cumulo::codebuild::BuildImage;
use cumulo::codecommit::Repository;
use cumulo::ec2::{InstanceType, KeyPair, Vpc};
use cumulo::ecs::{ContainerImage, DeploymentStrategy};
use cumulo::eks::{Cluster, EndpointAccess, IdentityType};
use cumulo::events::Schedule;
use cumulo::iam::{OidcProvider, PolicyStatement, Principal};
use cumulo::patterns::{
    AppImage, BuildSteps, Clients, CodeSource, Deployment, Ec2ServiceCluster, EksFargatePlatform,
    Ingress, Monitoring, Pipeline, QueueWorker, ReportFormat, ScheduledTask,
};
use cumulo::prelude::*;
use cumulo::s3::Bucket;
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

/// One stage with one stack, and a VPC in it.
struct World {
    app: App,
    stack: Stack,
    vpc: Vpc,
}

impl World {
    fn new(protected: bool) -> Self {
        let app = App::new();
        let name = if protected { "prod" } else { "test" };
        let stage = Stage::builder(&app, name)
            .account("111111111111")
            .region("us-east-2")
            .protected(protected)
            .build();
        let stack = Stack::builder(&stage, "Shop").build();
        let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
        Self { app, stack, vpc }
    }

    fn service(&self, id: &str, strategy: DeploymentStrategy) -> Ec2ServiceCluster {
        Ec2ServiceCluster::builder(&self.stack, id)
            .vpc(&self.vpc)
            .image(image())
            .ingress(Ingress::http_only("a test", Clients::Anyone))
            .deployment_strategy(strategy)
            .build()
    }

    fn template(&self) -> Template {
        Template::of(&self.app, &self.stack.node().path())
    }

    /// Ids and messages of the warnings.
    fn warnings(&self) -> Vec<(String, String)> {
        let synthesis = self.app.synth().expect("warnings do not keep templates from being made");
        synthesis.findings.into_iter().map(|finding| (finding.id, finding.message)).collect()
    }
}

fn image() -> ContainerImage {
    ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.29")
}

/// Properties of the only resource of a type whose logical id contains `part`.
#[track_caller]
fn named<'a>(template: &'a Template, type_name: &str, part: &str) -> &'a Json {
    let found = template.resources(type_name);
    match found.iter().filter(|(id, _)| id.contains(part)).collect::<Vec<_>>().as_slice() {
        [(_, body)] => &body["Properties"],
        others => panic!("{} resources of type {type_name} with `{part}`", others.len()),
    }
}

#[test]
fn instances_ask_for_session_tokens_and_encrypt_their_disks() {
    let world = World::new(false);
    world.service("Shop", DeploymentStrategy::Rolling);
    let template = world.template();
    let data = &template.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert_eq!(data["MetadataOptions"]["HttpTokens"], "required");
    assert_eq!(data["MetadataOptions"]["HttpPutResponseHopLimit"], 1);
    assert_eq!(data["BlockDeviceMappings"][0]["Ebs"]["Encrypted"], true);
    assert_eq!(data["BlockDeviceMappings"][0]["Ebs"]["VolumeType"], "gp3");
    assert!(data.get("KeyName").is_none(), "nobody asked for SSH");
    let image = data["ImageId"]["Ref"].as_str().expect("a parameter");
    assert_eq!(
        template.json()["Parameters"][image]["Default"],
        "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
    );
    let role = named(&template, "AWS::IAM::Role", "HostRole");
    assert!(role["ManagedPolicyArns"].to_string().contains("AmazonSSMManagedInstanceCore"));
    let group = named(&template, "AWS::EC2::SecurityGroup", "HostSecurityGroup");
    assert_eq!(group["SecurityGroupEgress"][0]["FromPort"], 443);
}

#[test]
fn arm_instances_get_an_arm_image() {
    let world = World::new(false);
    Ec2ServiceCluster::builder(&world.stack, "Shop")
        .vpc(&world.vpc)
        .instance_type(InstanceType::new("t4g.small"))
        .image(image())
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build();
    let parameters = world.template().json()["Parameters"].to_string();
    assert!(parameters.contains("amazon-linux-2023/arm64/recommended"), "{parameters}");
}

#[test]
fn a_key_pair_and_bounds_reach_the_instances() {
    let world = World::new(false);
    let key = KeyPair::from_key_pair_name(&world.stack, "Key", "operations");
    Ec2ServiceCluster::builder(&world.stack, "Shop")
        .vpc(&world.vpc)
        .cluster_name("cluster")
        .key_pair(&key)
        .instances(0..=3)
        .desired_capacity(2)
        .image(image())
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build();
    let template = world.template();
    let data = &template.properties("AWS::EC2::LaunchTemplate")["LaunchTemplateData"];
    assert_eq!(data["KeyName"], "operations");
    let group = template.properties("AWS::AutoScaling::AutoScalingGroup");
    assert_eq!(
        [&group["MinSize"], &group["DesiredCapacity"], &group["MaxSize"]],
        [&json!("0"), &json!("2"), &json!("3")]
    );
    assert_eq!(template.properties("AWS::ECS::Cluster")["ClusterName"], "cluster");
}

#[test]
fn the_cluster_scales_and_drains_its_instances() {
    let world = World::new(false);
    world.service("Shop", DeploymentStrategy::Rolling);
    let template = world.template();
    let provider = &template.properties("AWS::ECS::CapacityProvider")["AutoScalingGroupProvider"];
    assert_eq!(provider["ManagedScaling"]["Status"], "ENABLED");
    assert_eq!(provider["ManagedDraining"], "ENABLED");
    assert!(template.resources("AWS::Lambda::Function").is_empty());
    let association = template.resources("AWS::ECS::ClusterCapacityProviderAssociations")[0].0;
    let service = template.resources("AWS::ECS::Service")[0].1;
    let depends_on = service["DependsOn"].as_array().expect("a list");
    assert!(depends_on.contains(&json!(association)), "{depends_on:?}");
}

#[test]
fn tasks_are_spread_over_zones_then_packed_and_share_hosts_by_dynamic_ports() {
    let world = World::new(false);
    world.service("Shop", DeploymentStrategy::Rolling);
    let template = world.template();
    let service = template.properties("AWS::ECS::Service");
    assert_eq!(
        service["PlacementStrategies"],
        json!([
            { "Field": "attribute:ecs.availability-zone", "Type": "spread" },
            { "Field": "MEMORY", "Type": "binpack" },
        ])
    );
    assert_eq!(service["DesiredCount"], 2);
    let deployment = &service["DeploymentConfiguration"];
    assert_eq!(deployment["DeploymentCircuitBreaker"], json!({ "Enable": true, "Rollback": true }));
    assert_eq!(deployment["MinimumHealthyPercent"], 100);
    let container = &template.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert_eq!(container["PortMappings"][0]["HostPort"], 0);
    assert_eq!(container["ReadonlyRootFilesystem"], true);
    assert_eq!(container["LinuxParameters"]["Tmpfs"][0]["ContainerPath"], "/tmp");
    let group = template.properties("AWS::ElasticLoadBalancingV2::TargetGroup");
    assert_eq!(group["HealthCheckPort"], "traffic-port");
}

#[test]
fn a_range_of_tasks_follows_their_cpu_and_leaves_the_number_alone() {
    let world = World::new(false);
    Ec2ServiceCluster::builder(&world.stack, "Shop")
        .vpc(&world.vpc)
        .instances(2..=4)
        .tasks(2..=6)
        .target_cpu(60)
        .image(image())
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build();
    let template = world.template();
    assert!(template.properties("AWS::ECS::Service").get("DesiredCount").is_none());
    let target = template.properties("AWS::ApplicationAutoScaling::ScalableTarget");
    assert_eq!([&target["MinCapacity"], &target["MaxCapacity"]], [&json!(2), &json!(6)]);
}

#[test]
fn blue_green_moves_a_rule_between_two_target_groups() {
    let world = World::new(true);
    world.service("Shop", DeploymentStrategy::BlueGreen);
    let template = world.template();
    let service = template.properties("AWS::ECS::Service");
    assert_eq!(service["DeploymentConfiguration"]["Strategy"], "BLUE_GREEN");
    assert_eq!(service["DeploymentConfiguration"]["BakeTimeInMinutes"], 10);
    let rule = template.resources("AWS::ElasticLoadBalancingV2::ListenerRule")[0].0;
    let advanced = &service["LoadBalancers"][0]["AdvancedConfiguration"];
    assert_eq!(advanced["ProductionListenerRule"], json!({ "Ref": rule }));
    assert_eq!(template.resources("AWS::ElasticLoadBalancingV2::TargetGroup").len(), 2);
    let listener = template.properties("AWS::ElasticLoadBalancingV2::Listener");
    assert_eq!(listener["DefaultActions"][0]["FixedResponseConfig"]["StatusCode"], "404");
}

#[test]
fn a_task_that_no_instance_can_hold_is_told() {
    let world = World::new(false);
    Ec2ServiceCluster::builder(&world.stack, "Shop")
        .vpc(&world.vpc)
        .image(image())
        .memory_limit_mib(2048)
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build();
    let warnings = world.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert_eq!(warnings[0].0, "task-memory");
    assert!(warnings[0].1.contains("2048 MiB does not fit into a t3.micro"), "{warnings:?}");
}

#[test]
fn a_deployment_that_doubles_the_tasks_needs_room_for_all() {
    let run = |strategy| {
        let world = World::new(false);
        Ec2ServiceCluster::builder(&world.stack, "Shop")
            .vpc(&world.vpc)
            .instances(1..=1)
            .image(image())
            .memory_limit_mib(256)
            .deployment_strategy(strategy)
            .ingress(Ingress::http_only("a test", Clients::Anyone))
            .build();
        world.warnings()
    };
    assert!(run(DeploymentStrategy::Rolling).is_empty());
    let warnings = run(DeploymentStrategy::BlueGreen);
    assert!(warnings[0].1.contains("up to 4 tasks"), "{warnings:?}");
}

/// A pipeline to environments of these names, all approved.
fn pipeline(world: &World, environments: &[&str]) -> Pipeline {
    let code = Repository::builder(&world.stack, "Code").repository_name("shop").build();
    let image = AppImage::builder(&world.stack, "Image").build();
    let deployments = environments.iter().map(|name| {
        let service = world.service(name, DeploymentStrategy::Rolling);
        Deployment::ecs(*name, service.service()).after_approval()
    });
    Pipeline::builder(&world.stack, "Pipeline")
        .source(CodeSource::code_commit(&code))
        .quality(
            BuildSteps::new()
                .runtime("python", "3.13")
                .build(["pytest --junitxml=reports/tests.xml"])
                .report("reports/tests.xml", ReportFormat::JunitXml),
        )
        .repository(image.repository())
        .approvers(["releases@acme.example"])
        .deployments(deployments)
        .build()
}

#[test]
fn a_pipeline_checks_builds_and_asks_before_each_environment() {
    let world = World::new(false);
    pipeline(&world, &["Dev", "Qa", "Prod"]);
    let template = world.template();
    let properties = template.properties("AWS::CodePipeline::Pipeline");
    assert_eq!(properties["PipelineType"], "V2");
    let stages = properties["Stages"].as_array().expect("stages");
    let shape: Vec<(&str, Vec<&str>)> = stages
        .iter()
        .map(|stage| {
            let actions = stage["Actions"].as_array().expect("actions");
            let providers =
                actions.iter().map(|it| it["ActionTypeId"]["Provider"].as_str().expect("text"));
            (stage["Name"].as_str().expect("text"), providers.collect())
        })
        .collect();
    assert_eq!(
        shape,
        [
            ("Source", vec!["CodeCommit"]),
            ("Quality", vec!["CodeBuild"]),
            ("Build", vec!["CodeBuild"]),
            ("Dev", vec!["Manual", "ECS"]),
            ("Qa", vec!["Manual", "ECS"]),
            ("Prod", vec!["Manual", "ECS"]),
        ]
    );
    let approval = &stages[5]["Actions"][0];
    let order = |action: &Json| action["RunOrder"].as_u64();
    assert!(order(approval) < order(&stages[5]["Actions"][1]));
    assert_eq!(
        approval["Configuration"]["CustomData"],
        "Prod: commit #{Source.CommitId}, #{Source.CommitMessage}"
    );
    let topic = template.properties("AWS::SNS::Topic");
    assert_eq!(topic["KmsMasterKeyId"], "alias/aws/sns");
    assert_eq!(template.properties("AWS::SNS::Subscription")["Endpoint"], "releases@acme.example");
}

#[test]
fn a_deployment_can_change_one_service_and_hand_over_its_roles_alone() {
    let world = World::new(false);
    pipeline(&world, &["Test"]);
    let template = world.template();
    let policy = named(&template, "AWS::IAM::Policy", "TestRoleDefaultPolicy");
    let service = template.resources("AWS::ECS::Service")[0].0;
    assert_eq!(allowing(policy, "ecs:UpdateService")["Resource"], json!({ "Ref": service }));
    let pass = allowing(policy, "iam:PassRole");
    assert_eq!(pass["Resource"].as_array().map(Vec::len), Some(2));
    assert_eq!(pass["Condition"]["StringEquals"]["iam:PassedToService"], "ecs-tasks.amazonaws.com");
}

#[test]
fn reports_of_tests_go_to_a_group_of_the_pipeline() {
    let world = World::new(false);
    let pipeline = pipeline(&world, &["Test"]);
    assert!(pipeline.report_group().is_some());
    let template = world.template();
    let group = template.properties("AWS::CodeBuild::ReportGroup");
    let name = group["Name"].as_str().expect("a name");
    let project = named(&template, "AWS::CodeBuild::Project", "Quality");
    let spec = project["Source"]["BuildSpec"].as_str().expect("an inline build spec");
    let spec: Json = serde_json::from_str(spec).expect("JSON");
    let arn = format!("arn:aws:codebuild:us-east-2:111111111111:report-group/{name}");
    assert_eq!(spec["reports"][&arn]["file-format"], "JUNITXML");
    assert_eq!(spec["phases"]["install"]["runtime-versions"]["python"], "3.13");
    assert_eq!(project["Environment"]["PrivilegedMode"], false);
}

#[test]
fn the_image_is_deployed_by_its_digest() {
    let steps = BuildSteps::image().to_json();
    let after = steps["phases"]["post_build"]["commands"].to_string();
    assert!(after.contains("imageDigest") && after.contains("imagedefinitions.json"), "{after}");
    assert_eq!(steps["artifacts"]["files"][0], "imagedefinitions.json");
}

#[test]
fn an_artifact_store_that_exists_is_used_and_its_name_checked() {
    let run = |name: &str| {
        let world = World::new(false);
        let image = AppImage::builder(&world.stack, "Image").build();
        let service = world.service("Shop", DeploymentStrategy::Rolling);
        Pipeline::builder(&world.stack, "Pipeline")
            .source(CodeSource::connection(
                "arn:aws:codeconnections:us-east-2:1:connection/0",
                "acme/shop",
            ))
            .repository(image.repository())
            .artifact_store(name)
            .deployments([Deployment::ecs("Test", service.service())])
            .build();
        world
    };
    let template = run("acme-artifacts").template();
    let store = &template.properties("AWS::CodePipeline::Pipeline")["ArtifactStore"];
    assert_eq!(store["Location"], "acme-artifacts");
    assert!(template.resources("AWS::S3::Bucket").is_empty());
    assert!(template.resources("AWS::SNS::Topic").is_empty(), "nobody approves");
    let found = errors(&run("Acme_Artifacts").app);
    assert_eq!(found[0].0, "s3-name");
}

#[test]
fn an_old_build_image_is_told_and_still_used() {
    let world = World::new(false);
    let image = AppImage::builder(&world.stack, "Image").build();
    let service = world.service("Shop", DeploymentStrategy::Rolling);
    Pipeline::builder(&world.stack, "Pipeline")
        .source(CodeSource::connection(
            "arn:aws:codeconnections:us-east-2:1:connection/0",
            "acme/shop",
        ))
        .repository(image.repository())
        .build_image(BuildImage::linux_from_code_build_image_id("aws/codebuild/standard:5.0"))
        .deployments([Deployment::ecs("Test", service.service())])
        .build();
    let warnings = world.warnings();
    assert_eq!(warnings.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["build-image-old"]);
    let template = world.template();
    let project = template.properties("AWS::CodeBuild::Project");
    assert_eq!(project["Environment"]["Image"], "aws/codebuild/standard:5.0");
}

#[test]
fn environments_of_a_pipeline_have_different_names() {
    let world = World::new(false);
    let image = AppImage::builder(&world.stack, "Image").build();
    let service = world.service("Shop", DeploymentStrategy::Rolling);
    let source =
        || CodeSource::connection("arn:aws:codeconnections:us-east-2:1:connection/0", "shop");
    Pipeline::builder(&world.stack, "None")
        .source(source())
        .repository(image.repository())
        .deployments([])
        .build();
    Pipeline::builder(&world.stack, "Twice")
        .source(source())
        .repository(image.repository())
        .deployments([
            Deployment::ecs("Test", service.service()),
            Deployment::ecs("Test", service.service()),
        ])
        .build();
    let found: Vec<String> = errors(&world.app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(found.iter().filter(|id| *id == "pipeline-deployments").count(), 2, "{found:?}");
    assert!(found.iter().any(|id| id == "pipeline-repository"), "{found:?}");
}

fn platform(world: &World) -> EksFargatePlatform {
    EksFargatePlatform::builder(&world.stack, "Platform")
        .version("1.33")
        .vpc(&world.vpc)
        .cluster_name("shop")
        .app_namespaces(["shop"])
        .endpoint_access(EndpointAccess::public_and_private().only_from([cidr!("203.0.113.0/24")]))
        .administrators(["arn:aws:iam::111111111111:role/platform"])
        .build()
}

/// The statement of a policy that allows an action.
#[track_caller]
fn allowing<'a>(policy: &'a Json, action: &str) -> &'a Json {
    let statements = policy["PolicyDocument"]["Statement"].as_array().expect("statements");
    let holds = |it: &&Json| it["Action"].to_string().contains(action);
    statements.iter().find(holds).unwrap_or_else(|| panic!("nothing allows {action}"))
}

#[test]
fn a_platform_has_profiles_for_the_app_for_ingress_and_metrics_and_for_the_system() {
    let world = World::new(false);
    platform(&world);
    let template = world.template();
    let profiles = template.resources("AWS::EKS::FargateProfile");
    let selectors: Vec<String> = profiles
        .iter()
        .flat_map(|(_, body)| body["Properties"]["Selectors"].as_array().expect("a list"))
        .map(|it| format!("{} {}", it["Namespace"], it["Labels"][0]["Value"]).replace('"', ""))
        .collect();
    assert_eq!(profiles.len(), 3);
    assert_eq!(
        selectors,
        [
            "shop null",
            "kube-system aws-load-balancer-controller",
            "kube-system metrics-server",
            "kube-system kube-dns",
        ]
    );
}

#[test]
fn add_ons_wait_for_their_profiles_and_are_set_up_for_fargate() {
    let world = World::new(false);
    platform(&world);
    let template = world.template();
    let system = template.resources("AWS::EKS::FargateProfile")[2].0;
    let settings: Vec<(&Json, &Json)> = template
        .resources("AWS::EKS::Addon")
        .into_iter()
        .map(|(_, body)| {
            assert!(body["DependsOn"].as_array().is_some_and(|all| all.contains(&json!(system))));
            (&body["Properties"]["AddonName"], &body["Properties"]["ConfigurationValues"])
        })
        .collect();
    assert_eq!(
        settings,
        [
            (&json!("coredns"), &json!(r#"{"computeType":"Fargate"}"#)),
            (&json!("metrics-server"), &json!(r#"{"containerPort":10251}"#)),
        ]
    );
}

#[test]
fn the_control_plane_is_logged_encrypted_and_reached_from_named_blocks() {
    let world = World::new(true);
    platform(&world);
    let template = world.template();
    let cluster = template.properties("AWS::EKS::Cluster");
    assert_eq!(cluster["ResourcesVpcConfig"]["PublicAccessCidrs"], json!(["203.0.113.0/24"]));
    let logs = &cluster["Logging"]["ClusterLogging"]["EnabledTypes"];
    assert_eq!(logs.as_array().map(Vec::len), Some(5));
    assert_eq!(cluster["EncryptionConfig"][0]["Resources"], json!(["secrets"]));
    assert_eq!(named(&template, "AWS::KMS::Key", "SecretsKey")["EnableKeyRotation"], true);
    assert_eq!(cluster["DeletionProtection"], true);
    assert_eq!(cluster["AccessConfig"]["BootstrapClusterCreatorAdminPermissions"], false);
    let group = named(&template, "AWS::Logs::LogGroup", "ControlPlane");
    assert_eq!(group["LogGroupName"], "/aws/eks/shop/cluster");
    let entry = template.properties("AWS::EKS::AccessEntry");
    assert_eq!(entry["PrincipalArn"], "arn:aws:iam::111111111111:role/platform");
    for made_by_helpers in ["AWS::Lambda::Function", "AWS::SSM::Parameter"] {
        assert!(template.resources(made_by_helpers).is_empty(), "{made_by_helpers}");
    }
}

#[test]
fn pods_get_the_role_of_their_service_account_alone() {
    let world = World::new(false);
    let platform = platform(&world);
    let bucket = Bucket::builder(&world.stack, "Reports").build();
    let api = platform.add_service_account("Api", "shop", "api");
    bucket.grant_read(&api);
    let template = world.template();
    let role = named(&template, "AWS::IAM::Role", "PlatformApiRole");
    let trust = role["AssumeRolePolicyDocument"]["Fn::Join"][1].as_array().expect("a text");
    // What the deployment fills in must leave a JSON document with the issuer in its keys.
    let filled: String = trust.iter().map(|part| part.as_str().unwrap_or("TOKEN")).collect();
    let trust: Json = serde_json::from_str(&filled).expect("JSON");
    let statement = &trust["Statement"][0];
    assert_eq!(statement["Principal"]["Federated"], "TOKEN");
    assert_eq!(
        statement["Condition"]["StringEquals"],
        json!({ "TOKEN:aud": "sts.amazonaws.com", "TOKEN:sub": "system:serviceaccount:shop:api" })
    );
    let policy = named(&template, "AWS::IAM::Policy", "PlatformApiRole");
    assert!(allowing(policy, "s3:GetObject")["Resource"].is_array());
}

#[test]
fn a_trust_policy_that_is_a_text_is_not_replaced_by_one_without_its_conditions() {
    let world = World::new(false);
    let api = platform(&world).add_service_account("Api", "shop", "api");
    let everybody = PolicyStatement::allow()
        .actions(["sts:AssumeRole"])
        .principals([Principal::service("ecs-tasks.amazonaws.com")]);
    api.role().add_to_assume_role_policy(everybody);
    let found: Vec<String> = errors(&world.app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(found, ["role-trust-text"]);
}

#[test]
fn a_service_account_of_a_known_issuer_is_trusted_by_conditions() {
    let world = World::new(false);
    let arn = "arn:aws:iam::111111111111:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/ABC";
    let provider = OidcProvider::from_oidc_provider_arn(&world.stack, "Provider", arn);
    let cluster = Cluster::from_cluster_attributes(&world.stack, "Imported")
        .cluster_name("shop")
        .open_id_connect_provider(&provider)
        .build();
    let api = cluster
        .add_service_account("Api")
        .name("api")
        .namespace("shop")
        .annotations([("team", "shop")])
        .build();
    let keys: Vec<&str> = api.annotations().iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["eks.amazonaws.com/role-arn", "team"]);
    let template = world.template();
    let role = named(&template, "AWS::IAM::Role", "ImportedApiRole");
    let issuer = "oidc.eks.eu-central-1.amazonaws.com/id/ABC";
    assert_eq!(
        role["AssumeRolePolicyDocument"]["Statement"],
        json!([{
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": { "StringEquals": {
                format!("{issuer}:aud"): "sts.amazonaws.com",
                format!("{issuer}:sub"): "system:serviceaccount:shop:api",
            } },
            "Effect": "Allow",
            "Principal": { "Federated": arn },
        }])
    );
}

#[test]
fn pod_identity_ties_accounts_to_roles_by_one_agent_for_all() {
    let world = World::new(false);
    let cluster =
        Cluster::from_cluster_attributes(&world.stack, "Imported").cluster_name("shop").build();
    let accounts = ["One", "Two"].map(|id| {
        let pods = cluster.add_service_account(id).identity_type(IdentityType::PodIdentity);
        pods.removal_policy(RemovalPolicy::Retain).build()
    });
    // The role of the web identity would come first in the pods, and is none of theirs.
    assert!(accounts[0].annotations().is_empty());
    assert_eq!(accounts[0].service_account_namespace(), "default");
    let template = world.template();
    assert_eq!(template.resources("AWS::EKS::Addon").len(), 1);
    let associations = template.resources("AWS::EKS::PodIdentityAssociation");
    assert_eq!(associations.len(), 2);
    let name = accounts[0].service_account_name();
    assert_eq!(associations[0].1["Properties"]["ServiceAccount"], name);
    assert_eq!(associations[0].1["DeletionPolicy"], "Retain");
    let role = named(&template, "AWS::IAM::Role", "ImportedOneRole");
    let statement = &role["AssumeRolePolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], json!(["sts:AssumeRole", "sts:TagSession"]));
    assert_eq!(statement["Principal"]["Service"], "pods.eks.amazonaws.com");
}

#[test]
fn names_that_kubernetes_does_not_take_are_told() {
    let world = World::new(false);
    let cluster =
        Cluster::from_cluster_attributes(&world.stack, "Imported").cluster_name("shop").build();
    let named = [("Fine", "api.v1"), ("Capital", "Api"), ("End", "api-"), ("Empty", "")];
    for (id, name) in named {
        let pods = cluster.add_service_account(id).identity_type(IdentityType::PodIdentity);
        pods.name(name).namespace("shop").build();
    }
    let pods = cluster.add_service_account("Dot").identity_type(IdentityType::PodIdentity);
    pods.name("api").namespace("shop.eu").build();
    let found = errors(&world.app);
    let found: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(
        found,
        [
            "the service account is called `Api`",
            "the service account is called `api-`",
            "the service account is called ``",
            "the namespace of the service account is called `shop.eu`",
        ]
    );
}

#[test]
fn the_load_balancer_controller_changes_what_bears_its_clusters_tag() {
    let world = World::new(false);
    platform(&world);
    let template = world.template();
    let policy = named(&template, "AWS::IAM::Policy", "IngressController");
    let delete = allowing(policy, "elasticloadbalancing:DeleteLoadBalancer");
    let cluster = template.resources("AWS::EKS::Cluster")[0].0;
    assert_eq!(
        delete["Condition"]["StringEquals"]["aws:ResourceTag/elbv2.k8s.aws/cluster"],
        json!({ "Ref": cluster })
    );
    let document = policy["PolicyDocument"].to_string();
    assert!(document.len() < 10_240, "IAM takes 10,240 characters of a role's own policies");
}

#[test]
fn the_control_plane_of_a_platform_is_watched_from_another_stack() {
    let world = World::new(false);
    let stage = world.stack.node().stage().expect("a stage");
    let operations = Stack::builder(&stage, "Operations").build();
    let monitoring =
        Monitoring::builder(&operations, "Monitoring").emails(["ops@acme.example"]).build();
    monitoring.watch(&platform(&world));
    let template = Template::of(&world.app, &operations.node().path());
    let homeless = named(&template, "AWS::CloudWatch::Alarm", "Homeless");
    assert_eq!(homeless["MetricName"], "scheduler_pending_pods_UNSCHEDULABLE");
    assert_eq!(homeless["Namespace"], "AWS/EKS");
    let cluster = &homeless["Dimensions"][0];
    assert_eq!(cluster["Name"], "ClusterName");
    assert!(cluster["Value"]["Fn::GetStackOutput"].is_object(), "{cluster}");
    assert_eq!(template.resources("AWS::CloudWatch::Alarm").len(), 3);
}

#[test]
fn everything_in_a_platform_goes_by_a_line_of_the_program() {
    fn walk(node: &Node, others: &mut Vec<String>) {
        if !node.source().file.ends_with("tests/platforms.rs") {
            others.push(format!("{}: {}", node.path(), node.source()));
        }
        node.children().iter().for_each(|child| walk(child, others));
    }
    let world = World::new(true);
    let bucket = Bucket::builder(&world.stack, "Reports").build();
    bucket.grant_read(&platform(&world).add_service_account("Api", "shop", "api"));
    let mut others = Vec::new();
    walk(world.app.node(), &mut others);
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn an_open_endpoint_nobody_in_charge_and_unknown_namespaces_are_told() {
    let world = World::new(false);
    let platform = EksFargatePlatform::builder(&world.stack, "Platform")
        .version("1.33")
        .vpc(&world.vpc)
        .app_namespaces(["kube-system"])
        .endpoint_access(EndpointAccess::public())
        .administrators([] as [&str; 0])
        .build();
    platform.add_service_account("Api", "shop", "api");
    let found: Vec<String> = errors(&world.app).into_iter().map(|(id, _)| id).collect();
    assert_eq!(
        found,
        ["eks-endpoint-open", "eks-administrators", "eks-namespaces", "service-account-namespace"]
    );
}

#[test]
fn a_worker_takes_messages_and_is_scaled_by_them() {
    let world = World::new(false);
    let worker = QueueWorker::builder(&world.stack, "Mailer")
        .vpc(&world.vpc)
        .image(image())
        .tasks(0..=5)
        .build();
    assert!(worker.dead_letter_queue().is_some());
    let template = world.template();
    let queue = named(&template, "AWS::SQS::Queue", "MailerQueue");
    assert_eq!(queue["RedrivePolicy"]["maxReceiveCount"], 3);
    assert!(template.properties("AWS::ECS::Service").get("DesiredCount").is_none());
    let target = template.properties("AWS::ApplicationAutoScaling::ScalableTarget");
    assert_eq!([&target["MinCapacity"], &target["MaxCapacity"]], [&json!(0), &json!(5)]);
    let policy = named(&template, "AWS::IAM::Policy", "TaskRole");
    let (id, _) = template.resources("AWS::SQS::Queue")[1];
    assert_eq!(
        allowing(policy, "sqs:ReceiveMessage")["Resource"],
        json!({ "Fn::GetAtt": [id, "Arn"] })
    );
}

#[test]
fn a_scheduled_task_runs_in_private_subnets_and_tells_of_failed_starts() {
    let world = World::new(false);
    ScheduledTask::builder(&world.stack, "Nightly")
        .vpc(&world.vpc)
        .schedule(Schedule::rate(Duration::hours(12)))
        .image(image())
        .command(["date"])
        .build();
    let template = world.template();
    let rule = template.properties("AWS::Events::Rule");
    assert_eq!(rule["ScheduleExpression"], "rate(12 hours)");
    let target = &rule["Targets"][0];
    assert!(target["DeadLetterConfig"]["Arn"].is_object());
    let network = &target["EcsParameters"]["NetworkConfiguration"]["AwsVpcConfiguration"];
    assert_eq!(network["AssignPublicIp"], "DISABLED");
    let container = &template.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    assert_eq!(container["ReadonlyRootFilesystem"], true);
}
