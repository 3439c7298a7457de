use crate::actions::testing::{World, queue, reader};
use crate::deploy::memory::Fault;
use crate::error::Exit;
use crate::host::{Answer, Event, Question, State};
use serde_json::json;

#[tokio::test]
async fn one_approval_covers_change_sets_and_what_comes_after_them() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.stack("Api", &reader(), &["Data"]);
    world.stack("Other", &queue(5), &[]);
    let ran = world.deploy(&[Answer::Yes]).await;
    assert_eq!(ran.host.questions(), [Question::Deploy { stage: "test".into() }]);
    let text = ran.host.text();
    insta::assert_snapshot!("first_deployment", text);
    let report = ran.fine();
    assert_eq!((report.created, report.updated, report.unchanged), (3, 0, 0));
    let outputs = &report.outputs["test-Data"];
    assert_eq!(outputs["JobsUrl"], "test-Data-Jobs");
    assert_eq!(outputs.len(), 1, "what only other stacks read is not told");
}

#[tokio::test]
async fn change_sets_that_can_be_made_are_made_before_the_question() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.stack("Api", &reader(), &["Data"]);
    // Waits for Data without reading any of its values.
    world.stack("Late", &queue(5), &["Data"]);
    let ran = world.deploy(&[Answer::No]).await;
    let planned = ran.host.events().into_iter().find_map(|event| match event {
        Event::Plan(plan) => Some(plan),
        _ => None,
    });
    let has_change_set: Vec<(String, bool)> = planned
        .expect("a plan")
        .stacks
        .into_iter()
        .map(|stack| (stack.stack, stack.change_set.is_some()))
        .collect();
    let expected = [("test-Data", true), ("test-Api", false), ("test-Late", true)];
    assert_eq!(has_change_set, expected.map(|(name, made)| (name.to_owned(), made)));
    ran.failed(Exit::Approval);
}

#[tokio::test]
async fn declined_leaves_nothing_behind() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    let (failure, text) = world.deploy(&[Answer::Details, Answer::No]).await.failed(Exit::Approval);
    assert_eq!(failure.message, "declined; nothing was changed");
    assert!(text.contains("src/main.rs:10:5"), "details name the line: {text}");
    assert_eq!(world.cloud.stacks(), []);
    assert_eq!(world.cloud.waiting_change_sets(), 0);
    assert_eq!(world.cloud.calls("ExecuteChangeSet"), 0);
}

#[tokio::test]
async fn a_stack_as_deployed_needs_neither_change_set_nor_question() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    let made = world.cloud.calls("CreateChangeSet");
    let again = world.deploy(&[]).await;
    assert!(again.host.questions().is_empty());
    assert_eq!(again.fine().unchanged, 1);
    assert_eq!(world.cloud.calls("CreateChangeSet"), made);
}

#[tokio::test]
async fn an_empty_change_set_counts_as_unchanged() {
    let mut world = World::new();
    let mut template = queue(30);
    // Looked up anew by each change set, so that equal texts prove nothing.
    template["Parameters"] =
        json!({ "Image": { "Type": "AWS::SSM::Parameter::Value<String>", "Default": "/image" } });
    world.stack("Data", &template, &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    let again = world.deploy(&[]).await.fine();
    assert_eq!(again.unchanged, 1);
    assert_eq!(world.cloud.calls("CreateChangeSet"), 2);
    assert_eq!(world.cloud.waiting_change_sets(), 0);
}

#[tokio::test]
async fn a_failure_is_told_cause_first_and_stops_what_depends_on_it() {
    let mut world = World::new();
    let mut data = queue(30);
    data["Resources"]["Orders"] = json!({ "Type": "AWS::DynamoDB::Table" });
    data["Resources"]["More"] = json!({ "Type": "AWS::SNS::Topic" });
    world.stack("Data", &data, &[]);
    world.stack("Api", &reader(), &["Data"]);
    let denied = "User: arn:aws:sts::1:assumed-role/ci/x is not authorized to perform: dynamodb:CreateTable on resource: *";
    world.cloud.break_resource("Orders", denied);
    let (failure, text) = world.deploy(&[Answer::Yes]).await.failed(Exit::RolledBack);
    assert_eq!(failure.message, "test-Data failed and is as it was before");
    assert_eq!(failure.details, ["not started: test-Api"]);
    let told = text.split("test-Data   creating").nth(1).expect("the execution");
    insta::assert_snapshot!("failed_creation", told);
}

#[tokio::test]
async fn a_failed_creation_is_removed_and_made_again() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.cloud.break_resource("Jobs", "no");
    world.deploy(&[Answer::Yes]).await.failed(Exit::RolledBack);
    assert_eq!(world.cloud.stacks(), [("test-Data".into(), "ROLLBACK_COMPLETE".into())]);
    world.cloud.repair_resource("Jobs");
    // It is deleted only after the approval.
    world.deploy(&[Answer::No]).await.failed(Exit::Approval);
    assert_eq!(world.cloud.stacks(), [("test-Data".into(), "ROLLBACK_COMPLETE".into())]);
    let ran = world.deploy(&[Answer::Yes]).await;
    assert!(ran.host.text().contains("the empty stack is deleted first"));
    assert_eq!(ran.fine().created, 1);
}

