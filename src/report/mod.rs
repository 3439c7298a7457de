//! Findings as the tool's users see them: one type for problems of programs and of templates.

mod github;
mod json;
mod junit;
mod sarif;
mod text;

pub use github::github;
pub use json::json;
pub use junit::junit;
pub use sarif::sarif;
pub use text::{ERROR_STYLE, counts, plural, text};

use cumulo_core::{Level, Related, Source};
use cumulo_schemas::PathSegment;
use indexmap::IndexMap;
use std::path::PathBuf;

/// Findings of one or more templates, and what was looked at.
#[derive(Debug, Default)]
pub struct Findings {
    /// Problems, merged over stages, in the order of templates and lines.
    pub list: Vec<Finding>,
    /// Templates that were checked.
    pub templates: usize,
    /// Resources in them.
    pub resources: usize,
    /// Where the user's source files are looked for, apart from their parents.
    pub folder: PathBuf,
}

/// One problem, with every place that has it.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the rule.
    pub rule: String,
    /// How grave it is.
    pub level: Level,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The line of the user's program, where it is known.
    pub source: Option<Source>,
    /// Further lines of the user's program.
    pub related: Vec<Related>,
    /// Where it was found, one per stage or template.
    pub places: Vec<Place>,
}

/// One place that has a problem.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Construct path.
    pub construct: Option<String>,
    /// Position in a template.
    pub template: Option<TemplatePlace>,
}

/// A position in a template.
#[derive(Clone, Debug, Default)]
pub struct TemplatePlace {
    /// The template's file, as the reader can find it.
    pub file: String,
    /// Way from the template's root.
    pub path: Vec<PathSegment>,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The text of that line.
    pub excerpt: Option<String>,
    /// Logical id of the resource.
    pub resource: Option<String>,
    /// Type of the resource.
    pub resource_type: Option<String>,
}

impl TemplatePlace {
    /// The path as text, from the template's root.
    fn pointer(&self) -> String {
        self.path.iter().map(|segment| format!("/{segment}")).collect()
    }

    /// The path as text, from the resource on where there is one: `/Properties/Cpu`.
    fn inner_pointer(&self) -> String {
        let skip = if self.resource.is_some() { 2 } else { 0 };
        self.path.iter().skip(skip).map(|segment| format!("/{segment}")).collect()
    }
}

impl From<cumulo_core::Finding> for Finding {
    fn from(finding: cumulo_core::Finding) -> Self {
        Self {
            rule: finding.id,
            level: finding.level,
            message: finding.message,
            help: finding.help,
            source: Some(finding.source),
            related: finding.related,
            places: vec![Place { construct: Some(finding.construct), template: None }],
        }
    }
}

impl Findings {
    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.list.iter().filter(|finding| finding.level == level).count()
    }

    /// Whether any finding keeps the templates from being deployed.
    pub fn has_errors(&self) -> bool {
        self.count(Level::Error) > 0
    }

    /// Makes one finding of those that only differ in the stage or the template they were found in.
    pub fn merge(&mut self) {
        let mut merged: IndexMap<String, Finding> = IndexMap::new();
        for finding in std::mem::take(&mut self.list) {
            match merged.entry(finding.identity()) {
                indexmap::map::Entry::Occupied(mut known) => {
                    known.get_mut().places.extend(finding.places);
                }
                indexmap::map::Entry::Vacant(slot) => {
                    slot.insert(finding);
                }
            }
        }
        self.list = merged.into_values().collect();
        // Errors first; within a level the order of the templates.
        self.list.sort_by_key(|finding| finding.level);
    }
}

impl Finding {
    /// Message and help in one.
    fn sentence(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// `file:line:column` in the user's program, or else in the first template.
    fn position(&self) -> String {
        match (&self.source, self.places.first().and_then(|place| place.template.as_ref())) {
            (Some(source), _) => source.to_string(),
            (None, Some(at)) => format!("{}:{}:{}", at.file, at.line, at.column),
            (None, None) => String::new(),
        }
    }

    /// What two places must have in common to be the same problem.
    fn identity(&self) -> String {
        let place = self.places.first();
        let template = place.and_then(|place| place.template.as_ref());
        let construct = place.and_then(|place| place.construct.as_deref());
        // The first part of a construct path is the stage; a template that no construct made stands for itself.
        let whose = match (&self.source, construct) {
            (Some(source), _) => source.to_string(),
            (None, Some(path)) => path.split_once('/').map_or(path, |(_, rest)| rest).to_owned(),
            (None, None) => self.position(),
        };
        let pointer = template.map(TemplatePlace::inner_pointer).unwrap_or_default();
        let help = self.help.as_deref().unwrap_or_default();
        [&self.rule, &self.message, help, &whose, &pointer].join("\u{0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(construct: &str, line: u32) -> Finding {
        Finding::from(cumulo_core::Finding {
            id: "E3047".into(),
            level: Level::Error,
            message: "no".into(),
            help: None,
            construct: construct.into(),
            source: Source { file: "src/main.rs".into(), line, column: 1 },
            related: Vec::new(),
        })
    }

    #[test]
    fn one_problem_in_two_stages_is_one_finding() {
        let list = vec![finding("test/Api", 3), finding("prod/Api", 3), finding("test/Api", 4)];
        let mut findings = Findings { list, ..Findings::default() };
        findings.merge();
        let places: Vec<usize> = findings.list.iter().map(|finding| finding.places.len()).collect();
        assert_eq!(places, [2, 1]);
    }
}
