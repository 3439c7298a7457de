//! Vaults, which keep copies.

use crate::bag::{bag, list, number, opt};
use crate::cfn::backup::CfnBackupVault;
use crate::iam::{Grant, Grantable, PolicyDocument, PolicyStatement, Principal};
use crate::kms::Key;
use crate::sns::Topic;
use crate::{
    CfnType, Construct, Duration, Expr, IntoValue, Node, RemovalPolicy, Resource, Value, text,
};
use bon::bon;

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $text:literal,)*) => {
        /// What a vault can tell a topic.
        ///
        /// Source: <https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-notifications.html>
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs, reason = "the names are AWS Backup's own")]
        pub enum BackupVaultEvents {
            $($variant,)*
        }

        impl BackupVaultEvents {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)*
                }
            }
        }
    };
}

events! {
    BackupJobStarted = "BACKUP_JOB_STARTED",
    BackupJobCompleted = "BACKUP_JOB_COMPLETED",
    BackupJobSuccessful = "BACKUP_JOB_SUCCESSFUL",
    BackupJobFailed = "BACKUP_JOB_FAILED",
    BackupJobExpired = "BACKUP_JOB_EXPIRED",
    RestoreJobStarted = "RESTORE_JOB_STARTED",
    RestoreJobCompleted = "RESTORE_JOB_COMPLETED",
    RestoreJobSuccessful = "RESTORE_JOB_SUCCESSFUL",
    RestoreJobFailed = "RESTORE_JOB_FAILED",
    CopyJobStarted = "COPY_JOB_STARTED",
    CopyJobSuccessful = "COPY_JOB_SUCCESSFUL",
    CopyJobFailed = "COPY_JOB_FAILED",
    RecoveryPointModified = "RECOVERY_POINT_MODIFIED",
    BackupPlanCreated = "BACKUP_PLAN_CREATED",
    BackupPlanModified = "BACKUP_PLAN_MODIFIED",
    S3BackupObjectFailed = "S3_BACKUP_OBJECT_FAILED",
    S3RestoreObjectFailed = "S3_RESTORE_OBJECT_FAILED",
}

/// How long nobody can delete what a vault keeps.
#[derive(Clone, Copy, Debug)]
pub struct LockConfiguration {
    /// The least time that copies are kept, 1 day or more.
    pub min_retention: Duration,
    /// The most time that copies are kept, up to 36,500 days. Default: no limit.
    pub max_retention: Option<Duration>,
    /// Time in which the lock can still be taken away, 3 days or more; after it nobody can. Default: for ever.
    pub changeable_for: Option<Duration>,
}

/// A vault, which keeps copies of data.
///
/// ```
/// use cumulo::backup::BackupVault;
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Backup").build();
/// let vault = BackupVault::builder(&stack, "Vault").block_recovery_point_deletion(true).build();
/// # cumulo::testing::Template::of(&app, "Backup");
/// ```
///
/// It stays when it leaves the stack. Findings: `vault-name` when the name is none that AWS Backup takes; `vault-lock`
/// when its times are none that it takes.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-backupvault.html>
#[derive(Clone, Debug)]
pub struct BackupVault {
    node: Node,
    cfn: Option<Resource<CfnBackupVault>>,
    name: Value<String>,
    arn: Value<String>,
}

