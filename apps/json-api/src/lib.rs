//! The JSON API: documents of a bucket, served by Fargate tasks behind a load balancer.

mod api;
mod storage;

use api::Api;
use cumulo::logs::RetentionDays;
use cumulo::prelude::*;
use serde::Deserialize;
use storage::Storage;

/// What differs between the stages; `cumulo.yaml` says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    company: String,
    realm: String,
    image_tag: String,
    tasks: Tasks,
    nat_gateways: usize,
    log_days: RetentionDays,
}

/// How many tasks run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    min: u32,
    max: u32,
}

/// Describes one stage of the system.
pub fn json_api(stage: &Stage, values: Values) {
    let storage = Storage::new(stage, &values);
    Api::new(stage, &storage, &values);
}
