//! Values of DNS records fit their type.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "E3023",
    level: Level::Error,
    summary: "A DNS record with a value that its type does not take",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for (_, properties) in view.of_type("AWS::Route53::RecordSet") {
        check_record(properties, report);
    }
    for (_, properties) in view.of_type("AWS::Route53::RecordSetGroup") {
        let records = properties.get("RecordSets").and_then(Node::as_array).unwrap_or_default();
        records.iter().for_each(|record| check_record(record, report));
    }
}

fn check_record<'t>(record: &'t Node, report: &mut Report<'_, 't>) {
    let Some(kind) = record.get("Type").and_then(Node::as_str) else { return };
    let Some(values) = record.get("ResourceRecords") else { return };
    let items = values.as_array().unwrap_or_default();
    if kind == "CNAME" && items.len() > 1 {
        let message = format!("a CNAME record has one value, found {}", items.len());
        report.add(At::Value(values), message, None);
    }
    for node in items {
        let Some(text) = node.as_str() else { continue };
        if let Some(wanted) = wanted(kind, text) {
            report.add(
                At::Value(node),
                format!("a value of {kind} is {wanted}, found \"{text}\""),
                None,
            );
        }
    }
}

/// What a value of this type is, if the text is none.
fn wanted(kind: &str, text: &str) -> Option<&'static str> {
    let (fits, wanted) = match kind {
        "A" => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
        "AAAA" => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
        "TXT" => (is_quoted(text), "text in double quotes"),
        "MX" => (is_mail_server(text), "a priority and a name, such as 10 mail.example.com"),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

fn is_quoted(text: &str) -> bool {
    let text = text.trim();
    text.len() > 1 && text.starts_with('"') && text.ends_with('"')
}

fn is_mail_server(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    matches!(words[..], [priority, _] if priority.parse::<u16>().is_ok())
}
