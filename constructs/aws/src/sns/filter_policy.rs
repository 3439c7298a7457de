//! Which messages subscribers get.

use crate::bag::list;
use crate::{Expr, IntoValue};

/// Which messages a subscriber gets, by their attributes; of each attribute one condition must hold.
///
/// ```
/// use cumulo::sns::FilterPolicy;
/// let red = FilterPolicy::new().strings("color", ["red"]).prefixes("size", ["x"]).exists("price");
/// ```
///
/// Source: <https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html>
#[derive(Clone, Debug, Default)]
pub struct FilterPolicy(Vec<(String, Expr)>);

impl FilterPolicy {
    /// All messages.
    pub fn new() -> Self {
        Self::default()
    }

    /// The attribute is one of these texts.
    #[must_use]
    pub fn strings(
        self,
        attribute: &str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.add(attribute, values.into_iter().map(|value| Expr::from(value.into())))
    }

    /// The attribute begins with one of these texts.
    #[must_use]
    pub fn prefixes(
        self,
        attribute: &str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let prefix = |value: String| Expr::object([("prefix", Expr::from(value))]);
        self.add(attribute, values.into_iter().map(|value| prefix(value.into())))
    }

    /// The attribute is none of these texts.
    #[must_use]
    pub fn anything_but(
        self,
        attribute: &str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let values = list(values.into_iter().map(|value| Expr::from(value.into())));
        self.add(attribute, [Expr::object([("anything-but", values)])])
    }

    /// The attribute is a number for which `operator` and `value` hold: `(">=", 100.0)`.
    #[must_use]
    pub fn number(self, attribute: &str, operator: &'static str, value: f64) -> Self {
        let condition = vec![Expr::from(operator), value.into_value().into_expr()];
        self.add(attribute, [Expr::object([("numeric", Expr::List(condition))])])
    }

    /// The message has the attribute.
    #[must_use]
    pub fn exists(self, attribute: &str) -> Self {
        self.add(attribute, [Expr::object([("exists", Expr::from(true))])])
    }

    /// The attribute ends with one of these texts.
    #[must_use]
    pub fn suffixes(
        self,
        attribute: &str,
        values: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let suffix = |value: String| Expr::object([("suffix", Expr::from(value))]);
        self.add(attribute, values.into_iter().map(|value| suffix(value.into())))
    }

    /// The attribute is a number from `low` to `high`, both included.
    #[must_use]
    pub fn between(self, attribute: &str, low: f64, high: f64) -> Self {
        self.add(attribute, [range((">=", low), ("<=", high))])
    }

    /// The attribute is a number above `low` and below `high`.
    #[must_use]
    pub fn between_strict(self, attribute: &str, low: f64, high: f64) -> Self {
        self.add(attribute, [range((">", low), ("<", high))])
    }

    /// The message lacks the attribute.
    #[must_use]
    pub fn not_exists(self, attribute: &str) -> Self {
        self.add(attribute, [Expr::object([("exists", Expr::from(false))])])
    }

    /// The object at this key of the message's body fits these conditions; only for filters of the body.
    #[must_use]
    pub fn object(mut self, key: &str, conditions: FilterPolicy) -> Self {
        self.0.push((key.to_owned(), conditions.to_expr()));
        self
    }

    fn add(mut self, attribute: &str, conditions: impl IntoIterator<Item = Expr>) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == attribute) {
            Some((_, Expr::List(known))) => known.extend(conditions),
            _ => {
                let conditions = Expr::List(conditions.into_iter().collect());
                self.0.push((attribute.to_owned(), conditions));
            }
        }
        self
    }

    pub(super) fn to_expr(&self) -> Expr {
        Expr::object(self.0.iter().cloned())
    }
}

fn range(from: (&'static str, f64), to: (&'static str, f64)) -> Expr {
    let parts = [from, to]
        .into_iter()
        .flat_map(|(operator, value)| [Expr::from(operator), value.into_value().into_expr()]);
    Expr::object([("numeric", Expr::List(parts.collect()))])
}
