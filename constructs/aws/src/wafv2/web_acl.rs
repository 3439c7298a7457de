//! Web ACLs.

use super::rule::{ManagedRuleGroup, RuleAction, WafRule, visibility};
use crate::bag::{bag, opt};
use crate::cfn::wafv2::{CfnLoggingConfiguration, CfnWebACL, CfnWebACLAssociation};
use crate::elbv2::ApplicationLoadBalancer;
use crate::logs::LogGroup;
use crate::{CfnType, Construct, Expr, IntoValue, Node, Resource, Value};
use bon::bon;

/// What a web ACL protects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// Load balancers and APIs of the stack's region.
    #[default]
    Regional,
    /// CloudFront distributions; the stack must be in us-east-1.
    CloudFront,
}

/// Rules that look at requests before they reach a load balancer or API.
///
/// ```
/// use cumulo::wafv2::{ManagedRuleGroup, WafRule, WebAcl};
/// use cumulo::prelude::*;
/// let app = App::new();
/// let stack = Stack::builder(&app, "Edge").build();
/// let own = WebAcl::builder(&stack, "Acl")
///     .rules([WafRule::rate_limit("limit", 1_000), WafRule::managed(ManagedRuleGroup::SqlDatabase)])
///     .build();
/// let usual = WebAcl::baseline(&stack, "Baseline");
/// # cumulo::testing::Template::of(&app, "Edge");
/// ```
///
/// Findings: `waf-rule-name` when two rules share a name, `waf-rate-limit`, `waf-scope`.
///
/// Source: <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-wafv2-webacl.html>
#[derive(Clone, Debug)]
pub struct WebAcl {
    node: Node,
    cfn: Resource<CfnWebACL>,
}

#[bon]
impl WebAcl {
    /// Starts to describe a web ACL.
    #[builder]
    #[track_caller]
    pub fn new(
        #[builder(start_fn)] scope: &dyn Construct,
        #[builder(start_fn)] id: &str,
        /// Its rules, asked in this order.
        #[builder(default, with = |rules: impl IntoIterator<Item = WafRule>| rules.into_iter().collect())]
        rules: Vec<WafRule>,
        /// What happens to requests that no rule decides.
        #[builder(default = RuleAction::Allow)]
        default_action: RuleAction,
        /// What it protects.
        #[builder(default, name = protects)]
        protects: Scope,
        /// Name in the account. Default: one that CloudFormation makes.
        #[builder(with = |name: impl IntoValue<String>| name.into_value())]
        web_acl_name: Option<Value<String>>,
        /// What it is for, for people.
        #[builder(with = |text: impl IntoValue<String>| text.into_value())]
        description: Option<Value<String>>,
    ) -> WebAcl {
        let node = scope.node().child(id);
        check(&node, &rules, default_action, protects);
        let rendered = rules.iter().enumerate().map(|(i, rule)| rule.to_expr(i));
        let cfn = bag::<CfnWebACL>([
            ("DefaultAction", default_action.to_expr()),
            ("Description", opt(description.as_ref())),
            ("Name", opt(web_acl_name.as_ref())),
            ("Rules", crate::bag::list(rendered)),
            (
                "Scope",
                Expr::from(match protects {
                    Scope::Regional => "REGIONAL",
                    Scope::CloudFront => "CLOUDFRONT",
                }),
            ),
            ("VisibilityConfig", visibility(&node.unique_id())),
        ])
        .add_to(&node, "Resource");
        WebAcl { node, cfn }
    }

    /// What most services want: addresses that AWS knows as bad, bad inputs and common attacks are refused, and who
    /// makes more than 2,000 requests in five minutes.
    #[track_caller]
    pub fn baseline(scope: &dyn Construct, id: &str) -> WebAcl {
        let rules = [
            WafRule::rate_limit("rate-limit", 2_000),
            WafRule::managed(ManagedRuleGroup::AmazonIpReputation),
            WafRule::managed(ManagedRuleGroup::KnownBadInputs),
            WafRule::managed(ManagedRuleGroup::CommonRuleSet),
        ];
        WebAcl::builder(scope, id).rules(rules).build()
    }

    /// The L1.
    pub fn cfn(&self) -> &Resource<CfnWebACL> {
        &self.cfn
    }

    /// Its ARN.
    pub fn web_acl_arn(&self) -> Value<String> {
        self.cfn.attr_arn()
    }

    /// Protects a load balancer.
    #[track_caller]
    pub fn protect(&self, load_balancer: &ApplicationLoadBalancer) {
        let id = format!("Protects{}", load_balancer.node().unique_id());
        self.protect_arn(&id, load_balancer.load_balancer_arn());
    }

    /// Protects something else by its ARN, such as a stage of an API.
    #[track_caller]
    pub fn protect_arn(&self, id: &str, arn: impl IntoValue<String>) {
        bag::<CfnWebACLAssociation>([
            ("ResourceArn", arn.into_value().into_expr()),
            ("WebACLArn", self.web_acl_arn().into_expr()),
        ])
        .add_to(&self.node, id);
    }

    /// Writes requests into a log group, whose name must begin with `aws-waf-logs-`. Findings: `waf-log-name`.
    #[track_caller]
    pub fn log_to(&self, group: &LogGroup) {
        let name = group.log_group_name();
        if name.literal().is_some_and(|name| !name.starts_with("aws-waf-logs-")) {
            self.node.error_here(
                "waf-log-name",
                "WAF writes only into log groups whose names begin with `aws-waf-logs-`",
                "give the log group such a name",
            );
        }
        let arn = self.node.stack().format_arn("logs", crate::text!("log-group:{}", name));
        bag::<CfnLoggingConfiguration>([
            ("LogDestinationConfigs", Expr::List(vec![arn.into_expr()])),
            ("ResourceArn", self.web_acl_arn().into_expr()),
        ])
        .add_to(&self.node, "Logging");
    }
}

fn check(node: &Node, rules: &[WafRule], default_action: RuleAction, protects: Scope) {
    for (i, rule) in rules.iter().enumerate() {
        if rules[..i].iter().any(|earlier| earlier.name() == rule.name()) {
            node.error(
                "waf-rule-name",
                format!("two rules have the name `{}`", rule.name()),
                "give one of them another name",
            );
        }
        if rule.limit().is_some_and(|limit| limit < 10) {
            node.error(
                "waf-rate-limit",
                format!("rule `{}` allows fewer than 10 requests", rule.name()),
                "WAF takes limits from 10 to 2,000,000,000",
            );
        }
    }
    if !matches!(default_action, RuleAction::Allow | RuleAction::Block) {
        node.error(
            "waf-scope",
            format!("{default_action:?} cannot be the default action"),
            "choose Allow or Block",
        );
    }
    let region = node.stack().region();
    if protects == Scope::CloudFront && region.literal().is_some_and(|name| name != "us-east-1") {
        node.error(
            "waf-scope",
            "a web ACL for CloudFront stands outside us-east-1",
            "make it in a stack of that region",
        );
    }
}

impl Construct for WebAcl {
    fn node(&self) -> &Node {
        &self.node
    }
}
