//! Destroys a stage: what goes and what stays first, then the stacks in reverse order.

use super::deploy::ask;
use crate::deploy::changes::{is_kept, is_saved, is_stateful};
use crate::deploy::cloud::Cloud;
use crate::deploy::execute::delete;
use crate::deploy::follow::{Ended, Followed, event_before_running_operation, follow};
use crate::deploy::model::{DeployedStack, token};
use crate::deploy::order::in_order;
use crate::deploy::target::Target;
use crate::deploy::template::Template;
use crate::error::{Exit, Failure};
use crate::host::{
    Answer, DestroyPlan, DestroyResource, DestroyStack, Event, Host, Operation, Question,
};
use std::sync::Arc;

/// What is destroyed, and how.
#[derive(Clone, Debug)]
pub struct Destruction {
    /// Name of the app; absent for assemblies of other programs.
    pub app: Option<String>,
    /// Name of the stage.
    pub stage: String,
    /// The stacks, each after those that it depends on.
    pub targets: Vec<Target>,
    /// Whether the user approved beforehand.
    pub yes: bool,
    /// Start of the requests' tokens, unique among all runs.
    pub run: String,
}

/// What a destruction did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Stacks that were deleted.
    pub stacks: usize,
    /// Resources that were kept.
    pub kept: usize,
}

/// A stack that is there.
struct Found<'a> {
    target: &'a Target,
    stack: DeployedStack,
    shown: DestroyStack,
}

/// Deletes the stage's stacks.
///
/// # Errors
/// With exit code 4 where it was declined or a stack is protected, 6 where something could not be deleted.
pub async fn destroy(
    cloud: &impl Cloud,
    host: &Arc<dyn Host>,
    destruction: &Destruction,
) -> Result<Report, Failure> {
    // Reversed, so that a stack comes before those that it depends on.
    let mut found = Vec::new();
    for target in destruction.targets.iter().rev() {
        found.extend(look(cloud, host.as_ref(), destruction, target).await?);
    }
    if found.is_empty() {
        return Ok(Report::default());
    }
    let stacks = found.iter().map(|one| one.shown.clone()).collect();
    host.emit(Event::DestroyPlan(DestroyPlan { stage: destruction.stage.clone(), stacks }));
    refuse_protected(&found)?;
    approve(host, destruction).await?;
    let waits: Vec<Vec<usize>> = found.iter().map(|one| users(destruction, one, &found)).collect();
    let work = |index: usize| delete_one(cloud, host.as_ref(), destruction, &found[index]);
    let worked = in_order(&waits, work).await;
    let skipped: Vec<&str> =
        worked.skipped.iter().map(|index| found[*index].shown.stack.as_str()).collect();
    if let Some(failure) = worked.failed.into_iter().next() {
        return Err(match skipped.is_empty() {
            true => failure,
            false => failure.detail(format!("not started: {}", skipped.join(", "))),
        });
    }
    let kept = worked.done.iter().map(|(_, kept)| kept).sum();
    Ok(Report { stacks: worked.done.len(), kept })
}

/// Looks at a stack and its resources; `None` where there is no such stack.
async fn look<'a>(
    cloud: &impl Cloud,
    host: &dyn Host,
    destruction: &Destruction,
    target: &'a Target,
) -> Result<Option<Found<'a>>, Failure> {
    let (region, name) = (target.region.as_str(), target.stack.name.as_str());
    let Some(mut stack) = cloud.stack(region, name).await? else { return Ok(None) };
    if let (Some(own), Some(other)) = (&destruction.app, stack.tags.get("app"))
        && own != other
    {
        return Err(Failure::new(format!("{name} belongs to the app {other}, not to {own}"))
            .detail("its tag `app` says so; nothing was done")
            .next("destroy it with the program that it belongs to"));
    }
    if stack.status.is_in_progress() {
        host.emit(Event::Attached { stack: name.to_owned(), status: stack.status.0.clone() });
        let since = event_before_running_operation(cloud, region, &stack.id).await?;
        let stack_id = stack.id.clone();
        let names = &target.names;
        let followed =
            Followed { region, stack: name, stack_id: &stack_id, names, since, token: None };
        let ended = follow(cloud, host, &followed).await?;
        host.emit(Event::Settled { stack: name.to_owned(), status: ended.status.0.clone() });
        match cloud.stack(region, name).await? {
            Some(now) => stack = now,
            None => return Ok(None),
        }
    }
    let text = cloud.template(region, &stack.id).await?;
    let template = text.and_then(|text| Template::parse(text).ok());
    let resources = cloud.resources(region, &stack.id).await?;
    let shown =
        resources.iter().filter(|resource| resource.status != "DELETE_COMPLETE").map(|one| {
            let definition =
                template.as_ref().and_then(|template| template.resource(&one.logical_id));
            DestroyResource {
                path: target.names.path(&one.logical_id),
                resource_type: one.resource_type.clone(),
                physical_id: one.physical_id.clone(),
                kept: is_kept(definition, "DeletionPolicy"),
                loses_data: is_stateful(&one.resource_type)
                    && !is_saved(definition, "DeletionPolicy"),
            }
        });
    let shown = DestroyStack { stack: name.to_owned(), resources: shown.collect() };
    Ok(Some(Found { target, stack, shown }))
}