#[tokio::test]
async fn a_failed_creation_that_still_holds_resources_is_not_removed() {
    let mut world = World::new();
    let mut data = queue(30);
    data["Resources"]["Broken"] = json!({ "Type": "AWS::SNS::Topic" });
    world.stack("Data", &data, &[]);
    world.cloud.break_resource("Broken", "no");
    world.cloud.stick("Jobs");
    let (_, text) = world.deploy(&[Answer::Yes]).await.failed(Exit::NeedsHelp);
    assert!(
        text.contains("Data/Jobs could not be put back: it does not want to go back"),
        "{text}"
    );
    let (failure, _) = world.deploy(&[Answer::Yes]).await.failed(Exit::NeedsHelp);
    assert!(failure.message.contains("ROLLBACK_FAILED"), "{}", failure.message);
    assert_eq!(world.cloud.calls("DeleteStack"), 0);
}

#[tokio::test]
async fn a_stuck_update_names_what_holds_it() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    let mut changed = queue(60);
    changed["Resources"]["Broken"] = json!({ "Type": "AWS::SNS::Topic" });
    world.stack("Data", &changed, &[]);
    world.cloud.break_resource("Broken", "no");
    world.cloud.stick("Jobs");
    world.deploy(&[Answer::Yes]).await.failed(Exit::NeedsHelp);
    let (failure, _) = world.deploy(&[Answer::Yes]).await.failed(Exit::NeedsHelp);
    assert_eq!(failure.message, "test-Data is in UPDATE_ROLLBACK_FAILED and accepts no deployment");
    assert_eq!(failure.details, ["Data/Jobs: it does not want to go back"]);
    assert!(failure.next.expect("a next step").contains("continue-update-rollback"));
}

#[tokio::test]
async fn lost_answers_do_not_lose_the_deployment() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.cloud.fault("CreateChangeSet", 1, Fault::Lost);
    world.cloud.fault("ExecuteChangeSet", 1, Fault::Lost);
    assert_eq!(world.deploy(&[Answer::Yes]).await.fine().created, 1);
}

#[tokio::test]
async fn passing_troubles_are_waited_out_while_following() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    for call in 3..6 {
        world.cloud.fault("DescribeStackEvents", call, Fault::Throttled);
    }
    world.cloud.fault("DescribeChangeSet", 1, Fault::NoAnswer);
    let ran = world.deploy(&[Answer::Yes]).await;
    let retries = ran.host.events().into_iter();
    let retries = retries.filter(|event| matches!(event, Event::Retrying { .. })).count();
    assert_eq!(retries, 1, "one outage is told once");
    assert_eq!(ran.fine().created, 1);
}

#[tokio::test]
async fn a_change_set_that_cannot_be_made_takes_the_others_back() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    let import = json!({ "Resources": { "T": { "Type": "AWS::SNS::Topic", "Properties": {
        "TopicName": { "Fn::ImportValue": "nobody:exports" } } } } });
    world.stack("Api", &import, &[]);
    let (failure, _) = world.deploy(&[Answer::Yes]).await.failed(Exit::Failed);
    assert_eq!(failure.message, "CloudFormation cannot make a change set for test-Api");
    assert_eq!(failure.details, ["No export named nobody:exports found"]);
    assert_eq!(world.cloud.stacks(), []);
}

#[tokio::test]
async fn a_running_operation_is_attached_to() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    // The first run is interrupted while CloudFormation works.
    let leave = async {
        while world.cloud.calls("ExecuteChangeSet") == 0 {
            tokio::task::yield_now().await;
        }
    };
    let (failure, _) = world.deploy_until(&[Answer::Yes], leave).await.failed(Exit::Interrupted);
    assert_eq!(failure.message, "interrupted; what has begun goes on in AWS");
    let ran = world.deploy(&[]).await;
    let events = ran.host.events();
    assert!(events.iter().any(|event| matches!(event, Event::Attached { .. })));
    let settled = |event: &Event| matches!(event, Event::Settled { stack, status } if stack == "test-Data" && status == "CREATE_COMPLETE");
    assert!(events.iter().any(settled), "the followed operation ends for the host: {events:#?}");
    let done = |event: &Event| matches!(event, Event::Resource(one) if one.state == State::Done);
    assert!(events.iter().any(done), "its steps are told");
    assert_eq!(ran.fine().unchanged, 1);
}

#[tokio::test]
async fn an_interruption_before_the_approval_takes_everything_back() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    let leave = async {
        while world.cloud.calls("DescribeChangeSet") == 0 {
            tokio::task::yield_now().await;
        }
    };
    let (failure, _) = world.deploy_until(&[Answer::Yes], leave).await.failed(Exit::Interrupted);
    assert_eq!(failure.message, "interrupted; nothing was changed");
    assert_eq!(world.cloud.stacks(), []);
}

