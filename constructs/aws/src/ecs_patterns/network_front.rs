//! The network load balancer in front of a pattern's service.

use super::record::write_record;
use super::{ServiceRecordType, TaskImageOptions};
use crate::ecs::Cluster;
use crate::elbv2::{
    IpAddressType, ListenerCertificate, NetworkListen, NetworkListener, NetworkLoadBalancer,
    NetworkProtocol, NetworkTargetGroup,
};
use crate::route53::{HostedZone, Record};
use crate::{Node, Output, Value};

/// What is said of the load balancer and its listener.
pub(super) struct NetworkFrontSettings<'a> {
    pub(super) load_balancer: Option<&'a NetworkLoadBalancer>,
    pub(super) public_load_balancer: bool,
    pub(super) ip_address_type: Option<IpAddressType>,
    pub(super) listener_port: Option<u16>,
    pub(super) listener_certificate: Option<ListenerCertificate>,
    pub(super) domain: Option<(Value<String>, HostedZone)>,
    pub(super) record_type: ServiceRecordType,
}

/// Load balancer, listener and the target group that the service registers with.
#[derive(Clone, Debug)]
pub(super) struct NetworkFront {
    pub(super) load_balancer: NetworkLoadBalancer,
    pub(super) listener: NetworkListener,
    pub(super) target_group: NetworkTargetGroup,
}

impl NetworkFrontSettings<'_> {
    /// Makes the load balancer and its parts below `node`, and the output that tells the address of a new one.
    #[track_caller]
    pub(super) fn make(
        self,
        node: &Node,
        cluster: &Cluster,
        container: Option<&TaskImageOptions>,
    ) -> NetworkFront {
        let load_balancer = self.load_balancer.cloned().unwrap_or_else(|| {
            NetworkLoadBalancer::builder(node, "LB")
                .vpc(cluster.vpc())
                .internet_facing(self.public_load_balancer)
                .maybe_ip_address_type(self.ip_address_type)
                .build()
        });
        let usual_port = if self.listener_certificate.is_some() { 443 } else { 80 };
        let port = self.listener_port.unwrap_or(usual_port);
        let (listen, protocol) = match self.listener_certificate {
            Some(certificate) => (NetworkListen::tls(port, certificate), NetworkProtocol::Tls),
            None => (NetworkListen::tcp(port), NetworkProtocol::Tcp),
        };
        let listener = load_balancer.add_listener("PublicListener", listen).build();
        let container_port = container.and_then(TaskImageOptions::first_port);
        let target_group = listener
            .add_targets("ECS")
            .port(container_port.unwrap_or(usual_port))
            .protocol(protocol)
            .build();
        let dns_name = load_balancer.load_balancer_dns_name();
        let alias = Record::a_alias(&load_balancer);
        write_record(node, self.domain, self.record_type, alias, &dns_name);
        if self.load_balancer.is_none() {
            Output::new(node, "LoadBalancerDNS", dns_name);
        }
        NetworkFront { load_balancer, listener, target_group }
    }
}
