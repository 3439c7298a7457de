//! Buckets, tables, repositories, logs and parameters: what stands in templates, and what is found wrong.

use cumulo::dynamodb::{
    Attribute, BillingMode, GlobalSecondaryIndex, Replica, ReplicaIndex, Table, TableV2,
};
use cumulo::ecr::{LifecycleRule as ImageRule, Repository};
use cumulo::iam::{Principal, Role};
use cumulo::lambda::{Code, Function, Runtime};
use cumulo::logs::{FilterPattern, LogDestination, LogGroup, LogGroupClass};
use cumulo::prelude::*;
use cumulo::s3::{
    BlockPublicAccess, Bucket, BucketAccessControl, BucketEncryption, EventType, LifecycleRule,
    NotificationKeyFilter, ReplicationRule,
};
use cumulo::sqs::Queue;
use cumulo::ssm::{ParameterValueType, StringListParameter, StringParameter};
use cumulo::testing::{Template, errors};
use serde_json::{Value as Json, json};

fn stack(app: &App) -> Stack {
    Stack::builder(app, "Data").build()
}

fn role(stack: &Stack) -> Role {
    Role::builder(stack, "Role").assumed_by(Principal::service("ec2.amazonaws.com")).build()
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

#[test]
fn readers_of_an_encrypted_bucket_may_decrypt() {
    let app = App::new();
    let stack = stack(&app);
    let bucket = Bucket::builder(&stack, "Bucket").encryption(BucketEncryption::Kms(None)).build();
    bucket.grant_read(&role(&stack));
    let template = Template::of(&app, "Data");
    let statements = &template.properties("AWS::IAM::Policy")["PolicyDocument"]["Statement"];
    assert_eq!(statements[1]["Action"], json!(["kms:Decrypt", "kms:DescribeKey"]));
    assert_eq!(template.properties("AWS::KMS::Key")["EnableKeyRotation"], true);
}

#[test]
fn a_bucket_keeps_its_events_in_its_own_property() {
    let app = App::new();
    let stack = stack(&app);
    let bucket = Bucket::builder(&stack, "Bucket").event_bridge_enabled(true).build();
    let queue = Queue::builder(&stack, "Queue").build();
    let images = NotificationKeyFilter { prefix: Some("in/".into()), suffix: Some(".png".into()) };
    bucket.add_event_notification(EventType::OBJECT_CREATED, &queue, [images]);
    let template = Template::of(&app, "Data");
    let [(_, body)] = template.resources("AWS::S3::Bucket")[..] else { panic!("one bucket") };
    let events = &body["Properties"]["NotificationConfiguration"];
    assert_eq!(events["EventBridgeConfiguration"]["EventBridgeEnabled"], true);
    assert_eq!(events["QueueConfigurations"][0]["Event"], "s3:ObjectCreated:*");
    let rules = &events["QueueConfigurations"][0]["Filter"]["S3Key"]["Rules"];
    assert_eq!(rules.as_array().map(Vec::len), Some(2));
    // What lets S3 in is made first and does not refer to the bucket.
    let [(policy, _)] = template.resources("AWS::SQS::QueuePolicy")[..] else { panic!("one") };
    assert_eq!(body["DependsOn"], json!([policy]));
    let statement = &template.properties("AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"][0];
    assert!(!statement["Condition"].to_string().contains("GetAtt"));
}

#[test]
fn nothing_of_a_bucket_is_made_public_by_accident() {
    let app = App::new();
    let stack = stack(&app);
    Bucket::builder(&stack, "Closed").public_read_access(true).build();
    let open = Bucket::builder(&stack, "Open")
        .block_public_access(BlockPublicAccess::BLOCK_ACLS_ONLY)
        .build();
    open.grant_public_access("public/*");
    assert_eq!(ids(&app), ["s3-public"]);
}

#[test]
fn names_of_buckets_follow_the_rules_of_s3() {
    for name in ["ab", "Upper", "-begins", "two..dots", "192.168.0.1"] {
        let app = App::new();
        Bucket::builder(&stack(&app), "Bucket").bucket_name(name).build();
        assert_eq!(ids(&app), ["s3-name"], "{name}");
    }
}

#[test]
fn settings_of_a_bucket_that_do_not_fit_each_other_are_found_together() {
    let app = App::new();
    let stack = stack(&app);
    Bucket::builder(&stack, "Bucket")
        .minimum_tls_version(1.2)
        .website_error_document("error.html")
        .lifecycle_rules([LifecycleRule::builder().prefix("x").build()])
        .build();
    assert_eq!(ids(&app), ["s3-website", "s3-tls", "s3-lifecycle"]);
}

#[test]
fn what_an_imported_bucket_cannot_do_is_a_finding() {
    let app = App::new();
    let stack = stack(&app);
    let bucket = Bucket::from_bucket_name(&stack, "Import", "logs");
    bucket.add_lifecycle_rule(LifecycleRule::builder().expiration(Duration::days(1)).build());
    bucket.enable_event_bridge_notification();
    assert_eq!(ids(&app), ["import-unknown", "import-unknown"]);
}

#[test]
fn access_logs_are_delivered_to_another_bucket() {
    let app = App::new();
    let stack = stack(&app);
    let logs = Bucket::builder(&stack, "Logs").build();
    Bucket::builder(&stack, "Bucket")
        .server_access_logs_bucket(&logs)
        .server_access_logs_prefix("web/")
        .build();
    let template = Template::of(&app, "Data");
    let statement = &template.properties("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Principal"], json!({ "Service": "logging.s3.amazonaws.com" }));
}

