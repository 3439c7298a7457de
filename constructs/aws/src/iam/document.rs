//! Policy documents, and how their statements are merged.

use super::PolicyStatement;
use super::principal::{Instance, Who};
use super::statement::add_missing;
use crate::{Expr, Json, Stack, Value};

/// Size that statements are not merged beyond where a document must be cut in pieces.
const MERGED_STATEMENT: usize = 2_000;

/// The statements of a policy.
///
/// Statements that differ only in their actions, or only in their resources, or only in their principals become one in
/// the template.
///
/// ```
/// use cumulo::iam::{PolicyDocument, PolicyStatement};
/// let list = PolicyStatement::allow().actions(["s3:ListAllMyBuckets"]).all_resources();
/// let document = PolicyDocument::new([list]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct PolicyDocument {
    statements: Vec<PolicyStatement>,
}

impl PolicyDocument {
    /// A document with these statements.
    pub fn new(statements: impl IntoIterator<Item = PolicyStatement>) -> Self {
        Self { statements: statements.into_iter().collect() }
    }

    /// Adds statements at the end.
    pub fn add_statements(&mut self, statements: impl IntoIterator<Item = PolicyStatement>) {
        self.statements.extend(statements);
    }

    pub(crate) fn push(&mut self, statement: PolicyStatement) {
        self.statements.push(statement);
    }

    /// Whether there are no statements.
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The statements as they were added.
    pub fn statements(&self) -> &[PolicyStatement] {
        &self.statements
    }

    /// The document in a template of this stack, statements merged.
    pub fn to_value(&self, stack: &Stack) -> Value<Json> {
        let mut statements: Vec<Expr> = Vec::new();
        let merged = merged(&self.statements, None);
        add_missing(&mut statements, merged.iter().map(|statement| statement.to_expr(stack)));
        Value::new(Expr::object([
            ("Statement", Expr::List(statements)),
            ("Version", Expr::from("2012-10-17")),
        ]))
    }

    /// Cuts the document: a first one below `first` characters, further ones below `others`.
    pub(super) fn split(
        &self,
        first: usize,
        others: usize,
    ) -> (PolicyDocument, Vec<PolicyDocument>) {
        let sizes = self.statements.iter().map(PolicyStatement::estimated_size);
        if sizes.sum::<usize>() < first {
            return (self.clone(), Vec::new());
        }
        let mut main = PolicyDocument::default();
        let mut main_size = 0;
        let mut rest: Vec<(usize, PolicyDocument)> = Vec::new();
        for statement in merged(&self.statements, Some(MERGED_STATEMENT)) {
            let size = statement.estimated_size();
            if main_size + size < first {
                main_size += size;
                main.push(statement);
                continue;
            }
            match rest.iter_mut().find(|(known, _)| known + size < others) {
                Some((known, document)) => {
                    *known += size;
                    document.push(statement);
                }
                None => rest.push((size, PolicyDocument::new([statement]))),
            }
        }
        (main, rest.into_iter().map(|(_, document)| document).collect())
    }
}

/// The statements with those that can be one made one; none grows beyond `limit`.
fn merged(statements: &[PolicyStatement], limit: Option<usize>) -> Vec<PolicyStatement> {
    let mut statements = statements.to_vec();
    let mut again = true;
    while again {
        again = false;
        let mut i = 0;
        while i < statements.len() {
            let mut j = i + 1;
            while j < statements.len() {
                match merge(&statements[i], &statements[j], limit) {
                    Some(one) => {
                        statements[i] = one;
                        statements.remove(j);
                        again = true;
                    }
                    None => j += 1,
                }
            }
            i += 1;
        }
    }
    statements
}

fn merge(
    a: &PolicyStatement,
    b: &PolicyStatement,
    limit: Option<usize>,
) -> Option<PolicyStatement> {
    let comparable = a.effect == b.effect
        && a.sid.is_none()
        && b.sid.is_none()
        && a.conditions == b.conditions
        && same(&a.not_actions, &b.not_actions)
        && same(&a.not_resources, &b.not_resources)
        && same(&a.not_principals, &b.not_principals);
    if !comparable || a.principals.contains(&Who::Star) != b.principals.contains(&Who::Star) {
        return None;
    }
    let equal = [
        same(&a.actions, &b.actions),
        a.apart == b.apart && same(&a.resources, &b.resources),
        same(&a.principals, &b.principals),
    ];
    if equal.into_iter().filter(|equal| *equal).count() < 2 {
        return None;
    }
    let mut one = a.clone();
    if a.apart != b.apart {
        one.apart = Some(Instance::default());
    }
    add_missing(&mut one.actions, b.actions.iter().cloned());
    add_missing(&mut one.resources, b.resources.iter().cloned());
    add_missing(&mut one.principals, b.principals.iter().cloned());
    limit.is_none_or(|limit| one.estimated_size() <= limit).then_some(one)
}

/// Whether two lists without doubles hold the same.
fn same<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.len() == b.len() && a.iter().all(|item| b.contains(item))
}
