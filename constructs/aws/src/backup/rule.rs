//! Rules of plans.

use super::BackupVault;
use crate::bag::{flag, list, number};
use crate::events::{Cron, Schedule};
use crate::{Duration, Expr, IntoValue, Node, Value};

/// When copies are made, where they go and how long they are kept.
///
/// ```
/// use cumulo::Duration;
/// use cumulo::backup::BackupPlanRule;
/// use cumulo::events::{Cron, Schedule};
/// let nightly = BackupPlanRule::new()
///     .rule_name("Nightly")
///     .schedule_expression(Schedule::cron(Cron::new().hour("3").minute("30")))
///     .delete_after(Duration::days(35));
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-backup-backupplan-backupruleresourcetype.html>
#[derive(Clone, Debug, Default)]
pub struct BackupPlanRule {
    rule_name: Option<String>,
    schedule: Option<Schedule>,
    time_zone: Option<String>,
    start_window: Option<Duration>,
    completion_window: Option<Duration>,
    lifecycle: Lifecycle,
    vault: Option<BackupVault>,
    continuous: Option<bool>,
    copies: Vec<BackupPlanCopyAction>,
    tags: Vec<(String, Value<String>)>,
    indexed: Vec<String>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Lifecycle {
    delete_after: Option<Duration>,
    cold_after: Option<Duration>,
}

/// A copy of a copy, in another vault.
#[derive(Clone, Debug)]
pub struct BackupPlanCopyAction {
    vault: BackupVault,
    lifecycle: Lifecycle,
}

impl BackupPlanCopyAction {
    /// A copy in this vault, for ever.
    pub fn to(vault: &BackupVault) -> Self {
        Self { vault: vault.clone(), lifecycle: Lifecycle::default() }
    }

    /// How long it is kept. Default: for ever.
    #[must_use]
    pub fn delete_after(mut self, time: Duration) -> Self {
        self.lifecycle.delete_after = Some(time);
        self
    }

    /// When it moves to cold storage, in which it must stay 90 days. Default: never.
    #[must_use]
    pub fn move_to_cold_storage_after(mut self, time: Duration) -> Self {
        self.lifecycle.cold_after = Some(time);
        self
    }
}

impl BackupPlanRule {
    /// Copies at AWS Backup's own time, kept for ever.
    pub fn new() -> Self {
        Self::default()
    }

    /// Each day at 5:00 UTC, kept 35 days.
    pub fn daily() -> Self {
        Self::named("Daily", Cron::new().hour("5").minute("0")).delete_after(Duration::days(35))
    }

    /// Each Saturday at 5:00 UTC, kept 3 months.
    pub fn weekly() -> Self {
        let saturdays = Cron::new().hour("5").minute("0").week_day("SAT");
        Self::named("Weekly", saturdays).delete_after(Duration::days(30 * 3))
    }

    /// Each first of a month at 5:00 UTC, to cold storage after a month, kept 1 year.
    pub fn monthly_1_year() -> Self {
        Self::monthly("Monthly1Year", 30, 365)
    }

    /// Each first of a month at 5:00 UTC, to cold storage after 3 months, kept 5 years.
    pub fn monthly_5_year() -> Self {
        Self::monthly("Monthly5Year", 90, 365 * 5)
    }

    /// Each first of a month at 5:00 UTC, to cold storage after 3 months, kept 7 years.
    pub fn monthly_7_year() -> Self {
        Self::monthly("Monthly7Year", 90, 365 * 7)
    }

    fn monthly(name: &str, cold: u64, kept: u64) -> Self {
        Self::named(name, Cron::new().day("1").hour("5").minute("0"))
            .move_to_cold_storage_after(Duration::days(cold))
            .delete_after(Duration::days(kept))
    }

    fn named(name: &str, times: Cron) -> Self {
        Self::new().rule_name(name).schedule_expression(Schedule::cron(times))
    }

    /// Name of the rule. Default: one made of the plan's id and the rule's place.
    #[must_use]
    pub fn rule_name(mut self, name: impl Into<String>) -> Self {
        self.rule_name = Some(name.into());
        self
    }

    /// When copies are made; a time of the day, not an interval.
    #[must_use]
    pub fn schedule_expression(mut self, schedule: Schedule) -> Self {
        self.schedule = Some(schedule);
        self
    }

    /// Time zone of the schedule, such as `Europe/London`. Default: UTC.
    #[must_use]
    pub fn schedule_expression_timezone(mut self, zone: impl Into<String>) -> Self {
        self.time_zone = Some(zone.into());
        self
    }

    /// How long after its time a copy may start, 1 hour or more. Default: 8 hours.
    #[must_use]
    pub fn start_window(mut self, time: Duration) -> Self {
        self.start_window = Some(time);
        self
    }

    /// How long after its start a copy may take, more than the time to start. Default: 7 days.
    #[must_use]
    pub fn completion_window(mut self, time: Duration) -> Self {
        self.completion_window = Some(time);
        self
    }

    /// How long copies are kept. Default: for ever; of continuous copies 35 days.
    #[must_use]
    pub fn delete_after(mut self, time: Duration) -> Self {
        self.lifecycle.delete_after = Some(time);
        self
    }

    /// When copies move to cold storage, in which they must stay 90 days. Default: never.
    #[must_use]
    pub fn move_to_cold_storage_after(mut self, time: Duration) -> Self {
        self.lifecycle.cold_after = Some(time);
        self
    }

