//! The scenarios by name, in files by subject; names as in the AWS CDK's scenario file.

mod containers;
mod core;
mod data;
mod databases;
mod delivery;
mod dns;
mod hosts;
mod identity;
mod kubernetes;
mod network;
mod operations;

use cumulo::{App, Stack};

/// A scenario: its name, and what it describes.
pub type Scenario = (&'static str, fn(&App));

/// All scenarios.
pub fn all() -> Vec<Scenario> {
    [
        containers::SCENARIOS,
        core::SCENARIOS,
        dns::SCENARIOS,
        hosts::SCENARIOS,
        identity::SCENARIOS,
        kubernetes::SCENARIOS,
        network::SCENARIOS,
        operations::SCENARIOS,
        data::SCENARIOS,
        databases::SCENARIOS,
        delivery::SCENARIOS,
    ]
    .concat()
}

/// The stack that scenarios with only one use.
pub fn stack(app: &App) -> Stack {
    Stack::builder(app, "Stack").build()
}

/// File name and text of each template that the scenario makes.
///
/// # Errors
/// With the findings, when synthesis fails.
pub fn templates(build: fn(&App)) -> Result<Vec<(String, String)>, String> {
    let app = App::new();
    build(&app);
    let synthesis = app.synth().map_err(|findings| format!("{findings:#?}"))?;
    let file = |path: &str| format!("{}.template.json", path.replace('/', "-"));
    Ok(synthesis.stacks().map(|stack| (file(&stack.path), stack.template.clone())).collect())
}
