//! What an app consists of.

use super::check;
use super::synth::{Output, SynthRequest, Synthesized};
use crate::context::Context;
use crate::error::Error;
use crate::program::{Format, Target};
use serde::Serialize;

/// An app or assembly with its stacks.
#[derive(Debug, Serialize)]
pub struct Listing {
    /// Name of the app, or the assembly's folder.
    pub app: String,
    /// Folder, relative to the current one.
    pub folder: String,
    /// Stages in their order.
    pub stages: Vec<ListedStage>,
}

/// A stage with its stacks.
#[derive(Debug, Serialize)]
pub struct ListedStage {
    /// Name; absent for stacks outside every stage.
    pub name: Option<String>,
    /// Account.
    pub account: Option<String>,
    /// Home region.
    pub region: Option<String>,
    /// Whether data is guarded.
    pub protected: bool,
    /// Stacks, each after those it needs.
    pub stacks: Vec<ListedStack>,
}

/// A stack.
#[derive(Debug, Serialize)]
pub struct ListedStack {
    /// Name in CloudFormation.
    pub name: String,
    /// Construct path.
    pub path: String,
    /// Account.
    pub account: Option<String>,
    /// Region.
    pub region: Option<String>,
    /// Resources of the template, nested stacks included.
    pub resources: usize,
    /// Ids of the stacks that come first.
    pub needs: Vec<String>,
}

/// Lists what a target consists of; the program runs, nothing is written or validated.
pub fn run(cx: &Context, target: &Target, stages: &[String]) -> Result<Listing, Error> {
    let request = SynthRequest {
        target,
        stages,
        format: Format::Json,
        output: Output::Temporary,
        validate: false,
    };
    let Synthesized { assembly, .. } = &super::synth::run(cx, &request)?;
    let stages = assembly.stages.iter().map(|stage| ListedStage {
        name: stage.name.clone(),
        account: stage.account.clone(),
        region: stage.region.clone(),
        protected: stage.protected,
        stacks: stage
            .stacks
            .iter()
            .map(|stack| ListedStack {
                name: stack.name.clone(),
                path: stack.path.clone(),
                account: stack.account.clone(),
                region: stack.region.clone(),
                resources: check::count_resources(stack),
                needs: stack.dependencies.clone(),
            })
            .collect(),
    });
    Ok(Listing {
        app: target.name(cx),
        folder: cx.relative(target.folder()),
        stages: stages.collect(),
    })
}