#[test]
fn grants_made_before_the_first_index_reach_it() {
    let resources = |index_first: bool| -> Json {
        let app = App::new();
        let stack = stack(&app);
        let table = Table::builder(&stack, "Table").partition_key(Attribute::string("pk")).build();
        let index = || {
            let key = Attribute::string("mail");
            GlobalSecondaryIndex::builder("by-mail").partition_key(key).build()
        };
        if index_first {
            table.add_global_secondary_index(index());
        }
        table.grant_read_data(&role(&stack));
        if !index_first {
            table.add_global_secondary_index(index());
        }
        Template::of(&app, "Data").properties("AWS::IAM::Policy")["PolicyDocument"].clone()
    };
    assert_eq!(resources(false), resources(true));
    assert_eq!(resources(true)["Statement"][0]["Resource"].as_array().map(Vec::len), Some(2));
}

#[test]
fn settings_of_a_table_that_do_not_fit_each_other_are_found_together() {
    let app = App::new();
    let stack = stack(&app);
    let table = Table::builder(&stack, "Table")
        .partition_key(Attribute::string("pk"))
        .billing_mode(BillingMode::PayPerRequest)
        .read_capacity(5)
        .build();
    let clash = GlobalSecondaryIndex::builder("i").partition_key(Attribute::number("pk")).build();
    table.add_global_secondary_index(clash);
    table.grant_stream_read(&role(&stack));
    assert_eq!(ids(&app), ["dynamodb-capacity", "dynamodb-attribute", "dynamodb-stream"]);
}

