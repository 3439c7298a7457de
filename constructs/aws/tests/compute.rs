//! Behaviour of load balancers, groups of instances and Cloud Map that their templates in the AWS CDK do not show.

use cumulo::autoscaling::{AutoScalingGroup, InstanceRefresh, StandbyInstances, UpdatePolicy};
use cumulo::ec2::{InstanceType, MachineImage, SecurityGroup, Vpc};
use cumulo::ecs::{
    Compatibility, ContainerImage, DeploymentLifecycleHook, DeploymentLifecycleStage,
    DeploymentStrategy, EcsService, FargateService, FargateTaskDefinition, ImportedService,
    ManagedInstancesCapacityProvider, NetworkMode, TaskDefinition,
};
use cumulo::eks::{Cluster, DefaultCapacity, FargateProfile, NodegroupOptions, Selector};
use cumulo::elbv2::{
    ApplicationLoadBalancer, AuthenticateCognito, Listen, ListenerAction, ListenerCertificate,
    MutualAuthentication, NetworkListen, NetworkListener, NetworkLoadBalancer, SubnetMapping,
    TrustStore,
};
use cumulo::kms::Key;
use cumulo::prelude::*;
use cumulo::s3::Bucket;
use cumulo::scheduler::{EcsRunTask, Schedule, ScheduleExpression, ScheduleGroup};
use cumulo::servicediscovery::{
    DiscoveryType, HealthCheck, HttpNamespace, PrivateDnsNamespace, PublicDnsNamespace,
};
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

fn base(app: &App) -> (Stack, Vpc) {
    let stack = Stack::builder(app, "Test").region("eu-west-1").build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    (stack, vpc)
}

fn certificate() -> ListenerCertificate {
    let arn = "arn:aws:acm:eu-west-1:111111111111:certificate/12345678-1234-1234-1234-123456789012";
    ListenerCertificate::from_arn(arn)
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn properties(template: &Template, type_name: &str) -> Json {
    template.properties(type_name).clone()
}

#[test]
fn clients_show_certificates_of_a_trust_store() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let bucket = Bucket::builder(&stack, "Authorities").build();
    let store = TrustStore::builder(&stack, "Partners").bucket(&bucket).key("ca.pem").build();
    let verify = MutualAuthentication::verify(&store).advertise_trust_store_ca_names(true);
    let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    let listen = Listen::https(443, certificate()).mutual_authentication(verify);
    lb.add_listener("Https", listen).default_action(ListenerAction::fixed_response(200)).build();
    let template = Template::of(&app, "Test");
    let listener = properties(&template, "AWS::ElasticLoadBalancingV2::Listener");
    assert_eq!(listener["MutualAuthentication"]["Mode"], json!("verify"));
    assert_eq!(listener["MutualAuthentication"]["AdvertiseTrustStoreCaNames"], json!("on"));
}

#[test]
fn a_trust_stores_name_has_letters_digits_and_hyphens() {
    let app = App::new();
    let (stack, _) = base(&app);
    let bucket = Bucket::builder(&stack, "Authorities").build();
    let store = TrustStore::builder(&stack, "Partners").bucket(&bucket).key("ca.pem");
    store.trust_store_name("our_partners").build();
    assert_eq!(ids(&app), ["trust-store-name"]);
}

#[test]
fn an_imported_trust_store_knows_its_name() {
    let app = App::new();
    let (stack, _) = base(&app);
    let arn = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:truststore/partners/0123";
    let store = TrustStore::from_trust_store_arn(&stack, "Partners", arn);
    assert_eq!(store.trust_store_name().literal(), Some("partners"));
}

