//! Patterns that choose log events.

use std::fmt;

/// A pattern that chooses log events.
///
/// ```
/// use cumulo::logs::{FilterPattern, JsonPattern};
/// let errors = FilterPattern::any_term(["ERROR", "FATAL"]);
/// let slow = FilterPattern::all([
///     JsonPattern::string_value("$.path", "=", "/checkout"),
///     JsonPattern::number_value("$.latency", ">=", 500.0),
/// ]);
/// assert_eq!(slow.to_string(), r#"{ ($.path = "/checkout") && ($.latency >= 500) }"#);
/// ```
///
/// Source: <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterPattern(String);

/// A test of a JSON event, or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonPattern(String);

impl FilterPattern {
    /// All events.
    pub fn all_events() -> Self {
        Self(String::new())
    }

    /// A pattern as CloudWatch Logs writes it.
    pub fn literal(pattern: impl Into<String>) -> Self {
        Self(pattern.into())
    }

    /// Events that hold all of these texts.
    pub fn all_terms(terms: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        Self(quoted_all(terms, "").join(" "))
    }

    /// Events that hold one of these texts or more.
    pub fn any_term(terms: impl IntoIterator<Item = impl AsRef<str>>) -> Self {
        let terms: Vec<_> = terms.into_iter().collect();
        let mark = if terms.len() > 1 { "?" } else { "" };
        Self(quoted_all(terms, mark).join(" "))
    }

    /// Events that hold all texts of one of these groups or more.
    pub fn any_term_group<Term: AsRef<str>>(
        groups: impl IntoIterator<Item = impl IntoIterator<Item = Term>>,
    ) -> Self {
        let groups = groups.into_iter().map(|terms| quoted_all(terms, "").join(" "));
        Self(groups.map(|group| format!("?{group}")).collect::<Vec<_>>().join(" "))
    }

    /// Events for which all of these tests hold.
    pub fn all(patterns: impl IntoIterator<Item = JsonPattern>) -> Self {
        JsonPattern::all(patterns).into()
    }

    /// Events for which one of these tests holds.
    pub fn any(patterns: impl IntoIterator<Item = JsonPattern>) -> Self {
        JsonPattern::any(patterns).into()
    }

    /// Events that are texts of columns, with spaces between; `...` stands for any number of columns.
    pub fn space_delimited(
        columns: impl IntoIterator<Item = impl Into<String>>,
    ) -> SpaceDelimitedTextPattern {
        let columns = columns.into_iter().map(|name| (name.into(), Vec::new())).collect();
        SpaceDelimitedTextPattern { columns }
    }
}

impl fmt::Display for FilterPattern {
    /// The pattern as CloudWatch Logs writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<JsonPattern> for FilterPattern {
    fn from(pattern: JsonPattern) -> Self {
        Self(format!("{{ {} }}", pattern.0))
    }
}

impl JsonPattern {
    /// The field is this text, or is not: `=` or `!=`; `*` stands for any text.
    pub fn string_value(field: &str, comparison: &str, value: &str) -> Self {
        Self(format!("{field} {comparison} {}", quoted(value)))
    }

    /// The field compares so with this number: `=`, `!=`, `<`, `<=`, `>`, `>=`.
    pub fn number_value(field: &str, comparison: &str, value: f64) -> Self {
        Self(format!("{field} {comparison} {value}"))
    }

    /// The field matches this regular expression, or does not: `=` or `!=`.
    pub fn regex_value(field: &str, comparison: &str, expression: &str) -> Self {
        Self(format!("{field} {comparison} %{expression}%"))
    }

    /// The field is true, or false.
    pub fn boolean_value(field: &str, value: bool) -> Self {
        Self(format!("{field} IS {}", if value { "TRUE" } else { "FALSE" }))
    }

    /// The field is null.
    pub fn is_null(field: &str) -> Self {
        Self(format!("{field} IS NULL"))
    }

    /// The field is there.
    pub fn exists(field: &str) -> Self {
        Self::string_value(field, "=", "*")
    }

    /// The field is not there.
    pub fn not_exists(field: &str) -> Self {
        Self(format!("{field} NOT EXISTS"))
    }

    /// All of these hold.
    pub fn all(patterns: impl IntoIterator<Item = JsonPattern>) -> Self {
        Self::joined(patterns, " && ")
    }

    /// One of these holds.
    pub fn any(patterns: impl IntoIterator<Item = JsonPattern>) -> Self {
        Self::joined(patterns, " || ")
    }

    fn joined(patterns: impl IntoIterator<Item = JsonPattern>, operator: &str) -> Self {
        let mut patterns: Vec<_> = patterns.into_iter().collect();
        if patterns.len() == 1 {
            return patterns.remove(0);
        }
        let parts: Vec<_> = patterns.iter().map(|pattern| format!("({})", pattern.0)).collect();
        Self(parts.join(operator))
    }
}

/// A pattern of events that are columns with spaces between.
#[derive(Clone, Debug)]
pub struct SpaceDelimitedTextPattern {
    columns: Vec<(String, Vec<String>)>,
}

impl SpaceDelimitedTextPattern {
    /// The column is this text, or is not: `=` or `!=`; `*` stands for any text. A name that is no column changes nothing.
    #[must_use]
    pub fn where_string(self, column: &str, comparison: &str, value: &str) -> Self {
        self.with(column, format!("{column} {comparison} {}", quoted(value)))
    }

    /// The column compares so with this number: `=`, `!=`, `<`, `<=`, `>`, `>=`.
    #[must_use]
    pub fn where_number(self, column: &str, comparison: &str, value: f64) -> Self {
        self.with(column, format!("{column} {comparison} {value}"))
    }

    fn with(mut self, column: &str, test: String) -> Self {
        if let Some((_, tests)) = self.columns.iter_mut().find(|(name, _)| name == column) {
            tests.push(test);
        }
        self
    }
}

impl From<SpaceDelimitedTextPattern> for FilterPattern {
    fn from(pattern: SpaceDelimitedTextPattern) -> Self {
        let columns = pattern.columns.into_iter().map(|(name, tests)| match tests.is_empty() {
            true => name,
            false => tests.join(" && "),
        });
        Self(format!("[{}]", columns.collect::<Vec<_>>().join(", ")))
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn quoted_all(terms: impl IntoIterator<Item = impl AsRef<str>>, mark: &str) -> Vec<String> {
    terms.into_iter().map(|term| format!("{mark}{}", quoted(term.as_ref()))).collect()
}
