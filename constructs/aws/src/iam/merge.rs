//! Statements that become one.

use super::PolicyStatement;
use super::principal::{Instance, Who};
use super::statement::add_missing;
use crate::Expr;
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Statements, with those that can be one made one; kept while statements are added.
///
/// The result is that of merging all of them anew, each with what follows it, as often as that changes something.
/// Adding one costs as much as there are statements of the same actions or the same resources.
#[derive(Clone, Debug, Default)]
pub(super) struct Merged {
    /// Size that no statement grows beyond.
    limit: Option<usize>,
    entries: Vec<Entry>,
    /// Where statements with these actions or resources may stand; some stood there once.
    places: HashMap<u64, Vec<usize>>,
    /// Whether merging went over the statements more than once: then a further one may change what came before.
    went_over: bool,
    changes: u32,
}

#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) statement: PolicyStatement,
    pub(super) size: usize,
    /// Differs after each change.
    pub(super) version: u32,
}

impl Merged {
    pub(super) fn up_to(limit: Option<usize>) -> Self {
        Self { limit, ..Self::default() }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Takes in the last of `all`; those before it were taken in already.
    pub(super) fn add_last_of(&mut self, all: &[PolicyStatement]) {
        let Some(last) = all.last() else { return };
        if self.went_over {
            return self.start_over(all);
        }
        for at in self.candidates(last) {
            let Some(one) = merge(&self.entries[at].statement, last, self.limit) else { continue };
            let meets = self.candidates(&one).into_iter().any(|other| {
                let (a, b) = if other < at {
                    (&self.entries[other].statement, &one)
                } else {
                    (&one, &self.entries[other].statement)
                };
                other != at && merge(a, b, self.limit).is_some()
            });
            if meets {
                return self.start_over(all);
            }
            return self.put(at, one);
        }
        self.put(self.entries.len(), last.clone());
    }

    fn start_over(&mut self, all: &[PolicyStatement]) {
        let (statements, went_over) = merged(all, self.limit);
        self.entries.clear();
        self.places.clear();
        self.went_over = went_over;
        for statement in statements {
            self.put(self.entries.len(), statement);
        }
    }

    fn put(&mut self, at: usize, statement: PolicyStatement) {
        for key in keys(&statement) {
            let places = self.places.entry(key).or_default();
            if !places.contains(&at) {
                places.push(at);
            }
        }
        self.changes += 1;
        let entry = Entry { size: statement.estimated_size(), statement, version: self.changes };
        match self.entries.get_mut(at) {
            Some(known) => *known = entry,
            None => self.entries.push(entry),
        }
    }

    /// Where statements may stand that have the same actions or the same resources, in order.
    fn candidates(&self, statement: &PolicyStatement) -> Vec<usize> {
        let places = keys(statement).into_iter().filter_map(|key| self.places.get(&key));
        let mut places: Vec<usize> = places.flatten().copied().collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

/// What the actions and the resources of a statement are known by, whatever their order.
pub(super) fn keys(statement: &PolicyStatement) -> [u64; 2] {
    let of = |which: u8, items: &[Expr]| {
        let mut hasher = DefaultHasher::new();
        let sum = items.iter().map(hash).fold(0_u64, u64::wrapping_add);
        (which, sum).hash(&mut hasher);
        hasher.finish()
    };
    [of(0, &statement.actions), of(1, &statement.resources)]
}

fn hash(expr: &Expr) -> u64 {
    let mut hasher = DefaultHasher::new();
    expr.visit(&mut |part| match part {
        Expr::String(text) => text.hash(&mut hasher),
        Expr::Reference(reference) => format!("{reference:?}").hash(&mut hasher),
        other => std::mem::discriminant(other).hash(&mut hasher),
    });
    hasher.finish()
}

/// The statements with those that can be one made one, and whether that took more than one pass.
fn merged(statements: &[PolicyStatement], limit: Option<usize>) -> (Vec<PolicyStatement>, bool) {
    let mut statements = statements.to_vec();
    let mut passes = 0;
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
        passes += usize::from(again);
    }
    (statements, passes > 1)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Statements of few actions and resources, so that many of them meet.
    fn statements(seed: u64, count: usize) -> Vec<PolicyStatement> {
        let mut state = seed;
        let mut pick = |of: u64| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % of
        };
        (0..count)
            .map(|_| {
                let actions: Vec<String> =
                    (0..=pick(2)).map(|_| format!("s3:Get{}", pick(4))).collect();
                let resources: Vec<String> =
                    (0..=pick(2)).map(|_| format!("arn:aws:s3:::{}", pick(5))).collect();
                PolicyStatement::allow().actions(actions).resources(resources)
            })
            .collect()
    }

    #[test]
    fn adding_statements_one_by_one_gives_what_merging_all_of_them_gives() {
        for seed in 0..200 {
            for limit in [None, Some(120)] {
                let all = statements(seed, 25);
                let mut one_by_one = Merged::up_to(limit);
                for count in 1..=all.len() {
                    one_by_one.add_last_of(&all[..count]);
                    let kept: Vec<_> =
                        one_by_one.entries().iter().map(|it| it.statement.clone()).collect();
                    assert_eq!(
                        kept,
                        merged(&all[..count], limit).0,
                        "seed {seed}, {count} statements"
                    );
                }
            }
        }
    }
}
