//! How long a function may work.

use super::{At, Report, Rule, View};
use crate::finding::Level;

/// Seconds that AWS gives a function; those on instances of one's own may work longer.
/// Source: <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>
const MOST: f64 = 900.0;

pub(super) const RULE: Rule = Rule {
    id: "E3717",
    level: Level::Error,
    summary: "A function that may work longer than 15 minutes",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Lambda::Function") {
        let own_instances = properties.get("CapacityProviderConfig").is_some();
        let Some(node) = properties.get("Timeout").filter(|_| !own_instances) else { continue };
        // Beyond the schema's range, E3034 tells.
        if node.scalar_number().is_some_and(|seconds| seconds > MOST && seconds <= 5400.0) {
            let message = format!("a function works {MOST} seconds at most, found {}", node.brief());
            let help = "split the work, or give it to a container or a state machine".to_owned();
            report.add(At::Value(node), message, Some(help));
        }
    }
}
