//! A resource schema in the form that the walker checks: small, with references resolved to numbers.

use std::collections::HashMap;

use super::format::Format;
use super::pattern::Pattern;
use super::types::Types;
use crate::attributes::documented_attributes;
use crate::template::{Node, Value};

/// Place of a [`Schema`] in its [`TypeSchema`].
pub(crate) type Id = u32;

/// The schema of one resource type.
#[derive(Debug)]
pub(crate) struct TypeSchema {
    schemas: Vec<Schema>,
    /// Attributes for `Fn::GetAtt`, sorted by name.
    pub(crate) attributes: Vec<Attribute>,
    /// Properties that together name the resource.
    pub(crate) identity: Vec<Box<str>>,
    /// What `Ref` yields, if it is a single property.
    pub(crate) reference: Option<Attribute>,
    /// Property with the resource's tags.
    pub(crate) tag_property: Option<Box<str>>,
}

/// What `Fn::GetAtt` can ask of a resource.
#[derive(Debug)]
pub(crate) struct Attribute {
    /// `Arn`, `Endpoint.Address`.
    pub(crate) name: Box<str>,
    pub(crate) types: Types,
    pub(crate) format: Option<Format>,
    /// Only AWS sets it; other attributes are properties too.
    pub(crate) read_only: bool,
}

/// What a value must fulfil. Everything that is absent is not checked.
#[derive(Debug, Default)]
pub(crate) struct Schema {
    pub(crate) types: Types,
    pub(crate) format: Option<Format>,
    /// Nothing fulfils this one (`false` in JSON Schema).
    pub(crate) deny: bool,
    pub(crate) object: Option<Box<ObjectRules>>,
    pub(crate) array: Option<Box<ArrayRules>>,
    pub(crate) text: Option<Box<TextRules>>,
    pub(crate) number: Option<Box<NumberRules>>,
    pub(crate) values: Option<Box<ValueRules>>,
    pub(crate) combined: Option<Box<Combined>>,
}

#[derive(Debug, Default)]
pub(crate) struct ObjectRules {
    /// Sorted by name.
    pub(crate) properties: Vec<(Box<str>, Id)>,
    pub(crate) patterns: Vec<(Pattern, Id)>,
    pub(crate) additional: Additional,
    pub(crate) required: Vec<Box<str>>,
    pub(crate) required_xor: Vec<Box<str>>,
    pub(crate) required_or: Vec<Box<str>>,
    pub(crate) dependent_required: Vec<(Box<str>, Vec<Box<str>>)>,
    pub(crate) dependent_excluded: Vec<(Box<str>, Vec<Box<str>>)>,
    pub(crate) dependent_schemas: Vec<(Box<str>, Id)>,
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
}

impl ObjectRules {
    pub(crate) fn property(&self, name: &str) -> Option<Id> {
        let found = self.properties.binary_search_by(|(known, _)| (**known).cmp(name));
        found.ok().map(|at| self.properties[at].1)
    }

    /// Whether only known names are allowed, so that a typo is certain to be one.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.additional, Additional::Deny)
    }
}

/// What holds for properties that the schema does not name.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) enum Additional {
    #[default]
    Allow,
    Deny,
    Check(Id),
}

#[derive(Debug, Default)]
pub(crate) struct ArrayRules {
    pub(crate) items: Option<Id>,
    pub(crate) prefix: Vec<Id>,
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
    pub(crate) unique: bool,
    pub(crate) unique_keys: Vec<Box<str>>,
    pub(crate) max_unique: Option<usize>,
}

#[derive(Debug, Default)]
pub(crate) struct TextRules {
    pub(crate) min: Option<usize>,
    pub(crate) max: Option<usize>,
    pub(crate) pattern: Option<Pattern>,
}

#[derive(Debug, Default)]
pub(crate) struct NumberRules {
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    pub(crate) above: Option<f64>,
    pub(crate) below: Option<f64>,
    pub(crate) multiple_of: Option<f64>,
}

