//! Collects findings and gives them their place.

use super::rules::Rule;
use super::view::{Resource, View};
use super::walker::Violation;
use crate::finding::{Finding, Level, PathSegment};
use crate::template::{Entry, Node, Span};

/// Where in the template a rule points.
#[derive(Clone, Copy)]
pub(crate) enum At<'t> {
    /// A key.
    Key(&'t Entry),
    /// A value.
    Value(&'t Node),
    /// A word inside a text value.
    Word(&'t Node, &'t str),
    /// The template as a whole.
    Top,
}

impl<'t> At<'t> {
    /// The Properties of a resource, or its id if it has none.
    pub(crate) fn properties(resource: &Resource<'t>) -> At<'t> {
        At::Key(resource.body().entry("Properties").unwrap_or(resource.entry))
    }
}

/// What the rules have found so far.
pub(crate) struct Report<'v, 't> {
    view: &'v View<'t>,
    rule: Option<&'static Rule>,
    findings: Vec<Finding>,
}

impl<'v, 't> Report<'v, 't> {
    pub(crate) fn new(view: &'v View<'t>) -> Self {
        Self { view, rule: None, findings: Vec::new() }
    }

    /// Sets the rule that the next findings belong to.
    pub(crate) fn rule(&mut self, rule: &'static Rule) {
        self.rule = Some(rule);
    }

    /// Adds a finding of the current rule at the rule's level.
    pub(crate) fn add(&mut self, at: At<'t>, message: impl Into<String>, help: Option<String>) {
        if let Some(rule) = self.rule {
            self.add_as(rule.level, at, message, help);
        }
    }

    /// Adds a warning of the current rule.
    pub(crate) fn warn(&mut self, at: At<'t>, message: impl Into<String>, help: Option<String>) {
        self.add_as(Level::Warning, at, message, help);
    }

    fn add_as(
        &mut self,
        level: Level,
        at: At<'t>,
        message: impl Into<String>,
        help: Option<String>,
    ) {
        let Some(rule) = self.rule else { return };
        let template = self.view.template;
        let (node, offset) = match at {
            At::Key(entry) => (&entry.value, entry.key_span.start),
            At::Value(node) => (node, node.span.start),
            At::Word(node, word) => {
                let found = template.source(node.span).find(word).unwrap_or_default();
                (node, node.span.start + Span::new(found, found).start)
            }
            At::Top => (template.root(), 0),
        };
        let path = template.path_to(node).unwrap_or_default();
        self.push(rule.id, level, message.into(), help, path, offset);
    }

    /// Adds what the walk over a resource's properties has found.
    pub(crate) fn violations(&mut self, violations: Vec<Violation<'t>>) {
        for Violation { keyword, path, at, message, help } in violations {
            let path = path.into_iter().map(crate::template::Step::to_segment).collect();
            self.push(keyword.id, keyword.level, message, help, path, at.start);
        }
    }

    fn push(
        &mut self,
        rule: &'static str,
        level: Level,
        message: String,
        help: Option<String>,
        path: Vec<PathSegment>,
        offset: u32,
    ) {
        let owner: Option<&Resource> = match &path[..] {
            [PathSegment::Key(section), PathSegment::Key(id), ..] if section == "Resources" => {
                self.view.resource(id)
            }
            _ => None,
        };
        let (line, column) = self.view.template.position(offset);
        self.findings.push(Finding {
            rule,
            level,
            message,
            help,
            path,
            line,
            column,
            resource: owner.map(|resource| resource.id.to_owned()),
            resource_type: owner
                .map(|resource| resource.type_name.to_owned())
                .filter(|name| !name.is_empty()),
        });
    }

    pub(crate) fn finish(self) -> Vec<Finding> {
        self.findings
    }
}