#[test]
fn users_of_cognito_are_reached_on_port_443_unless_told_otherwise() {
    let egress = |allow: bool| {
        let app = App::new();
        let (stack, vpc) = base(&app);
        let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
        let login = AuthenticateCognito::builder()
            .user_pool_arn("arn:aws:cognito-idp:eu-west-1:111111111111:userpool/eu-west-1_abc")
            .user_pool_client_id("client")
            .user_pool_domain("shop")
            .session_timeout(Duration::hours(1))
            .allow_https_outbound(allow)
            .build();
        lb.add_listener("Https", Listen::https(443, certificate()))
            .default_action(login.then(ListenerAction::fixed_response(200)))
            .build();
        let template = Template::of(&app, "Test");
        let listener = properties(&template, "AWS::ElasticLoadBalancingV2::Listener");
        let config = &listener["DefaultActions"][0]["AuthenticateCognitoConfig"];
        assert_eq!(config["SessionTimeout"], json!("3600"));
        properties(&template, "AWS::EC2::SecurityGroup")["SecurityGroupEgress"][0]["CidrIp"].clone()
    };
    assert_eq!(egress(true), json!("0.0.0.0/0"));
    assert_eq!(egress(false), json!("255.255.255.255/32"));
}

#[test]
fn a_network_load_balancer_has_addresses_of_its_own_or_a_choice_of_subnets() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let subnets = vpc.public_subnets();
    let mapping = SubnetMapping::new(&subnets[0]).allocation_id("eipalloc-0123456789abcdef0");
    NetworkLoadBalancer::builder(&stack, "Lb")
        .vpc(&vpc)
        .internet_facing(true)
        .subnet_mappings([mapping])
        .vpc_subnets(cumulo::ec2::SubnetSelection::public())
        .build();
    assert_eq!(ids(&app), ["load-balancer-subnets"]);
}

#[test]
fn a_network_load_balancer_logs_connections_into_a_bucket() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let bucket = Bucket::builder(&stack, "Logs").build();
    let lb = NetworkLoadBalancer::builder(&stack, "Lb").vpc(&vpc).build();
    lb.log_access_logs(&bucket, Some("edge"));
    let template = Template::of(&app, "Test");
    let attributes = properties(&template, "AWS::ElasticLoadBalancingV2::LoadBalancer");
    let keys = attributes["LoadBalancerAttributes"].as_array().unwrap();
    assert!(keys.contains(&json!({"Key": "access_logs.s3.prefix", "Value": "edge"})));
    assert_eq!(template.resources("AWS::S3::BucketPolicy").len(), 1);
}

#[test]
fn an_imported_network_listener_takes_no_other_groups() {
    let app = App::new();
    let (stack, _) = base(&app);
    let arn = "arn:aws:elasticloadbalancing:eu-west-1:111111111111:listener/net/edge/1/2";
    let listener = NetworkListener::from_network_listener_arn(&stack, "Tcp", arn);
    listener.add_target_groups([]);
    assert_eq!(ids(&app), ["imported-listener"]);
    assert_eq!(listener.listener_arn().literal(), Some(arn));
    let _ = NetworkListen::tcp(80);
}

#[test]
fn an_imported_group_scales_and_its_instances_stay_as_they_are() {
    let app = App::new();
    let (stack, _) = base(&app);
    let group = AutoScalingGroup::from_auto_scaling_group_name(&stack, "Fleet", "fleet");
    group.scale_on_cpu_utilization("Cpu").target_utilization_percent(50).build();
    group.add_user_data(["echo hello"]);
    assert_eq!(ids(&app), ["imported-group"]);
}

#[test]
fn an_instance_refresh_says_what_happens_to_instances_in_standby() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let refresh = InstanceRefresh::builder()
        .alarms(["too-many-errors"])
        .standby_instances(StandbyInstances::Ignore)
        .build();
    AutoScalingGroup::builder(&stack, "Fleet")
        .vpc(&vpc)
        .instance_type(InstanceType::new("t3.micro"))
        .machine_image(MachineImage::latest_amazon_linux_2023())
        .update_policy(UpdatePolicy::InstanceRefresh(refresh))
        .build();
    let template = Template::of(&app, "Test");
    let groups = template.resources("AWS::AutoScaling::AutoScalingGroup");
    let preferences = &groups[0].1["UpdatePolicy"]["AutoScalingInstanceRefresh"]["Preferences"];
    let expected = json!({
        "AlarmSpecification": {"Alarms": ["too-many-errors"]},
        "StandbyInstances": "Ignore"
    });
    assert_eq!(preferences, &expected);
}

