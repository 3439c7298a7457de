//! Monitoring, access, costs and what other tools need.

use super::*;
use cumulo::ec2::{ClientVpnAuthentication, Connectable, Port, SecurityGroup};
use cumulo::patterns::{
    AppImage, Clients, Ingress, Monitoring, Network, NetworkedFargateService, PrivateAccess,
    StageBudget, TerraformStateBackend, Watched,
};

fn service(stack: &Stack) -> NetworkedFargateService {
    NetworkedFargateService::builder(stack, "Api")
        .image(AppImage::public(stack, "public.ecr.aws/nginx/nginx:1.29"))
        .container_port(8080)
        .ingress(Ingress::http_only("a test", Clients::Anyone))
        .build()
}

#[test]
fn a_watched_service_has_alarms_that_tell_by_mail_also_of_a_size_too_large() {
    let (test, _) = stages(|stack| {
        let monitoring =
            Monitoring::builder(stack, "Monitoring").emails(["ops@acme.example"]).build();
        monitoring.watch(&service(stack));
    });
    let alarms = test.resources("AWS::CloudWatch::Alarm");
    assert_eq!(alarms.len(), 6);
    for (id, alarm) in &alarms {
        assert_eq!(alarm["Properties"]["AlarmActions"].as_array().unwrap().len(), 1, "{id}");
        assert_eq!(alarm["Properties"]["OKActions"].as_array().unwrap().len(), 1, "{id}");
    }
    let (_, idle) = alarms.iter().find(|(id, _)| id.contains("UnderUsed")).unwrap();
    let idle = &idle["Properties"];
    assert_eq!(idle["ComparisonOperator"], "LessThanThreshold");
    assert_eq!(idle["EvaluationPeriods"], 24);
    assert_eq!(idle["Metrics"][0]["Expression"], "MAX([cpu, memory])");
    assert_eq!(test.properties("AWS::SNS::Subscription")["Endpoint"], "ops@acme.example");
    assert_eq!(count(&test, "AWS::CloudWatch::Dashboard"), 1);
    let policy = test.properties("AWS::SNS::TopicPolicy")["PolicyDocument"].to_string();
    assert!(policy.contains(r#"{"Service":"cloudwatch.amazonaws.com"}"#), "{policy}");
}

#[test]
fn alarms_stand_where_it_is_said_also_of_constructs_with_one_id() {
    let (test, _) = stages(|stack| {
        let (first, second) = (stack.node().child("A"), stack.node().child("B"));
        let network = Network::builder(stack, "Network").build();
        let alarms = stack.node().child("Alarms");
        for place in [first, second] {
            let service = NetworkedFargateService::builder(&place, "Api")
                .vpc(network.vpc())
                .image(AppImage::public(stack, "public.ecr.aws/nginx/nginx:1.29"))
                .container_port(8080)
                .ingress(Ingress::http_only("a test", Clients::Anyone))
                .build();
            assert_eq!(service.recommended_alarms(&alarms).len(), 6);
        }
    });
    assert_eq!(count(&test, "AWS::CloudWatch::Alarm"), 12);
}

#[test]
fn messages_of_a_protected_stage_are_encrypted_by_a_key_that_cloudwatch_may_use() {
    let (test, prod) = stages(|stack| {
        Monitoring::builder(stack, "Monitoring").emails(["ops@acme.example"]).build();
    });
    assert_eq!(test.properties("AWS::SNS::Topic").get("KmsMasterKeyId"), None);
    assert!(prod.properties("AWS::SNS::Topic")["KmsMasterKeyId"].is_object());
    let policy = prod.properties("AWS::KMS::Key")["KeyPolicy"].to_string();
    assert!(policy.contains("cloudwatch.amazonaws.com"), "{policy}");
}

#[test]
fn logs_and_alarms_of_a_stack_share_a_key() {
    let (test, prod) = stages(|stack| {
        let monitoring =
            Monitoring::builder(stack, "Monitoring").emails(["ops@acme.example"]).build();
        monitoring.watch(&service(stack));
    });
    assert_eq!(count(&test, "AWS::KMS::Key"), 0);
    assert_eq!(count(&prod, "AWS::KMS::Key"), 1);
    for (id, group) in prod.resources("AWS::Logs::LogGroup") {
        assert!(group["Properties"]["KmsKeyId"].is_object(), "{id}");
    }
}

#[test]
fn alarms_of_the_account_may_publish_although_the_topic_has_a_policy_of_its_own() {
    let (test, _) = stages(|stack| {
        Monitoring::builder(stack, "Monitoring").emails(["ops@acme.example"]).build();
    });
    let policy = &test.properties("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"];
    let allowed = policy.as_array().unwrap().iter().find(|one| one["Effect"] == "Allow").unwrap();
    assert_eq!(allowed["Principal"]["Service"], "cloudwatch.amazonaws.com");
    assert_eq!(allowed["Condition"]["StringEquals"]["aws:SourceAccount"], "111111111111");
}

#[test]
fn alarms_of_which_nobody_is_told_are_a_warning() {
    let app = App::new();
    let stack = Stack::builder(&app, "Stack").build();
    Monitoring::builder(&stack, "Monitoring").build();
    let warnings = app.synth().unwrap().findings;
    assert_eq!(warnings.len(), 1);
    assert_eq!(warnings[0].id, "monitoring-nobody");
}

#[test]
fn a_bastion_opens_no_port_and_encrypts_its_disk() {
    let (test, _) = stages(|stack| {
        let network = Network::builder(stack, "Network").build();
        let access = PrivateAccess::ssm_bastion(stack, "Access", network.vpc());
        let data = SecurityGroup::builder(stack, "Data").vpc(network.vpc()).build();
        data.allow_from(&access, Port::postgres());
    });
    let groups = test.resources("AWS::EC2::SecurityGroup");
    let bastion = groups.iter().find(|(id, _)| id.starts_with("Access")).unwrap().1;
    assert_eq!(bastion["Properties"].get("SecurityGroupIngress"), None);
    let disk = &test.properties("AWS::EC2::Instance")["BlockDeviceMappings"][0]["Ebs"];
    assert_eq!((&disk["Encrypted"], &disk["VolumeType"]), (&true.into(), &"gp3".into()));
}

#[test]
fn people_come_by_vpn_with_certificates_and_their_connections_are_logged() {
    let (_, prod) = stages(|stack| {
        let network = Network::builder(stack, "Network").flow_logs(false).build();
        let client = "arn:aws:acm:us-east-1:111111111111:certificate/client";
        let access = PrivateAccess::client_vpn(stack, "Vpn")
            .vpc(network.vpc())
            .cidr(cidr!("10.100.0.0/22"))
            .server_certificate_arn("arn:aws:acm:us-east-1:111111111111:certificate/server")
            .authentication(ClientVpnAuthentication::mutual(client))
            .build();
        assert!(access.bastion().is_none() && access.endpoint().is_some());
    });
    let endpoint = prod.properties("AWS::EC2::ClientVpnEndpoint");
    assert_eq!(endpoint["SplitTunnel"], true);
    assert_eq!(endpoint["ConnectionLogOptions"]["Enabled"], true);
    assert_eq!(prod.properties("AWS::Logs::LogGroup")["RetentionInDays"], 90);
}

#[test]
fn a_budget_counts_what_carries_the_tag_of_its_stage() {
    let app = App::new();
    let stage = Stage::builder(&app, "test").stack_tag("stage", "test").build();
    let stack = Stack::builder(&stage, "Costs").build();
    StageBudget::builder(&stack, "Budget").monthly_usd(50.0).emails(["ops@acme.example"]).build();
    let template = Template::of(&app, "test/Costs");
    let budget = &template.properties("AWS::Budgets::Budget")["Budget"];
    assert_eq!(budget["CostFilters"]["TagKeyValue"], serde_json::json!(["user:stage$test"]));
    assert_eq!(budget["BudgetLimit"]["Amount"], 50);
}

#[test]
fn terraform_state_is_versioned_encrypted_and_never_deleted() {
    let (test, _) = stages(|stack| {
        TerraformStateBackend::builder(stack, "State").build();
    });
    let (_, bucket) = test.resources("AWS::S3::Bucket")[0];
    assert_eq!(bucket["DeletionPolicy"], "Retain");
    assert_eq!(bucket["Properties"]["VersioningConfiguration"]["Status"], "Enabled");
    let table = test.properties("AWS::DynamoDB::Table");
    assert_eq!(table["KeySchema"][0]["AttributeName"], "LockID");
    assert_eq!(table["DeletionProtectionEnabled"], true);
}
