//! The construct tree: one arena, shared by all handles of a program.
//!
//! The `RefCell` stays in this file. No borrow is held while foreign code runs: what a closure may
//! change is taken out, handed over and put back.

use crate::elements::ElementData;
use crate::finding::{Finding, Level, Related, Source};
use crate::removal::RemovalRule;
use crate::stack::StackData;
use crate::stage::StageData;
use crate::tags::TagRule;
use crate::value::{AttributeType, Expr, Reference, Strength, Value};
use crate::{Construct, Stack, Stage};
use indexmap::IndexMap;
use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::cell::{Ref, RefCell, RefMut};
use std::collections::HashMap;
use std::fmt;
use std::panic::Location;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A node's place in the arena of its tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId {
    tree: u32,
    index: u32,
}

impl fmt::Debug for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "node {}", self.index)
    }
}

/// A construct's place in the tree. Handles are cheap to clone and all show the same place.
#[derive(Clone)]
pub struct Node {
    tree: Tree,
    id: NodeId,
}

/// The tree behind the handles.
#[derive(Clone)]
pub(crate) struct Tree(Rc<RefCell<Arena>>);

/// Everything a program described.
pub(crate) struct Arena {
    tree: u32,
    pub(crate) nodes: Vec<NodeData>,
    pub(crate) findings: Vec<Finding>,
}

/// What the tree knows of one construct.
pub(crate) struct NodeData {
    pub(crate) parent: Option<NodeId>,
    pub(crate) id: String,
    pub(crate) children: IndexMap<String, NodeId>,
    pub(crate) source: &'static Location<'static>,
    pub(crate) kind: Kind,
    pub(crate) dependencies: Vec<Dependency>,
    pub(crate) tags: Vec<TagRule>,
    pub(crate) removal: Vec<RemovalRule>,
    pub(crate) property_defaults: Vec<PropertyDefault>,
    pub(crate) validations: Vec<Validation>,
    state: HashMap<TypeId, Box<dyn Any>>,
}

/// A check of the finished tree.
type Validation = Rc<dyn Fn(&Node)>;

/// What a construct is to synthesis.
pub(crate) enum Kind {
    App,
    Scope,
    Stage(StageData),
    Stack(Box<StackData>),
    Element(Box<ElementData>),
}

/// "This construct comes after that one", and where the program says so.
#[derive(Clone, Copy)]
pub(crate) struct Dependency {
    pub(crate) on: NodeId,
    pub(crate) source: &'static Location<'static>,
}

/// A property that resources of a type get where they do not set it themselves.
#[derive(Clone)]
pub(crate) struct PropertyDefault {
    pub(crate) type_name: Cow<'static, str>,
    pub(crate) property: Cow<'static, str>,
    pub(crate) value: Expr,
}

/// Whether a line stands in one of the library's crates, which lie beside this one: `…/aws/src`, `…/cumulo-0.1.0/src`.
fn is_library(line: &Location) -> bool {
    let beside = file!().rsplit_once("core").map_or("", |(beside, _)| beside.trim_end_matches('-'));
    let within = line.file().strip_prefix(beside).filter(|_| !beside.is_empty());
    within.is_some_and(|path| path.split(['/', '\\']).nth(1) == Some("src"))
}

impl Tree {
    #[track_caller]
    pub(crate) fn start() -> Node {
        static TREES: AtomicU32 = AtomicU32::new(0);
        let tree = TREES.fetch_add(1, Ordering::Relaxed);
        let mut arena = Arena { tree, nodes: Vec::new(), findings: Vec::new() };
        let id = arena.add(None, String::new(), Location::caller());
        arena.node_mut(id).kind = Kind::App;
        Node { tree: Tree(Rc::new(RefCell::new(arena))), id }
    }

    pub(crate) fn borrow(&self) -> Ref<'_, Arena> {
        self.0.borrow()
    }

    fn borrow_mut(&self) -> RefMut<'_, Arena> {
        self.0.borrow_mut()
    }

    pub(crate) fn node(&self, id: NodeId) -> Node {
        Node { tree: self.clone(), id }
    }

    pub(crate) fn take_findings(&self) -> Vec<Finding> {
        std::mem::take(&mut self.borrow_mut().findings)
    }
}

