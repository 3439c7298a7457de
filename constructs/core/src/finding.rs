//! Findings: problems in a user's program, collected and shown together.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::panic::Location;

/// A problem in the user's program, at the line that caused it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable name of the kind of problem, such as `duplicate-id`.
    pub id: String,
    /// Whether it stops synthesis.
    pub level: Level,
    /// What is wrong, with the values.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Path of the construct, such as `prod/Network/Vpc`.
    pub construct: String,
    /// The user's line.
    pub source: Source,
    /// Further lines that belong to the problem, with what stands there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub related: Vec<Related>,
}

/// Another line that belongs to a [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Related {
    /// What stands there.
    pub message: String,
    /// The line.
    pub source: Source,
}

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Synthesis fails.
    Error,
    /// Synthesis goes on.
    Warning,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Error => "error",
            Level::Warning => "warning",
        })
    }
}

/// A place in the user's program.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Source {
    /// File as the compiler names it, relative to the workspace.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

impl Source {
    /// The caller's line.
    #[track_caller]
    pub fn caller() -> Self {
        Self::from(Location::caller())
    }
}

impl From<&Location<'_>> for Source {
    fn from(location: &Location<'_>) -> Self {
        Self {
            file: location.file().replace('\\', "/"),
            line: location.line(),
            column: location.column(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}
