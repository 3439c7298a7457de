//! Databases that are made from snapshots.

use super::SnapshotCredentials;
use super::credentials::{Login, Password};
use crate::kms::Key;
use crate::secretsmanager::Secret;
use crate::{Expr, IntoValue, Node, Value};

/// A snapshot from which a database is made, and the password that the new database gets.
///
/// ```
/// use cumulo::rds::{Snapshot, SnapshotCredentials};
/// let monday = Snapshot::of("shop-monday").credentials(SnapshotCredentials::from_generated_secret("app"));
/// ```
#[derive(Clone, Debug)]
pub struct Snapshot {
    id: Value<String>,
    of_cluster: bool,
    credentials: Option<SnapshotCredentials>,
}

impl Snapshot {
    /// The snapshot with this name or ARN.
    pub fn of(id: impl IntoValue<String>) -> Self {
        Self { id: id.into_value(), of_cluster: false, credentials: None }
    }

    /// A snapshot of a cluster with several zones, for an instance.
    pub fn of_cluster(id: impl IntoValue<String>) -> Self {
        Self { of_cluster: true, ..Self::of(id) }
    }

    /// A new password of the first user. Default: the one of the snapshot.
    #[must_use]
    pub fn credentials(mut self, credentials: SnapshotCredentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Name of the snapshot, in the property of an instance that takes it.
    pub(super) fn instance_property(&self) -> (&'static str, Expr) {
        let name =
            if self.of_cluster { "DBClusterSnapshotIdentifier" } else { "DBSnapshotIdentifier" };
        (name, Expr::from(&self.id))
    }

    /// Name of the snapshot, in the property of a cluster.
    pub(super) fn cluster_property(&self) -> (&'static str, Expr) {
        ("SnapshotIdentifier", Expr::from(&self.id))
    }

    /// The property with the password, and the secret that holds it.
    #[track_caller]
    pub(super) fn password(&self, database: &Node) -> (Expr, Option<Secret>) {
        let Some(credentials) = &self.credentials else { return (Expr::Null, None) };
        let (password, secret) = credentials.render(database);
        let password: Value<String> = password.into_value();
        (password.into_expr(), secret)
    }
}

/// Properties of a database's first user, from credentials or a snapshot, and the secret that holds the password.
pub(super) struct FirstUser {
    pub(super) properties: Vec<(&'static str, Expr)>,
    pub(super) secret: Option<Secret>,
    /// Key of a password that RDS makes and keeps.
    pub(super) managed_key: Option<Key>,
}

impl FirstUser {
    pub(super) fn none() -> Self {
        Self { properties: Vec::new(), secret: None, managed_key: None }
    }

    pub(super) fn of_login(login: Login) -> Self {
        let properties = login.properties();
        let managed_key = match login.password {
            Password::Managed(key) => key,
            Password::Given(_) => None,
        };
        Self { properties, secret: login.secret, managed_key }
    }

    #[track_caller]
    pub(super) fn of_snapshot(snapshot: &Snapshot, database: &Node) -> Self {
        let (password, secret) = snapshot.password(database);
        Self { properties: vec![("MasterUserPassword", password)], secret, managed_key: None }
    }
}

/// Finding `snapshot-credentials`: who is the first user stands in the snapshot already.
pub(super) fn credentials_are_ignored(node: &Node) {
    node.error(
        "snapshot-credentials",
        format!("`{}` is made from a snapshot, whose first user stays", node.path()),
        "leave `credentials` out; give a new password by `Snapshot::credentials`",
    );
}
