//! Indexes of tables.

use super::attribute::{Attribute, key_schema};
use super::billing::Capacity;
use super::{ContributorInsights, WarmThroughput};
use crate::Expr;
use crate::bag::list;
use bon::Builder;

/// Which attributes an index holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Projection {
    /// All.
    #[default]
    All,
    /// The keys of table and index.
    KeysOnly,
    /// The keys, and these.
    Include(Vec<String>),
}

impl Projection {
    pub(super) fn to_expr(&self) -> Expr {
        let (of, names) = match self {
            Projection::All => ("ALL", Vec::new()),
            Projection::KeysOnly => ("KEYS_ONLY", Vec::new()),
            Projection::Include(names) => ("INCLUDE", names.clone()),
        };
        Expr::object([("NonKeyAttributes", list(names)), ("ProjectionType", Expr::from(of))])
    }
}

/// An index with keys of its own.
///
/// ```
/// use cumulo::dynamodb::{Attribute, GlobalSecondaryIndex};
/// let by_mail = GlobalSecondaryIndex::builder("by-mail").partition_key(Attribute::string("mail")).build();
/// ```
#[derive(Builder, Clone, Debug)]
pub struct GlobalSecondaryIndex {
    /// Name, 3 to 255 of `a-zA-Z0-9_.-`.
    #[builder(start_fn, into)]
    pub(super) index_name: String,
    /// Key by which items are spread.
    pub(super) partition_key: Attribute,
    /// Key by which items of one partition are sorted. Default: none.
    pub(super) sort_key: Option<Attribute>,
    /// Keys by which items are spread together with the first, up to three. Default: none.
    #[builder(default, with = |keys: impl IntoIterator<Item = Attribute>| keys.into_iter().collect())]
    pub(super) further_partition_keys: Vec<Attribute>,
    /// Keys by which items are sorted that are the same by the first, up to three. Default: none.
    #[builder(default, with = |keys: impl IntoIterator<Item = Attribute>| keys.into_iter().collect())]
    pub(super) further_sort_keys: Vec<Attribute>,
    /// Which attributes it holds. Default: all.
    #[builder(default)]
    pub(super) projection: Projection,
    /// Capacity to read, where capacity is provisioned. Default: of a `Table` 5 units, of a `TableV2` that of the table.
    pub(super) read_capacity: Option<Capacity>,
    /// Capacity to write, where capacity is provisioned. Default: of a `Table` 5 units, of a `TableV2` that of the table.
    pub(super) write_capacity: Option<Capacity>,
    /// Largest number of read units a second, where capacity is on demand. Default: none.
    pub(super) max_read_request_units: Option<u32>,
    /// Largest number of write units a second, where capacity is on demand. Default: none.
    pub(super) max_write_request_units: Option<u32>,
    /// Whether CloudWatch shows which keys are used most. Default: false; of a `TableV2` as the table.
    #[builder(into)]
    pub(super) contributor_insights: Option<ContributorInsights>,
    /// Requests that it can serve at once from the start. Default: as AWS has it.
    pub(super) warm_throughput: Option<WarmThroughput>,
}

impl GlobalSecondaryIndex {
    pub(super) fn keys(&self) -> impl Iterator<Item = &Attribute> {
        self.partition_keys().chain(self.sort_keys())
    }

    fn partition_keys(&self) -> impl Iterator<Item = &Attribute> {
        std::iter::once(&self.partition_key).chain(&self.further_partition_keys)
    }

    fn sort_keys(&self) -> impl Iterator<Item = &Attribute> {
        self.sort_key.iter().chain(&self.further_sort_keys)
    }

    pub(super) fn key_schema(&self) -> Expr {
        key_schema(self.partition_keys(), self.sort_keys())
    }
}

/// An index with the table's partition key and another sort key; it cannot be added to a table that exists.
#[derive(Builder, Clone, Debug)]
pub struct LocalSecondaryIndex {
    /// Name, 3 to 255 of `a-zA-Z0-9_.-`.
    #[builder(start_fn, into)]
    pub(super) index_name: String,
    /// Key by which items of one partition are sorted.
    pub(super) sort_key: Attribute,
    /// Which attributes it holds. Default: all.
    #[builder(default)]
    pub(super) projection: Projection,
}

impl LocalSecondaryIndex {
    pub(super) fn to_expr(&self, partition_key: &Attribute) -> Expr {
        Expr::object([
            ("IndexName", Expr::from(self.index_name.clone())),
            ("KeySchema", key_schema([partition_key], [&self.sort_key])),
            ("Projection", self.projection.to_expr()),
        ])
    }
}
