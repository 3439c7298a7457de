//! The untyped expression behind every value.

use crate::tree::NodeId;
use indexmap::IndexMap;
use std::borrow::Cow;

/// JSON, plus what only CloudFormation knows: references and functions.
///
/// References name nodes of the construct tree, not logical ids, so that renaming is free and a
/// reference into another stack can become what that takes.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// `null`; left out of objects.
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(serde_json::Number),
    /// A text.
    String(Cow<'static, str>),
    /// A list.
    List(Vec<Expr>),
    /// A list whose order means nothing: written without doubles and sorted by its JSON text, a lone item without the list.
    Set(Vec<Expr>),
    /// An object.
    Map(IndexMap<Cow<'static, str>, Expr>),
    /// `Ref` or `Fn::GetAtt` of an element of the program.
    Reference(Reference),
    /// The logical id of an element of the program, as text.
    LogicalId(NodeId),
    /// The same, but only its last characters where it has more than this; for names that must be short.
    LogicalIdEnd(NodeId, usize),
    /// The name of the stack in which an element of the program stands, as text.
    StackName(NodeId),
    /// The tags of the resource that stands at this node, as a list; for types that want them elsewhere than in a property of their own.
    Tags(NodeId, Vec<(Cow<'static, str>, Expr)>),
    /// A pseudo parameter such as `AWS::Region`.
    Pseudo(&'static str),
    /// A function call: its name and its argument.
    Function(&'static str, Box<Expr>),
    /// Texts one after the other; becomes one text or an `Fn::Join`.
    Concat(Vec<Expr>),
    /// A value that must not stand in a template as plain text.
    Secret(String),
}

/// A reference to an element of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The element.
    pub(crate) node: NodeId,
    /// The attribute; `Ref` where there is none.
    pub(crate) attribute: Option<Cow<'static, str>>,
    /// Whether it is a list, which outputs and exports can carry only as text.
    pub(crate) list: bool,
    /// How it holds on to another stack.
    pub(crate) strength: Strength,
}

/// How a reference into another stack holds on to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strength {
    /// `Fn::GetStackOutput`: read when the consumer is deployed; the producer may change later.
    #[default]
    Weak,
    /// Export and `Fn::ImportValue`: the producer cannot remove the value while it is used.
    Strong,
}

impl Expr {
    /// An object with these entries; entries that are [`Expr::Null`] are left out.
    pub fn object<K: Into<Cow<'static, str>>>(
        entries: impl IntoIterator<Item = (K, Expr)>,
    ) -> Expr {
        let entries = entries.into_iter().filter(|(_, value)| !matches!(value, Expr::Null));
        Expr::Map(entries.map(|(key, value)| (key.into(), value)).collect())
    }

    /// A call of the function `name`.
    pub fn function(name: &'static str, argument: impl Into<Expr>) -> Expr {
        Expr::Function(name, Box::new(argument.into()))
    }

    /// Whether part of the expression is known only to CloudFormation.
    pub fn has_token(&self) -> bool {
        match self {
            Expr::Null | Expr::Bool(_) | Expr::Number(_) | Expr::String(_) => false,
            Expr::List(items) | Expr::Set(items) | Expr::Concat(items) => {
                items.iter().any(Expr::has_token)
            }
            Expr::Map(entries) => entries.values().any(Expr::has_token),
            _ => true,
        }
    }

    /// The text, if the expression is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Expr::String(text) => Some(text),
            _ => None,
        }
    }

    /// The entry `key` of an object.
    pub fn get(&self, key: &str) -> Option<&Expr> {
        match self {
            Expr::Map(entries) => entries.get(key),
            _ => None,
        }
    }

    /// The items of a list; none of anything else.
    pub fn items(&self) -> &[Expr] {
        match self {
            Expr::List(items) => items,
            _ => &[],
        }
    }

    /// The same expression with every reference made this strong.
    pub fn with_strength(mut self, strength: Strength) -> Expr {
        self.visit_mut(&mut |expr| {
            if let Expr::Reference(reference) = expr {
                reference.strength = strength;
            }
        });
        self
    }

    /// Calls `f` for this expression and every one in it, outer first.
    pub fn visit(&self, f: &mut impl FnMut(&Expr)) {
        f(self);
        match self {
            Expr::List(items) | Expr::Set(items) | Expr::Concat(items) => {
                items.iter().for_each(|item| item.visit(f));
            }
            Expr::Map(entries) => entries.values().for_each(|value| value.visit(f)),
            Expr::Tags(_, own) => own.iter().for_each(|(_, value)| value.visit(f)),
            Expr::Function(_, argument) => argument.visit(f),
            _ => {}
        }
    }

    fn visit_mut(&mut self, f: &mut impl FnMut(&mut Expr)) {
        f(self);
        match self {
            Expr::List(items) | Expr::Set(items) | Expr::Concat(items) => {
                items.iter_mut().for_each(|item| item.visit_mut(f));
            }
            Expr::Map(entries) => entries.values_mut().for_each(|value| value.visit_mut(f)),
            Expr::Tags(_, own) => own.iter_mut().for_each(|(_, value)| value.visit_mut(f)),
            Expr::Function(_, argument) => argument.visit_mut(f),
            _ => {}
        }
    }
}

impl From<serde_json::Value> for Expr {
    fn from(json: serde_json::Value) -> Self {
        match json {
            serde_json::Value::Null => Expr::Null,
            serde_json::Value::Bool(value) => Expr::Bool(value),
            serde_json::Value::Number(value) => Expr::Number(value),
            serde_json::Value::String(value) => Expr::String(value.into()),
            serde_json::Value::Array(items) => {
                Expr::List(items.into_iter().map(Expr::from).collect())
            }
            serde_json::Value::Object(entries) => Expr::Map(
                entries.into_iter().map(|(key, value)| (key.into(), Expr::from(value))).collect(),
            ),
        }
    }
}

impl From<&'static str> for Expr {
    fn from(text: &'static str) -> Self {
        Expr::String(Cow::Borrowed(text))
    }
}

impl From<String> for Expr {
    fn from(text: String) -> Self {
        Expr::String(Cow::Owned(text))
    }
}

impl From<bool> for Expr {
    fn from(value: bool) -> Self {
        Expr::Bool(value)
    }
}

impl From<i64> for Expr {
    fn from(value: i64) -> Self {
        Expr::Number(value.into())
    }
}

impl From<Vec<Expr>> for Expr {
    fn from(items: Vec<Expr>) -> Self {
        Expr::List(items)
    }
}

impl<T: ?Sized> From<super::Value<T>> for Expr {
    fn from(value: super::Value<T>) -> Self {
        value.into_expr()
    }
}

impl<T: ?Sized> From<&super::Value<T>> for Expr {
    fn from(value: &super::Value<T>) -> Self {
        value.expr().clone()
    }
}