    /// Vault to which copies go. Default: the plan's.
    #[must_use]
    pub fn backup_vault(mut self, vault: &BackupVault) -> Self {
        self.vault = Some(vault.clone());
        self
    }

    /// Whether data can be brought back as it was at any time of the last days, at most 35. Default: false.
    #[must_use]
    pub fn enable_continuous_backup(mut self, enable: bool) -> Self {
        self.continuous = Some(enable);
        self
    }

    /// Copies of the copies in other vaults.
    #[must_use]
    pub fn copy_actions(mut self, copies: impl IntoIterator<Item = BackupPlanCopyAction>) -> Self {
        self.copies.extend(copies);
        self
    }

    /// A tag of the copies.
    #[must_use]
    pub fn recovery_point_tag(
        mut self,
        key: impl Into<String>,
        value: impl IntoValue<String>,
    ) -> Self {
        self.tags.push((key.into(), value.into_value()));
        self
    }

    /// Kinds of copies that can be searched: `S3`, `EBS`. Default: none.
    #[must_use]
    pub fn index_actions(mut self, kinds: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.indexed.extend(kinds.into_iter().map(Into::into));
        self
    }

    /// Vault of its own, if it has one.
    pub(super) fn own_vault(&self) -> Option<&BackupVault> {
        self.vault.as_ref()
    }

    /// The property; `vault` is where copies go, `position` the rule's place in its plan.
    pub(super) fn render(&self, plan: &Node, vault: &BackupVault, position: usize) -> Expr {
        self.check(plan);
        let minutes = |time: Option<Duration>| {
            number(time.and_then(|time| i64::try_from(time.to_minutes()).ok()))
        };
        let text = |text: &Option<String>| text.clone().map_or(Expr::Null, Expr::from);
        let copies = self.copies.iter().map(|copy| {
            Expr::object([
                ("DestinationBackupVaultArn", copy.vault.backup_vault_arn().into_expr()),
                ("Lifecycle", copy.lifecycle.to_expr()),
            ])
        });
        let tags = match self.tags.as_slice() {
            [] => Expr::Null,
            tags => Expr::object(tags.iter().map(|(key, value)| (key.clone(), Expr::from(value)))),
        };
        let indexed = (!self.indexed.is_empty())
            .then(|| Expr::object([("ResourceTypes", list(self.indexed.clone()))]));
        let name = self.rule_name.clone().unwrap_or_else(|| format!("{}Rule{position}", plan.id()));
        let schedule = self.schedule.as_ref().map(|schedule| schedule.expression().to_owned());
        Expr::object([
            ("CompletionWindowMinutes", minutes(self.completion_window)),
            ("CopyActions", list(copies)),
            ("EnableContinuousBackup", flag(self.continuous)),
            ("IndexActions", list(indexed)),
            ("Lifecycle", self.lifecycle().to_expr()),
            ("RecoveryPointTags", tags),
            ("RuleName", Expr::from(name)),
            ("ScheduleExpression", text(&schedule)),
            ("ScheduleExpressionTimezone", text(&self.time_zone)),
            ("StartWindowMinutes", minutes(self.start_window)),
            ("TargetBackupVault", vault.backup_vault_name().into_expr()),
        ])
    }

    /// How long copies are kept; continuous ones never for ever.
    fn lifecycle(&self) -> Lifecycle {
        let month = (self.continuous == Some(true)).then(|| Duration::days(35));
        Lifecycle { delete_after: self.lifecycle.delete_after.or(month), ..self.lifecycle }
    }

    fn check(&self, plan: &Node) {
        let days = self.lifecycle.delete_after.map(Duration::to_days);
        if self.continuous == Some(true)
            && (self.lifecycle.cold_after.is_some()
                || days.is_some_and(|days| !(1..=35).contains(&days)))
        {
            plan.error(
                "continuous-backup",
                "continuous copies are kept 1 to 35 days, and never in cold storage",
                "leave cold storage out, and choose 1 to 35 days",
            );
        }
        if self.schedule.as_ref().is_some_and(|schedule| !schedule.expression().starts_with("cron"))
        {
            plan.error(
                "backup-schedule",
                "copies are made at times of the day, not at intervals",
                "use `Schedule::cron`",
            );
        }
        for lifecycle in self.copies.iter().map(|copy| copy.lifecycle).chain([self.lifecycle]) {
            let (Some(cold), Some(kept)) = (lifecycle.cold_after, lifecycle.delete_after) else {
                continue;
            };
            if kept.to_days() < cold.to_days() + 90 {
                plan.error(
                    "cold-storage",
                    format!(
                        "copies go to cold storage after {} days and are deleted after {}",
                        cold.to_days(),
                        kept.to_days()
                    ),
                    "keep them 90 days longer in cold storage",
                );
            }
        }
    }
}

impl Lifecycle {
    fn to_expr(self) -> Expr {
        let days = |time: Option<Duration>| {
            number(time.and_then(|time| i64::try_from(time.to_days()).ok()))
        };
        match (self.delete_after, self.cold_after) {
            (None, None) => Expr::Null,
            (delete, cold) => Expr::object([
                ("DeleteAfterDays", days(delete)),
                ("MoveToColdStorageAfterDays", days(cold)),
            ]),
        }
    }
}
