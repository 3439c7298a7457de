//! Checks templates: the schemas' own rules by one walk per resource, everything else by [`rules`].

mod format;
mod functions;
mod keywords;
#[cfg(test)]
mod oracle;
mod pattern;
mod report;
mod rules;
mod schema;
mod suggest;
mod suppress;
mod types;
mod view;
mod walker;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};

use crate::finding::{Finding, Level};
use crate::store;
use crate::template::{self, Step, Template, Value};
use pattern::Patterns;
use report::Report;
pub use rules::RuleInfo;
use schema::TypeSchema;
use view::{Resource, View};
use walker::Walker;

/// Checks templates. Keeps what it has compiled: use one for all stacks, from as many threads as you like.
///
/// ```no_run
/// # fn main() -> Result<(), Vec<cumulo_schemas::Finding>> {
/// use cumulo_schemas::{Template, Validator};
///
/// let template = Template::parse(br#"{"Resources": {"Jobs": {"Type": "AWS::SQS::Queue"}}}"#, "jobs.json")?;
/// assert!(Validator::new().check(&template).is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Default)]
pub struct Validator {
    private: BTreeMap<String, Vec<u8>>,
    schemas: RwLock<HashMap<Box<str>, Option<Arc<TypeSchema>>>>,
    patterns: Patterns,
}

impl Validator {
    /// Checks against the vendored schemas. Cheap: schemas are read when a template needs them.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the schema of a private resource type, or replaces a vendored one.
    ///
    /// # Errors
    ///
    /// Findings `E0000` with line and column if the text is not a JSON object.
    pub fn with_type(mut self, type_name: &str, schema: &[u8]) -> Result<Self, Vec<Finding>> {
        Template::parse(schema, "schema.json")?;
        self.private.insert(type_name.to_owned(), schema.to_vec());
        self.schemas = RwLock::default();
        Ok(self)
    }

    /// Everything that is wrong with a template, in the order of its text.
    ///
    /// Leaves out what the template's `Metadata` suppresses in cfn-lint's way (`cfn-lint: config: ignore_checks`).
    /// Where a macro of the account's own rewrites the template, findings are warnings at most.
    pub fn check(&self, template: &Template) -> Vec<Finding> {
        let view = View::new(template, self);
        let mut report = Report::new(&view);
        for rule in rules::RULES {
            report.rule(rule);
            (rule.check)(&view, &mut report);
        }
        for resource in &view.resources {
            self.walk(resource, &view, &mut report);
        }
        let mut findings = report.finish();
        findings.extend_from_slice(template.warnings());
        if view.macros.foreign {
            findings.iter_mut().for_each(|finding| finding.level = Level::Warning);
        }
        suppress::remove(&view, &mut findings);
        findings.sort_by(|a, b| {
            (a.line, a.column, a.rule, &a.message).cmp(&(b.line, b.column, b.rule, &b.message))
        });
        findings.dedup();
        findings
    }

    fn walk<'t>(&self, resource: &Resource<'t>, view: &View<'t>, report: &mut Report<'_, 't>) {
        let Some(schema) = &resource.schema else { return };
        let guarded = resource.body().get("Condition").is_some();
        let path = vec![Step::Key("Resources"), Step::Key(resource.id)];
        let walker = Walker::new(schema, &self.patterns, Some(view));
        match resource.body().entry("Properties") {
            Some(entry) => {
                let path = [&path[..], &[Step::Key("Properties")]].concat();
                // Rule E3001 tells what Properties must be.
                if matches!(entry.value.value, Value::Object(_)) {
                    report.violations(walker.walk(path, guarded, &entry.value, entry.key_span));
                }
            }
            None if resource.body().as_object().is_some() => {
                report.violations(walker.walk(path, guarded, &NOTHING, resource.entry.key_span));
            }
            None => {}
        }
    }

    /// The compiled schema of a type.
    fn schema(&self, type_name: &str) -> Option<Arc<TypeSchema>> {
        if let Some(known) =
            self.schemas.read().ok().and_then(|known| known.get(type_name).cloned())
        {
            return known;
        }
        let text = self.private.get(type_name).cloned().or_else(|| store::schema_json(type_name));
        let document = text.and_then(|text| template::read_json(&text));
        let compiled = document.map(|document| Arc::new(TypeSchema::compile(&document)));
        if let Ok(mut known) = self.schemas.write() {
            known.insert(type_name.into(), compiled.clone());
        }
        compiled
    }

    /// The resource type that was probably meant.
    fn closest_type(&self, type_name: &str) -> Option<&str> {
        let private = suggest::similar(type_name, self.private.keys().map(String::as_str));
        private.or_else(|| store::closest(type_name))
    }
}

/// Properties of a resource that has none.
static NOTHING: crate::template::Node = crate::template::Node {
    span: crate::template::Span { start: 0, end: 0 },
    value: Value::Object(Vec::new()),
};

/// All rules, sorted by id, for listings and explanations.
pub fn rules() -> Vec<RuleInfo> {
    rules::all()
}
