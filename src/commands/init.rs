//! `cumulo init`.

use crate::actions::init::{self, InitRequest, Initialized};
use crate::context::Context;
use crate::error::{Error, Exit};
use crate::output;
use crate::report::plural;
use crate::starter::{Crates, STARTERS};
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::PathBuf;

/// Starts a new app: writes a program that builds and synthesizes as it is.
///
/// The app is a cargo package of its own, with stages in cumulo.yaml and with tests. Nothing is
/// overwritten: the folder is new, or holds hidden files only, such as .git.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo init shop                        one bucket per stage, in the new folder shop
  cumulo init shop --template json-api    start from one of the example systems
  cumulo init --list                      what there is to start from
  cumulo init --name shop                 in this folder, which is empty
  cumulo init shop --cumulo ../cumulo     build with a checkout of cumulo

Exit codes: 0 written, 1 the folder is not empty or cannot be written, 64 wrong command line or
name.")]
pub struct Init {
    /// Folder of the app. Default: this folder.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// What to start from; --list tells what there is.
    #[arg(
        long,
        short,
        value_name = "TEMPLATE",
        default_value = "minimal",
        value_parser = PossibleValuesParser::new(STARTERS.iter().map(|(name, _)| *name)),
        hide_possible_values = true
    )]
    template: String,
    /// Name of the app and its package: lower-case letters, digits, `-` and `_`. Default: the
    /// folder's.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Version of the crate cumulo, or a checkout of it to depend on by path. Default: this tool's
    /// version, or the checkout that it was built from.
    #[arg(long, value_name = "VERSION|DIR")]
    cumulo: Option<String>,
    /// List the templates.
    #[arg(long, conflicts_with_all = ["folder", "template", "name", "cumulo"])]
    list: bool,
}

impl Init {
    /// Writes the app, or lists what there is to start from.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        if self.list {
            output::data(&list())?;
            return Ok(Exit::Ok);
        }
        let folder = self.folder.unwrap_or_else(|| cx.folder.clone());
        let request = InitRequest {
            folder: &folder,
            name: self.name.as_deref(),
            starter: &self.template,
            cumulo: self.cumulo.as_deref(),
        };
        let app = init::run(cx, &request)?;
        output::data(&written(cx, &self.template, &app))?;
        Ok(Exit::Ok)
    }
}

/// A line per template.
fn list() -> String {
    let width = STARTERS.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    STARTERS.iter().map(|(name, text)| format!("{name:<width$}  {text}\n")).collect()
}

/// What was written, what to do next, and what must be changed before a deployment.
fn written(cx: &Context, template: &str, app: &Initialized) -> String {
    let folder = cx.relative(&app.folder);
    let crates = match &app.crates {
        Crates::Version(version) => format!("version {version} of the registry"),
        Crates::Checkout(checkout) => format!("the checkout {}", checkout.display()),
    };
    let next = match folder.as_str() {
        "." => "cumulo synth".to_owned(),
        folder => format!("cd {folder} && cumulo synth"),
    };
    format!(
        "wrote {folder}   app {}, {} from the template {template}\n\
         cumulo is {crates}\n\
         next: {next}\n\
         before you deploy: put your accounts and values into {} ({} {})\n",
        app.name,
        plural(app.files, "file"),
        match folder.as_str() {
            "." => "cumulo.yaml".to_owned(),
            folder => format!("{folder}/cumulo.yaml"),
        },
        app.accounts.join(", "),
        if app.accounts.len() == 1 { "is a placeholder" } else { "are placeholders" }
    )
}
