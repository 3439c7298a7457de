//! The host for a terminal: the lines of [`super::lines`], and below them what is running now.

use super::event::{Event, State};
use super::lines::is_last_word;
use super::style::{Glyphs, RUNNING, duration, paint};
use super::text::Writer;
use super::{Answer, Host, Question, prompt};
use crate::output;
use indexmap::IndexMap;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

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
    verb: String,
    done: usize,
    all: usize,
    running: IndexMap<String, Instant>,
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

    fn begin(&self, stack: &str, verb: &str, all: usize) {
        let bar = self.live.add(ProgressBar::new_spinner());
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(150));
        let live = LiveStack { bar, verb: verb.to_owned(), done: 0, all, running: IndexMap::new() };
        live.draw(stack);
        self.stacks().insert(stack.to_owned(), live);
    }

    fn end(&self, stack: &str) {
        if let Some(live) = self.stacks().shift_remove(stack) {
            live.bar.finish_and_clear();
            self.live.remove(&live.bar);
        }
    }
}

impl LiveStack {
    fn draw(&self, stack: &str) {
        let mut message = format!("{stack}   {}", self.verb);
        if self.all > 0 {
            message.push_str(&format!("   {} of {}", self.done.min(self.all), self.all));
        }
        for (path, since) in self.running.iter().take(MOST_ROWS) {
            let time = duration(since.elapsed().as_secs());
            message.push_str(&format!("\n    {}   {time}", paint(RUNNING, path)));
        }
        if self.running.len() > MOST_ROWS {
            message.push_str(&format!("\n    and {} more", self.running.len() - MOST_ROWS));
        }
        self.bar.set_message(message);
    }
}

impl Host for TerminalHost {
    fn emit(&self, event: Event) {
        let text = self.writer.text(&event);
        match &event {
            Event::Started { stack, operation, resources } => {
                let verb = format!("{operation:?}").to_lowercase();
                self.begin(stack, &verb, *resources);
            }
            Event::Attached { stack, .. } => {
                self.say(&text);
                self.begin(stack, "in progress", 0);
            }
            Event::Resource(progress) => {
                if let Some(live) = self.stacks().get_mut(&progress.stack) {
                    if progress.state == State::Running {
                        live.running.insert(progress.path.clone(), Instant::now());
                    } else {
                        live.running.shift_remove(&progress.path);
                        live.done += usize::from(progress.state == State::Done);
                    }
                    live.draw(&progress.stack);
                }
                if progress.state != State::Running && !self.quiet {
                    self.say(&text);
                }
            }
            Event::Waiting { stack, .. } => {
                if let Some(live) = self.stacks().get(stack) {
                    live.draw(stack);
                }
            }
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
