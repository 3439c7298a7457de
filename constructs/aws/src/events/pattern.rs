//! Which events rules take.

use crate::{Expr, IntoValue, Json, Value};
use indexmap::IndexMap;
use std::borrow::Cow;

/// Which events a rule takes: each field that is given must have one of the values.
///
/// ```
/// use cumulo::events::{EventPattern, Match};
/// let stopped = EventPattern::new()
///     .source(["aws.ecs"])
///     .detail_type(["ECS Task State Change"])
///     .detail("lastStatus", ["STOPPED"])
///     .detail("startedBy", [Match::prefix("ecs-svc")]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html>
#[derive(Clone, Debug, Default)]
pub struct EventPattern(IndexMap<Cow<'static, str>, Expr>);

/// A condition for a field, instead of a value.
#[derive(Clone, Copy, Debug)]
pub struct Match;

impl Match {
    /// A text that begins with this one.
    pub fn prefix(prefix: impl IntoValue<String>) -> Expr {
        Expr::object([("prefix", prefix.into_value().into_expr())])
    }

    /// A text that ends with this one.
    pub fn suffix(suffix: impl IntoValue<String>) -> Expr {
        Expr::object([("suffix", suffix.into_value().into_expr())])
    }

    /// A text with `*` for any characters.
    pub fn wildcard(pattern: impl IntoValue<String>) -> Expr {
        Expr::object([("wildcard", pattern.into_value().into_expr())])
    }

    /// This text in any case.
    pub fn equals_ignore_case(text: impl IntoValue<String>) -> Expr {
        Expr::object([("equals-ignore-case", text.into_value().into_expr())])
    }

    /// An address in this block.
    pub fn cidr(block: impl IntoValue<String>) -> Expr {
        Expr::object([("cidr", block.into_value().into_expr())])
    }

    /// Whether the field is there.
    pub fn exists(exists: bool) -> Expr {
        Expr::object([("exists", Expr::from(exists))])
    }

    /// None of these texts or numbers.
    pub fn anything_but(values: impl IntoIterator<Item = impl PatternValue>) -> Expr {
        let values = values.into_iter().map(PatternValue::into_pattern);
        Expr::object([("anything-but", Expr::List(values.collect()))])
    }

    /// A text that begins with none of these.
    pub fn anything_but_prefix(prefixes: impl IntoIterator<Item = impl IntoValue<String>>) -> Expr {
        anything_but("prefix", prefixes)
    }

    /// A text that ends with none of these.
    pub fn anything_but_suffix(suffixes: impl IntoIterator<Item = impl IntoValue<String>>) -> Expr {
        anything_but("suffix", suffixes)
    }

    /// A text that none of these patterns, with `*` for any characters, fits.
    pub fn anything_but_wildcard(
        patterns: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Expr {
        anything_but("wildcard", patterns)
    }

    /// None of these texts in any case.
    pub fn anything_but_equals_ignore_case(
        texts: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Expr {
        anything_but("equals-ignore-case", texts)
    }

    /// A text that begins with this one in any case.
    pub fn prefix_equals_ignore_case(prefix: impl IntoValue<String>) -> Expr {
        Expr::object([("prefix", Self::equals_ignore_case(prefix))])
    }

    /// A text that ends with this one in any case.
    pub fn suffix_equals_ignore_case(suffix: impl IntoValue<String>) -> Expr {
        Expr::object([("suffix", Self::equals_ignore_case(suffix))])
    }

    /// The value `null`.
    pub fn null_value() -> Expr {
        Expr::Null
    }

    /// A number for which all these conditions hold, each made by [`Match::number`] or [`Match::interval`].
    pub fn all_of(conditions: impl IntoIterator<Item = Expr>) -> Expr {
        let parts = conditions.into_iter().flat_map(|condition| match condition.get("numeric") {
            Some(Expr::List(parts)) => parts.clone(),
            _ => Vec::new(),
        });
        Expr::object([("numeric", Expr::List(parts.collect()))])
    }

    /// A number from `low` to `high`, both included.
    pub fn interval(low: f64, high: f64) -> Expr {
        let number = |value: f64| value.into_value().into_expr();
        let range = vec![Expr::from(">="), number(low), Expr::from("<="), number(high)];
        Expr::object([("numeric", Expr::List(range))])
    }

    /// A number for which `operator` (`=`, `>`, `>=`, `<`, `<=`) and `value` hold.
    pub fn number(operator: &'static str, value: f64) -> Expr {
        let condition = vec![Expr::from(operator), value.into_value().into_expr()];
        Expr::object([("numeric", Expr::List(condition))])
    }
}

fn anything_but(
    kind: &'static str,
    texts: impl IntoIterator<Item = impl IntoValue<String>>,
) -> Expr {
    let mut texts: Vec<Expr> =
        texts.into_iter().map(|text| text.into_value().into_expr()).collect();
    let texts = match texts.pop() {
        Some(only) if texts.is_empty() => only,
        last => Expr::List(texts.into_iter().chain(last).collect()),
    };
    Expr::object([("anything-but", Expr::object([(kind, texts)]))])
}

/// Something that can be one of the values of a field.
pub trait PatternValue {
    /// The value in the pattern.
    fn into_pattern(self) -> Expr;
}

impl PatternValue for Expr {
    fn into_pattern(self) -> Expr {
        self
    }
}

impl PatternValue for &str {
    fn into_pattern(self) -> Expr {
        Expr::from(self.to_owned())
    }
}

impl PatternValue for String {
    fn into_pattern(self) -> Expr {
        Expr::from(self)
    }
}

impl PatternValue for i64 {
    fn into_pattern(self) -> Expr {
        Expr::from(self)
    }
}

impl PatternValue for bool {
    fn into_pattern(self) -> Expr {
        Expr::from(self)
    }
}

impl<T: ?Sized> PatternValue for Value<T> {
    fn into_pattern(self) -> Expr {
        self.into_expr()
    }
}

impl EventPattern {
    /// All events.
    pub fn new() -> Self {
        Self::default()
    }

    /// From these sources, such as `aws.ecs`.
    #[must_use]
    pub fn source(self, sources: impl IntoIterator<Item = impl PatternValue>) -> Self {
        self.field("source", sources)
    }

    /// Of these kinds, such as `ECS Task State Change`.
    #[must_use]
    pub fn detail_type(self, types: impl IntoIterator<Item = impl PatternValue>) -> Self {
        self.field("detail-type", types)
    }

    /// About these resources, by their ARNs.
    #[must_use]
    pub fn resources(self, arns: impl IntoIterator<Item = impl PatternValue>) -> Self {
        self.field("resources", arns)
    }

    /// Of these accounts.
    #[must_use]
    pub fn account(self, accounts: impl IntoIterator<Item = impl PatternValue>) -> Self {
        self.field("account", accounts)
    }

    /// Of these regions.
    #[must_use]
    pub fn region(self, regions: impl IntoIterator<Item = impl PatternValue>) -> Self {
        self.field("region", regions)
    }

    /// Whose field of the event itself has one of these values: `id`, `time`, `version`.
    #[must_use]
    pub fn field(
        mut self,
        name: impl Into<Cow<'static, str>>,
        values: impl IntoIterator<Item = impl PatternValue>,
    ) -> Self {
        let values = values.into_iter().map(PatternValue::into_pattern).collect();
        self.0.insert(name.into(), Expr::List(values));
        self
    }

    /// Whose detail has one of these values at a path: `state`, `requestParameters.bucketName`.
    #[must_use]
    pub fn detail(self, path: &str, values: impl IntoIterator<Item = impl PatternValue>) -> Self {
        let values = values.into_iter().map(PatternValue::into_pattern).collect();
        let leaf = Expr::List(values);
        let tree =
            path.rsplit('.').fold(leaf, |inner, key| Expr::object([(key.to_owned(), inner)]));
        self.merged(Self::new().raw_detail(tree))
    }

    /// Whose detail matches this JSON.
    #[must_use]
    pub fn detail_json(self, detail: impl IntoValue<Json>) -> Self {
        self.raw_detail(detail.into_value().into_expr())
    }

    fn raw_detail(mut self, detail: Expr) -> Self {
        self.0.insert("detail".into(), detail);
        self
    }

    /// Whether it takes all events.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Both as one: values of fields that both name stand side by side.
    #[must_use]
    pub(super) fn merged(self, other: Self) -> Self {
        match merge(Expr::Map(self.0), Expr::Map(other.0)) {
            Expr::Map(entries) => Self(entries),
            _ => Self::new(),
        }
    }

    pub(super) fn to_expr(&self) -> Expr {
        if self.is_empty() { Expr::Null } else { Expr::Map(self.0.clone()) }
    }
}

fn merge(ours: Expr, theirs: Expr) -> Expr {
    match (ours, theirs) {
        (Expr::Map(mut ours), Expr::Map(theirs)) => {
            for (key, value) in theirs {
                let value = match ours.get(&key) {
                    Some(known) => merge(known.clone(), value),
                    None => value,
                };
                ours.insert(key, value);
            }
            Expr::Map(ours)
        }
        (Expr::List(mut ours), Expr::List(theirs)) => {
            for value in theirs {
                if !ours.contains(&value) {
                    ours.push(value);
                }
            }
            Expr::List(ours)
        }
        (_, theirs) => theirs,
    }
}