/// `enum`, `const` and `enumCaseInsensitive`.
#[derive(Debug)]
pub(crate) struct ValueRules {
    pub(crate) allowed: Vec<Node>,
    pub(crate) ignore_case: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Combined {
    pub(crate) all: Vec<Id>,
    pub(crate) any: Vec<Id>,
    pub(crate) one: Vec<Id>,
    pub(crate) not: Option<Id>,
    pub(crate) condition: Option<(Id, Option<Id>, Option<Id>)>,
}

impl TypeSchema {
    /// Number of the schema of the resource's properties.
    pub(crate) const ROOT: Id = 0;

    /// Compiles a resource schema document.
    pub(crate) fn compile(document: &Node) -> TypeSchema {
        let mut compiler = Compiler { document, schemas: Vec::new(), known: HashMap::new() };
        compiler.add(document);
        let mut compiled = TypeSchema {
            schemas: compiler.schemas,
            attributes: Vec::new(),
            reference: None,
            identity: Vec::new(),
            tag_property: document
                .get("tagging")
                .and_then(|tagging| {
                    tagging.get("tagProperty")?.as_str()?.strip_prefix("/properties/")
                })
                .map(Into::into),
        };
        let listed = document.get("readOnlyProperties").and_then(Node::as_array);
        let read_only = listed
            .unwrap_or_default()
            .iter()
            .filter_map(|pointer| pointer.as_str()?.strip_prefix("/properties/"))
            .filter(|path| !path.contains('*'))
            .map(|path| (path.replace('/', "."), true));
        let type_name = document.get("typeName").and_then(Node::as_str).unwrap_or_default();
        let documented = documented_attributes(type_name).iter();
        let all = read_only.chain(documented.map(|name| ((*name).to_owned(), false)));
        compiled.attributes =
            all.map(|(name, read_only)| compiled.attribute_at(&name, read_only)).collect();
        compiled.attributes.sort_by(|a, b| a.name.cmp(&b.name));
        compiled.identity = names(document.get("primaryIdentifier"))
            .iter()
            .filter_map(|pointer| pointer.strip_prefix("/properties/"))
            .map(Into::into)
            .collect();
        if let [name] = &compiled.identity[..] {
            compiled.reference = Some(compiled.attribute_at(name, true));
        }
        compiled
    }

    pub(crate) fn get(&self, id: Id) -> &Schema {
        &self.schemas[id as usize]
    }

    /// Rules of the top-level properties, if the schema names any.
    pub(crate) fn properties(&self) -> Option<&ObjectRules> {
        self.get(Self::ROOT).object.as_deref()
    }

    /// An attribute by name.
    pub(crate) fn attribute(&self, name: &str) -> Option<&Attribute> {
        let found = self.attributes.binary_search_by(|attribute| (*attribute.name).cmp(name));
        found.ok().map(|at| &self.attributes[at])
    }

    fn attribute_at(&self, path: &str, read_only: bool) -> Attribute {
        let schema = path.split('.').try_fold(Self::ROOT, |id, name| {
            self.get(id).object.as_ref().and_then(|object| object.property(name))
        });
        let schema = schema.map(|id| self.get(id));
        Attribute {
            name: path.into(),
            types: schema.map_or(Types::ANY, |schema| schema.types),
            format: schema.and_then(|schema| schema.format),
            read_only,
        }
    }
}

struct Compiler<'d> {
    document: &'d Node,
    schemas: Vec<Schema>,
    /// Schemas that stand behind a `$ref`.
    known: HashMap<&'d str, Id>,
}

impl<'d> Compiler<'d> {
    fn add(&mut self, node: &'d Node) -> Id {
        let reference = node.get("$ref").and_then(Node::as_str);
        if let Some(pointer) = reference
            && only_reference(node)
        {
            return self.reference(pointer);
        }
        let id = self.schemas.len() as Id;
        self.schemas.push(Schema::default());
        let schema = self.compile(node, reference);
        self.schemas[id as usize] = schema;
        id
    }

