//! Writes the Rust source of a service.
//!
//! What is not generic is `#[inline]`, so that machine code is made only of what a program uses: a quarter less time to
//! build all services.

use std::collections::BTreeSet;
use std::fmt::{self, Write};

use super::limits::code;
use super::model::{Attribute, Enum, Property, Resource, Struct, Tagging, Type, TypeDef, Update};
use super::names;

/// More required properties than this are given as a struct, since arguments of one type can be swapped.
const ARGUMENTS: usize = 2;

/// Where the template reference has a page for each resource type.
const REFERENCE: &str = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference";

/// Writes what stands in the module of a service.
pub(super) fn service(out: &mut String, resources: &[Resource]) -> fmt::Result {
    for resource in resources {
        self::resource(out, resource)?;
    }
    Ok(())
}

fn resource(out: &mut String, resource: &Resource) -> fmt::Result {
    let Resource { type_name, name, module, root, types, attributes, tagging, .. } = resource;
    writeln!(out, "/// `{type_name}`.")?;
    writeln!(out, "///\n/// Source: <{REFERENCE}/{}>", page(type_name))?;
    writeln!(out, "#[must_use]\npub struct {name}(rt::Properties);")?;
    structure(out, name, root, Some(module))?;
    writeln!(out, "impl rt::CfnType for {name} {{")?;
    writeln!(out, "    const TYPE_NAME: &'static str = {type_name:?};")?;
    writeln!(out, "    const TAGGING: rt::Tagging = {};", self::tagging(tagging))?;
    writeln!(out, "    type Attributes = {name}Attributes;")?;
    writeln!(
        out,
        "    #[inline]\n    fn from_properties(properties: rt::Properties) -> Self {{ Self(properties) }}"
    )?;
    writeln!(
        out,
        "    #[inline]\n    fn into_properties(self) -> rt::Properties {{ self.0 }}\n}}"
    )?;
    self::attributes(out, name, attributes)?;
    if !types.is_empty() {
        writeln!(out, "/// Property types of [`{name}`].\npub mod {module} {{\nuse crate::rt;")?;
        for (name, definition) in types {
            match definition {
                TypeDef::Struct(properties) => property_type(out, type_name, name, properties)?,
                TypeDef::Enum(values) => enumeration(out, type_name, name, values)?,
            }
        }
        writeln!(out, "}}")?;
    }
    Ok(())
}

/// Page of a type in the template reference: `aws-resource-s3-bucket.html`.
fn page(type_name: &str) -> String {
    let parts: Vec<_> = type_name.split("::").collect();
    let (vendor, rest) =
        parts.split_first().map_or(("aws", &[][..]), |(vendor, rest)| (*vendor, rest));
    format!("{vendor}-resource-{}.html", rest.join("-")).to_lowercase()
}

fn tagging(tagging: &Tagging) -> String {
    match tagging {
        Tagging::None => "rt::Tagging::None".to_owned(),
        Tagging::List(property) => format!("rt::Tagging::List {{ property: {property:?} }}"),
        Tagging::Map(property) => format!("rt::Tagging::Map {{ property: {property:?} }}"),
        Tagging::Propagated(property) => {
            format!("rt::Tagging::Propagated {{ property: {property:?} }}")
        }
    }
}

fn attributes(out: &mut String, name: &str, attributes: &[Attribute]) -> fmt::Result {
    writeln!(out, "/// Attributes of a [`{name}`] that stands in a stack.")?;
    writeln!(out, "pub struct {name}Attributes(rt::Node);")?;
    writeln!(
        out,
        "impl From<rt::Node> for {name}Attributes {{ #[inline] fn from(node: rt::Node) -> Self {{ Self(node) }} }}"
    )?;
    writeln!(out, "impl {name}Attributes {{")?;
    for Attribute { name, ty } in attributes {
        let (method, ty) = (names::attribute(name), path(ty, None));
        writeln!(out, "    /// The attribute `{name}`.")?;
        writeln!(
            out,
            "    #[inline]\n    pub fn {method}(&self) -> rt::Value<{ty}> {{ self.0.attribute({name:?}) }}"
        )?;
    }
    writeln!(out, "}}")
}

fn property_type(
    out: &mut String,
    type_name: &str,
    name: &str,
    properties: &Struct,
) -> fmt::Result {
    writeln!(out, "/// The property type `{type_name}.{name}`.")?;
    writeln!(out, "pub struct {name}(rt::Properties);")?;
    structure(out, name, properties, None)?;
    writeln!(
        out,
        "impl rt::PropType for {name} {{ #[inline] fn into_expr(self) -> rt::Expr {{ self.0.into() }} }}"
    )
}

/// Constructor and setters. `module` leads from here to the property types.
fn structure(
    out: &mut String,
    name: &str,
    Struct { properties }: &Struct,
    module: Option<&str>,
) -> fmt::Result {
    let required: Vec<_> = properties.iter().filter(|property| property.required).collect();
    if required.len() > ARGUMENTS {
        required_struct(out, name, &required)?;
    }
    writeln!(out, "impl {name} {{")?;
    constructor(out, name, &required, module)?;
    for property in properties {
        documentation(out, property)?;
        let (method, ty) = (names::snake(&property.name), path(&property.ty, module));
        writeln!(
            out,
            "    pub fn {method}(self, value: impl rt::IntoValue<{ty}>) -> Self {{ Self(self.0.put::<{ty}>({:?}, value)) }}",
            property.name
        )?;
    }
    writeln!(out, "}}")
}

