//! Alarms, who is told of them, and a page of graphs.

use super::{Watched, by_stage};
use crate::cloudwatch::{Alarm, AlarmStatusWidget, Dashboard, TextWidget, Widget};
use crate::iam::{Conditions, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::sns::{EmailSubscription, SnsAction, Topic};
use crate::{Construct, Node};
use bon::bon;

/// Alarms of a system, a topic that tells people of them, and a dashboard.
///
/// In a protected stage messages are encrypted by a key of the stack. Who is told must confirm the
/// first mail.
///
/// ```
/// use cumulo::patterns::{AppImage, Clients, Ingress, Monitoring, NetworkedFargateService};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let api = NetworkedFargateService::builder(&stack, "Api")
///     .image(AppImage::public(&stack, "public.ecr.aws/nginx/nginx:1.29"))
///     .container_port(8080)
///     .ingress(Ingress::http_only("there is no domain yet", Clients::Anyone))
///     .build();
/// let monitoring = Monitoring::builder(&stack, "Monitoring").emails(["ops@acme.example"]).build();
/// monitoring.watch(&api);
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct Monitoring {
    node: Node,
    topic: Topic,
    key: Option<Key>,
    dashboard: Option<Dashboard>,
}

#[bon]
impl Monitoring {
    /// Monitoring of what [`watch`](Monitoring::watch) is told.
    ///
    /// # Findings
    /// Warning `monitoring-nobody` when there is neither an address nor a topic.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Addresses of people who are told.
        #[builder(default, with = |addresses: impl IntoIterator<Item = impl Into<String>>| addresses.into_iter().map(Into::into).collect())]
        emails: Vec<String>,
        /// The topic that is told. Default: a new one.
        topic: Option<&Topic>,
        /// Whether there is a dashboard. Default: true.
        #[builder(default = true)]
        dashboard: bool,
    ) -> Monitoring {
        let node = scope.node().child(id);
        if emails.is_empty() && topic.is_none() {
            node.warning(
                "monitoring-nobody",
                "alarms are made, and nobody is told of them",
                "give `emails`, or a `topic` with subscribers",
            );
        }
        // CloudWatch cannot send to topics that AWS's own key encrypts.
        let key = if topic.is_none() { by_stage::key(&node) } else { None };
        let topic = match topic {
            Some(given) => given.clone(),
            None => topic_for_alarms(&node, key.as_ref()),
        };
        for address in emails {
            topic.add_subscription(&EmailSubscription::new(address));
        }
        let dashboard = match dashboard {
            true => Some(Dashboard::builder(&node, "Dashboard").build()),
            false => None,
        };
        Monitoring { node, topic, key, dashboard }
    }
}

/// A topic that takes what is encrypted on its way, and alarms of its account: a topic with a policy of its own needs both said.
#[track_caller]
fn topic_for_alarms(node: &Node, key: Option<&Key>) -> Topic {
    let topic = Topic::builder(node, "Topic").maybe_master_key(key).enforce_ssl(true).build();
    let own = Conditions::new().string_equals("aws:SourceAccount", node.stack().account());
    topic.add_to_resource_policy(
        PolicyStatement::allow()
            .principals([Principal::service("cloudwatch.amazonaws.com")])
            .actions(["sns:Publish"])
            .resources([topic.topic_arn()])
            .conditions(own),
    );
    topic
}

impl Monitoring {
    /// Makes the recommended alarms of a construct, tells the topic of them, and shows them with its graphs.
    ///
    /// The alarms stand here, so monitoring may stand in a stack of its own.
    #[track_caller]
    pub fn watch(&self, watched: &dyn Watched) {
        let alarms = watched.recommended_alarms(self);
        for alarm in &alarms {
            self.tell(alarm);
        }
        if let Some(dashboard) = &self.dashboard {
            let title = TextWidget::builder(format!("## {}", watched.node().path()));
            dashboard.add_widgets([title.width(24).height(1).build()]);
            let states = AlarmStatusWidget::builder(&alarms).width(24).height(2).build();
            dashboard.add_widgets([Widget::from(states)]);
            dashboard.add_widgets(watched.graphs());
        }
    }

    /// Tells the topic when the alarm is raised, and when it is over.
    #[track_caller]
    pub fn tell(&self, alarm: &Alarm) {
        let action = SnsAction::new(&self.topic);
        alarm.add_alarm_action(&action);
        alarm.add_ok_action(&action);
    }

    /// The topic that is told.
    pub fn topic(&self) -> &Topic {
        &self.topic
    }

    /// The key that encrypts the topic's messages, if there is one.
    pub fn key(&self) -> Option<&Key> {
        self.key.as_ref()
    }

    /// The dashboard, if there is one.
    pub fn dashboard(&self) -> Option<&Dashboard> {
        self.dashboard.as_ref()
    }
}

impl Construct for Monitoring {
    fn node(&self) -> &Node {
        &self.node
    }
}
