//! Rotation functions that Secrets Manager makes.

use super::Secret;
use crate::bag::{comma_separated, opt};
use crate::ec2::{Connectable, Connections, SecurityGroup, SubnetSelection, Vpc};
use crate::{Expr, Node};
use std::cell::RefCell;
use std::rc::Rc;

/// Characters that made-up passwords leave out, because commands and URLs give them a meaning.
pub(crate) const EXCLUDED_CHARACTERS: &str = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/// A function that Secrets Manager makes itself for databases of a kind, to be given to a
/// [`Rotation`](super::Rotation).
///
/// ```
/// use cumulo::secretsmanager::HostedRotation;
/// let rotation = HostedRotation::mysql_single_user().function_name("rotate-login");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-secretsmanager-rotationschedule-hostedrotationlambda.html>
#[derive(Clone, Debug)]
pub struct HostedRotation {
    rotation_type: String,
    function_name: Option<String>,
    master_secret: Option<Secret>,
    vpc: Option<(Vpc, SubnetSelection)>,
    security_groups: Vec<SecurityGroup>,
    exclude_characters: String,
    /// The function's security groups, once it stands in a schedule.
    connections: Rc<RefCell<Option<Connections>>>,
}

macro_rules! databases {
    ($($name:literal, $single:ident, $multi:ident;)*) => {
        impl HostedRotation {
            $(
                #[doc = concat!("For ", $name, ": changes the password of the user whose secret it is.")]
                pub fn $single() -> Self {
                    Self::of(concat!($name, "SingleUser"), None)
                }

                #[doc = concat!("For ", $name, ": uses two users in turn, which a user with more rights makes and changes.")]
                pub fn $multi(master_secret: &Secret) -> Self {
                    Self::of(concat!($name, "MultiUser"), Some(master_secret.clone()))
                }
            )*
        }
    };
}

databases! {
    "MySQL", mysql_single_user, mysql_multi_user;
    "PostgreSQL", postgres_single_user, postgres_multi_user;
    "Oracle", oracle_single_user, oracle_multi_user;
    "MariaDB", maria_db_single_user, maria_db_multi_user;
    "SQLServer", sql_server_single_user, sql_server_multi_user;
    "Redshift", redshift_single_user, redshift_multi_user;
    "MongoDB", mongo_db_single_user, mongo_db_multi_user;
}

impl HostedRotation {
    fn of(rotation_type: &str, master_secret: Option<Secret>) -> Self {
        Self {
            rotation_type: rotation_type.to_owned(),
            function_name: None,
            master_secret,
            vpc: None,
            security_groups: Vec::new(),
            exclude_characters: EXCLUDED_CHARACTERS.to_owned(),
            connections: Rc::default(),
        }
    }

    /// Name of the function. Default: one that Secrets Manager makes.
    #[must_use]
    pub fn function_name(mut self, name: impl Into<String>) -> Self {
        self.function_name = Some(name.into());
        self
    }

    /// VPC in which the function runs, in these subnets. Default: in none.
    #[must_use]
    pub fn vpc(mut self, vpc: &Vpc, subnets: SubnetSelection) -> Self {
        self.vpc = Some((vpc.clone(), subnets));
        self
    }

    /// Security groups of the function in its VPC. Default: one that is made for it.
    #[must_use]
    pub fn security_groups(mut self, groups: impl IntoIterator<Item = SecurityGroup>) -> Self {
        self.security_groups.extend(groups);
        self
    }

    /// Characters that new passwords leave out. Default: those that commands and URLs give a meaning.
    #[must_use]
    pub fn exclude_characters(mut self, characters: impl Into<String>) -> Self {
        self.exclude_characters = characters.into();
        self
    }

    /// The property of a schedule at `node` for `secret`.
    #[track_caller]
    pub(super) fn render(&self, node: &Node, secret: &Secret) -> Expr {
        node.stack().add_transform("AWS::SecretsManager-2024-09-16");
        let (groups, subnets) = match &self.vpc {
            None => (Expr::Null, Expr::Null),
            Some((vpc, selection)) => {
                let groups = if self.security_groups.is_empty() {
                    vec![SecurityGroup::builder(node, "SecurityGroup").vpc(vpc).build()]
                } else {
                    self.security_groups.clone()
                };
                let ids = groups.iter().map(SecurityGroup::security_group_id).collect();
                self.connections.replace(Some(Connections::new(groups, None)));
                let subnets = vpc.select_subnets(selection).subnet_ids();
                (comma_separated(ids).into_expr(), comma_separated(subnets).into_expr())
            }
        };
        let master = self.master_secret.as_ref();
        let key = |secret: &Secret| secret.encryption_key().map(crate::kms::Key::key_arn);
        let name = self.function_name.clone().map_or(Expr::Null, Expr::from);
        Expr::object([
            ("ExcludeCharacters", Expr::from(self.exclude_characters.clone())),
            ("KmsKeyArn", opt(key(secret).as_ref())),
            ("MasterSecretArn", opt(master.map(Secret::secret_arn).as_ref())),
            ("MasterSecretKmsKeyArn", opt(master.and_then(key).as_ref())),
            ("RotationLambdaName", name),
            ("RotationType", Expr::from(self.rotation_type.clone())),
            ("VpcSecurityGroupIds", groups),
            ("VpcSubnetIds", subnets),
        ])
    }
}

impl Connectable for HostedRotation {
    /// Connections of the function; of none before it stands in a schedule, or when it runs in no VPC.
    fn connections(&self) -> Connections {
        let known = self.connections.borrow().clone();
        known.unwrap_or_else(|| Connections::new([], None))
    }
}
