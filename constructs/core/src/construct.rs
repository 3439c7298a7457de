//! What makes a construct.

use crate::tree::Node;

/// A part of a system: it has a place in the construct tree, and other constructs may stand in it.
///
/// ```
/// use cumulo_core::{App, Construct, Node, Stack};
///
/// struct Storage {
///     node: Node,
/// }
///
/// impl Storage {
///     #[track_caller]
///     fn new(scope: &dyn Construct, id: &str) -> Self {
///         Self { node: scope.node().child(id) }
///     }
/// }
///
/// impl Construct for Storage {
///     fn node(&self) -> &Node {
///         &self.node
///     }
/// }
///
/// let app = App::new();
/// let stack = Stack::builder(&app, "Data").build();
/// assert_eq!(Storage::new(&stack, "Store").node().path(), "Data/Store");
/// ```
pub trait Construct {
    /// The construct's place in the tree.
    fn node(&self) -> &Node;
}

impl Construct for Node {
    fn node(&self) -> &Node {
        self
    }
}

impl<C: Construct + ?Sized> Construct for &C {
    fn node(&self) -> &Node {
        (**self).node()
    }
}
