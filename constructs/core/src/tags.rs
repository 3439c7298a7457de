//! Tags, given to a scope and taken by every resource in it that can be tagged.

use crate::Construct;
use crate::elements::{ElementKind, Tagging};
use crate::tree::{Arena, Node, NodeId};
use crate::value::{Expr, IntoValue};
use std::borrow::Cow;
use std::cmp::Ordering;

/// Tags of all resources in a construct, also of those that are made later.
///
/// Resource types that take no tags are passed over. Of two tags with one key the one of higher
/// priority wins, then the one of the nearer construct.
///
/// ```
/// use cumulo_core::{App, Stack, Tags};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Web").build();
/// Tags::of(&stack).add("team", "platform");
/// Tags::of(&stack).include(["AWS::S3::Bucket"]).add("backup", "daily");
/// ```
#[must_use]
#[derive(Clone, Debug)]
pub struct Tags {
    node: Node,
    include: Vec<Cow<'static, str>>,
    exclude: Vec<Cow<'static, str>>,
    priority: Option<i32>,
    to_instances: bool,
}

/// One tag, as a construct gives it to what stands in it.
#[derive(Clone)]
pub(crate) struct TagRule {
    key: String,
    /// `None` takes the tag away.
    value: Option<Expr>,
    include: Vec<Cow<'static, str>>,
    exclude: Vec<Cow<'static, str>>,
    priority: i32,
    to_instances: bool,
}

const ADD_PRIORITY: i32 = 100;
const REMOVE_PRIORITY: i32 = 200;
/// Priority of tags that a resource sets itself.
const OWN_PRIORITY: i32 = 50;

impl Tags {
    /// Tags of everything in `scope`.
    pub fn of(scope: &dyn Construct) -> Self {
        Self {
            node: scope.node().clone(),
            include: Vec::new(),
            exclude: Vec::new(),
            priority: None,
            to_instances: true,
        }
    }

    /// Only resources of these types. Default: all that take tags.
    pub fn include(
        mut self,
        types: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.include.extend(types.into_iter().map(Into::into));
        self
    }

    /// No resources of these types.
    pub fn exclude(
        mut self,
        types: impl IntoIterator<Item = impl Into<Cow<'static, str>>>,
    ) -> Self {
        self.exclude.extend(types.into_iter().map(Into::into));
        self
    }

    /// Which of several tags with one key wins. Default: 100 to add, 200 to remove; tags that a resource sets itself have 50.
    pub fn priority(mut self, priority: i32) -> Self {
        self.priority = Some(priority);
        self
    }

    /// Whether an Auto Scaling group hands its tags on to the instances it launches. Default: true.
    pub fn apply_to_launched_instances(mut self, apply: bool) -> Self {
        self.to_instances = apply;
        self
    }

    /// Adds a tag.
    pub fn add(self, key: impl Into<String>, value: impl IntoValue<String>) {
        let priority = self.priority.unwrap_or(ADD_PRIORITY);
        self.push(key.into(), Some(value.into_value().into_expr()), priority);
    }

    /// Takes a tag away from resources that would get it from further out or set it themselves.
    pub fn remove(self, key: impl Into<String>) {
        let priority = self.priority.unwrap_or(REMOVE_PRIORITY);
        self.push(key.into(), None, priority);
    }

    fn push(self, key: String, value: Option<Expr>, priority: i32) {
        let rule = TagRule {
            key,
            value,
            include: self.include,
            exclude: self.exclude,
            priority,
            to_instances: self.to_instances,
        };
        self.node.change(|data| data.tags.push(rule));
    }
}

impl Node {
    /// The tags of the resource that stands at this node, as a list of `Key` and `Value`: for types that want them
    /// elsewhere than in a property of their own, such as in a launch template's data.
    ///
    /// `own` are tags of that place alone, which win over those that scopes give. The property is left out where there
    /// are no tags.
    pub fn tags(&self, own: impl IntoIterator<Item = (Cow<'static, str>, Expr)>) -> Expr {
        Expr::Tags(self.node_id(), own.into_iter().collect())
    }
}

impl TagRule {
    /// The value; `None` when the rule takes the tag away.
    pub(crate) fn value(&self) -> Option<&Expr> {
        self.value.as_ref()
    }

