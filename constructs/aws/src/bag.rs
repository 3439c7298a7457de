//! Property bags with optional entries: what most L2 constructs write their L1 with.

use crate::{CfnType, Expr, Properties, Token, Value};
use std::borrow::Cow;

/// A resource description with these properties; entries that are [`Expr::Null`] are left out.
pub(crate) fn bag<T: CfnType>(
    entries: impl IntoIterator<Item = (impl Into<Cow<'static, str>>, Expr)>,
) -> T {
    let mut properties = Properties::new();
    for (name, value) in entries {
        if !matches!(value, Expr::Null) {
            properties.set(name, value);
        }
    }
    T::from_properties(properties)
}

/// The value's expression; [`Expr::Null`] where there is none.
pub(crate) fn opt<T: ?Sized>(value: Option<&Value<T>>) -> Expr {
    value.map_or(Expr::Null, Expr::from)
}

/// A list of these; [`Expr::Null`] when it is empty.
pub(crate) fn list(items: impl IntoIterator<Item = impl Into<Expr>>) -> Expr {
    let items: Vec<Expr> = items.into_iter().map(Into::into).collect();
    if items.is_empty() { Expr::Null } else { Expr::List(items) }
}

/// A number, where there is one.
pub(crate) fn number(value: Option<impl Into<i64>>) -> Expr {
    value.map_or(Expr::Null, |value| Expr::from(value.into()))
}

/// A truth value, where there is one.
pub(crate) fn flag(value: Option<bool>) -> Expr {
    value.map_or(Expr::Null, Expr::from)
}

/// An expression that fits any typed setter.
pub(crate) fn any(value: impl Into<Expr>) -> Token {
    Token::new(value)
}

/// The texts with commas between them, for properties that are no lists.
pub(crate) fn comma_separated(items: Vec<Value<String>>) -> Value<String> {
    let text = |text: Value<String>, (position, item): (usize, Value<String>)| {
        let text = if position == 0 { text } else { text.append(",") };
        text.append(item)
    };
    items.into_iter().enumerate().fold(Value::new(""), text)
}
