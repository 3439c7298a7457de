//! How deployments reach the user: events out, questions in. The rest of the tool never learns
//! whether a person, a log or a program is on the other side.

mod clock;
mod event;
mod json;
mod lines;
mod prompt;
#[cfg(test)]
mod recording;
mod style;
mod terminal;
mod text;

pub use clock::timestamp;
pub use event::{
    DestroyPlan, DestroyResource, DestroyStack, Event, Operation, Plan, ResourceProgress, Running,
    StackFailure, StackPlan, State, When,
};
pub use json::{JsonHost, result as json_result};
pub use lines::LineHost;
#[cfg(test)]
pub use recording::RecordingHost;
pub use terminal::TerminalHost;

use std::io::IsTerminal;
use std::sync::Arc;

/// Where events go and answers come from.
pub trait Host: Send + Sync {
    /// Tells the user something.
    fn emit(&self, event: Event);

    /// Asks the user; blocks until there is an answer.
    fn ask(&self, question: &Question) -> Answer;
}

/// Something that only the user can decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Whether to deploy the plan that was shown.
    Deploy {
        /// Name of the stage.
        stage: String,
    },
    /// The same where data would be lost: the stage's name has to be typed.
    DeployWithLoss {
        /// Name of the stage.
        stage: String,
    },
    /// Whether to destroy what was shown: the stage's name has to be typed.
    Destroy {
        /// Name of the stage.
        stage: String,
    },
}

/// What the user decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Yes,
    /// Do not.
    No,
    /// Show more and ask again.
    Details,
    /// There is nobody to ask.
    NobodyThere,
}

/// How the user wants to be told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Manner {
    /// JSON lines on standard output.
    pub json: bool,
    /// Only the summary line and errors.
    pub quiet: bool,
}

/// The host that fits the surroundings: a terminal, a log, or a program that reads JSON lines.
pub fn for_surroundings(manner: Manner) -> Arc<dyn Host> {
    let interactive = std::io::stderr().is_terminal() && std::io::stdin().is_terminal();
    let dumb = std::env::var("TERM").is_ok_and(|term| term == "dumb");
    if manner.json {
        Arc::new(JsonHost)
    } else if interactive && !dumb {
        Arc::new(TerminalHost::new(manner.quiet))
    } else {
        Arc::new(LineHost::new(manner.quiet, interactive))
    }
}
