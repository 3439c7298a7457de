//! Deploys a stage: change sets, one approval, execution in the order of the stacks.

use crate::deploy::changes::{Action, Change};
use crate::deploy::cloud::Cloud;
use crate::deploy::execute::{Outcome, delete, execute, protect};
use crate::deploy::failure::explain;
use crate::deploy::follow::{Followed, event_before_running_operation, follow};
use crate::deploy::model::DeployedStack;
use crate::deploy::prepare::{Prepared, Ready, Run, discard, foresee, plan, prepare};
use crate::deploy::target::Target;
use crate::deploy::upload::Bucket;
use crate::error::{Exit, Failure};
use crate::host::{Answer, Event, Host, Operation, Plan, Question, StackFailure, When};
use futures_util::stream::{FuturesUnordered, StreamExt, iter};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Stacks that are worked on at once.
const AT_ONCE: usize = 4;

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

/// Deploys the stacks.
///
/// # Errors
/// With the exit code that fits: 4 declined, 5 rolled back, 6 needs help, 1 anything else.
pub async fn deploy(
    cloud: &impl Cloud,
    host: &Arc<dyn Host>,
    deployment: &Deployment,
) -> Result<Report, Failure> {
    let deployed = inspect(cloud, host.as_ref(), deployment).await?;
    let run = Run { id: deployment.run.clone(), buckets: buckets(cloud, host.as_ref(), deployment).await? };
    let mut session = Session {
        cloud,
        host,
        deployment,
        run,
        prepared: vec![None; deployed.len()],
        deployed,
    };
    if let Err(failure) = session.prepare_all().await {
        session.discard_all().await;
        return Err(failure);
    }
    let plan = session.plan();
    if !plan.stacks.iter().all(|stack| is_settled(stack.operation, stack.termination_protection)) {
        host.emit(Event::Plan(plan.clone()));
        if let Err(failure) = approve(host, deployment, &plan).await {
            let stacks = session.discard_all().await;
            host.emit(Event::Discarded { stacks });
            return Err(failure);
        }
    }
    session.execute_all(&plan).await
}

/// Deletes whatever change sets this run has made, for a run that is interrupted before the approval.
pub async fn discard_change_sets(cloud: &impl Cloud, deployment: &Deployment) {
    for target in &deployment.targets {
        let region = &target.region;
        let Ok(Some(made)) = cloud.change_set(region, &target.stack.name, &deployment.run).await
        else {
            continue;
        };
        let stack = cloud.stack(region, &made.stack_id).await.ok().flatten();
        let owns_stack = stack.is_some_and(|stack| stack.status.is_in_review());
        let ids = crate::deploy::model::ChangeSetIds { change_set: made.id, stack: made.stack_id };
        let ready = Ready { ids, creates_stack: owns_stack, owns_stack, changes: Vec::new() };
        // The run is ending; what cannot be deleted now is deleted by CloudFormation in time.
        let _ = discard(cloud, region, &ready).await;
    }
}

fn is_settled(operation: Operation, termination_protection: Option<bool>) -> bool {
    operation == Operation::Unchanged && termination_protection.is_none()
}

/// Looks at each stack, follows what is running, and stops at what cannot be deployed to.
async fn inspect(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
) -> Result<Vec<Option<DeployedStack>>, Failure> {
    let looks = deployment.targets.iter().map(|target| inspect_one(cloud, host, deployment, target));
    let looks: Vec<Result<_, Failure>> = iter(looks).buffered(AT_ONCE).collect().await;
    looks.into_iter().collect()
}

async fn inspect_one(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
    target: &Target,
) -> Result<Option<DeployedStack>, Failure> {
    let (region, name) = (target.region.as_str(), target.stack.name.as_str());
    let Some(mut stack) = cloud.stack(region, name).await? else { return Ok(None) };
    if let (Some(own), Some(other)) = (&deployment.app, stack.tags.get("app"))
        && own != other
    {
        return Err(Failure::new(format!("{name} belongs to the app {other}, not to {own}"))
            .detail("its tag `app` says so; nothing was done")
            .next("give this app's stack another name or stage, or deploy to another account or region"));
    }
    if stack.status.is_in_progress() {
        host.emit(Event::Attached { stack: name.to_owned(), status: stack.status.0.clone() });
        let since = event_before_running_operation(cloud, region, &stack.id).await?;
        let followed = Followed {
            region,
            stack: name,
            stack_id: &stack.id,
            names: &target.names,
            since,
            token: None,
        };
        let ended = follow(cloud, host, &followed).await?;
        if ended.status.is_deleted() {
            return Ok(None);
        }
        if !ended.status.is_success() {
            let failure = explain(&followed, &ended);
            host.emit(Event::Failure(Box::new(failure.clone())));
            return Err(failed(&deployment.stage, &[failure], &[]));
        }
        match cloud.stack(region, name).await? {
            Some(now) => stack = now,
            None => return Ok(None),
        }
    }
    if stack.status.needs_help() {
        return Err(stuck(cloud, target, &stack, &deployment.stage).await);
    }
    if stack.status.is_failed_creation() {
        let left = cloud.resources(region, &stack.id).await?;
        let left: Vec<_> =
            left.iter().filter(|resource| resource.status != "DELETE_COMPLETE").collect();
        if !left.is_empty() {
            let mut failure = Failure::new(format!(
                "the first creation of {name} failed, and the stack still holds resources"
            ));
            for resource in left {
                failure = failure.detail(format!(
                    "{}   {}   {}",
                    target.names.path(&resource.logical_id),
                    resource.resource_type,
                    resource.physical_id
                ));
            }
            failure.exit = Exit::NeedsHelp;
            return Err(failure.next(format!(
                "save or remove them by hand, then delete the stack: aws cloudformation delete-stack --stack-name {name} --region {region}"
            )));
        }
    }
    Ok(Some(stack))
}

