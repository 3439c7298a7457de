//! Scenarios about databases.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::ec2::{Connectable, InstanceClass, InstanceSize, InstanceType, Peer, Vpc};
use cumulo::prelude::*;
use cumulo::rds::{Credentials, DatabaseInstance, DatabaseInstanceEngine};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("rds-postgres", rds_postgres)];

fn rds_postgres(app: &App) {
    let s = stack(app);
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).build();
    let db = DatabaseInstance::builder(&s, "Db")
        .vpc(&vpc)
        .engine(DatabaseInstanceEngine::postgres("16"))
        .instance_type(InstanceType::of(InstanceClass::T4g, InstanceSize::Micro))
        .credentials(Credentials::from_generated_secret("app"))
        .multi_az(true)
        .allocated_storage(20)
        .max_allocated_storage(100)
        .storage_encrypted(true)
        .backup_retention(Duration::days(7))
        .deletion_protection(true)
        .database_name("app")
        .build();
    db.allow_default_port_from(&Peer::ipv4(cidr!("10.0.0.0/16")));
}
