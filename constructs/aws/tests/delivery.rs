//! What builds, pipelines and repositories tell of, and what they run on.

use cumulo::codebuild::{
    BuildEnvironment, BuildImage, BuildSpec, ComputeType, EnvironmentType, FileSystemLocation,
    Fleet, FleetCompute, Project, Source,
};
use cumulo::codecommit::{Repository, RepositoryEventTrigger};
use cumulo::codepipeline::{
    Artifact, CodeCommitSourceAction, ManualApprovalAction, Pipeline, PipelineType, Variable,
};
use cumulo::codestarnotifications::{NotificationRule, ProjectNotificationEvents};
use cumulo::iam::{Principal, Role};
use cumulo::prelude::*;
use cumulo::sns::Topic;
use cumulo::testing::{Template, errors};
use serde_json::json;

fn app() -> (App, Stack) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    (app, stack)
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn spec() -> BuildSpec {
    BuildSpec::from_object(json!({ "version": "0.2" }))
}

#[test]
fn a_topic_lets_notifications_in_once() {
    let (app, stack) = app();
    let team = Topic::builder(&stack, "Team").build();
    let project = Project::builder(&stack, "Build").build_spec(spec()).build();
    project.notify_on_build_failed("Failed", &team);
    project.notify_on_build_succeeded("Succeeded", &team);
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::CodeStarNotifications::NotificationRule").len(), 2);
    let statements = &template.properties("AWS::SNS::TopicPolicy")["PolicyDocument"]["Statement"];
    assert_eq!(statements.as_array().map(Vec::len), Some(1), "{statements}");
}

#[test]
fn a_notification_tells_of_something() {
    let (app, stack) = app();
    let project = Project::builder(&stack, "Build").build_spec(spec()).build();
    let nothing: [ProjectNotificationEvents; 0] = [];
    NotificationRule::builder(&stack, "Rule").source(&project).events(nothing).build();
    assert_eq!(ids(&app), ["notification-events"]);
}

#[test]
fn who_may_approve_may_see_the_pipeline_too() {
    let (app, stack) = app();
    let repository = Repository::builder(&stack, "Code").repository_name("app").build();
    let pipeline = Pipeline::builder(&stack, "Pipeline").build();
    let code = Artifact::new("Code");
    let source = CodeCommitSourceAction::new("Source", &repository, &code);
    pipeline.add_stage("Source").add_action(&source);
    let release = pipeline.add_stage("Release");
    release.add_action(&ManualApprovalAction::new("Approve"));
    let boss = Role::builder(&stack, "Boss").assumed_by(Principal::account_root()).build();
    release.grant_manual_approval("Approve", &boss);
    let template = Template::of(&app, "Test");
    let policies = template.resources("AWS::IAM::Policy");
    let (_, policy) = policies.iter().find(|(id, _)| id.starts_with("Boss")).expect("a policy");
    let text = policy.to_string();
    for action in ["ListPipelines", "GetPipelineState", "PutApprovalResult", "/Release/Approve"] {
        assert!(text.contains(action), "{action} is missing: {text}");
    }
}

#[test]
fn only_pipelines_of_the_second_kind_get_variables_later() {
    let (app, stack) = app();
    let repository = Repository::builder(&stack, "Code").repository_name("app").build();
    for (id, kind) in [("First", PipelineType::V1), ("Second", PipelineType::V2)] {
        let pipeline = Pipeline::builder(&stack, id).pipeline_type(kind).build();
        let code = Artifact::new("Code");
        let source = CodeCommitSourceAction::new("Source", &repository, &code);
        pipeline.add_stage("Source").add_action(&source);
        pipeline.add_stage("Approve").add_action(&ManualApprovalAction::new("Approve"));
        pipeline.add_variable(&Variable::new("version"));
    }
    assert_eq!(ids(&app), ["pipeline-type"]);
}

#[test]
fn only_repositories_of_the_program_get_triggers() {
    let (app, stack) = app();
    let known = Repository::from_repository_name(&stack, "Known", "app");
    let topic = "arn:aws:sns:us-east-1:111111111111:commits";
    known.notify("All", topic, [RepositoryEventTrigger::All], [], None);
    assert_eq!(ids(&app), ["imported-repository"]);
}

#[test]
fn file_systems_are_seen_from_a_vpc_alone() {
    let (app, stack) = app();
    let location = FileSystemLocation::efs("cache", "fs-1.efs.us-east-1.amazonaws.com:/", "/cache");
    Project::builder(&stack, "Build").build_spec(spec()).file_system_locations([location]).build();
    assert_eq!(ids(&app), ["project-vpc"]);
}

#[test]
fn further_code_needs_a_name_by_which_builds_know_it() {
    let (app, stack) = app();
    let project = Project::builder(&stack, "Build").source(Source::github("acme", "shop")).build();
    project.add_secondary_source(
        &Source::github("acme", "tools").identifier("tools").branch_or_ref("v1"),
    );
    let template = Template::of(&app, "Test");
    let properties = template.properties("AWS::CodeBuild::Project");
    assert_eq!(properties["SecondarySources"][0]["SourceIdentifier"], "tools");
    assert_eq!(properties["SecondarySourceVersions"][0]["SourceVersion"], "v1");
    project.add_secondary_source(&Source::github("acme", "more"));
    assert_eq!(ids(&app), ["project-identifier"]);
}

#[test]
fn webhooks_that_start_batches_have_a_role_for_them() {
    let (app, stack) = app();
    let source = Source::github("acme", "shop").webhook(true).webhook_triggers_batch_build(true);
    Project::builder(&stack, "Build").source(source).build();
    let template = Template::of(&app, "Test");
    let project = template.properties("AWS::CodeBuild::Project");
    assert_eq!(project["Triggers"]["BuildType"], "BUILD_BATCH");
    assert!(project["BuildBatchConfig"]["ServiceRole"].is_object(), "{project}");
}

#[test]
fn builds_in_lambda_need_no_credentials_for_their_image() {
    let (app, stack) = app();
    let image = BuildEnvironment::new().build_image(BuildImage::lambda_python_3_13());
    Project::builder(&stack, "Build").build_spec(spec()).environment(image).build();
    let template = Template::of(&app, "Test");
    let environment = &template.properties("AWS::CodeBuild::Project")["Environment"];
    assert_eq!(environment["ComputeType"], "BUILD_LAMBDA_1GB");
    assert!(environment.get("ImagePullCredentialsType").is_none(), "{environment}");
}

#[test]
fn a_fleet_is_of_a_size_or_of_what_machines_must_have() {
    let (app, stack) = app();
    let fleet = |id: &str, compute: FleetCompute| {
        Fleet::builder(&stack, id)
            .base_capacity(1)
            .compute_type(compute)
            .environment_type(EnvironmentType::LinuxContainer)
            .build()
    };
    fleet("Medium", ComputeType::Medium.into());
    let memory = Some(Size::gibibytes(8));
    fleet("Large", FleetCompute::Attributes { vcpu: Some(4), memory, disk: None, nvme: false });
    let template = Template::of(&app, "Test");
    let kinds: Vec<_> = template
        .resources("AWS::CodeBuild::Fleet")
        .into_iter()
        .map(|(_, fleet)| fleet["Properties"]["ComputeType"].clone())
        .collect();
    assert_eq!(kinds, ["BUILD_GENERAL1_MEDIUM", "ATTRIBUTE_BASED_COMPUTE"]);
}
