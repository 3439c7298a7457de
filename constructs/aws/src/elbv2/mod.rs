//! Elastic Load Balancing: application and network load balancers.

mod access_logs;
mod application_listener;
mod application_load_balancer;
mod application_target_group;
mod lambda_target;
mod listener_action;
mod listener_condition;
mod listener_rule;
mod load_balancer;
mod metrics;
mod network_listener;
mod network_load_balancer;
mod network_target_group;
mod ssl_policy;
mod target;
mod target_group;
mod trust_store;

pub use application_listener::{
    ApplicationListener, Listen, ListenerCertificate, MutualAuthentication,
};
pub use application_load_balancer::{
    ApplicationLoadBalancer, DesyncMitigationMode, XffHeaderProcessingMode,
};
pub use application_target_group::{
    ApplicationProtocol, ApplicationProtocolVersion, ApplicationTargetGroup,
    TargetGroupLoadBalancingAlgorithmType,
};
pub use listener_action::{
    AuthenticateCognito, AuthenticateJwt, AuthenticateOidc, FixedResponse, Forward, ListenerAction,
    Redirect, UnauthenticatedAction,
};
pub use listener_condition::ListenerCondition;
pub use listener_rule::ApplicationListenerRule;
pub use load_balancer::IpAddressType;
pub use metrics::{HttpCodeElb, HttpCodeTarget};
pub use network_listener::{AlpnPolicy, NetworkListen, NetworkListener, NetworkListenerAction};
pub use network_load_balancer::{ClientRoutingPolicy, NetworkLoadBalancer, SubnetMapping};
pub use network_target_group::{NetworkProtocol, NetworkTargetGroup};
pub use ssl_policy::SslPolicy;
pub use target::{
    AlbListenerTarget, InstanceTarget, IpTarget, LoadBalancerTarget, TargetRegistration, TargetType,
};
pub use target_group::{
    HealthCheck, HealthCheckProtocol, TargetGroup, TargetGroupHealth, TargetGroupIpAddressType,
};
pub use trust_store::{RevocationContent, TrustStore, TrustStoreRevocation};
