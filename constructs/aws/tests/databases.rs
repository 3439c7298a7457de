//! What databases, proxies and rotated secrets do with values that belong together.

use cumulo::ec2::{Connectable, SubnetSelection, Vpc};
use cumulo::events::EventPattern;
use cumulo::iam::{Principal, Role};
use cumulo::lambda::{Code, Function, Runtime};
use cumulo::prelude::*;
use cumulo::rds::{
    ClusterInstance, Credentials, DatabaseCluster, DatabaseClusterEngine, DatabaseInstance,
    DatabaseInstanceEngine, DatabaseInstanceFromSnapshot, DatabaseProxy, DatabaseSecret,
    OptionConfiguration, OptionGroup, ParameterGroup, RotationOptions, Snapshot,
    SnapshotCredentials,
};
use cumulo::secretsmanager::{self, HostedRotation, Rotation};
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

fn app() -> (App, Stack, Vpc) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    let vpc = Vpc::builder(&stack, "Vpc").max_azs(2).build();
    (app, stack, vpc)
}

fn postgres() -> DatabaseInstanceEngine {
    DatabaseInstanceEngine::postgres("16")
}

fn aurora() -> DatabaseClusterEngine {
    DatabaseClusterEngine::aurora_postgres("16.4")
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn role(stack: &Stack) -> Role {
    Role::builder(stack, "Role").assumed_by(Principal::service("ec2.amazonaws.com")).build()
}

/// Properties of the resources of a type, in the template's order.
fn all(template: &Template, kind: &str) -> Vec<Json> {
    template.resources(kind).into_iter().map(|(_, body)| body["Properties"].clone()).collect()
}

#[test]
fn a_reader_waits_for_the_writer_and_stands_behind_it_in_line() {
    let (app, stack, vpc) = app();
    DatabaseCluster::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(aurora())
        .writer(ClusterInstance::provisioned("writer").promotion_tier(9))
        .readers([
            ClusterInstance::serverless_v2("near").scale_with_writer(true),
            ClusterInstance::serverless_v2("far"),
        ])
        .build();
    let template = Template::of(&app, "Test");
    let instances = template.resources("AWS::RDS::DBInstance");
    let tiers: Vec<_> =
        instances.iter().map(|(_, body)| &body["Properties"]["PromotionTier"]).collect();
    assert_eq!(tiers, [&json!(0), &json!(1), &json!(2)]);
    let (writer, _) = instances[0];
    for (_, reader) in &instances[1..] {
        let waits_for = reader["DependsOn"].as_array().expect("readers wait");
        assert!(waits_for.contains(&json!(writer)));
    }
}

#[test]
fn only_clusters_with_serverless_instances_have_limits_of_capacity() {
    let (app, stack, vpc) = app();
    for (id, writer) in [
        ("Fixed", ClusterInstance::provisioned("writer")),
        ("Elastic", ClusterInstance::serverless_v2("writer")),
    ] {
        let cluster = DatabaseCluster::builder(&stack, id).vpc(&vpc).engine(aurora());
        cluster.writer(writer).serverless_v2_max_capacity(4.5).build();
    }
    let template = Template::of(&app, "Test");
    let limits = all(&template, "AWS::RDS::DBCluster")
        .into_iter()
        .map(|cluster| cluster["ServerlessV2ScalingConfiguration"].clone());
    let limits: Vec<Json> = limits.collect();
    assert_eq!(limits, [Json::Null, json!({ "MaxCapacity": 4.5, "MinCapacity": 0.5 })]);
}

#[test]
fn capacity_that_aurora_refuses_is_found() {
    let (app, stack, vpc) = app();
    DatabaseCluster::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(aurora())
        .writer(ClusterInstance::serverless_v2("writer"))
        .serverless_v2_min_capacity(0.7)
        .serverless_v2_auto_pause_duration(Duration::minutes(5))
        .build();
    assert_eq!(ids(&app), ["serverless-capacity", "serverless-capacity"]);
}

#[test]
fn a_password_that_rds_manages_stands_in_no_secret_of_the_stack() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(postgres())
        .manage_master_user_password(true)
        .build();
    database.secret().expect("RDS keeps one").grant_read(&role(&stack));
    let template = Template::of(&app, "Test");
    assert!(template.resources("AWS::SecretsManager::Secret").is_empty());
    let properties = template.properties("AWS::RDS::DBInstance");
    assert_eq!(properties["ManageMasterUserPassword"], true);
    assert_eq!(properties["MasterUsername"], "postgres");
    assert_eq!(properties["MasterUserPassword"], Json::Null);
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("MasterUserSecret.SecretArn"), "{policy}");
}

