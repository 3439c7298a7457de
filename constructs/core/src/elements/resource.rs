//! Resources: L1 constructs, their handles and escape hatches.

use super::{Condition, ElementKind, add};
use crate::tree::{Node, NodeId};
use crate::value::{Expr, IntoValue, Json, Properties, Value};
use crate::{Construct, RemovalPolicy};
use indexmap::IndexMap;
use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

/// How a resource type takes tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tagging {
    /// It takes none.
    #[default]
    None,
    /// A list of `Key` and `Value`.
    List {
        /// Name of the property.
        property: &'static str,
    },
    /// An object of keys and values.
    Map {
        /// Name of the property.
        property: &'static str,
    },
    /// A list of `Key`, `Value` and `PropagateAtLaunch`.
    Propagated {
        /// Name of the property.
        property: &'static str,
    },
}

impl Tagging {
    /// Name of the property that holds the tags.
    pub(crate) fn property(self) -> Option<&'static str> {
        match self {
            Tagging::None => None,
            Tagging::List { property }
            | Tagging::Map { property }
            | Tagging::Propagated { property } => Some(property),
        }
    }
}

/// A resource type: what generated L1 types are.
pub trait CfnType: Sized + 'static {
    /// Name in CloudFormation, such as `AWS::S3::Bucket`.
    const TYPE_NAME: &'static str;
    /// How it takes tags.
    const TAGGING: Tagging;
    /// Its attributes, as methods.
    type Attributes: From<Node>;

    /// A description with these properties.
    fn from_properties(properties: Properties) -> Self;

    /// The properties that were set.
    fn into_properties(self) -> Properties;

    /// Name in CloudFormation; of [`RawResource`] known only at run time.
    fn type_name(&self) -> Cow<'static, str> {
        Cow::Borrowed(Self::TYPE_NAME)
    }

    /// Makes the resource, as construct `id` of `scope`.
    #[track_caller]
    fn add_to(self, scope: &dyn Construct, id: &str) -> Resource<Self> {
        let node = scope.node().child(id);
        add(&node, ElementKind::Resource(ResourceData::of(self)));
        Resource::from_node(node)
    }
}

/// What synthesis needs of a resource.
pub(crate) struct ResourceData {
    pub(crate) type_name: Cow<'static, str>,
    pub(crate) tagging: Tagging,
    pub(crate) properties: Properties,
    pub(crate) condition: Option<NodeId>,
    pub(crate) removal: Option<RemovalPolicy>,
    pub(crate) default_removal: Option<RemovalPolicy>,
    /// Further attributes of the resource: `CreationPolicy`, `Metadata` …
    pub(crate) attributes: IndexMap<Cow<'static, str>, Expr>,
    pub(crate) patches: Vec<Patch>,
}

impl ResourceData {
    pub(crate) fn of<T: CfnType>(resource: T) -> Self {
        Self {
            type_name: resource.type_name(),
            tagging: T::TAGGING,
            properties: resource.into_properties(),
            condition: None,
            removal: None,
            default_removal: None,
            attributes: IndexMap::new(),
            patches: Vec::new(),
        }
    }
}

/// A raw change of a resource, applied after everything else.
pub(crate) struct Patch {
    pub(crate) pointer: String,
    /// `None` takes the value away.
    pub(crate) value: Option<Expr>,
}

/// A resource in the tree. Its attributes are methods: `bucket.attr_arn()`.
pub struct Resource<T: CfnType> {
    node: Node,
    attributes: T::Attributes,
}

impl<T: CfnType> Resource<T> {
    pub(crate) fn from_node(node: Node) -> Self {
        Self { attributes: T::Attributes::from(node.clone()), node }
    }

    /// Changes the properties: `bucket.edit(|b| b.object_lock_enabled(true))`.
    pub fn edit(&self, change: impl FnOnce(T) -> T) {
        // The properties are out of the tree while foreign code runs.
        let properties = self.data(|data| std::mem::take(&mut data.properties));
        let changed = change(T::from_properties(properties)).into_properties();
        self.data(|data| data.properties = changed);
    }

