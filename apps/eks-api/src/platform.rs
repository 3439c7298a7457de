//! The cluster, and what the service's pods may do.

use crate::Values;
use cumulo::ec2::{Connectable, Port};
use cumulo::eks::{AccessPolicy, EndpointAccess};
use cumulo::iam::{GitlabDeployRole, Policy, PolicyStatement};
use cumulo::patterns::{EksFargatePlatform, Network, PostgresDatabase};
use cumulo::prelude::*;

/// Name of the service, and of the account of Kubernetes that its pods have.
const SERVICE: &str = "api";

/// The cluster, with a role for the service that reads the database's password.
pub fn platform(
    stack: &Stack,
    stage: &Stage,
    network: &Network,
    database: &PostgresDatabase,
    values: &Values,
) -> EksFargatePlatform {
    let platform = EksFargatePlatform::builder(stack, "Platform")
        .cluster_name(format!("{}-{}", env!("CARGO_PKG_NAME"), stage.name()))
        .version(&values.kubernetes)
        .vpc(network.vpc())
        .app_namespaces([&values.namespace])
        .endpoint_access(match values.api_from.as_slice() {
            [] => EndpointAccess::private(),
            blocks => EndpointAccess::public_and_private().only_from(blocks),
        })
        .administrators(&values.administrators)
        .build();
    platform.allow_to(database, Port::postgres());
    let api = platform.add_service_account("Api", &values.namespace, SERVICE);
    if let Some(secret) = database.secret() {
        secret.grant_read(&api);
    }
    Output::new(stack, "ClusterName", platform.cluster().cluster_name());
    Output::new(stack, "Namespace", api.service_account_namespace());
    Output::new(stack, "ServiceAccount", api.service_account_name());
    Output::new(stack, "ServiceRole", api.role().role_arn());
    Output::new(stack, "Vpc", network.vpc().vpc_id());
    Output::new(stack, "IngressRole", platform.ingress_role().role_arn());
    Output::new(stack, "PodLogs", platform.pod_log_group().log_group_name());
    platform
}

/// Lets jobs change what stands in the namespace, and nothing else in the cluster.
pub fn let_deploy(platform: &EksFargatePlatform, jobs: &GitlabDeployRole, namespace: &str) {
    let cluster = platform.cluster();
    let edit = AccessPolicy::of_namespaces("AmazonEKSEditPolicy", [namespace]);
    cluster.grant_access("Jobs", jobs.role().role_arn(), [edit]);
    let find = PolicyStatement::allow().actions(["eks:DescribeCluster"]);
    let find = find.resources([cluster.cluster_arn()]);
    Policy::builder(platform, "FindCluster").statements([find]).roles([jobs.role()]).build();
}
