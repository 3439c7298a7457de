//! Rules.

use crate::bag::list;
use crate::{Expr, IntoValue, Value};

/// What happens to a request that a rule matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleAction {
    /// It is let in.
    Allow,
    /// It is refused.
    Block,
    /// It is counted, and the next rule looks at it.
    Count,
    /// It must solve a puzzle.
    Captcha,
    /// Its browser must prove that it is one.
    Challenge,
}

impl RuleAction {
    pub(super) fn to_expr(self) -> Expr {
        Expr::object([(format!("{self:?}"), Expr::Map(indexmap::IndexMap::new()))])
    }
}

/// Groups of rules that AWS writes and keeps up to date.
///
/// Source: <https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html>
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ManagedRuleGroup {
    /// Common attacks, such as cross-site scripting.
    CommonRuleSet,
    /// Requests that no good client makes.
    KnownBadInputs,
    /// SQL in requests.
    SqlDatabase,
    /// Attacks on Linux.
    Linux,
    /// Attacks on PHP.
    Php,
    /// Attacks on WordPress.
    WordPress,
    /// Paths of administrators.
    AdminProtection,
    /// Addresses that AWS knows as bad.
    AmazonIpReputation,
    /// Proxies and other ways to hide.
    AnonymousIp,
    /// Bots; costs extra.
    BotControl,
}

impl ManagedRuleGroup {
    fn name(self) -> &'static str {
        match self {
            Self::CommonRuleSet => "AWSManagedRulesCommonRuleSet",
            Self::KnownBadInputs => "AWSManagedRulesKnownBadInputsRuleSet",
            Self::SqlDatabase => "AWSManagedRulesSQLiRuleSet",
            Self::Linux => "AWSManagedRulesLinuxRuleSet",
            Self::Php => "AWSManagedRulesPHPRuleSet",
            Self::WordPress => "AWSManagedRulesWordPressRuleSet",
            Self::AdminProtection => "AWSManagedRulesAdminProtectionRuleSet",
            Self::AmazonIpReputation => "AWSManagedRulesAmazonIpReputationList",
            Self::AnonymousIp => "AWSManagedRulesAnonymousIpList",
            Self::BotControl => "AWSManagedRulesBotControlRuleSet",
        }
    }
}

/// Whose requests a limit counts together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AggregateBy {
    /// Those of an address.
    #[default]
    Ip,
    /// Those of an address that a proxy reports.
    ForwardedIp,
}

/// A rule of a web ACL. Rules are asked in the order in which they are given.
///
/// ```
/// use cumulo::wafv2::{ManagedRuleGroup, RuleAction, WafRule};
/// let common = WafRule::managed(ManagedRuleGroup::CommonRuleSet).count_rules(["SizeRestrictions_BODY"]);
/// let limit = WafRule::rate_limit("limit", 2_000);
/// let home = WafRule::countries("home", ["DE", "FR"]).action(RuleAction::Allow);
/// ```
#[derive(Clone, Debug)]
pub struct WafRule {
    name: String,
    statement: Statement,
    action: Option<RuleAction>,
    counted: Vec<String>,
}

#[derive(Clone, Debug)]
enum Statement {
    Managed(&'static str),
    Rate(u32, AggregateBy),
    Countries(Vec<String>),
    IpSet(Value<String>),
    Custom(Expr),
}

impl WafRule {
    /// A group of rules of AWS, with the actions that AWS gave them.
    pub fn managed(group: ManagedRuleGroup) -> Self {
        Self::new(group.name(), Statement::Managed(group.name()), None)
    }

    /// Refuses who makes more than this many requests in five minutes, 10 at least.
    pub fn rate_limit(name: impl Into<String>, requests: u32) -> Self {
        let statement = Statement::Rate(requests, AggregateBy::Ip);
        Self::new(name, statement, Some(RuleAction::Block))
    }

    /// Refuses requests from these countries, by their two letters.
    pub fn countries(
        name: impl Into<String>,
        countries: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let countries = countries.into_iter().map(Into::into).collect();
        Self::new(name, Statement::Countries(countries), Some(RuleAction::Block))
    }

    /// Refuses requests from the addresses of an IP set, by its ARN.
    pub fn ip_set(name: impl Into<String>, arn: impl IntoValue<String>) -> Self {
        Self::new(name, Statement::IpSet(arn.into_value()), Some(RuleAction::Block))
    }