    /// Reads the property bag.
    pub fn with_properties<R>(&self, read: impl FnOnce(&Properties) -> R) -> R {
        let properties = self.data(|data| std::mem::take(&mut data.properties));
        let result = read(&properties);
        self.data(|data| data.properties = properties);
        result
    }

    /// Changes the property bag; for lists that grow item by item.
    pub fn edit_properties<R>(&self, change: impl FnOnce(&mut Properties) -> R) -> R {
        let mut properties = self.data(|data| std::mem::take(&mut data.properties));
        let result = change(&mut properties);
        self.data(|data| data.properties = properties);
        result
    }

    /// What `Ref` gives: of most types the name or id, see the type's page.
    pub fn reference(&self) -> Value<String> {
        self.node.reference()
    }

    /// Name of the type in CloudFormation.
    pub fn type_name(&self) -> Cow<'static, str> {
        self.data(|data| data.type_name.clone())
    }

    /// Gives the resource a logical id of its own; see [`Node::override_logical_id`].
    #[track_caller]
    pub fn override_logical_id(&self, id: &str) -> &Self {
        self.node.override_logical_id(id);
        self
    }

    /// Makes the resource only where the condition holds.
    pub fn condition(&self, condition: &Condition) -> &Self {
        self.data(|data| data.condition = Some(condition.node_id()));
        self
    }

    /// Makes the resource after every resource of `other`.
    #[track_caller]
    pub fn depends_on(&self, other: &dyn Construct) -> &Self {
        self.node.add_dependency(other);
        self
    }

    /// What happens to the resource when it leaves the stack or is replaced; wins over policies of stage and scope.
    pub fn apply_removal_policy(&self, policy: RemovalPolicy) -> &Self {
        self.data(|data| data.removal = Some(policy));
        self
    }

    /// What happens to the resource where neither the user nor the stage says anything.
    pub fn default_removal_policy(&self, policy: RemovalPolicy) -> &Self {
        self.data(|data| data.default_removal = Some(policy));
        self
    }

    /// `CreationPolicy`: signals that CloudFormation waits for before the resource counts as made.
    pub fn creation_policy(&self, policy: impl IntoValue<Json>) -> &Self {
        self.attribute("CreationPolicy", policy)
    }

    /// `UpdatePolicy`: how CloudFormation updates groups, aliases and their like.
    pub fn update_policy(&self, policy: impl IntoValue<Json>) -> &Self {
        self.attribute("UpdatePolicy", policy)
    }

    /// An entry of the resource's `Metadata`.
    pub fn metadata(&self, key: &str, value: impl IntoValue<Json>) -> &Self {
        let value = value.into_value().into_expr();
        self.data(|data| {
            let metadata = data
                .attributes
                .entry("Metadata".into())
                .or_insert_with(|| Expr::Map(IndexMap::new()));
            if let Expr::Map(entries) = metadata {
                entries.insert(key.to_owned().into(), value);
            }
        });
        self
    }

    /// Sets any part of the resource by JSON pointer: `/Properties/Tags/0/Value`, `/UpdatePolicy`.
    ///
    /// Objects on the way are made; `-` as an index adds to a list. For what the typed setters do
    /// not know yet; the result is still validated against the schemas.
    ///
    /// # Findings
    /// `raw-pointer` when the pointer does not fit the resource.
    #[track_caller]
    pub fn set_raw(&self, pointer: &str, value: impl IntoValue<Json>) -> &Self {
        self.patch(pointer, Some(value.into_value().into_expr()))
    }

    /// Takes any part of the resource away, by JSON pointer; does nothing where there is none.
    #[track_caller]
    pub fn remove_raw(&self, pointer: &str) -> &Self {
        self.patch(pointer, None)
    }

    #[track_caller]
    fn patch(&self, pointer: &str, value: Option<Expr>) -> &Self {
        if !pointer.starts_with('/') || pointer == "/" {
            self.node.error_here(
                "raw-pointer",
                format!("`{pointer}` is not a JSON pointer into a resource"),
                "start with a slash, for example /Properties/BucketName",
            );
            return self;
        }
        self.data(|data| data.patches.push(Patch { pointer: pointer.to_owned(), value }));
        self
    }

    fn attribute(&self, name: &'static str, value: impl IntoValue<Json>) -> &Self {
        let value = value.into_value().into_expr();
        self.data(|data| data.attributes.insert(name.into(), value));
        self
    }

    fn data<R>(&self, f: impl FnOnce(&mut ResourceData) -> R) -> R {
        let result = self.node.element_mut(|element| match &mut element.kind {
            ElementKind::Resource(data) => f(data),
            _ => unreachable!("the handle was made for a resource"),
        });
        result.expect("the handle was made for a resource")
    }
}

