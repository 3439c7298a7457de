//! How requests come from a listener to a service.

use crate::ecs::{AlternateTarget, BaseService, ListenerRuleConfiguration, NetworkMode};
use crate::elbv2::{
    ApplicationListener, ApplicationListenerRule, ApplicationProtocol, ApplicationTargetGroup,
    FixedResponse, Forward, HealthCheck, ListenerCondition, TargetType,
};
use crate::{Construct, Duration};

/// How long a task that leaves may finish its requests.
const DEREGISTRATION_DELAY: Duration = Duration::seconds(30);

/// The target groups of a service.
#[derive(Clone, Debug)]
pub(super) struct Traffic {
    pub(super) group: ApplicationTargetGroup,
    pub(super) alternate: Option<ApplicationTargetGroup>,
}

impl Traffic {
    /// Sends the listener's requests, or those of a rule, to the service; where `moves`, through two groups between which deployments move them.
    #[track_caller]
    pub(super) fn to(
        service: &BaseService,
        listener: &ApplicationListener,
        rule: Option<(u16, Vec<ListenerCondition>)>,
        moves: bool,
        check: HealthCheck,
    ) -> Self {
        let (place, conditions) = rule.unzip();
        if !moves {
            let group = listener
                .add_targets("App")
                .protocol(ApplicationProtocol::Http)
                .targets([service])
                .health_check(check)
                .deregistration_delay(DEREGISTRATION_DELAY)
                .maybe_priority(place)
                .conditions(conditions.unwrap_or_default())
                .build();
            check_own_port(&group);
            return Self { group, alternate: None };
        }
        let scope = listener.node();
        let target_type = match service.task_definition().network_mode() {
            NetworkMode::AwsVpc => TargetType::Ip,
            _ => TargetType::Instance,
        };
        let group = |id: &str| {
            let group = ApplicationTargetGroup::builder(scope, id)
                .vpc(service.cluster().vpc())
                .protocol(ApplicationProtocol::Http)
                .target_type(target_type)
                .health_check(check.clone())
                .deregistration_delay(DEREGISTRATION_DELAY)
                .build();
            check_own_port(&group);
            group
        };
        let (blue, green) = (group("Blue"), group("Green"));
        if place.is_none() {
            listener.add_action("Nothing").action(FixedResponse::new(404)).build();
        }
        // ECS changes the weights of this rule; the listener's own action it cannot change.
        let rule = ApplicationListenerRule::builder(scope, "Production")
            .listener(listener)
            .priority(place.unwrap_or(1))
            .conditions(
                conditions.unwrap_or_else(|| vec![ListenerCondition::path_patterns(["/*"])]),
            )
            .action(Forward::weighted([(&blue, 1), (&green, 0)]))
            .build();
        let production = ListenerRuleConfiguration::application_listener_rule(&rule);
        let container = service.task_definition().default_container();
        let name = container.map_or_else(String::new, |one| one.container_name().to_owned());
        let target = service.load_balancer_target(name).alternate_target(AlternateTarget::new(
            "Deployment",
            &green,
            production,
        ));
        blue.add_target(&target);
        Self { group: blue, alternate: Some(green) }
    }
}

/// Checks each task on the port that its host chose for it, where the user's check names none.
fn check_own_port(group: &ApplicationTargetGroup) {
    if let Some(cfn) = group.target_group().cfn() {
        cfn.edit_properties(|properties| {
            if properties.get("HealthCheckPort").is_none() {
                properties.set("HealthCheckPort", "traffic-port");
            }
        });
    }
}
