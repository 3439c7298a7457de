//! A Flask service behind a load balancer, with a database and a firewall where a stage wants them.

mod registry;
mod service;
mod values;

use cumulo::patterns::{Monitoring, Network, PostgresDatabase};
use cumulo::prelude::*;
pub use values::{Keep, Tasks, Values};

/// Describes one stage of the system.
pub fn flask_app(stage: &Stage, values: Values) {
    let stack = |id: &str| Stack::builder(stage, id).build();
    let image = registry::image(&stack("Registry"), stage, &values);
    let network = Network::builder(&stack("Network"), "Network")
        .isolated_subnets(values.enable_database)
        .build();
    let service = service::service(&stack("Service"), &network, &image, &values);
    let database = values.enable_database.then(|| {
        let database = PostgresDatabase::builder(&stack("Database"), "Database")
            .vpc(network.vpc())
            .database_name("flask")
            .build();
        service.use_database(&database);
        database
    });
    if !values.alarms_to.is_empty() {
        let monitoring = Monitoring::builder(&stack("Monitoring"), "Monitoring")
            .emails(&values.alarms_to)
            .build();
        monitoring.watch(&service);
        database.iter().for_each(|database| monitoring.watch(database));
    }
}
