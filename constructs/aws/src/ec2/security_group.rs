//! Security groups: the firewall of a network interface.

use super::{Connectable, Connections, Peer, Port, Vpc};
use crate::bag::{bag, opt};
use crate::cfn::ec2::{CfnSecurityGroup, CfnSecurityGroupEgress, CfnSecurityGroupIngress};
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value, text};
use bon::bon;

/// A security group: which connections the network interfaces that carry it may have.
///
/// Nothing comes in unless a rule lets it; everything goes out unless `allow_all_outbound` is false.
/// Rules between two groups are resources of their own, so that groups may name each other; all
/// others stand in the group itself.
///
/// ```
/// use cumulo::{App, Stack, cidr, ec2::{Connectable, Peer, Port, SecurityGroup, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let vpc = Vpc::builder(&stack, "Vpc").build();
/// let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).description("web tier").build();
/// web.add_ingress_rule(&Peer::any_ipv4(), Port::https().described("https from anywhere"));
/// web.allow_from(&Peer::ipv4(cidr!("10.0.0.0/8")), Port::tcp(8080));
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html>
#[derive(Clone, Debug)]
pub struct SecurityGroup {
    node: Node,
    cfn: Option<Resource<CfnSecurityGroup>>,
    id: Value<String>,
    allow_all_outbound: bool,
    allow_all_ipv6_outbound: bool,
    mutable: bool,
    inline: bool,
}

#[bon]
impl SecurityGroup {
    /// A security group.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The VPC in which the group is used.
        vpc: &Vpc,
        /// What the group is for, up to 255 characters. A change replaces the group. Default: its path.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
        /// Name of the group, unique in its VPC. Default: CloudFormation makes one.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        security_group_name: Option<Value<String>>,
        /// Whether all connections over IPv4 may go out; egress rules then say nothing more. Default: true.
        #[builder(default = true)]
        allow_all_outbound: bool,
        /// Whether all connections over IPv6 may go out. Default: false.
        #[builder(default)]
        allow_all_ipv6_outbound: bool,
        /// Whether every rule becomes a resource of its own. Default: false.
        #[builder(default)]
        disable_inline_rules: bool,
    ) -> SecurityGroup {
        let node = scope.node().child(id);
        let description = description.unwrap_or_else(|| node.path().into_value());
        let cfn = bag::<CfnSecurityGroup>([
            ("GroupDescription", description.into()),
            ("GroupName", opt(security_group_name.as_ref())),
            ("VpcId", vpc.vpc_id().into()),
        ])
        .add_to(&node, "Resource");
        let group = SecurityGroup {
            id: cfn.attr_group_id(),
            node,
            cfn: Some(cfn),
            allow_all_outbound,
            allow_all_ipv6_outbound,
            mutable: true,
            inline: !disable_inline_rules,
        };
        group.add_default_egress();
        group
    }

    /// A security group that no stack of the program makes.
    #[builder(finish_fn = build)]
    #[track_caller]
    pub fn from_security_group_id(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        #[builder(start_fn, into)] group_id: GroupId,
        /// Whether rules may be added. Default: true.
        #[builder(default = true)]
        mutable: bool,
        /// Whether the group lets everything out, so that egress rules are not needed. Default: true.
        #[builder(default = true)]
        allow_all_outbound: bool,
        /// Whether the group lets everything out over IPv6. Default: false.
        #[builder(default)]
        allow_all_ipv6_outbound: bool,
    ) -> SecurityGroup {
        SecurityGroup {
            node: scope.node().child(id),
            cfn: None,
            id: group_id.0,
            allow_all_outbound,
            allow_all_ipv6_outbound,
            mutable,
            inline: false,
        }
    }
}

/// Id of a security group: `sg-…`, or a value.
#[derive(Clone, Debug)]
pub struct GroupId(Value<String>);

impl<T: IntoValue<String>> From<T> for GroupId {
    fn from(id: T) -> Self {
        Self(id.into_value())
    }
}

/// Which way the connections of a rule go.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
}

impl SecurityGroup {
    /// The resource; of an imported group there is none.
    pub fn cfn(&self) -> Option<&Resource<CfnSecurityGroup>> {
        self.cfn.as_ref()
    }