#[test]
fn a_table_lists_its_own_region_after_its_replicas() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").account("111111111111").region("eu-west-1").build();
    let table = TableV2::builder(&stack, "Table")
        .partition_key(Attribute::string("pk"))
        .replicas([Replica::builder("us-east-1").build()])
        .build();
    table.replica("us-east-1").grant_read_data(&role(&stack));
    let template = Template::of(&app, "Data");
    let table = template.properties("AWS::DynamoDB::GlobalTable");
    assert_eq!(table["Replicas"], json!([{ "Region": "us-east-1" }, { "Region": "eu-west-1" }]));
    assert_eq!(table["StreamSpecification"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
}

#[test]
fn replicas_need_a_known_region_of_their_own() {
    let app = App::new();
    TableV2::builder(&stack(&app), "Table")
        .partition_key(Attribute::string("pk"))
        .replicas([Replica::builder("us-east-1").build(), Replica::builder("us-east-1").build()])
        .build();
    assert_eq!(ids(&app), ["dynamodb-replica", "dynamodb-replica"]);
}

#[test]
fn rules_about_all_images_come_last() {
    let app = App::new();
    let stack = stack(&app);
    let rules = [
        ImageRule::builder().max_image_count(20).build(),
        ImageRule::builder()
            .tag_status(cumulo::ecr::TagStatus::Untagged)
            .max_image_age(Duration::days(7))
            .build(),
    ];
    Repository::builder(&stack, "Images").lifecycle_rules(rules).build();
    let template = Template::of(&app, "Data");
    let policy = &template.properties("AWS::ECR::Repository")["LifecyclePolicy"];
    let text: Json =
        serde_json::from_str(policy["LifecyclePolicyText"].as_str().unwrap_or_default())
            .expect("the policy is JSON");
    assert_eq!(text["rules"][0]["selection"]["tagStatus"], "untagged");
    assert_eq!(text["rules"][1]["rulePriority"], 2);
}

#[test]
fn rules_about_images_that_say_nothing_are_findings() {
    let app = App::new();
    let stack = stack(&app);
    Repository::builder(&stack, "Images")
        .repository_name("Upper")
        .lifecycle_rules([
            ImageRule::builder().build(),
            ImageRule::builder().max_image_count(1).build(),
        ])
        .build();
    assert_eq!(ids(&app), ["ecr-name", "ecr-lifecycle", "ecr-lifecycle"]);
}

#[test]
fn services_write_logs_by_a_policy_of_the_region() {
    let app = App::new();
    let stack = stack(&app);
    let logs = LogGroup::builder(&stack, "Logs").build();
    logs.grant_write(&Principal::service("es.amazonaws.com"));
    let template = Template::of(&app, "Data");
    let policy = &template.properties("AWS::Logs::ResourcePolicy")["PolicyDocument"];
    let text = policy["Fn::Join"][1][0].as_str().unwrap_or_default();
    assert!(text.starts_with(r#"{"Statement":[{"Action":["logs:CreateLogStream""#), "{text}");
    assert_eq!(template.properties("AWS::Logs::LogGroup")["RetentionInDays"], 731);
}

#[test]
fn one_ssm_parameter_is_read_once() {
    let app = App::new();
    let stack = stack(&app);
    let first = StringParameter::value_for_string_parameter(&stack, "/golden/image");
    let second = StringParameter::value_for_string_parameter(&stack, "/golden/image");
    LogGroup::builder(&stack, "Logs").log_group_name(text!("{}{}", first, second)).build();
    let parameters = Template::of(&app, "Data").json()["Parameters"].clone();
    assert_eq!(parameters.as_object().map(serde_json::Map::len), Some(1));
}

#[test]
fn a_parameter_named_by_a_token_must_say_whether_it_has_folders() {
    let app = App::new();
    let stack = stack(&app);
    let name = text!("{}-flag", Aws::region());
    StringParameter::builder(&stack, "Unsure").string_value("on").parameter_name(&name).build();
    StringParameter::builder(&stack, "Sure")
        .string_value("on")
        .parameter_name(&name)
        .simple_name(true)
        .build();
    assert_eq!(ids(&app), ["ssm-name"]);
}

#[test]
fn a_bucket_with_a_public_list_lets_objects_belong_to_their_writers() {
    let ownership = |control| {
        let app = App::new();
        Bucket::builder(&stack(&app), "Bucket").access_control(control).build();
        Template::of(&app, "Data").properties("AWS::S3::Bucket")["OwnershipControls"].clone()
    };
    let writers = json!({ "Rules": [{ "ObjectOwnership": "ObjectWriter" }] });
    assert_eq!(ownership(BucketAccessControl::LogDeliveryWrite), writers);
    assert_eq!(ownership(BucketAccessControl::Private), Json::Null);
}

#[test]
fn copies_in_another_account_belong_to_it_on_request() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").account("111111111111").region("eu-west-1").build();
    let theirs = Bucket::from_bucket_attributes(&stack, "Theirs")
        .bucket_name("copies")
        .account("222222222222")
        .build();
    let rule = ReplicationRule::builder()
        .destination(&theirs)
        .access_control_transition(true)
        .tags([("keep", "yes")])
        .build();
    Bucket::builder(&stack, "Bucket").versioned(true).replication_rules([rule]).build();
    let template = Template::of(&app, "Data");
    let replication = &template.properties("AWS::S3::Bucket")["ReplicationConfiguration"];
    let rule = &replication["Rules"][0];
    assert_eq!(rule["Destination"]["Account"], "222222222222");
    assert_eq!(rule["Destination"]["AccessControlTranslation"]["Owner"], "Destination");
    assert_eq!(rule["Filter"]["And"]["Prefix"], "");
}

#[test]
fn copies_in_the_same_account_cannot_get_another_owner() {
    let app = App::new();
    let stack = stack(&app);
    let copies = Bucket::builder(&stack, "Copies").versioned(true).build();
    let rule = || ReplicationRule::builder().destination(&copies).access_control_transition(true);
    Bucket::builder(&stack, "Bucket").versioned(true).replication_rules([rule().build()]).build();
    assert_eq!(ids(&app), ["s3-replication"]);
}

#[test]
fn web_sites_of_imported_buckets_are_found_by_their_region() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").account("111111111111").region("eu-west-1").build();
    let here = Bucket::from_bucket_name(&stack, "Here", "assets");
    let there = Bucket::from_bucket_attributes(&stack, "There")
        .bucket_name("assets")
        .region("eu-central-1")
        .build();
    let urls = [here, there].map(|bucket| bucket.bucket_website_url());
    let expected = ["s3-website-eu-west-1", "s3-website.eu-central-1"];
    for (url, domain) in urls.iter().zip(expected) {
        assert_eq!(url.literal(), Some(&*format!("http://assets.{domain}.amazonaws.com")));
    }
}

#[test]
fn a_replica_that_is_added_later_has_its_own_settings_of_indexes() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").account("111111111111").region("eu-west-1").build();
    let table = TableV2::builder(&stack, "Table")
        .partition_key(Attribute::string("id"))
        .global_secondary_indexes([GlobalSecondaryIndex::builder("by-day")
            .partition_key(Attribute::string("day"))
            .build()])
        .build();
    let index = ReplicaIndex::builder("by-day").max_read_request_units(5).build();
    table.add_replica(Replica::builder("us-east-1").index(index).build());
    let template = Template::of(&app, "Data");
    let properties = template.properties("AWS::DynamoDB::GlobalTable");
    let limits: Vec<&Json> = properties["Replicas"]
        .as_array()
        .unwrap()
        .iter()
        .map(|replica| &replica["GlobalSecondaryIndexes"][0]["ReadOnDemandThroughputSettings"])
        .collect();
    assert_eq!(limits, [&json!({ "MaxReadRequestUnits": 5 }), &Json::Null]);
    assert_eq!(properties["StreamSpecification"]["StreamViewType"], "NEW_AND_OLD_IMAGES");
}

