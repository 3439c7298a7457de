//! Reads a CloudFormation template, JSON or YAML, into a tree that knows where everything stands.

mod json;
mod lines;
mod node;
mod scalar;
mod yaml;

pub(crate) use node::parse_number;
pub use node::{Entry, Node, Span, Value};

use std::collections::HashSet;

use crate::finding::{Finding, Level, PathSegment};
use lines::Lines;

/// Size limit of a template that CloudFormation reads from S3, in bytes. In the request itself: 51,200.
pub const MAX_BYTES: usize = 1_048_576;
/// Deepest nesting that is read.
pub(crate) const MAX_DEPTH: usize = 150;
/// Most values that a template may have after aliases are copied.
const MAX_NODES: usize = 500_000;
/// Id of everything that keeps a template from being read.
const FORMAT: &str = "E0000";

/// A template that could be read: its text, its tree, and the way back from one to the other.
#[derive(Debug)]
pub struct Template {
    name: String,
    text: String,
    root: Node,
    lines: Lines,
    warnings: Vec<Finding>,
}

impl Template {
    /// Reads a template. `name` is its file's name; `.json` and `.yaml` decide the format, else the text does.
    ///
    /// # Errors
    ///
    /// Findings `E0000` (not UTF-8, not well-formed, duplicate keys, nested too deeply, not an object)
    /// and `E1002` (more than 1 MB), each with line and column.
    pub fn parse(text: &[u8], name: &str) -> Result<Template, Vec<Finding>> {
        if text.len() > MAX_BYTES {
            return Err(vec![too_large(text.len())]);
        }
        let text = match std::str::from_utf8(text) {
            Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
            Err(error) => {
                let valid = String::from_utf8_lossy(&text[..error.valid_up_to()]).into_owned();
                let problem = Problem::at(valid.len(), "the template is not UTF-8 text".into());
                return Err(vec![problem.locate(&valid, &Lines::default())]);
            }
        };
        let lines = Lines::default();
        match read(text, name) {
            Ok(read) => {
                let mut warnings = Vec::new();
                let mut warn = |rule, offsets: &[usize], message: &str| {
                    for at in offsets {
                        let problem = Problem::at(*at, message.to_owned());
                        warnings.push(Finding {
                            rule,
                            level: Level::Warning,
                            ..problem.locate(text, &lines)
                        });
                    }
                };
                warn(
                    "W1100",
                    &read.merges,
                    "YAML merge keys are not part of CloudFormation's YAML",
                );
                warn(
                    "W1101",
                    &read.aliases,
                    "YAML aliases are not part of CloudFormation's documented YAML",
                );
                Ok(Template {
                    name: name.to_owned(),
                    text: text.to_owned(),
                    root: read.root,
                    lines,
                    warnings,
                })
            }
            Err(problems) => {
                Err(problems.iter().map(|problem| problem.locate(text, &lines)).collect())
            }
        }
    }

    /// Name given to [`Template::parse`], usually the file's.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The top of the tree, an object.
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// Line and column of a byte of the text, from 1; columns count characters.
    pub fn position(&self, offset: u32) -> (usize, usize) {
        self.lines.position(&self.text, offset as usize)
    }

    /// The text that a span covers.
    pub fn source(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// What the reader itself warns of: `W1100` merge keys, `W1101` aliases.
    pub(crate) fn warnings(&self) -> &[Finding] {
        &self.warnings
    }

    /// The way from the root to a node of this very tree.
    pub(crate) fn path_to(&self, target: &Node) -> Option<Vec<PathSegment>> {
        let mut path = Vec::new();
        let found = find(&self.root, target, &mut path);
        found.then(|| path.into_iter().map(Step::to_segment).collect())
    }
}

/// A [`PathSegment`] that borrows its key.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

impl Step<'_> {
    pub(crate) fn to_segment(self) -> PathSegment {
        match self {
            Step::Key(key) => PathSegment::Key(key.to_owned()),
            Step::Index(index) => PathSegment::Index(index),
        }
    }
}

