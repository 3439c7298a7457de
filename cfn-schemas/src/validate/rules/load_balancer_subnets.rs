//! An application load balancer spans two zones.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::{Function, call};

pub(super) const RULE: Rule = Rule {
    id: "E3680",
    level: Level::Error,
    summary: "An application load balancer with fewer than two subnets",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::ElasticLoadBalancingV2::LoadBalancer") {
        let kind = properties.get("Type").map_or(Some("application"), |node| node.as_str());
        let Some(subnets) = properties.get("Subnets").filter(|_| kind == Some("application"))
        else {
            continue;
        };
        let single = match subnets.as_array() {
            Some([one]) => call(one)
                .is_none_or(|(function, _)| matches!(function, Function::Ref | Function::GetAtt)),
            Some([]) => true,
            _ => false,
        };
        if single {
            let message = "an application load balancer needs at least two subnets, in two availability zones";
            report.add(At::Value(subnets), message, None);
        }
    }
}
