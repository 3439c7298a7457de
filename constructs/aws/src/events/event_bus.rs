//! Event buses and their archives.

use super::EventPattern;
use crate::bag::{bag, number, opt};
use crate::cfn::events::{CfnArchive, CfnEventBus};
use crate::iam::{Grant, Grantable, PolicyStatement};
use crate::kms::Key;
use crate::sqs::Queue;
use crate::{CfnType, Construct, Duration, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A bus that carries events to rules; every account has one by the name `default`.
///
/// ```
/// use cumulo::{App, Stack, events::EventBus};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let orders = EventBus::builder(&stack, "Orders").build();
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
    ) -> EventBus {
        let node = scope.node().child(id);
        let name = event_bus_name
            .or_else(|| event_source_name.clone())
            .unwrap_or_else(|| Value::new(node.unique_id()));
        let dead_letters =
            dead_letter_queue.map(|queue| Expr::object([("Arn", queue.queue_arn().into_expr())]));
        let cfn = bag::<CfnEventBus>([
            ("DeadLetterConfig", dead_letters.unwrap_or(Expr::Null)),
            ("Description", opt(description.as_ref())),
            ("EventSourceName", opt(event_source_name.as_ref())),
            ("KmsKeyIdentifier", opt(kms_key.map(Key::key_arn).as_ref())),
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

    /// Lets `grantee` put events on it.
    #[track_caller]
    pub fn grant_put_events_to(&self, grantee: &dyn Grantable) -> Grant {
        let statement = PolicyStatement::allow()
            .actions(["events:PutEvents"])
            .resources([self.event_bus_arn()]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Keeps its events, so that they can be played again.
    #[track_caller]
    pub fn archive(
        &self,
        id: &str,
        pattern: EventPattern,
        name: Option<&str>,
        retention: Option<Duration>,
    ) -> Archive {
        let node = self.node.child(id);
        let text = |text: Option<&str>| text.map_or(Expr::Null, |text| text.to_owned().into());
        let cfn = bag::<CfnArchive>([
            ("ArchiveName", text(name)),
            ("EventPattern", pattern.to_expr()),
            ("KmsKeyIdentifier", Expr::from("")),
            (
                "RetentionDays",
                number(retention.and_then(|time| i64::try_from(time.to_days()).ok())),
            ),
            ("SourceArn", self.event_bus_arn().into_expr()),
        ])
        .add_to(&node, "Archive");
        Archive { node, cfn }
    }
}

/// Events of a bus that are kept.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html>
#[derive(Clone, Debug)]
pub struct Archive {
    node: Node,
    cfn: Resource<CfnArchive>,
}

impl Archive {
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
