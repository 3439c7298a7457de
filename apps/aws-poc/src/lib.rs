//! A shopping cart: an nginx image of one's own on Fargate, behind a load balancer.

use cumulo::ecs::ContainerInsights;
use cumulo::iam::GithubDeployRole;
use cumulo::patterns::{
    AppImage, BaseImages, Clients, Entrance, Ingress, Monitoring, NaclProfile, Network,
    NetworkedFargateService,
};
use cumulo::prelude::*;
use serde::Deserialize;

/// What differs between the stages; `cumulo.yaml` says it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Values {
    repository: String,
    image: String,
    clients: Clients,
    tasks: Tasks,
    insights: ContainerInsights,
    alarms_to: Vec<String>,
}

/// How many tasks run.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tasks {
    min: u32,
    max: u32,
}

/// Describes one stage: what no region holds, and each region.
pub fn cart(stage: &Stage, values: Values) {
    let global = Stack::builder(stage, "Global").description("Who may deploy").build();
    let deploy = GithubDeployRole::builder(&global, "Deploy")
        .repository(&values.repository)
        .environments([stage.name()])
        .build();
    for region in stage.regions() {
        let place = stage.node().child(&region);
        let stack = |id: &str| Stack::builder(&place, id).region(&region).build();
        let images = stack("Registry");
        let base = BaseImages::new(&images, "Base", "acme/base", ["hello-world"]);
        let image = AppImage::builder(&images, "Cart").repository_name("acme/cart").build();
        for pushed in [&image, &base.images()[0]] {
            pushed.repository().grant_pull_push(&deploy);
        }
        Output::new(&images, "RepositoryUri", image.repository_uri());

        let network = Network::builder(&stack("Network"), "Network")
            .nacl_profile(NaclProfile::PrivateFromPublicOnly)
            .build();
        let ingress = Ingress::http_only("the cart has no domain yet", values.clients.clone());
        let entrance = Entrance::builder(&stack("LoadBalancer"), "Entrance")
            .vpc(network.vpc())
            .ingress(ingress)
            .build();
        let service = stack("Service");
        let cart = NetworkedFargateService::builder(&service, "Cart")
            .vpc(network.vpc())
            .ingress(&entrance)
            .image(image.version(&values.image))
            .container_port(80)
            .tasks(values.tasks.min..=values.tasks.max)
            .container_insights(values.insights)
            .writable_paths(["/var/cache/nginx", "/var/run"])
            .build();
        if !values.alarms_to.is_empty() {
            let alarms = Monitoring::builder(&service, "Monitoring").emails(&values.alarms_to);
            alarms.build().watch(&cart);
        }
        Output::new(&service, "Url", cart.url());
    }
}
