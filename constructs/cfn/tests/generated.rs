//! Generated constructs as a program uses them.

use cumulo_cfn::ec2::{CfnSubnet, CfnVPC};
use cumulo_cfn::lambda::{self, CfnFunction, function};
use cumulo_cfn::logs::{CfnSubscriptionFilter, CfnSubscriptionFilterRequired};
use cumulo_cfn::s3::{CfnBucket, bucket};
use cumulo_cfn::sqs::CfnQueue;
use cumulo_cfn::{Tag, autoscaling};
use cumulo_core::{App, CfnType, Stack, Tagging, Value};
use serde_json::{Value as JsonValue, json};

/// The `Resources` of the one stack that a program makes.
fn resources(program: impl FnOnce(&Stack)) -> JsonValue {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    program(&stack);
    let template = app.synth().unwrap().template("Test").unwrap();
    template["Resources"].clone()
}

#[test]
fn setters_take_literals_and_tokens() {
    let found = resources(|stack| {
        let queue = CfnQueue::new().visibility_timeout(60).fifo_queue(true).add_to(stack, "Queue");
        CfnQueue::new()
            .queue_name(queue.attr_queue_name())
            .tags([Tag::new("team", "web")])
            .add_to(stack, "Other");
    });
    assert_eq!(found["Queue"]["Properties"], json!({"VisibilityTimeout": 60, "FifoQueue": true}));
    let expected = json!({
        "QueueName": {"Fn::GetAtt": ["Queue", "QueueName"]},
        "Tags": [{"Key": "team", "Value": "web"}],
    });
    assert_eq!(found["Other"]["Properties"], expected);
}

#[test]
fn nested_types_enums_and_lists_fit_together() {
    let found = resources(|stack| {
        let default = bucket::ServerSideEncryptionByDefault::new(
            bucket::ServerSideEncryptionByDefaultSSEAlgorithm::AWS_KMS,
        );
        let rule =
            bucket::ServerSideEncryptionRule::new().server_side_encryption_by_default(default);
        CfnBucket::new()
            .bucket_encryption(bucket::BucketEncryption::new([rule]))
            .add_to(stack, "Bucket");
    });
    let expected = json!({"BucketEncryption": {"ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}},
    ]}});
    assert_eq!(found["Bucket"]["Properties"], expected);
}

#[test]
fn a_map_takes_pairs_and_a_value_newer_than_the_schemas_is_custom() {
    let found = resources(|stack| {
        let code = function::Code::new().zip_file("exports.handler = 1");
        CfnFunction::new(code, "arn:aws:iam::111111111111:role/r")
            .runtime(function::FunctionRuntime::custom("nodejs99.x"))
            .environment(function::Environment::new().variables([("TABLE", "orders")]))
            .add_to(stack, "Function");
    });
    let expected = json!({
        "Code": {"ZipFile": "exports.handler = 1"},
        "Role": "arn:aws:iam::111111111111:role/r",
        "Runtime": "nodejs99.x",
        "Environment": {"Variables": {"TABLE": "orders"}},
    });
    assert_eq!(found["Function"]["Properties"], expected);
}

#[test]
fn three_required_properties_are_named() {
    let found = resources(|stack| {
        CfnSubscriptionFilter::new(CfnSubscriptionFilterRequired {
            log_group_name: "group",
            filter_pattern: "",
            destination_arn: "arn:aws:lambda:us-east-1:111111111111:function:f",
        })
        .add_to(stack, "Filter");
    });
    assert_eq!(found["Filter"]["Properties"]["LogGroupName"], "group");
}

#[test]
fn a_property_that_aws_returns_is_an_attribute_too() {
    let found = resources(|stack| {
        let vpc = CfnVPC::new().cidr_block("10.0.0.0/16").add_to(stack, "Vpc");
        let subnet = CfnSubnet::new(vpc.attr_vpc_id())
            .cidr_block(vpc.attr_cidr_block())
            .add_to(stack, "Subnet");
        let zone: Value<String> = subnet.attr_availability_zone();
        CfnSubnet::new(vpc.reference()).availability_zone(zone).add_to(stack, "Second");
    });
    assert_eq!(
        found["Subnet"]["Properties"]["CidrBlock"],
        json!({"Fn::GetAtt": ["Vpc", "CidrBlock"]})
    );
    assert_eq!(
        found["Second"]["Properties"]["AvailabilityZone"],
        json!({"Fn::GetAtt": ["Subnet", "AvailabilityZone"]})
    );
}

#[test]
fn every_way_to_tag_is_known() {
    assert_eq!(CfnBucket::TAGGING, Tagging::List { property: "Tags" });
    assert_eq!(autoscaling::CfnAutoScalingGroup::TAGGING, Tagging::Propagated { property: "Tags" });
    assert_eq!(lambda::CfnPermission::TAGGING, Tagging::None);
}
