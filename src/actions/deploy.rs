//! Deploys a stage: change sets, one approval, execution in the order of the stacks.

use crate::deploy::changes::{Action, Change};
use crate::deploy::cloud::Cloud;
use crate::deploy::execute::{Done, Stop, delete, execute, protect};
use crate::deploy::failure::explain;
use crate::deploy::follow::{Followed, event_before_running_operation, follow};
use crate::deploy::model::{ChangeSetIds, DeployedStack};
use crate::deploy::order::{AT_ONCE, in_order};
use crate::deploy::prepare::{Prepared, Ready, Run, discard, foresee, plan, prepare};
use crate::deploy::target::Target;
use crate::deploy::upload::Bucket;
use crate::error::{Exit, Failure};
use crate::host::{Answer, Event, Host, Operation, Plan, Question, StackFailure, StackPlan, When};
use futures_util::stream::{StreamExt, iter};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};
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

/// Looks at each stack, follows what is running, and stops at what cannot be deployed to.
async fn inspect(
    cloud: &impl Cloud,
    host: &dyn Host,
    deployment: &Deployment,
) -> Result<Vec<Option<DeployedStack>>, Failure> {
    let looks =
        deployment.targets.iter().map(|target| inspect_one(cloud, host, deployment, target));
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

async fn stuck(cloud: &impl Cloud, target: &Target, stack: &DeployedStack, stage: &str) -> Failure {
    let name = &target.stack.name;
    let mut failure =
        Failure::new(format!("{name} is in {} and accepts no deployment", stack.status.0));
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
async fn approve(
    host: &Arc<dyn Host>,
    deployment: &Deployment,
    plan: &Plan,
) -> Result<(), Failure> {
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
            ..Failure::new(format!(
                "data of the protected stage {stage} would be lost, and --yes does not cover that"
            ))
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
                    ..Failure::new(
                        "this deployment needs approval, and there is no terminal to ask at",
                    )
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
    async fn prepare_and_approve(&mut self) -> Result<Plan, Failure> {
        self.prepare_all().await?;
        let plan = self.plan();
        let is_settled = |stack: &StackPlan| {
            stack.operation == Operation::Unchanged && stack.termination_protection.is_none()
        };
        if !plan.stacks.iter().all(is_settled) {
            self.host.emit(Event::Plan(plan.clone()));
            approve(self.host, self.deployment, &plan).await?;
        }
        Ok(plan)
    }

    /// Makes every change set that can be made before anything is executed.
    async fn prepare_all(&mut self) -> Result<(), Failure> {
        while self.prepared.iter().any(Option::is_none) {
            let round: Vec<usize> = (0..self.prepared.len())
                .filter(|index| self.prepared[*index].is_none())
                .filter(|index| {
                    self.reads(*index).iter().all(|other| self.prepared[*other].is_some())
                })
                .collect();
            let work = round.iter().map(|index| self.prepare_one(*index));
            let results: Vec<_> = iter(work).buffered(AT_ONCE).collect().await;
            let mut failed = None;
            for (index, result) in round.into_iter().zip(results) {
                match result {
                    Ok(prepared) => self.prepared[index] = Some(prepared),
                    Err(failure) => failed = failed.or(Some(failure)),
                }
            }
            if let Some(failure) = failed {
                return Err(failure);
            }
        }
        Ok(())
    }

    fn reads(&self, index: usize) -> &[usize] {
        &self.deployment.targets[index].reads
    }

    fn changes(&self, index: usize) -> bool {
        !matches!(self.prepared[index], Some(Prepared::Unchanged))
    }

    async fn prepare_one(&self, index: usize) -> Result<Prepared, Failure> {
        let target = &self.deployment.targets[index];
        let deployed = self.deployed[index].as_ref();
        if let Some(failed) = deployed.filter(|stack| stack.status.is_failed_creation()) {
            let changes = foresee(self.cloud, target, None).await?;
            return Ok(Prepared::AfterCleanup { failed: failed.id.clone(), changes });
        }
        if self.reads(index).iter().any(|other| self.changes(*other)) {
            return Ok(Prepared::Later { changes: foresee(self.cloud, target, deployed).await? });
        }
        let ready = self.prepare_now(target, deployed).await?;
        Ok(ready.map_or(Prepared::Unchanged, Prepared::Ready))
    }

    fn plan(&self) -> Plan {
        let name = |index: &usize| self.deployment.targets[*index].stack.name.clone();
        let stacks = self.deployment.targets.iter().enumerate();
        let stacks = stacks.zip(&self.prepared).filter_map(|((index, target), prepared)| {
            let producers = self.reads(index).iter().filter(|other| self.changes(**other));
            let deployed = self.deployed[index].as_ref();
            Some(plan(target, deployed, prepared.as_ref()?, producers.map(name).collect()))
        });
        Plan { stage: self.deployment.stage.clone(), stacks: stacks.collect() }
    }

    /// Deletes every change set of this run that was not executed; the names of their stacks.
    ///
    /// They are looked up, because an interruption may come between the making and the noting.
    async fn discard_made(&self) -> Vec<String> {
        let all: Vec<usize> = (0..self.prepared.len()).collect();
        self.discard(&all).await
    }

    async fn discard(&self, stacks: &[usize]) -> Vec<String> {
        let mut names = Vec::new();
        for index in stacks {
            let target = &self.deployment.targets[*index];
            let (region, name) = (&target.region, &target.stack.name);
            let Ok(Some(made)) = self.cloud.change_set(region, name, &self.run.id).await else {
                continue;
            };
            if made.execution_status.starts_with("EXECUTE_") {
                continue;
            }
            let ready = Ready {
                ids: ChangeSetIds { change_set: made.id, stack: made.stack_id },
                creates_stack: false,
                owns_stack: self.deployed[*index].is_none(),
                changes: Vec::new(),
            };
            // What cannot be deleted now goes with the stack's next change set.
            if discard(self.cloud, region, &ready).await.is_ok() {
                names.push(name.clone());
            }
        }
        names
    }

    /// Deploys each stack as soon as those before it are done; starts none after a failure.
    async fn execute_all(&self, plan: &Plan) -> Result<Report, Failure> {
        let targets = &self.deployment.targets;
        let waits: Vec<Vec<usize>> = targets.iter().map(|target| target.after.clone()).collect();
        let worked = in_order(&waits, |index| self.deploy_one(index, plan)).await;
        self.discard(&worked.skipped).await;
        let skipped: Vec<String> = worked
            .skipped
            .into_iter()
            .filter(|index| self.changes(*index))
            .map(|index| targets[index].stack.name.clone())
            .collect();
        let (mut stacks, mut others) = (Vec::new(), Vec::new());
        for stop in worked.failed {
            match stop {
                Stop::Stack(failure) => stacks.push(*failure),
                Stop::Other(failure) => others.push(failure),
            }
        }
        if !stacks.is_empty() {
            return Err(failed(&self.deployment.stage, &stacks, &skipped));
        }
        match others.into_iter().next() {
            Some(failure) if skipped.is_empty() => Err(failure),
            Some(failure) => Err(failure.detail(format!("not started: {}", skipped.join(", ")))),
            None => Ok(self.report(worked.done)),
        }
    }

    fn report(&self, mut done: Vec<(usize, Done)>) -> Report {
        let mut report = Report::default();
        done.sort_by_key(|(index, _)| *index);
        for (index, Done { operation, outputs }) in done {
            match operation {
                Operation::Create => report.created += 1,
                Operation::Update => report.updated += 1,
                Operation::Unchanged | Operation::Delete => report.unchanged += 1,
            }
            if !outputs.is_empty() {
                report.outputs.insert(self.deployment.targets[index].stack.name.clone(), outputs);
            }
        }
        report
    }

    async fn deploy_one(&self, index: usize, plan: &Plan) -> Result<Done, Stop> {
        let target = &self.deployment.targets[index];
        let prepared = self.prepared[index].as_ref();
        let (region, name) = (target.region.as_str(), target.stack.name.as_str());
        let ready = match prepared {
            Some(Prepared::Ready(ready)) => return self.execute(target, ready).await,
            None | Some(Prepared::Unchanged) => None,
            Some(Prepared::AfterCleanup { failed, .. }) => {
                self.clean_up(target, failed).await?;
                self.prepare_now(target, None).await?
            }
            Some(Prepared::Later { .. }) => {
                let deployed = self.cloud.stack(region, name).await.map_err(Failure::from)?;
                self.prepare_now(target, deployed.as_ref()).await?
            }
        };
        let Some(ready) = ready else {
            let outputs = protect(self.cloud, target, name).await?;
            return Ok(Done { operation: Operation::Unchanged, outputs });
        };
        if let Err(failure) = self.approve_growth(index, &ready, plan).await {
            discard(self.cloud, region, &ready).await.map_err(Failure::from)?;
            return Err(failure.into());
        }
        self.execute(target, &ready).await
    }

    async fn prepare_now(
        &self,
        target: &Target,
        deployed: Option<&DeployedStack>,
    ) -> Result<Option<Ready>, Failure> {
        prepare(self.cloud, self.host.as_ref(), &self.run, target, deployed).await
    }

    async fn execute(&self, target: &Target, ready: &Ready) -> Result<Done, Stop> {
        let done = execute(self.cloud, self.host.as_ref(), target, ready, &self.run.id).await;
        if let Err(Stop::Stack(failure)) = &done {
            self.host.emit(Event::Failure(failure.clone()));
        }
        done
    }

    /// Asks again where a change set that could only be made now destroys more than was approved.
    async fn approve_growth(
        &self,
        index: usize,
        ready: &Ready,
        plan: &Plan,
    ) -> Result<(), Failure> {
        let shown = &plan.stacks[index];
        let destroys = |change: &Change| matches!(change.action, Action::Delete | Action::Replace);
        let is_new = |change: &&Change| {
            destroys(change)
                && !shown
                    .changes
                    .iter()
                    .any(|known| known.logical_id == change.logical_id && destroys(known))
        };
        let grown: Vec<Change> = ready.changes.iter().filter(is_new).cloned().collect();
        if grown.is_empty() {
            return Ok(());
        }
        let grown = StackPlan { changes: grown, when: When::Now, ..shown.clone() };
        self.host.emit(Event::PlanGrew(grown.clone()));
        let plan = Plan { stage: plan.stage.clone(), stacks: vec![grown] };
        approve(self.host, self.deployment, &plan).await
    }

    async fn clean_up(&self, target: &Target, failed: &str) -> Result<(), Failure> {
        let stack = target.stack.name.clone();
        let operation = Operation::Delete;
        self.host.emit(Event::Started { stack: stack.clone(), operation, resources: 0 });
        let followed = Followed {
            region: &target.region,
            stack: &stack,
            stack_id: failed,
            names: &target.names,
            since: None,
            token: None,
        };
        let token = format!("{}-cleanup", self.run.id);
        let ended = delete(self.cloud, self.host.as_ref(), followed, &token).await?;
        if ended.status.is_deleted() {
            self.host.emit(Event::Finished { stack, operation, seconds: ended.seconds });
            return Ok(());
        }
        Err(Failure::new(format!("the failed creation of {stack} could not be deleted"))
            .detail(ended.reason.unwrap_or(ended.status.0))
            .next(format!("cumulo destroy --stage {}", self.deployment.stage)))
    }
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