    /// Refuses what a statement in WAF's own notation matches.
    pub fn custom(name: impl Into<String>, statement: impl Into<Expr>) -> Self {
        Self::new(name, Statement::Custom(statement.into()), Some(RuleAction::Block))
    }

    fn new(name: impl Into<String>, statement: Statement, action: Option<RuleAction>) -> Self {
        Self { name: name.into(), statement, action, counted: Vec::new() }
    }

    /// What happens to requests that it matches; a managed group knows only [`RuleAction::Count`].
    #[must_use]
    pub fn action(mut self, action: RuleAction) -> Self {
        self.action = Some(action);
        self
    }

    /// Rules of a managed group that only count.
    #[must_use]
    pub fn count_rules(mut self, rules: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.counted = rules.into_iter().map(Into::into).collect();
        self
    }

    /// Whose requests a rate limit counts together. Default: those of an address.
    #[must_use]
    pub fn aggregate_by(mut self, key: AggregateBy) -> Self {
        if let Statement::Rate(_, known) = &mut self.statement {
            *known = key;
        }
        self
    }

    /// The limit of a rate rule.
    pub(super) fn limit(&self) -> Option<u32> {
        match self.statement {
            Statement::Rate(limit, _) => Some(limit),
            _ => None,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn to_expr(&self, priority: usize) -> Expr {
        let is_group = matches!(self.statement, Statement::Managed(_));
        let (action, overridden) = match (is_group, self.action) {
            (true, Some(RuleAction::Count)) => (Expr::Null, RuleAction::Count.to_expr()),
            (true, _) => {
                (Expr::Null, Expr::object([("None", Expr::Map(indexmap::IndexMap::new()))]))
            }
            (false, action) => (action.unwrap_or(RuleAction::Block).to_expr(), Expr::Null),
        };
        Expr::object([
            ("Action", action),
            ("Name", Expr::from(self.name.clone())),
            ("OverrideAction", overridden),
            ("Priority", Expr::from(i64::try_from(priority).unwrap_or(i64::MAX))),
            ("Statement", self.statement()),
            ("VisibilityConfig", visibility(&self.name)),
        ])
    }

    fn statement(&self) -> Expr {
        match &self.statement {
            Statement::Managed(name) => {
                let counted = self.counted.iter().map(|rule| {
                    Expr::object([
                        ("ActionToUse", RuleAction::Count.to_expr()),
                        ("Name", Expr::from(rule.clone())),
                    ])
                });
                let group = Expr::object([
                    ("Name", Expr::from(*name)),
                    ("RuleActionOverrides", list(counted)),
                    ("VendorName", Expr::from("AWS")),
                ]);
                Expr::object([("ManagedRuleGroupStatement", group)])
            }
            Statement::Rate(limit, key) => {
                let (key, forwarded) = match key {
                    AggregateBy::Ip => ("IP", Expr::Null),
                    AggregateBy::ForwardedIp => {
                        let header = Expr::object([
                            ("FallbackBehavior", Expr::from("MATCH")),
                            ("HeaderName", Expr::from("X-Forwarded-For")),
                        ]);
                        ("FORWARDED_IP", header)
                    }
                };
                let rate = Expr::object([
                    ("AggregateKeyType", Expr::from(key)),
                    ("ForwardedIPConfig", forwarded),
                    ("Limit", Expr::from(i64::from(*limit))),
                ]);
                Expr::object([("RateBasedStatement", rate)])
            }
            Statement::Countries(countries) => {
                let codes = list(countries.iter().cloned());
                Expr::object([("GeoMatchStatement", Expr::object([("CountryCodes", codes)]))])
            }
            Statement::IpSet(arn) => {
                let set = Expr::object([("Arn", Expr::from(arn))]);
                Expr::object([("IPSetReferenceStatement", set)])
            }
            Statement::Custom(statement) => statement.clone(),
        }
    }
}

/// `VisibilityConfig`: metrics and samples under this name.
pub(super) fn visibility(name: &str) -> Expr {
    Expr::object([
        ("CloudWatchMetricsEnabled", Expr::from(true)),
        ("MetricName", Expr::from(name.to_owned())),
        ("SampledRequestsEnabled", Expr::from(true)),
    ])
}
