//! The first user of a database.

use super::{DatabaseEngine, DatabaseSecret};
use crate::kms::Key;
use crate::secretsmanager::{EXCLUDED_CHARACTERS, ReplicaRegion, Secret as StoredSecret};
use crate::{IntoValue, Node, Secret, Value};

/// What makes a secret with a new password.
#[derive(Clone, Debug)]
struct Generated {
    username: String,
    secret_name: Option<String>,
    key: Option<Key>,
    excluded: String,
    replicas: Vec<ReplicaRegion>,
}

impl Generated {
    fn of(username: String) -> Self {
        let excluded = EXCLUDED_CHARACTERS.to_owned();
        Self { username, secret_name: None, key: None, excluded, replicas: Vec::new() }
    }

    /// Makes the secret as a child of the database; `renew`: with a new password for another choice of characters.
    #[track_caller]
    fn secret(&self, database: &Node, renew: bool) -> StoredSecret {
        let secret = DatabaseSecret::builder(database, "Secret")
            .username(self.username.clone())
            .maybe_secret_name(self.secret_name.clone())
            .maybe_encryption_key(self.key.as_ref())
            .exclude_characters(self.excluded.clone())
            .replica_regions(self.replicas.clone())
            .replace_on_password_criteria_changes(renew)
            .build();
        (*secret).clone()
    }
}

/// Name and password of a database's first user.
///
/// ```
/// use cumulo::rds::Credentials;
/// let app = Credentials::from_generated_secret("app");
/// ```
#[derive(Clone, Debug)]
pub struct Credentials(Kind);

#[derive(Clone, Debug)]
enum Kind {
    /// `named`: whether the template names the user itself.
    Generated {
        generated: Generated,
        named: bool,
    },
    Password(String, Secret),
    Stored {
        secret: StoredSecret,
        username: Option<String>,
    },
}

impl Credentials {
    /// This user, with a password that is made and kept in Secrets Manager.
    pub fn from_generated_secret(username: impl Into<String>) -> Self {
        Self(Kind::Generated { generated: Generated::of(username.into()), named: true })
    }

    /// This user, whose name stands in the secret too, or with a password that RDS manages.
    pub fn from_username(username: impl Into<String>) -> Self {
        Self(Kind::Generated { generated: Generated::of(username.into()), named: false })
    }

    /// This user and password. The password must be a reference; a plain text is finding `secret-in-template`.
    pub fn from_password(username: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self(Kind::Password(username.into(), password.into()))
    }

    /// A secret with the fields `username` and `password`.
    pub fn from_secret(secret: &StoredSecret) -> Self {
        Self(Kind::Stored { secret: secret.clone(), username: None })
    }

    /// The same; this user's name stands in the template, so that the secret may change without a new database.
    pub fn from_secret_of(secret: &StoredSecret, username: impl Into<String>) -> Self {
        Self(Kind::Stored { secret: secret.clone(), username: Some(username.into()) })
    }

    /// Name of the secret that is made.
    #[must_use]
    pub fn secret_name(self, name: impl Into<String>) -> Self {
        self.generating(|generated| generated.secret_name = Some(name.into()))
    }

    /// Key that encrypts the secret that is made.
    #[must_use]
    pub fn encryption_key(self, key: &Key) -> Self {
        self.generating(|generated| generated.key = Some(key.clone()))
    }

    /// Characters that a generated password leaves out; a change makes a new password.
    #[must_use]
    pub fn exclude_characters(self, characters: impl Into<String>) -> Self {
        self.generating(|generated| generated.excluded = characters.into())
    }

    /// Copies of the secret that is made, in other regions.
    #[must_use]
    pub fn replica_regions(self, regions: impl IntoIterator<Item = ReplicaRegion>) -> Self {
        self.generating(|generated| generated.replicas.extend(regions))
    }

    fn generating(mut self, change: impl FnOnce(&mut Generated)) -> Self {
        if let Kind::Generated { generated, .. } = &mut self.0 {
            change(generated);
        }
        self
    }

    /// User, password, and the secret that holds them, which is made as a child of the database if need be.
    #[track_caller]
    pub(super) fn render(
        credentials: Option<Self>,
        engine: &dyn DatabaseEngine,
        database: &Node,
    ) -> Login {
        let of_engine = || Self::from_username(engine.facts().default_username());
        match credentials.unwrap_or_else(of_engine).0 {
            Kind::Password(username, password) => Login {
                username: Value::new(username),
                password: Password::Given(password),
                secret: None,
            },
            Kind::Stored { secret, username } => Login::of_secret(secret, username),
            Kind::Generated { generated, named } => {
                let secret = generated.secret(database, named);
                Login::of_secret(secret, named.then_some(generated.username))
            }
        }
    }

