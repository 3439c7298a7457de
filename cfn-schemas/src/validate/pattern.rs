//! Regular expressions of the schemas, compiled when first used and shared by all types.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, RwLock};

/// A regular expression of a schema.
#[derive(Debug)]
pub(crate) struct Pattern {
    /// The expression as the schema writes it.
    pub(crate) source: Box<str>,
    engine: OnceLock<Arc<Engine>>,
    /// The same for texts of ASCII only, which spares the large tables of Unicode classes.
    ascii: OnceLock<Arc<Engine>>,
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

    fn decides(&self, text: &str) -> Option<bool> {
        match self {
            Engine::Linear(regex) => Some(regex.is_match(text)),
            Engine::Backtracking(regex) => regex.is_match(text).ok(),
            Engine::Unreadable => None,
        }
    }
}

impl Pattern {
    pub(crate) fn new(source: &str) -> Self {
        Self { source: source.into(), engine: OnceLock::new(), ascii: OnceLock::new() }
    }

    /// Whether the text matches somewhere; nothing if the expression cannot be read or takes too long.
    pub(crate) fn matches(&self, text: &str, cache: &Patterns) -> Option<bool> {
        let engine = match text.is_ascii() {
            true => self.ascii.get_or_init(|| cache.get(&ascii_form(&self.source))),
            false => self.engine.get_or_init(|| cache.get(&self.source)),
        };
        engine.decides(text)
    }
}

/// ASCII characters of Unicode's general categories, as they stand inside a character class.
const CLASSES: &[(&str, &str)] = &[
    (r"\p{L}", "A-Za-z"),
    (r"\p{Lu}", "A-Z"),
    (r"\p{Ll}", "a-z"),
    (r"\p{N}", "0-9"),
    (r"\p{Nd}", "0-9"),
    (r"\p{Z}", r"\x20"),
    (r"\p{Zs}", r"\x20"),
    (r"\p{M}", ""),
    (r"\p{P}", r"!-#%-*,-/:;?@\[-\]_{}"),
    (r"\p{S}", r"$+<->^`|~"),
];

/// The expression with Unicode classes cut down to ASCII; itself where that cannot be done.
fn ascii_form(source: &str) -> Cow<'_, str> {
    if !source.contains(r"\p{") {
        return Cow::Borrowed(source);
    }
    let mut form = String::with_capacity(source.len());
    let (mut rest, mut in_class) = (source, false);
    while let Some(next) = rest.chars().next() {
        if let Some((name, members)) = CLASSES.iter().find(|(name, _)| rest.starts_with(name)) {
            if !in_class && members.is_empty() {
                return Cow::Borrowed(source);
            }
            let (open, close) = if in_class { ("", "") } else { ("[", "]") };
            form.extend([open, members, close]);
            rest = &rest[name.len()..];
            continue;
        }
        let mut length = next.len_utf8();
        match next {
            '\\' => length += rest[length..].chars().next().map_or(0, char::len_utf8),
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        form.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    Cow::Owned(form)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store;

    #[test]
    fn unicode_classes_match_ascii_and_other_text_alike() {
        let tag = Pattern::new(r"^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$");
        let cache = Patterns::default();
        for (text, matches) in [
            ("", true),
            ("a b-1", true),
            ("a\tb", false),
            ("é 1", true),
            ("é\t", false),
            ("a[", false),
        ] {
            assert_eq!(tag.matches(text, &cache), Some(matches), "{text:?}");
        }
    }

    /// Every expression of the schemas: the form for ASCII texts decides as the expression itself.
    #[test]
    fn the_form_for_ascii_decides_like_the_expression() {
        let texts = [
            "",
            "a",
            "A b-1",
            "a_b.c:/=+@",
            "a\tb",
            "x[y]",
            "50%",
            "$1",
            "arn:aws:s3:::b",
            "!\"#~",
        ];
        let cache = Patterns::default();
        let mut sources: Vec<String> = Vec::new();
        for name in store::types().step_by(3) {
            let schema = String::from_utf8(store::schema_json(name).unwrap()).unwrap();
            for part in schema.split("\"pattern\":\"").skip(1) {
                let raw: String = format!(
                    "\"{}\"",
                    part.split("\",\"").next().unwrap().split("\"}").next().unwrap()
                );
                if let Ok(source) = serde_json::from_str::<String>(&raw)
                    && source.contains(r"\p{")
                {
                    sources.push(source);
                }
            }
        }
        sources.sort();
        sources.dedup();
        assert!(sources.len() > 10, "{}", sources.len());
        for source in sources {
            let (full, ascii) = (cache.get(&source), cache.get(&ascii_form(&source)));
            for text in texts {
                if let (Some(full), Some(ascii)) = (full.decides(text), ascii.decides(text)) {
                    assert_eq!(full, ascii, "{source} as {} on {text:?}", ascii_form(&source));
                }
            }
        }
    }
}