    fn reference(&mut self, pointer: &'d str) -> Id {
        if let Some(known) = self.known.get(pointer) {
            return *known;
        }
        let id = self.schemas.len() as Id;
        self.schemas.push(Schema::default());
        self.known.insert(pointer, id);
        if let Some(target) = resolve(self.document, pointer) {
            let reference = target.get("$ref").and_then(Node::as_str);
            let schema = self.compile(target, reference);
            self.schemas[id as usize] = schema;
        }
        id
    }

    fn list(&mut self, node: &'d Node, key: &str) -> Vec<Id> {
        let items = node.get(key).and_then(Node::as_array).unwrap_or_default();
        items.iter().map(|item| self.add(item)).collect()
    }

    fn map(&mut self, node: &'d Node, key: &str) -> Vec<(Box<str>, Id)> {
        let entries = node.get(key).map(Node::entries).unwrap_or_default();
        entries.iter().map(|entry| (entry.key.clone(), self.add(&entry.value))).collect()
    }

    fn compile(&mut self, node: &'d Node, reference: Option<&'d str>) -> Schema {
        if let Value::Bool(allowed) = node.value {
            return Schema { deny: !allowed, ..Schema::default() };
        }
        let groups = node.entries().iter().fold(0, |groups, entry| groups | group(&entry.key));
        let has = |wanted: u8| groups & wanted != 0;
        let mut schema = Schema {
            types: node.get("type").map_or(Types::ANY, Types::parse),
            format: node.get("format").and_then(Node::as_str).and_then(Format::parse),
            ..Schema::default()
        };
        if has(OBJECT) {
            schema.object = Some(Box::new(self.object(node)));
        }
        if has(ARRAY) {
            schema.array = Some(Box::new(ArrayRules {
                items: node.get("items").map(|items| self.add(items)),
                prefix: self.list(node, "prefixItems"),
                min: count(node, "minItems"),
                max: count(node, "maxItems"),
                unique: flag(node, "uniqueItems"),
                unique_keys: names(node.get("uniqueKeys")),
                max_unique: count(node, "maxUniqueItems"),
            }));
        }
        if has(TEXT) {
            schema.text = Some(Box::new(TextRules {
                min: count(node, "minLength"),
                max: count(node, "maxLength"),
                pattern: node.get("pattern").and_then(Node::as_str).map(Pattern::new),
            }));
        }
        if has(NUMBER) {
            schema.number = Some(Box::new(NumberRules {
                min: node.get("minimum").and_then(Node::scalar_number),
                max: node.get("maximum").and_then(Node::scalar_number),
                above: node.get("exclusiveMinimum").and_then(Node::scalar_number),
                below: node.get("exclusiveMaximum").and_then(Node::scalar_number),
                multiple_of: node.get("multipleOf").and_then(Node::scalar_number),
            }));
        }
        if has(VALUES) {
            schema.values = values(node).map(Box::new);
        }
        if reference.is_some() || has(COMBINED) {
            let mut all = self.list(node, "allOf");
            all.extend(reference.map(|pointer| self.reference(pointer)));
            schema.combined = Some(Box::new(Combined {
                all,
                any: self.list(node, "anyOf"),
                one: self.list(node, "oneOf"),
                not: node.get("not").map(|not| self.add(not)),
                condition: node.get("if").map(|condition| {
                    let condition = self.add(condition);
                    let then = node.get("then").map(|then| self.add(then));
                    (condition, then, node.get("else").map(|other| self.add(other)))
                }),
            }));
        }
        schema
    }

