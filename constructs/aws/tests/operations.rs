//! What alarms, functions, events, builds, pipelines and databases do with values that belong together.

use cumulo::budgets::Budget;
use cumulo::cloudwatch::{
    Alarm, ComparisonOperator, Dashboard, GraphWidget, MathExpression, Metric, TextWidget, Widget,
};
use cumulo::codebuild::{BuildSpec, PipelineProject, Project};
use cumulo::codecommit::Repository;
use cumulo::codepipeline::{
    Artifact, CodeBuildAction, CodeCommitSourceAction, ManualApprovalAction, Pipeline,
};
use cumulo::events::{EventField, EventPattern, LambdaFunction, Rule, RuleTargetInput, SqsQueue};
use cumulo::lambda::{Code, Function, Runtime, SqsEventSource};
use cumulo::prelude::*;
use cumulo::rds::{Credentials, DatabaseInstance, DatabaseInstanceEngine};
use cumulo::sns::{SqsSubscription, Topic};
use cumulo::sqs::Queue;
use cumulo::testing::{Template, errors};
use cumulo::{ec2, eks, scheduler, wafv2};
use serde_json::{Value as Json, json};

fn app() -> (App, Stack) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    (app, stack)
}

fn function(scope: &Stack, id: &str) -> Function {
    Function::builder(scope, id)
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(e, c): return 1"))
        .build()
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn widgets(app: &App) -> Json {
    let template = Template::of(app, "Test");
    let body = &template.properties("AWS::CloudWatch::Dashboard")["DashboardBody"];
    let text = match body.as_str() {
        Some(text) => text.to_owned(),
        None => {
            let parts = body["Fn::Join"][1].as_array().expect("a join");
            parts.iter().map(|part| part.as_str().unwrap_or("TOKEN")).collect()
        }
    };
    let body: Json = serde_json::from_str(&text).expect("the body is JSON");
    body["widgets"].clone()
}

#[test]
fn an_alarm_on_a_band_needs_an_operator_with_two_thresholds() {
    let (app, stack) = app();
    Alarm::builder(&stack, "Alarm")
        .metric(MathExpression::anomaly_detection_band(Metric::new("App", "Load"), 2.0))
        .comparison_operator(ComparisonOperator::GreaterThanThreshold)
        .evaluation_periods(1)
        .build();
    assert_eq!(ids(&app), ["alarm-operator"]);
}

#[test]
fn what_cloudwatch_refuses_of_a_metric_is_found_where_it_is_used() {
    let (app, stack) = app();
    let metric = Metric::new("App", "Load").statistic("p").period(Duration::seconds(45));
    metric.dimension("Host", "").create_alarm(&stack, "Alarm", 1.0, 1);
    assert_eq!(ids(&app), ["metric-statistic", "metric-period", "metric-dimensions"]);
}

#[test]
fn two_metrics_cannot_share_an_id_in_one_graph() {
    let (app, stack) = app();
    let of = |name: &str| MathExpression::new("m * 2").using("m", Metric::new("App", name));
    let board = Dashboard::builder(&stack, "Board").build();
    board.add_widgets([GraphWidget::builder().left([of("A"), of("B")]).build()]);
    assert_eq!(ids(&app), ["metric-id"]);
}

#[test]
fn a_metric_that_an_expression_uses_too_is_drawn_once() {
    let (app, stack) = app();
    let load = Metric::new("App", "Load");
    let doubled = MathExpression::new("load * 2").using("load", &load);
    let board = Dashboard::builder(&stack, "Board").build();
    board.add_widgets([GraphWidget::builder()
        .left([doubled.into(), cumulo::cloudwatch::AnyMetric::from(load)])
        .build()]);
    let metrics = &widgets(&app)[0]["properties"]["metrics"];
    assert_eq!(metrics[1], json!(["App", "Load", { "id": "load" }]));
    assert_eq!(metrics.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_row_goes_on_below_where_24_columns_are_full() {
    let (app, stack) = app();
    let text = |width| Widget::from(TextWidget::builder("x").width(width).build());
    let board = Dashboard::builder(&stack, "Board").build();
    board.add_widgets([text(12), text(12), text(6)]);
    board.add_widgets([text(24)]);
    let places: Vec<(u64, u64)> = widgets(&app)
        .as_array()
        .expect("a list")
        .iter()
        .map(|widget| (widget["x"].as_u64().unwrap(), widget["y"].as_u64().unwrap()))
        .collect();
    assert_eq!(places, [(0, 0), (12, 0), (0, 2), (0, 4)]);
}

#[test]
fn a_function_in_an_image_has_no_handler_of_its_own() {
    let (app, stack) = app();
    Function::builder(&stack, "Fn")
        .code(Code::from_image_uri("111111111111.dkr.ecr.eu-west-1.amazonaws.com/app:1"))
        .handler("index.handler")
        .build();
    assert_eq!(ids(&app), ["function-runtime"]);
}

#[test]
fn code_for_go_cannot_stand_in_the_template() {
    let (app, stack) = app();
    Function::builder(&stack, "Fn")
        .runtime(Runtime::PROVIDED_AL2023)
        .handler("bootstrap")
        .code(Code::from_inline("package main"))
        .build();
    assert_eq!(ids(&app), ["function-code"]);
}

#[test]
fn a_function_that_reads_a_queue_may_consume_its_messages() {
    let (app, stack) = app();
    let queue = Queue::builder(&stack, "Queue").build();
    function(&stack, "Fn").add_event_source(&SqsEventSource::new(&queue).batch_size(5));
    let template = Template::of(&app, "Test");
    assert_eq!(template.properties("AWS::Lambda::EventSourceMapping")["BatchSize"], 5);
    let policy = template.properties("AWS::IAM::Policy").to_string();
    assert!(policy.contains("sqs:ReceiveMessage") && policy.contains("sqs:DeleteMessage"));
}

#[test]
fn two_targets_of_one_rule_share_one_permission() {
    let (app, stack) = app();
    let handler = function(&stack, "Fn");
    let rule =
        Rule::builder(&stack, "Rule").event_pattern(EventPattern::new().source(["app"])).build();
    rule.add_target(&LambdaFunction::new(&handler));
    rule.add_target(&LambdaFunction::new(&handler));
    let template = Template::of(&app, "Test");
    assert_eq!(template.resources("AWS::Lambda::Permission").len(), 1);
    let targets = &template.properties("AWS::Events::Rule")["Targets"];
    assert_eq!(targets[1]["Id"], "Target1");
}

#[test]
fn fields_of_the_event_stand_in_what_a_target_gets() {
    let (app, stack) = app();
    let queue = Queue::builder(&stack, "Queue").build();
    let rule =
        Rule::builder(&stack, "Rule").event_pattern(EventPattern::new().source(["app"])).build();
    let text = text!("{} in {}", EventField::from_path("$.detail.state"), EventField::region());
    rule.add_target(&SqsQueue::new(&queue).message(RuleTargetInput::from_text(text)));
    let template = Template::of(&app, "Test");
    let input = &template.properties("AWS::Events::Rule")["Targets"][0]["InputTransformer"];
    assert_eq!(input["InputTemplate"], "\"<detail-state> in <region>\"");
    assert_eq!(
        input["InputPathsMap"],
        json!({ "detail-state": "$.detail.state", "region": "$.region" })
    );
}

#[test]
fn a_rule_without_schedule_and_pattern_is_found() {
    let (app, stack) = app();
    Rule::builder(&stack, "Rule").build();
    assert_eq!(ids(&app), ["rule-trigger"]);
}

#[test]
fn a_pattern_that_is_added_stands_beside_the_first_one() {
    let (app, stack) = app();
    let first = EventPattern::new().source(["a"]).detail("state", ["on"]);
    let rule = Rule::builder(&stack, "Rule").event_pattern(first).build();
    rule.add_event_pattern(EventPattern::new().source(["b"]).detail("state", ["on", "off"]));
    let template = Template::of(&app, "Test");
    let pattern = &template.properties("AWS::Events::Rule")["EventPattern"];
    assert_eq!(*pattern, json!({ "source": ["a", "b"], "detail": { "state": ["on", "off"] } }));
}

#[test]
fn a_queue_that_subscribes_lets_only_that_topic_send() {
    let (app, stack) = app();
    let queue = Queue::builder(&stack, "Queue").build();
    Topic::builder(&stack, "Topic").build().add_subscription(&SqsSubscription::new(&queue));
    let template = Template::of(&app, "Test");
    let statement = &template.properties("AWS::SQS::QueuePolicy")["PolicyDocument"]["Statement"][0];
    assert_eq!(statement["Principal"]["Service"], "sns.amazonaws.com");
    assert!(statement["Condition"]["ArnEquals"]["aws:SourceArn"].is_object());
}

#[test]
fn the_name_of_a_fifo_queue_must_say_so() {
    let (app, stack) = app();
    Queue::builder(&stack, "Queue").queue_name("jobs").fifo(true).build();
    assert_eq!(ids(&app), ["queue-fifo"]);
}

#[test]
fn a_project_without_code_needs_its_build_spec_in_the_template() {
    let (app, stack) = app();
    Project::builder(&stack, "Build").build_spec(BuildSpec::from_source_filename("x.yml")).build();
    assert_eq!(ids(&app), ["project-build-spec"]);
}

#[test]
fn a_pipeline_must_begin_with_sources_and_use_only_what_was_made() {
    let (app, stack) = app();
    let project = PipelineProject::builder(&stack, "Build").build();
    let nothing = Artifact::new("Nothing");
    let pipeline = Pipeline::builder(&stack, "Pipeline").build();
    pipeline.add_stage("Approve").add_action(&ManualApprovalAction::new("Approve"));
    pipeline.add_stage("Build").add_action(&CodeBuildAction::new("Build", &project, &nothing));
    assert_eq!(ids(&app), ["pipeline-stages", "pipeline-artifact"]);
}

#[test]
fn an_unnamed_artifact_is_named_after_the_action_that_makes_it() {
    let (app, stack) = app();
    let repository = Repository::builder(&stack, "Code").repository_name("app").build();
    let project = PipelineProject::builder(&stack, "Build").build();
    let code = Artifact::unnamed();
    let pipeline = Pipeline::builder(&stack, "Pipeline").build();
    pipeline
        .add_stage("Source")
        .add_action(&CodeCommitSourceAction::new("Get", &repository, &code).branch("main"));
    pipeline.add_stage("Build").add_action(&CodeBuildAction::new("Build", &project, &code));
    let template = Template::of(&app, "Test");
    let stages = &template.properties("AWS::CodePipeline::Pipeline")["Stages"];
    assert_eq!(stages[1]["Actions"][0]["InputArtifacts"][0]["Name"], "Artifact_Source_Get");
}

#[test]
fn a_plain_password_never_reaches_a_template() {
    let (app, stack) = app();
    let vpc = ec2::Vpc::builder(&stack, "Vpc").build();
    DatabaseInstance::builder(&stack, "Db")
        .vpc(&vpc)
        .engine(DatabaseInstanceEngine::postgres("16"))
        .credentials(Credentials::from_password("app", Secret::unsafe_plain_text("hunter2")))
        .build();
    let found = errors(&app);
    assert_eq!(found[0].0, "secret-in-template");
    assert!(!found[0].1.contains("hunter2"));
}

#[test]
fn a_new_way_of_making_a_password_makes_a_new_secret() {
    let secret_of = |excluded: &str| {
        let (app, stack) = app();
        let vpc = ec2::Vpc::builder(&stack, "Vpc").build();
        DatabaseInstance::builder(&stack, "Db")
            .vpc(&vpc)
            .engine(DatabaseInstanceEngine::postgres("16"))
            .credentials(Credentials::from_generated_secret("app").exclude_characters(excluded))
            .build();
        let template = Template::of(&app, "Test");
        template.resources("AWS::SecretsManager::Secret")[0].0.to_owned()
    };
    assert_ne!(secret_of("@/"), secret_of("@/\""));
}

#[test]
fn permissions_that_are_given_twice_in_a_cluster_stand_in_one_entry() {
    let (app, stack) = app();
    let vpc = ec2::Vpc::builder(&stack, "Vpc").build();
    let cluster = eks::Cluster::builder(&stack, "Cluster")
        .version("1.33")
        .vpc(&vpc)
        .default_capacity(eks::DefaultCapacity::None)
        .build();
    let role = "arn:aws:iam::111111111111:role/team";
    let view = eks::AccessPolicy::of_namespaces("AmazonEKSViewPolicy", ["shop"]);
    cluster.grant_access("Team", role, [view]);
    cluster.grant_cluster_admin("Admins", role);
    let template = Template::of(&app, "Test");
    let policies = &template.properties("AWS::EKS::AccessEntry")["AccessPolicies"];
    assert_eq!(policies.as_array().map(Vec::len), Some(2));
}

#[test]
fn profiles_of_a_cluster_are_made_one_after_the_other() {
    let (app, stack) = app();
    let vpc = ec2::Vpc::builder(&stack, "Vpc").build();
    let cluster = eks::Cluster::builder(&stack, "Cluster").version("1.33").vpc(&vpc).build();
    cluster.add_fargate_profile("A", [eks::Selector::namespace("a")]).build();
    cluster.add_fargate_profile("B", [eks::Selector::namespace("b")]).build();
    let template = Template::of(&app, "Test");
    let profiles = template.resources("AWS::EKS::FargateProfile");
    let waits_for = profiles[1].1["DependsOn"].to_string();
    assert!(waits_for.contains(profiles[0].0), "{waits_for}");
}

#[test]
fn the_usual_web_acl_limits_first_and_lets_in_what_no_rule_refuses() {
    let (app, stack) = app();
    wafv2::WebAcl::baseline(&stack, "Acl");
    let template = Template::of(&app, "Test");
    let acl = template.properties("AWS::WAFv2::WebACL");
    assert_eq!(acl["Rules"][0]["Statement"]["RateBasedStatement"]["Limit"], 2000);
    assert_eq!(acl["Rules"][1]["OverrideAction"], json!({ "None": {} }));
    assert_eq!(acl["DefaultAction"], json!({ "Allow": {} }));
}

#[test]
fn two_rules_of_a_web_acl_cannot_share_a_name() {
    let (app, stack) = app();
    let rule = |limit| wafv2::WafRule::rate_limit("limit", limit);
    wafv2::WebAcl::builder(&stack, "Acl").rules([rule(100), rule(5)]).build();
    assert_eq!(ids(&app), ["waf-rule-name", "waf-rate-limit"]);
}

#[test]
fn a_budget_tells_of_what_is_spent_and_of_what_is_expected() {
    let (app, stack) = app();
    let budget = Budget::builder(&stack, "Budget").monthly_usd(200.0).emails(["a@example.com"]);
    budget.build();
    let template = Template::of(&app, "Test");
    let told = &template.properties("AWS::Budgets::Budget")["NotificationsWithSubscribers"];
    let of = |i: usize| &told[i]["Notification"];
    assert_eq!((&of(0)["NotificationType"], &of(0)["Threshold"]), (&json!("ACTUAL"), &json!(80)));
    assert_eq!(of(1)["NotificationType"], "FORECASTED");
}

#[test]
fn a_budget_that_tells_nobody_is_found() {
    let (app, stack) = app();
    Budget::builder(&stack, "Budget").monthly_usd(200.0).build();
    assert_eq!(ids(&app), ["budget-subscribers"]);
}

#[test]
fn only_schedules_of_the_account_take_on_the_role_of_a_schedule() {
    let (app, stack) = app();
    let queue = Queue::builder(&stack, "Queue").build();
    scheduler::Schedule::builder(&stack, "Nightly")
        .schedule(scheduler::ScheduleExpression::rate(Duration::hours(24)))
        .target(&scheduler::SqsSendMessage::new(&queue).input("go"))
        .build();
    let template = Template::of(&app, "Test");
    let schedule = template.properties("AWS::Scheduler::Schedule");
    assert_eq!(schedule["ScheduleExpression"], "rate(1 day)");
    let trust = &template.properties("AWS::IAM::Role")["AssumeRolePolicyDocument"];
    let own = &trust["Statement"][0]["Condition"]["StringEquals"];
    assert_eq!(own["aws:SourceAccount"], json!({ "Ref": "AWS::AccountId" }));
}
