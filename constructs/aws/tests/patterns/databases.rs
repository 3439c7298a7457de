//! PostgreSQL databases.

use super::*;
use cumulo::patterns::{
    AppImage, Clients, Ingress, Monitoring, Network, NetworkedFargateService, PostgresDatabase,
};

fn database(stack: &Stack) -> PostgresDatabase {
    let network = Network::builder(stack, "Network").isolated_subnets(true).build();
    PostgresDatabase::builder(stack, "Orders").vpc(network.vpc()).build()
}

#[test]
fn the_password_is_made_by_rds_and_stands_in_no_template() {
    let (test, _) = stages(|stack| {
        database(stack);
    });
    let instance = test.properties("AWS::RDS::DBInstance");
    assert_eq!(instance["ManageMasterUserPassword"], true);
    assert_eq!(instance.get("MasterUserPassword"), None);
    assert_eq!(count(&test, "AWS::SecretsManager::Secret"), 0);
}

#[test]
fn a_protected_stage_guards_the_data_and_another_lets_it_go() {
    let (test, prod) = stages(|stack| {
        database(stack);
    });
    let guarded = |template: &Template| {
        let (_, body) = template.resources("AWS::RDS::DBInstance")[0];
        let set = &body["Properties"];
        let said =
            ["MultiAZ", "DeletionProtection", "BackupRetentionPeriod"].map(|key| set[key].clone());
        (body["DeletionPolicy"].clone(), said)
    };
    assert_eq!(guarded(&test), ("Delete".into(), [false.into(), false.into(), 1.into()]));
    assert_eq!(
        guarded(&prod),
        ("RetainExceptOnCreate".into(), [true.into(), true.into(), 7.into()])
    );
    for template in [&test, &prod] {
        let instance = template.properties("AWS::RDS::DBInstance");
        assert_eq!(
            (&instance["StorageEncrypted"], &instance["StorageType"]),
            (&true.into(), &"gp3".into())
        );
        assert_eq!(instance["PubliclyAccessible"], false);
    }
}

#[test]
fn what_a_retained_database_holds_on_to_is_retained_with_it() {
    let (_, prod) = stages(|stack| {
        database(stack);
    });
    let group = prod.resources("AWS::RDS::DBSubnetGroup")[0].1;
    assert_eq!(group["DeletionPolicy"], "RetainExceptOnCreate");
    let groups = prod.resources("AWS::EC2::SecurityGroup");
    let (_, own) = groups.iter().find(|(id, _)| id.starts_with("Orders")).unwrap();
    assert_eq!(own["DeletionPolicy"], "RetainExceptOnCreate");
}

#[test]
fn a_database_stands_in_isolated_subnets_where_there_are_some() {
    let (test, _) = stages(|stack| {
        database(stack);
    });
    let subnets = &test.properties("AWS::RDS::DBSubnetGroup")["SubnetIds"];
    assert!(subnets[0]["Ref"].as_str().unwrap().contains("Isolated"), "{subnets}");
}

#[test]
fn a_service_that_uses_a_database_gets_its_address_and_password_and_a_way_to_it() {
    let (test, _) = stages(|stack| {
        let database = database(stack);
        let service = NetworkedFargateService::builder(stack, "Api")
            .image(AppImage::public(stack, "public.ecr.aws/nginx/nginx:1.29"))
            .container_port(8080)
            .ingress(Ingress::http_only("a test", Clients::Anyone))
            .build();
        service.use_database(&database);
    });
    let container = &test.properties("AWS::ECS::TaskDefinition")["ContainerDefinitions"][0];
    let names = |list: &str| -> Vec<String> {
        let items = container[list].as_array().unwrap().iter();
        items.map(|item| item["Name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("Environment"), ["PGHOST", "PGPORT", "PGDATABASE", "DATABASE_SECRET_ARN"]);
    assert_eq!(names("Secrets"), ["PGUSER", "PGPASSWORD"]);
    let rules = test.resources("AWS::EC2::SecurityGroupIngress");
    assert!(rules.iter().any(|(_, rule)| rule["Properties"]["FromPort"] == 5432));
}

#[test]
fn a_copy_that_can_be_read_is_as_large_and_as_closed_as_its_source() {
    let (test, _) = stages(|stack| {
        database(stack).add_read_replica("Reports").build();
    });
    let instances = test.resources("AWS::RDS::DBInstance");
    assert_eq!(instances.len(), 2);
    let [source, copy] = [0, 1].map(|at| &instances[at].1["Properties"]);
    assert_eq!(source["DBInstanceClass"], copy["DBInstanceClass"]);
    assert_eq!(source["VPCSecurityGroups"], copy["VPCSecurityGroups"]);
    assert_eq!(copy["PubliclyAccessible"], false);
}

#[test]
fn a_watched_database_tells_of_little_storage_and_of_a_size_too_large() {
    let (test, _) = stages(|stack| {
        let monitoring =
            Monitoring::builder(stack, "Monitoring").emails(["ops@acme.example"]).build();
        monitoring.watch(&database(stack));
    });
    let alarms = test.resources("AWS::CloudWatch::Alarm");
    let has = |name: &str| alarms.iter().any(|(id, _)| id.contains(name));
    assert!(has("StorageLow") && has("UnderUsed") && has("CpuHigh"), "{alarms:?}");
}

#[test]
fn network_database_service_and_monitoring_may_stand_in_stacks_of_their_own() {
    let app = App::new();
    let stage = Stage::builder(&app, "test").account("111111111111").region("us-east-1").build();
    let stack = |id: &str| Stack::builder(&stage, id).build();
    let network = Network::builder(&stack("Network"), "Network").isolated_subnets(true).build();
    let database = PostgresDatabase::builder(&stack("Data"), "Orders").vpc(network.vpc()).build();
    let own = stack("Service");
    let service = NetworkedFargateService::builder(&own, "Api")
        .vpc(network.vpc())
        .image(AppImage::public(&own, "public.ecr.aws/nginx/nginx:1.29"))
        .container_port(8080)
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build();
    service.use_database(&database);
    let monitoring = Monitoring::builder(&stack("Monitoring"), "Monitoring")
        .emails(["ops@acme.example"])
        .build();
    monitoring.watch(&service);
    monitoring.watch(&database);
    assert_eq!(count(&Template::of(&app, "test/Monitoring"), "AWS::CloudWatch::Alarm"), 10);
    let rules = Template::of(&app, "test/Service");
    assert_eq!(count(&rules, "AWS::EC2::SecurityGroupEgress"), 2, "load balancer and tasks");
}
