//! Regular expressions of the schemas, compiled when first used and shared by all types.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

/// A regular expression of a schema.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The expression as the schema writes it.
    pub(crate) source: Box<str>,
    engine: OnceLock<Arc<Engine>>,
}

#[derive(Debug)]
enum Engine {
    Linear(regex_lite::Regex),
    Backtracking(fancy_regex::Regex),
    /// Neither engine reads it; such a pattern checks nothing.
    Unreadable,
}

impl Engine {
    fn compile(source: &str) -> Engine {
        if let Ok(regex) = regex_lite::Regex::new(source) {
            return Engine::Linear(regex);
        }
        match fancy_regex::RegexBuilder::new(source).backtrack_limit(100_000).build() {
            Ok(regex) => Engine::Backtracking(regex),
            Err(_) => Engine::Unreadable,
        }
    }
}

impl Pattern {
    pub(crate) fn new(source: &str) -> Self {
        Self { source: source.into(), engine: OnceLock::new() }
    }

    /// Whether the text matches somewhere; nothing if the expression cannot be read or takes too long.
    pub(crate) fn matches(&self, text: &str, cache: &Patterns) -> Option<bool> {
        match &**self.engine.get_or_init(|| cache.get(&self.source)) {
            Engine::Linear(regex) => Some(regex.is_match(text)),
            Engine::Backtracking(regex) => regex.is_match(text).ok(),
            Engine::Unreadable => None,
        }
    }
}

/// Compiled expressions by source: the same few stand in hundreds of types.
#[derive(Debug, Default)]
pub(crate) struct Patterns(RwLock<HashMap<Box<str>, Arc<Engine>>>);

impl Patterns {
    fn get(&self, source: &str) -> Arc<Engine> {
        if let Some(known) = self.0.read().ok().and_then(|known| known.get(source).cloned()) {
            return known;
        }
        let engine = Arc::new(Engine::compile(source));
        if let Ok(mut known) = self.0.write() {
            known.insert(source.into(), Arc::clone(&engine));
        }
        engine
    }
}