#[test]
fn an_address_is_registered_with_its_port() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let local = PrivateDnsNamespace::builder(&stack, "Local").name("shop.local").vpc(&vpc).build();
    let cart = local.create_service("Cart").name("cart").build();
    cart.register_ip_instance("One").ipv4("10.0.0.9").port(8080).instance_id("one").build();
    let template = Template::of(&app, "Test");
    let instance = properties(&template, "AWS::ServiceDiscovery::Instance");
    assert_eq!(instance["InstanceId"], json!("one"));
    let attributes = json!({"AWS_INSTANCE_IPV4": "10.0.0.9", "AWS_INSTANCE_PORT": "8080"});
    assert_eq!(instance["InstanceAttributes"], attributes);
}

#[test]
fn route_53_checks_instances_of_public_namespaces_only() {
    let app = App::new();
    let (stack, _) = base(&app);
    let public = PublicDnsNamespace::builder(&stack, "Public").name("example.com").build();
    public.create_service("Web").name("web").health_check(HealthCheck::http("/")).build();
    let inner = HttpNamespace::builder(&stack, "Inner").name("inner").build();
    inner.create_service("Web").name("web").health_check(HealthCheck::tcp()).build();
    assert_eq!(ids(&app), ["cloud-map-health-check"]);
}

#[test]
fn a_service_of_a_dns_namespace_may_be_found_by_calls_alone() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let local = PrivateDnsNamespace::builder(&stack, "Local").name("shop.local").vpc(&vpc).build();
    local.create_service("Cart").name("cart").discovery_type(DiscoveryType::Api).build();
    let template = Template::of(&app, "Test");
    let service = properties(&template, "AWS::ServiceDiscovery::Service");
    assert_eq!(service["Type"], json!("HTTP"));
    assert_eq!(service.get("DnsConfig"), None);
}

fn kubernetes(stack: &Stack, vpc: &Vpc) -> Cluster {
    let cluster = Cluster::builder(stack, "Cluster").version("1.33").vpc(vpc);
    cluster.default_capacity(DefaultCapacity::None).build()
}

#[test]
fn the_identity_provider_and_the_agent_of_a_cluster_are_made_once() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let cluster = kubernetes(&stack, &vpc);
    let first = cluster.open_id_connect_provider();
    assert_eq!(
        first.oidc_provider_arn().expr(),
        cluster.open_id_connect_provider().oidc_provider_arn().expr()
    );
    cluster.eks_pod_identity_agent();
    cluster.eks_pod_identity_agent();
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::IAM::OIDCProvider").len(), 1);
    assert_eq!(template.resources("AWS::EKS::Addon").len(), 1);
}

#[test]
fn what_an_imported_cluster_does_not_know_is_told() {
    let app = App::new();
    let (stack, _) = base(&app);
    let import = Cluster::from_cluster_attributes(&stack, "Cluster").cluster_name("shop").build();
    import.add_nodegroup_capacity("Nodes", NodegroupOptions::new());
    import.open_id_connect_provider();
    assert_eq!(ids(&app), ["cluster-unknown", "cluster-unknown"]);
}

#[test]
fn profiles_are_changed_one_at_a_time_wherever_they_stand() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let cluster = kubernetes(&stack, &vpc);
    cluster.add_fargate_profile("One", [Selector::namespace("one")]).build();
    FargateProfile::builder(&stack, "Two")
        .cluster(&cluster)
        .selectors([Selector::namespace("two")])
        .build();
    let template = Template::of(&app, "Test");
    let profiles = template.resources("AWS::EKS::FargateProfile");
    let (first, second) = (&profiles[0], &profiles[1]);
    assert_eq!(first.1.get("DependsOn"), None);
    assert!(second.1["DependsOn"].as_array().unwrap().contains(&json!(first.0)));
}