#[tokio::test]
async fn data_of_a_protected_stage_needs_more_than_yes() {
    let mut world = World::new();
    let table = |name: &str| {
        json!({ "Resources": { "Orders": {
            "Type": "AWS::DynamoDB::Table", "Properties": { "TableName": name } } } })
    };
    world.stage.protected = true;
    world.yes = true;
    world.stack("Data", &table("orders"), &[]);
    world.deploy(&[]).await.fine();
    world.stack("Data", &table("purchases"), &[]);
    let (failure, text) = world.deploy(&[]).await.failed(Exit::Approval);
    assert!(text.contains("± replace Data/Orders   AWS::DynamoDB::Table   DATA IS LOST"), "{text}");
    assert_eq!(failure.next.as_deref(), Some("if that is meant, add --allow-replace Data/Orders"));
    world.allow_replace = vec!["Data/Orders".to_owned()];
    assert_eq!(world.deploy(&[]).await.fine().updated, 1);
}

#[tokio::test]
async fn at_a_terminal_lost_data_is_approved_by_name() {
    let mut world = World::new();
    world.stage.protected = true;
    let bucket = json!({ "Resources": {
        "Files": { "Type": "AWS::S3::Bucket" }, "News": { "Type": "AWS::SNS::Topic" } } });
    world.stack("Data", &bucket, &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    world.stack("Data", &json!({ "Resources": { "News": { "Type": "AWS::SNS::Topic" } } }), &[]);
    let ran = world.deploy(&[Answer::Yes]).await;
    assert_eq!(ran.host.questions(), [Question::DeployWithLoss { stage: "test".into() }]);
    ran.fine();
}

#[tokio::test]
async fn a_later_change_set_that_destroys_more_than_was_shown_is_asked_about() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    let mut api = reader();
    api["Resources"]["Work"] =
        json!({ "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "a" } });
    world.stack("Api", &api, &["Data"]);
    world.deploy(&[Answer::Yes]).await.fine();
    world.stack("Data", &queue(60), &[]);
    api["Resources"]["Work"]["Properties"]["QueueName"] = json!("b");
    world.stack("Api", &api, &["Data"]);
    // The templates alone cannot tell that the queue is made anew.
    let ran = world.deploy(&[Answer::Yes, Answer::No]).await;
    assert_eq!(ran.host.questions().len(), 2);
    let (failure, text) = ran.failed(Exit::Approval);
    assert!(text.contains("holds more than could be foreseen"), "{text}");
    // Not "nothing was changed": the stack before it was.
    assert_eq!(failure.message, "test-Api was not approved and is as it was before");
}

#[tokio::test]
async fn stack_policy_and_termination_protection_come_from_the_assembly() {
    let mut world = World::new();
    let stack = world.stack("Data", &queue(30), &[]);
    stack.termination_protection = Some(true);
    stack.stack_policy = Some(json!({ "Statement": [] }));
    world.deploy(&[Answer::Yes]).await.fine();
    assert_eq!(world.cloud.policy("test-Data").as_deref(), Some(r#"{"Statement":[]}"#));
    world.yes = true;
    let (result, _) = world.destroy(&[]).await;
    let failure = result.expect_err("a protected stack");
    assert_eq!(failure.exit, Exit::Approval);
    assert_eq!(failure.message, "termination protection guards test-Data");
}

#[tokio::test]
async fn nested_templates_are_uploaded_innermost_first() {
    let mut world = World::new();
    let nested = |url: &str| {
        json!({ "Resources": { "Inner": {
            "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": url } } } })
    };
    std::fs::write(world.folder.path().join("b.json"), nested("c.json").to_string()).expect("b");
    std::fs::write(world.folder.path().join("c.json"), queue(30).to_string()).expect("c");
    world.cloud.add_bucket("cdk-hnb659fds-assets-111111111111-us-east-1");
    world.stack("Data", &nested("b.json"), &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    assert_eq!(world.cloud.buckets().len(), 1, "the account's bucket for the AWS CDK is used");
    let objects = world.cloud.objects();
    assert_eq!(objects.len(), 2);
    let (inner, _) = objects.iter().find(|(_, text)| text.contains("SQS")).expect("c.json");
    let (_, outer) = objects.iter().find(|(_, text)| !text.contains("SQS")).expect("b.json");
    assert!(outer.contains(inner.as_str()), "{outer} names {inner}");
}

#[tokio::test]
async fn deployed_values_of_parameters_are_kept() {
    let mut world = World::new();
    let mut template = queue(30);
    template["Parameters"] = json!({ "Image": { "Type": "String" } });
    world.stack("Data", &template, &[]);
    let (failure, _) = world.deploy(&[Answer::Yes]).await.failed(Exit::Failed);
    assert_eq!(failure.message, "test-Data has parameters without a value: Image");
    world.stack("Data", &template, &[]).parameters.insert("Image".into(), "v1".into());
    world.deploy(&[Answer::Yes]).await.fine();
    template["Resources"]["Jobs"]["Properties"]["VisibilityTimeout"] = json!(60);
    world.stack("Data", &template, &[]);
    assert_eq!(world.deploy(&[Answer::Yes]).await.fine().updated, 1);
}
