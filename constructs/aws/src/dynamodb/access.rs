//! Who may use a table.

use crate::iam::{Grant, Grantable, Instance, PolicyStatement, Principal, ResourceWithPolicy};
use crate::kms::Key;
use crate::{Fn, IntoValue, Node, Value, text};

pub(super) const READ: [&str; 7] = [
    "dynamodb:BatchGetItem",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:Query",
    "dynamodb:GetItem",
    "dynamodb:Scan",
    "dynamodb:ConditionCheckItem",
];
pub(super) const WRITE: [&str; 4] =
    ["dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"];
pub(super) const DESCRIBE: [&str; 1] = ["dynamodb:DescribeTable"];
pub(super) const READ_STREAM: [&str; 3] =
    ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"];
/// Actions that policies of tables do not take, since they are about streams.
const NOT_OF_TABLES: [&str; 2] = ["dynamodb:GetRecords", "dynamodb:GetShardIterator"];
const KEY_READ: [&str; 2] = ["kms:Decrypt", "kms:DescribeKey"];
const KEY_WRITE: [&str; 3] = ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"];

/// What grants need to know of a table.
#[derive(Clone, Debug)]
pub(super) struct Access {
    pub(super) node: Node,
    pub(super) table_arn: Value<String>,
    pub(super) table_name: Value<String>,
    pub(super) stream_arn: Option<Value<String>>,
    pub(super) encryption_key: Option<Key>,
    /// Whether an import has indexes.
    pub(super) imported_indexes: bool,
    /// Whether it is a `TableV2`, whose grants stand after those of its key and do not reach later indexes.
    pub(super) is_v2: bool,
}

/// What the tree keeps of a table's grants.
#[derive(Default)]
pub(super) struct Indexes {
    pub(super) has_index: bool,
    /// Grants that were made before the first index.
    granted: Vec<(Principal, Vec<String>, Instance)>,
}

/// Which of a table's key actions go with a grant.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyUse {
    None,
    Read,
    ReadWrite,
}

impl Access {
    fn index_arn(&self) -> Value<String> {
        text!("{}/index/*", self.table_arn)
    }

    /// Lets `grantee` do these actions with the table and its indexes.
    #[track_caller]
    pub(super) fn grant(
        &self,
        table: &dyn ResourceWithPolicy,
        grantee: &dyn Grantable,
        actions: &[&str],
        key: KeyUse,
    ) -> Grant {
        let on_key = || self.grant_key(grantee, key);
        let early = if self.is_v2 { on_key() } else { Grant::default() };
        let has_index = self.imported_indexes
            || self.node.with_state::<Indexes, _>(|indexes| indexes.has_index);
        let mut statement =
            PolicyStatement::allow().actions(actions.iter().copied()).resources([&self.table_arn]);
        let instance = Instance::default();
        if has_index {
            statement = statement.resources([self.index_arn()]);
        } else if !self.is_v2 {
            let actions = actions.iter().map(|action| (*action).to_owned()).collect();
            let granted = (grantee.grant_principal(), actions, instance.clone());
            self.node.with_state::<Indexes, _>(|indexes| indexes.granted.push(granted));
        }
        if !self.is_v2 {
            statement = statement.kept_apart(instance);
        }
        let mut grant = Grant::to_principal(grantee, statement);
        if !grant.is_enough(grantee, table) {
            let actions = actions.iter().copied().filter(|action| !NOT_OF_TABLES.contains(action));
            let statement = PolicyStatement::allow().actions(actions).all_resources();
            grant = grant.and(Grant::on_resource(grantee, table, statement, None));
        }
        let late = if self.is_v2 { Grant::default() } else { on_key() };
        grant.and(early).and(late)
    }

    /// Lets earlier grantees use indexes too, now that there is one.
    #[track_caller]
    pub(super) fn index_added(&self) {
        let granted = self.node.with_state::<Indexes, _>(|indexes| {
            indexes.has_index = true;
            std::mem::take(&mut indexes.granted)
        });
        for (principal, actions, instance) in granted {
            let statement = PolicyStatement::allow().actions(actions).kept_apart(instance);
            principal.add_to_policy(statement.resources([self.index_arn()]));
        }
    }

    #[track_caller]
    fn grant_key(&self, grantee: &dyn Grantable, key: KeyUse) -> Grant {
        match (&self.encryption_key, key) {
            (Some(key), KeyUse::Read) => key.grant(grantee, KEY_READ),
            (Some(key), KeyUse::ReadWrite) => {
                key.grant(grantee, [&KEY_READ[..], &KEY_WRITE].concat())
            }
            _ => Grant::default(),
        }
    }

