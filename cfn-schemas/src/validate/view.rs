//! A template as the rules look at it: sections, resources by id, and every function call with its owner.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::Validator;
use super::functions::{self, Function, PSEUDO_PARAMETERS, call, sub_variables};
use super::schema::{Attribute, TypeSchema};
use super::types::Types;
use crate::template::{Entry, Node, Template, Value};

/// The indexed template.
pub(crate) struct View<'t> {
    pub(crate) template: &'t Template,
    pub(crate) validator: &'t Validator,
    pub(crate) parameters: Vec<Parameter<'t>>,
    pub(crate) mappings: &'t [Entry],
    pub(crate) conditions: &'t [Entry],
    pub(crate) resources: Vec<Resource<'t>>,
    pub(crate) outputs: &'t [Entry],
    pub(crate) calls: Vec<Call<'t>>,
    pub(crate) references: Vec<Reference<'t>>,
    pub(crate) macros: Macros,
    parameter_index: HashMap<&'t str, usize>,
    resource_index: HashMap<&'t str, usize>,
    loop_variables: HashSet<&'t str>,
}

/// A template parameter.
pub(crate) struct Parameter<'t> {
    pub(crate) name: &'t str,
    pub(crate) entry: &'t Entry,
    pub(crate) type_name: &'t str,
    pub(crate) default: Option<&'t Node>,
    pub(crate) allowed: &'t [Node],
}

impl Parameter<'_> {
    /// Type of what a `Ref` to it yields.
    pub(crate) fn types(&self) -> Types {
        if self.type_name.contains("List<") || self.type_name.contains("CommaDelimitedList") {
            Types::ARRAY
        } else {
            Types::STRING
        }
    }
}

/// The type that a resource `Custom::Name` is another name of.
const CUSTOM_RESOURCE: &str = "AWS::CloudFormation::CustomResource";

/// A resource of the template.
pub(crate) struct Resource<'t> {
    pub(crate) id: &'t str,
    pub(crate) entry: &'t Entry,
    /// Empty if the template gives none.
    pub(crate) type_name: &'t str,
    pub(crate) schema: Option<Arc<TypeSchema>>,
}

impl<'t> Resource<'t> {
    pub(crate) fn body(&self) -> &'t Node {
        &self.entry.value
    }

    pub(crate) fn properties(&self) -> Option<&'t Node> {
        self.body().get("Properties")
    }

    /// Custom resources return whatever attributes they like.
    pub(crate) fn is_custom(&self) -> bool {
        self.type_name.starts_with("Custom::") || self.type_name == CUSTOM_RESOURCE
    }

    pub(crate) fn is_module(&self) -> bool {
        self.type_name.ends_with("::MODULE")
    }

    pub(crate) fn is_serverless(&self) -> bool {
        self.type_name.starts_with("AWS::Serverless::")
    }
}

/// What owns a function call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    Resource(usize),
    Output,
    Condition(usize),
    Rule,
}

impl Owner {
    /// Whether it is part of the Conditions section.
    pub(crate) fn is_condition(self) -> bool {
        matches!(self, Owner::Condition(_))
    }
}

/// A function call somewhere in the template.
pub(crate) struct Call<'t> {
    pub(crate) function: Function,
    pub(crate) node: &'t Node,
    pub(crate) args: &'t Node,
    pub(crate) owner: Owner,
}

/// A name that a `Ref`, `Fn::GetAtt` or `Fn::Sub` names.
pub(crate) struct Reference<'t> {
    pub(crate) via: Function,
    pub(crate) target: &'t str,
    /// Attribute, unless a function computes it.
    pub(crate) attribute: Option<&'t str>,
    /// The value that holds the name.
    pub(crate) node: &'t Node,
    pub(crate) owner: Owner,
}

/// What may change the template before CloudFormation looks at it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Macros {
    pub(crate) serverless: bool,
    pub(crate) language_extensions: bool,
    /// A macro that is not CloudFormation's own: it may rewrite everything.
    pub(crate) foreign: bool,
    /// Resources come into being that the template does not spell out.
    pub(crate) generates: bool,
}

/// What a name stands for.
pub(crate) enum Known<'v, 't> {
    Parameter(&'v Parameter<'t>),
    Resource(&'v Resource<'t>),
    Pseudo(Types),
    /// A macro, loop or module may provide it.
    Perhaps,
    No,
}

