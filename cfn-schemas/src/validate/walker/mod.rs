//! Checks a value of the template against a compiled schema.
//!
//! Functions are taken as what they yield, both branches of `Fn::If` are checked, and scalars convert
//! into each other as CloudFormation converts them.

mod alternatives;
mod function_values;

use super::functions::{self, Function, call, is_no_value, rewrites_object};
use super::keywords::{self, Keyword};
use super::pattern::Patterns;
use super::schema::{Additional, ArrayRules, Id, ObjectRules, Schema, TypeSchema, ValueRules};
use super::suggest::{did_you_mean, list, plural};
use super::types::Types;
use super::view::View;
use crate::template::{Entry, Node, Span, Step, Value, parse_number};

/// A broken keyword, before its place becomes line and column.
pub(crate) struct Violation<'t> {
    pub(crate) keyword: &'static Keyword,
    pub(crate) path: Vec<Step<'t>>,
    pub(crate) at: Span,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

/// What a check that shows nothing has counted.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    errors: usize,
    deepest: usize,
    /// Errors that say the value is of another kind altogether.
    wrong_kind: usize,
    /// Errors about which properties stand in the object itself.
    missing_here: usize,
}

impl Tally {
    /// Adds what was counted `depth` levels further in.
    fn add(&mut self, inner: &Tally, depth: usize) {
        self.errors += inner.errors;
        self.deepest = self.deepest.max(depth + inner.deepest);
        if depth == 0 {
            self.wrong_kind += inner.wrong_kind;
            self.missing_here += inner.missing_here;
        }
    }
}

/// Walks values of one resource type.
pub(crate) struct Walker<'t, 's> {
    schema: &'s TypeSchema,
    patterns: &'s Patterns,
    view: Option<&'s View<'t>>,
    /// No conversion of scalars: plain JSON Schema.
    strict: bool,
    /// Inside a branch or a resource that a condition may leave out.
    guarded: bool,
    path: Vec<Step<'t>>,
    violations: Vec<Violation<'t>>,
    /// Set while alternatives are tried: violations are counted, not written.
    trial: Option<Tally>,
    trial_depth: usize,
    /// Values that only deployment will know.
    unknowns: usize,
}

impl<'t, 's> Walker<'t, 's> {
    pub(crate) fn new(
        schema: &'s TypeSchema,
        patterns: &'s Patterns,
        view: Option<&'s View<'t>>,
    ) -> Self {
        Walker {
            schema,
            patterns,
            view,
            strict: false,
            guarded: false,
            path: Vec::new(),
            violations: Vec::new(),
            trial: None,
            trial_depth: 0,
            unknowns: 0,
        }
    }

    /// Plain JSON Schema without conversions.
    #[cfg(test)]
    pub(crate) fn strict(mut self) -> Self {
        self.strict = true;
        self
    }

