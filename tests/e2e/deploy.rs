//! Deployments that meet no faults on the wire.

use super::assembly::{failing, queue, topic_of_queue};
use super::run::World;
use serde_json::{Value, json};

#[test]
fn stacks_are_deployed_in_order_and_tell_their_outputs() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.assembly.stack("Api", &topic_of_queue(), &["Data"]);
    let run = ["deploy", "--stage", "test", "--yes", "--outputs-file", "outputs.json"];
    let first = world.run(&run).ended(0);
    let place =
        |text: &str| first.err.find(text).unwrap_or_else(|| panic!("{text}: {}", first.err));
    assert!(place("test-Data created") < place("test-Api   creating"));
    assert!(place("+ create  Data/Jobs") < place("test-Data   creating"));
    assert!(first.out.contains("test-Data.JobsArn   arn:aws:sqs:us-east-1"), "{}", first.out);
    let file = std::fs::read(world.assembly.path().join("outputs.json")).expect("the file");
    let outputs: Value = serde_json::from_slice(&file).expect("JSON");
    let arn = outputs["test-Api"]["NewsArn"].as_str().expect("an output");
    assert!(arn.starts_with("arn:aws:sns:us-east-1:"));
    assert!(first.err.contains("test deployed: 2 stacks created"), "{}", first.err);
}

#[test]
fn what_is_deployed_already_is_left_alone() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.deploy().ended(0);
    // No approval is needed for nothing.
    let again = world.run(&["deploy", "--stage", "test"]).ended(0);
    again.says("test: no changes (1 stack compared)").says_nothing_of("updating");
}

#[test]
fn an_update_shows_values_and_replacements() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.deploy().ended(0);
    let mut changed = queue(60);
    changed["Resources"]["More"] = json!({ "Type": "AWS::SNS::Topic" });
    world.assembly.stack("Data", &changed, &[]);
    let update = world.deploy().ended(0);
    let update = update.says("~ update  Data/Jobs").says("VisibilityTimeout   30 → 60");
    update.says("+ create  Data/More").says("1 to create, 1 to update, 0 to replace, 0 to delete");
    changed["Resources"]["Jobs"]["Properties"]["FifoQueue"] = json!(true);
    world.assembly.stack("Data", &changed, &[]);
    let replace = world.deploy().ended(0).says("± replace Data/Jobs").says("DATA IS LOST");
    replace.says("FifoQueue   → true   forces the replacement");
}

#[test]
fn a_failed_creation_is_told_cause_first_and_made_anew() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &failing(30), &[]);
    world.assembly.stack("Api", &topic_of_queue(), &["Data"]);
    let failed = world.deploy().ended(5);
    let failed = failed.says("test-Data failed after").says("cause   Data/Signal");
    let failed = failed.says("src/main.rs:11:5").says("not started: test-Api");
    failed.says("next: correct the cause, then: cumulo deploy --stage test");
    world.assembly.stack("Data", &queue(30), &[]);
    let again = world.deploy().ended(0);
    again.says("the empty stack is deleted first").says("test deployed: 2 stacks created");
}

#[test]
fn a_failed_update_leaves_the_stack_as_it_was() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.deploy().ended(0);
    world.assembly.stack("Data", &failing(60), &[]);
    world.deploy().ended(5).says("cause   Data/Signal").says("is as it was before");
    world.assembly.stack("Data", &queue(30), &[]);
    world.run(&["deploy", "--stage", "test"]).ended(0).says("no changes");
}

#[test]
fn without_a_terminal_nothing_is_done_without_yes() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let refused = world.run(&["deploy", "--stage", "test"]).ended(4);
    let refused = refused.says("there is no terminal to ask at").says("+ create  Data/Jobs");
    refused.says("deleted the change sets of test-Data").says_nothing_of("creating");
    assert!(!world.has_stacks(), "the stack in review is left behind");
}

#[test]
fn credentials_of_another_account_are_refused() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let mut command = world.command(&["deploy", "--stage", "test", "--yes"]);
    command.env("AWS_ACCESS_KEY_ID", "999999999999");
    let refused = super::run::finish(command.output()).ended(1).says("error: wrong account");
    let stage_and_credentials =
        format!("stage test is {}, your credentials are 999999999999", world.account);
    refused.says(&stage_and_credentials).says_nothing_of("change set");
}

#[test]
fn missing_credentials_are_told_before_anything_is_done() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let mut command = world.command(&["deploy", "--stage", "test", "--yes"]);
    command.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    let refused = super::run::finish(command.output()).ended(1);
    refused.says("no usable AWS credentials were found").says("aws sso login");
}

