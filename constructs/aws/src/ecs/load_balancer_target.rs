//! Services behind load balancers.

use super::{
    BaseService, DeploymentStrategy, Ec2Service, FargateService, NetworkMode, PortMapping, Protocol,
};
use crate::elbv2::{
    ApplicationListenerRule, ApplicationTargetGroup, LoadBalancerTarget, NetworkListener,
    NetworkTargetGroup, TargetGroup, TargetRegistration, TargetType,
};
use crate::iam::{ManagedPolicy, Principal, Role};
use crate::{Expr, Node, Value};

/// The listener or rule through which a target group gets its connections.
#[derive(Clone, Debug)]
pub struct ListenerRuleConfiguration(Value<String>);

impl ListenerRuleConfiguration {
    /// A rule of an application load balancer's listener.
    pub fn application_listener_rule(rule: &ApplicationListenerRule) -> Self {
        Self(rule.listener_rule_arn())
    }

    /// A listener of a network load balancer.
    pub fn network_listener(listener: &NetworkListener) -> Self {
        Self(listener.listener_arn())
    }
}

/// The second target group of a service whose deployments move traffic, and what moves it.
#[derive(Clone, Debug)]
pub struct AlternateTarget {
    id: String,
    target_group_arn: Value<String>,
    production: ListenerRuleConfiguration,
    test: Option<ListenerRuleConfiguration>,
    role: Option<Role>,
}

impl AlternateTarget {
    /// The other target group of an application load balancer. ECS changes the listeners by a role of its own, `<id>Role` below the service.
    pub fn new(
        id: impl Into<String>,
        alternate_target_group: &ApplicationTargetGroup,
        production_listener: ListenerRuleConfiguration,
    ) -> Self {
        Self::of(id.into(), alternate_target_group.target_group_arn(), production_listener)
    }

    /// The other target group of a network load balancer.
    pub fn network(
        id: impl Into<String>,
        alternate_target_group: &NetworkTargetGroup,
        production_listener: ListenerRuleConfiguration,
    ) -> Self {
        Self::of(id.into(), alternate_target_group.target_group_arn(), production_listener)
    }

    fn of(id: String, group: Value<String>, production: ListenerRuleConfiguration) -> Self {
        Self { id, target_group_arn: group, production, test: None, role: None }
    }

    /// Listener or rule for test traffic, which moves first. Default: none.
    #[must_use]
    pub fn test_listener(mut self, listener: ListenerRuleConfiguration) -> Self {
        self.test = Some(listener);
        self
    }

    /// Role by which ECS changes the listeners. Default: a new one.
    #[must_use]
    pub fn role(mut self, role: &Role) -> Self {
        self.role = Some(role.clone());
        self
    }

    /// `AdvancedConfiguration` of the load balancer.
    fn bind(&self, service: &BaseService) -> Expr {
        let node = service.facts_node();
        let role = self.role.clone().unwrap_or_else(|| {
            let name = "AmazonECSInfrastructureRolePolicyForLoadBalancers";
            let role = Role::builder(node, &format!("{}Role", self.id))
                .assumed_by(Principal::service("ecs.amazonaws.com"))
                .managed_policies([ManagedPolicy::from_aws_managed_policy_name(name)])
                .build();
            service.after_task_role(crate::Construct::node(&role));
            role
        });
        if matches!(service.strategy(), None | Some(DeploymentStrategy::Rolling)) {
            node.error(
                "alternate-target",
                "a service that is deployed task by task has no use for an alternate target group",
                "set `deployment_strategy` to `BlueGreen`, `Linear` or `Canary`",
            );
        }
        let test = self.test.as_ref().map(|test| Expr::from(&test.0));
        Expr::object([
            ("AlternateTargetGroupArn", Expr::from(&self.target_group_arn)),
            ("ProductionListenerRule", Expr::from(&self.production.0)),
            ("RoleArn", role.role_arn().into()),
            ("TestListenerRule", test.unwrap_or(Expr::Null)),
        ])
    }
}

/// A container's port as a target; made with [`BaseService::load_balancer_target`].
#[derive(Clone, Debug)]
pub struct ServiceTarget {
    service: BaseService,
    container: String,
    port: Option<u16>,
    protocol: Protocol,
    alternate: Option<AlternateTarget>,
}

impl BaseService {
    /// A container of this name as a target, for load balancers that are to reach another one than the default container.
    pub fn load_balancer_target(&self, container_name: impl Into<String>) -> ServiceTarget {
        ServiceTarget {
            service: self.clone(),
            container: container_name.into(),
            port: None,
            protocol: Protocol::Tcp,
            alternate: None,
        }
    }
}

impl ServiceTarget {
    /// The container's port. Default: its first.
    #[must_use]
    pub fn container_port(mut self, port: u16) -> Self {
        self.port = Some(port);
        self
    }

    /// The port's protocol. Default: TCP.
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// The second target group, for deployments that move traffic. Default: none.
    #[must_use]
    pub fn alternate_target(mut self, alternate: AlternateTarget) -> Self {
        self.alternate = Some(alternate);
        self
    }

    /// The port, if the task has it.
    fn mapping(&self, node: &Node) -> Option<PortMapping> {
        let task = self.service.task_definition();
        let Some(container) = task.find_container(&self.container) else {
            node.error(
                "target-container",
                format!("the task has no container `{}`", self.container),
                "name one that `add_container` made before the target is registered",
            );
            return None;
        };
        let port = self.port.unwrap_or_else(|| container.container_port());
        let mapping = container.find_port_mapping(port, self.protocol);
        if mapping.is_none() && port != 0 {
            node.error(
                "target-port",
                format!("container `{}` does not listen on port {port}", self.container),
                "add the port to its `port_mappings`",
            );
        }
        mapping
    }
}

impl LoadBalancerTarget for ServiceTarget {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        let service = &self.service;
        let mode = service.task_definition().network_mode();
        if mode == NetworkMode::None {
            service.facts_node().error(
                "target-network",
                "tasks with network mode `none` cannot be reached by a load balancer",
                "use another network mode",
            );
        }
        if let Some(mapping) = self.mapping(service.facts_node()) {
            group.register_connectable(service, Some(mapping.ingress(mode)));
            let advanced = self.alternate.as_ref().map(|alternate| alternate.bind(service));
            let description = Expr::object([
                ("AdvancedConfiguration", advanced.unwrap_or(Expr::Null)),
                ("ContainerName", Expr::from(self.container.clone())),
                ("ContainerPort", Expr::from(i64::from(mapping.container_port))),
                ("TargetGroupArn", group.target_group_arn().into()),
            ]);
            service.add_load_balancer(description);
            group.load_balancer_attached_before(service.cfn());
        }
        match mode {
            NetworkMode::AwsVpc => TargetRegistration::dynamic(TargetType::Ip),
            _ => TargetRegistration::dynamic(TargetType::Instance),
        }
    }
}

impl LoadBalancerTarget for BaseService {
    /// The first port of the default container.
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        match self.task_definition().default_container() {
            Some(container) => {
                self.load_balancer_target(container.container_name()).attach_to(group)
            }
            None => {
                self.facts_node().error(
                    "target-container",
                    "the task has no essential container that a load balancer could reach",
                    "add one with `add_container` before the service is registered",
                );
                TargetRegistration::dynamic(TargetType::Ip)
            }
        }
    }
}

impl LoadBalancerTarget for FargateService {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        (**self).attach_to(group)
    }
}

impl LoadBalancerTarget for Ec2Service {
    fn attach_to(&self, group: &TargetGroup) -> TargetRegistration {
        (**self).attach_to(group)
    }
}
