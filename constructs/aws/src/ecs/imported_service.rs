//! Services that no stack of the program makes.

use super::{BaseService, Cluster, Ec2Service, ExternalService, FargateService};
use crate::{Construct, Expr, Fn, IntoValue, Node, Value, text};

/// A service, made by the program or imported: what pipelines and deployments need of it.
pub trait EcsService: Construct {
    /// Name of the service.
    fn service_name(&self) -> Value<String>;

    /// The cluster in which it runs.
    fn cluster(&self) -> &Cluster;
}

macro_rules! services {
    ($($type:ty),*) => {
        $(impl EcsService for $type {
            fn service_name(&self) -> Value<String> {
                BaseService::service_name(self)
            }

            fn cluster(&self) -> &Cluster {
                BaseService::cluster(self)
            }
        })*
    };
}

services!(BaseService, FargateService, Ec2Service, ExternalService);

/// A service that no stack of the program makes.
///
/// ```
/// use cumulo::ecs::ImportedService;
/// use cumulo::prelude::*;
/// use cumulo::ssm::StringParameter;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Pipeline").build();
/// let arn = "arn:aws:ecs:eu-west-1:111111111111:service/shop/cart";
/// let cart = ImportedService::from_service_arn_with_cluster(&stack, "Cart", arn);
/// StringParameter::builder(&stack, "Cluster").string_value(cart.cluster().cluster_name()).build();
/// StringParameter::builder(&stack, "Service").string_value(cart.service_name()).build();
/// # cumulo::testing::Template::of(&app, "Pipeline");
/// ```
#[derive(Clone, Debug)]
pub struct ImportedService {
    node: Node,
    cluster: Cluster,
    name: Value<String>,
    arn: Value<String>,
}

impl ImportedService {
    /// The service with this name in a cluster.
    #[track_caller]
    pub fn from_service_name(
        scope: &dyn Construct,
        id: &str,
        cluster: &Cluster,
        name: impl IntoValue<String>,
    ) -> Self {
        let node = scope.node().child(id);
        let name = name.into_value();
        let resource = text!("service/{}/{}", cluster.cluster_name(), name);
        let arn = node.stack().format_arn("ecs", resource);
        Self { node, cluster: cluster.clone(), name, arn }
    }

    /// The service with this ARN in a cluster.
    #[track_caller]
    pub fn from_service_arn(
        scope: &dyn Construct,
        id: &str,
        cluster: &Cluster,
        arn: impl IntoValue<String>,
    ) -> Self {
        let (node, arn) = (scope.node().child(id), arn.into_value());
        let name = part_of(&arn, 2);
        Self { node, cluster: cluster.clone(), name, arn }
    }

    /// The service with this ARN, which names its cluster: `arn:aws:ecs:eu-west-1:111111111111:service/shop/cart`.
    ///
    /// # Findings
    /// `service-arn` when the ARN names no cluster, as old ones do.
    #[track_caller]
    pub fn from_service_arn_with_cluster(
        scope: &dyn Construct,
        id: &str,
        arn: impl IntoValue<String>,
    ) -> Self {
        let (node, arn) = (scope.node().child(id), arn.into_value());
        if arn.literal().is_some_and(|arn| arn.split('/').count() != 3) {
            node.error(
                "service-arn",
                "the service's ARN names no cluster",
                "give an ARN that ends in `:service/<cluster>/<service>`, or use `from_service_arn`",
            );
        }
        let cluster_name = part_of(&arn, 1);
        let cluster_arn = match arn.literal().and_then(|arn| arn.split_once(":service/")) {
            Some((before, _)) => text!("{}:cluster/{}", before, cluster_name),
            None => node.stack().format_arn("ecs", text!("cluster/{}", cluster_name)),
        };
        let cluster = Cluster::from_cluster_arn(&node, "ImportedCluster", cluster_arn);
        Self { node, cluster, name: part_of(&arn, 2), arn }
    }

    /// Name of the service.
    pub fn service_name(&self) -> Value<String> {
        self.name.clone()
    }

    /// ARN of the service.
    pub fn service_arn(&self) -> Value<String> {
        self.arn.clone()
    }

    /// The cluster in which it runs.
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }
}

/// The part of an ARN behind this slash; counted from 0, the part before the first one.
pub(super) fn part_of(arn: &Value<String>, index: u32) -> Value<String> {
    match arn.literal() {
        Some(text) => {
            let part = text.split('/').nth(index as usize);
            Value::new(Expr::from(part.unwrap_or_default().to_owned()))
        }
        None => Fn::select(index, Fn::split("/", arn)),
    }
}

impl Construct for ImportedService {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl EcsService for ImportedService {
    fn service_name(&self) -> Value<String> {
        self.name.clone()
    }

    fn cluster(&self) -> &Cluster {
        &self.cluster
    }
}
