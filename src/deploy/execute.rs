//! Executes a change set and follows it.

use super::cloud::{AwsError, Cloud, FailureKind};
use super::failure;
use super::follow::{Ended, Followed, follow};
use super::prepare::Ready;
use super::target::Target;
use crate::error::Failure;
use crate::host::{Event, Host, Operation, StackFailure};
use indexmap::IndexMap;

/// How the deployment of one stack ended well.
#[derive(Clone, Debug)]
pub struct Done {
    /// What was done.
    pub operation: Operation,
    /// The stack's outputs.
    pub outputs: IndexMap<String, String>,
}

/// Why the deployment of one stack did not end well.
#[derive(Debug)]
pub enum Stop {
    /// CloudFormation could not carry it out.
    Stack(Box<StackFailure>),
    /// Something else.
    Other(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Other(failure)
    }
}

impl From<AwsError> for Stop {
    fn from(error: AwsError) -> Self {
        Stop::Other(error.into())
    }
}

/// Executes the change set and follows the operation to its end.
pub async fn execute(
    cloud: &impl Cloud,
    host: &dyn Host,
    target: &Target,
    ready: &Ready,
    token: &str,
) -> Result<Done, Stop> {
    let region = target.region.as_str();
    let stack_id = ready.ids.stack.as_str();
    let since = cloud.newest_event(region, stack_id).await?;
    if !ready.creates_stack {
        set_policy(cloud, target, stack_id).await?;
    }
    start(cloud, region, ready, token, since.as_deref()).await?;
    let operation = if ready.creates_stack { Operation::Create } else { Operation::Update };
    let stack = target.stack.name.clone();
    host.emit(Event::Started { stack: stack.clone(), operation, resources: ready.changes.len() });
    let followed = Followed {
        region,
        stack: &target.stack.name,
        stack_id,
        names: &target.names,
        since,
        token: Some(token),
    };
    let ended = follow(cloud, host, &followed).await.map_err(|error| {
        Failure::from(error)
            .detail(format!("{stack} is being deployed all the same"))
            .next("run the same command again: it attaches to what is running")
    })?;
    if !ended.status.is_success() {
        return Err(Stop::Stack(Box::new(failure::explain(&followed, &ended))));
    }
    host.emit(Event::Finished { stack, operation, seconds: ended.seconds });
    if ready.creates_stack {
        set_policy(cloud, target, stack_id).await?;
    }
    Ok(Done { operation, outputs: protect(cloud, target, stack_id).await? })
}

/// Sets the termination protection as the assembly wants it, and reads the outputs.
pub async fn protect(
    cloud: &impl Cloud,
    target: &Target,
    stack: &str,
) -> Result<IndexMap<String, String>, Failure> {
    let Some(deployed) = cloud.stack(&target.region, stack).await? else {
        return Ok(IndexMap::new());
    };
    if let Some(wanted) = target.stack.termination_protection
        && wanted != deployed.termination_protection
    {
        cloud.set_termination_protection(&target.region, &target.stack.name, wanted).await?;
    }
    Ok(deployed.outputs)
}

async fn set_policy(cloud: &impl Cloud, target: &Target, stack: &str) -> Result<(), AwsError> {
    match &target.stack.stack_policy {
        Some(policy) => cloud.set_stack_policy(&target.region, stack, &policy.to_string()).await,
        None => Ok(()),
    }
}

/// Starts the execution, also when AWS started it and its answer was lost.
async fn start(
    cloud: &impl Cloud,
    region: &str,
    ready: &Ready,
    token: &str,
    since: Option<&str>,
) -> Result<(), AwsError> {
    let Err(error) = cloud.execute_change_set(region, &ready.ids.change_set, token).await else {
        return Ok(());
    };
    let may_run = matches!(
        error.kind,
        FailureKind::InvalidChangeSetStatus | FailureKind::NoAnswer { .. } | FailureKind::Service
    ) || matches!(
        error.code.as_str(),
        "ChangeSetNotFound" | "TokenAlreadyExistsException"
    );
    if may_run && has_started(cloud, region, ready, since).await? {
        return Ok(());
    }
    Err(error)
}

/// Whether the change set is being, or was, executed.
async fn has_started(
    cloud: &impl Cloud,
    region: &str,
    ready: &Ready,
    since: Option<&str>,
) -> Result<bool, AwsError> {
    let ids = &ready.ids;
    if let Some(change_set) = cloud.change_set(region, &ids.stack, &ids.change_set).await?
        && change_set.execution_status.starts_with("EXECUTE_")
    {
        return Ok(true);
    }
    let events = cloud.events(region, &ids.stack, since).await?;
    Ok(events.iter().any(super::model::StackEvent::is_of_stack))
}

/// Deletes a stack and follows the deletion.
pub async fn delete(
    cloud: &impl Cloud,
    host: &dyn Host,
    followed: Followed<'_>,
    token: &str,
) -> Result<Ended, AwsError> {
    let since = cloud.newest_event(followed.region, followed.stack_id).await?;
    let followed = Followed { since, token: Some(token), ..followed };
    let started = cloud.delete_stack(followed.region, followed.stack_id, token).await;
    if let Err(error) = started {
        // The deletion may run although its answer was lost; the events tell.
        let status = cloud.stack(followed.region, followed.stack_id).await?;
        let runs = status.is_none_or(|stack| {
            stack.status.is_deleted() || stack.status.0 == "DELETE_IN_PROGRESS"
        });
        if !runs {
            return Err(error);
        }
    }
    follow(cloud, host, &followed).await
}
