//! Forms that the arguments of several functions share.

use super::{At, Report};
use crate::template::{Node, Value};
use crate::validate::functions::{Function, call};
use crate::validate::view::Call;

/// The arguments as a list of `min` to `max` items, or a finding.
pub(super) fn list<'t>(
    call: &Call<'t>,
    min: usize,
    max: usize,
    report: &mut Report<'_, 't>,
) -> Option<&'t [Node]> {
    let name = call.function.key();
    let wanted = if min == max { format!("{min}") } else { format!("{min} to {max}") };
    match call.args.as_array() {
        Some(items) if (min..=max).contains(&items.len()) => Some(items),
        Some(items) => {
            let message =
                format!("{name} takes a list of {wanted} arguments, found {}", items.len());
            report.add(At::Value(call.node), message, None);
            None
        }
        None => {
            let message =
                format!("{name} takes a list of {wanted} arguments, found {}", call.args.kind());
            report.add(At::Value(call.node), message, None);
            None
        }
    }
}

/// Reports an argument that is neither text (or a scalar that becomes text) nor a function.
pub(super) fn text<'t>(
    function: Function,
    what: &str,
    node: &'t Node,
    report: &mut Report<'_, 't>,
) {
    if node.scalar_text().is_none() && call(node).is_none() {
        let message =
            format!("{what} of {} must be a string, found {}", function.key(), node.kind());
        report.add(At::Value(node), message, None);
    }
}

/// Reports an argument that is neither a list nor a function that may yield one.
pub(super) fn items<'t>(
    function: Function,
    what: &str,
    node: &'t Node,
    report: &mut Report<'_, 't>,
) {
    if !matches!(node.value, Value::Array(_)) && call(node).is_none() {
        let message = format!("{what} of {} must be a list, found {}", function.key(), node.kind());
        report.add(At::Value(node), message, None);
    }
}

/// Whether a name has letters and digits only.
pub(super) fn is_alphanumeric(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
