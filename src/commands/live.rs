//! What the commands that talk to AWS share.

use crate::actions::environment::{Connection, Environment};
use crate::error::{Error, Exit, Failure};
use crate::host::{self, Event};
use crate::output;
use crate::report::{self, Findings};
use std::time::Duration;

/// Runs asynchronous work on this thread.
pub fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| {
        Failure::new(format!("the system refuses what network calls need: {error}"))
            .next("close other programs, or raise the limit of open files (ulimit -n)")
    })?;
    let result = runtime.block_on(work);
    // A question that nobody will answer any more must not hold the run up.
    runtime.shutdown_timeout(Duration::ZERO);
    Ok(result)
}

/// Ends when the user, or a pipeline, wants the run to end.
pub async fn interruption() {
    #[cfg(unix)]
    if let Ok(mut terminate) =
        tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
    {
        tokio::select! {
            _ = terminate.recv() => {}
            () = keyboard() => {}
        }
        return;
    }
    keyboard().await;
}

async fn keyboard() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler the system ends the run as it always does.
        std::future::pending::<()>().await;
    }
}

/// Name of a run's change sets and token of its requests: the time, and what tells runs of one second apart.
pub fn run_id() -> String {
    let time: String = host::timestamp().chars().filter(char::is_ascii_alphanumeric).collect();
    format!("cumulo-{time}-{}", std::process::id())
}

/// Where the run goes to.
pub fn environment_event(environment: &Environment, connection: &Connection) -> Event {
    let mut regions: Vec<String> = Vec::new();
    for target in &connection.targets {
        if !regions.contains(&target.region) {
            regions.push(target.region.clone());
        }
    }
    Event::Environment {
        stage: environment.name.clone(),
        account: connection.identity.account.clone(),
        regions,
        identity: connection.identity.arn.clone(),
        endpoint: connection.cloud.endpoint().map(str::to_owned),
    }
}

/// Shows warnings that do not stop a deployment.
pub fn warn(findings: &Findings, quiet: bool) {
    if !quiet && !findings.list.is_empty() {
        output::say(&report::text(findings));
    }
}

/// The last line of `--json`.
pub fn json_result(result: &Result<Exit, Error>) {
    match result {
        Ok(exit) => host::json_result(*exit as u8, None),
        Err(Error::Findings(_)) => {
            host::json_result(Exit::Findings as u8, Some("there are findings"))
        }
        Err(Error::Failure(failure)) => {
            host::json_result(failure.exit as u8, Some(&failure.message));
        }
        Err(Error::OutputClosed) => {}
    }
}