fn refuse_protected(found: &[Found<'_>]) -> Result<(), Failure> {
    let protected = found.iter().filter(|one| one.stack.termination_protection);
    let protected: Vec<&str> = protected.map(|one| one.shown.stack.as_str()).collect();
    if protected.is_empty() {
        return Ok(());
    }
    Err(Failure {
        exit: Exit::Approval,
        ..Failure::new(format!("termination protection guards {}", protected.join(", ")))
            .detail("nothing was deleted")
            .next("set the stack's termination protection to false, deploy, then destroy")
    })
}

async fn approve(host: &Arc<dyn Host>, destruction: &Destruction) -> Result<(), Failure> {
    if destruction.yes {
        return Ok(());
    }
    let stage = destruction.stage.clone();
    let refused = |failure: Failure| Err(Failure { exit: Exit::Approval, ..failure });
    match ask(host, Question::Destroy { stage }).await {
        Answer::Yes => Ok(()),
        Answer::NobodyThere => refused(
            Failure::new("a destruction needs approval, and there is no terminal to ask at")
                .next(format!("cumulo destroy --stage {} --yes", destruction.stage)),
        ),
        Answer::No | Answer::Details => refused(Failure::new("declined; nothing was deleted")),
    }
}

/// The stacks that depend on this one and go before it.
fn users(destruction: &Destruction, one: &Found<'_>, found: &[Found<'_>]) -> Vec<usize> {
    let uses = |other: &Found<'_>| {
        other
            .target
            .after
            .iter()
            .any(|index| destruction.targets[*index].stack.name == one.target.stack.name)
    };
    (0..found.len()).filter(|index| uses(&found[*index])).collect()
}

/// Deletes one stack; the number of resources that it leaves.
async fn delete_one(
    cloud: &impl Cloud,
    host: &dyn Host,
    destruction: &Destruction,
    found: &Found<'_>,
) -> Result<usize, Failure> {
    let stack = found.shown.stack.clone();
    let operation = Operation::Delete;
    let resources = found.shown.resources.len();
    host.emit(Event::Started { stack: stack.clone(), operation, resources });
    let followed = Followed {
        region: &found.target.region,
        stack: &stack,
        stack_id: &found.stack.id,
        names: &found.target.names,
        since: None,
        token: None,
    };
    let ended = delete(cloud, host, followed, &token(&destruction.run, &found.stack.id)).await?;
    if !ended.status.is_deleted() {
        return Err(not_deleted(destruction, found, &ended));
    }
    host.emit(Event::Finished { stack: stack.clone(), operation, seconds: ended.seconds });
    let kept: Vec<DestroyResource> =
        found.shown.resources.iter().filter(|resource| resource.kept).cloned().collect();
    let number = kept.len();
    if number > 0 {
        host.emit(Event::Leftovers { stack, resources: kept });
    }
    Ok(number)
}

fn not_deleted(destruction: &Destruction, found: &Found<'_>, ended: &Ended) -> Failure {
    let stack = &found.shown.stack;
    let mut failure = Failure::new(format!("{stack} could not be deleted ({})", ended.status.0));
    failure.exit = Exit::NeedsHelp;
    let stuck =
        ended.events.iter().filter(|event| !event.is_of_stack() && event.status == "DELETE_FAILED");
    for event in stuck {
        let reason = event.reason.as_deref().unwrap_or("no reason given");
        failure =
            failure.detail(format!("{}: {reason}", found.target.names.path(&event.logical_id)));
    }
    if failure.details.is_empty()
        && let Some(reason) = &ended.reason
    {
        failure = failure.detail(reason);
    }
    failure.next(format!(
        "remove what holds these resources, then: cumulo destroy --stage {}",
        destruction.stage
    ))
}