    /// Id of the group, `sg-…`.
    pub fn security_group_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Whether the group lets everything out over IPv4.
    pub fn allows_all_outbound(&self) -> bool {
        self.allow_all_outbound
    }

    /// Lets connections of `peer` come in on `port`. A rule that is there already is not made again.
    pub fn add_ingress_rule(&self, peer: &Peer, port: Port) {
        self.ingress(peer, &port, false);
    }

    /// Lets connections to `peer` go out on `port`.
    ///
    /// # Findings
    /// `egress-rule-ignored`, a warning, when the group lets everything out anyway; `all-traffic-egress`
    /// when the rule is what `allow_all_outbound` stands for.
    pub fn add_egress_rule(&self, peer: &Peer, port: Port) {
        self.egress(peer, &port, false);
    }

    pub(crate) fn is_same(&self, other: &SecurityGroup) -> bool {
        self.node == other.node
    }

    /// What the group is called in rules of others.
    pub(crate) fn rule_name(&self) -> String {
        self.node.unique_id()
    }

    /// `remote`: the call was made at the other end, which then holds the rule if it is in another stack.
    pub(crate) fn ingress(&self, peer: &Peer, port: &Port, remote: bool) {
        if !self.mutable {
            return;
        }
        if self.inline && peer.can_inline() && port.can_inline() {
            self.add_inline(Way::In, peer, port);
        } else {
            self.add_apart(Way::In, peer, port, remote);
        }
    }

    pub(crate) fn egress(&self, peer: &Peer, port: &Port, remote: bool) {
        let (all, kind) = match peer.is_ipv6() {
            true => (self.allow_all_ipv6_outbound, "IPv6 traffic"),
            false => (self.allow_all_outbound, "traffic"),
        };
        if !self.mutable {
            return;
        }
        if all {
            if !remote && self.cfn.is_some() {
                self.node.warning(
                    "egress-rule-ignored",
                    format!("the group lets all {kind} out, so an egress rule says nothing"),
                    "make the group with `allow_all_outbound(false)`, or leave the rule out",
                );
            }
            return;
        }
        if self.inline && peer.can_inline() && port.can_inline() {
            if peer.is_everyone() && port.is_all_traffic() {
                self.node.error(
                    "all-traffic-egress",
                    format!("an egress rule lets all {kind} out"),
                    "make the group with `allow_all_outbound(true)` or `allow_all_ipv6_outbound(true)`",
                );
                return;
            }
            self.remove_no_traffic_rule(peer);
            self.add_inline(Way::Out, peer, port);
        } else {
            self.remove_no_traffic_rule(peer);
            self.add_apart(Way::Out, peer, port, remote);
        }
    }

    /// What a new group lets out. A group without egress rules would let everything out, so there always is one.
    fn add_default_egress(&self) {
        let everything = |version| {
            Port::all_traffic().described(format!("Allow all outbound {version}traffic by default"))
        };
        let (ipv4, ipv6) = (Peer::any_ipv4(), Peer::any_ipv6());
        let mut rules = Vec::new();
        if self.allow_all_outbound {
            rules.push((ipv4, everything("")));
        } else if !(self.inline && self.allow_all_ipv6_outbound) {
            rules.push(no_traffic());
        }
        if self.allow_all_ipv6_outbound {
            rules.push((ipv6, everything("ipv6 ")));
        }
        for (peer, port) in rules {
            if self.inline {
                self.add_inline(Way::Out, &peer, &port);
            } else {
                self.add_apart(Way::Out, &peer, &port, false);
            }
        }
    }

    fn remove_no_traffic_rule(&self, added: &Peer) {
        // Rules of IPv6 say nothing of IPv4, whose traffic stays disallowed.
        if added.is_ipv6() {
            return;
        }
        let (peer, port) = no_traffic();
        if !self.inline {
            self.node.remove_child(&rule_id(Way::Out, &self.peer_id(&peer), &port));
            return;
        }
        let Some(cfn) = &self.cfn else { return };
        let rule = inline_rule(Way::Out, &peer, &port);
        cfn.edit_properties(|properties| {
            let Some(Expr::List(rules)) = properties.get_mut("SecurityGroupEgress") else { return };
            rules.retain(|known| *known != rule);
            if rules.is_empty() {
                properties.remove("SecurityGroupEgress");
            }
        });
    }

