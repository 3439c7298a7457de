//! Event buses and their archives.

use super::EventPattern;
use crate::bag::{bag, opt};
use crate::cfn::events::{CfnArchive, CfnEventBus, CfnEventBusPolicy};
use crate::iam::{Conditions, Grant, Grantable, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, Fn, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// How much of what a bus does is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum LogLevel {
    Off,
    Error,
    Info,
    Trace,
}

/// Whether logs of a bus show the events themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IncludeDetail {
    /// They do.
    Full,
    /// They do not.
    None,
}

/// A bus that carries events to rules; every account has one by the name `default`.
///
/// ```
/// use cumulo::{App, Stack, events::EventBus};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = EventBus::builder(&stack, "Orders").build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-eventbus.html>
#[derive(Clone, Debug)]
pub struct EventBus {
    node: Node,
    cfn: Option<Resource<CfnEventBus>>,
    arn: Value<String>,
    name: Value<String>,
}

#[bon]
impl EventBus {
    /// Starts to describe a bus.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account. Default: made from its place in the tree.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        event_bus_name: Option<Value<String>>,
        /// Source of events of a partner; the bus then has its name.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        event_source_name: Option<Value<String>>,
        /// What it carries, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Key that encrypts the events. Default: one of AWS.
        kms_key: Option<&Key>,
        /// Queue of events that could not be handed on.
        dead_letter_queue: Option<&Queue>,
        /// How much of what it does is logged, and whether logs show the events. Default: nothing.
        #[builder(with = |level: LogLevel, detail: Option<IncludeDetail>| (level, detail))]
        log_config: Option<(LogLevel, Option<IncludeDetail>)>,
    ) -> EventBus {
        let node = scope.node().child(id);
        let name = event_bus_name
            .or_else(|| event_source_name.clone())
            .unwrap_or_else(|| Value::new(node.unique_id()));
        let dead_letters =
            dead_letter_queue.map(|queue| Expr::object([("Arn", queue.queue_arn().into_expr())]));
        if let Some(key) = kms_key {
            allow_bus(key, &node, &name);
        }
        let upper = |text: String| Expr::from(text.to_uppercase());
        let log_config = log_config.map(|(level, detail)| {
            let detail = detail.map_or(Expr::Null, |detail| upper(format!("{detail:?}")));
            Expr::object([("IncludeDetail", detail), ("Level", upper(format!("{level:?}")))])
        });
        let cfn = bag::<CfnEventBus>([
            ("DeadLetterConfig", dead_letters.unwrap_or(Expr::Null)),
            ("Description", opt(description.as_ref())),
            ("EventSourceName", opt(event_source_name.as_ref())),
            ("KmsKeyIdentifier", opt(kms_key.map(Key::key_arn).as_ref())),
            ("LogConfig", log_config.unwrap_or(Expr::Null)),
            ("Name", name.into_expr()),
        ])
        .add_to(&node, "Resource");
        EventBus { arn: cfn.attr_arn(), name: cfn.reference(), cfn: Some(cfn), node }
    }

    /// A bus of this account and region that exists already, by its name.
    #[track_caller]
    pub fn from_event_bus_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> EventBus {
        let (node, name) = (scope.node().child(id), name.into_value());
        let arn = node.stack().format_arn("events", crate::text!("event-bus/{}", name));
        EventBus { node, cfn: None, arn, name }
    }

    /// A bus that exists already, by its ARN.
    #[track_caller]
    pub fn from_event_bus_arn(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> EventBus {
        let arn = arn.into_value();
        let name = match arn.literal() {
            Some(text) => Value::new(text.rsplit('/').next().unwrap_or_default().to_owned()),
            None => Fn::select(1, Fn::split("/", Fn::select(5, Fn::split(":", &arn)))),
        };
        EventBus { node: scope.node().child(id), cfn: None, arn, name }
    }

    /// The L1; none of an imported bus.
    pub fn cfn(&self) -> Option<&Resource<CfnEventBus>> {
        self.cfn.as_ref()
    }

    /// Its ARN.
    pub fn event_bus_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn event_bus_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Lets `grantee` put events on it, by its own policy.
    #[track_caller]
    pub fn grant_put_events_to(&self, grantee: &dyn Grantable) -> Grant {
        Grant::add_to_principal(&self.node, grantee, put_events(self.event_bus_arn()))
    }

    /// Lets a service, account or organization put events on it, by an entry `sid` of the bus's own policy.
    #[track_caller]
    pub fn grant_put_events_by_policy(&self, grantee: &dyn Grantable, sid: &str) -> Grant {
        let statement = put_events(self.event_bus_arn()).principals([grantee.grant_principal()]);
        self.add_to_resource_policy(statement.sid(sid)).map(Grant::in_policy).unwrap_or_default()
    }

    /// Lets `grantee` put events on all buses.
    #[track_caller]
    pub fn grant_all_put_events(scope: &dyn Construct, grantee: &dyn Grantable) -> Grant {
        Grant::add_to_principal(scope.node(), grantee, put_events(Value::new("*")))
    }

    /// Starts to describe an archive of its events, as its child.
    #[track_caller]
    pub fn archive<'a>(
        &'a self,
        id: &'a str,
    ) -> ArchiveBuilder<'a, archive_builder::SetSourceEventBus> {
        Archive::builder(self, id).source_event_bus(self)
    }
}

