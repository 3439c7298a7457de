//! A service on EKS with Fargate, and its PostgreSQL database.

mod database;
mod platform;
mod values;

use cumulo::ec2::{Connectable, Port};
use cumulo::patterns::{AppImage, Monitoring, Network, PrivateAccess, StageBudget};
use cumulo::prelude::*;
pub use values::{DatabaseSize, Values};

/// Describes one stage of the system.
pub fn eks_api(stage: &Stage, values: Values) {
    let stack = |id: &str| Stack::builder(stage, id).build();
    let registry = stack("Registry");
    let image = AppImage::builder(&registry, "Image").repository_name("acme/eks-api").build();
    Output::new(&registry, "RepositoryUri", image.repository_uri());

    let place = stack("Network");
    let network = Network::builder(&place, "Network").isolated_subnets(true).build();
    let database = database::database(&stack("Database"), &network, &values.database);
    let platform = platform::platform(&stack("Platform"), stage, &network, &database, &values);
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
