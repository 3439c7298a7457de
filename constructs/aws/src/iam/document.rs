//! Policy documents, and how their statements are merged.

use super::PolicyStatement;
use super::merge::{Merged, keys};
use crate::{Expr, Json, Stack, Value};
use std::collections::HashMap;

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
    merged: Merged,
}

impl PolicyDocument {
    /// A document with these statements.
    pub fn new(statements: impl IntoIterator<Item = PolicyStatement>) -> Self {
        let mut document = Self::default();
        document.add_statements(statements);
        document
    }

    /// Adds statements at the end.
    pub fn add_statements(&mut self, statements: impl IntoIterator<Item = PolicyStatement>) {
        statements.into_iter().for_each(|statement| self.push(statement));
    }

    pub(crate) fn push(&mut self, statement: PolicyStatement) {
        self.statements.push(statement);
        self.merged.add_last_of(&self.statements);
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
        // Only statements of the same actions and resources can be the same.
        let mut known: HashMap<[u64; 2], Vec<usize>> = HashMap::new();
        for entry in self.merged.entries() {
            let same = known.entry(keys(&entry.statement)).or_default();
            let expr = entry.statement.to_expr(stack);
            if same.iter().all(|at| statements[*at] != expr) {
                same.push(statements.len());
                statements.push(expr);
            }
        }
        Value::new(Expr::object([
            ("Statement", Expr::List(statements)),
            ("Version", Expr::from("2012-10-17")),
        ]))
    }
}

/// What is granted to a role, cut into pieces that its policies can hold.
#[derive(Default)]
pub(super) struct Granted {
    document: PolicyDocument,
    size: usize,
    /// The statements, once they are more than one policy can hold.
    merged: Option<Merged>,
    /// Statements and their versions, as the pieces have them.
    pieces: Vec<Vec<(usize, u32)>>,
}

impl Granted {
    /// Adds a statement. Gives the document of each piece, the first below `first` characters, others below `others`;
    /// `None` for those that did not change.
    pub(super) fn push(
        &mut self,
        statement: PolicyStatement,
        first: usize,
        others: usize,
    ) -> Vec<Option<PolicyDocument>> {
        self.size += statement.estimated_size();
        self.document.push(statement);
        if self.size < first {
            return vec![Some(self.document.clone())];
        }
        let all = &self.document.statements;
        let merged = match &mut self.merged {
            Some(merged) => {
                merged.add_last_of(all);
                merged
            }
            empty => {
                let merged = empty.insert(Merged::up_to(Some(MERGED_STATEMENT)));
                (1..=all.len()).for_each(|count| merged.add_last_of(&all[..count]));
                merged
            }
        };
        let mut sizes = vec![0];
        let mut pieces: Vec<Vec<(usize, u32)>> = vec![Vec::new()];
        for (index, entry) in merged.entries().iter().enumerate() {
            let fits = |(piece, size): (usize, &usize)| {
                size + entry.size < if piece == 0 { first } else { others }
            };
            let piece = sizes.iter().enumerate().position(fits).unwrap_or_else(|| {
                sizes.push(0);
                pieces.push(Vec::new());
                sizes.len() - 1
            });
            sizes[piece] += entry.size;
            pieces[piece].push((index, entry.version));
        }
        let documents = pieces.iter().enumerate().map(|(number, piece)| {
            let changed = self.pieces.get(number) != Some(piece);
            let statement = |(index, _): &(usize, u32)| merged.entries()[*index].statement.clone();
            changed.then(|| PolicyDocument::new(piece.iter().map(statement)))
        });
        let documents = documents.collect();
        self.pieces = pieces;
        documents
    }
}
