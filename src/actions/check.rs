//! Checks templates with the engine of `cumulo_schemas`, many at once.

use crate::report::{Finding, Findings, Place, TemplatePlace};
use cumulo_core::assembly::{Assembly, ResourceOrigin};
use cumulo_core::{Level, Source};
use cumulo_schemas::{Template, Validator};
use indexmap::IndexMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A template to check.
#[derive(Debug)]
pub struct Candidate<'a> {
    /// The file.
    pub file: PathBuf,
    /// The file as findings name it.
    pub name: String,
    /// Where its elements come from, by logical id.
    pub origins: Option<&'a IndexMap<String, ResourceOrigin>>,
    /// Whether the file may be something else, which is passed over then.
    pub is_guess: bool,
}

/// What was found in one template.
#[derive(Debug, Default)]
pub struct Checked {
    /// Problems in the order of the text.
    pub findings: Vec<Finding>,
    /// Resources that the template declares.
    pub resources: usize,
}

/// A template that cannot be read from the disk.
#[derive(Debug)]
pub struct Unreadable {
    /// The file as findings name it.
    pub name: String,
    /// What the system said.
    pub reason: String,
}

/// All templates of an assembly, nested ones included; `name` says how findings call a file.
pub fn candidates(assembly: &Assembly, name: impl Fn(&Path) -> String) -> Vec<Candidate<'_>> {
    let mut list = Vec::new();
    for (_, stack) in assembly.stacks() {
        list.push(Candidate {
            name: name(&stack.template_file),
            file: stack.template_file.clone(),
            origins: Some(&stack.origins),
            is_guess: false,
        });
        for file in stack.nested_templates.values() {
            let (name, file) = (name(file), file.clone());
            let origins = Some(&stack.origins); // those of nested stacks are among them
            list.push(Candidate { name, file, origins, is_guess: false });
        }
    }
    list
}

/// What came of one candidate: nothing where a guess was no template.
type Outcome = Result<Option<Checked>, Unreadable>;

/// Checks templates on all processors; the result has the order of the candidates.
pub fn all(candidates: &[Candidate<'_>]) -> Vec<Outcome> {
    // One for all: it keeps the schemas that it has read.
    let validator = Validator::new();
    let one = |candidate: &Candidate<'_>| one(candidate, &validator);
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(candidates.len());
    if threads < 2 {
        return candidates.iter().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, candidate)) = {
            let at = next.fetch_add(1, Ordering::Relaxed);
            candidates.get(at).map(|candidate| (at, candidate))
        } {
            done.push((at, one(candidate)));
        }
        done
    };
    let mut results: Vec<(usize, Outcome)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut results = work();
        for other in others {
            match other.join() {
                Ok(done) => results.extend(done),
                // A bug in the engine: the panic goes on as it would without threads.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    results.sort_by_key(|(at, _)| *at);
    results.into_iter().map(|(_, result)| result).collect()
}

/// Collects the results of [`all`].
pub fn collect(results: Vec<Outcome>, folder: &Path) -> (Findings, Vec<Unreadable>) {
    let mut findings = Findings { folder: folder.to_path_buf(), ..Findings::default() };
    let mut unreadable = Vec::new();
    for result in results {
        match result {
            Ok(None) => {}
            Ok(Some(checked)) => {
                findings.templates += 1;
                findings.resources += checked.resources;
                findings.list.extend(checked.findings);
            }
            Err(failure) => unreadable.push(failure),
        }
    }
    findings.merge();
    (findings, unreadable)
}

fn one(candidate: &Candidate<'_>, validator: &Validator) -> Outcome {
    let bytes = std::fs::read(&candidate.file)
        .map_err(|error| Unreadable { name: candidate.name.clone(), reason: error.to_string() })?;
    Ok(check(&bytes, candidate, validator))
}

fn check(bytes: &[u8], candidate: &Candidate<'_>, validator: &Validator) -> Option<Checked> {
    if candidate.is_guess && !mentions(bytes, "Resources") && !mentions(bytes, VERSION) {
        return None;
    }
    match Template::parse(bytes, &candidate.name) {
        Ok(template) if candidate.is_guess && !is_template(&template) => None,
        Ok(template) => {
            let found = validator.check(&template);
            Some(Checked {
                resources: resources(&template),
                findings: placed(found, candidate, template.text()),
            })
        }
        Err(_) if candidate.is_guess && !mentions(bytes, VERSION) && !mentions(bytes, "AWS::") => {
            None
        }
        Err(found) => Some(Checked {
            resources: 0,
            findings: placed(found, candidate, &String::from_utf8_lossy(bytes)),
        }),
    }
}

/// The section that only templates have.
const VERSION: &str = "AWSTemplateFormatVersion";

fn is_template(template: &Template) -> bool {
    let sections = template.root().as_object().unwrap_or_default();
    sections.iter().any(|section| matches!(&*section.key, VERSION | "Resources"))
}

fn mentions(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|at| at == text.as_bytes())
}

fn resources(template: &Template) -> usize {
    let entries = template.root().as_object().unwrap_or_default();
    let section = entries.iter().find(|entry| &*entry.key == "Resources");
    section.and_then(|entry| entry.value.as_object()).map_or(0, <[_]>::len)
}

/// The engine's findings with their places in the user's program.
fn placed(
    found: Vec<cumulo_schemas::Finding>,
    candidate: &Candidate<'_>,
    text: &str,
) -> Vec<Finding> {
    found.into_iter().map(|finding| place(finding, candidate, text)).collect()
}

fn place(found: cumulo_schemas::Finding, candidate: &Candidate<'_>, text: &str) -> Finding {
    let element = found.resource.as_deref().or(match found.path.get(1) {
        Some(cumulo_schemas::PathSegment::Key(key)) => Some(key.as_str()),
        _ => None,
    });
    let origin = element.and_then(|element| candidate.origins?.get(element));
    let excerpt = line(text, found.line);
    Finding {
        rule: found.rule.to_owned(),
        level: match found.level {
            cumulo_schemas::Level::Error => Level::Error,
            cumulo_schemas::Level::Warning => Level::Warning,
        },
        message: found.message,
        help: found.help,
        source: origin.and_then(|origin| source(origin.source.as_deref()?)),
        related: Vec::new(),
        places: vec![Place {
            construct: origin.map(|origin| origin.path.clone()),
            template: Some(TemplatePlace {
                file: candidate.name.clone(),
                path: found.path,
                line: found.line,
                column: found.column,
                excerpt: excerpt.map(str::to_owned),
                resource: found.resource,
                resource_type: found.resource_type,
            }),
        }],
    }
}

/// A line of the text, unless it is too long to be read by people; the one after the last is empty.
fn line(text: &str, number: usize) -> Option<&str> {
    let line = text.split('\n').nth(number.checked_sub(1)?)?;
    (line.len() < 1000).then(|| line.trim_end_matches('\r'))
}

/// Reads `file:line:column`.
fn source(text: &str) -> Option<Source> {
    let mut parts = text.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    Some(Source { file: parts.next()?.to_owned(), line, column })
}

/// Resources that the templates of a stack declare; a template that cannot be read counts none.
pub fn count_resources(stack: &cumulo_core::assembly::Stack) -> usize {
    std::iter::once(&stack.template_file)
        .chain(stack.nested_templates.values())
        .filter_map(|file| {
            let bytes = std::fs::read(file).ok()?;
            Template::parse(&bytes, &file.to_string_lossy()).ok()
        })
        .map(|template| resources(&template))
        .sum()
}
