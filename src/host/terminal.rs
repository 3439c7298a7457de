//! The host for a terminal: the lines of [`super::lines`], and below them what is running now.

use super::event::{Event, ResourceProgress, State};
use super::lines::is_last_word;
use super::style::{Glyphs, RUNNING, paint};
use super::text::{Writer, doing};
use super::{Answer, Host, Question, prompt};
use crate::output;
use anstyle::Style;
use indexmap::IndexMap;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Rows of resources that are shown at once; more are counted.
const MOST_ROWS: usize = 8;

/// Redraws the running stacks and resources, and lets finished ones stand above.
pub struct TerminalHost {
    writer: Writer,
    quiet: bool,
    live: MultiProgress,
    stacks: Mutex<IndexMap<String, LiveStack>>,
}

struct LiveStack {
    bar: ProgressBar,
    verb: &'static str,
    done: usize,
    all: usize,
    /// Resources that are worked on; those beyond [`MOST_ROWS`] have no row.
    running: IndexMap<String, Option<ProgressBar>>,
}

impl TerminalHost {
    /// A host for the surroundings' locale.
    pub fn new(quiet: bool) -> Self {
        Self {
            writer: Writer { glyphs: Glyphs::of_locale() },
            quiet,
            live: MultiProgress::new(),
            stacks: Mutex::new(IndexMap::new()),
        }
    }

    fn stacks(&self) -> MutexGuard<'_, IndexMap<String, LiveStack>> {
        self.stacks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn say(&self, text: &str) {
        self.live.suspend(|| output::say(text));
    }

    fn begin(&self, stack: &str, verb: &'static str, all: usize) {
        let bar = self.live.add(row("{spinner} {msg}   {elapsed}"));
        let live = LiveStack { bar, verb, done: 0, all, running: IndexMap::new() };
        live.draw(stack);
        self.stacks().insert(stack.to_owned(), live);
    }

    fn step(&self, progress: &ResourceProgress) {
        let mut stacks = self.stacks();
        let Some(live) = stacks.get_mut(&progress.stack) else { return };
        if progress.state == State::Running {
            let rows = live.running.values().flatten();
            let last = rows.clone().last().unwrap_or(&live.bar);
            let row = (rows.count() < MOST_ROWS).then(|| {
                let row = self.live.insert_after(last, row("    {msg}   {elapsed}"));
                let style = if output::is_coloured() { RUNNING } else { Style::new() };
                row.set_message(paint(style, &progress.path));
                row
            });
            live.running.insert(progress.path.clone(), row);
        } else {
            if let Some(Some(row)) = live.running.shift_remove(&progress.path) {
                row.finish_and_clear();
                self.live.remove(&row);
            }
            live.done += usize::from(progress.state == State::Done);
        }
        live.draw(&progress.stack);
    }

    fn end(&self, stack: &str) {
        if let Some(live) = self.stacks().shift_remove(stack) {
            for row in live.running.values().flatten().chain([&live.bar]) {
                row.finish_and_clear();
                self.live.remove(row);
            }
        }
    }
}

impl LiveStack {
    fn draw(&self, stack: &str) {
        let mut message = format!("{stack}   {}", self.verb);
        if self.all > 0 {
            message.push_str(&format!("   {} of {}", self.done.min(self.all), self.all));
        }
        if self.running.len() > MOST_ROWS {
            message.push_str(&format!("   {} at work", self.running.len()));
        }
        self.bar.set_message(message);
    }
}

/// A row whose time goes on by itself.
fn row(template: &str) -> ProgressBar {
    let row = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template(template) {
        row.set_style(style);
    }
    row.enable_steady_tick(Duration::from_millis(150));
    row
}

impl Host for TerminalHost {
    fn emit(&self, event: Event) {
        let text = self.writer.text(&event);
        match &event {
            Event::Started { stack, operation, resources } => {
                self.begin(stack, doing(*operation), *resources);
            }
            Event::Attached { stack, .. } => {
                self.say(&text);
                self.begin(stack, "in progress", 0);
            }
            Event::Settled { stack, .. } => {
                self.end(stack);
                self.say(&text);
            }
            Event::Resource(progress) => {
                self.step(progress);
                if progress.state != State::Running && !self.quiet {
                    self.say(&text);
                }
            }
            // The rows show that the run is alive.
            Event::Waiting { .. } => {}
            Event::Finished { stack, .. } => {
                self.end(stack);
                if !self.quiet {
                    self.say(&text);
                }
            }
            Event::Failure(failure) => {
                self.end(&failure.stack);
                self.say(&text);
            }
            Event::Outputs { .. } => {
                let outputs = self.writer.outputs(&event);
                self.live.suspend(|| prompt::print_outputs(&outputs));
            }
            _ if self.quiet && !is_last_word(&event) && !is_needed_to_decide(&event) => {}
            _ => self.say(&text),
        }
    }

    fn ask(&self, question: &Question) -> Answer {
        // Hidden and not suspended: an interruption has to be told while the question stands.
        self.live.set_draw_target(ProgressDrawTarget::hidden());
        let answer = prompt::ask(question);
        self.live.set_draw_target(ProgressDrawTarget::stderr());
        answer
    }
}

/// A question can only be answered when what it is about was shown.
fn is_needed_to_decide(event: &Event) -> bool {
    matches!(event, Event::Plan(_) | Event::Details(_) | Event::PlanGrew(_) | Event::DestroyPlan(_))
}