fn constructor(
    out: &mut String,
    name: &str,
    required: &[&Property],
    module: Option<&str>,
) -> fmt::Result {
    let typed = |property: &Property| format!("impl rt::IntoValue<{}>", path(&property.ty, module));
    let field = |property: &Property| names::snake(&property.name);
    let many = required.len() > ARGUMENTS;
    match required {
        [] => {
            writeln!(out, "    /// Without properties.")?;
            writeln!(
                out,
                "    #[inline]\n    pub fn new() -> Self {{ Self(rt::Properties::new()) }}"
            )?;
            return Ok(());
        }
        _ if many => {
            let types: Vec<_> = required.iter().map(|property| typed(property)).collect();
            writeln!(out, "    /// With what is required: the fields of [`{name}Required`].")?;
            writeln!(
                out,
                "    pub fn new(required: {name}Required<{}>) -> Self {{",
                types.join(", ")
            )?;
        }
        _ => {
            let arguments: Vec<_> = required
                .iter()
                .map(|property| format!("{}: {}", field(property), typed(property)))
                .collect();
            writeln!(out, "    /// With what is required.")?;
            writeln!(out, "    pub fn new({}) -> Self {{", arguments.join(", "))?;
        }
    }
    write!(out, "        Self(rt::Properties::new()")?;
    for property in required {
        let from = if many { "required." } else { "" };
        let (name, ty) = (&property.name, path(&property.ty, module));
        write!(out, ".put::<{ty}>({name:?}, {from}{})", field(property))?;
    }
    writeln!(out, ")\n    }}")
}

/// A struct of the required properties, generic so that each takes whatever its setter takes.
fn required_struct(out: &mut String, name: &str, required: &[&Property]) -> fmt::Result {
    let parameters: Vec<_> = (0..required.len()).map(|at| format!("T{at}")).collect();
    writeln!(out, "/// What [`{name}::new`] asks for.")?;
    writeln!(out, "pub struct {name}Required<{}> {{", parameters.join(", "))?;
    for (property, parameter) in required.iter().zip(&parameters) {
        documentation(out, property)?;
        writeln!(out, "    pub {}: {parameter},", names::snake(&property.name))?;
    }
    writeln!(out, "}}")
}

fn documentation(out: &mut String, property: &Property) -> fmt::Result {
    let Property { name, ty, required, update, limits, deprecated } = property;
    let required = if *required { "Required" } else { "Optional" };
    let update = match update {
        Update::InPlace => "in place",
        Update::MayReplace => "may replace the resource",
        Update::Replacement => "replaces the resource",
    };
    writeln!(out, "    /// `{name}`. {required}. Type: `{}`. Update: {update}.", plain(ty))?;
    if !limits.is_empty() {
        writeln!(out, "    ///\n    /// {limits}")?;
    }
    if *deprecated {
        writeln!(out, "    ///\n    /// AWS calls it deprecated.")?;
    }
    Ok(())
}

fn enumeration(
    out: &mut String,
    type_name: &str,
    name: &str,
    Enum { values }: &Enum,
) -> fmt::Result {
    writeln!(out, "/// Values of `{name}` of `{type_name}`.")?;
    writeln!(out, "pub struct {name}(rt::Text);\nimpl {name} {{")?;
    for (constant, value) in constants(values) {
        writeln!(out, "    /// {}", code(value))?;
        writeln!(out, "    pub const {constant}: Self = Self(rt::Text::Borrowed({value:?}));")?;
    }
    writeln!(out, "    /// A value that is newer than this list.")?;
    writeln!(
        out,
        "    pub fn custom(value: impl Into<rt::Text>) -> Self {{ Self(value.into()) }}\n}}"
    )?;
    writeln!(
        out,
        "impl rt::PropType for {name} {{ #[inline] fn into_expr(self) -> rt::Expr {{ rt::Expr::String(self.0) }} }}"
    )
}

/// Constants of an enum. Of spellings of one value (`GLACIER`, `Glacier`) the first in order has the constant.
fn constants(values: &[String]) -> Vec<(String, &str)> {
    let mut taken = BTreeSet::new();
    let named = values.iter().map(|value| (names::constant(value), value.as_str()));
    named.filter(|(constant, _)| taken.insert(constant.clone())).collect()
}

/// A type as generated code names it.
fn path(ty: &Type, module: Option<&str>) -> String {
    match ty {
        Type::String => "rt::String".to_owned(),
        Type::Integer => "i64".to_owned(),
        Type::Number => "f64".to_owned(),
        Type::Bool => "bool".to_owned(),
        Type::Json => "rt::Json".to_owned(),
        Type::Tag => "crate::Tag".to_owned(),
        Type::List(item) => format!("rt::Vec<{}>", path(item, module)),
        Type::Map(value) => format!("rt::Map<{}>", path(value, module)),
        Type::Named(name) => match module {
            Some(module) => format!("{module}::{name}"),
            None => name.clone(),
        },
    }
}

/// A type as documentation names it.
fn plain(ty: &Type) -> String {
    path(ty, None).replace("rt::", "").replace("crate::", "")
}
