//! Where databases run.

use super::SubnetGroup;
use crate::bag::list;
use crate::ec2::{SecurityGroup, SubnetSelection, Vpc};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{Duration, Expr, Node, RemovalPolicy, Value};

/// Subnets and security groups of a database.
#[derive(Clone, Debug)]
pub(super) struct Placement {
    pub(super) vpc: Vpc,
    pub(super) subnets: SubnetSelection,
    pub(super) groups: Vec<SecurityGroup>,
    pub(super) subnet_group: Value<String>,
    /// Whether it can be reached from the internet; not said where the program chooses no subnets.
    pub(super) public: Option<bool>,
}

/// What the program says of a database's place, and how its parts are called.
pub(super) struct Wanted<'a> {
    pub(super) vpc: &'a Vpc,
    pub(super) subnets: Option<SubnetSelection>,
    pub(super) subnet_group: Option<&'a SubnetGroup>,
    pub(super) groups: Vec<SecurityGroup>,
    pub(super) subnet_group_id: &'static str,
    pub(super) subnet_group_description: String,
    pub(super) group_description: String,
    pub(super) removal_policy: RemovalPolicy,
}

impl Placement {
    /// The place of a database at `node`, with groups that are made as its children where none are given.
    #[track_caller]
    pub(super) fn new(node: &Node, wanted: Wanted<'_>) -> Self {
        let subnets = wanted.subnets.clone().unwrap_or_default();
        let subnet_group = wanted.subnet_group.cloned().unwrap_or_else(|| {
            let kept = wanted.removal_policy == RemovalPolicy::Retain;
            SubnetGroup::builder(node, wanted.subnet_group_id)
                .vpc(wanted.vpc)
                .description(wanted.subnet_group_description)
                .vpc_subnets(subnets.clone())
                .maybe_removal_policy(kept.then_some(RemovalPolicy::Retain))
                .build()
        });
        let groups = if wanted.groups.is_empty() {
            vec![
                SecurityGroup::builder(node, "SecurityGroup")
                    .vpc(wanted.vpc)
                    .description(wanted.group_description)
                    .build(),
            ]
        } else {
            wanted.groups
        };
        Self {
            public: wanted.subnets.map(|subnets| subnets.is_of_public_type()),
            subnet_group: subnet_group.subnet_group_name(),
            vpc: wanted.vpc.clone(),
            subnets,
            groups,
        }
    }

    /// Ids of the security groups.
    pub(super) fn group_ids(&self) -> Expr {
        list(self.groups.iter().map(SecurityGroup::security_group_id))
    }
}

/// The role that measures a database's machine, made where none is given and something is to be measured.
///
/// Findings: `database-monitoring` when the interval is none that RDS takes.
#[track_caller]
pub(super) fn monitoring(
    node: &Node,
    interval: Option<Duration>,
    role: Option<&Role>,
) -> Option<Role> {
    let interval = interval?.to_seconds();
    if ![0, 1, 5, 10, 15, 30, 60].contains(&interval) {
        node.error(
            "database-monitoring",
            format!("the monitoring interval is {interval} seconds"),
            "choose 1, 5, 10, 15, 30 or 60 seconds",
        );
    }
    if interval == 0 {
        return None;
    }
    Some(role.cloned().unwrap_or_else(|| {
        let policy = ManagedPolicy::from_aws_managed_policy_name(
            "service-role/AmazonRDSEnhancedMonitoringRole",
        );
        Role::builder(node, "MonitoringRole")
            .assumed_by(Principal::service("monitoring.rds.amazonaws.com"))
            .managed_policies([policy])
            .build()
    }))
}

/// The role by which a database joins a directory, made as this child where none is given.
#[track_caller]
pub(super) fn directory_role(node: &Node, id: &str, role: Option<&Role>) -> Value<String> {
    let role = role.cloned().unwrap_or_else(|| {
        let services = ["rds.amazonaws.com", "directoryservice.rds.amazonaws.com"];
        let policy = ManagedPolicy::from_aws_managed_policy_name(
            "service-role/AmazonRDSDirectoryServiceAccess",
        );
        Role::builder(node, id)
            .assumed_by(Principal::composite(services.map(Principal::service)))
            .managed_policies([policy])
            .build()
    });
    role.role_name()
}

/// Whether RDS keeps how queries perform, and for how many days.
#[derive(Clone, Copy)]
pub(super) struct Insights {
    pub(super) enabled: Option<bool>,
    pub(super) days: Option<u32>,
}

impl Insights {
    /// `implied`: another setting needs it.
    pub(super) fn new(enabled: Option<bool>, days: Option<u32>, implied: bool) -> Self {
        let enabled = enabled.or((days.is_some() || implied).then_some(true));
        let days = (enabled == Some(true)).then(|| days.unwrap_or(7));
        Self { enabled, days }
    }
}

/// The text in small letters, as RDS keeps names, where it is known.
pub(super) fn lowercase(name: Value<String>) -> Value<String> {
    match name.literal() {
        Some(text) => Value::new(text.to_lowercase()),
        None => name,
    }
}

/// Whether RDS refuses to delete the database: what the program says, else where it is to be retained.
pub(super) fn protection(said: Option<bool>, policy: RemovalPolicy) -> Option<bool> {
    said.or((policy == RemovalPolicy::Retain).then_some(true))
}
