//! The stacks of a stage as a deployment sees them, and which has to wait for which.

use super::names::Names;
use super::upload::{Package, PackageError};
use cumulo_core::assembly::{Stack, Stage};

/// A stack that is deployed.
#[derive(Clone, Debug)]
pub struct Target {
    /// The stack in the assembly.
    pub stack: Stack,
    /// Region to deploy it to.
    pub region: String,
    /// Construct paths.
    pub names: Names,
    /// Its templates.
    pub package: Package,
    /// Stacks that are deployed before it, by index.
    pub after: Vec<usize>,
    /// Those of them whose values its change set cannot do without.
    pub reads: Vec<usize>,
}

/// Why a stage's stacks cannot be deployed in any order.
#[derive(Debug, thiserror::Error)]
pub enum TargetError {
    /// A template cannot be sent.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// The stack belongs to no region.
    #[error("stack {stack} has no region")]
    NoRegion {
        /// Name of the stack.
        stack: String,
    },
    /// Stacks wait for each other.
    #[error("these stacks depend on each other in a circle: {}", stacks.join(", "))]
    Circle {
        /// Names of the stacks.
        stacks: Vec<String>,
    },
}

/// Reads the templates of `stacks` and puts the stacks in order.
///
/// `default_region` is for stacks whose program left the region open.
pub fn targets(
    stage: &Stage,
    stacks: &[Stack],
    default_region: Option<&str>,
) -> Result<Vec<Target>, TargetError> {
    let stage_name = stage.name.as_deref().unwrap_or_default();
    let mut targets = Vec::new();
    for stack in stacks {
        let region = stack.region.as_deref().or(stage.region.as_deref()).or(default_region);
        let region =
            region.ok_or_else(|| TargetError::NoRegion { stack: stack.name.clone() })?.to_owned();
        targets.push(Target {
            names: Names::of(stage_name, stack),
            package: Package::read(stack)?,
            stack: stack.clone(),
            region,
            after: Vec::new(),
            reads: Vec::new(),
        });
    }
    let links: Vec<_> = (0..targets.len()).map(|index| links(&targets, index)).collect();
    for (target, (after, reads)) in targets.iter_mut().zip(links) {
        (target.after, target.reads) = (after, reads);
    }
    in_order(targets)
}

/// Stacks that come before `targets[index]`, and those of them whose values it reads.
fn links(targets: &[Target], index: usize) -> (Vec<usize>, Vec<usize>) {
    let own = &targets[index];
    let needs = own.package.template.needs();
    let mut after = Vec::new();
    let mut reads = Vec::new();
    for (other_index, other) in targets.iter().enumerate() {
        if other_index == index {
            continue;
        }
        let declared = own.stack.dependencies.contains(&other.stack.id);
        let exports = other.package.template.exports();
        let name = other.stack.name.as_str();
        let reads_it = needs.exports.iter().any(|export| exports.contains(export))
            || needs.stacks.iter().any(|stack| names_stack(stack, name))
            // Which stack is meant shows at deployment only: any declared one may be.
            || needs.unknown && declared;
        if declared || reads_it {
            after.push(other_index);
        }
        if reads_it {
            reads.push(other_index);
        }
    }
    (after, reads)
}

/// A stack is named by its name or its ARN.
fn names_stack(named: &str, name: &str) -> bool {
    named == name || named.split('/').nth(1) == Some(name)
}

fn in_order(targets: Vec<Target>) -> Result<Vec<Target>, TargetError> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < targets.len() {
        let ready = (0..targets.len()).find(|index| {
            !order.contains(index)
                && targets[*index].after.iter().all(|other| order.contains(other))
        });
        match ready {
            Some(index) => order.push(index),
            None => {
                let rest = (0..targets.len()).filter(|index| !order.contains(index));
                let stacks = rest.map(|index| targets[index].stack.name.clone()).collect();
                return Err(TargetError::Circle { stacks });
            }
        }
    }
    let place = |index: &usize| order.iter().position(|other| other == index).unwrap_or(0);
    let mut sorted: Vec<(usize, Target)> = targets
        .into_iter()
        .enumerate()
        .map(|(index, mut target)| {
            target.after = target.after.iter().map(place).collect();
            target.reads = target.reads.iter().map(place).collect();
            (place(&index), target)
        })
        .collect();
    sorted.sort_by_key(|(place, _)| *place);
    Ok(sorted.into_iter().map(|(_, target)| target).collect())
}
