//! A containerised API on ECS instances, and the pipeline that brings it there.

use cumulo::codebuild::BuildImage;
use cumulo::codecommit::Repository;
use cumulo::dynamodb::{Attribute, PointInTimeRecovery, TableEncryption, TableV2};
use cumulo::ec2::{InstanceType, KeyPair};
use cumulo::ecs::DeploymentStrategy::{BlueGreen, Rolling};
use cumulo::elbv2::HealthCheck;
use cumulo::patterns::{
    AppImage, BuildSteps, Clients, CodeSource, Deployment, Ec2ServiceCluster, Ingress, Network,
    Pipeline, ReportFormat,
};
use cumulo::{Bounded, prelude::*};
use serde::Deserialize;
use std::{collections::BTreeMap, num::NonZeroU16};

/// What differs between the stages; `cumulo.yaml` and the files in `stages/` say it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    /// Beginning of names. Default: the name of this folder.
    prefix: Option<String>,
    /// Tags of everything. Default: none.
    tags: Option<BTreeMap<String, String>>,
    /// Key pair for SSH, which exists already. Session Manager needs none.
    ec2_key_pair_name: String,
    /// Name of the cluster. Default: `cluster`.
    ecs_cluster_name: Option<String>,
    /// Port that the API listens on. Default: 8000.
    app_port: Option<NonZeroU16>,
    /// Type of the instances. Default: `t3.micro`.
    instance_type: Option<String>,
    /// How many instances there are at first. Default: 2.
    desired_instance_capacity: Option<Bounded<0, 2>>,
    /// Tag of the first image; from then on the pipeline says which one runs. Default: `initial`.
    image_tag: Option<String>,
    /// How many tasks run. Default: 2.
    desired_tasks: Option<u32>,
    /// Bucket of the pipeline's artifacts, which exists already.
    artifact_store: String,
    /// What builds run in. Default: `aws/codebuild/standard:5.0`.
    codebuild_image: Option<String>,
    /// Path that tells whether the API is well. Default: `/gtg`.
    healthcheck_path: Option<String>,
    /// Whether a new version runs beside the old one before it takes over. Default: task by task.
    blue_green: Option<bool>,
    /// Who is asked before a deployment. Default: nobody is told, the console asks.
    approvers: Option<Vec<String>>,
}

/// Describes one stage of the system.
pub fn ecs_ec2_pipeline(stage: &Stage, values: Values) {
    for (key, value) in values.tags.iter().flatten() {
        Tags::of(stage).add(key, value);
    }
    let or = |given: &Option<String>, default: &str| given.clone().unwrap_or(default.to_owned());
    let name = format!("{}-{}", or(&values.prefix, env!("CARGO_PKG_NAME")), stage.name());

    let stack = Stack::builder(stage, "Registry").build();
    let code = Repository::builder(&stack, "Code").repository_name(&name).build();
    MissingRemovalPolicies::apply(&code, stage.removal_policy());
    let image = AppImage::builder(&stack, "Image").repository_name(&name).build();
    Output::new(&stack, "AwsEcrRepository", image.repository_uri());
    Output::new(&stack, "CodecommitCloneUrl", code.repository_clone_url_http());

    let stack = Stack::builder(stage, "Api").build();
    let network = Network::builder(&stack, "Network").build();
    let table = TableV2::builder(&stack, "Table")
        .partition_key(Attribute::string("id"))
        .encryption(TableEncryption::AwsManaged)
        .point_in_time_recovery(PointInTimeRecovery::ENABLED)
        .removal_policy(stage.removal_policy())
        .build();
    let key = KeyPair::from_key_pair_name(&stack, "KeyPair", &values.ec2_key_pair_name);
    let tasks = values.desired_tasks.unwrap_or(2);
    let api = Ec2ServiceCluster::builder(&stack, "Api")
        .vpc(network.vpc())
        .cluster_name(or(&values.ecs_cluster_name, "cluster"))
        .instance_type(InstanceType::new(or(&values.instance_type, "t3.micro")))
        .instances(0..=2)
        .desired_capacity(values.desired_instance_capacity.map_or(2, |it| it.get() as u32))
        .key_pair(&key)
        .image(image.version(or(&values.image_tag, "initial")))
        .container_port(values.app_port.map_or(8000, NonZeroU16::get))
        .environment([("TABLE", table.table_name())])
        .tasks(tasks..=tasks)
        .health_check(HealthCheck::path_of(or(&values.healthcheck_path, "/gtg")))
        .ingress(Ingress::http_only("there is no domain of its own", Clients::Anyone))
        .deployment_strategy(if values.blue_green == Some(true) { BlueGreen } else { Rolling })
        .build();
    table.grant_read_write_data(&api);
    Output::new(&stack, "LbDnsName", api.load_balancer().load_balancer_dns_name());
    Output::new(&stack, "AppUrl", api.url());

    let stack = Stack::builder(stage, "Delivery").build();
    let build_image = or(&values.codebuild_image, "aws/codebuild/standard:5.0");
    Pipeline::builder(&stack, "Pipeline")
        .pipeline_name(&name)
        .source(CodeSource::code_commit(&code))
        .quality(quality())
        .repository(image.repository())
        .build_image(BuildImage::linux_from_code_build_image_id(build_image))
        .artifact_store(&values.artifact_store)
        .deployments([Deployment::ecs(stage.name(), api.service()).after_approval()])
        .approvers(values.approvers.into_iter().flatten())
        .build();
}

/// What a commit must pass before an image is made of it.
fn quality() -> BuildSteps {
    BuildSteps::new()
        .install(["pip install --requirement requirements-dev.txt"])
        .build(["ruff check .", "pytest --junitxml=reports/tests.xml"])
        .report("reports/tests.xml", ReportFormat::JunitXml)
}
