//! The cluster of patterns that name none.

use crate::ec2::Vpc;
use crate::ecs::Cluster;
use crate::{Construct, Node};

/// Clusters of a stack that patterns made, by id.
#[derive(Default)]
struct DefaultClusters(Vec<(String, Cluster)>);

/// The cluster that is given, or the one that patterns of the stack share.
#[track_caller]
pub(super) fn cluster_or_default(
    node: &Node,
    cluster: Option<&Cluster>,
    vpc: Option<&Vpc>,
) -> Cluster {
    if cluster.is_some() && vpc.is_some() {
        node.error(
            "pattern-vpc",
            "both a cluster and a VPC are given, and the cluster has a VPC of its own",
            "give one of the two",
        );
    }
    cluster.cloned().unwrap_or_else(|| default_cluster(node, vpc))
}

/// The stack's cluster for patterns in this VPC, made when it is first needed.
#[track_caller]
fn default_cluster(node: &Node, vpc: Option<&Vpc>) -> Cluster {
    let stack = node.stack();
    let id =
        format!("EcsDefaultClusterMnL3mNNYN{}", vpc.map(|vpc| vpc.node().id()).unwrap_or_default());
    let known = stack.node().with_state::<DefaultClusters, _>(|clusters| {
        clusters.0.iter().find(|(known, _)| *known == id).map(|(_, cluster)| cluster.clone())
    });
    known.unwrap_or_else(|| {
        let cluster = Cluster::builder(&stack, &id).maybe_vpc(vpc).build();
        stack.node().with_state::<DefaultClusters, _>(|clusters| {
            clusters.0.push((id, cluster.clone()));
        });
        cluster
    })
}
