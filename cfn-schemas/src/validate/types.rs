//! Sets of JSON types.

use crate::template::{Node, Value};

/// A set of JSON types; the empty set stands for "any".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Types(u8);

impl Types {
    pub(crate) const ANY: Types = Types(0);
    pub(crate) const OBJECT: Types = Types(1);
    pub(crate) const ARRAY: Types = Types(2);
    pub(crate) const STRING: Types = Types(4);
    pub(crate) const NUMBER: Types = Types(8);
    pub(crate) const INTEGER: Types = Types(16);
    pub(crate) const BOOLEAN: Types = Types(32);
    pub(crate) const NULL: Types = Types(64);
    /// What CloudFormation converts into each other.
    pub(crate) const SCALAR: Types = Types(4 + 8 + 16 + 32);

    const NAMES: [(Types, &str, &str); 7] = [
        (Types::OBJECT, "object", "an object"),
        (Types::ARRAY, "array", "a list"),
        (Types::STRING, "string", "a string"),
        (Types::NUMBER, "number", "a number"),
        (Types::INTEGER, "integer", "an integer"),
        (Types::BOOLEAN, "boolean", "a boolean"),
        (Types::NULL, "null", "null"),
    ];

    /// The value of a schema's `type`, one name or a list of them.
    pub(crate) fn parse(node: &Node) -> Types {
        match &node.value {
            Value::String(name) => Self::NAMES
                .iter()
                .find(|(_, known, _)| *known == &**name)
                .map_or(Types::ANY, |(types, ..)| *types),
            Value::Array(names) => names.iter().map(Types::parse).fold(Types::ANY, Types::or),
            _ => Types::ANY,
        }
    }

    pub(crate) fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub(crate) fn has(self, other: Types) -> bool {
        self.0 & other.0 != 0
    }

    pub(crate) fn is_any(self) -> bool {
        self.0 == 0
    }

    /// Whether a value of these types can stand where `wanted` is wanted, conversions included.
    pub(crate) fn fit(self, wanted: Types) -> bool {
        self.is_any()
            || wanted.is_any()
            || self.has(wanted)
            || (self.has(Types::SCALAR) && wanted.has(Types::SCALAR))
    }

    /// In words: `a string or a list`.
    pub(crate) fn describe(self) -> String {
        let names: Vec<&str> = Self::NAMES
            .iter()
            .filter(|(types, ..)| self.has(*types))
            .map(|(.., words)| *words)
            .collect();
        if names.is_empty() { "any value".to_owned() } else { names.join(" or ") }
    }
}
