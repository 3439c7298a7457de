//! Glyphs and colours of the output grammar. Neither ever stands without a word.

use crate::deploy::changes::Action;
use crate::host::State;
use anstyle::{AnsiColor, Style};

/// Green.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Yellow.
pub const CHANGED: Style = AnsiColor::Yellow.on_default();
/// Red.
pub const BAD: Style = AnsiColor::Red.on_default();
/// Magenta and bold.
pub const REPLACED: Style = AnsiColor::Magenta.on_default().bold();
/// Blue.
pub const KEPT: Style = AnsiColor::Blue.on_default();
/// Cyan.
pub const RUNNING: Style = AnsiColor::Cyan.on_default();
/// Dim.
pub const QUIET: Style = Style::new().dimmed();
/// Bold.
pub const STRONG: Style = Style::new().bold();

/// Text in a style.
pub fn paint(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// Glyphs, which have plain forms for terminals without UTF-8.
#[derive(Clone, Copy, Debug)]
pub struct Glyphs {
    utf8: bool,
}

impl Glyphs {
    /// Glyphs that the locale can show.
    pub fn of_locale() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_CTYPE")).or_else(|| set("LANG"));
        // Without any locale the terminal is as likely to be a modern one as not.
        let plain = locale.is_some_and(|locale| {
            let locale = locale.to_lowercase();
            !locale.contains("utf-8") && !locale.contains("utf8")
        });
        Self { utf8: !plain }
    }

    #[cfg(test)]
    pub fn utf8() -> Self {
        Self { utf8: true }
    }

    fn pick(self, utf8: &'static str, plain: &'static str) -> &'static str {
        if self.utf8 { utf8 } else { plain }
    }

    /// Glyph, word and colour of a change.
    pub fn action(self, action: Action) -> (&'static str, &'static str, Style) {
        match action {
            Action::Create => ("+", "create", GOOD),
            Action::Update => ("~", "update", CHANGED),
            Action::Replace => (self.pick("±", "-/+"), "replace", REPLACED),
            Action::MayReplace => (self.pick("±", "-/+"), "may replace", REPLACED),
            Action::Delete => ("-", "delete", BAD),
            Action::Keep => (self.pick("○", "o"), "keep", KEPT),
            Action::Import => (self.pick("→", ">"), "import", RUNNING),
        }
    }

    /// Glyph and colour of a resource's state.
    pub fn state(self, state: State) -> (&'static str, Style) {
        match state {
            State::Running => (self.pick("…", "..."), RUNNING),
            State::Done => (self.pick("✔", "ok"), GOOD),
            State::Failed => (self.pick("✖", "x"), BAD),
            State::Cancelled => (self.pick("·", "."), QUIET),
            State::Undone => (self.pick("↩", "<-"), CHANGED),
            State::Kept => (self.pick("○", "o"), KEPT),
        }
    }

    /// Between an old and a new value.
    pub fn arrow(self) -> &'static str {
        self.pick("→", "->")
    }
}

/// `12s`, `3m 04s`, `1h 02m`.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m {:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h {:02}m", seconds / 3600, seconds % 3600 / 60),
    }
}

/// `1 stack`, `2 stacks`.
pub fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
