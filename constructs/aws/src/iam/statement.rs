//! Statements of policies.

use super::principal::{Instance, Who};
use super::{Conditions, Grantable};
use crate::{Expr, IntoValue, Node, Stack, Value};

/// Whether a statement allows or forbids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// What it names may be done.
    Allow,
    /// What it names may not be done, whatever else allows it.
    Deny,
}

impl Effect {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        }
    }
}

/// One statement of a policy: who may, or may not, do what with which resources, and when.
///
/// ```
/// use cumulo::iam::{Conditions, PolicyStatement};
/// let statement = PolicyStatement::allow()
///     .actions(["ecs:UpdateService"])
///     .resources(["*"])
///     .conditions(Conditions::new().string_equals("aws:RequestedRegion", "us-east-1"));
/// ```
///
/// Setters that take lists add to what is there. An action without a service (`GetObject`) is finding
/// `policy-action` once the statement is used.
///
/// Source: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html>
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyStatement {
    pub(crate) sid: Option<String>,
    pub(super) effect: Effect,
    pub(super) actions: Vec<Expr>,
    pub(super) not_actions: Vec<Expr>,
    pub(super) resources: Vec<Expr>,
    pub(super) not_resources: Vec<Expr>,
    pub(super) principals: Vec<Who>,
    pub(super) not_principals: Vec<Who>,
    pub(super) conditions: Conditions,
    /// Set where the resources are not to be taken for those of another statement.
    pub(super) apart: Option<Instance>,
    problems: Vec<&'static str>,
}

impl PolicyStatement {
    /// A statement that allows.
    pub fn allow() -> Self {
        Self::new(Effect::Allow)
    }

    /// A statement that forbids.
    pub fn deny() -> Self {
        Self::new(Effect::Deny)
    }

    /// A statement with this effect.
    pub fn new(effect: Effect) -> Self {
        Self {
            sid: None,
            effect,
            actions: Vec::new(),
            not_actions: Vec::new(),
            resources: Vec::new(),
            not_resources: Vec::new(),
            principals: Vec::new(),
            not_principals: Vec::new(),
            conditions: Conditions::new(),
            apart: None,
            problems: Vec::new(),
        }
    }

    /// A name of the statement, unique in its policy; statements with names are never merged.
    #[must_use]
    pub fn sid(mut self, sid: impl Into<String>) -> Self {
        self.sid = Some(sid.into());
        self
    }

