//! Templates that do not fit into a request.

use super::assembly::queue;
use super::run::World;
use serde_json::{Value, json};

/// A template of about `bytes` bytes.
fn large(bytes: usize) -> Value {
    let mut template = queue(30);
    template["Metadata"] = json!({ "Filling": "x".repeat(bytes) });
    template
}

#[test]
fn a_large_template_goes_through_a_bucket() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &large(60_000), &[]);
    let bucket = format!("cumulo-{}-us-east-1", world.account);
    let first = world.deploy().ended(0).says(&format!("made the private bucket {bucket}"));
    first.says("put the templates of test-Data into the bucket");
    world.assembly.stack("Data", &large(70_000), &[]);
    world.deploy().ended(0).says_nothing_of("made the private bucket");
}

#[test]
fn a_template_beyond_the_limit_is_refused_before_anything_is_done() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &large(1_100_000), &[]);
    let refused = world.deploy();
    assert_ne!(refused.code, 0);
    refused.says_nothing_of("made the private bucket");
}

#[test]
fn nested_templates_are_uploaded_and_named() {
    let Some(mut world) = World::new() else { return };
    world.assembly.file("Inner.template.json", &queue(30).to_string());
    let outer = json!({
        "Resources": { "Inner": {
            "Type": "AWS::CloudFormation::Stack",
            "Properties": { "TemplateURL": "Inner.template.json" },
        } },
        "Outputs": { "Arn": { "Value": { "Fn::GetAtt": ["Inner", "Outputs.JobsArn"] } } },
    });
    world.assembly.stack("Data", &outer, &[]);
    let run = world.deploy().ended(0);
    assert!(run.out.contains("arn:aws:sqs"), "{}", run.out);
    run.says("+ create  Data/Inner");
}
