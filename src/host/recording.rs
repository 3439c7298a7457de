//! The host for tests: keeps what it is told and answers as it was told to.

use super::style::Glyphs;
use super::text::Writer;
use super::{Answer, Event, Host, Question};
use std::sync::Mutex;

/// Remembers events and questions.
pub struct RecordingHost {
    events: Mutex<Vec<Event>>,
    questions: Mutex<Vec<Question>>,
    answers: Mutex<Vec<Answer>>,
}

impl RecordingHost {
    /// Answers with `answers` in their order, then as if nobody was there.
    pub fn answering(answers: impl IntoIterator<Item = Answer>) -> Self {
        let mut answers: Vec<Answer> = answers.into_iter().collect();
        answers.reverse();
        Self { events: Mutex::default(), questions: Mutex::default(), answers: Mutex::new(answers) }
    }

    /// What was told.
    pub fn events(&self) -> Vec<Event> {
        self.events.lock().expect("no test panics while it holds the lock").clone()
    }

    /// What was asked.
    pub fn questions(&self) -> Vec<Question> {
        self.questions.lock().expect("no test panics while it holds the lock").clone()
    }

    /// What a reader without colours would have seen.
    pub fn text(&self) -> String {
        let writer = Writer { glyphs: Glyphs::utf8() };
        let text: String =
            self.events().iter().map(|event| writer.text(event) + &writer.outputs(event)).collect();
        anstream::adapter::strip_str(&text).to_string()
    }
}

impl Host for RecordingHost {
    fn emit(&self, event: Event) {
        self.events.lock().expect("no test panics while it holds the lock").push(event);
    }

    fn ask(&self, question: &Question) -> Answer {
        self.questions.lock().expect("as above").push(question.clone());
        self.answers.lock().expect("as above").pop().unwrap_or(Answer::NobodyThere)
    }
}