impl Node {
    /// All resources of a type at or below this construct: `for bucket in app.node().resources::<CfnBucket>() {}`.
    pub fn resources<T: CfnType>(&self) -> Vec<Resource<T>> {
        self.descendants()
            .into_iter()
            .filter(|node| node.is_resource(T::TYPE_NAME))
            .map(Resource::from_node)
            .collect()
    }

    /// The child with this id, if it is a resource of this type.
    pub fn resource<T: CfnType>(&self, id: &str) -> Option<Resource<T>> {
        let child = self.find(id)?;
        child.is_resource(T::TYPE_NAME).then(|| Resource::from_node(child))
    }

    /// Name of the type, if a resource stands at this node.
    pub fn resource_type(&self) -> Option<Cow<'static, str>> {
        self.element_mut(|element| match &element.kind {
            ElementKind::Resource(data) => Some(data.type_name.clone()),
            _ => None,
        })
        .flatten()
    }

    fn is_resource(&self, type_name: &str) -> bool {
        self.resource_type().is_some_and(|name| name == type_name)
    }
}

impl<T: CfnType> Clone for Resource<T> {
    fn clone(&self) -> Self {
        Self::from_node(self.node.clone())
    }
}

impl<T: CfnType> Construct for Resource<T> {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl<T: CfnType> Deref for Resource<T> {
    type Target = T::Attributes;

    fn deref(&self) -> &T::Attributes {
        &self.attributes
    }
}

impl<T: CfnType> fmt::Debug for Resource<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Resource({}, {})", self.type_name(), self.node.path())
    }
}

/// A resource of any type by its name, for types that no generated construct knows yet.
///
/// ```
/// use cumulo_core::{App, CfnType, RawResource, Stack};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// let vault = RawResource::new("AWS::New::Vault").property("Name", serde_json::json!("v")).add_to(&stack, "Vault");
/// vault.attribute::<String>("Arn");
/// ```
#[derive(Clone, Debug)]
pub struct RawResource {
    type_name: Cow<'static, str>,
    properties: Properties,
}

impl RawResource {
    /// A resource of this type without properties.
    pub fn new(type_name: impl Into<Cow<'static, str>>) -> Self {
        Self { type_name: type_name.into(), properties: Properties::new() }
    }

    /// Sets a property.
    #[must_use]
    pub fn property(mut self, name: &str, value: impl IntoValue<Json>) -> Self {
        self.properties.set(name.to_owned(), value.into_value().into_expr());
        self
    }
}

impl CfnType for RawResource {
    const TYPE_NAME: &'static str = "";
    const TAGGING: Tagging = Tagging::None;
    type Attributes = Node;

    fn from_properties(properties: Properties) -> Self {
        Self { type_name: Cow::Borrowed(""), properties }
    }

    fn into_properties(self) -> Properties {
        self.properties
    }

    fn type_name(&self) -> Cow<'static, str> {
        self.type_name.clone()
    }
}
