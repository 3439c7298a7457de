//! Subnets of VPCs that no stack of the program makes.

use super::Subnet;
use crate::{IntoValue, Node, Value};

/// Subnets of one type of a VPC that no stack of the program makes.
#[derive(Clone, Debug, Default)]
pub struct ImportedSubnets {
    ids: Vec<Value<String>>,
    names: Vec<String>,
    route_tables: Vec<Value<String>>,
}

impl ImportedSubnets {
    /// Subnets with these ids.
    pub fn new(ids: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        Self { ids: ids.into_iter().map(IntoValue::into_value).collect(), ..Self::default() }
    }

    /// Names of the groups, one for as many subnets as there are zones. Default: that of the type.
    #[must_use]
    pub fn names(mut self, names: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.names = names.into_iter().map(Into::into).collect();
        self
    }

    /// Their route tables, `rtb-…`, in the same order; needed by gateway endpoints.
    #[must_use]
    pub fn route_table_ids(
        mut self,
        ids: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        self.route_tables = ids.into_iter().map(IntoValue::into_value).collect();
        self
    }

    #[track_caller]
    pub(super) fn make(self, vpc: &Node, zones: &[Value<String>], kind: &str) -> Vec<Subnet> {
        let in_group = zones.len().max(1);
        if !self.ids.len().is_multiple_of(in_group) {
            vpc.error(
                "imported-subnets",
                format!(
                    "{} {kind} subnets do not spread over {} zones",
                    self.ids.len(),
                    zones.len()
                ),
                "give one subnet per zone and group, in the order of the zones",
            );
        }
        let mut subnets = Vec::with_capacity(self.ids.len());
        for (at, id) in self.ids.into_iter().enumerate() {
            let group = self.names.get(at / in_group).map_or(kind, String::as_str);
            let subnet =
                Subnet::from_subnet_attributes(vpc, &format!("{group}Subnet{}", at % in_group + 1))
                    .subnet_id(id)
                    .maybe_availability_zone(zones.get(at % in_group))
                    .maybe_route_table_id(self.route_tables.get(at))
                    .build();
            subnets.push(subnet);
        }
        subnets
    }
}

impl<V: IntoValue<String>> From<Vec<V>> for ImportedSubnets {
    fn from(ids: Vec<V>) -> Self {
        Self::new(ids)
    }
}

impl<V: IntoValue<String>, const N: usize> From<[V; N]> for ImportedSubnets {
    fn from(ids: [V; N]) -> Self {
        Self::new(ids)
    }
}
