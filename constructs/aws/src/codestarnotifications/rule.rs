//! Who is told of what.

use super::NotificationEvent;
use crate::bag::{bag, list, opt};
use crate::cfn::codestarnotifications::CfnNotificationRule;
use crate::iam::Principal;
use crate::sns::Topic;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// How much a notification says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DetailType {
    /// What the event itself says.
    Basic,
    /// That, and what the service adds.
    #[default]
    Full,
}

/// Something of which notifications can tell: a project, pipeline or repository.
pub trait NotificationRuleSource: Construct {
    /// Its ARN.
    fn source_arn(&self) -> Value<String>;
}

/// Who is told.
#[derive(Clone, Debug)]
pub enum NotificationTarget {
    /// The subscribers of a topic.
    Topic(Box<Topic>),
    /// A channel of Slack, by the ARN of its configuration.
    SlackChannel(Value<String>),
}

impl From<&Topic> for NotificationTarget {
    fn from(topic: &Topic) -> Self {
        NotificationTarget::Topic(Box::new(topic.clone()))
    }
}

impl NotificationTarget {
    /// Lets notifications be sent there, and says where it is.
    #[track_caller]
    fn bind(&self) -> Expr {
        let (kind, address) = match self {
            NotificationTarget::Topic(topic) => {
                topic.grant_publish(&Principal::service("codestar-notifications.amazonaws.com"));
                ("SNS", topic.topic_arn())
            }
            NotificationTarget::SlackChannel(arn) => ("AWSChatbotSlack", arn.clone()),
        };
        Expr::object([("TargetAddress", address.into_expr()), ("TargetType", Expr::from(kind))])
    }
}

/// A rule that tells topics and chats of builds, pipelines or repositories.
///
/// ```
/// use cumulo::codebuild::{BuildSpec, Project};
/// use cumulo::codestarnotifications::{NotificationRule, ProjectNotificationEvents};
/// use cumulo::prelude::*;
/// use cumulo::sns::Topic;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Build").build();
/// let team = Topic::builder(&stack, "Team").build();
/// let spec = BuildSpec::from_object(serde_json::json!({ "version": "0.2" }));
/// let project = Project::builder(&stack, "Shop").build_spec(spec).build();
/// let rule = NotificationRule::builder(&stack, "Failed")
///     .source(&project)
///     .events([ProjectNotificationEvents::BuildFailed])
///     .build();
/// rule.add_target(&team);
/// # cumulo::testing::Template::of(&app, "Build");
/// ```
///
/// Findings: `notification-events` where it tells of nothing.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-codestarnotifications-notificationrule.html>
#[derive(Clone, Debug)]
pub struct NotificationRule {
    node: Node,
    cfn: Resource<CfnNotificationRule>,
}

#[bon]
impl NotificationRule {
    /// Starts to describe a rule.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Of what it tells.
        source: &dyn NotificationRuleSource,
        /// What must happen.
        #[builder(with = |events: impl IntoIterator<Item = impl Into<NotificationEvent>>| events.into_iter().map(Into::into).collect())]
        events: Vec<NotificationEvent>,
        /// Whom it tells.
        #[builder(default, with = |targets: impl IntoIterator<Item = impl Into<NotificationTarget>>| targets.into_iter().map(Into::into).collect())]
        targets: Vec<NotificationTarget>,
        /// How much it says. Default: all.
        #[builder(default)]
        detail_type: DetailType,
        /// Whether it tells. Default: true.
        #[builder(default = true)]
        enabled: bool,
        /// Name in the account, up to 64 characters. Default: made from its place in the tree.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        notification_rule_name: Option<Value<String>>,
        /// Who made it, for people.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        created_by: Option<Value<String>>,
    ) -> NotificationRule {
        let node = scope.node().child(id);
        if events.is_empty() {
            node.error(
                "notification-events",
                "the notification rule names no events",
                "give `events`, such as ProjectNotificationEvents::BuildFailed",
            );
        }
        let name = notification_rule_name.unwrap_or_else(|| Value::new(unique_name(&node)));
        let detail = match detail_type {
            DetailType::Basic => "BASIC",
            DetailType::Full => "FULL",
        };
        let status = if enabled { Expr::Null } else { Expr::from("DISABLED") };
        let ids = events.into_iter().map(|event| Expr::String(event.into_id()));
        let cfn = bag::<CfnNotificationRule>([
            ("CreatedBy", opt(created_by.as_ref())),
            ("DetailType", Expr::from(detail)),
            ("EventTypeIds", Expr::List(ids.collect())),
            ("Name", name.into_expr()),
            ("Resource", source.source_arn().into_expr()),
            ("Status", status),
            ("Targets", list(targets.iter().map(NotificationTarget::bind))),
        ])
        .add_to(&node, "Resource");
        NotificationRule { node, cfn }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnNotificationRule> {
        &self.cfn
    }

    /// Its ARN.
    pub fn notification_rule_arn(&self) -> Value<String> {
        self.cfn.reference()
    }

    /// Tells somebody else too.
    #[track_caller]
    pub fn add_target(&self, target: impl Into<NotificationTarget>) {
        let target = target.into().bind();
        self.cfn.edit_properties(|properties| properties.push("Targets", target));
    }
}

/// A name of at most 64 characters, its middle left out where it would be longer.
fn unique_name(node: &Node) -> String {
    let name = node.unique_id();
    match name.len() {
        0..=64 => name,
        length => format!("{}{}", &name[..32], &name[length - 32..]),
    }
}

impl Construct for NotificationRule {
    fn node(&self) -> &Node {
        &self.node
    }
}
