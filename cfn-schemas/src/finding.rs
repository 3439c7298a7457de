//! What is wrong with a template, and where.

use std::fmt;

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The template deploys, but probably not as meant.
    Warning,
    /// CloudFormation refuses the template or fails while it deploys.
    Error,
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Level::Warning => "warning",
            Level::Error => "error",
        })
    }
}

/// One step on the way from the template's root to a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathSegment {
    /// The key of an object's entry.
    Key(String),
    /// The place in a list, from 0.
    Index(usize),
}

impl fmt::Display for PathSegment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathSegment::Key(key) => f.write_str(key),
            PathSegment::Index(index) => write!(f, "{index}"),
        }
    }
}

/// A problem in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Id of the rule, the one that cfn-lint uses for the same problem where it has one: `E3002`.
    pub rule: &'static str,
    /// Whether deployment fails.
    pub level: Level,
    /// What is wrong, with the values.
    pub message: String,
    /// What to do: allowed values, a similar name, the next step.
    pub help: Option<String>,
    /// Way from the template's root to the value, or to the key for problems of a name.
    pub path: Vec<PathSegment>,
    /// Line in the template's text, from 1.
    pub line: usize,
    /// Column in the template's text in characters, from 1.
    pub column: usize,
    /// Logical id of the resource that the problem is in.
    pub resource: Option<String>,
    /// CloudFormation type of that resource.
    pub resource_type: Option<String>,
}

impl Finding {
    /// The path as text: `/Resources/Queue/Properties/QueueName`.
    pub fn pointer(&self) -> String {
        self.path.iter().fold(String::new(), |mut text, segment| {
            text.push('/');
            text.push_str(&segment.to_string());
            text
        })
    }

    /// Whether deployment fails.
    pub fn is_error(&self) -> bool {
        self.level == Level::Error
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.level, self.rule, self.message)?;
        write!(f, " ({}:{} {})", self.line, self.column, self.pointer())?;
        match &self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}
