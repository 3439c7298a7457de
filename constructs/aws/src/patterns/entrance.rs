//! Where clients come in: a load balancer with its listeners.

use super::by_stage::{is_protected, removal_policy};
use super::ingress::{Kind, Protocol};
use super::{Clients, Ingress};
use crate::acm::{Certificate, CertificateValidation};
use crate::ec2::{Connectable, Connections, Vpc};
use crate::elbv2::{
    ApplicationListener, ApplicationLoadBalancer, Listen, ListenerCertificate, Redirect,
};
use crate::route53::{Record, RecordSet};
use crate::s3::{BlockPublicAccess, Bucket, BucketEncryption, LifecycleRule};
use crate::{Construct, Duration, Node, Value, text};
use bon::bon;

/// A load balancer through which clients reach one or more services.
///
/// It speaks TLS 1.3 and 1.2, sends clients that come by HTTP to HTTPS and drops invalid headers; in a
/// protected stage it refuses to be deleted and logs requests for 90 days. Patterns make one by
/// themselves; make it apart where services share it, or where it stands in a stack of its own.
///
/// ```
/// use cumulo::elbv2::ListenerCondition;
/// use cumulo::patterns::{AppImage, Clients, Entrance, Ingress, Network, NetworkedFargateService};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// let network = Network::builder(&stack, "Network").build();
/// let entrance = Entrance::builder(&stack, "Entrance")
///     .vpc(network.vpc())
///     .ingress(Ingress::http_only("there is no domain yet", Clients::Anyone))
///     .build();
/// let nginx = AppImage::public(&stack, "public.ecr.aws/nginx/nginx:1.29");
/// let front = NetworkedFargateService::builder(&stack, "Front")
///     .vpc(network.vpc()).image(nginx.clone()).container_port(80).ingress(&entrance).build();
/// NetworkedFargateService::builder(&stack, "Cart")
///     .cluster(front.cluster()).image(nginx).container_port(80)
///     .ingress(Ingress::part_of(&entrance, 10, [ListenerCondition::path_patterns(["/cart/*"])]))
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
#[derive(Clone, Debug)]
pub struct Entrance {
    node: Node,
    load_balancer: ApplicationLoadBalancer,
    listener: ApplicationListener,
    url: Value<String>,
}

#[bon]
impl Entrance {
    /// An entrance.
    ///
    /// # Findings
    /// `clients-anyone` when a block of all addresses is among the clients; `access-logs-region` when a
    /// protected stage has no region; `entrance-twice` when the ingress is an entrance itself.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// The VPC in which it stands.
        vpc: &Vpc,
        /// How clients reach it, and who may.
        ingress: Ingress,
        /// The load balancer. Default: a new one.
        load_balancer: Option<&ApplicationLoadBalancer>,
        /// Whether the new load balancer is reached from the VPC only. Default: false.
        #[builder(default)]
        internal: bool,
        /// Whether the new load balancer logs requests, into a new bucket. Default: in a protected stage.
        access_logs: Option<bool>,
    ) -> Entrance {
        let node = scope.node().child(id);
        let (protocol, clients) = match ingress.0 {
            Kind::Own(protocol, clients) => (protocol, clients),
            Kind::Given { entrance, .. } => {
                node.error(
                    "entrance-twice",
                    "an entrance is made of an entrance",
                    "use the one that there is",
                );
                return *entrance;
            }
        };
        clients.check(&node);
        let load_balancer = match load_balancer {
            Some(given) => given.clone(),
            None => {
                let logs = access_logs.unwrap_or(is_protected(&node));
                new_load_balancer(&node, vpc, internal, logs)
            }
        };
        let (listener, url) = listen(&node, &load_balancer, *protocol, &clients);
        Entrance { node, load_balancer, listener, url }
    }
}

#[track_caller]
fn new_load_balancer(
    node: &Node,
    vpc: &Vpc,
    internal: bool,
    logs: bool,
) -> ApplicationLoadBalancer {
    let load_balancer = ApplicationLoadBalancer::builder(node, "LoadBalancer")
        .vpc(vpc)
        .internet_facing(!internal)
        .drop_invalid_header_fields(true)
        .deletion_protection(is_protected(node))
        .build();
    if logs {
        load_balancer.log_access_logs(&log_bucket(node), None);
    }
    load_balancer
}

/// A bucket for lines about requests, which go away after 90 days.
#[track_caller]
fn log_bucket(node: &Node) -> Bucket {
    Bucket::builder(node, "AccessLogs")
        // Load balancers write only into buckets that are encrypted by keys of S3.
        .encryption(BucketEncryption::S3Managed)
        .block_public_access(BlockPublicAccess::BLOCK_ALL)
        .enforce_ssl(true)
        .versioned(true)
        .lifecycle_rules([LifecycleRule::builder()
            .expiration(Duration::days(90))
            .noncurrent_version_expiration(Duration::days(1))
            .abort_incomplete_multipart_upload_after(Duration::days(7))
            .build()])
        .removal_policy(removal_policy(node))
        .build()
}

/// The listener that services get requests from, and the address by which clients reach it.
#[track_caller]
fn listen(
    node: &Node,
    load_balancer: &ApplicationLoadBalancer,
    protocol: Protocol,
    clients: &Clients,
) -> (ApplicationListener, Value<String>) {
    let (certificate, domain) = match protocol {
        Protocol::HttpOnly(reason) => {
            let listener = load_balancer.add_listener("Http", Listen::http(80)).open(false).build();
            if let Some(cfn) = listener.cfn() {
                cfn.metadata("HttpOnly", serde_json::Value::from(reason));
            }
            clients.enter(&listener, 80);
            return (listener, text!("http://{}", load_balancer.load_balancer_dns_name()));
        }
        Protocol::Certificate(certificate) => (certificate, None),
        Protocol::Domain { name, zone } => {
            let certificate = Certificate::builder(node, "Certificate")
                .domain_name(&name)
                .validation(CertificateValidation::from_dns(&zone))
                .build();
            (ListenerCertificate::from(&certificate), Some((name, zone)))
        }
    };
    let listen = Listen::https(443, certificate);
    let listener = load_balancer.add_listener("Https", listen).open(false).build();
    let redirect = load_balancer
        .add_listener("Http", Listen::http(80))
        .open(false)
        .default_action(Redirect::https().permanent())
        .build();
    clients.enter(&listener, 443);
    clients.enter(&redirect, 80);
    let host = match domain {
        None => load_balancer.load_balancer_dns_name(),
        Some((name, zone)) => RecordSet::builder(node, "Record")
            .zone(&zone)
            .record_name(name)
            .record(Record::a_alias(load_balancer))
            .build()
            .domain_name(),
    };
    (listener, text!("https://{}", host))
}

impl Entrance {
    /// The load balancer.
    pub fn load_balancer(&self) -> &ApplicationLoadBalancer {
        &self.load_balancer
    }

    /// The listener that clients connect to.
    pub fn listener(&self) -> &ApplicationListener {
        &self.listener
    }

    /// Address by which clients reach it, with `http://` or `https://`.
    pub fn url(&self) -> Value<String> {
        self.url.clone()
    }
}

impl Construct for Entrance {
    fn node(&self) -> &Node {
        &self.node
    }
}

impl Connectable for Entrance {
    /// Those of the load balancer.
    fn connections(&self) -> Connections {
        self.load_balancer.connections()
    }
}
