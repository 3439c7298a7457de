//! Who may connect to a service.

use crate::ec2::{Connectable, Peer, Port};
use crate::{Cidr, Node};
use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use std::fmt;

/// Who may connect to a load balancer. The internet as a whole must be said in so many words.
///
/// ```
/// use cumulo::cidr;
/// use cumulo::patterns::Clients;
/// let office = Clients::only([cidr!("203.0.113.0/24")]);
/// ```
///
/// In the values of a stage it is `anyone`, or a list of blocks: `[203.0.113.0/24]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clients {
    /// Everyone.
    Anyone,
    /// Those with addresses in these blocks. With none of them, those that `allow_from` adds later.
    Only(Vec<Cidr>),
}

impl Clients {
    /// Those with addresses in these blocks.
    pub fn only(blocks: impl IntoIterator<Item = Cidr>) -> Self {
        Self::Only(blocks.into_iter().collect())
    }

    /// Reports blocks that hold the whole internet without saying so.
    pub(super) fn check(&self, node: &Node) {
        let Self::Only(blocks) = self else { return };
        if let Some(block) = blocks.iter().find(|block| block.prefix() == 0) {
            node.error(
                "clients-anyone",
                format!("{block} stands among the clients, which is everyone"),
                "say `Clients::Anyone`, in the values of a stage `anyone`, if that is meant",
            );
        }
    }

    /// Opens a listener to them.
    pub(super) fn enter(&self, listener: &dyn Connectable, port: u16) {
        let peers: Vec<(Peer, String)> = match self {
            Self::Anyone => vec![(Peer::any_ipv4(), "everyone".into())],
            Self::Only(blocks) => {
                blocks.iter().map(|block| (Peer::ipv4(*block), block.to_string())).collect()
            }
        };
        for (peer, name) in peers {
            let port = Port::tcp(i64::from(port)).described(format!("port {port} from {name}"));
            listener.allow_from(&peer, port);
        }
    }
}

impl<'de> Deserialize<'de> for Clients {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Written)
    }
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Clients;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("`anyone`, or a list of blocks such as [203.0.113.0/24]")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Clients, E> {
        match text {
            "anyone" => Ok(Clients::Anyone),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut blocks: A) -> Result<Clients, A::Error> {
        let mut clients = Vec::new();
        while let Some(block) = blocks.next_element()? {
            clients.push(block);
        }
        Ok(Clients::Only(clients))
    }
}
