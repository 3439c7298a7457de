//! Listener rules: what happens to some of a listener's requests.

use super::{ApplicationListener, ListenerAction, ListenerCondition};
use crate::bag::any;
use crate::cfn::elasticloadbalancingv2::{CfnListenerRule, CfnListenerRuleRequired};
use crate::{CfnType, Construct, Expr, Node, Resource, Value};
use bon::bon;

/// A rule of a listener: what happens to requests for which all conditions hold.
///
/// [`ApplicationListener::add_action`] and its like make rules too.
///
/// ```
/// use cumulo::elbv2::{
///     ApplicationListenerRule, ApplicationLoadBalancer, FixedResponse, IpTarget, Listen, ListenerAction, ListenerCondition,
/// };
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Shop").build();
/// # let vpc = cumulo::ec2::Vpc::builder(&stack, "Vpc").build();
/// # let lb = ApplicationLoadBalancer::builder(&stack, "Lb").vpc(&vpc).internet_facing(true).build();
/// # let http = lb.add_listener("Http", Listen::http(80)).build();
/// # http.add_targets("Web").port(8080).targets([IpTarget::new("10.0.0.9")]).build();
/// ApplicationListenerRule::builder(&stack, "Closed")
///     .listener(&http)
///     .priority(10)
///     .conditions([ListenerCondition::path_patterns(["/admin/*"])])
///     .action(ListenerAction::fixed_response(403))
///     .build();
/// # cumulo::testing::Template::of(&app, "Shop");
/// ```
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-elasticloadbalancingv2-listenerrule.html>
#[derive(Clone, Debug)]
pub struct ApplicationListenerRule {
    node: Node,
    cfn: Resource<CfnListenerRule>,
}

#[bon]
impl ApplicationListenerRule {
    /// A rule.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Listener whose requests it is about.
        listener: &ApplicationListener,
        /// Place among the listener's rules, 1 to 50,000: the rule with the lowest number that fits decides.
        priority: u16,
        /// Conditions that must all hold, at least one.
        #[builder(with = |conditions: impl IntoIterator<Item = ListenerCondition>| conditions.into_iter().collect())]
        conditions: Vec<ListenerCondition>,
        /// What happens to the requests.
        #[builder(into)]
        action: ListenerAction,
    ) -> ApplicationListenerRule {
        let node = scope.node().child(id);
        if conditions.is_empty() {
            node.error(
                "listener-rule-conditions",
                "the rule has no condition",
                "give it one by `conditions`, or make its action the listener's default",
            );
        }
        if priority == 0 || priority > 50_000 {
            node.error(
                "listener-rule-priority",
                format!("the rule's priority is {priority}"),
                "choose 1 to 50000",
            );
        }
        let conditions = conditions.into_iter().map(|condition| condition.0).collect();
        let cfn = CfnListenerRule::new(CfnListenerRuleRequired {
            actions: any(action.render()),
            conditions: any(Expr::List(conditions)),
            priority,
        })
        .listener_arn(listener.listener_arn())
        .add_to(&node, "Resource");
        let rule = ApplicationListenerRule { node, cfn };
        action.bind(&rule, &listener.listener_arn(), listener.load_balancer_connections());
        rule
    }
}

impl ApplicationListenerRule {
    /// The resource.
    pub fn cfn(&self) -> &Resource<CfnListenerRule> {
        &self.cfn
    }

    /// Adds a condition that must hold too.
    pub fn add_condition(&self, condition: ListenerCondition) {
        self.cfn.edit_properties(|properties| properties.push("Conditions", condition.0));
    }

    /// ARN of the rule.
    pub fn listener_rule_arn(&self) -> Value<String> {
        self.cfn.reference()
    }
}

impl Construct for ApplicationListenerRule {
    fn node(&self) -> &Node {
        &self.node
    }
}
