//! From a provider schema to the model of a resource type.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::limits::limits;
use super::model::{Attribute, Enum, Property, Resource, Struct, Tagging, Type, TypeDef, Update};
use super::shape::{Shape, allowed, branches, is_free_form, shape, types};
use super::{names, pointer};
use crate::attributes::documented_attributes;

/// References of references that are followed.
const DEPTH: u8 = 12;

/// Models a resource type.
pub(super) fn resource(schema: &Value) -> Resource {
    let type_name = schema["typeName"].as_str().unwrap_or_default().to_owned();
    let mut resolver = Resolver::new(schema);
    let holder = names::resource(&type_name);
    let read_only = pointers(schema, "readOnlyProperties");
    let mut shape = shape(schema, schema).unwrap_or_default();
    shape.properties.retain(|name, property| !is_read_only(schema, name, property, &read_only));
    shape.required.retain(|name| shape.properties.contains_key(name));
    let root = resolver.properties(shape, &holder);
    let tagging = resolver.tagging(&root);
    Resource {
        name: format!("Cfn{holder}"),
        module: names::snake(&holder),
        tagging,
        attributes: attributes(schema, &type_name, &read_only),
        root,
        types: resolver.types,
        #[cfg(test)]
        collisions: resolver.collisions,
        type_name,
    }
}

struct Resolver<'a> {
    root: &'a Value,
    /// What a change of a property does, by the place of the property's schema.
    updates: BTreeMap<*const Value, Update>,
    deprecated: BTreeSet<*const Value>,
    types: BTreeMap<String, TypeDef>,
    /// Where each type comes from.
    origins: BTreeMap<String, *const Value>,
    #[cfg(test)]
    collisions: Vec<String>,
    depth: u8,
}

impl<'a> Resolver<'a> {
    fn new(root: &'a Value) -> Self {
        let places = |keyword| {
            let found = pointers(root, keyword)
                .into_iter()
                .filter_map(|pointer| pointer::property(root, pointer));
            found.map(std::ptr::from_ref).collect::<Vec<_>>()
        };
        let may_replace = places("conditionalCreateOnlyProperties").into_iter();
        let replace = places("createOnlyProperties").into_iter();
        let updates = may_replace.map(|place| (place, Update::MayReplace));
        Self {
            root,
            updates: updates.chain(replace.map(|place| (place, Update::Replacement))).collect(),
            deprecated: places("deprecatedProperties").into_iter().collect(),
            types: BTreeMap::new(),
            origins: BTreeMap::new(),
            #[cfg(test)]
            collisions: Vec::new(),
            depth: DEPTH,
        }
    }

    /// The properties of an object whose types described in place are named after `holder`.
    fn properties(&mut self, shape: Shape, holder: &str) -> Struct {
        let Shape { properties, required } = shape;
        let properties = properties.into_iter().map(|(name, schema)| {
            let place = std::ptr::from_ref(schema.as_ref());
            Property {
                ty: self.type_of(&schema, &names::inline(holder, &name)),
                required: required.contains(&name),
                update: self.updates.get(&place).copied().unwrap_or(Update::InPlace),
                limits: limits(self.root, &schema),
                deprecated: self.deprecated.contains(&place),
                name,
            }
        });
        Struct { properties: properties.collect() }
    }

    /// The type of a schema; if it describes a type in place, that one is called `name`.
    fn type_of(&mut self, schema: &Value, name: &str) -> Type {
        if self.depth == 0 {
            return Type::Json;
        }
        self.depth -= 1;
        let ty = self.type_within(schema, name);
        self.depth += 1;
        ty
    }

