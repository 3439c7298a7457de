//! `allOf`, `anyOf`, `oneOf`, `not` and `if`.

use super::{Tally, Walker, may_vanish_inside};
use crate::template::{Node, Span};
use crate::validate::keywords::{self, Keyword};
use crate::validate::schema::{Combined, Id};

impl<'t, 's> Walker<'t, 's> {
    pub(super) fn combined(&mut self, rules: &'s Combined, node: &'t Node, key: Span) {
        for id in &rules.all {
            self.check(*id, node, key);
        }
        if !rules.any.is_empty() {
            self.alternatives(&keywords::ANY_OF, &rules.any, node, key);
        }
        if !rules.one.is_empty() {
            self.alternatives(&keywords::ONE_OF, &rules.one, node, key);
        }
        let before = self.unknowns;
        if let Some(id) = rules.not
            && self.attempt(id, node, key).errors == 0
            && self.unknowns == before
        {
            self.report(&keywords::NOT, node.span, || {
                (format!("{} is not allowed here", node.brief()), None)
            });
        }
        if let Some((condition, then, other)) = rules.condition {
            let before = self.unknowns;
            let holds = self.attempt(condition, node, key).errors == 0;
            let branch = if holds { then } else { other };
            if let Some(id) = branch.filter(|_| self.unknowns == before) {
                self.check(id, node, key);
            }
        }
    }

    fn alternatives(
        &mut self,
        keyword: &'static Keyword,
        ids: &'s [Id],
        node: &'t Node,
        key: Span,
    ) {
        let before = self.unknowns;
        let tallies: Vec<Tally> = ids.iter().map(|id| self.attempt(*id, node, key)).collect();
        let fitting = tallies.iter().filter(|tally| tally.errors == 0).count();
        if fitting > 0 {
            let certain = self.unknowns == before && !may_vanish_inside(node);
            if std::ptr::eq(keyword, &keywords::ONE_OF) && fitting > 1 && certain {
                self.too_many(ids, node, key);
            }
            return;
        }
        self.unknowns = before;
        // The branch that was meant: right kind of value, then furthest in, then fewest problems.
        let merit =
            |tally: &Tally| (tally.wrong_kind, std::cmp::Reverse(tally.deepest), tally.errors);
        let best = tallies.iter().map(merit).min().unwrap_or_default();
        let mut likely = ids.iter().zip(&tallies).filter(|(_, tally)| merit(tally) == best);
        let chosen = likely.next().filter(|_| likely.next().is_none());
        let only_missing = tallies.iter().all(|tally| tally.missing_here == tally.errors);
        match (chosen, &mut self.trial) {
            // Counted already: walking again would double the work at each level.
            (Some((_, counted)), Some(outer)) if !only_missing => {
                outer.add(counted, self.path.len() - self.trial_depth);
            }
            (Some((id, _)), None) if !only_missing => self.check(*id, node, key),
            _ => self.no_alternative(keyword, ids, node, key, only_missing),
        }
    }

    fn no_alternative(
        &mut self,
        keyword: &'static Keyword,
        ids: &'s [Id],
        node: &'t Node,
        key: Span,
        only_missing: bool,
    ) {
        let schema = self.schema;
        self.report(keyword, if only_missing { key } else { node.span }, || {
            let exactly =
                if std::ptr::eq(keyword, &keywords::ONE_OF) { "exactly" } else { "at least" };
            let required = |id: &Id| {
                schema.get(*id).object.as_ref().map(|object| object.required.join(" with "))
            };
            let choices: Vec<String> =
                ids.iter().filter_map(required).filter(|names| !names.is_empty()).collect();
            if only_missing && choices.len() == ids.len() {
                return (format!("needs {exactly} one of: {}", choices.join(" | ")), None);
            }
            let message = format!(
                "{} fits none of the {} forms that are allowed here",
                node.brief(),
                ids.len()
            );
            let help =
                (!choices.is_empty()).then(|| format!("the forms have: {}", choices.join(" | ")));
            (message, help)
        });
    }

    /// Several branches of `oneOf` fit; conversions of scalars do not count as fitting.
    fn too_many(&mut self, ids: &'s [Id], node: &'t Node, key: Span) {
        let outer = std::mem::replace(&mut self.strict, true);
        let mut fitting = Vec::new();
        for id in ids {
            if self.attempt(*id, node, key).errors == 0 {
                fitting.push(*id);
            }
        }
        self.strict = outer;
        if fitting.len() > 1 {
            let schema = self.schema;
            self.report(&keywords::ONE_OF, key, || {
                let required = |id: &Id| {
                    schema.get(*id).object.as_ref().map(|object| object.required.join(" with "))
                };
                let names: Vec<String> =
                    fitting.iter().filter_map(required).filter(|names| !names.is_empty()).collect();
                if names.len() == fitting.len() {
                    (format!("only one of these may stand here: {}", names.join(" | ")), None)
                } else {
                    (format!("fits {} forms of which only one may hold", fitting.len()), None)
                }
            });
        }
    }
}
