//! Works on stacks at once where none waits for the other.

use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::BTreeSet;

/// Stacks that are worked on at once.
pub const AT_ONCE: usize = 4;

/// How the work on several stacks went.
#[derive(Debug)]
pub struct Worked<T, E> {
    /// Results by index, in the order in which they came.
    pub done: Vec<(usize, T)>,
    /// Failures in the order in which they came.
    pub failed: Vec<E>,
    /// Stacks that were not begun after a failure.
    pub skipped: Vec<usize>,
}

/// Works on each index once those in `waits[index]` are done; begins none after a failure.
pub async fn in_order<T, E, F>(waits: &[Vec<usize>], work: impl Fn(usize) -> F) -> Worked<T, E>
where
    F: Future<Output = Result<T, E>>,
{
    let mut waiting: Vec<usize> = (0..waits.len()).collect();
    let mut finished = BTreeSet::new();
    let mut worked = Worked { done: Vec::new(), failed: Vec::new(), skipped: Vec::new() };
    let mut running = FuturesUnordered::new();
    loop {
        while worked.failed.is_empty() && running.len() < AT_ONCE {
            let is_free =
                |index: &usize| waits[*index].iter().all(|other| finished.contains(other));
            let Some(place) = waiting.iter().position(is_free) else { break };
            let index = waiting.remove(place);
            let future = work(index);
            running.push(async move { (index, future.await) });
        }
        match running.next().await {
            None => break,
            Some((index, Ok(result))) => {
                finished.insert(index);
                worked.done.push((index, result));
            }
            Some((_, Err(error))) => worked.failed.push(error),
        }
    }
    worked.skipped = waiting;
    worked
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::cell::RefCell;

    #[test]
    fn a_stack_waits_for_those_before_it() {
        let begun = RefCell::new(Vec::new());
        let waits = [vec![2], vec![], vec![1]];
        let work = |index| {
            begun.borrow_mut().push(index);
            async move { Ok::<usize, ()>(index) }
        };
        let worked = in_order(&waits, work).now_or_never().expect("nothing to wait for");
        assert_eq!(*begun.borrow(), [1, 2, 0]);
        assert!(worked.skipped.is_empty());
    }

    #[test]
    fn nothing_is_begun_after_a_failure() {
        let waits = [vec![], vec![0], vec![1]];
        let work = |index| async move { if index == 1 { Err("broken") } else { Ok(()) } };
        let worked = in_order(&waits, work).now_or_never().expect("nothing to wait for");
        assert_eq!(worked.failed, ["broken"]);
        assert_eq!(worked.skipped, [2]);
    }
}