    fn type_within(&mut self, schema: &Value, name: &str) -> Type {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.reference(reference);
        }
        let types = types(schema);
        if let Some(shape) = shape(self.root, schema) {
            return self.structure(schema, shape, name);
        }
        if let Some(values) = allowed(schema) {
            return self.enumeration(schema, &values, name);
        }
        match types.as_slice() {
            [] => self.untyped(schema, name),
            ["string"] => Type::String,
            ["integer"] => Type::Integer,
            ["number"] => Type::Number,
            ["boolean"] => Type::Bool,
            ["object"] => self.map(schema, name),
            several if several.contains(&"object") && schema["patternProperties"].is_object() => {
                self.map(schema, name)
            }
            several if several.contains(&"object") => Type::Json,
            several if several.contains(&"array") => self.list(schema, name),
            // CloudFormation reads text as numbers and truth values, so the narrower type says more.
            several if several.contains(&"boolean") => Type::Bool,
            several if several.contains(&"number") => Type::Number,
            several if several.contains(&"integer") => Type::Integer,
            ["array", ..] => self.list(schema, name),
            _ => Type::Json,
        }
    }

    fn reference(&mut self, reference: &str) -> Type {
        let pointer = reference.trim_start_matches('#');
        let Some(target) = self.root.pointer(pointer) else {
            return Type::Json;
        };
        let mut names =
            pointer.split('/').filter(|part| !matches!(*part, "" | "definitions" | "properties"));
        let first = names::definition(&names.next().unwrap_or_default().replace("~1", "/"));
        let name = names.fold(first, |holder, name| names::inline(&holder, name));
        self.type_of(target, &name)
    }

    fn structure(&mut self, schema: &Value, shape: Shape, name: &str) -> Type {
        if name == "Tag" && is_tag(&shape) {
            return Type::Tag;
        }
        if self.claim(schema, name) {
            self.types.insert(name.to_owned(), TypeDef::Struct(Struct::default()));
            // A property type starts afresh: only chains of references without one could be endless.
            let depth = std::mem::replace(&mut self.depth, DEPTH);
            let properties = self.properties(shape, name);
            self.depth = depth;
            self.types.insert(name.to_owned(), TypeDef::Struct(properties));
        }
        Type::Named(name.to_owned())
    }

    fn enumeration(&mut self, schema: &Value, values: &[&str], name: &str) -> Type {
        if self.claim(schema, name) {
            let mut values: Vec<_> = values.iter().map(|value| (*value).to_owned()).collect();
            values.sort();
            values.dedup();
            self.types.insert(name.to_owned(), TypeDef::Enum(Enum { values }));
        }
        Type::Named(name.to_owned())
    }

    /// Whether the type `name` is still to be made from this schema.
    fn claim(&mut self, schema: &Value, name: &str) -> bool {
        let place = std::ptr::from_ref(schema);
        let known = self.origins.insert(name.to_owned(), place);
        #[cfg(test)]
        if known.is_some_and(|known| known != place) {
            self.collisions.push(name.to_owned());
        }
        known.is_none()
    }

    fn list(&mut self, schema: &Value, name: &str) -> Type {
        let item = match &schema["items"] {
            Value::Null => Type::Json,
            items => self.type_of(items, name),
        };
        Type::List(Box::new(item))
    }

    /// An object with free keys.
    fn map(&mut self, schema: &Value, name: &str) -> Type {
        let patterns = schema["patternProperties"].as_object();
        let mut values: Vec<&Value> =
            patterns.into_iter().flat_map(|patterns| patterns.values()).collect();
        values.extend(Some(&schema["additionalProperties"]).filter(|values| values.is_object()));
        values.dedup();
        match values.as_slice() {
            [values] if is_scalar_of_any_type(values) => Type::Map(Box::new(Type::String)),
            [values] => match self.type_of(values, name) {
                Type::Json => Type::Json,
                ty => Type::Map(Box::new(ty)),
            },
            _ => Type::Json,
        }
    }

    fn untyped(&mut self, schema: &Value, name: &str) -> Type {
        if !schema["patternProperties"].is_null() || schema["additionalProperties"].is_object() {
            return self.map(schema, name);
        }
        if !schema["items"].is_null() {
            return self.list(schema, name);
        }
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let typed: Vec<_> = branches(schema, keyword)
                .iter()
                .filter(|branch| {
                    !is_free_form(branch)
                        && (!types(branch).is_empty() || branch.get("$ref").is_some())
                })
                .collect();
            let Some((first, others)) = typed.split_first() else { continue };
            let kind = |branch| types(pointer::deref(self.root, branch));
            let alike = others.iter().all(|other| kind(other) == kind(first));
            return match kind(first).as_slice() {
                _ if others.is_empty() => self.type_of(first, name),
                ["string"] if alike => Type::String,
                ["array"] if alike => self.type_of(first, name),
                ["integer" | "number"] if alike => self.type_of(first, name),
                _ => Type::Json,
            };
        }
        Type::Json
    }

    fn tagging(&self, root: &Struct) -> Tagging {
        let tagging = &self.root["tagging"];
        if tagging["taggable"] == false {
            return Tagging::None;
        }
        let property = tagging["tagProperty"].as_str().unwrap_or("/properties/Tags");
        let Some(property) = root
            .properties
            .iter()
            .find(|known| property.strip_prefix("/properties/") == Some(&known.name))
        else {
            return Tagging::None;
        };
        let name = property.name.clone();
        match &property.ty {
            Type::Map(_) | Type::Json => Tagging::Map(name),
            Type::List(item) if **item == Type::Tag => Tagging::List(name),
            Type::List(item) => match self.keys(item).as_slice() {
                ["Key", "PropagateAtLaunch", "Value"] => Tagging::Propagated(name),
                ["Key", "Value"] => Tagging::List(name),
                _ => Tagging::None,
            },
            _ => Tagging::None,
        }
    }

    fn keys(&self, ty: &Type) -> Vec<&str> {
        match ty {
            Type::Named(name) => match self.types.get(name) {
                Some(TypeDef::Struct(item)) => {
                    item.properties.iter().map(|property| property.name.as_str()).collect()
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

fn pointers<'a>(schema: &'a Value, keyword: &str) -> Vec<&'a str> {
    schema[keyword].as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Whether a property, or everything in it, is for CloudFormation to fill.
fn is_read_only(root: &Value, name: &str, property: &Value, read_only: &[&str]) -> bool {
    let pointer = format!("/properties/{name}");
    if read_only.contains(&pointer.as_str()) {
        return true;
    }
    let Some(nested) = shape(root, pointer::deref(root, property)) else {
        return false;
    };
    let listed = |child: &String| read_only.contains(&format!("{pointer}/{child}").as_str());
    !nested.properties.is_empty() && nested.properties.keys().all(listed)
}

/// The attributes by name. Of two that would be one method, `AB` and `A.B`, it is the one at the top.
fn attributes(root: &Value, type_name: &str, read_only: &[&str]) -> Vec<Attribute> {
    let listed = read_only.iter().filter_map(|pointer| attribute(root, pointer));
    let documented = documented_attributes(type_name)
        .iter()
        .filter_map(|name| attribute(root, &format!("/properties/{}", name.replace('.', "/"))));
    let mut attributes: Vec<_> = listed.chain(documented).collect();
    attributes.sort_by_cached_key(|attribute| {
        (names::attribute(&attribute.name), attribute.name.contains('.'))
    });
    attributes.dedup_by_key(|attribute| names::attribute(&attribute.name));
    attributes
}

/// An attribute that `Fn::GetAtt` can name: not one within a list.
fn attribute(root: &Value, pointer: &str) -> Option<Attribute> {
    let schema = pointer::property(root, pointer)?;
    let segments: Vec<_> = pointer.trim_start_matches("/properties/").split('/').collect();
    if segments.iter().any(|segment| matches!(*segment, "*" | "items")) {
        return None;
    }
    Some(Attribute { name: segments.join("."), ty: attribute_type(root, schema) })
}

fn attribute_type(root: &Value, schema: &Value) -> Type {
    let schema = pointer::deref(root, schema);
    match types(schema).as_slice() {
        ["string"] => Type::String,
        ["integer"] => Type::Integer,
        ["number"] => Type::Number,
        ["boolean"] => Type::Bool,
        ["array"] => Type::List(Box::new(attribute_type(root, &schema["items"]))),
        [] if allowed(schema).is_some() => Type::String,
        _ => Type::Json,
    }
}

/// Values such as those of environment variables: whatever is given, CloudFormation makes a text of it.
fn is_scalar_of_any_type(schema: &Value) -> bool {
    let types = types(schema);
    types.len() > 3 && types.contains(&"string")
}

/// Some types also take the old names of a tag's parts, which nobody needs.
fn is_tag(shape: &Shape) -> bool {
    let keys = shape.properties.keys().filter(|key| !matches!(key.as_str(), "TagKey" | "TagValue"));
    keys.eq(["Key", "Value"])
}
