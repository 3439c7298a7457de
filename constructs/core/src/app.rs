//! The app: root of the tree, and what a program's `main` calls.

use crate::config::{AppConfig, CONFIG_FILE, ConfigError};
use crate::finding::{Finding, Level};
use crate::synth::{self, Format, Synthesis, WriteError};
use crate::tree::{Node, Tree};
use crate::{Construct, Stage};
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Folder that the tool wants the assembly in.
const OUTPUT: &str = "CUMULO_OUTPUT";
/// Stages that the tool wants, with commas between them.
const STAGES: &str = "CUMULO_STAGES";
/// Format that the tool wants templates in.
const FORMAT: &str = "CUMULO_FORMAT";
/// Exit code of a program whose findings hold an error.
const EXIT_FINDINGS: u8 = 3;

/// The root of a construct tree.
#[derive(Clone, Debug)]
pub struct App {
    node: Node,
}

impl App {
    /// An app without stages and stacks; programs use [`App::run`], tests this.
    #[track_caller]
    #[allow(clippy::new_without_default, reason = "an app is made where the user says so")]
    pub fn new() -> Self {
        Self { node: Tree::start() }
    }

    /// Runs the program for every stage of `cumulo.yaml` and writes the cloud assembly: the body of `main`.
    ///
    /// `program` describes one stage; it gets the stage and its values, read into a type of its own.
    ///
    /// ```no_run
    /// use cumulo_core::{App, Stack, Stage};
    /// use std::process::ExitCode;
    ///
    /// #[derive(serde::Deserialize)]
    /// #[serde(deny_unknown_fields)]
    /// struct Values {
    ///     image_tag: String,
    /// }
    ///
    /// fn main() -> ExitCode {
    ///     App::run(|stage: &Stage, values: Values| {
    ///         Stack::builder(stage, "Shop").description(values.image_tag).build();
    ///     })
    /// }
    /// ```
    ///
    /// Exits with 0, with 3 when findings keep the templates from being written, with 1 for anything else.
    #[track_caller]
    pub fn run<V: DeserializeOwned>(program: impl FnMut(&Stage, V)) -> ExitCode {
        match run(program) {
            Ok(code) => code,
            Err(error) => {
                eprintln!("error: {error}");
                ExitCode::FAILURE
            }
        }
    }

    /// Runs the program for stages of the configuration at `path`: all of them, or those in `only`.
    ///
    /// What [`App::run`] does before it writes; for tests of whole programs.
    ///
    /// # Errors
    /// When the configuration cannot be used, or lacks a stage of `only`.
    #[track_caller]
    pub fn configured<V: DeserializeOwned>(
        path: &Path,
        only: Option<&[&str]>,
        mut program: impl FnMut(&Stage, V),
    ) -> Result<App, ConfigError> {
        let config = AppConfig::<V>::read(path)?;
        if let Some(unknown) =
            only.into_iter().flatten().find(|name| !config.stages.contains_key(**name))
        {
            let known: Vec<&str> = config.stages.keys().map(String::as_str).collect();
            return Err(ConfigError {
                path: path.to_path_buf(),
                line: 0,
                column: 0,
                key: "stages".into(),
                message: format!("there is no stage `{unknown}`; there are {}", known.join(", ")),
            });
        }
        let app = App::new();
        for (name, stage) in config.stages {
            if only.is_some_and(|only| !only.contains(&name.as_str())) {
                continue;
            }
            let mut builder = Stage::builder(&app, &name)
                .account(&stage.account)
                .protected(stage.protected)
                .stack_tag("app", &config.app)
                .stack_tag("stage", &name);
            for region in &stage.regions {
                builder = builder.region(region);
            }
            program(&builder.build(), stage.into_values());
        }
        Ok(app)
    }

    /// Turns the finished tree into templates. The tree stays as it is.
    ///
    /// # Errors
    /// All findings, when one of them is an error.
    pub fn synth(&self) -> Result<Synthesis, Vec<Finding>> {
        synth::synthesize(&self.node)
    }
}

impl Construct for App {
    fn node(&self) -> &Node {
        &self.node
    }
}

/// What keeps a program from ending well, findings apart.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error(transparent)]
    Config(#[from] ConfigError),
    #[error("there is no {CONFIG_FILE} in {}; run the program in the app's folder", folder.display())]
    NoConfig { folder: PathBuf },
    #[error(transparent)]
    Write(#[from] WriteError),
    #[error("{0}")]
    Format(String),
}

#[track_caller]
fn run<V: DeserializeOwned>(program: impl FnMut(&Stage, V)) -> Result<ExitCode, RunError> {
    let path = config_path()?;
    let stages = std::env::var(STAGES).ok();
    let stages: Option<Vec<&str>> = stages.as_ref().map(|names| names.split(',').collect());
    let format = std::env::var(FORMAT).map_or(Ok(Format::Json), |name| name.parse());
    let format = format.map_err(RunError::Format)?;
    let app = App::configured(&path, stages.as_deref(), program)?;
    let name = AppConfig::<crate::config::AnyValues>::read(&path)?.app;
    let staging = std::env::var_os(OUTPUT).map(PathBuf::from);
    let (code, findings) = match app.synth() {
        Ok(synthesis) => {
            match &staging {
                Some(folder) => synthesis.write_into(&name, folder, format)?,
                None => synthesis.write(&name, &path.with_file_name("cumulo.out"), format)?,
            }
            (ExitCode::SUCCESS, synthesis.findings)
        }
        Err(findings) => {
            if let Some(folder) = &staging {
                synth::write_findings(folder, &findings)?;
            }
            (ExitCode::from(EXIT_FINDINGS), findings)
        }
    };
    if staging.is_none() {
        tell(&findings);
    }
    Ok(code)
}

fn config_path() -> Result<PathBuf, RunError> {
    let folder = std::env::current_dir().unwrap_or_default();
    let of_crate = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    [Some(folder.clone()), of_crate]
        .into_iter()
        .flatten()
        .map(|folder| folder.join(CONFIG_FILE))
        .find(|path| path.is_file())
        .ok_or(RunError::NoConfig { folder })
}

/// Shows findings where no tool does it: when the program is run by hand.
fn tell(findings: &[Finding]) {
    for finding in findings {
        eprintln!("{}[{}]: {}", finding.level, finding.id, finding.message);
        eprintln!("  --> {}", finding.source);
        eprintln!("   = construct: {}", finding.construct);
        for related in &finding.related {
            eprintln!("   = {}: {}", related.source, related.message);
        }
        if let Some(help) = &finding.help {
            eprintln!("   = help: {help}");
        }
    }
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    if errors > 0 {
        eprintln!("{errors} error(s); nothing was written");
    }
}
