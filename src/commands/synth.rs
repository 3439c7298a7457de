//! `cumulo synth`.

use super::{Selection, for_each};
use crate::actions::compare::{self, Change, ChangedFile};
use crate::actions::synth::{self, Output, SynthRequest, Synthesized};
use crate::context::Context;
use crate::error::{Error, Exit, Failure};
use crate::output;
use crate::program::{Format, Target};
use crate::report::{self, plural};
use clap::Args;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Most lines of differences that are printed.
const MOST_LINES: usize = 20;

/// Runs the app's program and writes a CloudFormation template per stack of each stage.
///
/// The templates are validated first. The output folder is written aside and swapped in whole, so that
/// after any error the last good output is as it was. The same program gives the same bytes.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo synth                         every stage of this folder's app, to cumulo.out
  cumulo synth --stage test            one stage only
  cumulo synth --format yaml           templates in YAML
  cumulo synth --check                 in CI: exit code 1 when the committed output is out of date
  cumulo synth --app apps/json-api --output build/json-api

The folder is a cloud assembly, which the AWS CDK's tool reads too: cdk --app cumulo.out diff")]
pub struct Synth {
    #[command(flatten)]
    selection: Selection,
    /// Folder to write to. Default: cumulo.out in the app's folder.
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Format of the templates.
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    format: Format,
    /// Write nothing; fail when the output folder is not what the program makes.
    #[arg(long)]
    check: bool,
    /// Print the last line only.
    #[arg(long, short)]
    quiet: bool,
}

impl Synth {
    /// Synthesizes the selected apps.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        let targets = self.selection.targets(cx)?;
        if targets.len() > 1 && self.output.is_some() {
            return Err(Failure::usage(format!(
                "--output names one folder, and there are {} apps",
                targets.len()
            ))
            .next("name one app with --app")
            .into());
        }
        let (_, exit) = for_each(cx, &targets, |target| self.one(cx, target))?;
        Ok(exit)
    }

    fn one(&self, cx: &Context, target: &Target) -> Result<(), Error> {
        let started = Instant::now();
        let Target::App(app) = target else {
            return Err(Failure::usage(format!(
                "{} is a finished cloud assembly; there is no program to run",
                target.name(cx)
            ))
            .next(format!("to check it: cumulo validate {}", target.name(cx)))
            .into());
        };
        let folder = match &self.output {
            Some(folder) => cx.folder.join(folder),
            None => app.default_output(),
        };
        let output = if self.check { Output::Temporary } else { Output::Folder(&folder) };
        let request = SynthRequest {
            target,
            stages: &self.selection.stages,
            format: self.format,
            output,
            validate: true,
        };
        let done = synth::run(cx, &request)?;
        if done.findings.has_errors() {
            return Err(Error::Findings(Box::new(done.findings)));
        }
        let name = cx.relative(&folder);
        if self.check {
            return self.check(&done, &folder, &name);
        }
        let mut text = String::new();
        if !self.quiet {
            text.push_str(&written(&name, &done));
            text.push_str(&changed(&done.changed));
        }
        text.push_str(&last_line(&done, started));
        output::data(&text)
    }

    fn check(&self, done: &Synthesized, folder: &Path, name: &str) -> Result<(), Error> {
        let differences = compare::differences(folder, &done.assembly.folder).map_err(|error| {
            Failure::new(format!("{name} cannot be read: {error}")).next("run `cumulo synth`")
        })?;
        if differences.is_empty() {
            return match self.quiet {
                true => Ok(()),
                false => output::data(&format!("{name} is what the program makes\n")),
            };
        }
        let mut text = String::new();
        for difference in differences.iter().take(MOST_LINES) {
            let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "(absent)".into());
            text.push_str(&format!(
                "{}  {}  {} → {}\n",
                difference.file,
                difference.pointer.as_deref().unwrap_or("(whole file)"),
                value(&difference.old),
                value(&difference.new)
            ));
        }
        if differences.len() > MOST_LINES {
            text.push_str(&format!("and {} more\n", differences.len() - MOST_LINES));
        }
        output::data(&text)?;
        Err(Failure::new(format!(
            "{name} is not what the program makes ({})",
            plural(differences.len(), "difference")
        ))
        .next("run `cumulo synth` and commit the result")
        .into())
    }
}

/// `wrote cumulo.out   8 templates, 4 stages, 149 resources`.
fn written(name: &str, done: &Synthesized) -> String {
    let findings = &done.findings;
    format!(
        "wrote {name}   {}, {}, {}\n",
        plural(findings.templates, "template"),
        plural(done.assembly.stages.len(), "stage"),
        plural(findings.resources, "resource")
    )
}

/// `changed   prod/Api.template.json`, a line per file; other files than templates only where no template changed.
fn changed(files: &[ChangedFile]) -> String {
    let templates: Vec<_> = files.iter().filter(|file| file.name.contains(".template.")).collect();
    let shown = if templates.is_empty() { files.iter().collect() } else { templates };
    if shown.is_empty() {
        return "unchanged\n".to_owned();
    }
    let mut text = String::new();
    let mut above = None;
    for file in shown.iter().take(MOST_LINES) {
        let word = match file.change {
            Change::Added => "added",
            Change::Changed => "changed",
            Change::Removed => "removed",
        };
        let word = if above.replace(file.change) == Some(file.change) { "" } else { word };
        text.push_str(&format!("{word:<10}{}\n", file.name));
    }
    if shown.len() > MOST_LINES {
        text.push_str(&format!("{:<10}and {} more\n", "", shown.len() - MOST_LINES));
    }
    text
}

/// `0 errors, 1 warning (see: cumulo validate)   38 ms`.
fn last_line(done: &Synthesized, started: Instant) -> String {
    let hint = if done.findings.list.is_empty() { "" } else { " (see: cumulo validate)" };
    let left = format!("{}{hint}", report::counts(&done.findings));
    format!("{left}   {} ms\n", started.elapsed().as_millis())
}
