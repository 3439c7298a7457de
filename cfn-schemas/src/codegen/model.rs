//! What the generator knows about a resource type before it writes Rust.

use std::collections::BTreeMap;

/// A resource type and the types of its properties.
#[derive(Debug)]
pub(super) struct Resource {
    /// `AWS::S3::Bucket`.
    pub type_name: String,
    /// `CfnBucket`.
    pub name: String,
    /// Module of the property types: `bucket`.
    pub module: String,
    pub root: Struct,
    /// Property types by name.
    pub types: BTreeMap<String, TypeDef>,
    pub attributes: Vec<Attribute>,
    pub tagging: Tagging,
    /// Property types that two different schemas claim; a test sees to it that there are none.
    #[cfg(test)]
    pub collisions: Vec<String>,
}

#[derive(Debug)]
pub(super) enum TypeDef {
    Struct(Struct),
    Enum(Enum),
}

#[derive(Debug, Default)]
pub(super) struct Struct {
    pub properties: Vec<Property>,
}

#[derive(Debug)]
pub(super) struct Property {
    /// Name in templates.
    pub name: String,
    pub ty: Type,
    pub required: bool,
    pub update: Update,
    /// Lengths, ranges, patterns and allowed values, as sentences.
    pub limits: String,
    pub deprecated: bool,
}

/// What a change of the property does to the resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Update {
    InPlace,
    MayReplace,
    Replacement,
}

#[derive(Debug)]
pub(super) struct Enum {
    pub values: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Attribute {
    /// `Endpoint.Address`.
    pub name: String,
    pub ty: Type,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    String,
    Integer,
    Number,
    Bool,
    Json,
    /// Key and value, shared by all resource types.
    Tag,
    List(Box<Type>),
    Map(Box<Type>),
    /// A property type of the same resource.
    Named(String),
}

/// How the type takes tags; the cases of `cumulo_core::Tagging`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Tagging {
    None,
    List(String),
    Map(String),
    Propagated(String),
}
