//! `cumulo validate`.

use super::{Selection, for_each};
use crate::actions::synth::{self, Output, SynthRequest};
use crate::actions::validate;
use crate::context::Context;
use crate::error::{Error, Exit, Failure};
use crate::output;
use crate::program::{Format, Target};
use crate::report::{self, Findings};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Checks CloudFormation templates: resource schemas, the template language, and rules across resources.
///
/// Without paths the app's program runs and all its stages are checked; findings then name the line of
/// your Rust code. With paths any template is checked, JSON or YAML, whoever wrote it; of a folder,
/// every file that looks like a template. Needs no AWS account and no network.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  cumulo validate                              this folder's app, every stage
  cumulo validate template.yaml other.json     files
  cumulo validate templates/                   a folder, with all folders in it
  cumulo validate --fail-on warning            warnings fail too
  cumulo validate --format json | jq '.findings[] | .rule'
  cumulo validate --format sarif > cumulo.sarif

JSON: { \"version\": 1, \"findings\": [...], \"unreadable\": [{file, reason}], \"summary\": {errors,
warnings, templates, resources} }. A finding has: file (the template, of an app relative to its
output folder; null for problems of the program), rule, level (error or warning), message, path
(array of keys and indexes from the template's root), line and column (from 1), resource (logical
id), resourceType, help, construct (construct path), source ({file, line, column} of the Rust
program), related. What is not known is null. A problem that several stages have is listed for each;
in the other formats it is one.

Exit codes: 0 nothing at or above --fail-on, 1 a file cannot be read, 3 findings.")]
pub struct Validate {
    /// Template files, or folders that hold some. Default: the app's templates.
    #[arg(value_name = "PATH", conflicts_with_all = ["app", "stages"])]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    selection: Selection,
    /// How findings are printed.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: Style,
    /// Least level that gives exit code 3.
    #[arg(long, value_name = "LEVEL", default_value = "error")]
    fail_on: FailOn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Style {
    /// For people, with the lines that are meant.
    Text,
    /// For machines: all that is known.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Annotations of GitHub Actions, and the text.
    Github,
    /// JUnit XML, for build servers.
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors only.
    Error,
    /// Warnings too.
    Warning,
    /// Nothing.
    Never,
}

impl Validate {
    /// Validates files or apps.
    pub fn run(self, cx: &Context) -> Result<Exit, Error> {
        let mut unreadable = Vec::new();
        let mut failed = Exit::Ok;
        let all = if self.paths.is_empty() {
            let targets = self.selection.targets(cx)?;
            let one = |target: &Target| Ok((target.name(cx), self.target(cx, target)?));
            let (all, first) = for_each(cx, &targets, one)?;
            failed = first;
            all
        } else {
            let (findings, unread) = validate::files(cx, &self.paths)?;
            unreadable = unread.into_iter().map(|file| (file.name, file.reason)).collect();
            vec![(String::new(), findings)]
        };
        let exit =
            all.iter().map(|(_, findings)| self.exit(findings)).find(|exit| *exit != Exit::Ok);
        self.print(all, &unreadable)?;
        if let Some((file, reason)) = unreadable.first() {
            let failure = match unreadable.len() {
                1 => Failure::new(format!("{file} cannot be read: {reason}")),
                several => {
                    let lines =
                        unreadable.iter().map(|(file, reason)| format!("{file}: {reason}\n"));
                    Failure::new(format!("{several} files cannot be read"))
                        .detail(lines.collect::<String>())
                }
            };
            return Err(failure.next("check the path and the file's permissions").into());
        }
        Ok(if failed == Exit::Ok { exit.unwrap_or(Exit::Ok) } else { failed })
    }

    fn target(&self, cx: &Context, target: &Target) -> Result<Findings, Error> {
        let request = SynthRequest {
            target,
            stages: &self.selection.stages,
            format: Format::Json,
            output: Output::Temporary,
            validate: true,
        };
        match synth::run(cx, &request) {
            Ok(done) => Ok(done.findings),
            // The program's own errors are what was asked for.
            Err(Error::Findings(findings)) => Ok(*findings),
            Err(other) => Err(other),
        }
    }

    fn print(
        &self,
        all: Vec<(String, Findings)>,
        unreadable: &[(String, String)],
    ) -> Result<(), Error> {
        if self.format == Style::Junit {
            return output::data(&report::junit(&all));
        }
        let (names, all): (Vec<String>, Vec<Findings>) = all.into_iter().unzip();
        match self.format {
            Style::Json => return output::data(&report::json(&all, unreadable)),
            Style::Sarif => return output::data(&report::sarif(&all)),
            Style::Github => output::data(&report::github(&all))?,
            Style::Text | Style::Junit => {}
        }
        for (name, findings) in names.iter().zip(&all) {
            if all.len() > 1 {
                output::data(&format!("{name}:\n"))?;
            }
            output::data(&report::text(findings))?;
        }
        Ok(())
    }

    fn exit(&self, findings: &Findings) -> Exit {
        let fails = match self.fail_on {
            FailOn::Error => findings.has_errors(),
            FailOn::Warning => !findings.list.is_empty(),
            FailOn::Never => false,
        };
        if fails { Exit::Findings } else { Exit::Ok }
    }
}
