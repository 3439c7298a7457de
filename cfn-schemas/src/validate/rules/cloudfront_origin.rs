//! Behaviours name an origin of their distribution.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule = Rule {
    id: "E3057",
    level: Level::Error,
    summary: "A CloudFront behaviour names an origin that does not exist",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::CloudFront::Distribution") {
        let Some(config) = properties.get("DistributionConfig") else { continue };
        let ids = |list: &str, id: fn(&Node) -> Option<&Node>| -> Option<Vec<&str>> {
            let items = config.get(list).map_or(Some(&[][..]), Node::as_array)?;
            items.iter().map(|item| id(item)?.as_str()).collect()
        };
        // Origin groups hold their items one level further down.
        let (Some(origins), None) =
            (ids("Origins", |item| item.get("Id")), config.get("OriginGroups"))
        else {
            continue;
        };
        let others = config.get("CacheBehaviors").and_then(Node::as_array).unwrap_or_default();
        for behaviour in config.get("DefaultCacheBehavior").into_iter().chain(others) {
            let Some(node) = behaviour.get("TargetOriginId") else { continue };
            if let Some(id) = node.as_str()
                && !origins.contains(&id)
            {
                let help =
                    did_you_mean(id, origins.iter().copied()).or_else(|| list("origins", &origins));
                report.add(At::Value(node), format!("the distribution has no origin {id}"), help);
            }
        }
    }
}
