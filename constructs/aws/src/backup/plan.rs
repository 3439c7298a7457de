//! Plans: what is copied when.

use super::{BackupPlanRule, BackupVault};
use crate::bag::bag;
use crate::cfn::backup::CfnBackupPlan;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// A plan of copies, with rules for when and selections of what.
///
/// ```
/// use cumulo::backup::{BackupPlan, BackupResource};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Backup").build();
/// let plan = BackupPlan::daily_35_day_retention(&stack, "Plan", None);
/// plan.add_selection("Production").resources([BackupResource::from_tag("stage", "prod")]).build();
/// # cumulo::testing::Template::of(&app, "Backup");
/// ```
///
/// Findings: `backup-rules` when a plan has no rule; those of its rules are `continuous-backup`, `backup-schedule` and
/// `cold-storage`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-backup-backupplan.html>
#[derive(Clone, Debug)]
pub struct BackupPlan {
    node: Node,
    cfn: Option<Resource<CfnBackupPlan>>,
    id: Value<String>,
    vault: Option<BackupVault>,
}

/// What the tree keeps of a plan.
#[derive(Default)]
struct Rules {
    settings: Vec<(&'static str, Expr)>,
    rendered: Vec<Expr>,
}

#[bon]
impl BackupPlan {
    /// Starts to describe a plan.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its name. Default: the construct's id.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        backup_plan_name: Option<Value<String>>,
        /// Vault to which copies go. Default: one that is made for it.
        backup_vault: Option<&BackupVault>,
        /// When copies are made. More can be added.
        #[builder(default, with = |rules: impl IntoIterator<Item = BackupPlanRule>| rules.into_iter().collect())]
        backup_plan_rules: Vec<BackupPlanRule>,
        /// Whether programs on Windows are asked to get their data in order before. Default: false.
        #[builder(default)]
        windows_vss: bool,
    ) -> BackupPlan {
        let node = scope.node().child(id);
        let name = backup_plan_name.unwrap_or_else(|| Value::new(id.to_owned()));
        let vss = Expr::object([
            ("BackupOptions", Expr::object([("WindowsVSS", Expr::from("enabled"))])),
            ("ResourceType", Expr::from("EC2")),
        ]);
        let advanced = if windows_vss { Expr::List(vec![vss]) } else { Expr::Null };
        let settings =
            vec![("AdvancedBackupSettings", advanced), ("BackupPlanName", name.into_expr())];
        let cfn = bag::<CfnBackupPlan>([("BackupPlan", Expr::object(settings.clone()))])
            .add_to(&node, "Resource");
        node.with_state(|rules: &mut Rules| rules.settings = settings);
        node.add_validation(|node| {
            if node.with_state(|rules: &mut Rules| rules.rendered.is_empty()) {
                node.error(
                    "backup-rules",
                    "the plan says at no time to make a copy",
                    "add a rule: `plan.add_rule(BackupPlanRule::daily())`",
                );
            }
        });
        let plan = BackupPlan {
            id: cfn.node().attribute("BackupPlanId"),
            vault: backup_vault.cloned(),
            node,
            cfn: Some(cfn),
        };
        backup_plan_rules.into_iter().for_each(|rule| plan.add_rule(rule));
        plan
    }

    /// A plan that exists, by its id.
    #[track_caller]
    pub fn from_backup_plan_id(
        scope: &dyn Construct,
        id: &str,
        plan_id: impl IntoValue<String>,
    ) -> BackupPlan {
        BackupPlan {
            node: scope.node().child(id),
            cfn: None,
            id: plan_id.into_value(),
            vault: None,
        }
    }

    /// Copies each day, kept 35 days.
    #[track_caller]
    pub fn daily_35_day_retention(
        scope: &dyn Construct,
        id: &str,
        vault: Option<&BackupVault>,
    ) -> BackupPlan {
        Self::of(scope, id, vault, [BackupPlanRule::daily()])
    }

