//! `AWS::Serverless` resources need their transform.

use super::{At, Report, Rule, View};
use crate::finding::Level;

pub(super) const RULE: Rule = Rule {
    id: "E3038",
    level: Level::Error,
    summary: "A serverless resource without the serverless transform",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    if view.macros.serverless || view.macros.foreign {
        return;
    }
    for resource in view.resources.iter().filter(|resource| resource.is_serverless()) {
        if let Some(node) = resource.body().get("Type") {
            let help = "add `Transform: AWS::Serverless-2016-10-31`".to_owned();
            report.add(
                At::Value(node),
                format!("{} needs the serverless transform", resource.type_name),
                Some(help),
            );
        }
    }
}
