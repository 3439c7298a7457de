//! Deploys a stage: change sets, one approval, execution in the order of the stacks.

mod approve;
mod inspect;
mod session;
#[cfg(test)]
mod tests;

pub use approve::ask;

use crate::deploy::cloud::Cloud;
use crate::deploy::prepare::Run;
use crate::deploy::target::Target;
use crate::error::{Exit, Failure};
use crate::host::{Event, Host, StackFailure};
use indexmap::IndexMap;
use inspect::{buckets, inspect};
use session::Session;
use std::collections::BTreeSet;
use std::pin::{Pin, pin};
use std::sync::Arc;

/// What is deployed, and how.
#[derive(Clone, Debug)]
pub struct Deployment {
    /// Name of the app; absent for assemblies of other programs.
    pub app: Option<String>,
    /// Name of the stage.
    pub stage: String,
    /// Whether the stage's data is guarded.
    pub protected: bool,
    /// Account that is deployed to.
    pub account: String,
    /// The stacks, each after those that it depends on.
    pub targets: Vec<Target>,
    /// Whether the user approved beforehand.
    pub yes: bool,
    /// Construct paths whose data the user gave up beforehand.
    pub allow_replace: BTreeSet<String>,
    /// Name of this run's change sets, unique among all runs.
    pub run: String,
}

/// What a deployment did.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Stacks that were made.
    pub created: usize,
    /// Stacks that were changed.
    pub updated: usize,
    /// Stacks that had nothing to change.
    pub unchanged: usize,
    /// Outputs by stack and key.
    pub outputs: IndexMap<String, IndexMap<String, String>>,
}

/// Deploys the stacks; `interrupt` ends when the user wants to leave.
///
/// # Errors
/// With the exit code that fits: 4 declined, 5 rolled back, 6 needs help, 130 interrupted, 1 anything else.
pub async fn deploy(
    cloud: &impl Cloud,
    host: &Arc<dyn Host>,
    deployment: &Deployment,
    interrupt: impl Future<Output = ()>,
) -> Result<Report, Failure> {
    let mut interrupt = pin!(interrupt);
    let begun = async {
        let deployed = inspect(cloud, host.as_ref(), deployment).await?;
        Ok::<_, Failure>((deployed, buckets(cloud, host.as_ref(), deployment).await?))
    };
    let (deployed, buckets) = match unless(interrupt.as_mut(), begun).await {
        Some(begun) => begun?,
        None => return Err(interrupted("nothing was changed")),
    };
    let mut session = Session {
        cloud,
        host,
        deployment,
        run: Run { id: deployment.run.clone(), buckets },
        prepared: vec![None; deployed.len()],
        deployed,
    };
    let plan = match unless(interrupt.as_mut(), session.prepare_and_approve()).await {
        Some(Ok(plan)) => plan,
        stopped => {
            let stacks = session.discard_made().await;
            host.emit(Event::Discarded { stacks });
            return match stopped {
                Some(Err(failure)) => Err(failure),
                _ => Err(interrupted("nothing was changed")),
            };
        }
    };
    match unless(interrupt, session.execute_all(&plan)).await {
        Some(result) => result,
        None => {
            session.discard_made().await;
            Err(interrupted("what has begun goes on in AWS")
                .next(format!("to come back to it: cumulo deploy --stage {}", deployment.stage)))
        }
    }
}

/// The result of the work, or `None` when the interruption came first.
async fn unless<T>(
    interrupt: Pin<&mut impl Future<Output = ()>>,
    work: impl Future<Output = T>,
) -> Option<T> {
    tokio::select! {
        () = interrupt => None,
        result = work => Some(result),
    }
}

fn interrupted(consequence: &str) -> Failure {
    Failure { exit: Exit::Interrupted, ..Failure::new(format!("interrupted; {consequence}")) }
}

/// The run's last word after stacks failed; what failed and why was told before.
fn failed(stage: &str, failures: &[StackFailure], skipped: &[String]) -> Failure {
    let rolled_back = failures.iter().all(|failure| failure.rolled_back);
    let names: Vec<&str> = failures.iter().map(|failure| failure.stack.as_str()).collect();
    let mut failure = Failure::new(format!(
        "{} failed{}",
        names.join(", "),
        if rolled_back { " and is as it was before" } else { " and needs help" }
    ));
    failure.exit = if rolled_back { Exit::RolledBack } else { Exit::NeedsHelp };
    if !skipped.is_empty() {
        failure = failure.detail(format!("not started: {}", skipped.join(", ")));
    }
    failure.next(if rolled_back {
        format!("correct the cause, then: cumulo deploy --stage {stage}")
    } else {
        format!("cumulo deploy --stage {stage} says what the stack needs")
    })
}
