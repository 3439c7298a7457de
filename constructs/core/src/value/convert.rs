//! What may be given where a value of some type is asked for.

use super::{Expr, Value};
use indexmap::IndexMap;
use std::borrow::Cow;

/// Something that can stand where a [`Value<T>`] is asked for: a literal of that type, a value, a [`Token`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the value of a `{T}` property",
    label = "not a `{T}`",
    note = "give a literal, a `Value<{T}>`, or convert a value with `.cast()`"
)]
pub trait IntoValue<T: ?Sized> {
    /// Converts.
    fn into_value(self) -> Value<T>;
}

/// A value whose type the caller vouches for; fits every property.
#[derive(Clone, Debug)]
pub struct Token(Expr);

impl Token {
    /// A token of this expression.
    pub fn new(expr: impl Into<Expr>) -> Self {
        Self(expr.into())
    }
}

/// Type of properties that take any JSON; give them a [`serde_json::Value`] or an [`Expr`].
#[derive(Clone, Copy, Debug)]
pub struct Json;

/// Type of properties that are objects with free keys and values of type `T`.
#[derive(Clone, Copy, Debug)]
pub struct Map<T>(std::marker::PhantomData<T>);

/// A generated type of a property: a structure or a closed set of texts.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a property type")]
pub trait PropType {
    /// The expression that goes into the template.
    fn into_expr(self) -> Expr;
}

/// What an attribute of a resource can be.
pub trait AttributeType {
    /// Whether it is a list.
    const LIST: bool = false;
}

impl AttributeType for String {}
impl AttributeType for bool {}
impl AttributeType for i64 {}
impl AttributeType for f64 {}
impl AttributeType for Json {}
impl<T> AttributeType for Map<T> {}
impl<T> AttributeType for Vec<T> {
    const LIST: bool = true;
}

/// The properties of a resource or of a nested structure, in the order in which they were set.
#[derive(Clone, Debug, Default)]
pub struct Properties(IndexMap<Cow<'static, str>, Expr>);

impl Properties {
    /// No properties.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a property; setting it again replaces it.
    #[must_use]
    pub fn put<T: ?Sized>(mut self, name: &'static str, value: impl IntoValue<T>) -> Self {
        self.0.insert(Cow::Borrowed(name), value.into_value().into_expr());
        self
    }

    /// Sets a property to an expression; for names and values that are known only at run time.
    pub fn set(&mut self, name: impl Into<Cow<'static, str>>, value: impl Into<Expr>) {
        self.0.insert(name.into(), value.into());
    }

    /// Takes a property out.
    pub fn remove(&mut self, name: &str) -> Option<Expr> {
        self.0.shift_remove(name)
    }

    /// A property that was set.
    pub fn get(&self, name: &str) -> Option<&Expr> {
        self.0.get(name)
    }

    /// A property that was set, to be changed in place.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Expr> {
        self.0.get_mut(name)
    }

    /// Adds an item at the end of a list property, which is made if need be.
    pub fn push(&mut self, name: &'static str, item: impl Into<Expr>) {
        match self.0.entry(Cow::Borrowed(name)).or_insert_with(|| Expr::List(Vec::new())) {
            Expr::List(items) => items.push(item.into()),
            other => *other = Expr::List(vec![item.into()]),
        }
    }

    /// Whether nothing was set.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was set, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Expr)> {
        self.0.iter().map(|(name, value)| (name.as_ref(), value))
    }
}

impl From<Properties> for Expr {
    fn from(properties: Properties) -> Self {
        Expr::Map(properties.0)
    }
}

impl<T: ?Sized> IntoValue<T> for Value<T> {
    fn into_value(self) -> Value<T> {
        self
    }
}

impl<T: ?Sized> IntoValue<T> for &Value<T> {
    fn into_value(self) -> Value<T> {
        self.clone()
    }
}

impl<T: ?Sized> IntoValue<T> for Token {
    fn into_value(self) -> Value<T> {
        Value::new(self.0)
    }
}

