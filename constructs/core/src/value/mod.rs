//! Values: literals, or tokens that CloudFormation resolves.
//!
//! A token is a type. [`Value<T>`] says what a value will be; code that wants to look inside must
//! take the literal out first ([`Value::literal`]), so nobody compares or slices a token by accident:
//!
//! ```compile_fail
//! use cumulo_core::{Aws, Value};
//! let region: Value<String> = Aws::region();
//! if region == "us-east-1" {} // a token has no text yet: does not compile
//! ```

mod convert;
mod expr;
mod functions;
mod pseudo;
mod secret;
mod text;

pub use convert::{AttributeType, IntoValue, Json, Map, PropType, Properties, Token};
pub use expr::{Expr, Reference, Strength};
pub use functions::{CidrBits, Fn};
pub use pseudo::Aws;
pub use secret::{DynamicReference, Secret};
pub use text::{TextPart, captures, placeholders};

use std::fmt;
use std::marker::PhantomData;

/// A value of type `T`: a literal, or a token that CloudFormation resolves during the deployment.
///
/// Values are cheap to clone and are only looked into at synthesis. They cannot be compared,
/// formatted or sliced; join them with [`text!`](crate::text).
pub struct Value<T: ?Sized> {
    expr: Expr,
    of: PhantomData<fn() -> T>,
}

impl<T: ?Sized> Value<T> {
    /// A value with this expression; its type is the caller's word.
    pub fn new(expr: impl Into<Expr>) -> Self {
        Self { expr: expr.into(), of: PhantomData }
    }

    /// What stands behind the value.
    pub fn expr(&self) -> &Expr {
        &self.expr
    }

    /// Takes out what stands behind the value.
    pub fn into_expr(self) -> Expr {
        self.expr
    }

    /// The same value as another type, where CloudFormation is known to accept it (`"80"` for 80).
    pub fn cast<U: ?Sized>(self) -> Value<U> {
        Value::new(self.expr)
    }

    /// Whether the value is known only to CloudFormation, wholly or in part.
    pub fn is_token(&self) -> bool {
        self.expr.has_token()
    }

    /// A value that a reader may name for a stack that exports it: the deployment of the producer
    /// then fails as long as another stack uses it. See [`Strength`].
    pub fn strong(self) -> Self {
        Self::new(self.expr.with_strength(Strength::Strong))
    }
}

impl Value<String> {
    /// The text, if it is known at synthesis.
    pub fn literal(&self) -> Option<&str> {
        match &self.expr {
            Expr::String(text) => Some(text),
            _ => None,
        }
    }
}

impl Value<bool> {
    /// The truth value, if it is known at synthesis.
    pub fn literal(&self) -> Option<bool> {
        match self.expr {
            Expr::Bool(value) => Some(value),
            _ => None,
        }
    }
}

impl Value<i64> {
    /// The number, if it is known at synthesis.
    pub fn literal(&self) -> Option<i64> {
        match &self.expr {
            Expr::Number(number) => number.as_i64(),
            _ => None,
        }
    }
}

impl<T> Value<Vec<T>> {
    /// The items, if the length of the list is known at synthesis.
    pub fn items(&self) -> Option<Vec<Value<T>>> {
        match &self.expr {
            Expr::List(items) => Some(items.iter().cloned().map(Value::new).collect()),
            _ => None,
        }
    }
}

impl<T: ?Sized> Clone for Value<T> {
    fn clone(&self) -> Self {
        Self::new(self.expr.clone())
    }
}

impl<T: ?Sized> fmt::Debug for Value<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.expr.fmt(f)
    }
}