    /// The user of a database whose password RDS makes and keeps.
    ///
    /// Findings: `managed-password` when the program gives a password all the same.
    #[track_caller]
    pub(super) fn render_managed(
        credentials: Option<Self>,
        engine: &dyn DatabaseEngine,
        database: &Node,
    ) -> Login {
        let (username, key) = match credentials.map(|credentials| credentials.0) {
            None => (engine.facts().default_username().to_owned(), None),
            Some(Kind::Generated { generated, named: false }) => {
                (generated.username, generated.key)
            }
            Some(_) => {
                database.error(
                    "managed-password",
                    "RDS is to manage the password, and a password is given or made",
                    "give `Credentials::from_username`, or leave `manage_master_user_password` out",
                );
                (engine.facts().default_username().to_owned(), None)
            }
        };
        Login { username: Value::new(username), password: Password::Managed(key), secret: None }
    }
}

/// The password of a database that is made from a snapshot, whose first user cannot change.
///
/// ```
/// use cumulo::rds::SnapshotCredentials;
/// let app = SnapshotCredentials::from_generated_secret("app");
/// ```
#[derive(Clone, Debug)]
pub struct SnapshotCredentials(SnapshotKind);

#[derive(Clone, Debug)]
enum SnapshotKind {
    Generated { generated: Generated, renew: bool },
    Password(Secret),
    Stored(StoredSecret),
}

impl SnapshotCredentials {
    /// A new password for the snapshot's user, kept in Secrets Manager; another choice of characters makes another.
    pub fn from_generated_secret(username: impl Into<String>) -> Self {
        Self(SnapshotKind::Generated { generated: Generated::of(username.into()), renew: true })
    }

    /// A new password for the snapshot's user, kept in Secrets Manager; it stays when the choice of characters changes.
    pub fn from_generated_password(username: impl Into<String>) -> Self {
        Self(SnapshotKind::Generated { generated: Generated::of(username.into()), renew: false })
    }

    /// This password. It must be a reference; a plain text is finding `secret-in-template`.
    pub fn from_password(password: impl Into<Secret>) -> Self {
        Self(SnapshotKind::Password(password.into()))
    }

    /// A secret with the field `password`.
    pub fn from_secret(secret: &StoredSecret) -> Self {
        Self(SnapshotKind::Stored(secret.clone()))
    }

    /// Key that encrypts the secret that is made.
    #[must_use]
    pub fn encryption_key(mut self, key: &Key) -> Self {
        if let SnapshotKind::Generated { generated, .. } = &mut self.0 {
            generated.key = Some(key.clone());
        }
        self
    }

    /// Characters that a generated password leaves out.
    #[must_use]
    pub fn exclude_characters(mut self, characters: impl Into<String>) -> Self {
        if let SnapshotKind::Generated { generated, .. } = &mut self.0 {
            generated.excluded = characters.into();
        }
        self
    }

    /// Copies of the secret that is made, in other regions.
    #[must_use]
    pub fn replica_regions(mut self, regions: impl IntoIterator<Item = ReplicaRegion>) -> Self {
        if let SnapshotKind::Generated { generated, .. } = &mut self.0 {
            generated.replicas.extend(regions);
        }
        self
    }

    /// The password, and the secret that holds it.
    #[track_caller]
    pub(super) fn render(&self, database: &Node) -> (Secret, Option<StoredSecret>) {
        let of_secret =
            |secret: StoredSecret| (secret.secret_value_from_json("password"), Some(secret));
        match &self.0 {
            SnapshotKind::Generated { generated, renew } => {
                of_secret(generated.secret(database, *renew))
            }
            SnapshotKind::Password(password) => (password.clone(), None),
            SnapshotKind::Stored(secret) => of_secret(secret.clone()),
        }
    }
}

/// What a database is given.
pub(super) struct Login {
    pub(super) username: Value<String>,
    pub(super) password: Password,
    pub(super) secret: Option<StoredSecret>,
}

/// Where a database's password comes from.
pub(super) enum Password {
    Given(Secret),
    /// RDS makes and keeps it, encrypted by this key.
    Managed(Option<Key>),
}

impl Login {
    fn of_secret(secret: StoredSecret, username: Option<String>) -> Self {
        let in_secret = || secret.secret_value_from_json("username").into_value();
        Login {
            username: username.map_or_else(in_secret, Value::new),
            password: Password::Given(secret.secret_value_from_json("password")),
            secret: Some(secret),
        }
    }

    /// Properties of the database.
    pub(super) fn properties(&self) -> Vec<(&'static str, crate::Expr)> {
        use crate::Expr;
        let mut entries = vec![("MasterUsername", Expr::from(&self.username))];
        match &self.password {
            Password::Given(password) => {
                let password: Value<String> = password.into_value();
                entries.push(("MasterUserPassword", password.into_expr()));
            }
            Password::Managed(key) => {
                entries.push(("ManageMasterUserPassword", Expr::from(true)));
                if let Some(key) = key {
                    let key = Expr::object([("KmsKeyId", key.key_arn().into_expr())]);
                    entries.push(("MasterUserSecret", key));
                }
            }
        }
        entries
    }
}