    /// Copies each day and month, kept 35 days and 1 year.
    #[track_caller]
    pub fn daily_monthly_1_year_retention(
        scope: &dyn Construct,
        id: &str,
        vault: Option<&BackupVault>,
    ) -> BackupPlan {
        Self::of(scope, id, vault, [BackupPlanRule::daily(), BackupPlanRule::monthly_1_year()])
    }

    /// Copies each day, week and month, kept 35 days, 3 months and 5 years.
    #[track_caller]
    pub fn daily_weekly_monthly_5_year_retention(
        scope: &dyn Construct,
        id: &str,
        vault: Option<&BackupVault>,
    ) -> BackupPlan {
        let rules =
            [BackupPlanRule::daily(), BackupPlanRule::weekly(), BackupPlanRule::monthly_5_year()];
        Self::of(scope, id, vault, rules)
    }

    /// Copies each day, week and month, kept 35 days, 3 months and 7 years.
    #[track_caller]
    pub fn daily_weekly_monthly_7_year_retention(
        scope: &dyn Construct,
        id: &str,
        vault: Option<&BackupVault>,
    ) -> BackupPlan {
        let rules =
            [BackupPlanRule::daily(), BackupPlanRule::weekly(), BackupPlanRule::monthly_7_year()];
        Self::of(scope, id, vault, rules)
    }

    #[track_caller]
    fn of(
        scope: &dyn Construct,
        id: &str,
        vault: Option<&BackupVault>,
        rules: impl IntoIterator<Item = BackupPlanRule>,
    ) -> BackupPlan {
        Self::builder(scope, id).maybe_backup_vault(vault).backup_plan_rules(rules).build()
    }

    /// Adds a rule.
    ///
    /// # Findings
    /// `import-unknown` for imports, and those of the plan.
    #[track_caller]
    pub fn add_rule(&self, rule: BackupPlanRule) {
        let Some(cfn) = &self.cfn else {
            self.node.error_here(
                "import-unknown",
                format!("`{}` is imported, so it cannot get rules", self.node.path()),
                "add the rule where the plan is made",
            );
            return;
        };
        let vault = rule.own_vault().cloned().unwrap_or_else(|| self.backup_vault());
        let position = self.node.with_state(|rules: &mut Rules| rules.rendered.len());
        let rendered = rule.render(&self.node, &vault, position);
        let plan = self.node.with_state(|rules: &mut Rules| {
            rules.rendered.push(rendered);
            let all = Expr::List(rules.rendered.clone());
            let settings = rules.settings.iter().cloned();
            Expr::object(settings.chain([("BackupPlanRule", all)]))
        });
        cfn.edit_properties(|properties| properties.set("BackupPlan", plan));
    }

    /// The L1; none of an imported plan.
    pub fn cfn(&self) -> Option<&Resource<CfnBackupPlan>> {
        self.cfn.as_ref()
    }

    /// Its id.
    pub fn backup_plan_id(&self) -> Value<String> {
        self.id.clone()
    }

    /// Its ARN.
    pub fn backup_plan_arn(&self) -> Value<String> {
        match &self.cfn {
            Some(cfn) => cfn.node().attribute("BackupPlanArn"),
            None => {
                let resource = crate::text!("backup-plan:{}", self.id);
                self.node.stack().format_arn("backup", resource)
            }
        }
    }

    /// Vault to which copies go that have none of their own; made when it is asked for first.
    #[track_caller]
    pub fn backup_vault(&self) -> BackupVault {
        if let Some(vault) = &self.vault {
            return vault.clone();
        }
        #[derive(Default)]
        struct OwnVault(Option<BackupVault>);
        let known = self.node.with_state(|OwnVault(vault)| vault.clone());
        known.unwrap_or_else(|| {
            let vault = BackupVault::builder(&self.node, "Vault").build();
            self.node.with_state(|OwnVault(known)| *known = Some(vault.clone()));
            vault
        })
    }
}

impl Construct for BackupPlan {
    fn node(&self) -> &Node {
        &self.node
    }
}
