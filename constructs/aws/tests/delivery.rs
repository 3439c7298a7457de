//! What actions and conditions of pipelines need, and what they ask for.

use cumulo::codecommit::Repository;
use cumulo::codepipeline::{
    Artifact, CloudFormationDeleteStackAction, CloudFormationDeployStackSetAction,
    CodeCommitSourceAction, CommandsAction, ConditionResult, ConditionRule,
    EcrBuildAndPublishAction, InspectorEcrImageScanAction, ManualApprovalAction, Pipeline,
    PipelineStage, RetryMode, StackInstances, StackSetParameters, StageCondition,
    StateMachineInput, StepFunctionInvokeAction,
};
use cumulo::prelude::*;
use cumulo::testing::Template;
use serde_json::{Value as Json, json};

/// A pipeline of two stages, of which `describe` gets the second and the code.
fn pipeline(describe: impl FnOnce(&Stack, &PipelineStage, &Artifact)) -> Template {
    let app = App::new();
    let stack = Stack::builder(&app, "Delivery").build();
    let repository = Repository::builder(&stack, "Repository").repository_name("api").build();
    let code = Artifact::new("Code");
    let pipeline = Pipeline::builder(&stack, "Pipeline").build();
    pipeline.add_stage("Source").add_action(&CodeCommitSourceAction::new(
        "Code",
        &repository,
        &code,
    ));
    describe(&stack, &pipeline.add_stage("Next"), &code);
    Template::of(&app, "Delivery")
}

fn stage(template: &Template) -> Json {
    template.properties("AWS::CodePipeline::Pipeline")["Stages"][1].clone()
}

/// What the role of the only action of the second stage may do.
fn allowed(template: &Template) -> Vec<Json> {
    let policies = template.resources("AWS::IAM::Policy");
    let of_action = |id: &str| id.starts_with("PipelineNext") && id.contains("ActionRole");
    let (_, policy) = policies.iter().find(|(id, _)| of_action(id)).expect("a policy");
    let statements = policy["Properties"]["PolicyDocument"]["Statement"].as_array().unwrap();
    statements.iter().map(|statement| statement["Action"].clone()).collect()
}

#[test]
fn commands_keep_the_files_and_variables_that_later_actions_use() {
    let template = pipeline(|_, stage, code| {
        let site = Artifact::new("Site").files(["public/**"]);
        let action = CommandsAction::new("Render", code, ["npm ci", "npm run build"]);
        stage.add_action(&action.output(&site).output_variables(["VERSION"]));
    });
    let action = &stage(&template)["Actions"][0];
    assert_eq!(action["ActionTypeId"]["Category"], "Compute");
    assert_eq!(action["Commands"], json!(["npm ci", "npm run build"]));
    assert_eq!(action["OutputArtifacts"], json!([{ "Files": ["public/**"], "Name": "Site" }]));
    assert_eq!(action["OutputVariables"], json!(["VERSION"]));
    assert!(allowed(&template).contains(&json!("logs:GetLogEvents")));
}

#[test]
fn an_image_is_built_for_one_repository_and_looked_through() {
    let template = pipeline(|_, stage, code| {
        stage.add_action(
            &EcrBuildAndPublishAction::new("Image", "acme/api", code).image_tags(["1.0.0", "1"]),
        );
    });
    let action = &stage(&template)["Actions"][0];
    assert_eq!(action["Configuration"]["ImageTags"], "1.0.0,1");
    assert!(allowed(&template)[0].as_array().unwrap().contains(&json!("ecr:PutImage")));
    assert!(allowed(&template).contains(&json!("ecr:GetAuthorizationToken")));

    let template = pipeline(|stack, stage, _| {
        let images = cumulo::ecr::Repository::builder(stack, "Images").build();
        let found = Artifact::new("Found");
        let scan = InspectorEcrImageScanAction::new("Scan", &images, &found);
        stage.add_action(&scan.critical_threshold(0).image_tag("1.0.0"));
    });
    let scan = &stage(&template)["Actions"][0];
    assert_eq!(scan["Configuration"]["CriticalThreshold"], 0);
    assert_eq!(scan["OutputArtifacts"], json!([{ "Name": "Found" }]));
}

