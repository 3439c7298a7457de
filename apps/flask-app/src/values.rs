//! What differs between the stages; `cumulo.yaml` says it.

use cumulo::patterns::Clients;
use serde::Deserialize;

/// Values of a stage.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Repository on GitHub whose workflows deploy.
    pub repository: String,
    /// Tag or digest of the image.
    pub image: String,
    /// Which images stay.
    pub keep: Keep,
    /// ARN of the certificate of the service's name; without one it speaks HTTP.
    pub certificate: Option<String>,
    /// Who may connect.
    pub clients: Clients,
    /// How many tasks run.
    pub tasks: Tasks,
    /// Whether there is a database.
    pub enable_database: bool,
    /// Whether a firewall looks at requests first.
    pub enable_firewall: bool,
    /// Who is told of alarms; nobody: there are none.
    pub alarms_to: Vec<String>,
}

/// Which images stay.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// How many.
    pub images: u32,
    /// How long those without a tag, days.
    pub untagged_days: u64,
}

/// How many tasks run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    /// At least.
    pub min: u32,
    /// At most.
    pub max: u32,
}
