//! Programs that cargo builds: builds them, and leaves cargo out when nothing changed.

use super::app::App;
use super::fresh::Memory;
use crate::error::{Error, Failure};
use crate::output;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::SystemTime;

/// A plain `cargo run`, without arguments for the program.
#[derive(Debug)]
pub struct CargoRun {
    cargo: String,
    flags: Vec<String>,
    profile: String,
}

impl CargoRun {
    /// Understands a command line; none for all that is not a plain `cargo run`.
    pub fn parse(words: &[String]) -> Option<CargoRun> {
        let [cargo, verb, rest @ ..] = words else { return None };
        if cargo != "cargo" || !matches!(verb.as_str(), "run" | "r") {
            return None;
        }
        let mut flags = Vec::new();
        let mut profile = "dev".to_owned();
        let mut rest = rest.iter();
        while let Some(word) = rest.next() {
            match word.as_str() {
                // Cargo's own progress is wanted: a first build takes a while.
                "--quiet" | "-q" => continue,
                "--release" | "-r" => profile = "release".to_owned(),
                "--package" | "-p" | "--bin" | "--manifest-path" | "--profile" => {
                    let value = rest.next()?;
                    if word == "--profile" {
                        profile = value.clone();
                    }
                    flags.extend([word.clone(), value.clone()]);
                    continue;
                }
                other => {
                    let (name, value) = other.split_once('=')?;
                    match name {
                        "--package" | "--bin" | "--manifest-path" => {}
                        "--profile" => profile = value.to_owned(),
                        _ => return None,
                    }
                }
            }
            flags.push(word.clone());
        }
        Some(CargoRun { cargo: cargo.clone(), flags, profile })
    }

    /// The executable, built when something it depends on changed.
    pub fn build(&self, app: &App) -> Result<PathBuf, Error> {
        let memory = Memory::open(app, &self.profile, &self.flags);
        if let Some(executable) = memory.as_ref().and_then(Memory::fresh) {
            return Ok(executable);
        }
        output::say(&format!("building {} (cargo build {})\n", app.name, self.flags.join(" ")));
        let started = SystemTime::now();
        let executable = self.cargo_build(app)?;
        Memory::remember(app, &self.flags, &executable, started);
        Ok(executable)
    }

    fn cargo_build(&self, app: &App) -> Result<PathBuf, Error> {
        let built = Command::new(&self.cargo)
            .arg("build")
            .args(&self.flags)
            .arg("--message-format=json-render-diagnostics")
            .current_dir(&app.folder)
            .stdin(Stdio::null())
            .stderr(Stdio::inherit())
            .output()
            .map_err(|error| {
                Failure::new(format!("cargo cannot be started: {error}"))
                    .next("install Rust (https://rustup.rs), or set `run` in cumulo.yaml")
            })?;
        if !built.status.success() {
            return Err(Failure::new(format!("the program of app {} does not compile", app.name))
                .detail("nothing was written; the last output is as it was")
                .next("correct what cargo reports above and run the command again")
                .into());
        }
        let text = String::from_utf8_lossy(&built.stdout);
        let mut executables: Vec<PathBuf> = text.lines().filter_map(executable).collect();
        executables.dedup();
        match executables.as_slice() {
            [one] => Ok(one.clone()),
            [] => Err(Failure::new(format!("cargo built no program for app {}", app.name))
                .next("add a src/main.rs, or set `run: cargo run --release --package NAME` in cumulo.yaml")
                .into()),
            several => Err(Failure::new(format!(
                "cargo built {} programs for app {}",
                several.len(),
                app.name
            ))
            .detail(several.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join("\n"))
            .next("name one: `run: cargo run --release --bin NAME` in cumulo.yaml")
            .into()),
        }
    }
}

/// The executable that one line of cargo's messages names.
fn executable(line: &str) -> Option<PathBuf> {
    // Most lines are about libraries; they are not worth parsing.
    if !line.contains("\"compiler-artifact\"") || line.contains("\"executable\":null") {
        return None;
    }
    let message: serde_json::Value = serde_json::from_str(line).ok()?;
    let is_program = message["target"]["kind"].as_array()?.iter().any(|kind| kind == "bin");
    is_program.then(|| message["executable"].as_str().map(PathBuf::from))?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Option<CargoRun> {
        CargoRun::parse(&shlex::split(line)?)
    }

    #[test]
    fn a_plain_cargo_run_is_built_without_cargo_run() {
        let run = parse("cargo run --quiet --release --package json-api --bin=synth");
        let run = run.expect("a plain cargo run");
        assert_eq!(run.flags, ["--release", "--package", "json-api", "--bin=synth"]);
        assert_eq!(run.profile, "release");
        assert_eq!(parse("cargo run").expect("a plain cargo run").profile, "dev");
    }

    #[test]
    fn other_commands_run_as_they_are() {
        for line in ["sh make.sh", "cargo run -- all", "cargo build", "cargo run --features x"] {
            assert!(parse(line).is_none(), "{line}");
        }
    }
}