    fn add_inline(&self, way: Way, peer: &Peer, port: &Port) {
        let Some(cfn) = &self.cfn else { return };
        let property = match way {
            Way::In => "SecurityGroupIngress",
            Way::Out => "SecurityGroupEgress",
        };
        let rule = inline_rule(way, peer, port);
        cfn.edit_properties(|properties| {
            let known = properties.get(property).map(Expr::items).unwrap_or_default();
            if known.iter().all(|known| !is_same_rule(known, &rule)) {
                properties.push(property, rule);
            }
        });
    }

    /// What the peer is called in ids of this group's rules. Peers that are known only later are counted.
    fn peer_id(&self, peer: &Peer) -> String {
        match peer.name().literal() {
            Some(name) => name.to_owned(),
            None => self.node.with_state(|UnknownPeers(count)| {
                *count += 1;
                // The quotes are the AWS CDK's, and part of the logical ids.
                match count {
                    1 => "{IndirectPeer}".into(),
                    count => format!("'{{IndirectPeer{count}}}'"),
                }
            }),
        }
    }

    /// A rule that is a resource; of two stacks the one whose end asked for it holds the rule.
    fn add_apart(&self, way: Way, peer: &Peer, port: &Port, remote: bool) {
        let elsewhere =
            peer.node().filter(|node| remote && node.stack().node() != self.node.stack().node());
        let (scope, id) = match elsewhere {
            Some(node) => {
                let reversed = if way == Way::In { "to" } else { "from" };
                (node, format!("{}:{} {reversed}", self.rule_name(), port.name()))
            }
            None => (&self.node, rule_id(way, &self.peer_id(peer), port)),
        };
        if scope.find(&id).is_some() {
            return;
        }
        let mut rule = match way {
            Way::In => peer.ingress(),
            Way::Out => peer.egress(),
        };
        rule.extend(port.rule());
        rule.push(("Description", description(way.word(), peer, port)));
        rule.push(("GroupId", self.id.clone().into()));
        match way {
            Way::In => {
                bag::<CfnSecurityGroupIngress>(rule).add_to(scope, &id);
            }
            Way::Out => {
                bag::<CfnSecurityGroupEgress>(rule).add_to(scope, &id);
            }
        }
    }
}

/// How many peers of a group's rules have names that only CloudFormation knows.
#[derive(Default)]
struct UnknownPeers(u32);

impl Way {
    fn word(self) -> &'static str {
        match self {
            Way::In => "from",
            Way::Out => "to",
        }
    }
}

/// A rule that no packet fits: it keeps EC2 from adding the rule that lets everything out.
fn no_traffic() -> (Peer, Port) {
    let port = Port::icmp_type_and_code(252, 86).described("Disallow all traffic");
    (Peer::ipv4("255.255.255.255/32"), port)
}

fn rule_id(way: Way, peer: &str, port: &Port) -> String {
    // Only the first slash, as the AWS CDK does it; the tree takes care of further ones.
    format!("{} {}:{}", way.word(), peer, port.name()).replacen('/', "_", 1)
}

fn description(word: &'static str, peer: &Peer, port: &Port) -> Expr {
    match port.description() {
        Some(text) => text.into(),
        None => text!("{} {}:{}", word, peer.name(), port.name()).into(),
    }
}

fn inline_rule(way: Way, peer: &Peer, port: &Port) -> Expr {
    let mut rule = match way {
        Way::In => peer.ingress(),
        Way::Out => peer.egress(),
    };
    rule.extend(port.rule());
    rule.push(("Description", description("from", peer, port)));
    Expr::object(rule)
}

/// Whether two rules let the same traffic through; what they say to people does not matter.
fn is_same_rule(a: &Expr, b: &Expr) -> bool {
    let (Expr::Map(a), Expr::Map(b)) = (a, b) else { return false };
    let parts = |rule: &indexmap::IndexMap<_, Expr>| {
        let mut rule = rule.clone();
        rule.shift_remove("Description");
        rule
    };
    parts(a) == parts(b)
}

impl Construct for SecurityGroup {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for SecurityGroup {
    fn connections(&self) -> Connections {
        Connections::new([self.clone()], None)
    }
}