    /// Actions it speaks of, such as `s3:GetObject` or `ec2:Describe*`.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        extend(&mut self.actions, actions);
        self
    }

    /// It speaks of all actions but these.
    #[must_use]
    pub fn not_actions(
        mut self,
        actions: impl IntoIterator<Item = impl IntoValue<String>>,
    ) -> Self {
        extend(&mut self.not_actions, actions);
        self
    }

    /// ARNs of resources it speaks of; `*` for all.
    #[must_use]
    pub fn resources(mut self, arns: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        extend(&mut self.resources, arns);
        self
    }

    /// Speaks of all resources: `*`.
    #[must_use]
    pub fn all_resources(self) -> Self {
        self.resources(["*"])
    }

    /// It speaks of all resources but these.
    #[must_use]
    pub fn not_resources(mut self, arns: impl IntoIterator<Item = impl IntoValue<String>>) -> Self {
        extend(&mut self.not_resources, arns);
        self
    }

    /// Who it speaks of, in policies of resources and in trust policies. Their conditions become the statement's.
    #[must_use]
    pub fn principals(mut self, principals: impl IntoIterator<Item = impl Grantable>) -> Self {
        for principal in principals {
            let principal = principal.grant_principal();
            self.problems.extend(principal.problem());
            self.conditions = self.conditions.merged(&principal.all_conditions());
            add_missing(&mut self.principals, principal.entries());
        }
        self
    }

    /// It speaks of everybody but these.
    #[must_use]
    pub fn not_principals(mut self, principals: impl IntoIterator<Item = impl Grantable>) -> Self {
        for principal in principals {
            let principal = principal.grant_principal();
            self.problems.extend(principal.problem());
            self.conditions = self.conditions.merged(&principal.all_conditions());
            add_missing(&mut self.not_principals, principal.entries());
        }
        self
    }

    /// When it holds, in addition to what was said before.
    #[must_use]
    pub fn conditions(mut self, conditions: Conditions) -> Self {
        self.conditions = self.conditions.merged(&conditions);
        self
    }

    /// The same statement, whose resources are not taken for those of a statement of another instance.
    pub(crate) fn kept_apart(mut self, instance: Instance) -> Self {
        self.apart = Some(instance);
        self
    }

    /// The same statement about other resources.
    pub(super) fn with_resources(mut self, arns: Vec<Value<String>>) -> Self {
        self.resources = arns.into_iter().map(Value::into_expr).collect();
        self
    }

    /// The same statement about the accounts of its principals, for policies that take no ARNs.
    pub(crate) fn with_account_principals(mut self, stack: &Stack) -> Self {
        for who in &mut self.principals {
            *who = who.as_account(stack);
        }
        self
    }

    /// Reports what is wrong with the statement in any policy.
    #[track_caller]
    pub(super) fn check(&self, node: &Node) {
        for action in self.actions.iter().chain(&self.not_actions).filter_map(Expr::as_str) {
            if action != "*" && !action.contains(':') {
                node.error_here(
                    "policy-action",
                    format!("`{action}` is not an action"),
                    "write service, colon and name of the action, such as s3:GetObject; * stands for any text",
                );
            }
        }
        if !self.actions.is_empty() && !self.not_actions.is_empty() {
            node.error_here(
                "policy-statement",
                "a statement has both actions and not_actions",
                "make two statements",
            );
        }
        if !self.resources.is_empty() && !self.not_resources.is_empty() {
            node.error_here(
                "policy-statement",
                "a statement has both resources and not_resources",
                "make two statements",
            );
        }
        for problem in &self.problems {
            node.error_here("policy-principal", *problem, "make one statement for each");
        }
    }

    /// Reports what is wrong with the statement in the policy of a role, user or group.
    #[track_caller]
    pub(super) fn check_for_identity(&self, node: &Node) {
        self.check(node);
        if !self.principals.is_empty() || !self.not_principals.is_empty() {
            node.error_here(
                "policy-statement",
                "a statement in the policy of a role, user or group names principals",
                "leave the principals away: the policy speaks of whom it is attached to",
            );
        }
        if self.resources.is_empty() && self.not_resources.is_empty() {
            node.error_here(
                "policy-statement",
                "a statement in the policy of a role, user or group names no resources",
                "give ARNs with `resources`, or `*` for all",
            );
        }
    }

    /// Reports what is wrong with the statement in the policy of a resource.
    #[track_caller]
    pub(crate) fn check_for_resource(&self, node: &Node) {
        self.check(node);
        if self.principals.is_empty() && self.not_principals.is_empty() {
            node.error_here(
                "policy-statement",
                "a statement in the policy of a resource names no principals",
                "say with `principals` who it speaks of",
            );
        }
    }

    /// Its length as JSON, tokens at a guess; decides where policies are cut in two.
    pub(super) fn estimated_size(&self) -> usize {
        const ACTION: usize = 20;
        const ARN: usize = 150;
        let list = |key: &str, values: &[Expr], token: usize| {
            let lengths = values.iter().map(|value| value.as_str().map_or(token, str::len) + 3);
            if values.is_empty() { 0 } else { key.len() + 5 + lengths.sum::<usize>() }
        };
        let effect = format!("\"Effect\": \"{}\",", self.effect.as_str()).len();
        effect
            + list("Action", &self.actions, ACTION)
            + list("NotAction", &self.not_actions, ACTION)
            + list("Resource", &self.resources, ARN)
            + list("NotResource", &self.not_resources, ARN)
            + (self.principals.len() + self.not_principals.len()) * ARN
            + self.conditions.estimated_size()
    }

    /// The statement in a template of this stack.
    pub(crate) fn to_expr(&self, stack: &Stack) -> Expr {
        let set = |items: &[Expr]| match items {
            [] => Expr::Null,
            items => Expr::Set(items.to_vec()),
        };
        let conditions =
            if self.conditions.is_empty() { Expr::Null } else { self.conditions.to_expr() };
        Expr::object([
            ("Action", set(&self.actions)),
            ("Condition", conditions),
            ("Effect", Expr::from(self.effect.as_str())),
            ("NotAction", set(&self.not_actions)),
            ("NotPrincipal", principals(&self.not_principals, stack)),
            ("NotResource", set(&self.not_resources)),
            ("Principal", principals(&self.principals, stack)),
            ("Resource", set(&self.resources)),
            ("Sid", self.sid.clone().map_or(Expr::Null, Expr::from)),
        ])
    }
}

fn extend(list: &mut Vec<Expr>, values: impl IntoIterator<Item = impl IntoValue<String>>) {
    add_missing(list, values.into_iter().map(|value| value.into_value().into_expr()));
}

pub(super) fn add_missing<T: PartialEq>(list: &mut Vec<T>, items: impl IntoIterator<Item = T>) {
    for item in items {
        if !list.contains(&item) {
            list.push(item);
        }
    }
}

fn principals(principals: &[Who], stack: &Stack) -> Expr {
    if principals.is_empty() {
        return Expr::Null;
    }
    if principals.contains(&Who::Star) {
        return Expr::from("*");
    }
    let mut kinds: Vec<(&'static str, Vec<Expr>)> = Vec::new();
    for (kind, value) in principals.iter().map(|who| who.lowered(stack)) {
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, values)) => values.push(value),
            None => kinds.push((kind, vec![value])),
        }
    }
    Expr::object(kinds.into_iter().map(|(kind, values)| (kind, Expr::Set(values))))
}
