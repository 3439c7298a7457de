//! Selections: what a plan copies.

use super::{BackupPlan, BackupResource};
use crate::bag::{bag, list};
use crate::cfn::backup::CfnBackupSelection;
use crate::iam::{Grantable, ManagedPolicy, Principal, Role};
use crate::{CfnType, Construct, Expr, Node, Resource, Value};
use bon::bon;

/// What a plan copies, and the role by which it does.
///
/// ```
/// use cumulo::backup::{BackupPlan, BackupResource, BackupSelection};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Backup").build();
/// let plan = BackupPlan::daily_35_day_retention(&stack, "Plan", None);
/// BackupSelection::builder(&stack, "Production")
///     .backup_plan(&plan)
///     .resources([BackupResource::from_tag("stage", "prod")])
///     .allow_restores(true)
///     .build();
/// # cumulo::testing::Template::of(&app, "Backup");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-backupselection.html>
#[derive(Clone, Debug)]
pub struct BackupSelection {
    node: Node,
    cfn: Resource<CfnBackupSelection>,
    role: Role,
}

#[bon]
impl BackupSelection {
    /// Starts to describe a selection.
    #[builder(state_mod(vis = "pub"))]
    #[track_caller]
    pub fn new<'a>(
        #[builder(start_fn)] scope: &'a dyn Construct,
        #[builder(start_fn)] id: &'a str,
        /// The plan.
        backup_plan: &'a BackupPlan,
        /// What it copies.
        #[builder(with = |resources: impl IntoIterator<Item = BackupResource>| resources.into_iter().collect())]
        resources: Vec<BackupResource>,
        /// Its name. Default: the construct's id.
        #[builder(into)]
        backup_selection_name: Option<String>,
        /// Role that copies. Default: one that is made for it.
        role: Option<&'a Role>,
        /// Whether the role does without AWS's own permissions to copy. Default: false.
        #[builder(default)]
        disable_default_backup_policy: bool,
        /// Whether the role may bring data back too. Default: false.
        #[builder(default)]
        allow_restores: bool,
    ) -> BackupSelection {
        let node = scope.node().child(id);
        let role = role.cloned().unwrap_or_else(|| {
            Role::builder(&node, "Role")
                .assumed_by(Principal::service("backup.amazonaws.com"))
                .build()
        });
        let policies = [
            (!disable_default_backup_policy, "AWSBackupServiceRolePolicyForBackup"),
            (allow_restores, "AWSBackupServiceRolePolicyForRestores"),
        ];
        for (_, name) in policies.into_iter().filter(|(wanted, _)| *wanted) {
            let name = format!("service-role/{name}");
            role.add_managed_policy(ManagedPolicy::from_aws_managed_policy_name(&name));
        }
        let name = backup_selection_name.unwrap_or_else(|| id.to_owned());
        let arns = resources.iter().flat_map(|resource| resource.0.arns());
        let selection = Expr::object([
            ("IamRoleArn", role.role_arn().into_expr()),
            ("ListOfTags", list(resources.iter().filter_map(|resource| resource.0.condition()))),
            ("Resources", list(arns)),
            ("SelectionName", Expr::from(name)),
        ]);
        let cfn = bag::<CfnBackupSelection>([
            ("BackupPlanId", backup_plan.backup_plan_id().into_expr()),
            ("BackupSelection", selection),
        ])
        .add_to(&node, "Resource");
        BackupSelection { node, cfn, role }
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnBackupSelection> {
        &self.cfn
    }

    /// Its id.
    pub fn selection_id(&self) -> Value<String> {
        self.cfn.node().attribute("SelectionId")
    }
}

impl BackupPlan {
    /// Starts to describe what the plan copies, as its child.
    #[track_caller]
    pub fn add_selection<'a>(
        &'a self,
        id: &'a str,
    ) -> BackupSelectionBuilder<'a, backup_selection_builder::SetBackupPlan> {
        BackupSelection::builder(self, id).backup_plan(self)
    }
}

impl Grantable for BackupSelection {
    fn grant_principal(&self) -> Principal {
        self.role.grant_principal()
    }
}

impl Construct for BackupSelection {
    fn node(&self) -> &Node {
        &self.node
    }
}
