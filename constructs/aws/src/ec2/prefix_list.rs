//! Prefix lists: blocks of addresses with a name.

use super::{Connectable, Connections, Peer};
use crate::bag::bag;
use crate::cfn::ec2::CfnPrefixList;
use crate::names::unique_resource_name;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A list of address blocks that rules and routes name as one.
///
/// ```
/// use cumulo::{App, Stack, ec2::{Connectable, Port, PrefixList, SecurityGroup, Vpc}};
/// let app = App::new();
/// let stack = Stack::builder(&app, "Network").build();
/// let vpc = Vpc::builder(&stack, "Vpc").nat_gateways(0).build();
/// let offices = PrefixList::builder(&stack, "Offices")
///     .entries([("198.51.100.0/24", Some("Hamburg")), ("203.0.113.0/24", None)])
///     .build();
/// let web = SecurityGroup::builder(&stack, "Web").vpc(&vpc).build();
/// web.allow_from(&offices, Port::https());
/// # cumulo::testing::Template::of(&app, "Network");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-prefixlist.html>
#[derive(Clone, Debug)]
pub struct PrefixList {
    node: Node,
    cfn: Option<Resource<CfnPrefixList>>,
    id: Value<String>,
}

/// Kind of addresses in a prefix list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AddressFamily {
    /// IPv4.
    #[default]
    Ipv4,
    /// IPv6.
    Ipv6,
}

#[bon]
impl PrefixList {
    /// A prefix list.
    ///
    /// # Findings
    /// `prefix-list` when it has neither entries nor room for any, or more entries than room.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name, up to 255 characters. Default: one made of the construct's path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        prefix_list_name: Option<Value<String>>,
        /// Kind of addresses. Default: IPv4.
        #[builder(default)]
        address_family: AddressFamily,
        /// Blocks, each with a description. Default: none.
        #[builder(default, with = |entries: impl IntoIterator<Item = (impl IntoValue<String>, Option<&'static str>)>| entries.into_iter().map(|(block, text)| (block.into_value(), text)).collect())]
        entries: Vec<(Value<String>, Option<&'static str>)>,
        /// Most entries that it can have; counts against the rules of security groups. Default: the number of entries.
        max_entries: Option<u32>,
    ) -> PrefixList {
        let node = scope.node().child(id);
        let given = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let room = max_entries.unwrap_or(given);
        if room == 0 || given > room {
            node.error(
                "prefix-list",
                format!("the prefix list has {given} entries and room for {room}"),
                "give `entries`, or `max_entries` that is large enough",
            );
        }
        let name =
            prefix_list_name.unwrap_or_else(|| unique_resource_name(&node, "", 255).into_value());
        let family = match address_family {
            AddressFamily::Ipv4 => "IPv4",
            AddressFamily::Ipv6 => "IPv6",
        };
        let entries = entries.into_iter().map(|(block, text)| {
            Expr::object([
                ("Cidr", block.into()),
                ("Description", text.map_or(Expr::Null, Expr::from)),
            ])
        });
        let cfn = bag::<CfnPrefixList>([
            ("AddressFamily", Expr::from(family)),
            ("Entries", Expr::List(entries.collect())),
            ("MaxEntries", Expr::from(i64::from(room))),
            ("PrefixListName", name.into()),
        ])
        .add_to(&node, "Resource");
        PrefixList { node, id: cfn.attr_prefix_list_id(), cfn: Some(cfn) }
    }
}

impl PrefixList {
    /// A prefix list that exists already, by its id, `pl-…`.
    #[track_caller]
    pub fn from_prefix_list_id(
        scope: &dyn Construct,
        id: &str,
        prefix_list_id: impl IntoValue<String>,
    ) -> Self {
        Self { node: scope.node().child(id), cfn: None, id: prefix_list_id.into_value() }
    }

    /// The resource; `None` when it is imported.
    pub fn cfn(&self) -> Option<&Resource<CfnPrefixList>> {
        self.cfn.as_ref()
    }

    /// Id of the list, `pl-…`.
    pub fn prefix_list_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// The list as a peer of rules.
    pub fn peer(&self) -> Peer {
        Peer::prefix_list(&self.id)
    }
}

impl Construct for PrefixList {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for PrefixList {
    fn connections(&self) -> Connections {
        self.peer().connections()
    }
}