fn put_events(bus: Value<String>) -> PolicyStatement {
    PolicyStatement::allow().actions(["events:PutEvents"]).resources([bus])
}

/// Lets EventBridge encrypt events of the bus `name` with the key.
#[track_caller]
fn allow_bus(key: &Key, node: &Node, name: &Value<String>) {
    let stack = node.stack();
    let arn = stack.format_arn("events", text!("event-bus/{}", name));
    let only = Conditions::new()
        .string_equals("aws:SourceAccount", stack.account())
        .string_equals("aws:SourceArn", &arn)
        .string_equals("kms:EncryptionContext:aws:events:event-bus:arn", &arn);
    allow_key(key, only);
}

#[track_caller]
fn allow_key(key: &Key, only: Conditions) {
    key.add_to_resource_policy(
        PolicyStatement::allow()
            .actions(["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"])
            .principals([Principal::service("events.amazonaws.com")])
            .all_resources()
            .conditions(only),
    );
}

impl ResourceWithPolicy for EventBus {
    /// Adds an entry to the bus's policy. Findings: `event-bus-policy` where the statement has no `sid`, by which
    /// entries are told apart.
    #[track_caller]
    fn add_to_resource_policy(&self, statement: PolicyStatement) -> Option<Node> {
        let Some(sid) = statement.sid.clone() else {
            self.node.error_here(
                "event-bus-policy",
                "a statement for the policy of an event bus has no `sid`",
                "give it one, which no other statement for this bus has",
            );
            return None;
        };
        let id = format!("cdk-{sid}");
        let node = self.node.child(&id);
        bag::<CfnEventBusPolicy>([
            ("EventBusName", self.event_bus_name().into_expr()),
            ("Statement", statement.sid(&id).to_expr(&self.node.stack())),
            ("StatementId", Expr::from(id)),
        ])
        .add_to(&node, "Resource");
        Some(node)
    }
}

/// Events of a bus that are kept, so that they can be played again.
///
/// ```
/// use cumulo::{App, Duration, Stack, events::{EventBus, EventPattern}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = EventBus::builder(&stack, "Orders").build();
/// let paid = EventPattern::new().detail_type(["paid"]);
/// orders.archive("Paid").event_pattern(paid).retention(Duration::days(365)).build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html>
#[derive(Clone, Debug)]
pub struct Archive {
    node: Node,
    cfn: Resource<CfnArchive>,
}

#[bon]
impl Archive {
    /// Starts to describe an archive.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// Bus whose events are kept.
        source_event_bus: &'a EventBus,
        /// Which of them.
        event_pattern: EventPattern,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        archive_name: Option<Value<String>>,
        /// What it keeps, for people. Default: none; the name of the bus in archives that the bus makes.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// How long they are kept, in whole days. Default: for ever.
        retention: Option<Duration>,
        /// Key that encrypts them. Default: one of AWS.
        kms_key: Option<&'a Key>,
    ) -> Archive {
        let node = scope.node().child(id);
        let of_the_bus = node.parent().is_some_and(|parent| parent == source_event_bus.node);
        let description = description.or_else(|| {
            of_the_bus.then(|| text!("Event Archive for {} Event Bus", source_event_bus.name))
        });
        let days = retention.and_then(|time| i64::try_from(time.to_days()).ok()).unwrap_or(0);
        let key = kms_key.map_or(Value::new(""), Key::key_arn);
        let cfn = bag::<CfnArchive>([
            ("ArchiveName", opt(archive_name.as_ref())),
            ("Description", opt(description.as_ref())),
            ("EventPattern", event_pattern.to_expr()),
            ("KmsKeyIdentifier", key.into_expr()),
            ("RetentionDays", Expr::from(days)),
            ("SourceArn", source_event_bus.event_bus_arn().into_expr()),
        ])
        .add_to(&node, "Archive");
        Archive { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnArchive> {
        &self.cfn
    }

    /// Its ARN.
    pub fn archive_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }
}

impl Construct for EventBus {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Construct for Archive {
    fn node(&self) -> &Node {
        &self.node
    }
}
