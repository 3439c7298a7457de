//! A service on EKS with Fargate, and its PostgreSQL database.

mod database;
mod platform;
mod values;

use cumulo::ec2::{Connectable, Port};
use cumulo::iam::GitlabDeployRole;
use cumulo::patterns::{AppImage, Monitoring, Network, PrivateAccess, StageBudget};
use cumulo::prelude::*;
pub use values::{DatabaseSize, Values};

/// Describes one stage of the system.
pub fn eks_api(stage: &Stage, values: Values) {
    let stack = |id: &str| Stack::builder(stage, id).build();
    let jobs = registry(&stack("Registry"), &values.project);
    let place = stack("Network");
    let network = Network::builder(&place, "Network").isolated_subnets(true).build();
    let database = database::database(&stack("Database"), &network, &values.database);
    let place = stack("Platform");
    let platform = platform::platform(&place, stage, &network, &database, &values);
    platform::let_deploy(&platform, &jobs, &values.namespace);
    if values.bastion {
        let people = PrivateAccess::ssm_bastion(&stack("Access"), "People", network.vpc());
        people.allow_to(&platform, Port::https());
        people.allow_to(&database, Port::postgres());
    }

    let operations = stack("Operations");
    let monitoring = Monitoring::builder(&operations, "Monitoring").emails(&values.told).build();
    monitoring.watch(&platform);
    monitoring.watch(&database);
    StageBudget::builder(&operations, "Budget")
        .monthly_usd(values.monthly_usd)
        .emails(&values.told)
        .build();
}

/// A place for the image, and the role of the jobs that push it.
fn registry(stack: &Stack, project: &str) -> GitlabDeployRole {
    let image = AppImage::builder(stack, "Image").repository_name("acme/eks-api").build();
    let jobs = GitlabDeployRole::builder(stack, "Jobs").project(project).branches(["main"]).build();
    image.repository().grant_pull_push(&jobs);
    Output::new(stack, "RepositoryUri", image.repository_uri());
    Output::new(stack, "JobsRole", jobs.role().role_arn());
    jobs
}
