//! Findings for people.

use super::{Finding, Findings, Place, TemplatePlace};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use cumulo_core::Source;
use std::path::{Path, PathBuf};

/// Style of the word that opens an error.
pub const ERROR_STYLE: Style = AnsiColor::Red.on_default().bold();

/// Lines longer than this are not shown: they are minified, and nobody reads them.
const LONGEST_EXCERPT: usize = 1000;

/// Width of remarks below an excerpt; with what stands before them they fit 100 columns.
const WIDTH: usize = 80;

/// Most places of one finding that are named.
const MOST_PLACES: usize = 6;

/// All findings, one block each, with a line that counts them.
pub fn text(findings: &Findings) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for finding in &findings.list {
        text.push_str(&block(&renderer, finding, &findings.folder));
        text.push_str("\n\n");
    }
    text.push_str(&summary(findings));
    text.push('\n');
    text
}

/// `2 errors, 1 warning in 8 templates (149 resources)`.
fn summary(findings: &Findings) -> String {
    let counts = counts(findings);
    match findings.templates {
        0 => counts,
        templates => format!(
            "{counts} in {} ({})",
            plural(templates, "template"),
            plural(findings.resources, "resource")
        ),
    }
}

/// `2 errors, 1 warning`.
pub fn counts(findings: &Findings) -> String {
    format!(
        "{}, {}",
        plural(findings.count(cumulo_core::Level::Error), "error"),
        plural(findings.count(cumulo_core::Level::Warning), "warning")
    )
}

/// `1 stack`, `2 stacks`.
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// A line of text with what is underlined in it.
struct Excerpt {
    path: String,
    line: usize,
    column: usize,
    text: Option<String>,
    label: String,
}

fn block(renderer: &Renderer, finding: &Finding, folder: &Path) -> String {
    let level = match finding.level {
        cumulo_core::Level::Error => Level::ERROR,
        cumulo_core::Level::Warning => Level::WARNING,
    };
    let first = finding.places.first().and_then(|place| place.template.as_ref());
    let label = first.map(label).unwrap_or_default();
    let main = match (&finding.source, first) {
        (Some(source), _) => Some(source_excerpt(source, folder, label)),
        (None, Some(place)) => Some(Excerpt {
            path: place.file.clone(),
            line: place.line,
            column: place.column,
            text: place.excerpt.clone(),
            label,
        }),
        (None, None) => None,
    };
    let related: Vec<Excerpt> = finding
        .related
        .iter()
        .map(|related| source_excerpt(&related.source, folder, related.message.clone()))
        .collect();
    let places = places(finding);
    let templates = templates(finding);

    let title = level.primary_title(&finding.message).id(&finding.rule);
    let mut group = Group::with_title(title);
    if let Some(main) = &main {
        group = show(group, main, AnnotationKind::Primary);
    }
    for excerpt in &related {
        group = show(group, excerpt, AnnotationKind::Context);
    }
    if let Some(places) = &places {
        group = group.element(Level::NOTE.with_name("in").message(wrapped(places)));
    }
    if let Some(templates) = &templates {
        group = group.element(Level::NOTE.with_name("template").message(wrapped(templates)));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(wrapped(help)));
    }
    renderer.render(&[group])
}

fn show<'a>(group: Group<'a>, excerpt: &'a Excerpt, kind: AnnotationKind) -> Group<'a> {
    match &excerpt.text {
        Some(text) => {
            let mut annotation = kind.span(underlined(text, excerpt.column));
            if !excerpt.label.is_empty() {
                annotation = annotation.label(&excerpt.label);
            }
            group.element(
                Snippet::source(text)
                    .path(&excerpt.path)
                    .line_start(excerpt.line)
                    .annotation(annotation),
            )
        }
        None => {
            let origin = Origin::path(&excerpt.path).line(excerpt.line).char_column(excerpt.column);
            let group = group.element(origin);
            if excerpt.label.is_empty() {
                group
            } else {
                group.element(Level::NOTE.with_name("at").message(&excerpt.label))
            }
        }
    }
}

/// `AWS::ECS::TaskDefinition /Properties/Cpu`.
fn label(place: &TemplatePlace) -> String {
    let pointer = place.inner_pointer();
    match &place.resource_type {
        Some(kind) => format!("{kind} {pointer}").trim_end().to_owned(),
        None => pointer,
    }
}

/// Construct paths that have the problem.
fn places(finding: &Finding) -> Option<String> {
    let paths: Vec<&str> =
        finding.places.iter().filter_map(|place| place.construct.as_deref()).collect();
    shortened(paths)
}

