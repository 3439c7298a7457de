//! One run over all stacks: change sets, then their execution.

use super::approve::approve;
use super::{Deployment, Report, failed};
use crate::deploy::changes::{Action, Change};
use crate::deploy::cloud::Cloud;
use crate::deploy::execute::{Done, Stop, delete, execute, protect};
use crate::deploy::follow::Followed;
use crate::deploy::model::{ChangeSetIds, DeployedStack, token};
use crate::deploy::order::{AT_ONCE, in_order};
use crate::deploy::prepare::{Prepared, Ready, Run, discard, foresee, plan, prepare};
use crate::deploy::target::Target;
use crate::error::Failure;
use crate::host::{Event, Host, Operation, Plan, StackPlan, When};
use futures_util::stream::{StreamExt, iter};
use std::sync::Arc;

/// One run over all stacks.
pub struct Session<'a, C> {
    /// The AWS calls.
    pub cloud: &'a C,
    /// Where events go.
    pub host: &'a Arc<dyn Host>,
    /// What is deployed.
    pub deployment: &'a Deployment,
    /// What the change sets share.
    pub run: Run,
    /// The stacks before the run, by target.
    pub deployed: Vec<Option<DeployedStack>>,
    /// What is known of each target so far.
    pub prepared: Vec<Option<Prepared>>,
}

impl<C: Cloud> Session<'_, C> {
    /// Makes the change sets, shows them and asks.
    pub async fn prepare_and_approve(&mut self) -> Result<Plan, Failure> {
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
    pub async fn discard_made(&self) -> Vec<String> {
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
    pub async fn execute_all(&self, plan: &Plan) -> Result<Report, Failure> {
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
        for (index, Done { operation, mut outputs }) in done {
            let stack = &self.deployment.targets[index].stack;
            outputs.retain(|key, _| !stack.is_derived_output(key));
            match operation {
                Operation::Create => report.created += 1,
                Operation::Update => report.updated += 1,
                Operation::Unchanged | Operation::Delete => report.unchanged += 1,
            }
            if !outputs.is_empty() {
                report.outputs.insert(stack.name.clone(), outputs);
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
        if let Err(mut failure) = self.approve_growth(index, &ready, plan).await {
            discard(self.cloud, region, &ready).await.map_err(Failure::from)?;
            failure.message = format!("{name} was not approved and is as it was before");
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
        let done = execute(
            self.cloud,
            self.host.as_ref(),
            target,
            ready,
            &token(&self.run.id, &target.stack.name),
        )
        .await;
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
        let token = token(&format!("{}-cleanup", self.run.id), &stack);
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
