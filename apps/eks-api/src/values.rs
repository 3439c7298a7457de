//! What differs between the stages; `cumulo.yaml` says it.

use cumulo::Cidr;
use serde::Deserialize;

/// Values of a stage.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Version of Kubernetes.
    pub kubernetes: String,
    /// Namespace of the service; pods of others do not run.
    pub namespace: String,
    /// Project on GitLab whose jobs on `main` push images and deploy into the namespace.
    pub project: String,
    /// ARNs of roles that may do everything in the cluster.
    pub administrators: Vec<String>,
    /// Blocks of the internet from which the API of the cluster is reached; none: from the network alone.
    pub api_from: Vec<Cidr>,
    /// Whether people reach cluster and database through a host in the network.
    pub bastion: bool,
    /// How large the database is.
    pub database: DatabaseSize,
    /// What the stage may cost in a month, US dollars.
    pub monthly_usd: f64,
    /// Who is told of alarms and of costs.
    pub told: Vec<String>,
}

/// How large the database is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatabaseSize {
    /// Type of its machine.
    pub instance_type: String,
    /// How far its disk grows by itself, GiB.
    pub max_storage_gib: u32,
    /// How many copies take a part of the reading.
    pub read_replicas: u32,
}
