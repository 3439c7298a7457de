//! Conditions of policy statements.

use crate::Expr;

/// Conditions under which a statement holds, by operator and key; all must be true.
///
/// ```
/// use cumulo::iam::Conditions;
/// let conditions = Conditions::new()
///     .string_equals("aws:SourceAccount", "111111111111")
///     .with("IpAddress", "aws:SourceIp", serde_json::json!(["10.0.0.0/8"]));
/// ```
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conditions(Vec<(String, Vec<(String, Expr)>)>);

impl Conditions {
    /// No conditions.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a condition; a value for the same operator and key replaces the earlier one.
    ///
    /// `value` is a text, a token, or a JSON list of texts of which one must match.
    #[must_use]
    pub fn with(
        mut self,
        operator: impl Into<String>,
        key: impl Into<String>,
        value: impl Into<Expr>,
    ) -> Self {
        self.insert(operator.into(), key.into(), value.into());
        self
    }

    /// The key has exactly this value.
    #[must_use]
    pub fn string_equals(self, key: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.with("StringEquals", key, value)
    }

    /// The key matches this pattern, where `*` stands for any text and `?` for one character.
    #[must_use]
    pub fn string_like(self, key: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.with("StringLike", key, value)
    }

    /// The key holds an ARN that matches this pattern.
    #[must_use]
    pub fn arn_like(self, key: impl Into<String>, value: impl Into<Expr>) -> Self {
        self.with("ArnLike", key, value)
    }

    /// The key is `true` or `false`.
    #[must_use]
    pub fn bool(self, key: impl Into<String>, value: bool) -> Self {
        self.with("Bool", key, value.to_string())
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What a key must be.
    pub(crate) fn get(&self, operator: &str, key: &str) -> Option<Expr> {
        let (_, keys) = self.0.iter().find(|(known, _)| known == operator)?;
        keys.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    }

    /// These conditions and the other ones, which win where both name an operator and key.
    #[must_use]
    pub fn merged(mut self, other: &Conditions) -> Self {
        for (operator, keys) in &other.0 {
            for (key, value) in keys {
                self.insert(operator.clone(), key.clone(), value.clone());
            }
        }
        self
    }

    fn insert(&mut self, operator: String, key: String, value: Expr) {
        let at = self.0.iter().position(|(known, _)| *known == operator).unwrap_or_else(|| {
            self.0.push((operator, Vec::new()));
            self.0.len() - 1
        });
        let keys = &mut self.0[at].1;
        match keys.iter_mut().find(|(known, _)| *known == key) {
            Some((_, known)) => *known = value,
            None => keys.push((key, value)),
        }
    }

    /// Length of the conditions as JSON, tokens at a guess.
    pub(super) fn estimated_size(&self) -> usize {
        let entry = |key: &str, value: usize| key.len() + 3 + value;
        let keys = |keys: &[(String, Expr)]| {
            object_size(keys.iter().map(|(key, value)| entry(key, estimated_size(value))))
        };
        object_size(self.0.iter().map(|(operator, of)| entry(operator, keys(of))))
    }

    pub(crate) fn to_expr(&self) -> Expr {
        Expr::object(self.0.iter().map(|(operator, keys)| {
            let keys = keys.iter().map(|(key, value)| (key.clone(), value.clone()));
            (operator.clone(), Expr::object(keys))
        }))
    }
}

/// Length of an object or list as JSON whose items have these lengths.
fn object_size(items: impl Iterator<Item = usize>) -> usize {
    2 + items.map(|item| item + 1).sum::<usize>().saturating_sub(1)
}

fn estimated_size(value: &Expr) -> usize {
    /// Length of a token, where it is not known.
    const TOKEN: usize = 40;
    match value {
        Expr::String(text) => text.len() + 2,
        Expr::List(items) => object_size(items.iter().map(estimated_size)),
        Expr::Bool(_) | Expr::Number(_) | Expr::Null => 5,
        _ => TOKEN,
    }
}