#[test]
fn an_import_of_a_parameter_reads_it_only_where_its_text_is_used() {
    let app = App::new();
    let stack = stack(&app);
    let unread = StringParameter::from_string_parameter_name(&stack, "Unread", "/shop/unread");
    unread.grant_read(&role(&stack));
    let read = StringParameter::from_string_parameter_name(&stack, "Read", "/shop/read");
    Output::new(&stack, "Text", read.string_value());
    Output::new(&stack, "Again", read.string_value());
    let template = Template::of(&app, "Data");
    let parameters = json!({
        "ReadParameter": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/shop/read"},
    });
    assert_eq!(template.json()["Parameters"], parameters);
}

#[test]
fn an_imported_list_is_checked_to_be_of_ids() {
    let app = App::new();
    let stack = stack(&app);
    let of = ParameterValueType::SubnetId;
    let subnets =
        StringListParameter::from_typed_list_parameter_name(&stack, "Subnets", "/net/subnets", of);
    LogGroup::builder(&stack, "Logs").build();
    Output::new(&stack, "First", Fn::select(0, subnets.string_list_value()));
    let template = Template::of(&app, "Data");
    let expected = "AWS::SSM::Parameter::Value<List<AWS::EC2::Subnet::Id>>";
    assert_eq!(template.json()["Parameters"]["SubnetsParameter"]["Type"], expected);
}

#[test]
fn an_arn_of_another_region_is_no_parameter_here() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").region("eu-west-1").build();
    let arn = |region: &str| format!("arn:aws:ssm:{region}:111111111111:parameter/shop/flag");
    let here = StringParameter::from_string_parameter_arn(&stack, "Here", &arn("eu-west-1"));
    assert_eq!(here.parameter_name().literal(), Some("shop/flag"));
    StringParameter::from_string_parameter_arn(&stack, "There", &arn("us-east-1"));
    assert_eq!(ids(&app), ["ssm-arn"]);
}

#[test]
fn logs_call_a_function_only_once_they_may() {
    let app = App::new();
    let stack = stack(&app);
    let function = Function::builder(&stack, "Function")
        .runtime(Runtime::NODEJS_22_X)
        .handler("index.handler")
        .code(Code::from_inline("exports.handler = async () => {};"))
        .build();
    let logs = LogGroup::builder(&stack, "Logs").build();
    let all = FilterPattern::all_events();
    logs.add_subscription_filter("Watch", all, LogDestination::function(&function));
    let template = Template::of(&app, "Data");
    let (permission, _) = template.resources("AWS::Lambda::Permission")[0];
    let (_, filter) = template.resources("AWS::Logs::SubscriptionFilter")[0];
    assert_eq!(filter["DependsOn"], json!([permission]));
}