    /// Walks the properties of a resource.
    pub(crate) fn walk(
        mut self,
        path: Vec<Step<'t>>,
        guarded: bool,
        node: &'t Node,
        key: Span,
    ) -> Vec<Violation<'t>> {
        self.path = path;
        self.guarded = guarded;
        self.check(TypeSchema::ROOT, node, key);
        self.violations
    }

    fn report(
        &mut self,
        keyword: &'static Keyword,
        at: Span,
        words: impl FnOnce() -> (String, Option<String>),
    ) {
        if let Some(tally) = &mut self.trial {
            let depth = self.path.len() - self.trial_depth;
            tally.errors += 1;
            tally.deepest = tally.deepest.max(depth);
            if depth == 0 {
                let kind = std::ptr::eq(keyword, &keywords::TYPE)
                    || std::ptr::eq(keyword, &keywords::ENUM);
                tally.wrong_kind += usize::from(kind);
                tally.missing_here += usize::from(std::ptr::eq(keyword, &keywords::REQUIRED));
            }
            return;
        }
        let (message, help) = words();
        self.violations.push(Violation { keyword, path: self.path.clone(), at, message, help });
    }

    fn attempt(&mut self, id: Id, node: &'t Node, key: Span) -> Tally {
        let outer = self.trial.replace(Tally::default());
        let outer_depth = std::mem::replace(&mut self.trial_depth, self.path.len());
        self.check(id, node, key);
        self.trial_depth = outer_depth;
        std::mem::replace(&mut self.trial, outer).unwrap_or_default()
    }

    fn at<T>(&mut self, step: Step<'t>, check: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let outcome = check(self);
        self.path.pop();
        outcome
    }

    /// Checks a value. `key` is where problems of a whole object are shown: its key, else itself.
    fn check(&mut self, id: Id, node: &'t Node, key: Span) {
        let type_schema = self.schema;
        let schema = type_schema.get(id);
        if let Some((function, args)) = call(node).filter(|(function, _)| function.is_value())
            && self.view.is_some()
        {
            return self.function(id, schema, function, args, node);
        }
        if schema.deny {
            return self
                .report(&keywords::UNKNOWN, node.span, || ("nothing may stand here".into(), None));
        }
        let unknown_text =
            matches!(&node.value, Value::String(text) if text.contains("{{resolve:"));
        if unknown_text && self.view.is_some() {
            self.unknowns += 1;
            if schema.types.is_any() || schema.types.has(Types::SCALAR) {
                return;
            }
        }
        if !self.fits(schema.types, node) {
            return self.wrong_type(schema, node);
        }
        match &node.value {
            Value::Object(entries) => {
                if let Some(rules) = &schema.object {
                    self.object(rules, node, entries, key);
                }
            }
            Value::Array(items) => {
                if let Some(rules) = &schema.array {
                    self.array(rules, node, items);
                }
            }
            _ => self.scalar(schema, node),
        }
        if let Some(values) = &schema.values {
            self.values(values, node);
        }
        if let Some(combined) = &schema.combined {
            self.combined(combined, node, key);
        }
    }

    fn fits(&self, wanted: Types, node: &Node) -> bool {
        if wanted.is_any() {
            return true;
        }
        let numeric = Types::NUMBER.or(Types::INTEGER);
        match &node.value {
            Value::Null => !self.strict || wanted.has(Types::NULL),
            Value::Object(_) => wanted.has(Types::OBJECT),
            Value::Array(_) => wanted.has(Types::ARRAY),
            Value::Bool(_) => {
                wanted.has(Types::BOOLEAN) || (!self.strict && wanted.has(Types::STRING))
            }
            Value::Int(_) => wanted.has(numeric) || (!self.strict && wanted.has(Types::STRING)),
            Value::Float(number) => {
                wanted.has(Types::NUMBER)
                    || (wanted.has(Types::INTEGER) && number.fract() == 0.0)
                    || (!self.strict && wanted.has(Types::STRING))
            }
            Value::String(text) => {
                wanted.has(Types::STRING)
                    || (!self.strict
                        && ((wanted.has(Types::BOOLEAN) && is_boolean(text))
                            || (wanted.has(Types::NUMBER) && parse_number(text).is_some())
                            || (wanted.has(Types::INTEGER)
                                && parse_number(text).is_some_and(|number| number.fract() == 0.0))))
            }
        }
    }

    fn wrong_type(&mut self, schema: &Schema, node: &Node) {
        let wanted = schema.types;
        self.report(&keywords::TYPE, node.span, || {
            let found = match &node.value {
                Value::String(_) => format!("the string {}", node.brief()),
                Value::Array(_) | Value::Object(_) | Value::Null => node.kind().to_owned(),
                _ => node.brief(),
            };
            let help = match &node.value {
                Value::String(text) if wanted.has(Types::BOOLEAN) => {
                    Some(format!("write true or false instead of \"{text}\""))
                }
                _ if wanted == Types::ARRAY => Some("put it into a list: [ … ]".to_owned()),
                _ => None,
            };
            let help = functions::unknown(node).or(help);
            (format!("expected {}, found {found}", wanted.describe()), help)
        });
    }

    fn object(&mut self, rules: &'s ObjectRules, node: &'t Node, entries: &'t [Entry], key: Span) {
        let rewritten =
            self.view.is_some() && entries.iter().any(|entry| rewrites_object(&entry.key));
        for entry in entries {
            if self.view.is_some() && (rewrites_object(&entry.key) || is_no_value(&entry.value)) {
                continue;
            }
            self.at(Step::Key(&entry.key), |walker| walker.property(rules, node, entry, rewritten));
        }
        if rewritten {
            self.unknowns += 1;
            return;
        }
        self.required(rules, node, key);
        let count = entries.len();
        if rules.min.is_some_and(|min| count < min) || rules.max.is_some_and(|max| count > max) {
            self.report(&keywords::ITEMS, key, || {
                (format!("has {count} entries; {}", range(rules.min, rules.max)), None)
            });
        }
        for (trigger, id) in &rules.dependent_schemas {
            if self.has(node, trigger) {
                self.check(*id, node, key);
            }
        }
    }

    fn property(
        &mut self,
        rules: &'s ObjectRules,
        node: &'t Node,
        entry: &'t Entry,
        rewritten: bool,
    ) {
        let mut known = false;
        if let Some(id) = rules.property(&entry.key) {
            known = true;
            self.check(id, &entry.value, entry.key_span);
        }
        for (pattern, id) in &rules.patterns {
            match pattern.matches(&entry.key, self.patterns) {
                Some(false) => {}
                Some(true) => {
                    known = true;
                    self.check(*id, &entry.value, entry.key_span);
                }
                None => known = true,
            }
        }
        match rules.additional {
            _ if known || rewritten => {}
            Additional::Allow => {}
            Additional::Check(id) => self.check(id, &entry.value, entry.key_span),
            Additional::Deny => {
                let schema = self.schema;
                self.report(&keywords::UNKNOWN, entry.key_span, || {
                    let root = schema.properties().is_some_and(|root| std::ptr::eq(root, rules));
                    let settable = |name: &&str| {
                        !root || schema.attribute(name).is_none_or(|attribute| !attribute.read_only)
                    };
                    let names = rules.properties.iter().map(|(name, _)| &**name);
                    let names: Vec<&str> = names.filter(settable).collect();
                    let unused = names.iter().copied().filter(|name| node.get(name).is_none());
                    let help = did_you_mean(&entry.key, unused)
                        .or_else(|| list("known properties", &names));
                    match (names.is_empty(), &rules.patterns[..]) {
                        (true, [(pattern, _)]) => {
                            let message = format!("the name \"{}\" is not allowed", entry.key);
                            (message, Some(format!("names match {}", pattern.source)))
                        }
                        _ => (format!("unknown property \"{}\"", entry.key), help),
                    }
                })
            }
        }
    }

    /// Whether the object has the property for certain or perhaps.
    fn has(&self, node: &Node, name: &str) -> bool {
        node.get(name).is_some_and(|value| self.view.is_none() || !is_no_value(value))
    }

    /// Whether the object has the property whatever the conditions are.
    fn surely_has(&self, node: &Node, name: &str) -> bool {
        node.get(name).is_some_and(|value| self.view.is_none() || !may_vanish(value))
    }

    fn required(&mut self, rules: &'s ObjectRules, node: &'t Node, key: Span) {
        for name in &rules.required {
            if !self.has(node, name) {
                self.report(&keywords::REQUIRED, key, || {
                    let unknown = node.entries().iter().map(|entry| &*entry.key);
                    let unknown =
                        unknown.filter(|key| rules.is_closed() && rules.property(key).is_none());
                    let help = did_you_mean(name, unknown)
                        .map(|_| "see the unknown property beside it".to_owned());
                    (format!("required property \"{name}\" is missing"), help)
                });
            }
        }
        let may = |names: &'s [Box<str>]| names.iter().filter(|name| self.has(node, name)).count();
        let surely =
            |names: &'s [Box<str>]| names.iter().filter(|name| self.surely_has(node, name)).count();
        let (none, several) = (may(&rules.required_xor) == 0, surely(&rules.required_xor) > 1);
        let nothing = may(&rules.required_or) == 0;
        if !rules.required_xor.is_empty() && (none || several) {
            self.report(&keywords::REQUIRED_XOR, key, || {
                let found = if none { "none of them is there" } else { "more than one is there" };
                (format!("needs exactly one of {}; {found}", rules.required_xor.join(", ")), None)
            });
        }
        if !rules.required_or.is_empty() && nothing {
            self.report(&keywords::REQUIRED_OR, key, || {
                (format!("needs at least one of {}", rules.required_or.join(", ")), None)
            });
        }
        for (trigger, names) in &rules.dependent_required {
            for name in names.iter().filter(|_| self.surely_has(node, trigger)).collect::<Vec<_>>()
            {
                if !self.has(node, name) {
                    self.report(&keywords::DEPENDENT_REQUIRED, key, || {
                        (format!("\"{trigger}\" also needs \"{name}\", which is missing"), None)
                    });
                }
            }
        }
        for (trigger, names) in &rules.dependent_excluded {
            for name in names.iter().filter(|_| self.surely_has(node, trigger)).collect::<Vec<_>>()
            {
                let Some(entry) = node.entry(name).filter(|_| self.surely_has(node, name)) else {
                    continue;
                };
                self.at(Step::Key(&entry.key), |walker| {
                    walker.report(&keywords::DEPENDENT_EXCLUDED, entry.key_span, || {
                        (format!("\"{name}\" cannot stand beside \"{trigger}\""), None)
                    });
                });
            }
        }
    }

    fn array(&mut self, rules: &'s ArrayRules, node: &'t Node, items: &'t [Node]) {
        let (mut fewest, mut most) = (0, 0);
        for (index, item) in items.iter().enumerate() {
            if self.view.is_some() && is_no_value(item) {
                continue;
            }
            most += 1;
            fewest += usize::from(self.view.is_none() || !may_vanish(item));
            let id = rules.prefix.get(index).copied().or(rules.items);
            if let Some(id) = id {
                self.at(Step::Index(index), |walker| walker.check(id, item, item.span));
            }
        }
        if rules.min.is_some_and(|min| most < min) || rules.max.is_some_and(|max| fewest > max) {
            self.report(&keywords::ITEMS, node.span, || {
                let found = plural(most, "item");
                (format!("the list has {found}; {}", range(rules.min, rules.max)), None)
            });
        }
        if rules.unique {
            for (index, item) in items.iter().enumerate() {
                let twin = items[..index].iter().position(|earlier| earlier.same(item));
                if let Some(twin) = twin.filter(|_| !is_no_value(item)) {
                    self.at(Step::Index(index), |walker| {
                        walker.report(&keywords::UNIQUE, item.span, || {
                            (
                                format!("{} repeats item {twin}; items must differ", item.brief()),
                                None,
                            )
                        });
                    });
                }
            }
        }
        for name in &rules.unique_keys {
            for (index, item) in items.iter().enumerate() {
                let Some(value) = item.get(name) else { continue };
                if items[..index]
                    .iter()
                    .filter_map(|earlier| earlier.get(name))
                    .any(|earlier| earlier.same(value))
                {
                    self.at(Step::Index(index), |walker| {
                        walker.report(&keywords::UNIQUE, value.span, || {
                            (
                                format!(
                                    "{} is the \"{name}\" of an earlier item too",
                                    value.brief()
                                ),
                                None,
                            )
                        });
                    });
                }
            }
        }
        if let Some(max) = rules.max_unique {
            let distinct = |(index, item): &(usize, &Node)| {
                !items[..*index].iter().any(|earlier| earlier.same(item))
            };
            let count = items.iter().enumerate().filter(distinct).count();
            if count > max && fewest == items.len() {
                self.report(&keywords::MAX_UNIQUE, node.span, || {
                    (
                        format!("the list has {count} different items; {}", range(None, Some(max))),
                        None,
                    )
                });
            }
        }
    }

    fn scalar(&mut self, schema: &'s Schema, node: &'t Node) {
        let textual = matches!(node.value, Value::String(_))
            || (!self.strict && schema.types.has(Types::STRING));
        if let (Some(rules), true, Some(text)) = (&schema.text, textual, node.scalar_text()) {
            let count = text.chars().count();
            if rules.min.is_some_and(|min| count < min) || rules.max.is_some_and(|max| count > max)
            {
                self.report(&keywords::LENGTH, node.span, || {
                    (
                        format!(
                            "{} has {}; {}",
                            node.brief(),
                            plural(count, "character"),
                            range(rules.min, rules.max)
                        ),
                        None,
                    )
                });
            }
            if let Some(pattern) = &rules.pattern
                && pattern.matches(&text, self.patterns) == Some(false)
            {
                self.report(&keywords::PATTERN, node.span, || {
                    (
                        format!("{} does not match the pattern {}", node.brief(), pattern.source),
                        None,
                    )
                });
            }
        }
        if let (Some(format), false, Some(text)) = (schema.format, self.strict, node.as_str())
            && let Some(keyword) = format.broken_by(text)
        {
            self.report(keyword, node.span, || {
                (format!("{} is not {}", node.brief(), format.describe()), None)
            });
        }
        let numeric = match node.value {
            Value::Int(_) | Value::Float(_) => true,
            _ => !self.strict && schema.types.has(Types::NUMBER.or(Types::INTEGER)),
        };
        if let (Some(rules), true, Some(number)) = (&schema.number, numeric, node.scalar_number()) {
            let low = rules.min.is_some_and(|min| number < min)
                || rules.above.is_some_and(|above| number <= above);
            let high = rules.max.is_some_and(|max| number > max)
                || rules.below.is_some_and(|below| number >= below);
            if low || high {
                self.report(&keywords::RANGE, node.span, || {
                    let (least, most) = (rules.min.or(rules.above), rules.max.or(rules.below));
                    (format!("{} is outside the range; {}", node.brief(), range(least, most)), None)
                });
            }
            if let Some(step) = rules.multiple_of.filter(|step| *step > 0.0) {
                let quotient = number / step;
                if (quotient - quotient.round()).abs() > 1e-6 {
                    self.report(&keywords::RANGE, node.span, || {
                        (format!("{} is not a multiple of {step}", node.brief()), None)
                    });
                }
            }
        }
    }

    fn values(&mut self, rules: &'s ValueRules, node: &'t Node) {
        let text = node.scalar_text();
        let equal = |allowed: &Node| {
            if allowed.same(node) {
                return true;
            }
            if self.strict && !rules.ignore_case {
                return false;
            }
            match (&text, allowed.scalar_text()) {
                (Some(text), Some(allowed)) if rules.ignore_case => {
                    text.eq_ignore_ascii_case(&allowed)
                }
                (Some(text), Some(allowed)) => **text == *allowed,
                _ => false,
            }
        };
        if !rules.allowed.iter().any(equal) {
            self.report(&keywords::ENUM, node.span, || {
                let names: Vec<_> = rules.allowed.iter().filter_map(Node::scalar_text).collect();
                let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
                let similar =
                    text.as_deref().and_then(|text| did_you_mean(text, names.iter().copied()));
                let help = match (similar, list("allowed", &names)) {
                    (Some(similar), Some(all)) => Some(format!("{similar}; {all}")),
                    (similar, all) => similar.or(all),
                };
                (format!("{} is not an allowed value", node.brief()), help)
            });
        }
    }
}

fn is_boolean(text: &str) -> bool {
    text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
}

/// Whether a condition may remove this value.
fn may_vanish(node: &Node) -> bool {
    match call(node) {
        Some((Function::If, args)) => args
            .as_array()
            .unwrap_or_default()
            .iter()
            .skip(1)
            .any(|branch| is_no_value(branch) || may_vanish(branch)),
        _ => is_no_value(node),
    }
}

fn may_vanish_inside(node: &Node) -> bool {
    node.entries().iter().any(|entry| may_vanish(&entry.value))
}

fn range<T: std::fmt::Display>(min: Option<T>, max: Option<T>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!("allowed: {min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => String::new(),
    }
}
