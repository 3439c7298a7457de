//! Suppressions in a template's metadata, as cfn-lint reads them.
//!
//! ```yaml
//! Metadata: {cfn-lint: {config: {ignore_checks: [E3002, W]}}}
//! ```
//!
//! At the top they hold for the whole template, in a resource for that resource. `W` stands for all warnings.

use super::view::View;
use crate::finding::Finding;
use crate::template::Node;

/// Removes what the template suppresses; that it cannot be read is always told.
pub(super) fn remove(view: &View<'_>, findings: &mut Vec<Finding>) {
    let everywhere = ignored(view.template.root());
    findings.retain(|finding| {
        let resource = finding.resource.as_deref().and_then(|id| view.resource(id));
        let here = resource.map(|resource| ignored(resource.body())).unwrap_or_default();
        let mut ids = everywhere.iter().chain(here).filter_map(Node::as_str);
        finding.rule == "E0000" || !ids.any(|id| !id.is_empty() && finding.rule.starts_with(id))
    });
}

fn ignored(body: &Node) -> &[Node] {
    let config = body.get("Metadata").and_then(|metadata| metadata.get("cfn-lint")?.get("config"));
    config.and_then(|config| config.get("ignore_checks")?.as_array()).unwrap_or_default()
}