#[bon]
impl BackupVault {
    /// Starts to describe a vault.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Name in the account, 2 to 50 letters, digits, `-` and `_`. Default: one made of the construct's path.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        backup_vault_name: Option<Value<String>>,
        /// Who may do what with the vault. Default: what policies of IAM say.
        access_policy: Option<PolicyDocument>,
        /// Key that encrypts the copies. Default: the account's key for AWS Backup.
        encryption_key: Option<&Key>,
        /// Topic that is told of what happens. Default: none.
        notification_topic: Option<&Topic>,
        /// What it is told of. Default: everything.
        #[builder(with = |events: impl IntoIterator<Item = BackupVaultEvents>| events.into_iter().collect())]
        notification_events: Option<Vec<BackupVaultEvents>>,
        /// Whether nobody may delete copies, by the vault's policy. Default: false.
        #[builder(default)]
        block_recovery_point_deletion: bool,
        /// How long nobody can delete copies, whatever policies say. Default: no such time.
        lock_configuration: Option<LockConfiguration>,
        /// What happens to the vault when it leaves the stack. Default: it stays.
        #[builder(default = RemovalPolicy::Retain)]
        removal_policy: RemovalPolicy,
    ) -> BackupVault {
        let node = scope.node().child(id);
        let name = backup_vault_name.unwrap_or_else(|| Value::new(unique_name(&node)));
        if let Some(name) = name.literal() {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if !(2..=50).contains(&name.len()) || !name.chars().all(is_plain) {
                node.error(
                    "vault-name",
                    format!("`{name}` is not a name of a vault"),
                    "use 2 to 50 letters, digits, hyphens and underscores",
                );
            }
        }
        let notifications = notification_topic.map_or(Expr::Null, |topic| {
            topic.grant_publish(&Principal::service("backup.amazonaws.com"));
            let events = notification_events.unwrap_or_else(|| BackupVaultEvents::ALL.to_vec());
            Expr::object([
                ("BackupVaultEvents", list(events.into_iter().map(BackupVaultEvents::name))),
                ("SNSTopicArn", topic.topic_arn().into_expr()),
            ])
        });
        let lock = lock_configuration.map_or(Expr::Null, |lock| lock.render(&node));
        let cfn = bag::<CfnBackupVault>([
            ("BackupVaultName", name.into_expr()),
            ("EncryptionKeyArn", opt(encryption_key.map(Key::key_arn).as_ref())),
            ("LockConfiguration", lock),
            ("Notifications", notifications),
        ])
        .add_to(&node, "Resource");
        cfn.apply_removal_policy(removal_policy);
        let at = cfn.node();
        let vault = BackupVault {
            name: at.attribute("BackupVaultName"),
            arn: at.attribute("BackupVaultArn"),
            node,
            cfn: Some(cfn),
        };
        let statements = access_policy.unwrap_or_default().statements().to_vec();
        statements.into_iter().for_each(|statement| vault.add_to_access_policy(statement));
        if block_recovery_point_deletion {
            vault.block_recovery_point_deletion();
        }
        vault
    }

    /// A vault that exists in the stack's account and region, by its name.
    #[track_caller]
    pub fn from_backup_vault_name(
        scope: &dyn Construct,
        id: &str,
        name: impl IntoValue<String>,
    ) -> BackupVault {
        let (node, name) = (scope.node().child(id), name.into_value());
        let arn = node.stack().format_arn("backup", text!("backup-vault:{}", name));
        BackupVault { node, cfn: None, name, arn }
    }

    /// A vault that exists, by its ARN.
    ///
    /// # Findings
    /// `vault-arn` when it is none of a vault.
    #[track_caller]
    pub fn from_backup_vault_arn(scope: &dyn Construct, id: &str, arn: &str) -> BackupVault {
        let node = scope.node().child(id);
        let name = arn.rsplit_once(":backup-vault:").map(|(_, name)| name);
        if name.is_none() {
            node.error(
                "vault-arn",
                format!("`{arn}` is not the ARN of a vault"),
                "it ends in `:backup-vault:` and the vault's name",
            );
        }
        let name = name.unwrap_or(arn).into_value();
        BackupVault { node, cfn: None, name, arn: arn.into_value() }
    }

    /// The L1; none of an imported vault.
    pub fn cfn(&self) -> Option<&Resource<CfnBackupVault>> {
        self.cfn.as_ref()
    }

    /// Its name.
    pub fn backup_vault_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// Its ARN.
    pub fn backup_vault_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// Lets `grantee` do these actions with the vault.
    ///
    /// # Findings
    /// `vault-grant` with a `*` in an action, of which AWS Backup takes none for vaults.
    #[track_caller]
    pub fn grant(
        &self,
        grantee: &dyn Grantable,
        actions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Grant {
        let actions: Vec<String> = actions.into_iter().map(Into::into).collect();
        if let Some(action) = actions.iter().find(|action| action.contains('*')) {
            self.node.error_here(
                "vault-grant",
                format!("`{action}` grants more than one action"),
                "name each action",
            );
        }
        let statement = PolicyStatement::allow().actions(actions).resources([self.arn.clone()]);
        Grant::add_to_principal(&self.node, grantee, statement)
    }

    /// Adds a statement to the vault's policy.
    ///
    /// # Findings
    /// `import-unknown` for imports.
    #[track_caller]
    pub fn add_to_access_policy(&self, statement: PolicyStatement) {
        let Some(cfn) = &self.cfn else {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported, so its policy cannot change", self.node.path()),
                "change the policy where the vault is made",
            );
            return;
        };
        statement.check_for_resource(&self.node);
        let stack = self.node.stack();
        let document = self.node.with_state::<PolicyDocument, _>(|document| {
            document.add_statements([statement]);
            document.to_value(&stack)
        });
        cfn.edit_properties(|properties| properties.set("AccessPolicy", document.into_expr()));
    }

    /// Forbids everybody to delete copies, or to change how long they are kept.
    #[track_caller]
    pub fn block_recovery_point_deletion(&self) {
        let statement = PolicyStatement::deny()
            .actions(["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"])
            .principals([Principal::any()])
            .all_resources();
        self.add_to_access_policy(statement);
    }
}

impl LockConfiguration {
    /// The property; findings `vault-lock`.
    fn render(self, node: &Node) -> Expr {
        let days = |time: Duration| i64::try_from(time.to_days()).unwrap_or(i64::MAX);
        let (min, max) = (days(self.min_retention), self.max_retention.map(days));
        let changeable = self.changeable_for.map(days);
        let problem = if min < 1 {
            Some("copies are kept for less than a day at the least")
        } else if max.is_some_and(|max| max > 36_500) {
            Some("copies are kept for more than 36,500 days at the most")
        } else if max.is_some_and(|max| max <= min) {
            Some("the most time that copies are kept is not more than the least")
        } else if changeable.is_some_and(|days| days < 3) {
            Some("the lock can be taken away for less than 3 days")
        } else {
            None
        };
        if let Some(problem) = problem {
            node.error(
                "vault-lock",
                problem,
                "choose 1 to 36,500 days, the least first, and 3 days or more for changes",
            );
        }
        Expr::object([
            ("ChangeableForDays", number(changeable)),
            ("MaxRetentionDays", number(max)),
            ("MinRetentionDays", number(Some(min))),
        ])
    }
}

/// The end of the path's name, which tells it from others.
fn unique_name(node: &Node) -> String {
    let name = node.unique_id();
    let start = name.len().saturating_sub(50);
    name[start..].to_owned()
}

impl Construct for BackupVault {
    fn node(&self) -> &Node {
        &self.node
    }
}