impl Arena {
    fn add(
        &mut self,
        parent: Option<NodeId>,
        id: String,
        source: &'static Location<'static>,
    ) -> NodeId {
        let index =
            u32::try_from(self.nodes.len()).expect("a tree holds less than 2^32 constructs");
        self.nodes.push(NodeData {
            parent,
            id,
            children: IndexMap::new(),
            source,
            kind: Kind::Scope,
            dependencies: Vec::new(),
            tags: Vec::new(),
            removal: Vec::new(),
            property_defaults: Vec::new(),
            validations: Vec::new(),
            state: HashMap::new(),
        });
        NodeId { tree: self.tree, index }
    }

    /// The node, unless it belongs to another app's tree.
    pub(crate) fn get(&self, id: NodeId) -> Option<&NodeData> {
        if id.tree == self.tree { self.nodes.get(id.index as usize) } else { None }
    }

    pub(crate) fn node(&self, id: NodeId) -> &NodeData {
        self.get(id).expect("a node of this tree")
    }

    fn node_mut(&mut self, id: NodeId) -> &mut NodeData {
        assert_eq!(id.tree, self.tree, "a node of this tree");
        &mut self.nodes[id.index as usize]
    }

    /// The node and those above it, innermost first.
    pub(crate) fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(Some(id), |id| self.node(*id).parent)
    }

    /// Ids from below the app to the node, joined by `/`.
    pub(crate) fn path(&self, id: NodeId) -> String {
        self.components(id, None).join("/")
    }

    /// Ids from below `top` (from below the app where none is given) to the node.
    pub(crate) fn components(&self, id: NodeId, top: Option<NodeId>) -> Vec<&str> {
        let mut components: Vec<&str> = self
            .ancestors(id)
            .take_while(|id| Some(*id) != top)
            .filter(|id| self.node(*id).parent.is_some())
            .map(|id| self.node(id).id.as_str())
            .collect();
        components.reverse();
        components
    }

    /// The nearest stack at or above the node.
    pub(crate) fn stack_of(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|id| matches!(self.node(*id).kind, Kind::Stack(_)))
    }

    /// The nearest stage at or above the node.
    pub(crate) fn stage_of(&self, id: NodeId) -> Option<NodeId> {
        self.ancestors(id).find(|id| matches!(self.node(*id).kind, Kind::Stage(_)))
    }

    pub(crate) fn stack_data(&self, id: NodeId) -> &StackData {
        match &self.node(id).kind {
            Kind::Stack(data) => data,
            _ => unreachable!("only stacks are asked for their data"),
        }
    }

    pub(crate) fn element(&self, id: NodeId) -> Option<&ElementData> {
        match &self.get(id)?.kind {
            Kind::Element(data) => Some(data),
            _ => None,
        }
    }

    /// The node and all below it, in the order in which they were made, outer first.
    pub(crate) fn subtree(&self, id: NodeId) -> Vec<NodeId> {
        let mut nodes = vec![id];
        let mut next = 0;
        while let Some(&id) = nodes.get(next) {
            nodes.extend(self.node(id).children.values());
            next += 1;
        }
        nodes.sort_unstable();
        nodes
    }
}

impl Node {
    pub(crate) fn node_id(&self) -> NodeId {
        self.id
    }

    pub(crate) fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Id of the construct, unique among its siblings.
    pub fn id(&self) -> String {
        self.tree.borrow().node(self.id).id.clone()
    }

    /// Ids from below the app down to the construct, joined by `/`: `prod/Network/Vpc`.
    pub fn path(&self) -> String {
        self.tree.borrow().path(self.id)
    }

    /// Where the user's program made the construct.
    pub fn source(&self) -> Source {
        Source::from(self.tree.borrow().node(self.id).source)
    }

