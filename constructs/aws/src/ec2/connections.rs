//! Connections: who may talk to whom, told once, at either end.

use super::{Peer, Port, SecurityGroup};
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

/// Something that network connections go to or come from: a load balancer, a service, a database, a [`Peer`].
///
/// One call opens both sides, at this end and at the other:
///
/// ```
/// use cumulo::{App, Stack, ec2::{Connectable, Port, SecurityGroup, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).build();
/// let db = SecurityGroup::builder(&stack, "Db").vpc(&vpc).allow_all_outbound(false).build();
/// db.allow_from(&web, Port::postgres());
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
pub trait Connectable {
    /// The network connections of this.
    fn connections(&self) -> Connections;

    /// Lets `other` connect to this on `port`.
    fn allow_from(&self, other: &dyn Connectable, port: Port) {
        self.connections().allow_from(other, port);
    }

    /// Lets this connect to `other` on `port`.
    fn allow_to(&self, other: &dyn Connectable, port: Port) {
        self.connections().allow_to(other, port);
    }

    /// Lets the members of this connect to each other on `port`.
    fn allow_internally(&self, port: Port) {
        self.connections().allow_internally(port);
    }

    /// Lets everyone on IPv4 connect to this on `port`.
    fn allow_from_any_ipv4(&self, port: Port) {
        self.connections().allow_from(&Peer::any_ipv4(), port);
    }

    /// Lets this connect to everyone on IPv4 on `port`.
    fn allow_to_any_ipv4(&self, port: Port) {
        self.connections().allow_to(&Peer::any_ipv4(), port);
    }

    /// Lets `other` connect to this on its default port. Findings: `no-default-port`.
    fn allow_default_port_from(&self, other: &dyn Connectable) {
        let connections = self.connections();
        if let Some(port) = connections.needed_port() {
            connections.allow_from(other, port);
        }
    }

    /// Lets this connect to `other` on this one's default port. Findings: `no-default-port`.
    fn allow_default_port_to(&self, other: &dyn Connectable) {
        let connections = self.connections();
        if let Some(port) = connections.needed_port() {
            connections.allow_to(other, port);
        }
    }

    /// Lets the members of this connect to each other on its default port. Findings: `no-default-port`.
    fn allow_default_port_internally(&self) {
        let connections = self.connections();
        if let Some(port) = connections.needed_port() {
            connections.allow_internally(port);
        }
    }

    /// Lets everyone on IPv4 connect to this on its default port. Findings: `no-default-port`.
    fn allow_default_port_from_any_ipv4(&self) {
        self.allow_default_port_from(&Peer::any_ipv4());
    }

    /// Lets this connect to `other` on the default port of `other`. Findings: `no-default-port`.
    fn allow_to_default_port(&self, other: &dyn Connectable) {
        if let Some(port) = other.connections().needed_port() {
            self.connections().allow_to(other, port);
        }
    }
}

/// The security groups of something, and the rules that others need to name it.
///
/// Clones show the same groups. A group that is added later gets the rules of earlier calls too.
#[derive(Clone)]
pub struct Connections {
    groups: Rc<Live<SecurityGroup>>,
    peers: Rc<Live<Peer>>,
    default_port: Option<Port>,
}

impl Connections {
    /// Connections of something with these security groups. `default_port` is the one that callers need not name.
    pub fn new(
        groups: impl IntoIterator<Item = SecurityGroup>,
        default_port: Option<Port>,
    ) -> Self {
        let groups: Vec<SecurityGroup> = groups.into_iter().collect();
        let peers = groups.iter().map(Peer::group).collect();
        Self { groups: Live::of(groups), peers: Live::of(peers), default_port }
    }

    pub(crate) fn of_peer(peer: Peer) -> Self {
        Self { groups: Live::of(Vec::new()), peers: Live::of(vec![peer]), default_port: None }
    }

    /// The security groups, in the order in which they were added.
    pub fn security_groups(&self) -> Vec<SecurityGroup> {
        self.groups.items.borrow().clone()
    }

