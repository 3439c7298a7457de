//! Developer commands of the workspace: `cargo xtask <command>`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod bench;
mod schemas;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "Developer commands of the cumulo workspace")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Bench(bench::Bench),
    Schemas(schemas::Schemas),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Bench(command) => command.run(),
        Command::Schemas(command) => command.run(),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