    fn object(&mut self, node: &'d Node) -> ObjectRules {
        let mut properties = self.map(node, "properties");
        properties.sort_by(|a, b| a.0.cmp(&b.0));
        let patterns = self.map(node, "patternProperties");
        let (mut dependent_required, mut dependent_schemas) =
            (lists(node.get("dependentRequired")), Vec::new());
        for entry in node.get("dependencies").map(Node::entries).unwrap_or_default() {
            match entry.value.as_array() {
                Some(_) => dependent_required.push((entry.key.clone(), names(Some(&entry.value)))),
                None => dependent_schemas.push((entry.key.clone(), self.add(&entry.value))),
            }
        }
        ObjectRules {
            properties,
            patterns: patterns
                .into_iter()
                .map(|(source, id)| (Pattern::new(&source), id))
                .collect(),
            additional: match node.get("additionalProperties") {
                None => Additional::Allow,
                Some(Node { value: Value::Bool(true), .. }) => Additional::Allow,
                Some(Node { value: Value::Bool(false), .. }) => Additional::Deny,
                Some(schema) => Additional::Check(self.add(schema)),
            },
            required: names(node.get("required")),
            required_xor: names(node.get("requiredXor")),
            required_or: names(node.get("requiredOr")),
            dependent_required,
            dependent_excluded: lists(node.get("dependentExcluded")),
            dependent_schemas,
            min: count(node, "minProperties"),
            max: count(node, "maxProperties"),
        }
    }
}

const OBJECT: u8 = 1;
const ARRAY: u8 = 2;
const TEXT: u8 = 4;
const NUMBER: u8 = 8;
const VALUES: u8 = 16;
const COMBINED: u8 = 32;

/// What kind of value a keyword is about.
fn group(keyword: &str) -> u8 {
    match keyword {
        "properties"
        | "patternProperties"
        | "additionalProperties"
        | "required"
        | "requiredXor"
        | "requiredOr"
        | "dependentRequired"
        | "dependentExcluded"
        | "dependencies"
        | "minProperties"
        | "maxProperties" => OBJECT,
        "items" | "prefixItems" | "minItems" | "maxItems" | "uniqueItems" | "uniqueKeys"
        | "maxUniqueItems" => ARRAY,
        "minLength" | "maxLength" | "pattern" => TEXT,
        "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" | "multipleOf" => NUMBER,
        "const" | "enum" | "enumCaseInsensitive" => VALUES,
        "allOf" | "anyOf" | "oneOf" | "not" | "if" => COMBINED,
        _ => 0,
    }
}

/// Whether nothing but words for people stands beside the `$ref`.
fn only_reference(node: &Node) -> bool {
    let words = ["$ref", "description", "title", "$comment", "default", "examples"];
    node.entries().iter().all(|entry| words.contains(&&*entry.key))
}

fn resolve<'d>(document: &'d Node, pointer: &str) -> Option<&'d Node> {
    let steps = pointer.strip_prefix("#/")?.split('/');
    steps.map(|step| step.replace("~1", "/").replace("~0", "~")).try_fold(document, |node, step| {
        match node.as_array() {
            Some(items) => items.get(step.parse::<usize>().ok()?),
            None => node.get(&step),
        }
    })
}

fn count(node: &Node, key: &str) -> Option<usize> {
    match node.get(key)?.value {
        Value::Int(number) => usize::try_from(number).ok(),
        _ => None,
    }
}

fn flag(node: &Node, key: &str) -> bool {
    matches!(node.get(key), Some(Node { value: Value::Bool(true), .. }))
}

fn names(node: Option<&Node>) -> Vec<Box<str>> {
    let items = node.and_then(Node::as_array).unwrap_or_default();
    items.iter().filter_map(Node::as_str).map(Into::into).collect()
}

fn lists(node: Option<&Node>) -> Vec<(Box<str>, Vec<Box<str>>)> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries.iter().map(|entry| (entry.key.clone(), names(Some(&entry.value)))).collect()
}

fn values(node: &Node) -> Option<ValueRules> {
    let list = |key| node.get(key).and_then(Node::as_array).map(<[Node]>::to_vec);
    if let Some(value) = node.get("const") {
        return Some(ValueRules { allowed: vec![value.clone()], ignore_case: false });
    }
    if let Some(allowed) = list("enum") {
        return Some(ValueRules { allowed, ignore_case: false });
    }
    list("enumCaseInsensitive").map(|allowed| ValueRules { allowed, ignore_case: true })
}