#[test]
fn the_number_of_nodes_at_first_lies_between_the_bounds() {
    let sizes = |options: NodegroupOptions| {
        let app = App::new();
        let (stack, vpc) = base(&app);
        kubernetes(&stack, &vpc).add_nodegroup_capacity("Nodes", options);
        properties(&Template::of(&app, "Test"), "AWS::EKS::Nodegroup")["ScalingConfig"].clone()
    };
    let expected = |min: u32, desired: u32, max: u32| json!({"MinSize": min, "DesiredSize": desired, "MaxSize": max});
    assert_eq!(sizes(NodegroupOptions::new()), expected(1, 2, 2));
    assert_eq!(sizes(NodegroupOptions::new().min_size(3)), expected(3, 3, 3));
    assert_eq!(sizes(NodegroupOptions::new().max_size(7)), expected(1, 2, 7));
}

fn image() -> ContainerImage {
    ContainerImage::from_registry("public.ecr.aws/nginx/nginx:1.27")
}

#[test]
fn a_task_definition_says_how_large_tasks_are_where_ecs_must_know() {
    let app = App::new();
    let (stack, _) = base(&app);
    let task =
        |id: &'static str, on: Compatibility| TaskDefinition::builder(&stack, id).compatibility(on);
    let here = task("Here", Compatibility::ManagedInstances).build();
    here.add_container("web").image(image()).build();
    let there = task("There", Compatibility::External).network_mode(NetworkMode::AwsVpc).build();
    there.add_container("web").image(image()).memory_limit_mib(64).build();
    assert_eq!(ids(&app), ["task-compatibility", "task-compatibility"]);
}

#[test]
fn a_service_on_fargate_needs_tasks_that_run_there() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let cluster = cumulo::ecs::Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    let task = TaskDefinition::builder(&stack, "Task")
        .compatibility(Compatibility::Ec2)
        .network_mode(NetworkMode::AwsVpc)
        .build();
    task.add_container("web").image(image()).memory_limit_mib(64).build();
    FargateService::builder(&stack, "Service").cluster(&cluster).task_definition(&task).build();
    assert_eq!(ids(&app), ["service-task"]);
}

#[test]
fn managed_instances_belong_to_a_cluster() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let group = SecurityGroup::builder(&stack, "Group").vpc(&vpc).build();
    ManagedInstancesCapacityProvider::builder(&stack, "Hosts")
        .subnets(vpc.private_subnets())
        .security_groups([group])
        .build();
    assert_eq!(ids(&app), ["managed-instances"]);
}

#[test]
fn the_key_of_scratch_space_lets_fargate_in_for_one_cluster() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let key = Key::builder(&stack, "Key").build();
    cumulo::ecs::Cluster::builder(&stack, "Cluster")
        .vpc(&vpc)
        .cluster_name("shop")
        .fargate_ephemeral_storage_key(&key)
        .build();
    let template = Template::of(&app, "Test");
    let policy = properties(&template, "AWS::KMS::Key")["KeyPolicy"].clone();
    let condition = &policy["Statement"][2]["Condition"];
    let name = &condition["StringEquals"]["kms:EncryptionContext:aws:ecs:clusterName"];
    assert_eq!(name, &json!(["shop"]));
    let grants = &condition["ForAllValues:StringEquals"]["kms:GrantOperations"];
    assert_eq!(grants, &json!(["Decrypt"]));
}