    /// Lets `grantee` do these actions with the table's stream.
    #[track_caller]
    pub(super) fn grant_stream(
        &self,
        grantee: &dyn Grantable,
        actions: &[&str],
        key: KeyUse,
    ) -> Grant {
        let Some(arn) = &self.stream_arn else {
            self.node.error_here(
                "dynamodb-stream",
                format!("`{}` has no stream, so nobody can read it", self.node.path()),
                "switch the stream on where the table is made, or import the table with its stream's ARN",
            );
            return Grant::default();
        };
        let on_key = self.grant_key(grantee, key);
        let statement = PolicyStatement::allow().actions(actions.iter().copied()).resources([arn]);
        Grant::add_to_principal(&self.node, grantee, statement).and(on_key)
    }
}

/// The grants that both kinds of tables have.
macro_rules! grants {
    ($table:ident) => {
        impl $table {
            /// ARN of the table.
            pub fn table_arn(&self) -> $crate::Value<String> {
                self.access.table_arn.clone()
            }

            /// Name of the table.
            pub fn table_name(&self) -> $crate::Value<String> {
                self.access.table_name.clone()
            }

            /// ARN of the table's stream, if it has one.
            pub fn table_stream_arn(&self) -> Option<$crate::Value<String>> {
                self.access.stream_arn.clone()
            }

            /// Key of one's own that encrypts it, if there is one.
            pub fn encryption_key(&self) -> Option<&$crate::kms::Key> {
                self.access.encryption_key.as_ref()
            }

            /// Lets `grantee` do these actions with the table and its indexes.
            #[track_caller]
            pub fn grant(
                &self,
                grantee: &dyn $crate::iam::Grantable,
                actions: &[&str],
            ) -> $crate::iam::Grant {
                self.access.grant(self, grantee, actions, access::KeyUse::None)
            }

            /// Lets `grantee` read items, and decrypt them.
            #[track_caller]
            pub fn grant_read_data(
                &self,
                grantee: &dyn $crate::iam::Grantable,
            ) -> $crate::iam::Grant {
                let actions = [&access::READ[..], &access::DESCRIBE].concat();
                self.access.grant(self, grantee, &actions, access::KeyUse::Read)
            }

            /// Lets `grantee` write and delete items, and encrypt them.
            #[track_caller]
            pub fn grant_write_data(
                &self,
                grantee: &dyn $crate::iam::Grantable,
            ) -> $crate::iam::Grant {
                let actions = [&access::WRITE[..], &access::DESCRIBE].concat();
                self.access.grant(self, grantee, &actions, access::KeyUse::ReadWrite)
            }

            /// Lets `grantee` read, write and delete items.
            #[track_caller]
            pub fn grant_read_write_data(
                &self,
                grantee: &dyn $crate::iam::Grantable,
            ) -> $crate::iam::Grant {
                let actions = [&access::READ[..], &access::WRITE, &access::DESCRIBE].concat();
                self.access.grant(self, grantee, &actions, access::KeyUse::ReadWrite)
            }

            /// Lets `grantee` do everything with the table.
            #[track_caller]
            pub fn grant_full_access(
                &self,
                grantee: &dyn $crate::iam::Grantable,
            ) -> $crate::iam::Grant {
                self.access.grant(self, grantee, &["dynamodb:*"], access::KeyUse::ReadWrite)
            }

            /// Lets `grantee` do these actions with the table's stream.
            ///
            /// # Findings
            /// `dynamodb-stream` when it has none.
            #[track_caller]
            pub fn grant_stream(
                &self,
                grantee: &dyn $crate::iam::Grantable,
                actions: &[&str],
            ) -> $crate::iam::Grant {
                self.access.grant_stream(grantee, actions, access::KeyUse::None)
            }
        }

        impl $crate::Construct for $table {
            fn node(&self) -> &$crate::Node {
                &self.access.node
            }
        }
    };
}
pub(super) use grants;

/// Name of the table with this ARN.
pub(super) fn name_in_arn(arn: &Value<String>) -> Value<String> {
    match arn.literal() {
        Some(text) => text.rsplit('/').next().unwrap_or_default().into_value(),
        None => {
            let resource = Fn::select::<String>(5, Fn::split(":", arn));
            Fn::select(1, Fn::split("/", resource))
        }
    }
}
