//! Attributes that are keys.

use crate::{Expr, Node};

/// Type of an attribute that is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeType {
    /// Bytes, up to 2 KB.
    Binary,
    /// A number of up to 38 digits.
    Number,
    /// A text, up to 2 KB.
    String,
}

/// An attribute that is a key of a table or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its type.
    pub attribute_type: AttributeType,
}

impl Attribute {
    /// A key that is a text.
    pub fn string(name: impl Into<String>) -> Self {
        Self { name: name.into(), attribute_type: AttributeType::String }
    }

    /// A key that is a number.
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), attribute_type: AttributeType::Number }
    }

    /// A key that is bytes.
    pub fn binary(name: impl Into<String>) -> Self {
        Self { name: name.into(), attribute_type: AttributeType::Binary }
    }

    fn definition(&self) -> Expr {
        let of = match self.attribute_type {
            AttributeType::Binary => "B",
            AttributeType::Number => "N",
            AttributeType::String => "S",
        };
        Expr::object([
            ("AttributeName", Expr::from(self.name.clone())),
            ("AttributeType", Expr::from(of)),
        ])
    }
}

/// The keys of a table and its indexes, as the tree keeps them.
#[derive(Default)]
pub(super) struct Keys(Vec<Attribute>);

/// Adds keys to those of the table and gives the definitions of all.
///
/// One name with two types is finding `dynamodb-attribute`.
#[track_caller]
pub(super) fn define<'a>(node: &Node, keys: impl IntoIterator<Item = &'a Attribute>) -> Expr {
    let (definitions, clash) = node.with_state::<Keys, _>(|known| {
        let mut clash = None;
        for key in keys {
            match known.0.iter().find(|known| known.name == key.name) {
                None => known.0.push(key.clone()),
                Some(known) if known.attribute_type != key.attribute_type => {
                    clash = Some(key.name.clone());
                }
                Some(_) => {}
            }
        }
        (known.0.iter().map(Attribute::definition).collect(), clash)
    });
    if let Some(name) = clash {
        node.error_here(
            "dynamodb-attribute",
            format!("attribute `{name}` is a key of two types"),
            "give it one type, or the second key another name",
        );
    }
    Expr::List(definitions)
}

/// `KeySchema` of a table or index.
pub(super) fn key_schema<'a>(
    partition: impl IntoIterator<Item = &'a Attribute>,
    sort: impl IntoIterator<Item = &'a Attribute>,
) -> Expr {
    let key = |of: &'static str| {
        move |attribute: &Attribute| {
            Expr::object([
                ("AttributeName", Expr::from(attribute.name.clone())),
                ("KeyType", Expr::from(of)),
            ])
        }
    };
    let partition = partition.into_iter().map(key("HASH"));
    Expr::List(partition.chain(sort.into_iter().map(key("RANGE"))).collect())
}
