//! Runs the user's program, which writes its assembly into a folder.

use super::app::App;
use super::cargo;
use crate::error::{Error, Failure};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// Format of templates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON, `<Stack>.template.json`.
    #[default]
    Json,
    /// YAML, `<Stack>.template.yaml`.
    Yaml,
}

/// One run of a program.
#[derive(Debug)]
pub struct Run<'a> {
    /// The program.
    pub app: &'a App,
    /// Folder that it writes to; absolute, there, and empty.
    pub output: &'a Path,
    /// Stages to write; all when empty.
    pub stages: &'a [String],
    /// Format of the templates.
    pub format: Format,
}

/// How a program ended that did its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It wrote an assembly.
    Written,
    /// It found errors and wrote its findings only.
    Findings,
}

impl Run<'_> {
    /// Runs the program; builds it first when cargo builds it and something changed.
    pub fn run(&self) -> Result<Ended, Error> {
        let words =
            shlex::split(&self.app.run).filter(|words| !words.is_empty()).ok_or_else(|| {
                Failure::new(format!(
                    "`run: {}` of app {} is no command line",
                    self.app.run, self.app.name
                ))
                .next("write `run` as a program with arguments; quotes must be closed")
            })?;
        match cargo::CargoRun::parse(&words) {
            Some(cargo_run) => {
                let built = cargo_run.build(self.app)?;
                let mut command = Command::new(&built);
                // Programs may look for their files as they do under `cargo run`.
                command.env("CARGO_MANIFEST_DIR", &self.app.folder);
                self.execute(command, &built.display().to_string())
            }
            None => {
                let program = Path::new(&words[0]);
                // A path is meant from the app's folder, a bare name from PATH.
                let program = match program.components().count() {
                    0 | 1 => program.to_path_buf(),
                    _ => self.app.folder.join(program),
                };
                let mut command = Command::new(program);
                command.args(&words[1..]);
                self.execute(command, &self.app.run)
            }
        }
    }

    fn execute(&self, mut command: Command, name: &str) -> Result<Ended, Error> {
        command
            .current_dir(&self.app.folder)
            .env("CUMULO_OUTPUT", self.output)
            .env("CUMULO_FORMAT", if self.format == Format::Yaml { "yaml" } else { "json" })
            .env_remove("CUMULO_STAGES")
            .stdin(Stdio::null())
            // What the program prints is conversation; our standard output is for data.
            .stdout(Stdio::from(std::io::stderr()));
        if !self.stages.is_empty() {
            command.env("CUMULO_STAGES", self.stages.join(","));
        }
        let status = command.status().map_err(|error| {
            Failure::new(format!("`{name}` cannot be started: {error}"))
                .next(format!("correct `run` in {}", self.app.folder.join("cumulo.yaml").display()))
        })?;
        match status.code() {
            Some(0) => Ok(Ended::Written),
            Some(3) => Ok(Ended::Findings),
            _ => Err(Failure::new(format!(
                "the program of app {} {}",
                self.app.name,
                ending(status)
            ))
            .detail(format!("it was started as `{name}`"))
            .detail("nothing was written; the last output is as it was")
            .next("see what the program printed above; run it alone to look closer")
            .into()),
        }
    }
}

fn ending(status: ExitStatus) -> String {
    #[cfg(unix)]
    {
        use std::os::unix::process::ExitStatusExt;
        if let Some(signal) = status.signal() {
            return match signal {
                9 => "was killed (signal 9); it may have run out of memory".to_owned(),
                6 => "aborted (signal 6)".to_owned(),
                11 => "crashed (signal 11)".to_owned(),
                _ => format!("was ended by signal {signal}"),
            };
        }
    }
    match status.code() {
        Some(101) => "panicked (exit code 101)".to_owned(),
        Some(code) => format!("failed with exit code {code}"),
        None => "did not end by itself".to_owned(),
    }
}
