//! CPU and memory of Fargate tasks come in pairs.

use super::fargate_task::is_fargate;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3047",
    level: Level::Error,
    summary: "Fargate does not offer this pair of CPU and memory",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for resource in
        view.resources.iter().filter(|resource| resource.type_name == "AWS::ECS::TaskDefinition")
    {
        let Some(properties) = resource.properties() else { continue };
        let (Some(cpu_node), Some(memory_node)) = (properties.get("Cpu"), properties.get("Memory"))
        else {
            continue;
        };
        let (Some(cpu), Some(memory)) = (units(cpu_node), units(memory_node)) else { continue };
        if !is_fargate(properties) {
            continue;
        }
        let row = SIZES.iter().find(|(known, ..)| *known == cpu);
        let Some((_, least, most, step)) = row else {
            let message = format!("Fargate does not offer {cpu} CPU units");
            report.add(
                At::Value(cpu_node),
                message,
                Some("allowed: 256, 512, 1024, 2048, 4096, 8192, 16384".to_owned()),
            );
            continue;
        };
        let fine = (*least..=*most).contains(&memory)
            && (memory % step == 0 || (cpu == 256 && memory == 512));
        if !fine {
            let message = format!("Fargate does not offer {cpu} CPU units with {memory} MiB");
            let help =
                format!("allowed with {cpu} CPU units: {least} to {most} MiB in steps of {step}");
            report.add(At::Value(memory_node), message, Some(help));
        }
    }
}

/// CPU units, least and most memory in MiB, step in MiB.
/// Source: <https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html>
const SIZES: &[(u32, u32, u32, u32)] = &[
    (256, 512, 2048, 1024),
    (512, 1024, 4096, 1024),
    (1024, 2048, 8192, 1024),
    (2048, 4096, 16384, 1024),
    (4096, 8192, 30720, 1024),
    (8192, 16384, 61440, 4096),
    (16384, 32768, 122_880, 8192),
];

/// A plain number; `0.5 vCPU` and `1 GB` are other ways to write it that are left to AWS.
fn units(node: &Node) -> Option<u32> {
    node.scalar_text()?.parse().ok()
}
