//! Which images stay.

use crate::Duration;
use bon::Builder;
use serde_json::{Map, Value as Json, json};

/// Which images a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TagStatus {
    /// All. Only one rule may be about all, and it is looked at last.
    #[default]
    Any,
    /// Those without tags.
    Untagged,
    /// Those with a tag that begins with one of these.
    TaggedPrefix(Vec<String>),
    /// Those with a tag that matches one of these, where `*` stands for any text.
    TaggedPattern(Vec<String>),
}

/// A rule about images that are deleted; either by number or by age.
///
/// ```
/// use cumulo::Duration;
/// use cumulo::ecr::{LifecycleRule, TagStatus};
/// let keep_twenty = LifecycleRule::builder().max_image_count(20).build();
/// let drop_untagged = LifecycleRule::builder()
///     .tag_status(TagStatus::Untagged)
///     .max_image_age(Duration::days(7))
///     .build();
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html>
#[derive(Builder, Clone, Debug)]
pub struct LifecycleRule {
    /// Which images. Default: all.
    #[builder(default)]
    tag_status: TagStatus,
    /// How many of them stay. Default: any number.
    max_image_count: Option<u32>,
    /// How long they stay, in whole days. Default: for ever.
    max_image_age: Option<Duration>,
    /// Which rule is looked at first, the lower number; 1 or more. Default: after those before it.
    rule_priority: Option<u32>,
    /// What it is for. Default: none.
    #[builder(into)]
    description: Option<String>,
}

impl LifecycleRule {
    /// Whether it is about all images.
    pub(super) fn is_about_all(&self) -> bool {
        self.tag_status == TagStatus::Any
    }

    /// What is wrong with the rule, if something is.
    pub(super) fn problem(&self) -> Option<&'static str> {
        let empty = match &self.tag_status {
            TagStatus::TaggedPrefix(tags) | TagStatus::TaggedPattern(tags) => tags.is_empty(),
            TagStatus::Any | TagStatus::Untagged => false,
        };
        if empty {
            return Some("a lifecycle rule is about tags and names none");
        }
        match (self.max_image_count, self.max_image_age) {
            (None, None) => Some("a lifecycle rule says neither how many images stay nor how long"),
            (Some(_), Some(_)) => {
                Some("a lifecycle rule says how many images stay and also how long")
            }
            _ => None,
        }
    }

    fn to_json(&self, priority: u32) -> Json {
        let mut rule = Map::new();
        rule.insert("rulePriority".into(), priority.into());
        if let Some(description) = &self.description {
            rule.insert("description".into(), description.clone().into());
        }
        let mut selection = Map::new();
        let status = match &self.tag_status {
            TagStatus::Any => "any",
            TagStatus::Untagged => "untagged",
            TagStatus::TaggedPrefix(_) | TagStatus::TaggedPattern(_) => "tagged",
        };
        selection.insert("tagStatus".into(), status.into());
        match &self.tag_status {
            TagStatus::TaggedPrefix(tags) => selection.insert("tagPrefixList".into(), json!(tags)),
            TagStatus::TaggedPattern(tags) => {
                selection.insert("tagPatternList".into(), json!(tags))
            }
            TagStatus::Any | TagStatus::Untagged => None,
        };
        match self.max_image_age {
            Some(age) => {
                selection.insert("countType".into(), "sinceImagePushed".into());
                selection.insert("countNumber".into(), age.to_days().into());
                selection.insert("countUnit".into(), "days".into());
            }
            None => {
                selection.insert("countType".into(), "imageCountMoreThan".into());
                selection.insert("countNumber".into(), self.max_image_count.into());
            }
        }
        rule.insert("selection".into(), Json::Object(selection));
        rule.insert("action".into(), json!({ "type": "expire" }));
        Json::Object(rule)
    }
}

/// The policy's text: rules with a priority of their own first, those about all images last.
pub(super) fn policy_text(rules: &[LifecycleRule]) -> String {
    let mut ordered: Vec<(u32, &LifecycleRule)> =
        rules.iter().filter_map(|rule| Some((rule.rule_priority?, rule))).collect();
    let mut free = ordered.iter().map(|(priority, _)| *priority).max().unwrap_or(0);
    let without = || rules.iter().filter(|rule| rule.rule_priority.is_none());
    let some = without().filter(|rule| !rule.is_about_all());
    for rule in some.chain(without().filter(|rule| rule.is_about_all())) {
        free += 1;
        ordered.push((free, rule));
    }
    ordered.sort_by_key(|(priority, _)| *priority);
    let rules: Vec<Json> =
        ordered.into_iter().map(|(priority, rule)| rule.to_json(priority)).collect();
    json!({ "rules": rules }).to_string()
}
