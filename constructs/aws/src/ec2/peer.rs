//! The other side of a connection.

use super::{Connectable, Connections, SecurityGroup};
use crate::bag::opt;
use crate::{Expr, IntoValue, Node, Value};

/// The other side of a connection that is no construct of the program: addresses, a prefix list, a security group by its id.
///
/// ```
/// use cumulo::{cidr, ec2::Peer};
/// let office = Peer::ipv4(cidr!("203.0.113.0/24"));
/// ```
#[derive(Clone, Debug)]
pub struct Peer(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Ipv4(Value<String>),
    Ipv6(Value<String>),
    PrefixList(Value<String>),
    GroupId { id: Value<String>, owner: Option<Value<String>> },
    Group(SecurityGroup),
}

impl Peer {
    /// A block of IPv4 addresses: `Peer::ipv4(cidr!("10.0.0.0/8"))`.
    pub fn ipv4(block: impl IntoValue<String>) -> Self {
        Self(Kind::Ipv4(block.into_value()))
    }

    /// A block of IPv6 addresses, such as `2001:db8::/32`.
    pub fn ipv6(block: impl IntoValue<String>) -> Self {
        Self(Kind::Ipv6(block.into_value()))
    }

    /// Everyone on IPv4.
    pub fn any_ipv4() -> Self {
        Self::ipv4("0.0.0.0/0")
    }

    /// Everyone on IPv6.
    pub fn any_ipv6() -> Self {
        Self::ipv6("::/0")
    }

    /// A prefix list, by its id `pl-…`.
    pub fn prefix_list(id: impl IntoValue<String>) -> Self {
        Self(Kind::PrefixList(id.into_value()))
    }

    /// A security group that no stack of the program makes, by its id `sg-…`.
    pub fn security_group_id(id: impl IntoValue<String>) -> Self {
        Self(Kind::GroupId { id: id.into_value(), owner: None })
    }

    /// A security group of another account, by its id and the account's twelve digits.
    pub fn security_group_of(id: impl IntoValue<String>, account: impl IntoValue<String>) -> Self {
        Self(Kind::GroupId { id: id.into_value(), owner: Some(account.into_value()) })
    }

    pub(crate) fn group(group: &SecurityGroup) -> Self {
        Self(Kind::Group(group.clone()))
    }

    /// The group, if the peer is one of the program.
    pub(crate) fn as_group(&self) -> Option<&SecurityGroup> {
        match &self.0 {
            Kind::Group(group) => Some(group),
            _ => None,
        }
    }

    pub(crate) fn is_ipv6(&self) -> bool {
        matches!(self.0, Kind::Ipv6(_))
    }

    /// Whether the peer is everyone on IPv4 or IPv6.
    pub(crate) fn is_everyone(&self) -> bool {
        match &self.0 {
            Kind::Ipv4(block) => block.literal() == Some("0.0.0.0/0"),
            Kind::Ipv6(block) => block.literal() == Some("::/0"),
            _ => false,
        }
    }

    /// Whether rules may stand in the group itself; those between groups could make a cycle there.
    pub(crate) fn can_inline(&self) -> bool {
        !matches!(self.0, Kind::PrefixList(_) | Kind::Group(_))
    }

    /// What the peer is called in descriptions of rules.
    pub(crate) fn name(&self) -> Value<String> {
        match &self.0 {
            Kind::Ipv4(name)
            | Kind::Ipv6(name)
            | Kind::PrefixList(name)
            | Kind::GroupId { id: name, .. } => name.clone(),
            Kind::Group(group) => group.rule_name().into_value(),
        }
    }

    /// The peer's part of an ingress rule.
    pub(crate) fn ingress(&self) -> Vec<(&'static str, Expr)> {
        match &self.0 {
            Kind::PrefixList(id) => vec![("SourcePrefixListId", id.into())],
            Kind::GroupId { id, owner } => vec![
                ("SourceSecurityGroupId", id.into()),
                ("SourceSecurityGroupOwnerId", opt(owner.as_ref())),
            ],
            Kind::Group(group) => {
                vec![("SourceSecurityGroupId", group.security_group_id().into())]
            }
            _ => self.addresses(),
        }
    }

    /// The peer's part of an egress rule.
    pub(crate) fn egress(&self) -> Vec<(&'static str, Expr)> {
        match &self.0 {
            Kind::PrefixList(id) => vec![("DestinationPrefixListId", id.into())],
            Kind::GroupId { id, .. } => vec![("DestinationSecurityGroupId", id.into())],
            Kind::Group(group) => {
                vec![("DestinationSecurityGroupId", group.security_group_id().into())]
            }
            _ => self.addresses(),
        }
    }

    fn addresses(&self) -> Vec<(&'static str, Expr)> {
        match &self.0 {
            Kind::Ipv4(block) => vec![("CidrIp", block.into())],
            Kind::Ipv6(block) => vec![("CidrIpv6", block.into())],
            _ => Vec::new(),
        }
    }

    /// Where rules about the peer may stand, if it is a construct.
    pub(crate) fn node(&self) -> Option<&Node> {
        self.as_group().map(crate::Construct::node)
    }
}

impl Connectable for Peer {
    fn connections(&self) -> Connections {
        Connections::of_peer(self.clone())
    }
}
