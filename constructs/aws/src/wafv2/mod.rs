//! WAF: rules in front of load balancers and APIs.

mod rule;
mod web_acl;

pub use rule::{AggregateBy, ManagedRuleGroup, RuleAction, WafRule};
pub use web_acl::{Scope, WebAcl};