#[test]
fn an_imported_service_names_its_cluster_if_its_arn_does() {
    let app = App::new();
    let (stack, _) = base(&app);
    let arn = "arn:aws:ecs:eu-west-1:111111111111:service/shop/cart";
    let cart = ImportedService::from_service_arn_with_cluster(&stack, "Cart", arn);
    let service: &dyn EcsService = &cart;
    assert_eq!(service.service_name().literal(), Some("cart"));
    assert_eq!(service.cluster().cluster_name().literal(), Some("shop"));
    let old = "arn:aws:ecs:eu-west-1:111111111111:service/cart";
    ImportedService::from_service_arn_with_cluster(&stack, "Old", old);
    assert_eq!(ids(&app), ["service-arn"]);
}

#[test]
fn an_imported_task_definition_runs_and_stays_as_it_is() {
    let app = App::new();
    let (stack, _) = base(&app);
    let role =
        cumulo::iam::Role::from_role_arn(&stack, "Role", "arn:aws:iam::111111111111:role/job");
    let arn = "arn:aws:ecs:eu-west-1:111111111111:task-definition/job:3";
    let (on, mode) = (Compatibility::Fargate, NetworkMode::AwsVpc);
    let job = TaskDefinition::from_task_definition_arn(&stack, "Job", arn, on, mode, &role);
    assert_eq!(job.family().literal(), Some("job"));
    job.add_container("web").image(image()).build();
    assert!(ids(&app).contains(&"imported-task-definition".to_owned()));
}

#[test]
fn schedules_that_run_tasks_of_one_cluster_share_a_role() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let cluster = cumulo::ecs::Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    for id in ["Reports", "Bills"] {
        let task = FargateTaskDefinition::builder(&stack, id).build();
        task.add_container("job").image(image()).build();
        Schedule::builder(&stack, &format!("{id}Schedule"))
            .schedule(ScheduleExpression::rate(Duration::hours(1)))
            .target(&EcsRunTask::fargate(&cluster, &task).propagate_tags(true))
            .build();
    }
    let template = Template::of(&app, "Test");
    let roles = template.resources("AWS::IAM::Role");
    let shared = roles.iter().filter(|(id, _)| id.starts_with("SchedulerRoleForTarget")).count();
    assert_eq!(shared, 1);
    let schedules = template.resources("AWS::Scheduler::Schedule");
    assert_eq!(schedules[0].1["Properties"]["Target"]["EcsParameters"]["LaunchType"], "FARGATE");
}

#[test]
fn a_role_that_is_given_to_a_hook_is_left_as_it_is() {
    let app = App::new();
    let (stack, vpc) = base(&app);
    let cluster = cumulo::ecs::Cluster::builder(&stack, "Cluster").vpc(&vpc).build();
    let task = FargateTaskDefinition::builder(&stack, "Task").build();
    task.add_container("web").image(image()).build();
    let role = cumulo::iam::Role::builder(&stack, "Caller")
        .assumed_by(cumulo::iam::Principal::service("ecs.amazonaws.com"))
        .build();
    let arn = "arn:aws:lambda:eu-west-1:111111111111:function:check";
    let stages = [DeploymentLifecycleStage::PostScaleUp];
    FargateService::builder(&stack, "Service")
        .cluster(&cluster)
        .task_definition(&task)
        .deployment_strategy(DeploymentStrategy::BlueGreen)
        .lifecycle_hooks([DeploymentLifecycleHook::lambda("Check", arn, stages).role(&role)])
        .build();
    assert_eq!(Template::of(&app, "Test").resources("AWS::IAM::Policy").len(), 0);
}

#[test]
fn schedules_of_a_group_that_exists_can_be_read_by_its_name() {
    let app = App::new();
    let (stack, _) = base(&app);
    let group = ScheduleGroup::from_schedule_group_name(&stack, "Group", "nightly");
    let reader = cumulo::iam::User::builder(&stack, "Reader").build();
    group.grant_read_schedules(&reader);
    let template = Template::of(&app, "Test");
    let policy = properties(&template, "AWS::IAM::Policy")["PolicyDocument"].clone();
    let arn = policy["Statement"][0]["Resource"]["Fn::Join"][1].to_string();
    assert!(arn.contains(":schedule/nightly/*"), "{arn}");
}