#[test]
fn a_managed_password_is_neither_given_nor_rotated_by_the_stack() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(postgres())
        .manage_master_user_password(true)
        .credentials(Credentials::from_generated_secret("app"))
        .build();
    assert!(database.add_rotation_single_user(RotationOptions::new()).is_none());
    assert_eq!(ids(&app), ["managed-password", "managed-password"]);
}

#[test]
fn databases_in_public_subnets_are_public_only_where_the_program_says_so() {
    let (app, stack, vpc) = app();
    let of = |id: &str, subnets: Option<SubnetSelection>| {
        let database = DatabaseInstance::builder(&stack, id).vpc(&vpc).engine(postgres());
        database.maybe_vpc_subnets(subnets).build();
    };
    of("Default", None);
    of("Public", Some(SubnetSelection::public()));
    of("Private", Some(SubnetSelection::private_with_egress()));
    let template = Template::of(&app, "Test");
    let public: Vec<Json> = all(&template, "AWS::RDS::DBInstance")
        .into_iter()
        .map(|database| database["PubliclyAccessible"].clone())
        .collect();
    assert_eq!(public, [Json::Null, json!(true), json!(false)]);
}

#[test]
fn a_database_from_a_snapshot_gets_a_password_and_no_user() {
    let (app, stack, vpc) = app();
    let monday = Snapshot::of("monday");
    let database = DatabaseInstanceFromSnapshot::builder(
        &stack,
        "Db",
        monday.credentials(SnapshotCredentials::from_generated_secret("app")),
    )
    .vpc(&vpc)
    .engine(postgres())
    .build();
    assert!(database.secret().is_some());
    let template = Template::of(&app, "Test");
    let properties = template.properties("AWS::RDS::DBInstance");
    assert_eq!(properties["DBSnapshotIdentifier"], "monday");
    assert_eq!(properties["MasterUsername"], Json::Null);
    assert!(properties["MasterUserPassword"].is_object());
}

#[test]
fn the_first_user_of_a_snapshot_cannot_be_another_one() {
    let (app, stack, vpc) = app();
    DatabaseInstanceFromSnapshot::builder(&stack, "Db", Snapshot::of("monday"))
        .vpc(&vpc)
        .engine(postgres())
        .credentials(Credentials::from_generated_secret("app"))
        .build();
    assert_eq!(ids(&app), ["snapshot-credentials"]);
}

#[test]
fn a_parameter_group_is_made_where_it_is_used_and_for_each_kind_of_use() {
    let (app, stack, vpc) = app();
    let engine = aurora();
    ParameterGroup::builder(&stack, "Unused").engine(&engine).build();
    let group = ParameterGroup::builder(&stack, "Used").engine(&engine).build();
    DatabaseCluster::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(engine)
        .writer(ClusterInstance::serverless_v2("writer").parameter_group(&group))
        .parameter_group(&group)
        .build();
    group.add_parameter("log_statement", "ddl");
    let template = Template::of(&app, "Test");
    let expected = json!({ "log_statement": "ddl" });
    for kind in ["AWS::RDS::DBClusterParameterGroup", "AWS::RDS::DBParameterGroup"] {
        assert_eq!(template.properties(kind)["Parameters"], expected, "{kind}");
    }
}

#[test]
fn an_option_with_a_port_gets_a_security_group_of_its_own() {
    let (app, stack, vpc) = app();
    let engine = DatabaseInstanceEngine::oracle_se2("19");
    let group = OptionGroup::builder(&stack, "Options")
        .engine(&engine)
        .configurations([OptionConfiguration::new("OEM").port(1158, &vpc)])
        .build();
    group.option_connections("OEM").expect("it has a port").allow_default_port_from_any_ipv4();
    let template = Template::of(&app, "Test");
    let rule = &template.properties("AWS::EC2::SecurityGroup")["SecurityGroupIngress"][0];
    assert_eq!(rule["FromPort"], 1158);
    let options = template.properties("AWS::RDS::OptionGroup");
    assert_eq!(options["MajorEngineVersion"], "19");
    assert!(options["OptionConfigurations"][0]["VpcSecurityGroupMemberships"].is_array());
}

