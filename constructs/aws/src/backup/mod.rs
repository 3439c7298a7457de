//! AWS Backup: vaults that keep copies, plans that make them, and what they make copies of.

mod plan;
mod resource;
mod rule;
mod selection;
mod vault;

pub use plan::BackupPlan;
pub use resource::BackupResource;
pub use rule::{BackupPlanCopyAction, BackupPlanRule};
pub use selection::BackupSelection;
pub use vault::{BackupVault, BackupVaultEvents, LockConfiguration};
