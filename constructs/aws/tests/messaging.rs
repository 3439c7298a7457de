//! What events, functions, topics and queues do with values that belong together.

use cumulo::events::{
    ApiDestination, ApiDestinationTarget, Authorization, Connection, EventBus, EventPattern, Rule,
    Schedule,
};
use cumulo::iam::{PolicyStatement, Principal, ResourceWithPolicy};
use cumulo::prelude::*;
use cumulo::testing::{Template, errors};

fn app() -> (App, Stack) {
    let app = App::new();
    let stack = Stack::builder(&app, "Test").build();
    (app, stack)
}

fn ids(app: &App) -> Vec<String> {
    errors(app).into_iter().map(|(id, _)| id).collect()
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