impl<'t> View<'t> {
    pub(crate) fn new(template: &'t Template, validator: &'t Validator) -> View<'t> {
        let section = |name| template.root().get(name).map(Node::entries).unwrap_or_default();
        let parameters: Vec<Parameter> = section("Parameters").iter().map(parameter).collect();
        let resources: Vec<Resource> = section("Resources")
            .iter()
            .filter(|entry| !functions::rewrites_object(&entry.key))
            .map(|entry| resource(entry, validator))
            .collect();
        let mut view = View {
            template,
            validator,
            mappings: section("Mappings"),
            conditions: section("Conditions"),
            outputs: section("Outputs"),
            parameter_index: parameters.iter().enumerate().map(|(at, p)| (p.name, at)).collect(),
            resource_index: resources.iter().enumerate().map(|(at, r)| (r.id, at)).collect(),
            parameters,
            resources,
            calls: Vec::new(),
            references: Vec::new(),
            macros: macros(template.root()),
            loop_variables: HashSet::new(),
        };
        view.collect_all(template.root());
        view
    }

    fn collect_all(&mut self, root: &'t Node) {
        for name in ["Resources", "Conditions", "Outputs", "Mappings"] {
            let entries = root.get(name).map(Node::entries).unwrap_or_default();
            self.macros.generates |=
                entries.iter().any(|entry| functions::rewrites_object(&entry.key));
        }
        for at in 0..self.resources.len() {
            for entry in self.resources[at].body().entries() {
                if !matches!(&*entry.key, "Type" | "DependsOn" | "Condition") {
                    self.collect(&entry.value, Owner::Resource(at));
                }
            }
        }
        for (at, entry) in self.conditions.iter().enumerate() {
            self.collect(&entry.value, Owner::Condition(at));
        }
        for entry in self.outputs.iter().flat_map(|output| output.value.entries()) {
            if &*entry.key != "Condition" {
                self.collect(&entry.value, Owner::Output);
            }
        }
        if let Some(rules) = root.get("Rules") {
            self.collect(rules, Owner::Rule);
        }
    }

    fn collect(&mut self, node: &'t Node, owner: Owner) {
        let conditional = matches!(owner, Owner::Condition(_) | Owner::Rule);
        if let Some((function, args)) = call(node)
            && (conditional || function != Function::Condition)
        {
            self.calls.push(Call { function, node, args, owner });
            self.collect_references(function, args, owner);
        }
        match &node.value {
            Value::Array(items) => items.iter().for_each(|item| self.collect(item, owner)),
            Value::Object(entries) => {
                for entry in entries {
                    if let (true, Some([variable, ..])) =
                        (entry.key.starts_with("Fn::ForEach::"), entry.value.as_array())
                    {
                        self.loop_variables.extend(variable.as_str());
                    }
                    self.collect(&entry.value, owner);
                }
            }
            _ => {}
        }
    }

    fn collect_references(&mut self, via: Function, args: &'t Node, owner: Owner) {
        let mut add = |target, attribute, node| {
            self.references.push(Reference { via, target, attribute, node, owner });
        };
        match (via, &args.value) {
            (Function::Ref, Value::String(target)) => add(target, None, args),
            (Function::GetAtt, Value::String(text)) => {
                if let Some((target, attribute)) = text.split_once('.') {
                    add(target, Some(attribute), args);
                }
            }
            (Function::GetAtt, Value::Array(items)) => {
                if let [target, attribute] = &items[..]
                    && let Some(name) = target.as_str()
                {
                    add(name, attribute.as_str(), args);
                }
            }
            (Function::Sub, Value::String(text)) => sub_references(text, &[], args, &mut add),
            (Function::Sub, Value::Array(items)) => {
                if let [text_node, own] = &items[..]
                    && let Some(text) = text_node.as_str()
                {
                    sub_references(text, own.entries(), text_node, &mut add);
                }
            }
            _ => {}
        }
    }

    pub(crate) fn parameter(&self, name: &str) -> Option<&Parameter<'t>> {
        self.parameter_index.get(name).map(|at| &self.parameters[*at])
    }

    pub(crate) fn resource_at(&self, id: &str) -> Option<usize> {
        self.resource_index.get(id).copied()
    }

    pub(crate) fn resource(&self, id: &str) -> Option<&Resource<'t>> {
        self.resource_at(id).map(|at| &self.resources[at])
    }

    /// The resources of a type with their properties.
    pub(crate) fn of_type(
        &self,
        type_name: &str,
    ) -> impl Iterator<Item = (&Resource<'t>, &'t Node)> {
        let found = self.resources.iter().filter(move |resource| resource.type_name == type_name);
        found.filter_map(|resource| Some((resource, resource.properties()?)))
    }

    /// The resource that a `Ref` or `Fn::GetAtt` names.
    pub(crate) fn target(&self, node: &Node) -> Option<&Resource<'t>> {
        let (function, args) = call(node)?;
        let name = match function {
            Function::Ref => args.as_str()?,
            Function::GetAtt => match args.as_array() {
                Some(items) => items.first()?.as_str()?,
                None => args.as_str()?.split('.').next()?,
            },
            _ => return None,
        };
        self.resource(name)
    }

    pub(crate) fn has_condition(&self, name: &str) -> bool {
        self.macros.foreign
            || self.macros.generates
            || self.conditions.iter().any(|condition| &*condition.key == name)
    }

    /// What a name in a `Ref` or `Fn::Sub` stands for.
    pub(crate) fn known(&self, name: &str) -> Known<'_, 't> {
        if let Some(parameter) = self.parameter(name) {
            return Known::Parameter(parameter);
        }
        if let Some(resource) = self.resource(name) {
            return Known::Resource(resource);
        }
        if let Some((_, types)) = PSEUDO_PARAMETERS.iter().find(|(pseudo, _)| *pseudo == name) {
            return Known::Pseudo(*types);
        }
        if self.may_appear(name) { Known::Perhaps } else { Known::No }
    }

    /// Whether a macro, loop or module may add a resource of this name.
    pub(crate) fn may_appear(&self, name: &str) -> bool {
        let derived = |resource: &Resource| {
            (resource.is_serverless() || resource.is_module()) && name.starts_with(resource.id)
        };
        self.macros.foreign
            || self.macros.generates
            || self.loop_variables.contains(name)
            || name.contains("${")
            || (self.macros.serverless && name.starts_with("Serverless"))
            || self.resources.iter().any(derived)
    }

    /// Ids and names that a `Ref` may name here, for suggestions.
    pub(crate) fn names(&self, with_resources: bool) -> impl Iterator<Item = &str> {
        let resources =
            self.resources.iter().filter(move |_| with_resources).map(|resource| resource.id);
        let pseudo = PSEUDO_PARAMETERS.iter().map(|(name, _)| *name);
        self.parameters.iter().map(|parameter| parameter.name).chain(resources).chain(pseudo)
    }

    pub(crate) fn calls(&self, function: Function) -> impl Iterator<Item = &Call<'t>> {
        self.calls.iter().filter(move |call| call.function == function)
    }

    /// Type of what a function call yields as far as the template tells.
    pub(crate) fn yields(&self, function: Function, args: &Node) -> Types {
        match function {
            Function::Ref => match args.as_str().map(|name| self.known(name)) {
                Some(Known::Parameter(parameter)) => parameter.types(),
                Some(Known::Resource(resource)) if !resource.is_module() => Types::STRING,
                Some(Known::Pseudo(types)) => types,
                _ => Types::ANY,
            },
            Function::GetAtt => {
                self.source(function, args).map_or(Types::ANY, |(_, attribute)| attribute.types)
            }
            _ => function.yields(),
        }
    }

    /// The resource and its attribute that a `Ref` or `Fn::GetAtt` yields.
    pub(crate) fn source(
        &self,
        function: Function,
        args: &Node,
    ) -> Option<(&Resource<'t>, &Attribute)> {
        let (target, attribute) = match (function, &args.value) {
            (Function::Ref, Value::String(name)) => (&**name, None),
            (Function::GetAtt, Value::String(text)) => {
                let (target, attribute) = text.split_once('.')?;
                (target, Some(attribute))
            }
            (Function::GetAtt, Value::Array(items)) => match &items[..] {
                [target, attribute] => (target.as_str()?, Some(attribute.as_str()?)),
                _ => return None,
            },
            _ => return None,
        };
        let resource = self.resource(target)?;
        let schema = resource.schema.as_deref()?;
        let attribute = match attribute {
            Some(name) => schema.attribute(name),
            None => schema.reference.as_ref(),
        };
        attribute.map(|attribute| (resource, attribute))
    }
}