fn find<'t>(node: &'t Node, target: &Node, path: &mut Vec<Step<'t>>) -> bool {
    if std::ptr::eq(node, target) {
        return true;
    }
    let mut descend = |step, child| {
        path.push(step);
        let found = find(child, target, path);
        if !found {
            path.pop();
        }
        found
    };
    match &node.value {
        Value::Array(items) => {
            items.iter().enumerate().any(|(at, item)| descend(Step::Index(at), item))
        }
        Value::Object(entries) => {
            entries.iter().any(|entry| descend(Step::Key(&entry.key), &entry.value))
        }
        _ => false,
    }
}

/// A problem of the text that has only an offset yet.
pub(crate) struct Problem {
    offset: usize,
    path: Vec<PathSegment>,
    message: String,
}

impl Problem {
    fn at(offset: usize, message: String) -> Self {
        Self { offset, path: Vec::new(), message }
    }

    fn too_deep(offset: usize) -> Self {
        Self::at(offset, format!("nested more than {MAX_DEPTH} levels deep"))
    }

    fn locate(&self, text: &str, lines: &Lines) -> Finding {
        let (line, column) = lines.position(text, self.offset);
        Finding {
            rule: FORMAT,
            level: Level::Error,
            message: self.message.clone(),
            help: None,
            path: self.path.clone(),
            line,
            column,
            resource: None,
            resource_type: None,
        }
    }
}

/// Reads a JSON document that is no template.
pub(crate) fn read_json(text: &[u8]) -> Option<Node> {
    json::parse(std::str::from_utf8(text).ok()?).ok()
}

fn too_large(bytes: usize) -> Finding {
    Finding {
        rule: "E1002",
        level: Level::Error,
        message: format!(
            "the template has {bytes} bytes; CloudFormation takes at most {MAX_BYTES}"
        ),
        help: Some("split it into several stacks, or write it without indentation".into()),
        path: Vec::new(),
        line: 1,
        column: 1,
        resource: None,
        resource_type: None,
    }
}

fn read(text: &str, name: &str) -> Result<yaml::Loaded, Vec<Problem>> {
    if let Some(at) = text.bytes().position(|byte| byte == 0) {
        return Err(vec![Problem::at(at, "the text contains a NUL byte; is it UTF-16?".into())]);
    }
    let first = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']);
    if first.is_empty() {
        return Err(vec![Problem::at(0, "the template is empty".into())]);
    }
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    let is_json = match extension.as_deref() {
        Some("json") => true,
        Some("yaml" | "yml") => false,
        _ => first.starts_with(['{', '[', '"']),
    };
    let loaded = if is_json {
        yaml::Loaded { root: json::parse(text)?, aliases: Vec::new(), merges: Vec::new() }
    } else {
        yaml::parse(text)?
    };
    if loaded.root.as_object().is_none() {
        let message = format!(
            "a template is an object with sections such as Resources; this is {}",
            loaded.root.kind()
        );
        return Err(vec![Problem::at(loaded.root.span.start as usize, message)]);
    }
    Ok(loaded)
}

/// Reports every key that an earlier entry has too.
fn find_duplicates(entries: &[Entry], problems: &mut Vec<Problem>) {
    let mut report = |entry: &Entry| {
        problems.push(Problem {
            offset: entry.key_span.start as usize,
            path: vec![PathSegment::Key(entry.key.to_string())],
            message: format!("the key \"{}\" appears twice in one object", entry.key),
        });
    };
    if entries.len() <= 16 {
        for (at, entry) in entries.iter().enumerate() {
            if entries[..at].iter().any(|earlier| earlier.key == entry.key) {
                report(entry);
            }
        }
        return;
    }
    let mut known = HashSet::with_capacity(entries.len());
    entries.iter().filter(|entry| !known.insert(&*entry.key)).for_each(report);
}
