//! Reads YAML into the template's tree: short-form functions become long ones, aliases are copied in.

use std::collections::HashMap;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, Span as Mark, Tag};

use super::node::{Entry, Node, Span, Value};
use super::{MAX_DEPTH, MAX_NODES, Problem, scalar};

/// A tree, and the places where YAML features stand that CloudFormation's documentation excludes.
pub(super) struct Loaded {
    pub(super) root: Node,
    pub(super) aliases: Vec<usize>,
    pub(super) merges: Vec<usize>,
}

/// Reads a whole YAML text of one document.
pub(super) fn parse(text: &str) -> Result<Loaded, Vec<Problem>> {
    let options = granit_parser::options! {
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
    };
    let mut loader = Loader {
        events: Parser::new_from_str_with_options(text, options),
        anchors: HashMap::new(),
        nodes: 0,
        depth: 0,
        aliases: Vec::new(),
        merges: Vec::new(),
        duplicates: Vec::new(),
    };
    let root = loader.document();
    let Loader { aliases, merges, duplicates: mut problems, .. } = loader;
    match root {
        Ok(root) if problems.is_empty() => Ok(Loaded { root, aliases, merges }),
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.push(problem);
            Err(problems)
        }
    }
}

struct Loader<'t> {
    events: Parser<'t, granit_parser::StrInput<'t>>,
    anchors: HashMap<usize, Anchor>,
    nodes: usize,
    depth: usize,
    aliases: Vec<usize>,
    merges: Vec<usize>,
    duplicates: Vec<Problem>,
}

/// A node that aliases may copy, with its size so that copies are counted before they are made.
struct Anchor {
    node: Node,
    nodes: usize,
    depth: usize,
}

type Parsed<T> = Result<T, Problem>;

impl<'t> Loader<'t> {
    fn next(&mut self) -> Parsed<(Event<'t>, Mark)> {
        match self.events.next_event() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(scan_problem(&error)),
            None => Err(Problem::at(0, "not well-formed YAML: the text ends too early".into())),
        }
    }

    fn document(&mut self) -> Parsed<Node> {
        let mut root = None;
        loop {
            let (event, mark) = self.next()?;
            match event {
                Event::StreamEnd => {
                    return root.ok_or_else(|| Problem::at(0, "the template is empty".into()));
                }
                Event::StreamStart | Event::DocumentEnd => {}
                Event::DocumentStart(..) if root.is_some() => {
                    let message = "a template is one YAML document; a second one starts here";
                    return Err(Problem::at(offset(&mark), message.into()));
                }
                Event::DocumentStart(..) => {
                    let (event, mark) = self.next()?;
                    root = Some(self.node(event, &mark)?);
                }
                _ => return Err(Problem::at(offset(&mark), "not well-formed YAML".into())),
            }
        }
    }

    fn count(&mut self, more: usize, at: usize) -> Parsed<()> {
        self.nodes += more;
        if self.nodes > MAX_NODES {
            let message = format!(
                "the template has more than {MAX_NODES} values once its aliases are copied"
            );
            return Err(Problem::at(at, message));
        }
        Ok(())
    }

    fn node(&mut self, event: Event<'t>, mark: &Mark) -> Parsed<Node> {
        let at = offset(mark);
        self.count(1, at)?;
        let before = self.nodes;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let value = match tag.as_deref() {
                    Some(tag) => tagged_scalar(&text, style, tag, at)?,
                    None if style == ScalarStyle::Plain => scalar::resolve(&text),
                    None => Value::String(text.into()),
                };
                let node = wrap(Node { span: span(mark), value }, tag.as_deref(), mark);
                Ok(self.anchored(node, anchor, 1))
            }
            Event::SequenceStart(_, anchor, tag) => {
                let mut items = Vec::new();
                let end = self.nested(at, |loader| {
                    loop {
                        let (event, mark) = loader.next()?;
                        if event == Event::SequenceEnd {
                            return Ok(offset(&mark));
                        }
                        items.push(loader.node(event, &mark)?);
                    }
                })?;
                let node = Node { span: Span::new(at, end), value: Value::Array(items) };
                let size = self.nodes - before + 1;
                Ok(self.anchored(wrap(node, tag.as_deref(), mark), anchor, size))
            }
            Event::MappingStart(_, anchor, tag) => {
                let mut entries = Vec::new();
                let end = self.nested(at, |loader| loader.entries(&mut entries))?;
                let node = Node { span: Span::new(at, end), value: Value::Object(entries) };
                let size = self.nodes - before + 1;
                Ok(self.anchored(wrap(node, tag.as_deref(), mark), anchor, size))
            }
            Event::Alias(anchor) => {
                self.aliases.push(at);
                self.copy(anchor, at)
            }
            _ => Err(Problem::at(at, "not well-formed YAML: expected a value".into())),
        }
    }

    fn nested<T>(&mut self, at: usize, read: impl FnOnce(&mut Self) -> Parsed<T>) -> Parsed<T> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Problem::too_deep(at));
        }
        let outcome = read(self);
        self.depth -= 1;
        outcome
    }

    fn entries(&mut self, entries: &mut Vec<Entry>) -> Parsed<usize> {
        let mut merged: Vec<Entry> = Vec::new();
        loop {
            let (event, mark) = self.next()?;
            let (key, key_span) = match event {
                Event::MappingEnd => {
                    super::find_duplicates(entries, &mut self.duplicates);
                    merged.retain(|entry| entries.iter().all(|own| own.key != entry.key));
                    entries.append(&mut merged);
                    return Ok(offset(&mark));
                }
                Event::Scalar(text, style, ..) => {
                    if &*text == "<<" && style == ScalarStyle::Plain {
                        self.merges.push(offset(&mark));
                        let (event, mark) = self.next()?;
                        let value = self.node(event, &mark)?;
                        merge(value, &mut merged)?;
                        continue;
                    }
                    (text.into(), span(&mark))
                }
                Event::Alias(anchor) => {
                    self.aliases.push(offset(&mark));
                    let key = self.copy(anchor, offset(&mark))?;
                    match key.scalar_text() {
                        Some(text) => (text.into(), span(&mark)),
                        None => {
                            return Err(Problem::at(offset(&mark), "a key must be text".into()));
                        }
                    }
                }
                _ => return Err(Problem::at(offset(&mark), "a key must be text".into())),
            };
            let (event, mark) = self.next()?;
            let value = self.node(event, &mark)?;
            entries.push(Entry { key, key_span, value });
        }
    }

    fn anchored(&mut self, node: Node, anchor: usize, nodes: usize) -> Node {
        if anchor != 0 {
            let depth = depth(&node);
            self.anchors.insert(anchor, Anchor { node: node.clone(), nodes, depth });
        }
        node
    }

    fn copy(&mut self, anchor: usize, at: usize) -> Parsed<Node> {
        let Some(found) = self.anchors.get(&anchor) else {
            return Err(Problem::at(at, "this alias stands inside the value it names".into()));
        };
        if self.depth + found.depth > MAX_DEPTH {
            return Err(Problem::too_deep(at));
        }
        let nodes = found.nodes;
        self.count(nodes, at)?;
        Ok(self.anchors[&anchor].node.clone())
    }
}

