//! What a metric's values mean for capacity: intervals, made complete and cut in two at the values that are fine.

use crate::Node;

/// Values of a metric at which capacity changes, and by how much.
///
/// ```
/// use cumulo::applicationautoscaling::ScalingInterval;
/// let steps = [
///     ScalingInterval::below(10.0, -1.0),
///     ScalingInterval::above(50.0, 1.0),
///     ScalingInterval::above(70.0, 3.0),
/// ];
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScalingInterval {
    lower: Option<f64>,
    upper: Option<f64>,
    change: f64,
}

impl ScalingInterval {
    /// From this value up to where the next interval begins.
    pub fn above(lower: f64, change: f64) -> Self {
        Self { lower: Some(lower), upper: None, change }
    }

    /// From where the interval before ends up to this value.
    pub fn below(upper: f64, change: f64) -> Self {
        Self { lower: None, upper: Some(upper), change }
    }

    /// From one value to another.
    pub fn between(lower: f64, upper: f64, change: f64) -> Self {
        Self { lower: Some(lower), upper: Some(upper), change }
    }
}

/// An interval with both bounds; `None` as change where values are fine.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Complete {
    lower: f64,
    upper: f64,
    change: Option<f64>,
}

/// A step of a policy: bounds relative to the alarm's threshold, and the change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Step {
    pub(crate) lower: Option<f64>,
    pub(crate) upper: Option<f64>,
    pub(crate) change: f64,
}

/// One side of the values that are fine: an alarm's threshold, and what happens beyond it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Side {
    pub(crate) threshold: f64,
    pub(crate) steps: Vec<Step>,
}

/// What happens below and above the values that are fine.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Sides {
    pub(crate) lower: Option<Side>,
    pub(crate) upper: Option<Side>,
}

/// Completes the intervals and splits them. `absolute`: a change is the new capacity, so that 0 means something.
///
/// Findings: `scaling-intervals`.
pub(crate) fn split(node: &Node, intervals: &[ScalingInterval], absolute: bool) -> Sides {
    let problem = |message: String| {
        node.error(
            "scaling-intervals",
            message,
            "give two or more intervals that do not overlap, with at most one range of values between them at which nothing happens",
        );
        Sides::default()
    };
    if intervals.len() < 2 {
        return problem(format!("there is {} scaling interval", intervals.len()));
    }
    let mut all = complete(intervals);
    if let Some(two) = all.windows(2).find(|two| two[1].lower < two[0].upper) {
        return problem(format!(
            "interval {} to {} overlaps interval {} to {}",
            two[0].lower, two[0].upper, two[1].lower, two[1].upper
        ));
    }
    if !absolute {
        for one in &mut all {
            one.change = one.change.filter(|change| *change != 0.0);
        }
    }
    let all = fill_gaps(all);
    let fine: Vec<usize> = (0..all.len()).filter(|at| all[*at].change.is_none()).collect();
    match fine.as_slice() {
        [] => {
            let middle = all.len() / 2;
            sides(&all, Some(middle - 1), Some(middle))
        }
        [at] => {
            let (below, above) = (at.checked_sub(1), at + 1);
            sides(&all, below, (above < all.len()).then_some(above))
        }
        _ => problem("there is more than one range of values at which nothing happens".into()),
    }
}

/// Sorted, with the bounds that neighbours give.
fn complete(intervals: &[ScalingInterval]) -> Vec<Complete> {
    let mut intervals = intervals.to_vec();
    let start = |one: &ScalingInterval| one.lower.or(one.upper).unwrap_or_default();
    intervals.sort_by(|a, b| start(a).total_cmp(&start(b)));
    let upper = |at: usize| {
        intervals[at].upper.or_else(|| intervals.get(at + 1).and_then(|next| next.lower))
    };
    (0..intervals.len())
        .map(|at| {
            let before = at.checked_sub(1).and_then(|before| intervals[before].upper);
            Complete {
                lower: intervals[at].lower.or(before).unwrap_or(0.0),
                upper: upper(at).unwrap_or(f64::INFINITY),
                change: Some(intervals[at].change),
            }
        })
        .collect()
}

/// Adds what lies between the intervals, before the first and behind the last; neighbours that are fine become one.
fn fill_gaps(intervals: Vec<Complete>) -> Vec<Complete> {
    let mut filled: Vec<Complete> = Vec::new();
    let mut push = |one: Complete| match filled.last_mut() {
        Some(last) if last.change.is_none() && one.change.is_none() => last.upper = one.upper,
        _ => filled.push(one),
    };
    let mut end = 0.0;
    for one in intervals {
        if one.lower > end {
            push(Complete { lower: end, upper: one.lower, change: None });
        }
        end = one.upper;
        push(one);
    }
    if end.is_finite() {
        push(Complete { lower: end, upper: f64::INFINITY, change: None });
    }
    filled
}

fn sides(all: &[Complete], below: Option<usize>, above: Option<usize>) -> Sides {
    let step = |one: &Complete, threshold: f64, open_below: bool, open_above: bool| Step {
        lower: (!open_below).then_some(one.lower - threshold),
        upper: (!open_above).then_some(one.upper - threshold),
        change: one.change.unwrap_or_default(),
    };
    let last = all.len().saturating_sub(1);
    Sides {
        lower: below.map(|below| {
            let threshold = all[below].upper;
            let steps = (0..=below).rev().map(|at| step(&all[at], threshold, at == 0, false));
            Side { threshold, steps: steps.collect() }
        }),
        upper: above.map(|above| {
            let threshold = all[above].lower;
            let steps = (above..=last).map(|at| step(&all[at], threshold, false, at == last));
            Side { threshold, steps: steps.collect() }
        }),
    }
}