fn sub_references<'t>(
    text: &'t str,
    own: &'t [Entry],
    node: &'t Node,
    add: &mut impl FnMut(&'t str, Option<&'t str>, &'t Node),
) {
    for (_, name) in sub_variables(text) {
        if own.iter().any(|entry| &*entry.key == name) {
            continue;
        }
        match name.split_once('.') {
            Some((target, attribute)) => add(target, Some(attribute), node),
            None => add(name, None, node),
        }
    }
}

fn parameter(entry: &Entry) -> Parameter<'_> {
    let value = &entry.value;
    Parameter {
        name: &entry.key,
        entry,
        type_name: value.get("Type").and_then(Node::as_str).unwrap_or_default(),
        default: value.get("Default"),
        allowed: value.get("AllowedValues").and_then(Node::as_array).unwrap_or_default(),
    }
}

fn resource<'t>(entry: &'t Entry, validator: &Validator) -> Resource<'t> {
    let type_name = entry.value.get("Type").and_then(Node::as_str).unwrap_or_default();
    let serverless = type_name.starts_with("AWS::Serverless::"); // checked by their transform
    let own = if serverless { None } else { validator.schema(type_name) };
    let custom = || type_name.starts_with("Custom::").then_some(CUSTOM_RESOURCE);
    let schema = own.or_else(|| validator.schema(custom()?));
    Resource { id: &entry.key, entry, type_name, schema }
}

fn macros(root: &Node) -> Macros {
    let mut macros = Macros::default();
    let Some(transform) = root.get("Transform") else { return macros };
    let names = transform.as_array().unwrap_or(std::slice::from_ref(transform));
    for name in names {
        // `{Name: AWS::Include, Parameters: ..}` is the long form
        match name.as_str().or_else(|| name.get("Name")?.as_str()) {
            Some("AWS::LanguageExtensions") => macros.language_extensions = true,
            Some("AWS::CodeDeployBlueGreen") => {}
            Some(name) if name.starts_with("AWS::Serverless-") => macros.serverless = true,
            Some(name) if name.starts_with("AWS::SecretsManager-") => {}
            Some(_) => macros.foreign = true,
            None => {} // rule E1005
        }
    }
    macros
}
