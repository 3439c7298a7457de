//! The JSON API: documents of a bucket, served by Fargate tasks behind a load balancer.

use cumulo::ecs::ContainerInsights;
use cumulo::elbv2::HealthCheck;
use cumulo::logs::JsonPattern;
use cumulo::patterns::{AppImage, Clients, Ingress, Monitoring, Network, NetworkedFargateService};
use cumulo::prelude::*;
use cumulo::s3::{BlockPublicAccess, Bucket};
use serde::Deserialize;

/// What differs between the stages; `cumulo.yaml` says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    company: String,
    realm: String,
    image: String,
    clients: Clients,
    tasks: Tasks,
    insights: ContainerInsights,
    certificate: Option<String>,
    tasks_in_public_subnets: Option<String>,
    alarms_to: Vec<String>,
}

/// How many tasks run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    min: u32,
    max: u32,
}

/// Describes one stage: what outlives the service, and the service.
pub fn json_api(stage: &Stage, values: Values) {
    let storage = Stack::builder(stage, "JsonApiStorage").build();
    let data = Bucket::builder(&storage, "Data")
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .versioned(true)
        .removal_policy(stage.removal_policy())
        .build();
    let image = AppImage::builder(&storage, "Image")
        .repository_name(format!("{}/{}/json-api", values.company, values.realm))
        .build();
    Output::new(&storage, "DataBucket", data.bucket_name());
    Output::new(&storage, "RepositoryUri", image.repository_uri());

    let stack = Stack::builder(stage, "JsonApi").build();
    let network = Network::builder(&stack, "Network").build();
    let reason = "the API has no domain yet";
    let api = NetworkedFargateService::builder(&stack, "Api")
        .vpc(network.vpc())
        .ingress(Ingress::https_or_http(values.certificate, reason, values.clients))
        .image(image.version(values.image))
        .container_port(8000)
        .environment([("BUCKET", data.bucket_name())])
        .health_check(HealthCheck::path_of("/health"))
        .container_insights(values.insights)
        .maybe_tasks_in_public_subnets(values.tasks_in_public_subnets.as_deref())
        .tasks(values.tasks.min..=values.tasks.max)
        .build();
    data.grant_read(&api);

    let failed = JsonPattern::string_value("$.status", "=", "5*");
    let failures = api.log_group().add_metric_filter("Failed", failed, "JsonApi", "Failures");
    let monitoring = Monitoring::builder(&stack, "Monitoring").emails(values.alarms_to).build();
    monitoring.watch(&api);
    monitoring.tell(&failures.metric().create_alarm(&stack, "Failures", 1.0, 1));
    Output::new(&stack, "LbDns", api.dns_name());
    Output::new(&stack, "ApiUrl", text!("{}/api/foo", api.url()));
}
