//! `Fn::Cidr: [block, count, bits]`.

use super::arguments;
use super::{At, Report, Rule, View};
use crate::finding::Level;
use crate::validate::functions::Function;

pub(super) const RULE: Rule = Rule {
    id: "E1024",
    level: Level::Error,
    summary: "Fn::Cidr with arguments that do not make address ranges",
    check,
};

fn check<'t>(view: &View<'t>, report: &mut Report<'_, 't>) {
    for call in view.calls(Function::Cidr) {
        let Some([block, numbers @ ..]) = arguments::list(call, 2, 3, report) else { continue };
        arguments::text(call.function, "the address block", block, report);
        for (node, what, max) in
            numbers.iter().zip([("count", 256.0), ("bits", 128.0)]).map(|(n, (w, m))| (n, w, m))
        {
            let number = node.scalar_number();
            if node.as_object().is_none()
                && number.is_none_or(|number| !(1.0..=max).contains(&number))
            {
                let message =
                    format!("the {what} of Fn::Cidr must be 1 to {max}, found {}", node.brief());
                report.add(At::Value(node), message, None);
            }
        }
    }
}
