//! Rotation of the passwords of databases' users.

use super::placement::Placement;
use super::{DatabaseCluster, DatabaseEngine, DatabaseInstance};
use crate::ec2::{Connectable, InterfaceVpcEndpoint, SecurityGroup, SubnetSelection};
use crate::secretsmanager::{EXCLUDED_CHARACTERS, Secret, SecretRotation};
use crate::{Construct, Duration, Node};

/// How often a password changes, and where the function runs that changes it.
///
/// ```
/// use cumulo::{Duration, rds::RotationOptions};
/// let weekly = RotationOptions::new().automatically_after(Duration::days(7));
/// ```
#[derive(Clone, Debug)]
pub struct RotationOptions {
    automatically_after: Duration,
    exclude_characters: String,
    endpoint: Option<InterfaceVpcEndpoint>,
    security_group: Option<SecurityGroup>,
    vpc_subnets: Option<SubnetSelection>,
    rotate_immediately_on_update: Option<bool>,
}

impl Default for RotationOptions {
    fn default() -> Self {
        Self {
            automatically_after: Duration::days(30),
            exclude_characters: EXCLUDED_CHARACTERS.to_owned(),
            endpoint: None,
            security_group: None,
            vpc_subnets: None,
            rotate_immediately_on_update: None,
        }
    }
}

impl RotationOptions {
    /// Every 30 days, by a function beside the database.
    pub fn new() -> Self {
        Self::default()
    }

    /// How often, 4 hours to 1,000 days. Default: 30 days.
    #[must_use]
    pub fn automatically_after(mut self, time: Duration) -> Self {
        self.automatically_after = time;
        self
    }

    /// Characters that new passwords leave out. Default: those that commands and URLs give a meaning.
    #[must_use]
    pub fn exclude_characters(mut self, characters: impl Into<String>) -> Self {
        self.exclude_characters = characters.into();
        self
    }

    /// Endpoint by which the function reaches Secrets Manager. Default: the region's.
    #[must_use]
    pub fn endpoint(mut self, endpoint: &InterfaceVpcEndpoint) -> Self {
        self.endpoint = Some(endpoint.clone());
        self
    }

    /// Security group of the function. Default: one that is made for it.
    #[must_use]
    pub fn security_group(mut self, group: &SecurityGroup) -> Self {
        self.security_group = Some(group.clone());
        self
    }

    /// Subnets of the function, which must reach Secrets Manager. Default: the database's.
    #[must_use]
    pub fn vpc_subnets(mut self, subnets: SubnetSelection) -> Self {
        self.vpc_subnets = Some(subnets);
        self
    }

    /// Whether the password changes as soon as this is made or changed. Default: true.
    #[must_use]
    pub fn rotate_immediately_on_update(mut self, immediately: bool) -> Self {
        self.rotate_immediately_on_update = Some(immediately);
        self
    }
}

/// What rotation needs to know of a database.
struct Rotated<'a> {
    node: &'a Node,
    database: &'a dyn Connectable,
    engine: Option<&'a dyn DatabaseEngine>,
    place: Option<&'a Placement>,
    secret: Option<&'a Secret>,
    managed: bool,
}

impl Rotated<'_> {
    /// `user`: the secret of another user, which the first one changes.
    #[track_caller]
    fn rotate(
        &self,
        id: &str,
        user: Option<&Secret>,
        options: RotationOptions,
    ) -> Option<SecretRotation> {
        let (Some(engine), Some(place)) = (self.engine, self.place) else {
            self.node.error_here(
                "import-unknown",
                format!(
                    "`{}` is imported, so its passwords cannot be rotated here",
                    self.node.path()
                ),
                "rotate where the database is made, or make a `SecretRotation` yourself",
            );
            return None;
        };
        if self.managed {
            self.node.error_here(
                "managed-password",
                "RDS manages the password of the first user, and rotates it by itself",
                "leave the rotation out",
            );
            return None;
        }
        let facts = engine.facts();
        let application = match user {
            Some(_) => facts.multi_user_rotation(),
            None => facts.single_user_rotation(),
        };
        let rotation = SecretRotation::builder(self.node, id)
            .application(application)
            .maybe_secret(user.or(self.secret))
            .maybe_master_secret(user.and(self.secret))
            .target(self.database)
            .vpc(&place.vpc)
            .vpc_subnets(options.vpc_subnets.unwrap_or_else(|| place.subnets.clone()))
            .maybe_security_group(options.security_group.as_ref())
            .maybe_endpoint(options.endpoint.as_ref())
            .automatically_after(options.automatically_after)
            .maybe_rotate_immediately_on_update(options.rotate_immediately_on_update)
            .exclude_characters(options.exclude_characters)
            .build();
        Some(rotation)
    }
}

macro_rules! rotations {
    ($($database:ty),*) => {$(
        impl $database {
            /// Has the password of the first user change from time to time; once for each database.
            ///
            /// # Findings
            /// `rotation-secret` without a secret; `managed-password` where RDS keeps the password; `import-unknown` for
            /// imports.
            #[track_caller]
            pub fn add_rotation_single_user(&self, options: RotationOptions) -> Option<SecretRotation> {
                self.rotated().rotate("RotationSingleUser", None, options)
            }

            /// Has the password of another user change from time to time, by the first one.
            ///
            /// `user` is a secret with the field `masterarn`, attached to the database, as
            /// [`DatabaseSecret`](super::DatabaseSecret) makes them.
            ///
            /// # Findings
            /// Those of [`add_rotation_single_user`](Self::add_rotation_single_user).
            #[track_caller]
            pub fn add_rotation_multi_user(
                &self,
                id: &str,
                user: &Secret,
                options: RotationOptions,
            ) -> Option<SecretRotation> {
                self.rotated().rotate(id, Some(user), options)
            }

            fn rotated(&self) -> Rotated<'_> {
                Rotated {
                    node: self.node(),
                    database: self,
                    engine: self.engine.as_ref().map(|engine| engine as &dyn DatabaseEngine),
                    place: self.place.as_ref(),
                    secret: self.secret(),
                    // Secrets that RDS makes of its own accord are no resources.
                    managed: self.secret().is_some_and(|secret| secret.cfn().is_none())
                        && self.node().find("ManagedSecret").is_some(),
                }
            }
        }
    )*};
}

rotations!(DatabaseInstance, DatabaseCluster);