#[test]
fn a_state_machine_is_told_an_object_or_a_file() {
    let arn = "arn:aws:states:us-east-1:111111111111:stateMachine:Migrate";
    let invoke = || StepFunctionInvokeAction::new("Migrate", arn);
    let template = pipeline(|_, stage, _| {
        let input = StateMachineInput::literal(json!({ "dry": false }));
        stage.add_action(&invoke().state_machine_input(input));
    });
    let configuration = &stage(&template)["Actions"][0]["Configuration"];
    assert_eq!(configuration["Input"], r#"{"dry":false}"#);
    let template = pipeline(|_, stage, code| {
        let input = StateMachineInput::file_path(&code.at_path("input.json"));
        stage.add_action(&invoke().state_machine_input(input));
    });
    let action = &stage(&template)["Actions"][0];
    assert_eq!(action["Configuration"]["Input"], "Code::input.json");
    assert_eq!(action["InputArtifacts"], json!([{ "Name": "Code" }]));
}

#[test]
fn a_stack_set_names_its_places_and_who_deploys_there() {
    let set = |code: &Artifact| {
        CloudFormationDeployStackSetAction::new("Set", "baseline", &code.at_path("set.yaml"))
            .parameters(StackSetParameters::from_literal([("Size", "small")], &["Key"]))
    };
    let template = pipeline(|_, stage, code| {
        let places = StackInstances::in_accounts(["222222222222"], ["eu-west-1", "us-east-1"]);
        stage.add_action(&set(code).stack_instances(places));
    });
    let configuration = &stage(&template)["Actions"][0]["Configuration"];
    assert_eq!(configuration["Regions"], "eu-west-1,us-east-1");
    assert_eq!(
        configuration["Parameters"],
        "ParameterKey=Size,ParameterValue=small ParameterKey=Key,UsePreviousValue=true"
    );
    assert_eq!(configuration["PermissionModel"], "SELF_MANAGED");
    assert!(configuration["AdministrationRoleArn"].is_object());

    let template = pipeline(|_, stage, code| {
        stage.add_action(&set(code).organizations(Some(true)));
    });
    let configuration = &stage(&template)["Actions"][0]["Configuration"];
    assert_eq!(configuration["OrganizationsAutoDeployment"], "Enabled");
    assert!(configuration["AdministrationRoleArn"].is_null());
}

#[test]
fn deleting_a_stack_needs_no_template() {
    let template = pipeline(|_, stage, _| {
        stage.add_action(&CloudFormationDeleteStackAction::new("Gone", "old", false));
    });
    let action = &stage(&template)["Actions"][0];
    assert_eq!(action["Configuration"]["ActionMode"], "DELETE_ONLY");
    assert!(action["InputArtifacts"].is_null());
}

#[test]
fn a_stage_is_entered_by_day_left_without_alarm_and_tried_again() {
    let template = pipeline(|_, stage, _| {
        let by_day = ConditionRule::new("ByDay", "DeploymentWindow")
            .version("1")
            .configuration("Cron", "* * 9-17 ? * MON-FRI *");
        let quiet = ConditionRule::new("Quiet", "CloudWatchAlarm")
            .version("1")
            .configuration("AlarmName", "errors");
        stage
            .add_action(&ManualApprovalAction::new("Ask"))
            .before_entry(StageCondition::new(ConditionResult::Fail, [by_day]))
            .on_success(StageCondition::new(ConditionResult::Rollback, [quiet]))
            .retry_on_failure(RetryMode::FailedActions);
    });
    let stage = stage(&template);
    let entry = &stage["BeforeEntry"]["Conditions"][0];
    assert_eq!((&entry["Result"], &entry["Rules"][0]["Name"]), (&json!("FAIL"), &json!("ByDay")));
    assert_eq!(stage["OnSuccess"]["Conditions"][0]["Result"], "ROLLBACK");
    let retry =
        json!({ "Result": "RETRY", "RetryConfiguration": { "RetryMode": "FAILED_ACTIONS" } });
    assert_eq!(stage["OnFailure"], retry);
}