#[test]
fn a_stream_of_logs_is_written_by_a_role_of_its_own() {
    let app = App::new();
    let stack = stack(&app);
    let logs = LogGroup::builder(&stack, "Logs").build();
    let stream = "arn:aws:firehose:eu-west-1:111111111111:deliverystream/archive";
    logs.add_subscription_filter(
        "Archive",
        FilterPattern::all_events(),
        LogDestination::firehose(stream, None),
    );
    let template = Template::of(&app, "Data");
    let (policy, body) = template.resources("AWS::IAM::Policy")[0];
    let statement = &body["Properties"]["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Action"], json!(["firehose:PutRecord", "firehose:PutRecordBatch"]));
    let (_, filter) = template.resources("AWS::Logs::SubscriptionFilter")[0];
    assert_eq!(filter["DependsOn"], json!([policy]));
}

#[test]
fn logs_for_delivery_do_not_stay() {
    let app = App::new();
    let stack = stack(&app);
    LogGroup::builder(&stack, "Logs").log_group_class(LogGroupClass::Delivery).build();
    let template = Template::of(&app, "Data");
    assert!(template.properties("AWS::Logs::LogGroup").get("RetentionInDays").is_none());
}

#[test]
fn replicas_take_the_tags_of_scopes_and_their_own_win() {
    let app = App::new();
    let stack = Stack::builder(&app, "Data").region("eu-west-1").build();
    Tags::of(&stack).add("stage", "prod");
    TableV2::builder(&stack, "Orders")
        .partition_key(Attribute::string("customer"))
        .tags([("owner", "shop")])
        .replicas([Replica::builder("us-east-1").tags([("stage", "copy")]).build()])
        .build();
    let template = Template::of(&app, "Data");
    let replicas = &template.properties("AWS::DynamoDB::GlobalTable")["Replicas"];
    let tag = |key: &str, value: &str| json!({"Key": key, "Value": value});
    assert_eq!(replicas[0]["Tags"], json!([tag("stage", "copy")]));
    assert_eq!(replicas[1]["Tags"], json!([tag("owner", "shop"), tag("stage", "prod")]));
}

#[test]
fn a_table_without_tags_writes_none() {
    let app = App::new();
    let stack = stack(&app);
    TableV2::builder(&stack, "Orders").partition_key(Attribute::string("customer")).build();
    let template = Template::of(&app, "Data");
    let replicas = &template.properties("AWS::DynamoDB::GlobalTable")["Replicas"];
    assert!(replicas[0].get("Tags").is_none());
}

#[test]
fn keys_of_an_index_may_be_of_several_attributes() {
    let app = App::new();
    let stack = stack(&app);
    let table = Table::builder(&stack, "Orders").partition_key(Attribute::string("id")).build();
    table.add_global_secondary_index(
        GlobalSecondaryIndex::builder("by-place")
            .partition_key(Attribute::string("country"))
            .further_partition_keys([Attribute::string("city")])
            .sort_key(Attribute::number("when"))
            .build(),
    );
    let template = Template::of(&app, "Data");
    let table = template.properties("AWS::DynamoDB::Table");
    let keys = table["GlobalSecondaryIndexes"][0]["KeySchema"].as_array().expect("a list");
    let kinds: Vec<_> = keys.iter().map(|key| key["KeyType"].as_str()).collect();
    assert_eq!(kinds, [Some("HASH"), Some("HASH"), Some("RANGE")]);
}

#[test]
fn logs_in_a_bucket_are_encrypted_by_its_key() {
    let app = App::new();
    let stack = stack(&app);
    let logs = Bucket::builder(&stack, "Logs").encryption(BucketEncryption::Kms(None)).build();
    Bucket::builder(&stack, "Files").server_access_logs_bucket(&logs).build();
    let template = Template::of(&app, "Data");
    let statement = &template.properties("AWS::KMS::Key")["KeyPolicy"]["Statement"][1];
    assert_eq!(statement["Principal"]["Service"], "logging.s3.amazonaws.com");
}
