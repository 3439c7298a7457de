//! IAM policies: statements with an effect, actions and what they apply to.

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;
use crate::validate::functions::{call, rewrites_object};
use crate::validate::suggest::{did_you_mean, list};

pub(super) const RULE: Rule =
    Rule { id: "E3510", level: Level::Error, summary: "An IAM policy of the wrong form", check };

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (type_name, path, kind) in POLICIES {
        for (_, properties) in view.of_type(type_name) {
            for document in at(properties, path) {
                check_document(document, *kind, report);
            }
        }
    }
}

/// Whom a policy is attached to decides what its statements have.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    /// A user, group or role: says on what.
    Identity,
    /// A resource: says who.
    Resource,
    /// A role's trust: says who, on nothing else.
    Trust,
}

/// Type, path to its policy documents (`*` is every item), kind.
const POLICIES: &[(&str, &[&str], Kind)] = &[
    ("AWS::IAM::Policy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::ManagedPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::RolePolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::UserPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::GroupPolicy", &["PolicyDocument"], Kind::Identity),
    ("AWS::IAM::Role", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::User", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::Group", &["Policies", "*", "PolicyDocument"], Kind::Identity),
    ("AWS::IAM::Role", &["AssumeRolePolicyDocument"], Kind::Trust),
    ("AWS::KMS::Key", &["KeyPolicy"], Kind::Resource),
    ("AWS::S3::BucketPolicy", &["PolicyDocument"], Kind::Resource),
    ("AWS::SNS::TopicPolicy", &["PolicyDocument"], Kind::Resource),
    ("AWS::SQS::QueuePolicy", &["PolicyDocument"], Kind::Resource),
];

fn at<'t>(node: &'t Node, path: &[&str]) -> Vec<&'t Node> {
    match path {
        [] => vec![node],
        ["*", rest @ ..] => {
            node.as_array().unwrap_or_default().iter().flat_map(|item| at(item, rest)).collect()
        }
        [name, rest @ ..] => node.get(name).map(|inner| at(inner, rest)).unwrap_or_default(),
    }
}

fn check_document<'t>(document: &'t Node, kind: Kind, report: &mut Report<'_, 't>) {
    // JSON text and functions are AWS's to read.
    if document.as_object().is_none() || call(document).is_some() {
        return;
    }
    unknown(document, &["Version", "Id", "Statement"], "a policy", report);
    if let Some(node) = document.get("Version")
        && node.scalar_text().is_some_and(|text| text != "2012-10-17" && text != "2008-10-17")
    {
        let help = "allowed: 2012-10-17, 2008-10-17".to_owned();
        report.add(At::Value(node), format!("{} is no policy version", node.brief()), Some(help));
    }
    match document.get("Statement") {
        None => report.add(At::Value(document), "a policy needs a Statement", None),
        Some(node) => {
            let statements = node.as_array().unwrap_or(std::slice::from_ref(node));
            let plain = statements.iter().filter(|statement| call(statement).is_none());
            plain.filter(|statement| statement.as_object().is_some()).for_each(|statement| {
                check_statement(statement, kind, report);
            });
        }
    }
}

const KEYS: &[&str] = &[
    "Action",
    "Condition",
    "Effect",
    "NotAction",
    "NotPrincipal",
    "NotResource",
    "Principal",
    "Resource",
    "Sid",
];

fn check_statement<'t>(statement: &'t Node, kind: Kind, report: &mut Report<'_, 't>) {
    if statement.entries().iter().any(|entry| rewrites_object(&entry.key)) {
        return;
    }
    unknown(statement, KEYS, "a policy statement", report);
    match statement.get("Effect") {
        None => {
            report.add(At::Value(statement), "a policy statement needs Effect: Allow or Deny", None)
        }
        Some(node) => {
            if node.as_str().is_some_and(|effect| effect != "Allow" && effect != "Deny") {
                let help = "allowed: Allow, Deny".to_owned();
                report.add(At::Value(node), format!("{} is no effect", node.brief()), Some(help));
            }
        }
    }
    let mut needed = vec!["Action"];
    needed.extend((kind == Kind::Identity).then_some("Resource"));
    needed.extend((kind != Kind::Identity).then_some("Principal"));
    for name in needed {
        if statement.get(name).is_none() && statement.get(&format!("Not{name}")).is_none() {
            report.add(At::Value(statement), format!("a policy statement here needs {name}"), None);
        }
    }
    let excluded: &[&str] = match kind {
        Kind::Identity => &["Principal", "NotPrincipal"],
        Kind::Resource => &[],
        Kind::Trust => &["Resource", "NotResource"],
    };
    for entry in excluded.iter().filter_map(|name| statement.entry(name)) {
        report.add(At::Key(entry), format!("a policy statement here has no {}", entry.key), None);
    }
}

fn unknown<'t>(node: &'t Node, known: &[&str], what: &str, report: &mut Report<'_, 't>) {
    for entry in node
        .entries()
        .iter()
        .filter(|entry| !known.contains(&&*entry.key) && !rewrites_object(&entry.key))
    {
        let help =
            did_you_mean(&entry.key, known.iter().copied()).or_else(|| list("allowed", known));
        report.add(At::Key(entry), format!("{what} has no \"{}\"", entry.key), help);
    }
}
