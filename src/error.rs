//! How a run ends when it does not end well.

use crate::report::{self, Findings};
use std::fmt::Write as _;
use std::process::ExitCode;

/// Exit codes of the tool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success, or nothing to do.
    Ok = 0,
    /// The tool, the configuration, the program or AWS failed.
    Failed = 1,
    /// There are findings at or above the level that fails.
    Findings = 3,
    /// Approval is needed, or was declined.
    Approval = 4,
    /// A deployment failed, and everything is as it was before.
    RolledBack = 5,
    /// A deployment failed, and a stack needs help.
    NeedsHelp = 6,
    /// The command line is wrong.
    Usage = 64,
    /// The user interrupted; what AWS has begun goes on.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program or its templates have problems that fail the run.
    #[error("there are findings")]
    Findings(Box<Findings>),
    /// Something else, told in sentences.
    #[error("{}", .0.message)]
    Failure(Box<Failure>),
    /// The reader of our output went away, which is no problem of ours.
    #[error("the output was closed")]
    OutputClosed,
}

/// A failure with all that the reader needs to go on.
#[derive(Debug)]
pub struct Failure {
    /// Code to exit with.
    pub exit: Exit,
    /// What happened and why, one line.
    pub message: String,
    /// Details, one line each.
    pub details: Vec<String>,
    /// What to do next; a command to copy where there is one.
    pub next: Option<String>,
}

impl Failure {
    /// A failure that exits with [`Exit::Failed`].
    pub fn new(message: impl Into<String>) -> Self {
        Self { exit: Exit::Failed, message: message.into(), details: Vec::new(), next: None }
    }

    /// A mistake on the command line.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, ..Self::new(message) }
    }

    /// Adds details, a line each.
    pub fn detail(mut self, text: impl AsRef<str>) -> Self {
        self.details.extend(text.as_ref().lines().map(str::to_owned));
        self
    }

    /// Says what to do next.
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.next = Some(step.into());
        self
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        Self::Failure(Box::new(failure))
    }
}

impl Error {
    /// Tells the user, and gives the code to exit with.
    pub fn report(&self) -> Exit {
        match self {
            Error::Findings(findings) => {
                crate::output::say(&report::text(findings));
                crate::output::say(
                    "next: correct the errors above and run the command again; nothing was changed\n",
                );
                Exit::Findings
            }
            Error::Failure(failure) => {
                crate::output::say(&render(failure));
                failure.exit
            }
            Error::OutputClosed => Exit::Ok,
        }
    }
}

fn render(failure: &Failure) -> String {
    let style = report::ERROR_STYLE;
    let mut text = format!("{style}error{style:#}: {}\n", failure.message);
    for line in &failure.details {
        let _ = writeln!(text, "{}", format!("  {line}").trim_end());
    }
    if let Some(next) = &failure.next {
        let _ = writeln!(text, "  next: {next}");
    }
    text
}