fn scan_problem(error: &ScanError) -> Problem {
    let at = error.marker().byte_offset().unwrap_or_default();
    Problem::at(at, format!("not well-formed YAML: {}", error.info()))
}

fn offset(mark: &Mark) -> usize {
    mark.start.byte_offset().unwrap_or_default()
}

fn span(mark: &Mark) -> Span {
    Span::new(offset(mark), mark.end.byte_offset().unwrap_or_default())
}

fn depth(node: &Node) -> usize {
    match &node.value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(entries) => {
            1 + entries.iter().map(|entry| depth(&entry.value)).max().unwrap_or(0)
        }
        _ => 0,
    }
}

/// Adds the entries of `<<: *base` or `<<: [*a, *b]`; the first of equal keys counts.
fn merge(value: Node, merged: &mut Vec<Entry>) -> Parsed<()> {
    let at = value.span.start as usize;
    match value.value {
        Value::Object(entries) => {
            for entry in entries {
                if merged.iter().all(|known| known.key != entry.key) {
                    merged.push(entry);
                }
            }
            Ok(())
        }
        Value::Array(items) => items.into_iter().try_for_each(|item| merge(item, merged)),
        _ => Err(Problem::at(at, "`<<` merges an object or a list of objects".into())),
    }
}

fn tagged_scalar(text: &str, style: ScalarStyle, tag: &Tag, at: usize) -> Parsed<Value> {
    match tag.core_suffix() {
        Some("null") => Ok(Value::Null),
        Some("bool" | "int" | "float") if style == ScalarStyle::Plain => Ok(scalar::resolve(text)),
        Some("bool" | "int" | "float") => {
            Err(Problem::at(at, format!("{text:?} does not fit its tag {}", tag.original())))
        }
        _ => Ok(Value::String(text.into())),
    }
}

/// Makes `{"Fn::Name": value}` of `!Name value`; tags of YAML itself leave the value alone.
fn wrap(node: Node, tag: Option<&Tag>, mark: &Mark) -> Node {
    let Some(tag) = tag.filter(|tag| tag.handle() == "!" && !tag.suffix().is_empty()) else {
        return node;
    };
    let key_span = mark.tag_span().map_or(node.span, |tag| span(&tag));
    let key: Box<str> = match tag.suffix() {
        name @ ("Ref" | "Condition") => name.into(),
        name => format!("Fn::{name}").into(),
    };
    let node = if tag.suffix() == "GetAtt" { split_attribute(node) } else { node };
    let span = Span { start: key_span.start, end: node.span.end };
    Node { span, value: Value::Object(vec![Entry { key, key_span, value: node }]) }
}

/// `!GetAtt Queue.Arn` means `[Queue, Arn]`.
fn split_attribute(node: Node) -> Node {
    match node.as_str().and_then(|text| text.split_once('.')) {
        Some((resource, attribute)) => {
            let part = |text: &str| Node { span: node.span, value: Value::String(text.into()) };
            Node { span: node.span, value: Value::Array(vec![part(resource), part(attribute)]) }
        }
        None => node,
    }
}
