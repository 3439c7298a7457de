//! The command line: one file per command.

mod completions;
mod deploy;
mod destroy;
mod init;
mod list;
mod live;
mod synth;
mod validate;

use crate::context::{Color, Context};
use crate::error::{Error, Exit};
use crate::program::{self, Target};
use clap::{Args, Parser, Subcommand};
use std::process::ExitCode;

/// Describes AWS systems in Rust and deploys them with CloudFormation.
#[derive(Debug, Parser)]
#[command(
    name = "cumulo",
    version,
    propagate_version = false,
    max_term_width = 100,
    after_help = "\
Examples:
  cumulo init shop              start a new app in the folder shop
  cumulo list                   stages and stacks of the app in this folder
  cumulo synth                  write the templates of every stage to cumulo.out
  cumulo validate template.yaml check any CloudFormation template
  cumulo deploy --stage test    show what would change, ask, and change it

Exit codes: 0 done, 1 error, 2 differences, 3 findings, 4 not approved, 5 failed and rolled back,
6 failed and the stack needs help, 64 wrong command line, 130 interrupted."
)]
pub struct Cli {
    /// When to write colours: auto, always or never. With auto, only to a terminal and unless
    /// NO_COLOR is set.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: Color,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the tool does.
#[derive(Debug, Subcommand)]
pub enum Command {
    Init(init::Init),
    Synth(synth::Synth),
    List(list::List),
    Validate(validate::Validate),
    Deploy(deploy::Deploy),
    Destroy(destroy::Destroy),
    Completions(completions::Completions),
}

impl Command {
    /// Runs the command; what it has to say beyond its result goes to standard error.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        match self {
            Command::Init(init) => init.run(cx),
            Command::Synth(synth) => synth.run(cx),
            Command::List(list) => list.run(cx),
            Command::Validate(validate) => validate.run(cx),
            Command::Deploy(deploy) => deploy.run(cx),
            Command::Destroy(destroy) => destroy.run(cx),
            Command::Completions(completions) => completions.run(),
        }
    }
}

/// Which app and which of its stages a command is about.
#[derive(Debug, Args)]
pub struct Selection {
    /// App by name or folder, or a cloud assembly's folder (such as cdk.out); default: this folder's
    /// app, or all apps below it.
    #[arg(long, value_name = "APP")]
    pub app: Option<String>,
    /// Stage; repeat it for several. Default: all.
    #[arg(long = "stage", value_name = "STAGE")]
    pub stages: Vec<String>,
}

impl Selection {
    /// The apps and assemblies that are meant.
    pub fn targets(&self, cx: &Context) -> Result<Vec<Target>, Error> {
        program::find(cx, self.app.as_deref())
    }
}

/// Does something for each target and collects what comes of it.
///
/// The failure of one target does not keep it from the others: it is reported under the target's name, and the
/// first failure's code is handed back. A failure of the only target is the failure of the command.
fn for_each<T>(
    cx: &Context,
    targets: &[Target],
    mut act: impl FnMut(&Target) -> Result<T, Error>,
) -> Result<(Vec<T>, Exit), Error> {
    let mut results = Vec::new();
    let mut first = Exit::Ok;
    for target in targets {
        match act(target) {
            Ok(result) => results.push(result),
            Err(error) if targets.len() == 1 => return Err(error),
            Err(Error::OutputClosed) => return Err(Error::OutputClosed),
            Err(error) => {
                crate::output::say(&format!("{}:\n", target.name(cx)));
                let exit = error.report();
                if first == Exit::Ok {
                    first = exit;
                }
            }
        }
    }
    Ok((results, first))
}

/// Prints help, version or a usage error as clap has it, with our exit code for the latter.
pub fn usage(error: &clap::Error) -> ExitCode {
    // A closed output is no reason to fail.
    let _ = error.print();
    if error.use_stderr() { Exit::Usage.into() } else { Exit::Ok.into() }
}
