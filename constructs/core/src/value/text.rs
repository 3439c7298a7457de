//! Texts made of literals and tokens.

use super::{Expr, Value};

/// Something that can stand in a `{}` of [`text!`](crate::text).
pub trait TextPart {
    /// The part as an expression.
    fn text_part(&self) -> Expr;
}

impl<T: ?Sized> TextPart for Value<T> {
    fn text_part(&self) -> Expr {
        self.expr().clone()
    }
}

macro_rules! displayed {
    ($($literal:ty),*) => {$(
        impl TextPart for $literal {
            fn text_part(&self) -> Expr {
                Expr::from(self.to_string())
            }
        }
    )*};
}

displayed!(str, String, u8, u16, u32, u64, usize, i32, i64);

impl<P: TextPart + ?Sized> TextPart for &P {
    fn text_part(&self) -> Expr {
        (**self).text_part()
    }
}

impl Value<String> {
    /// Joins a format text, cut at its `{}`, with the parts between; what [`text!`](crate::text) calls.
    #[doc(hidden)]
    pub fn from_text(format: &'static str, parts: &[&dyn TextPart]) -> Value<String> {
        let mut pieces = Vec::with_capacity(parts.len() * 2 + 1);
        let mut literals = format.split("{}");
        pieces.push(Expr::from(literals.next().unwrap_or_default()));
        for (part, literal) in parts.iter().zip(literals) {
            pieces.push(part.text_part());
            pieces.push(Expr::from(literal));
        }
        Value::new(concat(pieces))
    }

    /// This text with another one behind it.
    #[must_use]
    pub fn append(self, part: impl TextPart) -> Value<String> {
        Value::new(concat(vec![self.into_expr(), part.text_part()]))
    }
}

/// Flattens, merges neighbouring literals and drops empty ones.
fn concat(pieces: Vec<Expr>) -> Expr {
    let mut flat: Vec<Expr> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let parts = match piece {
            Expr::Concat(parts) => parts,
            other => vec![other],
        };
        for part in parts {
            match (flat.last_mut(), part) {
                (Some(Expr::String(before)), Expr::String(text)) => before.to_mut().push_str(&text),
                (_, Expr::String(text)) if text.is_empty() => {}
                (_, part) => flat.push(part),
            }
        }
    }
    match flat.len() {
        0 => Expr::from(""),
        1 if matches!(flat[0], Expr::String(_)) => flat.remove(0),
        _ => Expr::Concat(flat),
    }
}

/// How many `{}` a format text holds; checked against the arguments while compiling.
#[doc(hidden)]
pub const fn placeholders(format: &str) -> usize {
    let bytes = format.as_bytes();
    let (mut count, mut i) = (0, 0);
    while i + 1 < bytes.len() {
        if bytes[i] == b'{' && bytes[i + 1] == b'}' {
            count += 1;
        }
        i += 1;
    }
    count
}

/// Whether a format text names something in braces, as `format!` allows: then a `{}` was meant.
#[doc(hidden)]
pub const fn captures(format: &str) -> bool {
    let bytes = format.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        let literal = i > 0 && matches!(bytes[i - 1], b'{' | b'$');
        if bytes[i] == b'{' && !literal {
            let mut end = i + 1;
            while end < bytes.len() && (bytes[end].is_ascii_alphanumeric() || bytes[end] == b'_') {
                end += 1;
            }
            if end > i + 1 && end < bytes.len() && bytes[end] == b'}' {
                return true;
            }
        }
        i += 1;
    }
    false
}

/// Joins literals and tokens into one text, like `format!`.
///
/// Each `{}` takes one argument: a [`Value`], a text or a whole number. The result is a literal
/// when all parts are, else an `Fn::Join`.
///
/// ```
/// use cumulo_core::{Aws, Value, text};
/// let name: Value<String> = text!("logs-{}-{}", Aws::account_id(), 7);
/// assert!(name.is_token());
/// assert_eq!(text!("{}-{}", "a", 1).literal(), Some("a-1"));
/// ```
///
/// The number of arguments is checked while compiling:
///
/// ```compile_fail
/// cumulo_core::text!("{}-{}", "only one");
/// ```
///
/// Names in braces are not filled in, and do not compile. Braces that are meant are an argument: `text!("/users/{}", "{id}")`.
///
/// ```compile_fail
/// let name = "reports";
/// cumulo_core::text!("logs-{name}");
/// ```
#[macro_export]
macro_rules! text {
    ($format:literal $(, $part:expr)* $(,)?) => {{
        const {
            assert!(
                !$crate::__private::captures($format),
                "text! fills only empty braces: give what stands in them as an argument"
            );
            let given: &[&str] = &[$(stringify!($part)),*];
            assert!(
                $crate::__private::placeholders($format) == given.len(),
                "text! needs one argument for each pair of braces of its format"
            );
        }
        $crate::Value::from_text($format, &[$(&$part as &dyn $crate::TextPart),*])
    }};
}
