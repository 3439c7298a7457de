//! Metrics of projects, and events of their builds.

use super::Project;
use crate::Construct;
use crate::cloudwatch::{Metric, Statistic};
use crate::codestarnotifications::{
    NotificationRule, NotificationRuleSource, ProjectNotificationEvents,
};
use crate::events::{EventField, EventPattern, Rule};
use crate::sns::Topic;
use crate::{Node, Value};

/// The metrics and events of something with `project_name()`.
macro_rules! events {
    ($project:ty) => {
        impl $project {
            /// One of the project's metrics, by its name; its average over five minutes.
            pub fn metric(&self, name: &str) -> Metric {
                Metric::new("AWS/CodeBuild", name)
                    .dimension("ProjectName", self.project_name())
                    .attached_to(self)
            }

            /// Builds that were started.
            pub fn metric_builds(&self) -> Metric {
                self.metric("Builds").statistic(Statistic::SUM)
            }

            /// Builds that failed.
            pub fn metric_failed_builds(&self) -> Metric {
                self.metric("FailedBuilds").statistic(Statistic::SUM)
            }

            /// Builds that succeeded.
            pub fn metric_succeeded_builds(&self) -> Metric {
                self.metric("SucceededBuilds").statistic(Statistic::SUM)
            }

            /// How long builds take, seconds: the average.
            pub fn metric_duration(&self) -> Metric {
                self.metric("Duration")
            }

            /// A rule that runs when a build comes into one of these states, such as `FAILED`; into any where none is
            /// given.
            #[track_caller]
            pub fn on_state_change<'a>(
                &self,
                id: &str,
                states: impl IntoIterator<Item = &'a str>,
            ) -> Rule {
                on_state_change(self.node(), self.project_name(), id, states.into_iter().collect())
            }

            /// A rule that runs when a build begins.
            #[track_caller]
            pub fn on_build_started(&self, id: &str) -> Rule {
                self.on_state_change(id, ["IN_PROGRESS"])
            }

            /// A rule that runs when a build fails.
            #[track_caller]
            pub fn on_build_failed(&self, id: &str) -> Rule {
                self.on_state_change(id, ["FAILED"])
            }

            /// A rule that runs when a build succeeds.
            #[track_caller]
            pub fn on_build_succeeded(&self, id: &str) -> Rule {
                self.on_state_change(id, ["SUCCEEDED"])
            }

            /// A rule that runs when a phase of a build ends.
            #[track_caller]
            pub fn on_phase_change(&self, id: &str) -> Rule {
                let phases = of_project(self.project_name());
                let phases = phases.detail_type(["CodeBuild Build Phase Change"]);
                Rule::builder(self.node(), id).event_pattern(phases).build()
            }

            /// Tells a topic of what happens to builds.
            #[track_caller]
            pub fn notify_on(
                &self,
                id: &str,
                topic: &Topic,
                events: impl IntoIterator<Item = ProjectNotificationEvents>,
            ) -> NotificationRule {
                NotificationRule::builder(self, id)
                    .source(self)
                    .events(events)
                    .targets([topic])
                    .build()
            }

            /// Tells a topic of builds that failed.
            #[track_caller]
            pub fn notify_on_build_failed(&self, id: &str, topic: &Topic) -> NotificationRule {
                self.notify_on(id, topic, [ProjectNotificationEvents::BuildFailed])
            }

            /// Tells a topic of builds that succeeded.
            #[track_caller]
            pub fn notify_on_build_succeeded(&self, id: &str, topic: &Topic) -> NotificationRule {
                self.notify_on(id, topic, [ProjectNotificationEvents::BuildSucceeded])
            }

            /// A rule that runs with every event of the project that fits a pattern.
            #[track_caller]
            pub fn on_event(&self, id: &str, pattern: EventPattern) -> Rule {
                let rule = Rule::builder(self.node(), id).event_pattern(pattern).build();
                rule.add_event_pattern(of_project(self.project_name()));
                rule
            }
        }

        impl NotificationRuleSource for $project {
            fn source_arn(&self) -> Value<String> {
                self.project_arn()
            }
        }
    };
}

events!(Project);
events!(ImportedProject);

fn of_project(name: Value<String>) -> EventPattern {
    EventPattern::new().source(["aws.codebuild"]).detail("project-name", [name])
}

#[track_caller]
fn on_state_change(node: &Node, name: Value<String>, id: &str, states: Vec<&str>) -> Rule {
    let mut pattern = of_project(name).detail_type(["CodeBuild Build State Change"]);
    if !states.is_empty() {
        pattern = pattern.detail("build-status", states);
    }
    Rule::builder(node, id).event_pattern(pattern).build()
}

/// A project that exists already: what its builds do can be watched.
///
/// ```
/// use cumulo::codebuild::Project;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Ops").build();
/// let shop = Project::from_project_name(&stack, "Shop", "shop");
/// shop.metric_failed_builds().create_alarm(&stack, "Failed", 1.0, 1);
/// # cumulo::testing::Template::of(&app, "Ops");
/// ```
#[derive(Clone, Debug)]
pub struct ImportedProject {
    pub(super) node: Node,
    pub(super) arn: Value<String>,
    pub(super) name: Value<String>,
}

impl ImportedProject {
    /// Its ARN.
    pub fn project_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Its name.
    pub fn project_name(&self) -> Value<String> {
        self.name.clone()
    }
}

impl Construct for ImportedProject {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// Fields of the events of builds, for what targets of rules are given.
#[derive(Clone, Copy, Debug)]
pub struct StateChangeEvent;

impl StateChangeEvent {
    /// State of the build, such as `FAILED`.
    pub fn build_status() -> Value<String> {
        EventField::from_path("$.detail.build-status")
    }

    /// Name of the project.
    pub fn project_name() -> Value<String> {
        EventField::from_path("$.detail.project-name")
    }

    /// ARN of the build.
    pub fn build_id() -> Value<String> {
        EventField::from_path("$.detail.build-id")
    }

    /// Phase in which the build is.
    pub fn current_phase() -> Value<String> {
        EventField::from_path("$.detail.current-phase")
    }
}
