//! What networks and services do to calls, and that deployments survive it.

use super::assembly::queue;
use super::proxy::{Fault, Proxy};
use super::run::{World, finish};
use rustix::process::{Pid, Signal, kill_process};
use std::process::Stdio;
use std::time::{Duration, Instant};

fn world() -> Option<World> {
    let mut world = World::new()?;
    world.assembly.stack("Data", &queue(30), &[]);
    Some(world)
}

#[test]
fn a_lost_answer_to_create_change_set_is_recovered() {
    let Some(mut world) = world() else { return };
    let proxy = Proxy::start(world.endpoint.address, &[("CreateChangeSet", 1..=1, Fault::Lost)]);
    world.url = proxy.url.clone();
    world.deploy().ended(0).says("test deployed: 1 stack created");
    // The SDK asked again and was told that the change set is there.
    assert_eq!(proxy.calls("CreateChangeSet"), 2);
}

#[test]
fn a_lost_answer_to_execute_change_set_is_recovered() {
    let Some(mut world) = world() else { return };
    let proxy = Proxy::start(world.endpoint.address, &[("ExecuteChangeSet", 1..=1, Fault::Lost)]);
    world.url = proxy.url.clone();
    world.deploy().ended(0).says("test deployed: 1 stack created");
    assert_eq!(proxy.calls("ExecuteChangeSet"), 2);
}

#[test]
fn throttling_resets_and_cut_answers_are_waited_out() {
    let Some(mut world) = world() else { return };
    let faults = [
        ("DescribeStacks", 1..=2, Fault::Throttled),
        ("CreateChangeSet", 1..=1, Fault::Unavailable),
        ("DescribeChangeSet", 1..=1, Fault::Reset),
        ("DescribeStackEvents", 2..=3, Fault::Truncated),
    ];
    let proxy = Proxy::start(world.endpoint.address, &faults);
    world.url = proxy.url.clone();
    world.deploy().ended(0).says("test deployed: 1 stack created");
}

#[test]
fn a_deployment_is_followed_through_an_outage() {
    let Some(mut world) = world() else { return };
    // More than the SDK's own tries, so that the run itself has to ask again.
    let faults = [("DescribeStackEvents", 2..=5, Fault::Unavailable)];
    let proxy = Proxy::start(world.endpoint.address, &faults);
    world.url = proxy.url.clone();
    world.deploy().ended(0).says("asking again").says("test deployed: 1 stack created");
}

#[test]
fn a_refused_call_names_the_missing_right() {
    let Some(mut world) = world() else { return };
    let faults = [("CreateChangeSet", 1..=9, Fault::AccessDenied)];
    let proxy = Proxy::start(world.endpoint.address, &faults);
    world.url = proxy.url.clone();
    let refused = world.deploy().ended(1);
    refused.says("error: the credentials may not do cloudformation:CreateChangeSet");
}

#[test]
fn an_endpoint_that_does_not_answer_is_named() {
    let Some(mut world) = world() else { return };
    world.url = "http://127.0.0.1:1".to_owned();
    let refused = world.deploy().ended(1);
    refused.says("error: http://127.0.0.1:1 does not answer sts:GetCallerIdentity");
}

#[test]
fn a_call_that_hangs_is_made_again() {
    let Some(mut world) = world() else { return };
    let faults = [("CreateChangeSet", 1..=1, Fault::Hang(Duration::from_secs(60)))];
    let proxy = Proxy::start(world.endpoint.address, &faults);
    world.url = proxy.url.clone();
    world.deploy().ended(0).says("test deployed: 1 stack created");
}

/// Something that CloudFormation waits three seconds for, in vain.
fn slow() -> serde_json::Value {
    let mut template = super::assembly::failing(30);
    template["Resources"]["Signal"]["Properties"]["Timeout"] = "3".into();
    template
}

#[test]
fn an_interruption_leaves_the_deployment_to_aws_and_a_second_run_attaches() {
    let Some(mut world) = World::new() else { return };
    world.assembly.stack("Data", &slow(), &[]);
    let proxy = Proxy::start(world.endpoint.address, &[]);
    world.url = proxy.url.clone();
    let mut command = world.command(&["deploy", "--stage", "test", "--yes"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the tool");
    let begun = Instant::now();
    while proxy.calls("DescribeStackEvents") < 3 {
        assert!(begun.elapsed() < Duration::from_secs(20), "the deployment does not start");
        std::thread::sleep(Duration::from_millis(20));
    }
    let pid = Pid::from_child(&child);
    kill_process(pid, Signal::INT).expect("a signal");
    let ended = finish(child.wait_with_output()).ended(130);
    let ended = ended.says("error: interrupted; what has begun goes on in AWS");
    ended.says("next: to come back to it: cumulo deploy --stage test");
    let attached = world.deploy().ended(5).says("started by an earlier run; attaching");
    attached.says("cause   Data/Signal");
}

#[test]
fn an_interruption_at_the_question_takes_the_change_sets_back() {
    let Some(world) = world() else { return };
    let (code, shown) =
        super::terminal::interrupted_at_terminal(&world, &["deploy", "--stage", "test"]);
    assert_eq!(code, 130, "{shown}");
    assert!(shown.contains("interrupted; nothing was changed"), "{shown}");
    assert!(!world.has_stacks());
}