/// Templates that have the problem, unless the excerpt already shows the only one.
fn templates(finding: &Finding) -> Option<String> {
    if finding.source.is_none() && finding.places.len() == 1 {
        return None;
    }
    let place = |place: &Place| {
        place.template.as_ref().map(|at| match &at.resource {
            Some(resource) => format!("{}:{}:{} {resource}", at.file, at.line, at.column),
            None => format!("{}:{}:{}", at.file, at.line, at.column),
        })
    };
    let found: Vec<String> = finding.places.iter().filter_map(place).collect();
    shortened(found.iter().map(String::as_str).collect())
}

fn shortened(mut names: Vec<&str>) -> Option<String> {
    names.dedup();
    let hidden = names.len().saturating_sub(MOST_PLACES);
    names.truncate(MOST_PLACES);
    let mut text = names.join(", ");
    if hidden > 0 {
        text.push_str(&format!(" and {hidden} more"));
    }
    (!text.is_empty()).then_some(text)
}

/// The text in lines of at most [`WIDTH`] characters, unless a word is longer.
fn wrapped(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut width = 0;
    for word in text.split(' ') {
        let length = word.chars().count();
        if width > 0 {
            let fits = width + 1 + length <= WIDTH;
            lines.push(if fits { ' ' } else { '\n' });
            width = if fits { width + 1 } else { 0 };
        }
        lines.push_str(word);
        width += length;
    }
    lines
}

/// Reads the user's line. The compiler names files from the workspace's root, which is the app's folder or one of its parents.
fn source_excerpt(source: &Source, folder: &Path, label: String) -> Excerpt {
    let found = find_source(&source.file, folder);
    let text = found.as_ref().and_then(|path| {
        let text = std::fs::read_to_string(path).ok()?;
        let line = text.lines().nth((source.line as usize).checked_sub(1)?)?;
        (line.len() <= LONGEST_EXCERPT).then(|| line.to_owned())
    });
    let path = match found {
        Some(path) => short(&path),
        None => source.file.clone(),
    };
    Excerpt { path, line: source.line as usize, column: source.column as usize, text, label }
}

fn find_source(file: &str, folder: &Path) -> Option<PathBuf> {
    folder.ancestors().map(|ancestor| ancestor.join(file)).find(|path| path.is_file())
}

/// Relative to the current folder where that is shorter.
fn short(path: &Path) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).display().to_string()
}

/// The bytes of a line that belong to the value at `column`: a call with its arguments, a text in quotes, or a word.
fn underlined(line: &str, column: usize) -> std::ops::Range<usize> {
    let start = line
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or_else(|| line.trim_end().len(), |(at, _)| at);
    let rest = &line[start..];
    let length = match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let mut escaped = false;
            rest[1..]
                .find(|c: char| {
                    let closes = c == quote && !escaped;
                    escaped = c == '\\' && !escaped;
                    closes
                })
                .map_or(rest.len(), |at| at + 2)
        }
        Some('{' | '[') => 1,
        Some(_) => {
            let word = rest.find(|c: char| !(c.is_alphanumeric() || "_:!-./".contains(c)));
            let word = word.unwrap_or(rest.len());
            // A key in YAML ends with a colon.
            let word = rest[..word].trim_end_matches([':', '.']).len();
            if rest[word..].starts_with('(') { call(rest, word) } else { word.max(1) }
        }
        None => 0,
    };
    let mut end = (start + length).min(line.len());
    while !line.is_char_boundary(end) {
        end += 1;
    }
    start..end
}

/// Length of a call whose parenthesis opens at `open`; the name alone when it closes on another line.
fn call(text: &str, open: usize) -> usize {
    let mut depth = 0usize;
    for (at, c) in text[open..].char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return open + at + 1;
        }
    }
    open
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(line: &str, column: usize) -> &str {
        &line[underlined(line, column)]
    }

    #[test]
    fn the_underline_covers_the_value() {
        assert_eq!(cut("        .cpu(333).build()", 10), "cpu(333)");
        assert_eq!(cut("    Table::builder(", 5), "Table::builder");
        assert_eq!(cut(r#"  "Cpu": "a \" b","#, 10), r#""a \" b""#);
        assert_eq!(cut("  Cpu: 333, Memory: 4", 8), "333");
        assert_eq!(cut("  Cpu: 333, Memory: 4", 3), "Cpu");
        assert_eq!(cut("  Größe: ä", 10), "ä");
        assert_eq!(cut("  Open: [", 9), "[");
        assert_eq!(cut("short", 99), "");
    }
}
