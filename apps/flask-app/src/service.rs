//! The service and the way to it.

use crate::Values;
use cumulo::elbv2::HealthCheck;
use cumulo::patterns::{AppImage, Ingress, Network, NetworkedFargateService};
use cumulo::prelude::*;
use cumulo::wafv2::WebAcl;

/// The service.
pub fn service(
    stack: &Stack,
    network: &Network,
    image: &AppImage,
    values: &Values,
) -> NetworkedFargateService {
    let service = NetworkedFargateService::builder(stack, "Flask")
        .vpc(network.vpc())
        .image(image.version(&values.image))
        .container_port(5000)
        .ingress(ingress(values))
        .health_check(HealthCheck::path_of("/health"))
        .tasks(values.tasks.min..=values.tasks.max)
        .build();
    if values.enable_firewall {
        service.protect_with(&WebAcl::baseline(stack, "Firewall"));
    }
    Output::new(stack, "Url", service.url());
    service
}

/// HTTPS where the stage has a certificate.
fn ingress(values: &Values) -> Ingress {
    let clients = values.clients.clone();
    match &values.certificate {
        Some(arn) => Ingress::https(arn, clients),
        None => Ingress::http_only("the stage has no name of its own", clients),
    }
}