#[test]
fn a_profile_brings_credentials_and_endpoint() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let profile = format!(
        "[profile shop]\naws_access_key_id = {}\naws_secret_access_key = test\nendpoint_url = {}\n",
        world.account, world.url
    );
    let file = world.assembly.path().join("config");
    std::fs::write(&file, profile).expect("a profile");
    let mut command = world.command(&["deploy", "--stage", "test", "--yes", "--profile", "shop"]);
    for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ENDPOINT_URL"] {
        command.env_remove(name);
    }
    command.env("AWS_CONFIG_FILE", file);
    super::run::finish(command.output()).ended(0).says("test deployed: 1 stack created");
}

#[test]
fn a_profile_that_is_named_wins_over_keys_of_the_environment() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let file = world.assembly.path().join("config");
    let other = "[profile other]\naws_access_key_id = 999999999999\naws_secret_access_key = test\n";
    std::fs::write(&file, other).expect("a profile");
    let run = |profile: &str| {
        let mut command = world.command(&["deploy", "--stage", "test", "--yes"]);
        command.args(["--profile", profile]).env("AWS_CONFIG_FILE", &file);
        super::run::finish(command.output()).ended(1)
    };
    run("other").says("your credentials are 999999999999 (profile other)");
    run("othr").says("no usable AWS credentials were found").says("othr");
    std::fs::remove_file(&file).expect("no profiles at all");
    run("other").says("no usable AWS credentials were found");
    assert!(!world.has_stacks());
}

#[test]
fn a_stage_has_to_be_named_and_to_be_real() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.run(&["deploy", "--yes"]).ended(64).says("stages: test");
    world.run(&["deploy", "--stage", "tset", "--yes"]).ended(64).says("did you mean \"test\"");
    let mut nowhere = super::assembly::Assembly::new("000000000000");
    nowhere.stack("Data", &queue(30), &[]);
    world.assembly = nowhere;
    world.deploy().ended(1).says("placeholder 000000000000");
}

#[test]
fn another_apps_stack_is_not_touched() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.deploy().ended(0);
    world.assembly.rename_app("till");
    world.deploy().ended(1).says("test-Data belongs to the app shop, not to till");
    let destroyed = world.run(&["destroy", "--stage", "test", "--yes"]).ended(1);
    destroyed.says("test-Data belongs to the app shop");
}

#[test]
fn named_stacks_bring_those_that_they_depend_on() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.assembly.stack("Other", &queue(30), &[]);
    world.assembly.stack("Api", &topic_of_queue(), &["Data"]);
    let run = world.run(&["deploy", "--stage", "test", "--yes", "test-A*"]).ended(0);
    run.says("test deployed: 2 stacks created").says_nothing_of("test-Other");
    let unknown = world.run(&["deploy", "--stage", "test", "--yes", "Nope"]).ended(64);
    unknown.says("stacks: test-Data, test-Other, test-Api");
}

#[test]
fn json_lines_tell_plan_steps_and_result() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    let run = world.run(&["deploy", "--stage", "test", "--yes", "--json"]).ended(0);
    let lines: Vec<Value> =
        run.out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(lines.iter().all(|line| line["v"] == 1 && line["t"].is_string()));
    let kinds: Vec<&str> = lines.iter().filter_map(|line| line["kind"].as_str()).collect();
    assert_eq!(kinds.first(), Some(&"environment"));
    assert_eq!(kinds.last(), Some(&"result"));
    let plan = lines.iter().find(|line| line["kind"] == "plan").expect("a plan");
    assert_eq!((&plan["stack"], &plan["create"]), (&json!("test-Data"), &json!(1)));
    let done = lines.iter().find(|line| line["kind"] == "resource" && line["state"] == "done");
    assert_eq!(done.expect("a finished resource")["path"], "Data/Jobs");
    assert_eq!(lines.last().expect("a last line")["exit"], 0);
}

#[test]
fn termination_protection_is_set_and_keeps_the_stack() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &queue(30), &[]);
    world.assembly.set("Data", "terminationProtection", json!(true));
    world.deploy().ended(0).says("termination protection is switched on");
    let refused = world.run(&["destroy", "--stage", "test", "--yes"]).ended(4);
    refused.says("termination protection guards test-Data");
    world.assembly.set("Data", "terminationProtection", json!(false));
    world.deploy().ended(0).says("termination protection is switched off");
    world.run(&["destroy", "--stage", "test", "--yes"]).ended(0);
}
