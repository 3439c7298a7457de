//! The task of a pattern on instances.

use super::TaskImageOptions;
use super::fargate_task::{ContainerSettings, check_options};
use crate::Node;
use crate::ecs::Ec2TaskDefinition;

/// The task definition that is given, or a new one below `node`, with the container.
#[track_caller]
pub(super) fn ec2_task(
    node: &Node,
    id: &str,
    given: Option<&Ec2TaskDefinition>,
    options: Option<TaskImageOptions>,
    container: ContainerSettings,
) -> Ec2TaskDefinition {
    check_options(node, given.is_some(), options.is_some());
    let definition = given.cloned().unwrap_or_else(|| {
        let role = |role: fn(&TaskImageOptions) -> &Option<crate::iam::Role>| {
            options.as_ref().and_then(|options| role(options).as_ref())
        };
        Ec2TaskDefinition::builder(node, id)
            .maybe_task_role(role(|options| &options.task_role))
            .maybe_execution_role(role(|options| &options.execution_role))
            .maybe_family(options.as_ref().and_then(|options| options.family.clone()))
            .build()
    });
    if let Some(options) = options {
        container.add(node, &definition, options);
    }
    definition
}
