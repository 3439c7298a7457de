//! What events, functions, topics and queues do with values that belong together.

use cumulo::dynamodb::{Attribute, StreamViewType, Table};
use cumulo::events::{
    ApiDestination, ApiDestinationTarget, Authorization, Connection, EventBus, EventPattern, Rule,
    Schedule,
};
use cumulo::iam::{PolicyStatement, Principal, ResourceWithPolicy};
use cumulo::lambda::{
    Code, DynamoEventSource, EventSourceMapping, Function, LayerVersion, Runtime,
    SelfManagedKafkaEventSource, StartingPosition,
};
use cumulo::prelude::*;
use cumulo::sns::{FilterPolicy, SqsSubscription, Topic};
use cumulo::sqs::Queue;
use cumulo::testing::{Template, errors};

fn app() -> (App, Stack) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    (app, stack)
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
}

fn function(scope: &Stack, id: &str) -> Function {
    Function::builder(scope, id)
        .runtime(Runtime::PYTHON_3_13)
        .handler("index.handler")
        .code(Code::from_inline("def handler(e, c): return 1"))
        .build()
}

#[test]
fn an_entry_of_the_policy_of_a_bus_needs_a_name() {
    let (app, stack) = app();
    let bus = EventBus::builder(&stack, "Orders").build();
    let shop = Principal::account("222222222222");
    bus.grant_put_events_by_policy(&shop, "Shop");
    let template = Template::of(&app, "Test");
    assert_eq!(template.properties("AWS::Events::EventBusPolicy")["StatementId"], "cdk-Shop");
    let nameless = PolicyStatement::allow().actions(["events:PutEvents"]).principals([shop]);
    bus.add_to_resource_policy(nameless.resources([bus.event_bus_arn()]));
    assert_eq!(ids(&app), ["event-bus-policy"]);
}

#[test]
fn rules_share_the_role_of_an_address_outside_of_aws() {
    let (app, stack) = app();
    let key = Authorization::api_key("x-api-key", cumulo::Secret::secrets_manager("mail"));
    let connection = Connection::builder(&stack, "Mails").authorization(key).build();
    let mails = ApiDestination::builder(&stack, "Send")
        .connection(&connection)
        .endpoint("https://mail.example.com/send")
        .build();
    for id in ["Hourly", "Daily"] {
        let rule = Rule::builder(&stack, id).schedule(Schedule::rate(Duration::hours(1))).build();
        rule.add_target(&ApiDestinationTarget::new(&mails));
    }
    assert_eq!(Template::of(&app, "Test").resources("AWS::IAM::Role").len(), 1);
}

#[test]
fn an_archive_that_a_bus_makes_says_whose_events_it_keeps() {
    let (app, stack) = app();
    let bus = EventBus::builder(&stack, "Orders").build();
    bus.archive("All").event_pattern(EventPattern::new().source(["shop"])).build();
    let template = Template::of(&app, "Test");
    let archive = template.properties("AWS::Events::Archive");
    assert_eq!(archive["Description"]["Fn::Join"][1][0], "Event Archive for ");
    assert_eq!(archive["RetentionDays"], 0);
}

#[test]
fn layers_stand_in_the_order_of_their_paths() {
    let (app, stack) = app();
    let handler = function(&stack, "Fn");
    let layer = |id: &str| {
        let arn = format!("arn:aws:lambda:us-east-1:111111111111:layer:{id}:1");
        LayerVersion::from_layer_version_arn(&stack, id, arn)
    };
    handler.add_layers([layer("Tools")]);
    handler.add_layers([layer("Base")]);
    let template = Template::of(&app, "Test");
    let layers = &template.properties("AWS::Lambda::Function")["Layers"];
    assert_eq!(layers[0], "arn:aws:lambda:us-east-1:111111111111:layer:Base:1");
}

#[test]
fn a_function_may_send_what_it_failed_to_handle_to_a_queue() {
    let (app, stack) = app();
    let handler = function(&stack, "Fn");
    let table = Table::builder(&stack, "Orders")
        .partition_key(Attribute::string("id"))
        .stream(StreamViewType::NewImage)
        .build();
    let failed = Queue::builder(&stack, "Failed").build();
    let source = DynamoEventSource::new(&table, StartingPosition::Latest).on_failure(&failed);
    handler.add_event_source(&source);
    let template = Template::of(&app, "Test");
    let mapping = template.properties("AWS::Lambda::EventSourceMapping");
    let to = &mapping["DestinationConfig"]["OnFailure"]["Destination"];
    assert!(to["Fn::GetAtt"][0].as_str().unwrap_or_default().starts_with("Failed"), "{to}");
    let statement = &template.properties("AWS::IAM::Policy")["PolicyDocument"]["Statement"][0];
    assert!(statement["Action"].to_string().contains("sqs:SendMessage"), "{statement}");
}

#[test]
fn lambda_must_know_what_it_reads_and_how_it_signs_in() {
    let (app, stack) = app();
    let handler = function(&stack, "Fn");
    EventSourceMapping::builder(&stack, "Nothing").target(&handler).build();
    let servers = ["kafka.example.com:9092"];
    let source = SelfManagedKafkaEventSource::new(servers, "clicks", StartingPosition::Latest);
    handler.add_event_source(&source);
    assert_eq!(ids(&app), ["event-source", "event-source"]);
}

#[test]
fn a_filter_of_bodies_says_what_stands_in_their_objects() {
    let (app, stack) = app();
    let topic = Topic::builder(&stack, "Topic").build();
    let queue = Queue::builder(&stack, "Queue").build();
    let paid = FilterPolicy::new().object("order", FilterPolicy::new().strings("state", ["paid"]));
    topic.add_subscription(&SqsSubscription::new(&queue).filter_policy_with_message_body(paid));
    let template = Template::of(&app, "Test");
    let subscription = template.properties("AWS::SNS::Subscription");
    assert_eq!(subscription["FilterPolicyScope"], "MessageBody");
    assert_eq!(subscription["FilterPolicy"]["order"]["state"][0], "paid");
}
