//! Destructions.

use super::assembly::{queue, topic_of_queue};
use super::run::World;
use serde_json::json;

#[test]
fn stacks_go_in_reverse_order_and_what_is_retained_is_told() {
    let Some(mut world) = World::new() else { return };
    let mut data = queue(30);
    data["Resources"]["Files"] = json!({ "Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain" });
    world.assembly.stack("Data", &data, &[]);
    world.assembly.stack("Api", &topic_of_queue(), &["Data"]);
    world.deploy().ended(0);
    let plan = world.run(&["destroy", "--stage", "test"]).ended(4);
    plan.says("○ keep    Data/Files").says("- delete  Data/Jobs").says("--yes");
    let gone = world.run(&["destroy", "--stage", "test", "--yes"]).ended(0);
    let place = |text: &str| gone.err.find(text).unwrap_or_else(|| panic!("{text}: {}", gone.err));
    assert!(place("test-Api deleted") < place("test-Data   deleting"));
    let gone = gone.says("test-Data leaves in the account:").says("1 resource kept");
    gone.says("test destroyed: 2 stacks deleted");
    world.run(&["destroy", "--stage", "test", "--yes"]).ended(0).says("nothing to destroy");
}

#[test]
fn a_protected_stage_is_not_destroyed() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.assembly.protect();
    let refused = world.run(&["destroy", "--stage", "test", "--yes"]).ended(4);
    refused.says("error: test is protected").says("nothing was deleted");
}
