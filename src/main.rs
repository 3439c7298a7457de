//! `cumulo`, the command-line tool: synthesizes, validates and deploys AWS systems described in Rust.

mod actions;
mod commands;
mod context;
mod deploy;
mod error;
mod host;
mod output;
mod program;
mod report;
mod starter;

use clap::Parser;
use context::Context;
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match commands::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return commands::usage(&error),
    };
    let context = match Context::new(cli.color) {
        Ok(context) => context,
        Err(error) => return error.report().into(),
    };
    match cli.command.run(&context) {
        Ok(exit) => exit.into(),
        Err(error) => error.report().into(),
    }
}
