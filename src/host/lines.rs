//! The host for logs and pipes: append-only lines, nothing redrawn, nobody waited for.

use super::event::{Event, State};
use super::style::Glyphs;
use super::text::Writer;
use super::{Answer, Host, Question, clock, prompt};
use crate::output;

/// Writes each event as lines on standard error, progress with the time of day.
pub struct LineHost {
    writer: Writer,
    quiet: bool,
    /// Whether somebody can answer although lines are all that is written.
    interactive: bool,
}

impl LineHost {
    /// A host for the surroundings' locale.
    pub fn new(quiet: bool, interactive: bool) -> Self {
        Self { writer: Writer { glyphs: Glyphs::of_locale() }, quiet, interactive }
    }
}

impl Host for LineHost {
    fn emit(&self, event: Event) {
        if self.quiet && !is_last_word(&event) {
            return;
        }
        // Only ends of steps are worth a line that stays.
        if matches!(&event, Event::Resource(progress) if progress.state == State::Running) {
            return;
        }
        let text = self.writer.text(&event);
        match &event {
            Event::Resource(progress) => {
                let line = text.trim_start();
                output::say(&format!("{} {} {line}", clock::time_of_day(), progress.stack));
            }
            Event::Started { .. }
            | Event::Finished { .. }
            | Event::Waiting { .. }
            | Event::Retrying { .. } => output::say(&format!("{} {text}", clock::time_of_day())),
            Event::Outputs { .. } => prompt::print_outputs(&self.writer.outputs(&event)),
            _ => output::say(&text),
        }
    }

    fn ask(&self, question: &Question) -> Answer {
        if self.interactive { prompt::ask(question) } else { Answer::NobodyThere }
    }
}

/// What is told even when the user wants to hear little.
pub fn is_last_word(event: &Event) -> bool {
    matches!(
        event,
        Event::Deployed { .. }
            | Event::Destroyed { .. }
            | Event::Failure(_)
            | Event::Outputs { .. }
    )
}