    /// Makes a construct below this one. A `/` or line break in the id becomes `--`.
    ///
    /// # Findings
    /// `duplicate-id` when a sibling has the id already; `empty-id` when it is empty.
    #[track_caller]
    pub fn child(&self, id: &str) -> Node {
        let source = self.here(Location::caller());
        let mut name = id.replace(['/', '\n'], "--");
        if name.is_empty() {
            self.error(
                "empty-id",
                "a construct needs an id",
                "give it a name that is unique in its scope",
            );
        }
        let taken = self.tree.borrow().node(self.id).children.get(&name).copied();
        if let Some(taken) = taken {
            let earlier = self.tree.node(taken);
            let finding = Finding {
                id: "duplicate-id".into(),
                level: Level::Error,
                message: format!(
                    "`{}` holds a construct with the id `{name}` already",
                    self.place()
                ),
                help: Some("give one of the two another id".into()),
                construct: earlier.path(),
                source: Source::from(source),
                related: vec![Related {
                    message: "the first one".into(),
                    source: earlier.source(),
                }],
            };
            self.tree.borrow_mut().findings.push(finding);
            // The program goes on, so that its other problems are found in the same run.
            name = (2..)
                .map(|n| format!("{name}{n}"))
                .find(|name| self.find(name).is_none())
                .unwrap_or(name);
        }
        let mut arena = self.tree.borrow_mut();
        let child = arena.add(Some(self.id), name.clone(), source);
        arena.node_mut(self.id).children.insert(name, child);
        drop(arena);
        self.tree.node(child)
    }

    /// The line, or the construct's own where it is the library's: closures in the library do not pass on who called it.
    fn here(&self, line: &'static Location<'static>) -> &'static Location<'static> {
        if is_library(line) { self.tree.borrow().node(self.id).source } else { line }
    }

    fn place(&self) -> String {
        let path = self.path();
        if path.is_empty() { "App".into() } else { path }
    }

    /// The construct in which this one stands.
    pub fn parent(&self) -> Option<Node> {
        let parent = self.tree.borrow().node(self.id).parent?;
        Some(self.tree.node(parent))
    }

    /// Constructs that stand in this one, in the order in which they were made.
    pub fn children(&self) -> Vec<Node> {
        let children: Vec<NodeId> =
            self.tree.borrow().node(self.id).children.values().copied().collect();
        children.into_iter().map(|id| self.tree.node(id)).collect()
    }

    /// The child with this id.
    pub fn find(&self, id: &str) -> Option<Node> {
        let child = self.tree.borrow().node(self.id).children.get(id).copied()?;
        Some(self.tree.node(child))
    }

    /// Takes the child with this id, and all below it, out of the tree; does nothing where there is none.
    ///
    /// For constructs that take back what they made themselves: references to it would name nothing.
    pub fn remove_child(&self, id: &str) {
        self.change(|data| data.children.shift_remove(id));
    }

    /// This construct and all below it, in the order in which they were made.
    pub fn descendants(&self) -> Vec<Node> {
        let ids = self.tree.borrow().subtree(self.id);
        ids.into_iter().map(|id| self.tree.node(id)).collect()
    }

    /// The stack in which the construct stands.
    ///
    /// # Findings
    /// `no-stack` when it stands in none; the answer is then a stack that is not deployed.
    pub fn stack(&self) -> Stack {
        let stack = self.tree.borrow().stack_of(self.id);
        match stack {
            Some(stack) => Stack::from_node(self.tree.node(stack)),
            None => Stack::missing(self),
        }
    }

    /// The stage in which the construct stands, if it stands in one.
    pub fn stage(&self) -> Option<Stage> {
        let stage = self.tree.borrow().stage_of(self.id)?;
        Some(Stage::from_node(self.tree.node(stage)))
    }

    /// Says that every resource in this construct is made after every resource in `other`, and deleted before it.
    ///
    /// In one stack this becomes `DependsOn`, between stacks their order.
    #[track_caller]
    pub fn add_dependency(&self, other: &dyn Construct) {
        let source = self.here(Location::caller());
        let dependency = Dependency { on: other.node().id, source };
        let mut arena = self.tree.borrow_mut();
        let dependencies = &mut arena.node_mut(self.id).dependencies;
        if dependencies.iter().all(|known| known.on != dependency.on) {
            dependencies.push(dependency);
        }
    }

    /// `Fn::GetAtt` of the resource that stands at this node.
    pub fn attribute<T: AttributeType>(&self, name: impl Into<Cow<'static, str>>) -> Value<T> {
        Value::new(Expr::Reference(Reference {
            node: self.id,
            attribute: Some(name.into()),
            list: T::LIST,
            strength: Strength::default(),
        }))
    }

    /// `Ref` to the element that stands at this node.
    pub fn reference<T: AttributeType>(&self) -> Value<T> {
        Value::new(Expr::Reference(Reference {
            node: self.id,
            attribute: None,
            list: T::LIST,
            strength: Strength::default(),
        }))
    }