async fn stuck(
    cloud: &impl Cloud,
    target: &Target,
    stack: &DeployedStack,
    stage: &str,
) -> Failure {
    let name = &target.stack.name;
    let mut failure = Failure::new(format!(
        "{name} is in {} and accepts no deployment",
        stack.status.0
    ));
    if let Some(reason) = &stack.reason {
        failure = failure.detail(reason);
    }
    let resources = cloud.resources(&target.region, &stack.id).await.unwrap_or_default();
    for resource in resources.iter().filter(|resource| resource.status.ends_with("_FAILED")) {
        let reason = resource.reason.as_deref().unwrap_or("no reason given");
        failure = failure.detail(format!("{}: {reason}", target.names.path(&resource.logical_id)));
    }
    let region = &target.region;
    failure.exit = Exit::NeedsHelp;
    failure.next(match stack.status.0.as_str() {
        "UPDATE_ROLLBACK_FAILED" => format!(
            "repair these resources, then: aws cloudformation continue-update-rollback --stack-name {name} --region {region}"
        ),
        "UPDATE_FAILED" => format!(
            "undo the failed update: aws cloudformation rollback-stack --stack-name {name} --region {region}"
        ),
        _ => format!("remove what is left: cumulo destroy --stage {stage}"),
    })
}

async fn buckets(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
) -> Result<BTreeMap<String, Bucket>, Failure> {
    let mut buckets = BTreeMap::new();
    for target in deployment.targets.iter().filter(|target| target.package.needs_bucket()) {
        if !buckets.contains_key(&target.region) {
            let bucket = Bucket::find(cloud, &deployment.account, &target.region).await?;
            if bucket.is_new {
                host.emit(Event::BucketCreated { bucket: bucket.name.clone() });
            }
            buckets.insert(target.region.clone(), bucket);
        }
    }
    Ok(buckets)
}

/// Asks once for everything that was shown.
async fn approve(host: &Arc<dyn Host>, deployment: &Deployment, plan: &Plan) -> Result<(), Failure> {
    let stage = &deployment.stage;
    let lost: Vec<&Change> = plan
        .stacks
        .iter()
        .flat_map(|stack| &stack.changes)
        .filter(|change| change.loses_data && !deployment.allow_replace.contains(&change.path))
        .collect();
    let guarded = deployment.protected && !lost.is_empty();
    if deployment.yes && !guarded {
        return Ok(());
    }
    if deployment.yes {
        let paths: Vec<String> =
            lost.iter().map(|change| format!("--allow-replace {}", change.path)).collect();
        return Err(Failure {
            exit: Exit::Approval,
            ..Failure::new(format!("data of the protected stage {stage} would be lost, and --yes does not cover that"))
                .next(format!("if that is meant, add {}", paths.join(" ")))
        });
    }
    let question = if guarded {
        Question::DeployWithLoss { stage: stage.clone() }
    } else {
        Question::Deploy { stage: stage.clone() }
    };
    loop {
        match ask(host, question.clone()).await {
            Answer::Yes => return Ok(()),
            Answer::Details => host.emit(Event::Details(plan.clone())),
            Answer::No => {
                return Err(Failure {
                    exit: Exit::Approval,
                    ..Failure::new("declined; nothing was changed")
                });
            }
            Answer::NobodyThere => {
                return Err(Failure {
                    exit: Exit::Approval,
                    ..Failure::new("this deployment needs approval, and there is no terminal to ask at")
                        .next(format!("cumulo deploy --stage {stage} --yes"))
                });
            }
        }
    }
}

/// Asks on a thread of its own, so that an interruption is heard meanwhile.
pub async fn ask(host: &Arc<dyn Host>, question: Question) -> Answer {
    let host = Arc::clone(host);
    let answer = tokio::task::spawn_blocking(move || host.ask(&question)).await;
    answer.unwrap_or(Answer::NobodyThere)
}

/// One run over all stacks.
struct Session<'a, C> {
    cloud: &'a C,
    host: &'a Arc<dyn Host>,
    deployment: &'a Deployment,
    run: Run,
    deployed: Vec<Option<DeployedStack>>,
    prepared: Vec<Option<Prepared>>,
}

impl<C: Cloud> Session<'_, C> {
    /// Makes every change set that can be made before anything is executed.
    async fn prepare_all(&mut self) -> Result<(), Failure> {
        let targets = &self.deployment.targets;
        while self.prepared.iter().any(Option::is_none) {
            let open = (0..targets.len()).filter(|index| self.prepared[*index].is_none());
            let (ready, mut later) = (Vec::new(), Vec::new());
            let (mut ready, _): (Vec<usize>, Vec<usize>) = open.fold((ready, ()), |(mut ready, ()), index| {
                let producers = targets[index].reads.iter().map(|other| &self.prepared[*other]);
                let mut producers = producers.peekable();
                let _ = producers.peek();
                if producers.all(|producer| producer.is_some()) {
                    ready.push(index);
                }
                (ready, ())
            }).into_parts(&mut later);
            let _ = &mut ready;
        }
        Ok(())
    }
}
