//! Which records of a source a function handles.

use crate::events::PatternValue;
use crate::{Expr, IntoValue};

/// A condition for a field of a record, for the filters of event sources.
///
/// ```
/// use cumulo::{Expr, lambda::FilterRule};
/// let inserted = Expr::object([("eventName", FilterRule::is_equal("INSERT"))]);
/// let cheap = Expr::object([("price", FilterRule::between(0.0, 10.0))]);
/// ```
///
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html>
#[derive(Clone, Copy, Debug)]
pub struct FilterRule;

impl FilterRule {
    /// This text.
    pub fn is_equal(text: impl IntoValue<String>) -> Expr {
        Expr::List(vec![text.into_value().into_expr()])
    }

    /// This number.
    pub fn is_number(value: f64) -> Expr {
        numeric([("=", value)])
    }

    /// A number above `first`, and up to `second`.
    pub fn between(first: f64, second: f64) -> Expr {
        numeric([(">", first), ("<=", second)])
    }

    /// A number for which `operator` (`=`, `>`, `>=`, `<`, `<=`) and `value` hold.
    pub fn number(operator: &'static str, value: f64) -> Expr {
        numeric([(operator, value)])
    }

    /// One of these.
    pub fn or(values: impl IntoIterator<Item = impl PatternValue>) -> Expr {
        Expr::List(values.into_iter().map(PatternValue::into_pattern).collect())
    }

    /// Not this text.
    pub fn not_equals(text: impl IntoValue<String>) -> Expr {
        condition("anything-but", Expr::List(vec![text.into_value().into_expr()]))
    }

    /// A text that begins with this one.
    pub fn begins_with(prefix: impl IntoValue<String>) -> Expr {
        condition("prefix", prefix.into_value().into_expr())
    }

    /// The field is there.
    pub fn exists() -> Expr {
        condition("exists", Expr::from(true))
    }

    /// The field is not there.
    pub fn not_exists() -> Expr {
        condition("exists", Expr::from(false))
    }

    /// The empty text.
    pub fn empty() -> Expr {
        Self::is_equal("")
    }

    /// The value `null`.
    pub fn null() -> Expr {
        Expr::List(vec![Expr::Null])
    }
}

fn condition(name: &'static str, value: Expr) -> Expr {
    Expr::List(vec![Expr::object([(name, value)])])
}

fn numeric<const N: usize>(conditions: [(&'static str, f64); N]) -> Expr {
    let parts = conditions
        .into_iter()
        .flat_map(|(operator, value)| [Expr::from(operator), value.into_value().into_expr()]);
    condition("numeric", Expr::List(parts.collect()))
}