    fn applies_to(&self, type_name: &str) -> bool {
        (self.include.is_empty() || self.include.iter().any(|name| name == type_name))
            && self.exclude.iter().all(|name| name != type_name)
    }
}

/// The tags of a resource for another place than its property, with `own` ones over them; `None` where there are none.
pub(crate) fn elsewhere(
    arena: &Arena,
    node: NodeId,
    own: &[(Cow<'static, str>, Expr)],
) -> Option<Expr> {
    let type_name = match arena.element(node).map(|element| &element.kind) {
        Some(ElementKind::Resource(resource)) => resource.type_name.as_ref(),
        _ => "",
    };
    let list = Tagging::List { property: "Tags" };
    let tags = rendered(arena, node, type_name, list, None);
    let mut tags = tags.and_then(|tags| own_tags(&tags, list)).unwrap_or_default();
    tags.retain(|tag| own.iter().all(|(key, _)| *key != tag.key));
    tags.extend(own.iter().map(|(key, value)| Tag {
        key: key.to_string(),
        value: Some(value.clone()),
        priority: OWN_PRIORITY,
        propagate: Expr::Null,
    }));
    tags.sort_by(|a, b| by_locale(&a.key, &b.key));
    let entry = |tag: Tag| {
        Expr::object([("Key", Expr::from(tag.key)), ("Value", tag.value.unwrap_or(Expr::Null))])
    };
    (!tags.is_empty()).then(|| Expr::List(tags.into_iter().map(entry).collect()))
}

/// The tags of a resource as its property's value; `None` when nothing is to be written.
pub(crate) fn rendered(
    arena: &Arena,
    node: NodeId,
    type_name: &str,
    tagging: Tagging,
    own: Option<&Expr>,
) -> Option<Expr> {
    tagging.property()?;
    let mut tags: Vec<Tag> = match own {
        None => Vec::new(),
        // A list that is a token itself cannot be merged with.
        Some(own) => own_tags(own, tagging)?,
    };
    let mut scopes: Vec<NodeId> = arena.ancestors(node).collect();
    scopes.reverse();
    for rule in scopes.iter().flat_map(|scope| &arena.node(*scope).tags) {
        if !rule.applies_to(type_name) {
            continue;
        }
        let known = tags.iter().position(|tag| tag.key == rule.key);
        if known.is_some_and(|known| tags[known].priority > rule.priority) {
            continue;
        }
        known.map(|known| tags.remove(known));
        tags.push(Tag {
            key: rule.key.clone(),
            value: rule.value.clone(),
            priority: rule.priority,
            propagate: Expr::from(rule.to_instances),
        });
    }
    tags.retain(|tag| tag.value.is_some());
    if tags.is_empty() {
        return None;
    }
    tags.sort_by(|a, b| by_locale(&a.key, &b.key));
    let entries = tags.into_iter().map(|tag| {
        let Tag { key, value, propagate, .. } = tag;
        (key, value.unwrap_or(Expr::Null), propagate)
    });
    Some(match tagging {
        Tagging::Map { .. } => Expr::object(entries.map(|(key, value, _)| (key, value))),
        Tagging::Propagated { .. } => Expr::List(
            entries
                .map(|(key, value, propagate)| {
                    Expr::object([
                        ("Key", Expr::from(key)),
                        ("PropagateAtLaunch", propagate),
                        ("Value", value),
                    ])
                })
                .collect(),
        ),
        _ => Expr::List(
            entries
                .map(|(key, value, _)| Expr::object([("Key", Expr::from(key)), ("Value", value)]))
                .collect(),
        ),
    })
}

struct Tag {
    key: String,
    value: Option<Expr>,
    priority: i32,
    propagate: Expr,
}

fn own_tags(own: &Expr, tagging: Tagging) -> Option<Vec<Tag>> {
    let tag = |key: &str, value: &Expr, propagate: Option<&Expr>| Tag {
        key: key.to_owned(),
        value: Some(value.clone()),
        priority: OWN_PRIORITY,
        propagate: propagate.cloned().unwrap_or(Expr::from(true)),
    };
    match (tagging, own) {
        (Tagging::Map { .. }, Expr::Map(entries)) => {
            Some(entries.iter().map(|(key, value)| tag(key, value, None)).collect())
        }
        (Tagging::List { .. } | Tagging::Propagated { .. }, Expr::List(items)) => items
            .iter()
            .map(|item| {
                Some(tag(
                    item.get("Key")?.as_str()?,
                    item.get("Value")?,
                    item.get("PropagateAtLaunch"),
                ))
            })
            .collect(),
        _ => None,
    }
}

/// The order in which people sort: letters without regard to case, marks before digits before letters.
fn by_locale(a: &str, b: &str) -> Ordering {
    let class = |c: char| match c {
        c if c.is_alphabetic() => 2,
        c if c.is_numeric() => 1,
        _ => 0,
    };
    let folded = |text: &str| -> Vec<(u8, String)> {
        text.chars().map(|c| (class(c), c.to_lowercase().collect())).collect()
    };
    // Of two that differ only by case the lower one comes first.
    folded(a).cmp(&folded(b)).then_with(|| b.cmp(a))
}