#[test]
fn a_rotation_deploys_the_application_of_the_engine_beside_the_database() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(DatabaseInstanceEngine::mysql("8.0.36"))
        .build();
    let rotation = RotationOptions::new().automatically_after(Duration::days(7));
    assert!(database.add_rotation_single_user(rotation).is_some());
    let user = DatabaseSecret::builder(&stack, "Reader")
        .username("reader")
        .maybe_master_secret(database.secret())
        .build();
    database.add_rotation_multi_user("Reader", &user.attach(&database), RotationOptions::new());
    let template = Template::of(&app, "Test");
    assert_eq!(template.json()["Transform"], "AWS::Serverless-2016-10-31");
    let mappings = template.json()["Mappings"].to_string();
    for application in ["RDSMySQLRotationSingleUser", "RDSMySQLRotationMultiUser"] {
        assert!(mappings.contains(application), "{mappings}");
    }
    let rules: Vec<Json> = all(&template, "AWS::SecretsManager::RotationSchedule")
        .into_iter()
        .map(|schedule| schedule["RotationRules"]["ScheduleExpression"].clone())
        .collect();
    assert_eq!(rules, ["rate(7 days)", "rate(30 days)"]);
}

#[test]
fn rotation_needs_a_secret_whose_value_can_change() {
    let (app, stack, vpc) = app();
    let password = Secret::ssm_secure("/password", None);
    let database = DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(postgres())
        .credentials(Credentials::from_password("app", password))
        .build();
    database.add_rotation_single_user(RotationOptions::new());
    assert_eq!(ids(&app), ["rotation-secret"]);
}

#[test]
fn a_function_that_rotates_may_change_the_secret_and_be_called_once_for_all() {
    let (app, stack, _) = app();
    let function = Function::builder(&stack, "Rotate")
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(e, c): return 1"))
        .build();
    for id in ["First", "Second"] {
        let secret = secretsmanager::Secret::builder(&stack, id).build();
        secret.add_rotation_schedule("Rotation", Rotation::lambda(&function));
    }
    let template = Template::of(&app, "Test");
    let permission = template.properties("AWS::Lambda::Permission");
    assert_eq!(permission["Principal"], "secretsmanager.amazonaws.com");
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("secretsmanager:PutSecretValue"), "{policy}");
}

#[test]
fn values_change_every_four_hours_at_the_most() {
    let (app, stack, _) = app();
    let secret = secretsmanager::Secret::builder(&stack, "Secret").build();
    let often = Rotation::hosted(HostedRotation::mysql_single_user());
    secret.add_rotation_schedule("Rotation", often.automatically_after(Duration::hours(1)));
    assert_eq!(ids(&app), ["rotation-interval"]);
}

#[test]
fn a_proxy_reads_the_secret_and_may_connect_to_the_database() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::builder(&stack, "Db").vpc(&vpc).engine(postgres()).build();
    let secret = database.secret().cloned();
    let proxy = database.add_proxy("Proxy").vpc(&vpc).secrets(secret).build();
    proxy.grant_connect_as_secret_user(&role(&stack));
    let template = Template::of(&app, "Test");
    let properties = template.properties("AWS::RDS::DBProxy");
    assert_eq!(properties["EngineFamily"], "POSTGRESQL");
    assert_eq!(properties["RequireTLS"], true);
    let rule = template.properties("AWS::EC2::SecurityGroupIngress");
    assert_eq!(rule["Description"], "Allow connections to the database Instance from the Proxy");
}

#[test]
fn a_proxy_must_know_the_engine_and_as_whom_it_logs_in() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::from_database_instance_attributes(&stack, "Db")
        .instance_identifier("db")
        .instance_endpoint_address("db.example.com")
        .port(5432)
        .build();
    DatabaseProxy::builder(&stack, "Proxy").proxy_target(&database).vpc(&vpc).build();
    assert_eq!(ids(&app), ["proxy-secrets", "proxy-engine"]);
}

#[test]
fn an_imported_database_without_its_immutable_id_grants_nothing() {
    let (app, stack, _) = app();
    let cluster = DatabaseCluster::from_database_cluster_attributes(&stack, "Db")
        .cluster_identifier("db")
        .build();
    assert!(!cluster.grant_connect(&role(&stack), "app").success());
    assert_eq!(ids(&app), ["import-unknown"]);
}

#[test]
fn a_machine_may_use_fewer_of_its_cores() {
    let (app, stack, vpc) = app();
    let database = DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(postgres())
        .processor_features(2, 1)
        .build();
    database.on_event("Restarted", EventPattern::new().detail("EventCategories", ["availability"]));
    let template = Template::of(&app, "Test");
    let features = &template.properties("AWS::RDS::DBInstance")["ProcessorFeatures"];
    assert_eq!(features[0]["Value"], "2");
    let pattern = &template.properties("AWS::Events::Rule")["EventPattern"];
    assert_eq!(pattern["source"][0], "aws.rds");
    assert_eq!(pattern["resources"].as_array().map(Vec::len), Some(1), "{pattern}");
}
