//! What networks and services do to calls, and that deployments survive it.

use super::assembly::queue;
use super::proxy::{Fault, Proxy};
use super::run::World;
use std::time::Duration;

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