    /// The logical id of the element that stands at this node, as text.
    pub fn logical_id(&self) -> Value<String> {
        Value::new(Expr::LogicalId(self.id))
    }

    /// The last `length` characters of the logical id of the element that stands at this node; all where it has fewer.
    pub fn logical_id_end(&self, length: usize) -> Value<String> {
        Value::new(Expr::LogicalIdEnd(self.id, length))
    }

    /// A name that is unique in the whole app and in CloudFormation's alphabet: the ids of the path, and a hash.
    pub fn unique_id(&self) -> String {
        let arena = self.tree.borrow();
        crate::logical_id::unique_id(&arena.components(self.id, None)).unwrap_or_default()
    }

    /// Eight digits that no other construct of the app has, for names that must be short.
    pub fn short_hash(&self) -> String {
        let arena = self.tree.borrow();
        crate::logical_id::hash(&arena.components(self.id, None))
    }

    /// Records a problem at the line that made this construct, and goes on.
    pub fn error(&self, id: &str, message: impl Into<String>, help: impl Into<String>) {
        self.report(id, Level::Error, message.into(), help.into(), self.source());
    }

    /// Records something worth a look at the line that made this construct, and goes on.
    pub fn warning(&self, id: &str, message: impl Into<String>, help: impl Into<String>) {
        self.report(id, Level::Warning, message.into(), help.into(), self.source());
    }

    /// Records a problem at the caller's line, and goes on; for methods that change a finished construct.
    #[track_caller]
    pub fn error_here(&self, id: &str, message: impl Into<String>, help: impl Into<String>) {
        let source = Source::from(self.here(Location::caller()));
        self.report(id, Level::Error, message.into(), help.into(), source);
    }

    fn report(&self, id: &str, level: Level, message: String, help: String, source: Source) {
        let help = Some(help).filter(|help| !help.is_empty());
        let construct = self.path();
        self.tree.borrow_mut().findings.push(Finding {
            id: id.to_owned(),
            level,
            message,
            help,
            construct,
            source,
            related: Vec::new(),
        });
    }

    /// Has `check` look at the finished tree when the program has ended; for problems that only then can be told.
    pub fn add_validation(&self, check: impl Fn(&Node) + 'static) {
        self.tree.borrow_mut().node_mut(self.id).validations.push(Rc::new(check));
    }

    /// Reads or changes a value that the tree keeps for this construct; made by `Default` at first.
    ///
    /// Handles hold no state of their own: what later calls may change lives here. `f` must not ask
    /// for the same kind of state of the same construct again.
    pub fn with_state<S: Default + 'static, R>(&self, f: impl FnOnce(&mut S) -> R) -> R {
        let key = TypeId::of::<S>();
        let taken = self.tree.borrow_mut().node_mut(self.id).state.remove(&key);
        let mut state = taken.unwrap_or_else(|| Box::<S>::default());
        let result = f(state.downcast_mut::<S>().expect("states are kept by their type"));
        self.tree.borrow_mut().node_mut(self.id).state.insert(key, state);
        result
    }

    /// Gives a property to every resource of a type at or below this construct that does not set it
    /// itself, also to those made later; the nearest construct that says so decides.
    ///
    /// A permissions boundary for all roles of a stage is one call of this.
    pub fn default_property(
        &self,
        type_name: impl Into<Cow<'static, str>>,
        property: impl Into<Cow<'static, str>>,
        value: impl Into<Expr>,
    ) {
        let default = PropertyDefault {
            type_name: type_name.into(),
            property: property.into(),
            value: value.into(),
        };
        self.change(|data| data.property_defaults.push(default));
    }

    pub(crate) fn change<R>(&self, f: impl FnOnce(&mut NodeData) -> R) -> R {
        f(self.tree.borrow_mut().node_mut(self.id))
    }

    pub(crate) fn read<R>(&self, f: impl FnOnce(&NodeData) -> R) -> R {
        f(self.tree.borrow().node(self.id))
    }

    /// Changes the element at this node in place; `None` when there is none.
    pub(crate) fn element_mut<R>(&self, f: impl FnOnce(&mut ElementData) -> R) -> Option<R> {
        self.change(|data| match &mut data.kind {
            Kind::Element(element) => Some(f(element)),
            _ => None,
        })
    }
}

impl PartialEq for Node {
    /// Whether both show the same place of the same tree.
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Node {}

impl fmt::Debug for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Node({})", self.path())
    }
}
