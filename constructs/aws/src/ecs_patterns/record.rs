//! The DNS record of a pattern's service.

use crate::route53::{HostedZone, Record, RecordSet};
use crate::{Node, Value};

/// The record that leads from a service's domain to its load balancer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ServiceRecordType {
    /// An alias, which costs nothing to ask and may stand at the top of a zone.
    #[default]
    Alias,
    /// A `CNAME`.
    Cname,
    /// None: the record is made elsewhere.
    None,
}

/// Makes the record, `DNS` below `node`, and gives its name; nothing without a domain or a type.
#[track_caller]
pub(super) fn write_record(
    node: &Node,
    domain: Option<(Value<String>, HostedZone)>,
    record_type: ServiceRecordType,
    alias: Record,
    load_balancer: &Value<String>,
) -> Option<Value<String>> {
    let (name, zone) = domain?;
    let record = match record_type {
        ServiceRecordType::Alias => alias,
        ServiceRecordType::Cname => Record::cname(load_balancer),
        ServiceRecordType::None => return None,
    };
    let record =
        RecordSet::builder(node, "DNS").zone(&zone).record_name(name).record(record).build();
    Some(record.domain_name())
}
