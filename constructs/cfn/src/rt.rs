//! What generated code builds on, under names that no property type can take away.

pub use std::string::String;
pub use std::vec::Vec;

pub use cumulo_core::{
    CfnType, Expr, IntoValue, Json, Map, Node, PropType, Properties, Tagging, Value,
};

/// Text of an enumeration's value.
pub type Text = std::borrow::Cow<'static, str>;
