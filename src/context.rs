//! What every command knows of its surroundings.

use crate::error::{Error, Failure};
use clap::ValueEnum;
use std::path::PathBuf;

/// Surroundings of a run.
#[derive(Clone, Debug)]
pub struct Context {
    /// The folder in which the tool was called.
    pub folder: PathBuf,
}

/// When to write colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Context {
    /// Looks around, and settles for the whole process whether output is coloured.
    pub fn new(color: Color) -> Result<Self, Error> {
        // With `auto`, anstream decides for each stream: terminal, NO_COLOR, CLICOLOR, TERM.
        match color {
            Color::Auto => {}
            Color::Always => anstream::ColorChoice::Always.write_global(),
            Color::Never => anstream::ColorChoice::Never.write_global(),
        }
        let folder = std::env::current_dir().map_err(|error| {
            Failure::new(format!("the current folder cannot be found: {error}"))
                .next("change into a folder that exists")
        })?;
        Ok(Self { folder })
    }

    /// Path as the reader sees it best: relative to the folder in which the tool was called.
    pub fn relative(&self, path: &std::path::Path) -> String {
        let short = path.strip_prefix(&self.folder).unwrap_or(path);
        if short.as_os_str().is_empty() { ".".to_owned() } else { short.display().to_string() }
    }
}
