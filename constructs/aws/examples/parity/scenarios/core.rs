//! Scenarios about the core: parameters, conditions, stages and ids.

use super::{Scenario, stack};
use cumulo::cfn::Tag;
use cumulo::cfn::sqs::CfnQueue;
use cumulo::s3::Bucket;
use cumulo::sqs::Queue;
use cumulo::{
    App, Aws, CfnType, Condition, Construct, Fn, IntoValue, Mapping, Output, Parameter,
    RemovalPolicy, Stack, Stage, Tags,
};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[
    ("tags-and-removal", tags_and_removal),
    ("params-conditions-mappings", params_conditions_mappings),
    ("stages-and-nested-ids", stages_and_nested_ids),
];

fn tags_and_removal(app: &App) {
    let s = stack(app);
    Tags::of(&s).add("team", "platform");
    Tags::of(&s).include(["AWS::S3::Bucket"]).add("only-buckets", "yes");
    let bucket = Bucket::builder(&s, "Bucket").removal_policy(RemovalPolicy::Destroy).build();
    let queue = Queue::builder(&s, "Queue").build();
    queue.node().add_dependency(&bucket);
    if let Some(cfn) = bucket.cfn() {
        let enabled = serde_json::Value::from("Enabled");
        cfn.set_raw("/Properties/AccelerateConfiguration/AccelerationStatus", enabled);
        cfn.override_logical_id("LegacyBucket");
    }
}

fn params_conditions_mappings(app: &App) {
    let s = stack(app);
    let env =
        Parameter::builder(&s, "Env").allowed_values(["test", "prod"]).default("test").build();
    let prod = Condition::new(&s, "IsProd", Fn::equals(env.value(), "prod"));
    let sizes = Mapping::new(
        &s,
        "Sizes",
        [("us-east-1", [("count", "2")]), ("eu-west-1", [("count", "1")])],
    );
    let queue = CfnQueue::new()
        .queue_name(Fn::join("-", vec![env.value(), "jobs".into_value()]))
        .delay_seconds(Fn::if_::<i64>(&prod, 0, 10))
        .tags([Tag::new("n", Fn::find_in_map(&sizes, Aws::region(), "count"))])
        .add_to(&s, "Q");
    queue.condition(&prod);
    Output::new(&s, "Url", queue.reference())
        .export_name("jobs-url")
        .description("queue url")
        .condition(&prod);
}

fn stages_and_nested_ids(app: &App) {
    for name in ["test", "prod"] {
        let stage = Stage::builder(app, name).account("111111111111").region("eu-west-2").build();
        let stack = Stack::builder(&stage, "Service").build();
        let scope = stack.node().child("Web-Tier");
        Queue::builder(&scope, "Default").build();
        Queue::builder(&scope, "Jobs").build();
        Bucket::builder(&scope.child("Tier"), "Resource").build();
    }
}
