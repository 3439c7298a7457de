//! The database, and its copies.

use crate::DatabaseSize;
use cumulo::ec2::InstanceType;
use cumulo::patterns::{Network, PostgresDatabase};
use cumulo::prelude::*;

/// The database.
pub fn database(stack: &Stack, network: &Network, size: &DatabaseSize) -> PostgresDatabase {
    let database = PostgresDatabase::builder(stack, "Database")
        .vpc(network.vpc())
        .database_name("users")
        .instance_type(InstanceType::new(&size.instance_type))
        .max_allocated_storage(size.max_storage_gib)
        .build();
    Output::new(stack, "DatabaseHost", database.endpoint().hostname);
    Output::new(stack, "DatabaseName", database.database_name());
    for number in 1..=size.read_replicas {
        let copy = database.add_read_replica(&format!("Replica{number}")).build();
        let host = copy.instance_endpoint().hostname;
        Output::new(stack, &format!("DatabaseReplica{number}Host"), host);
    }
    if let Some(secret) = database.secret() {
        Output::new(stack, "DatabaseSecret", secret.secret_arn());
    }
    database
}