    /// The port that `allow_default_port_…` opens, if there is one.
    pub fn default_port(&self) -> Option<&Port> {
        self.default_port.as_ref()
    }

    /// Adds a security group; rules that were made before are made for it too.
    pub fn add_security_group(&self, group: &SecurityGroup) {
        self.groups.push(group.clone());
        self.peers.push(Peer::group(group));
    }

    /// Lets `other` connect to this on `port`.
    pub fn allow_from(&self, other: &dyn Connectable, port: Port) {
        let other = other.connections();
        self.ingress(&other, &port, false);
        if !self.is_same(&other) {
            other.egress(self, &port, true);
        }
    }

    /// Lets this connect to `other` on `port`.
    pub fn allow_to(&self, other: &dyn Connectable, port: Port) {
        let other = other.connections();
        self.egress(&other, &port, false);
        if !self.is_same(&other) {
            other.ingress(self, &port, true);
        }
    }

    /// Lets the members of this connect to each other on `port`.
    pub fn allow_internally(&self, port: Port) {
        self.ingress(self, &port, false);
        self.egress(self, &port, false);
    }

    /// `remote`: the call was made at the other end.
    fn ingress(&self, other: &Connections, port: &Port, remote: bool) {
        self.each_pair(other, port, move |group, peer, port| group.ingress(peer, port, remote));
    }

    fn egress(&self, other: &Connections, port: &Port, remote: bool) {
        self.each_pair(other, port, move |group, peer, port| group.egress(peer, port, remote));
    }

    /// Calls `f` for each of this one's groups and each of the other's peers, also for those that are added later.
    fn each_pair(
        &self,
        other: &Connections,
        port: &Port,
        f: impl Fn(&SecurityGroup, &Peer, &Port) + Clone + 'static,
    ) {
        let (peers, port) = (Rc::clone(&other.peers), port.clone());
        self.groups.each_and_later(move |group| {
            let (group, port, f) = (group.clone(), port.clone(), f.clone());
            peers.each_and_later(move |peer| f(&group, peer, &port));
        });
    }

    fn is_same(&self, other: &Connections) -> bool {
        let (ours, theirs) = (self.groups.items.borrow(), other.groups.items.borrow());
        Rc::ptr_eq(&self.groups, &other.groups)
            || (!ours.is_empty()
                && ours.len() == theirs.len()
                && ours.iter().zip(theirs.iter()).all(|(a, b)| a.is_same(b)))
    }

    /// The default port; a finding where there is none.
    #[track_caller]
    fn needed_port(&self) -> Option<Port> {
        if self.default_port.is_none()
            && let Some(group) = self.groups.items.borrow().first()
        {
            crate::Construct::node(group).error_here(
                "no-default-port",
                "this has no default port",
                "name the port: `allow_from(&other, Port::tcp(8080))`",
            );
        }
        self.default_port.clone()
    }
}

impl Connectable for Connections {
    fn connections(&self) -> Connections {
        self.clone()
    }
}

impl fmt::Debug for Connections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Connections({:?})", self.groups.items.borrow())
    }
}

/// What is called for each item.
type Visit<T> = Rc<dyn Fn(&T)>;

/// A list that tells those who visited it of items that come later.
struct Live<T> {
    items: RefCell<Vec<T>>,
    visitors: RefCell<Vec<Visit<T>>>,
}

impl<T: Clone> Live<T> {
    fn of(items: Vec<T>) -> Rc<Self> {
        Rc::new(Self { items: RefCell::new(items), visitors: RefCell::new(Vec::new()) })
    }

    // Items and visitors are copied out, so that no borrow is held while they run.
    fn each_and_later(&self, visit: impl Fn(&T) + 'static) {
        let items = self.items.borrow().clone();
        items.iter().for_each(&visit);
        self.visitors.borrow_mut().push(Rc::new(visit));
    }

    fn push(&self, item: T) {
        self.items.borrow_mut().push(item.clone());
        let visitors = self.visitors.borrow().clone();
        visitors.iter().for_each(|visit| visit(&item));
    }
}
