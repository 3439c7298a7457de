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
    let (certificate, clients) = (values.certificate.as_ref(), values.clients.clone());
    let ingress = Ingress::https_or_http(certificate, "the stage has no name of its own", clients);
    let service = NetworkedFargateService::builder(stack, "Flask")
        .vpc(network.vpc())
        .image(image.version(&values.image))
        .container_port(5000)
        .ingress(ingress)
        .health_check(HealthCheck::path_of("/health"))
        .tasks(values.tasks.min..=values.tasks.max)
        .build();
    if values.enable_firewall {
        service.protect_with(&WebAcl::baseline(stack, "Firewall"));
    }
    Output::new(stack, "Url", service.url());
    service
}
