//! Raw changes of a resource by JSON pointer.

use crate::value::Expr;
use indexmap::IndexMap;

/// Sets what `pointer` points at, or takes it away where `value` is `None`; objects on the way are made.
///
/// Fails with what is in the way.
pub(super) fn apply(target: &mut Expr, pointer: &str, value: Option<Expr>) -> Result<(), String> {
    let segments: Vec<String> = pointer
        .split('/')
        .skip(1)
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
        .collect();
    let Some((last, path)) = segments.split_last() else {
        return Err("it points at the whole resource".into());
    };
    let mut target = target;
    for segment in path {
        target = match target {
            Expr::Map(entries) => match (entries.contains_key(segment.as_str()), &value) {
                (false, None) => return Ok(()),
                _ => entries
                    .entry(segment.clone().into())
                    .or_insert_with(|| Expr::Map(IndexMap::new())),
            },
            Expr::List(items) => {
                let length = items.len();
                match index(segment).and_then(|index| items.get_mut(index)) {
                    Some(item) => item,
                    None => return Err(format!("the list has {length} items and no `{segment}`")),
                }
            }
            _ => return Err(format!("there is nothing below which `{segment}` could stand")),
        };
    }
    match (target, value) {
        (Expr::Map(entries), Some(value)) => {
            entries.insert(last.clone().into(), value);
        }
        (Expr::Map(entries), None) => {
            entries.shift_remove(last.as_str());
        }
        (Expr::List(items), Some(value)) if last == "-" => items.push(value),
        (Expr::List(items), value) => {
            let length = items.len();
            match (index(last).filter(|index| *index < length), value) {
                (Some(index), Some(value)) => items[index] = value,
                (Some(index), None) => {
                    items.remove(index);
                }
                (None, None) => {}
                (None, Some(_)) => {
                    return Err(format!("the list has {length} items and no `{last}`"));
                }
            }
        }
        (_, None) => {}
        (_, Some(_)) => return Err(format!("there is nothing below which `{last}` could stand")),
    }
    Ok(())
}

fn index(segment: &str) -> Option<usize> {
    segment.parse().ok()
}
