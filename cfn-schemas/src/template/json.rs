//! Reads JSON into the template's tree.

use super::node::{Entry, Node, Span, Value};
use super::{MAX_DEPTH, Problem};

/// Reads a whole JSON text. Duplicate keys are collected; anything else ends the reading.
pub(super) fn parse(text: &str) -> Result<Node, Vec<Problem>> {
    let mut parser =
        Parser { bytes: text.as_bytes(), text, at: 0, depth: 0, duplicates: Vec::new() };
    let outcome = parser.document();
    let mut problems = parser.duplicates;
    match outcome {
        Ok(node) if problems.is_empty() => Ok(node),
        Ok(_) => Err(problems),
        Err(problem) => {
            problems.push(problem);
            Err(problems)
        }
    }
}

struct Parser<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    depth: usize,
    duplicates: Vec<Problem>,
}

type Parsed<T> = Result<T, Problem>;

impl Parser<'_> {
    fn document(&mut self) -> Parsed<Node> {
        let node = self.value()?;
        self.skip_space();
        if self.at < self.bytes.len() {
            return Err(self.unexpected("the end of the text"));
        }
        Ok(node)
    }

    fn skip_space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn unexpected(&self, wanted: &str) -> Problem {
        let found = match self.text.get(self.at..).and_then(|rest| rest.chars().next()) {
            None => "the text ends here".to_owned(),
            Some(found) => format!("found {found:?}"),
        };
        Problem::at(self.at, format!("not well-formed JSON: expected {wanted}, {found}"))
    }

    fn value(&mut self) -> Parsed<Node> {
        self.skip_space();
        let start = self.at;
        let value = match self.bytes.get(self.at) {
            Some(b'{') => self.nested(Self::object)?,
            Some(b'[') => self.nested(Self::array)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            _ => return Err(self.unexpected("a value")),
        };
        Ok(Node { span: Span::new(start, self.at), value })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Parsed<Value>) -> Parsed<Value> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Problem::too_deep(self.at));
        }
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn word(&mut self, word: &str, value: Value) -> Parsed<Value> {
        if !self.bytes[self.at..].starts_with(word.as_bytes()) {
            return Err(self.unexpected("a value"));
        }
        self.at += word.len();
        Ok(value)
    }

    fn object(&mut self) -> Parsed<Value> {
        let mut entries: Vec<Entry> = Vec::new();
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b'}') {
            self.at += 1;
            return Ok(Value::Object(entries));
        }
        loop {
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b'"') {
                return Err(self.unexpected("a key in double quotes"));
            }
            let start = self.at;
            let key = self.string()?;
            let key_span = Span::new(start, self.at);
            self.skip_space();
            if self.bytes.get(self.at) != Some(&b':') {
                return Err(self.unexpected("`:`"));
            }
            self.at += 1;
            let value = self.value()?;
            entries.push(Entry { key, key_span, value });
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    super::find_duplicates(&entries, &mut self.duplicates);
                    return Ok(Value::Object(entries));
                }
                _ => return Err(self.unexpected("`,` or `}`")),
            }
        }
    }

    fn array(&mut self) -> Parsed<Value> {
        let mut items = Vec::new();
        self.skip_space();
        if self.bytes.get(self.at) == Some(&b']') {
            self.at += 1;
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value()?);
            self.skip_space();
            match self.bytes.get(self.at) {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(Value::Array(items));
                }
                _ => return Err(self.unexpected("`,` or `]`")),
            }
        }
    }

    fn number(&mut self) -> Parsed<Value> {
        let start = self.at;
        let digits = |parser: &mut Self| {
            let from = parser.at;
            while parser.bytes.get(parser.at).is_some_and(u8::is_ascii_digit) {
                parser.at += 1;
            }
            parser.at > from
        };
        if self.bytes[self.at] == b'-' {
            self.at += 1;
        }
        let leading_zero = self.bytes.get(self.at) == Some(&b'0');
        let from = self.at;
        if !digits(self) || (leading_zero && self.at - from > 1) {
            self.at = from;
            return Err(self.unexpected("a number without leading zeros"));
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            if !digits(self) {
                return Err(self.unexpected("digits"));
            }
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.bytes.get(self.at), Some(b'+' | b'-')) {
                self.at += 1;
            }
            if !digits(self) {
                return Err(self.unexpected("digits"));
            }
        }
        let text = &self.text[start..self.at];
        match text.parse::<i64>() {
            Ok(number) => Ok(Value::Int(number)),
            Err(_) => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Ok(Value::Float(number)),
                _ => Err(Problem::at(start, format!("the number {text} is too large"))),
            },
        }
    }

    fn string(&mut self) -> Parsed<Box<str>> {
        let open = self.at;
        self.at += 1;
        let start = self.at;
        loop {
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let text = &self.text[start..self.at];
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => break,
                Some(byte) if *byte < 0x20 => return Err(self.control_character()),
                Some(_) => self.at += 1,
                None => return Err(Problem::at(open, "this string never ends".into())),
            }
        }
        let mut text = String::from(&self.text[start..self.at]);
        loop {
            let from = self.at;
            while self.bytes.get(self.at).is_some_and(|b| !matches!(b, b'"' | b'\\' | 0..0x20)) {
                self.at += 1;
            }
            text.push_str(&self.text[from..self.at]);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text.into());
                }
                Some(b'\\') => text.push(self.escape()?),
                Some(_) => return Err(self.control_character()),
                None => return Err(Problem::at(open, "this string never ends".into())),
            }
        }
    }

    fn control_character(&self) -> Problem {
        let name = match self.bytes[self.at] {
            b'\n' | b'\r' => "a line break".to_owned(),
            b'\t' => "a tab".to_owned(),
            byte => format!("the control character {byte:#04x}"),
        };
        Problem::at(
            self.at,
            format!("not well-formed JSON: {name} inside a string; write an escape"),
        )
    }

    fn escape(&mut self) -> Parsed<char> {
        let start = self.at;
        let bad = |what: &str| Problem::at(start, format!("not well-formed JSON: {what}"));
        self.at += 2;
        Ok(match self.bytes.get(self.at - 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let mut units = vec![self.hex().ok_or_else(|| bad("\\u wants four hex digits"))?];
                if (0xD800..0xDC00).contains(&units[0]) && self.bytes[self.at..].starts_with(b"\\u")
                {
                    self.at += 2;
                    units.push(self.hex().ok_or_else(|| bad("\\u wants four hex digits"))?);
                }
                let decoded: Result<String, _> = char::decode_utf16(units).collect();
                let decoded = decoded.map_err(|_| bad("half of a surrogate pair"))?;
                match decoded.chars().next() {
                    Some(decoded) => decoded,
                    None => return Err(bad("an empty escape")),
                }
            }
            _ => return Err(bad("unknown escape in a string")),
        })
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }
}
