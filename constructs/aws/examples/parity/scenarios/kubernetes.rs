//! Scenarios about Kubernetes.

use super::{Scenario, stack};
use cumulo::App;
use cumulo::ec2::Vpc;
use cumulo::eks::{Addon, Cluster, DefaultCapacity, Selector};

/// Scenarios of this file.
pub const SCENARIOS: &[Scenario] = &[("eks-fargate", eks_fargate)];

fn eks_fargate(app: &App) {
    let s = stack(app);
    let vpc = Vpc::builder(&s, "Vpc").max_azs(2).build();
    let cluster = Cluster::builder(&s, "Cluster")
        .version("1.33")
        .default_capacity(DefaultCapacity::None)
        .vpc(&vpc)
        .build();
    cluster.add_fargate_profile("App", [Selector::namespace("app")]).build();
    Addon::builder(&s, "Metrics").cluster(&cluster).addon_name("metrics-server").build();
}