impl<T: PropType> IntoValue<T> for T {
    fn into_value(self) -> Value<T> {
        Value::new(self.into_expr())
    }
}

impl<V: IntoValue<T>, T> IntoValue<Vec<T>> for Vec<V> {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

impl<V: IntoValue<T>, T, const N: usize> IntoValue<Vec<T>> for [V; N] {
    fn into_value(self) -> Value<Vec<T>> {
        list(self)
    }
}

impl<V: IntoValue<T> + Clone, T> IntoValue<Vec<T>> for &[V] {
    fn into_value(self) -> Value<Vec<T>> {
        list(self.iter().cloned())
    }
}

fn list<T>(items: impl IntoIterator<Item = impl IntoValue<T>>) -> Value<Vec<T>> {
    Value::new(Expr::List(items.into_iter().map(|item| item.into_value().into_expr()).collect()))
}

impl<K: Into<Cow<'static, str>>, V: IntoValue<T>, T, const N: usize> IntoValue<Map<T>>
    for [(K, V); N]
{
    fn into_value(self) -> Value<Map<T>> {
        map(self)
    }
}

impl<K: Into<Cow<'static, str>>, V: IntoValue<T>, T> IntoValue<Map<T>> for Vec<(K, V)> {
    fn into_value(self) -> Value<Map<T>> {
        map(self)
    }
}

impl<K: Into<Cow<'static, str>>, V: IntoValue<T>, T> IntoValue<Map<T>> for IndexMap<K, V> {
    fn into_value(self) -> Value<Map<T>> {
        map(self)
    }
}

fn map<K: Into<Cow<'static, str>>, T>(
    entries: impl IntoIterator<Item = (K, impl IntoValue<T>)>,
) -> Value<Map<T>> {
    let entries = entries.into_iter();
    Value::new(Expr::Map(
        entries.map(|(key, value)| (key.into(), value.into_value().into_expr())).collect(),
    ))
}

impl IntoValue<String> for &str {
    fn into_value(self) -> Value<String> {
        Value::new(self.to_owned())
    }
}

impl IntoValue<String> for &String {
    fn into_value(self) -> Value<String> {
        Value::new(self.clone())
    }
}

impl IntoValue<String> for String {
    fn into_value(self) -> Value<String> {
        Value::new(self)
    }
}

impl IntoValue<String> for Cow<'static, str> {
    fn into_value(self) -> Value<String> {
        Value::new(Expr::String(self))
    }
}

impl IntoValue<bool> for bool {
    fn into_value(self) -> Value<bool> {
        Value::new(self)
    }
}

macro_rules! integers {
    ($($integer:ty),*) => {$(
        impl IntoValue<i64> for $integer {
            fn into_value(self) -> Value<i64> {
                Value::new(Expr::Number(self.into()))
            }
        }

        impl IntoValue<f64> for $integer {
            fn into_value(self) -> Value<f64> {
                Value::new(Expr::Number(self.into()))
            }
        }
    )*};
}

integers!(u8, u16, u32, u64, usize, i16, i32, i64);

impl IntoValue<f64> for f64 {
    /// Infinity and NaN, which JSON cannot hold, become `null`.
    fn into_value(self) -> Value<f64> {
        Value::new(number(self))
    }
}

/// A whole number is written without a fraction, as CloudFormation's own tools do.
fn number(value: f64) -> Expr {
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let whole = value as i64;
    #[allow(clippy::float_cmp, clippy::cast_precision_loss)]
    if whole as f64 == value {
        return Expr::Number(whole.into());
    }
    serde_json::Number::from_f64(value).map_or(Expr::Null, Expr::Number)
}

impl IntoValue<Json> for serde_json::Value {
    fn into_value(self) -> Value<Json> {
        Value::new(self)
    }
}

impl IntoValue<Json> for Expr {
    fn into_value(self) -> Value<Json> {
        Value::new(self)
    }
}
