//! Two resources cannot have one physical name.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::view::Resource;

pub(super) const RULE: Rule = Rule {
    id: "E3019",
    level: Level::Error,
    summary: "Two resources of a type have the same name",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    let mut known: Vec<(&Resource, Vec<&Node>)> = Vec::new();
    for resource in
        view.resources.iter().filter(|resource| resource.body().get("Condition").is_none())
    {
        if resource.is_custom() {
            continue; // what its properties mean is its owner's to say
        }
        let (Some(schema), Some(properties)) = (&resource.schema, resource.properties()) else {
            continue;
        };
        // What AWS gives out is never the same.
        let given = |name: &str| properties.get(name).filter(|node| node.as_str().is_some());
        let Some(identity) =
            schema.identity.iter().map(|name| given(name)).collect::<Option<Vec<_>>>()
        else {
            continue;
        };
        let Some(node) = identity.first().copied() else { continue };
        let twin = known.iter().find(|(other, theirs)| {
            other.type_name == resource.type_name
                && theirs.len() == identity.len()
                && theirs.iter().zip(&identity).all(|(a, b)| a.same(b))
        });
        if let Some((other, _)) = twin {
            report.add(
                At::Value(node),
                format!("{} has the name {} too", other.id, node.brief()),
                None,
            );
        }
        known.push((resource, identity));
    }
}
