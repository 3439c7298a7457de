use super::testing::{World, queue, reader};
use crate::error::Exit;
use crate::host::{Answer, Question};
use serde_json::json;

fn with_kept_bucket() -> serde_json::Value {
    let mut data = queue(30);
    data["Resources"]["Files"] = json!({ "Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain" });
    data
}

#[tokio::test]
async fn what_goes_and_what_stays_is_told_first() {
    let mut world = World::new();
    world.stack("Data", &with_kept_bucket(), &[]);
    world.stack("Api", &reader(), &["Data"]);
    world.deploy(&[Answer::Yes]).await.fine();
    let (result, host) = world.destroy(&[Answer::Yes]).await;
    let report = result.expect("a destruction");
    assert_eq!((report.stacks, report.kept), (2, 1));
    assert_eq!(host.questions(), [Question::Destroy { stage: "test".into() }]);
    insta::assert_snapshot!("destruction", host.text());
    assert_eq!(world.cloud.stacks(), []);
}

#[tokio::test]
async fn declined_deletes_nothing() {
    let mut world = World::new();
    world.stack("Data", &queue(30), &[]);
    world.deploy(&[Answer::Yes]).await.fine();
    for answers in [&[Answer::No][..], &[]] {
        let (result, _) = world.destroy(answers).await;
        assert_eq!(result.expect_err("a refusal").exit, Exit::Approval);
    }
    assert_eq!(world.cloud.calls("DeleteStack"), 0);
}

#[tokio::test]
async fn what_cannot_be_deleted_is_named_and_keeps_what_it_needs() {
    let mut world = World::new();
    world.yes = true;
    world.stack("Data", &queue(30), &[]);
    world.stack("Api", &reader(), &["Data"]);
    world.deploy(&[]).await.fine();
    world.cloud.stick("News");
    let (result, _) = world.destroy(&[]).await;
    let failure = result.expect_err("a stack that stays");
    assert_eq!(failure.exit, Exit::NeedsHelp);
    assert_eq!(failure.message, "test-Api could not be deleted (DELETE_FAILED)");
    assert_eq!(failure.details, ["Api/News: it is not empty", "not started: test-Data"]);
}
