//! Actions that ask people.

use super::action::{Action, ActionCategory, ActionContext, ActionProperties, common};
use crate::sns::{EmailSubscription, Topic};
use crate::{Expr, IntoValue, Value};

/// Waits until somebody approves, up to seven days.
#[derive(Clone, Debug)]
pub struct ManualApprovalAction {
    properties: ActionProperties,
    topic: Option<Topic>,
    emails: Vec<String>,
    information: Option<Value<String>>,
    link: Option<Value<String>>,
}

impl ManualApprovalAction {
    /// An approval with this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            properties: ActionProperties::new(name, ActionCategory::Approval, "Manual"),
            topic: None,
            emails: Vec::new(),
            information: None,
            link: None,
        }
    }

    /// Tells this topic when an approval is wanted.
    #[must_use]
    pub fn notification_topic(mut self, topic: &Topic) -> Self {
        self.topic = Some(topic.clone());
        self
    }

    /// Mails these addresses when an approval is wanted, by the topic or by one that is made.
    #[must_use]
    pub fn notify_emails(mut self, addresses: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.emails = addresses.into_iter().map(Into::into).collect();
        self
    }

    /// What approvers should know.
    #[must_use]
    pub fn additional_information(mut self, text: impl IntoValue<String>) -> Self {
        self.information = Some(text.into_value());
        self
    }

    /// What approvers should look at.
    #[must_use]
    pub fn external_entity_link(mut self, url: impl IntoValue<String>) -> Self {
        self.link = Some(url.into_value());
        self
    }

    /// How long it waits, 5 minutes to 60 days. Default: 7 days.
    #[must_use]
    pub fn timeout(mut self, timeout: crate::Duration) -> Self {
        self.properties.timeout_minutes = u32::try_from(timeout.to_minutes()).ok();
        self
    }

    common!();
}

impl Action for ManualApprovalAction {
    fn properties(&self) -> ActionProperties {
        self.properties.clone()
    }

    #[track_caller]
    fn bind(&self, context: &ActionContext) -> Vec<(&'static str, Expr)> {
        let topic = self.topic.clone().or_else(|| {
            (!self.emails.is_empty())
                .then(|| Topic::builder(&context.scope, "TopicResource").build())
        });
        if let Some(topic) = &topic {
            topic.grant_publish(&context.role);
            for address in &self.emails {
                topic.add_subscription(&EmailSubscription::new(address));
            }
        }
        vec![
            ("NotificationArn", crate::bag::opt(topic.as_ref().map(Topic::topic_arn).as_ref())),
            ("CustomData", crate::bag::opt(self.information.as_ref())),
            ("ExternalEntityLink", crate::bag::opt(self.link.as_ref())),
        ]
    }
}
